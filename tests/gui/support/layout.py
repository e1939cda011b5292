"""What the program itself knows of its layout (gui/test-layout.h): words cut off, widgets outside of their parents."""
import pathlib

from gi.repository import Gio, GLib

from desktop import wait_until

PATH = "/org/handfast/Handfast"
BUS = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
WRONG = ("ellipsised", "cut", "outside", "beyond")


class Found:
    def __init__(self, line):
        self.kind, self.window, self.path, box, self.text = line.split("\t")
        self.box = tuple(map(int, box.split()))

    def __str__(self):
        return f"{self.kind}: {self.text!r} {self.box} …{self.path[-90:]}"


def call(session, *where, arguments=None):
    return session.call_sync(*where, arguments, None, Gio.DBusCallFlags.NONE, 20000, None).unpack()


def has_actions(session, name):
    try:
        return call(session, name, PATH, "org.gtk.Actions", "List")
    except GLib.Error:
        return False


def owner(program):
    """Its name on the session bus: it has no well-known one, because it may run several times. What a test gives it as
    the system bus may be the same one."""
    session = program.desktop.bus().session
    for name in call(session, *BUS, "ListNames")[0]:
        if name.startswith(":") and program.process.pid in call(
                session, *BUS, "GetConnectionUnixProcessID", arguments=GLib.Variant("(s)", (name,))) and has_actions(
                    session, name):
            return name
    raise LookupError("the program is not on the session bus")


def act(program, name, parameter=None):
    """An action of the program by its name, as over D-Bus by any other program: "about"."""
    call(program.desktop.bus().session, owner(program), PATH, "org.gtk.Actions", "Activate",
         arguments=GLib.Variant("(sava{sv})", (name, [parameter] if parameter else [], {})))


def look(program):
    """All labels, and all that is wrong, in the windows on the screen."""
    path = pathlib.Path(program.desktop.dir / "layout.txt")
    path.unlink(missing_ok=True)
    act(program, "test-layout", GLib.Variant("s", str(path)))
    wait_until(path.exists, 10, "the report of the layout")
    return [Found(line) for line in path.read_text().split("\n") if line]


def wrong(found):
    """Without the dots that libadwaita lays over its icons."""
    return [one for one in found if one.kind in WRONG and "/AdwIndicatorBin/" not in one.path]
