"""A desktop of its own for a test: an X server, a window manager, a session bus with AT-SPI, private folders.

    with Desktop("answer") as desktop:
        program = desktop.start([handfast_gui, "scan.json"])

Nothing of it touches the desktop or the files of whoever runs the test, and all processes end with it, also those that
the bus started: they are found by a mark in their environment.
"""
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid

SKIP = 77  # meson's exit code for "skipped"
PROGRAMS = ("Xvfb", "dbus-daemon", "jwm", "xdotool", "xclip", "import")
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher",
             "/usr/lib/at-spi2/at-spi-bus-launcher")
MARK = "HANDFAST_TEST_DESKTOP"
FONT = "DejaVu Sans 10"

WINDOW_MANAGER = """<?xml version="1.0"?>
<JWM><Desktops width="1" height="1"/><FocusModel>click</FocusModel><SnapMode>none</SnapMode><MoveMode>opaque</MoveMode>
<DoubleClickSpeed>1</DoubleClickSpeed><Key mask="A" key="F4">close</Key></JWM>
"""

SETTINGS = """[Settings]
gtk-font-name={font}
gtk-enable-animations=0
gtk-xft-antialias=1
gtk-xft-hinting=0
gtk-xft-rgba=none
gtk-cursor-blink=0
gtk-decoration-layout=:minimize,maximize,close
"""

# Without a compositor GTK draws a broad frame, which no user with one has.
STYLE = ("window.solid-csd { margin: 0; padding: 0; border: none; box-shadow: none; border-radius: 0; }\n"
         "popover.background, popover.background > contents { margin: 0; box-shadow: none; }\n"
         "popover.background { padding: 0; }\n")


def scaled(font, percent):
    """Larger text as a larger font: there is no daemon here that would tell GTK of a factor."""
    name, size = font.rsplit(" ", 1)
    return f"{name} {float(size) * percent / 100:g}"


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(SKIP)


def need():
    """Skips the test where there is nothing to look at a window with; names all that is missing."""
    missing = [program for program in PROGRAMS if not shutil.which(program)]
    if not any(map(os.path.exists, LAUNCHERS)):
        missing.append("at-spi2-core")
    try:
        import gi
        gi.require_version("Atspi", "2.0")
    except (ImportError, ValueError):
        missing.append("python3-gi with gir1.2-atspi-2.0")
    if missing:
        skip(f"not installed: {', '.join(missing)}")


class Desktop:
    """scheme: light or dark; text: percent; language: of LANG, English otherwise; options may be changed between two
    starts of a program (desktop.look(…)), because a program reads them when it starts."""

    def __init__(self, name, size=(1280, 800), shots=None):
        need()
        self.name, self.size = name, size
        self.mark = uuid.uuid4().hex
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix=f"handfast-{name}-"))
        self.shots = pathlib.Path(
            shots or os.environ.get("HANDFAST_SHOTS", pathlib.Path(tempfile.gettempdir()) / "handfast-shots"))
        self.programs, self.services, self.accessibility = [], [], None
        for folder in ("runtime", "data", "config", "cache", "home", "locale", "logs"):
            (self.dir / folder).mkdir(mode=0o700)
        self.env = self.environment()
        self.look()
        try:
            self.start_services()
        except BaseException:
            self.close()
            raise

    def environment(self):
        keep = {key: value for key, value in os.environ.items()
                if key in ("PATH", "TMPDIR", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "ASAN_SYMBOLIZER_PATH")}
        return {
            **keep, MARK: self.mark, "HOME": str(self.dir / "home"),
            "XDG_RUNTIME_DIR": str(self.dir / "runtime"), "XDG_DATA_HOME": str(self.dir / "data"),
            "XDG_CONFIG_HOME": str(self.dir / "config"), "XDG_CACHE_HOME": str(self.dir / "cache"),
            "XDG_DATA_DIRS": "/usr/local/share:/usr/share", "XDG_CURRENT_DESKTOP": "test",
            "GDK_BACKEND": "x11", "GSK_RENDERER": "cairo", "GTK_A11Y": "atspi", "ADW_DISABLE_PORTAL": "1",
            "GIO_USE_NETWORK_MONITOR": "base", "GSETTINGS_BACKEND": "memory", "GIO_USE_VFS": "local", "GTK_USE_PORTAL": "0", "G_SLICE": "always-malloc",
            "TZ": "UTC",
        }

    def look(self, scheme="light", contrast="normal", text=100, font=FONT, language="en"):
        """How the programs look that are started from now on."""
        (self.dir / "config/gtk-4.0").mkdir(exist_ok=True)
        (self.dir / "config/gtk-4.0/settings.ini").write_text(
            SETTINGS.format(font=scaled(font, text)))
        (self.dir / "config/gtk-4.0/gtk.css").write_text(STYLE)
        self.env["ADW_DEBUG_COLOR_SCHEME"] = f"prefer-{scheme}"
        self.env["ADW_DEBUG_HIGH_CONTRAST"] = str(int(contrast == "high"))
        self.env.update(self.locale(language))

    def locale(self, language):
        """C.UTF-8 for English; any other is compiled here, because gettext translates nothing under C."""
        if language == "en":
            return {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "LANGUAGE": "en", "LOCPATH": ""}
        name = {"cs": "cs_CZ"}[language] + ".UTF-8"
        if not (self.dir / "locale" / name).exists():
            done = subprocess.run(["localedef", "-i", name.split(".")[0], "-f", "UTF-8", self.dir / "locale" / name],
                                  capture_output=True, text=True)
            if not (self.dir / "locale" / name).exists():
                raise RuntimeError(f"localedef {name}: {done.stderr}")
        return {"LANG": name, "LC_ALL": name, "LANGUAGE": language, "LOCPATH": str(self.dir / "locale")}

    def start_services(self):
        read, write = os.pipe()
        self.spawn("Xvfb", ["Xvfb", "-displayfd", str(write), "-screen", "0", "{}x{}x24".format(*self.size),
                            "-nolisten", "tcp", "-noreset", "-dpi", "96"], pass_fds=[write])
        os.close(write)
        with os.fdopen(read) as pipe:
            display = pipe.readline().strip()
        if not display:
            raise RuntimeError(f"Xvfb: {self.log('Xvfb')}")
        self.env["DISPLAY"] = f":{display}"
        (self.dir / "jwm.xml").write_text(WINDOW_MANAGER)
        self.spawn("jwm", ["jwm", "-f", self.dir / "jwm.xml"])
        bus = self.dir / "runtime/bus"
        self.env["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={bus}"
        self.spawn("dbus", ["dbus-daemon", "--session", "--nofork", f"--address=unix:path={bus}"])
        wait_until(bus.exists, 10, "the session bus")
        launcher = next(path for path in LAUNCHERS if os.path.exists(path))
        self.spawn("at-spi", [launcher, "--launch-immediately", "--a11y=1"])

    def spawn(self, name, command, **options):
        log = open(self.dir / f"logs/{name}.log", "ab")
        with log:
            self.services.append(subprocess.Popen([str(word) for word in command], env=self.env, stdout=log,
                                                  stderr=log, stdin=subprocess.DEVNULL, start_new_session=True,
                                                  **options))

    def bus(self):
        from bus import Bus
        self.accessibility = self.accessibility or Bus(self.env["DBUS_SESSION_BUS_ADDRESS"])
        return self.accessibility

    def start(self, command, **extra):
        """A program with a window. extra: more environment."""
        from program import Program
        self.programs.append(Program(self, [str(word) for word in command], extra))
        return self.programs[-1]

    def log(self, name):
        path = self.dir / f"logs/{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def shot(self, name):
        """A picture of the whole screen. Returns its path."""
        path = pathlib.Path(name) if pathlib.Path(name).is_absolute() else self.shots / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["import", "-silent", "-window", "root", path], env=self.env, check=True, timeout=60)
        return path

    def clipboard(self):
        done = subprocess.run(["xclip", "-selection", "clipboard", "-o"], env=self.env, capture_output=True, timeout=20)
        return done.stdout.decode()

    def xdotool(self, *words):
        done = self.run_xdotool(words)
        if done.returncode:
            raise RuntimeError(f"xdotool {' '.join(map(str, words))}: {done.stderr.strip()}")
        return done.stdout

    def try_xdotool(self, *words):
        """Where a window may be gone by now."""
        return self.run_xdotool(words).stdout

    def run_xdotool(self, words):
        return subprocess.run(["xdotool", *map(str, words)], env=self.env, capture_output=True, text=True, timeout=30)

    def key(self, *keys):
        """Key strokes by their X names: key("alt+1", "Tab")."""
        self.xdotool("key", "--clearmodifiers", *keys)

    def type(self, text):
        self.xdotool("type", "--delay", 5, text)

    def move(self, x, y):
        self.xdotool("mousemove", x, y)

    def click(self, x, y, button=1):
        self.xdotool("mousemove", x, y, "click", button)

    def drag(self, start, end, steps=8):
        """Pressed, moved in steps as a hand does it, released."""
        self.xdotool("mousemove", *start, "mousedown", 1)
        for n in range(1, steps + 1):
            self.xdotool("mousemove", *(round(a + (b - a) * n / steps) for a, b in zip(start, end)))
            time.sleep(0.03)
        time.sleep(0.1)
        self.xdotool("mouseup", 1)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, _trace):
        try:
            if kind and kind is not SystemExit:
                self.record_failure(error)
        finally:
            self.close()

    def record_failure(self, error):
        """What one wants to see when a test has failed elsewhere: the screen, and what the programs said."""
        print(f"\nfailed: {error}")
        for program in self.programs:
            print(f"--- {program.log_name}\n{program.log()[-4000:]}")
        try:
            print(f"--- screen: {self.shot(f'failed-{self.name}')}")
        except (OSError, subprocess.SubprocessError) as problem:
            print(f"--- no picture of the screen: {problem}")

    def ours(self):
        """The processes that carry the mark: everything started on this desktop, whoever their parent is."""
        wanted = f"{MARK}={self.mark}".encode()
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                if wanted in (folder / "environ").read_bytes().split(b"\0"):
                    yield int(folder.name)
            except OSError:
                continue

    def close(self):
        for sign, seconds in ((signal.SIGTERM, 3), (signal.SIGKILL, 3)):
            for pid in self.ours():
                try:
                    os.kill(pid, sign)
                except ProcessLookupError:
                    pass
            end = time.monotonic() + seconds
            while any(self.ours()) and time.monotonic() < end:
                time.sleep(0.02)
        for process in self.services:
            process.wait()
        shutil.rmtree(self.dir, ignore_errors=True)


def wait_until(condition, seconds, what, pause=0.03):
    """The first true value of condition(); an error that says what was waited for otherwise."""
    end = time.monotonic() + seconds * float(os.environ.get("HANDFAST_PATIENCE", "1"))
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise TimeoutError(f"not within {seconds} s: {what() if callable(what) else what}")
        time.sleep(pause)
