"""A program with a window on a Desktop: started, looked at, ended; what it printed is judged at the end."""
import os
import pathlib
import re
import signal
import subprocess
import time

from desktop import wait_until
from tree import Tree

# What GTK, GLib and the sanitizers print when something is wrong. Harmless under Xvfb: no GL, no session services.
WRONG = re.compile(r"(-CRITICAL \*\*|-WARNING \*\*|-ERROR \*\*|ERROR: \w+Sanitizer|runtime error:)")
HARMLESS = re.compile(r"(Unable to acquire session bus|unable to send notifications|MESA|libEGL|dconf-WARNING|Unknown key gtk-modules"
                      r"|Unable to acquire the address of the accessibility bus)")

REACTION = 0.25
STILL = 2  # more pictures in a row that are the same as the first


class Program(Tree):
    def __init__(self, desktop, command, extra):
        self.desktop, self.command = desktop, command
        number = len(desktop.programs) + 1
        self.log_name = f"{pathlib.Path(command[0]).name}-{number}"
        log = open(desktop.dir / f"logs/{self.log_name}.log", "wb")
        with log:
            self.process = subprocess.Popen(command, env={**desktop.env, **extra}, stdin=subprocess.DEVNULL,
                                            stdout=log, stderr=log, start_new_session=True, cwd=desktop.dir)
        super().__init__(desktop.bus(), self.process.pid)

    def log(self):
        return self.desktop.log(self.log_name)

    def is_running(self):
        return self.process.poll() is None

    def window(self, seconds=20):
        """Waits for the first window on the screen; it has the keyboard then. Returns its X id."""
        def mapped():
            if not self.is_running():
                raise RuntimeError(f"{self.command[0]} ended with {self.process.returncode}:\n{self.log()[-3000:]}")
            return self.windows()
        return int(wait_until(mapped, seconds, f"a window of {self.command[0]}")[-1])

    def windows(self):
        """The X ids of those on the screen, the newest last."""
        return self.desktop.try_xdotool("search", "--onlyvisible", "--pid", self.process.pid).split()

    def place(self, size=None):
        """The newest window at the corner of the screen, in the size wanted, with the keyboard, the pointer away."""
        window = self.window()
        if size:
            self.desktop.xdotool("windowsize", window, *size)
        self.desktop.xdotool("windowmove", window, 0, 0)
        self.focus(window)
        self.desktop.move(self.desktop.size[0] - 1, self.desktop.size[1] - 1)
        self.settle()
        return window

    def place_titled(self, title, size=None):
        """Waits for the window of this title; it is at the corner, in front, with the keyboard."""
        def named():
            return self.desktop.try_xdotool("search", "--onlyvisible", "--name", f"^{re.escape(title)}$").split()
        window = wait_until(named, 20, f"a window {title}")[-1]
        if size:
            self.desktop.try_xdotool("windowsize", window, *size)
        self.desktop.try_xdotool("windowmove", window, 0, 0)
        self.desktop.try_xdotool("windowraise", window)
        self.desktop.try_xdotool("windowfocus", window)
        self.settle()
        return window

    def focus(self, window=None):
        self.desktop.xdotool("windowfocus", window or self.window())

    def settle(self, seconds=5):
        """Until the picture on the screen has stopped changing for a moment. False where it never does."""
        same, last = 0, None
        time.sleep(REACTION)  # what was asked for has begun by then; a search waits 150 ms before it does

        def still():
            nonlocal same, last
            before, last = last, self.picture()
            same = same + 1 if before == last else 0
            return same == STILL
        try:
            return wait_until(still, seconds, "a picture that does not move", pause=0.1)
        except TimeoutError:
            return False

    def picture(self):
        done = subprocess.run(["import", "-silent", "-window", "root", "-depth", "8", "rgb:-"], env=self.desktop.env,
                              capture_output=True, timeout=30)
        return hash(done.stdout)

    def stop(self, seconds=10):
        """Closes its windows as a person does, ends it by signals where that does not help, and returns what it
        complained of while it ran: a list of lines, empty where all was well."""
        end = time.monotonic() + seconds
        while self.is_running() and time.monotonic() < end:
            for window in self.windows()[-1:]:
                self.desktop.try_xdotool("windowfocus", window, "key", "alt+F4")
            self.wait_end(0.3)
        if self.is_running():
            self.desktop.shot(f"not-closed-{self.desktop.name}")
            self.kill()
        return self.complaints()

    def wait_end(self, seconds):
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            pass

    def kill(self):
        for sign in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, sign)
                self.process.wait(3)
                return
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue

    def complaints(self):
        return [line for line in self.log().splitlines() if WRONG.search(line) and not HARMLESS.search(line)]
