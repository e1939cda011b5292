"""What a screen reader sees of a program, by AT-SPI: objects by role and name, their text, states, actions, events.

    program.find("push button", "Scan").act()
    program.wait("heading", re.compile("^No:"))
    program.focused().name

Roles are those of AT-SPI ("push button", "table row", …). A name is a string (whole), a compiled pattern (searched) or
None (any). Only what is on the screen, or would be when scrolled to, is found, unless hidden=True.
"""
import re

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

from desktop import wait_until  # noqa: E402

DEFAULT_WAIT = 10


class Gone(LookupError):
    """No such object; the message shows what there is instead."""


def pump():
    """Lets libatspi take in what has arrived."""
    context = GLib.MainContext.default()
    while context.iteration(False):
        pass


class Node:
    """One accessible object. Everything is asked anew each time: nothing is remembered."""

    def __init__(self, accessible):
        self.accessible = accessible

    def ask(self, method, *arguments, otherwise=None):
        """An object may go away at any time: then it has no name, no children, no state."""
        try:
            return getattr(self.accessible, method)(*arguments)
        except GLib.Error:
            return otherwise

    @property
    def name(self):
        return self.ask("get_name") or ""

    @property
    def description(self):
        return self.ask("get_description") or ""

    @property
    def role(self):
        return self.ask("get_role_name") or ""

    @property
    def text(self):
        """The text of a label, an entry or a text view; "" where there is none."""
        count = self.ask("get_character_count", otherwise=0)
        return (self.ask("get_text", 0, count) or "") if count and count > 0 else ""

    @property
    def words(self):
        """What is read aloud: the name, and the text where it is another."""
        return self.name or self.text

    @property
    def value(self):
        return self.ask("get_current_value")

    @property
    def states(self):
        found = self.ask("get_state_set")
        return {state.value_nick for state in found.get_states()} if found else set()

    def has(self, *states):
        return set(states) <= self.states

    @property
    def attributes(self):
        return self.ask("get_attributes") or {}

    @property
    def parent(self):
        found = self.ask("get_parent")
        return Node(found) if found else None

    @property
    def children(self):
        self.ask("clear_cache")
        count = self.ask("get_child_count", otherwise=0) or 0
        found = (self.ask("get_child_at_index", n) for n in range(count))
        return [Node(child) for child in found if child]

    def walk(self, hidden=False, depth=0):
        """This object and all below, in the order of the screen. GTK 4.8 sets "showing" for windows only."""
        if not hidden and depth and not self.has("visible"):
            return
        yield self
        for child in self.children:
            yield from child.walk(hidden, depth + 1)

    def find_all(self, role=None, name=None, hidden=False, where=None):
        return [node for node in self.walk(hidden)
                if (role is None or node.role == role) and fits(name, node) and (where is None or where(node)) and
                (hidden or node.has_room())]

    def find(self, role=None, name=None, hidden=False, where=None):
        found = self.find_all(role, name, hidden, where)
        if not found:
            raise Gone(f"no {role or 'object'} named {name!r}; there is:\n{self.dump()}")
        return found[0]

    def has_one(self, role=None, name=None, hidden=False):
        return bool(self.find_all(role, name, hidden))

    def wait(self, role=None, name=None, seconds=DEFAULT_WAIT, hidden=False, where=None):
        """Until there is such an object."""
        pump()
        found = wait_until(lambda: self.find_all(role, name, hidden, where), seconds,
                           lambda: f"{role or 'object'} named {name!r}; there is:\n{self.dump()}")
        return found[0]

    def wait_gone(self, role=None, name=None, seconds=DEFAULT_WAIT):
        pump()
        wait_until(lambda: not self.find_all(role, name), seconds, f"the end of {role} named {name!r}")

    def wait_for(self, condition, what, seconds=DEFAULT_WAIT):
        """Until condition(self) is true. Returns what it gave."""
        pump()
        return wait_until(lambda: condition(self), seconds, what)

    def actions(self):
        return [self.ask("get_action_name", n) for n in range(self.ask("get_n_actions", otherwise=0) or 0)]

    def act(self, action=None):
        """Does its first action (a button is pressed, a row activated), or the one named."""
        names = self.actions()
        if not names or action and action not in names:
            raise Gone(f"{self} has no action {action or ''}: {names}")
        self.ask("do_action", names.index(action) if action else 0)

    def focus(self):
        self.ask("grab_focus")

    def box(self):
        """x, y, width, height in its window."""
        rect = self.ask("get_extents", Atspi.CoordType.WINDOW)
        return (rect.x, rect.y, rect.width, rect.height) if rect else (0, 0, 0, 0)

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
        self.dump_into(lines, 0, hidden, limit)
        return "\n".join(lines[:limit] + (["…"] if len(lines) > limit else []))

    def dump_into(self, lines, depth, hidden, limit):
        if len(lines) > limit or not hidden and depth and not self.has("visible"):
            return
        marks = " ".join(sorted(self.states & {"focused", "focusable", "selected", "checked", "pressed", "expanded"}))
        text = self.text
        lines.append("  " * depth + f"{self.role} {self.name!r}" + (f" ={text!r}" if text != self.name else "") +
                     (f" ({self.description})" if self.description else "") + (f" [{marks}]" if marks else ""))
        for child in self.children:
            child.dump_into(lines, depth + 1, hidden, limit)

    def __str__(self):
        return f"{self.role} {self.name!r}"

    def __eq__(self, other):
        return isinstance(other, Node) and self.accessible == other.accessible

    def __hash__(self):
        return hash(self.accessible)


def fits(wanted, node):
    if wanted is None:
        return True
    words = node.words
    return bool(wanted.search(words)) if isinstance(wanted, re.Pattern) else words == wanted


class Tree(Node):
    """The accessible tree of one program, which is found on the bus by its process id."""

    def __init__(self, pid):
        super().__init__(None)
        self.pid = pid

    @property
    def accessible(self):
        if self.root is None:
            self.root = wait_until(self.application, 20, "the program on the accessibility bus")
        return self.root

    @accessible.setter
    def accessible(self, _value):
        self.root = None

    def application(self):
        pump()
        desktop = Atspi.get_desktop(0)
        desktop.clear_cache()
        for n in range(desktop.get_child_count()):
            try:
                child = desktop.get_child_at_index(n)
                if child and child.get_process_id() == self.pid:
                    child.set_cache_mask(Atspi.Cache.NONE)
                    return child
            except GLib.Error:
                continue
        return None

    def focused(self):
        """The object that has the keyboard; None where none has."""
        return next(iter(self.find_all(where=lambda node: node.has("focused"))), None)


class Events:
    """The events of some kinds while the block runs: with Events("object:property-change:accessible-name") as seen.

    Each is (kind, source Node, detail); seen.wait(condition) waits for one."""

    def __init__(self, *kinds):
        self.kinds, self.list = kinds, []
        self.listener = Atspi.EventListener.new(self.add)

    def add(self, event):
        node = Node(event.source)
        self.list.append((event.type, node, node.name, event.any_data))

    def __enter__(self):
        for kind in self.kinds:
            self.listener.register(kind)
        return self

    def __exit__(self, *_):
        for kind in self.kinds:
            self.listener.deregister(kind)

    def wait(self, condition, seconds=DEFAULT_WAIT, what="an event"):
        def seen():
            pump()
            return next((event for event in self.list if condition(event)), None)
        return wait_until(seen, seconds, lambda: f"{what}; seen: {[e[:3] for e in self.list]}")
