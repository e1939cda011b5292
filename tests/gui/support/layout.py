"""What the program itself knows of its layout (gui/test-layout.h): words cut off, widgets outside of their parents."""
import pathlib

from gi.repository import Gio, GLib

from desktop import wait_until

APPLICATION = "org.handfast.Handfast"
WRONG = ("ellipsised", "cut", "outside", "beyond")


class Found:
    def __init__(self, line):
        self.kind, self.window, self.path, box, self.text = line.split("\t")
        self.box = tuple(map(int, box.split()))

    def __str__(self):
        return f"{self.kind}: {self.text!r} {self.box} {self.path}"


def act(program, name, parameter=None):
    """An action of the program by its name, as over D-Bus by any other program: "app.about"."""
    program.desktop.bus().session.call_sync(
        APPLICATION, "/" + APPLICATION.replace(".", "/"), "org.gtk.Actions", "Activate",
        GLib.Variant("(sava{sv})", (name, [parameter] if parameter else [], {})), None, Gio.DBusCallFlags.NONE, 20000,
        None)


def look(program):
    """All labels, and all that is wrong, in the windows on the screen."""
    path = pathlib.Path(program.desktop.dir / "layout.txt")
    path.unlink(missing_ok=True)
    act(program, "test-layout", GLib.Variant("s", str(path)))
    wait_until(path.exists, 10, "the report of the layout")
    return [Found(line) for line in path.read_text().split("\n") if line]


def wrong(found):
    return [one for one in found if one.kind in WRONG]
