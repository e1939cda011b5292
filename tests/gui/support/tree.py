"""What a screen reader sees of a program, by AT-SPI: objects by role and name, their text, states, actions, events.

    program.find("push button", "Scan").act()
    program.wait("heading", re.compile("^No:"))
    program.focused().name

Roles are those of AT-SPI ("push button", "table row", …). A name is a string (whole), a compiled pattern (searched) or
None (any). Only what is on the screen, or would be when scrolled to, is found, unless hidden=True.
"""
import re

from gi.repository import GLib

from bus import ROLES, ROOT, pump, state_words
from desktop import wait_until

DEFAULT_WAIT = 10
WINDOW = 1  # coordinates of a window (AT-SPI coord type)
CLASS_NAME = re.compile(r"^(Gtk|Adw|App|Gdk)[A-Z]\w*$")
MARKS = {"focused", "focusable", "selected", "checked", "pressed", "expanded"}
PREFIX = "org.a11y.atspi."


class Gone(LookupError):
    """No such object; the message shows what there is instead."""


class Node:
    """One accessible object. Everything is asked anew each time: nothing is remembered."""

    def __init__(self, bus, owner, path):
        self.bus, self.owner, self.path = bus, owner, path

    def ask(self, interface, method, arguments=None, otherwise=None):
        return self.bus.call(self.owner, self.path, PREFIX + interface, method, arguments, otherwise)

    def get(self, interface, name, otherwise=None):
        return self.bus.get(self.owner, self.path, PREFIX + interface, name, otherwise)

    @property
    def name(self):
        return self.get("Accessible", "Name", "")

    @property
    def description(self):
        return self.get("Accessible", "Description", "")

    @property
    def role(self):
        return ROLES.get(self.ask("Accessible", "GetRole"), "")

    @property
    def text(self):
        """The text of a label, an entry or a text view; "" where there is none."""
        return self.ask("Text", "GetText", GLib.Variant("(ii)", (0, -1)), "")

    @property
    def words(self):
        """What is read aloud: the name, or the text where there is none."""
        return self.name or self.text

    @property
    def value(self):
        return self.get("Value", "CurrentValue")

    @property
    def states(self):
        found = self.ask("Accessible", "GetState")
        return state_words(found) if found else set()

    def has(self, *states):
        return set(states) <= self.states

    @property
    def attributes(self):
        return self.ask("Accessible", "GetAttributes", otherwise={})

    @property
    def parent(self):
        found = self.get("Accessible", "Parent")
        return Node(self.bus, *found) if found else None

    @property
    def children(self):
        return [self.at(path) for path in self.bus.children(self.owner, [self.path])[self.path]]

    def at(self, path):
        return Node(self.bus, self.owner, path)

    def items(self, hidden=False):
        """What one look shows, in the order of the screen: (depth, Item). GTK 4.8 says "showing" for windows only."""
        everything = self.bus.look(self.owner, self.path)

        def below(path, depth):
            item = everything.get(path)
            if not item or depth and not hidden and "visible" not in item.states:
                return
            yield depth, item
            for child in item.children:
                yield from below(child, depth + 1)
        return below(self.path, 0)

    def find_all(self, role=None, name=None, hidden=False, where=None):
        found = [self.at(item.path) for _, item in self.items(hidden)
                 if (role is None or item.role == role) and self.fits(name, item)]
        return [node for node in found if (hidden or node.has_room()) and (where is None or where(node))]

    def fits(self, wanted, item):
        if wanted is None:
            return True
        words = item.name or self.at(item.path).text
        return bool(wanted.search(words)) if isinstance(wanted, re.Pattern) else words == wanted

    def find(self, role=None, name=None, hidden=False, where=None):
        found = self.find_all(role, name, hidden, where)
        if not found:
            raise Gone(f"no {role or 'object'} named {name!r}; there is:\n{self.brief()}")
        return found[0]

    def has_one(self, role=None, name=None, hidden=False):
        return bool(self.find_all(role, name, hidden))

    def wait(self, role=None, name=None, seconds=DEFAULT_WAIT, hidden=False, where=None):
        """Until there is such an object."""
        found = wait_until(lambda: self.find_all(role, name, hidden, where), seconds,
                           lambda: f"{role or 'object'} named {name!r}; there is:\n{self.brief()}")
        return found[0]

    def wait_gone(self, role=None, name=None, seconds=DEFAULT_WAIT):
        wait_until(lambda: not self.find_all(role, name), seconds, f"the end of {role} named {name!r}")

    def wait_for(self, condition, what, seconds=DEFAULT_WAIT):
        """Until condition(self) is true. Returns what it gave."""
        return wait_until(lambda: condition(self), seconds, what)

    def actions(self):
        return [name for name, _, _ in self.ask("Action", "GetActions", otherwise=[])]

    def act(self, action=None):
        """Does its first action (a button is pressed, a row activated), or the one named."""
        names = self.actions()
        if not names or action and action not in names:
            raise Gone(f"{self} has no action {action or ''}: {names}")
        self.ask("Action", "DoAction", GLib.Variant("(i)", (names.index(action) if action else 0,)))

    def focus(self):
        self.ask("Component", "GrabFocus")

    def select_child(self, index):
        self.ask("Selection", "SelectChild", GLib.Variant("(i)", (index,)))

    def box(self):
        """x, y, width, height in its window."""
        return tuple(self.ask("Component", "GetExtents", GLib.Variant("(u)", (WINDOW,)), (0, 0, 0, 0)))

    def has_room(self):
        """Not what a closed revealer, a folded sidebar or a page never shown holds."""
        x, _, width, height = self.box()
        return width > 0 and height > 0 and x + width > 0

    def middle(self):
        x, y, width, height = self.box()
        return x + width // 2, y + height // 2

    def dump(self, hidden=False, limit=150):
        """The tree as text, an object a line: for messages."""
        lines = []
        for depth, item in self.items(hidden):
            marks = " ".join(sorted(item.states & MARKS))
            lines.append("  " * depth + f"{item.role} {item.name!r}" +
                         (f" ({item.description})" if item.description else "") + (f" [{marks}]" if marks else ""))
            if len(lines) == limit:
                return "\n".join([*lines, "…"])
        return "\n".join(lines)

    def brief(self, limit=120):
        """What can be read and used, a line each, without the widgets inside of widgets: for messages."""
        lines = []
        for _, item in self.items():
            line = f"{item.role} {item.name!r}" + (" [focused]" if "focused" in item.states else "")
            if item.name and not CLASS_NAME.match(item.name) and line not in lines[-4:]:
                lines.append(line)
        return "\n".join(["      " + line for line in lines[:limit]] + (["      …"] if len(lines) > limit else []))

    def __str__(self):
        return f"{self.role} {self.name!r}"

    def __eq__(self, other):
        return isinstance(other, Node) and (self.owner, self.path) == (other.owner, other.path)

    def __hash__(self):
        return hash((self.owner, self.path))


class Tree(Node):
    """The accessible tree of one program, which is found on the bus by its process id."""

    def __init__(self, bus, pid):
        super().__init__(bus, None, ROOT)
        self.pid = pid

    @property
    def owner(self):
        if self.known is None:
            self.known = wait_until(lambda: self.bus.program(self.pid), 20, "the program on the accessibility bus")
        return self.known

    @owner.setter
    def owner(self, value):
        self.known = value

    def focused(self):
        """The object that has the keyboard; None where none has."""
        found = [item.path for _, item in self.items(hidden=True) if "focused" in item.states]
        return self.at(found[-1]) if found else None

    def events(self, *kinds):
        return Events(self, kinds)


class Event:
    def __init__(self, kind, node, detail, value):
        self.kind, self.node, self.detail, self.value = kind, node, detail, value
        self.name, self.role = node.name, node.role

    def __repr__(self):
        return f"{self.kind} {self.role} {self.name!r} {self.value!r}"


class Events:
    """The events of some kinds while the block runs, as a screen reader gets them:

        with program.events("PropertyChange:accessible-name") as seen:
            …
            seen.wait(lambda event: event.role == "status bar")
    """

    def __init__(self, tree, kinds):
        self.tree, self.kinds, self.list = tree, kinds, []

    def __enter__(self):
        bus = self.tree.bus
        for kind in self.kinds:
            bus.call("org.a11y.atspi.Registry", "/org/a11y/atspi/registry", PREFIX + "Registry", "RegisterEvent",
                     GLib.Variant("(s)", ("object:" + kind,)))
        self.subscription = bus.connection.signal_subscribe(
            self.tree.owner, PREFIX + "Event.Object", None, None, None, 0, self.take)
        return self

    def __exit__(self, *_):
        pump()
        self.tree.bus.connection.signal_unsubscribe(self.subscription)

    def take(self, _connection, _owner, path, _interface, signal, arguments):
        detail, first, _, value = arguments.unpack()[:4]
        kind = f"{signal}:{detail}" if detail else signal
        if kind in self.kinds or signal in self.kinds:
            self.list.append(Event(kind, self.tree.at(path), first, value))

    def wait(self, condition, seconds=DEFAULT_WAIT, what="an event"):
        def seen():
            pump()
            return next((event for event in self.list if condition(event)), None)
        return wait_until(seen, seconds, lambda: f"{what}; seen: {self.list}")

