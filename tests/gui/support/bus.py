"""The accessibility bus, spoken to directly: libatspi remembers too much and asks one thing after the other.

GTK 4.8 makes the accessible objects when their parent is asked for its children, so a look at all of them asks level by
level, all of a level at once, and then takes names, roles and states of everything in one answer.
"""
import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

ROOT = "/org/a11y/atspi/accessible/root"
ACCESSIBLE = "org.a11y.atspi.Accessible"
NOT_ANSWERED_MS = 20000
FLAGS = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
ROLES = {int(role): Atspi.role_get_name(role) for role in
         (Atspi.Role(n) for n in range(int(Atspi.Role.LAST_DEFINED)))}
STATES = {n: Atspi.StateType(n).value_nick for n in range(int(Atspi.StateType.LAST_DEFINED))}


def pump():
    """Lets in what has arrived."""
    context = GLib.MainContext.default()
    while context.iteration(False):
        pass


def state_words(pair):
    bits = pair[0] | pair[1] << 32
    return {word for n, word in STATES.items() if bits >> n & 1}


class Item:
    """What one look found of one object."""

    def __init__(self, path, name, role, description, states, children):
        self.path, self.name, self.role, self.description = path, name, role, description
        self.states, self.children = states, children


class Bus:
    def __init__(self, session_address):
        session = Gio.DBusConnection.new_for_address_sync(session_address, FLAGS, None, None)
        address = session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None,
                                    Gio.DBusCallFlags.NONE, NOT_ANSWERED_MS, None).unpack()[0]
        self.session = session
        self.connection = Gio.DBusConnection.new_for_address_sync(address, FLAGS, None, None)

    def call(self, owner, path, interface, method, arguments=None, otherwise=None):
        """What the method returns, unpacked; otherwise, where the object is gone or has no such thing."""
        try:
            got = self.connection.call_sync(owner, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE,
                                            NOT_ANSWERED_MS, None).unpack()
        except GLib.Error:
            return otherwise
        return got[0] if len(got) == 1 else got

    def get(self, owner, path, interface, name, otherwise=None):
        return self.call(owner, path, "org.freedesktop.DBus.Properties", "Get",
                         GLib.Variant("(ss)", (interface, name)), otherwise)

    def program(self, pid):
        """The bus name of the program with this process id; None: it is not there yet."""
        for owner, _ in self.call("org.a11y.atspi.Registry", ROOT, ACCESSIBLE, "GetChildren", otherwise=[]):
            found = self.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                              "GetConnectionUnixProcessID", GLib.Variant("(s)", (owner,)))
            if found == pid:
                return owner
        return None

    def children(self, owner, paths):
        """The children of many objects, asked all at once: {path: [path]}."""
        found = {}

        def take(_connection, result, path):
            try:
                found[path] = [child for _, child in self.connection.call_finish(result).unpack()[0]]
            except GLib.Error:
                found[path] = []
        for path in paths:
            self.connection.call(owner, path, ACCESSIBLE, "GetChildren", None, None, Gio.DBusCallFlags.NONE,
                                 NOT_ANSWERED_MS, None, take, path)
        while len(found) < len(set(paths)):
            GLib.MainContext.default().iteration(True)
        return found

    def look(self, owner, path=ROOT):
        """Everything from this object down, as it is now: {path: Item}."""
        children, level = {}, [path]
        while level:
            found = self.children(owner, level)
            children.update(found)
            level = [child for below in found.values() for child in below if child not in children]
        items = {}
        for ref, _, _, _, _, _, name, role, description, states in \
                self.call(owner, "/org/a11y/atspi/cache", "org.a11y.atspi.Cache", "GetItems", otherwise=[]):
            if ref[1] in children:
                items[ref[1]] = Item(ref[1], name, ROLES.get(role, str(role)), description, state_words(states),
                                     children[ref[1]])
        return items
