#!/usr/bin/env python3
"""Tab through every window until it comes round: no trap, one stop a list, backwards the same way; and what a screen
reader finds there: everything that takes the keyboard has a name, nothing is called as a class of GTK.

usage: test-tab.py HANDFAST-GUI HANDFAST [--lang cs]
"""
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))
from desktop import wait_until  # noqa: E402
from flow import ROOT, Flow, saved  # noqa: E402
from tree import CLASS_NAME  # noqa: E402

MOST = 70  # stops of a window; the tables alone have more rows
LISTS = ("list", "list box", "tree table", "table")
ROWS = ("list item", "table row")
# What GTK makes itself and gives no name: for groups of settings, for a box of check boxes, for a list that was never shown,
# a cell and a label without words, the search of its window of shortcuts.
BARE = ("list 'GtkListBox'", "list 'GtkListView'", "list item ''", "table cell 'GtkFlowBoxChild'")
KNOWN = {"Cipher Suites": ("table cell 'GtkColumnViewCell'",), "Dialogue": ("label 'GtkLabel'",), "Client Profiles": BARE,
         "Preferences": BARE, "Import a Client Profile": BARE, "Keyboard Shortcuts": ("push button 'GtkImage'",)}
VIEWS = ["Answer", "Cipher Suites", "Server", "Dialogue", "Fix"]


class Stop:
    """Where the keyboard is."""

    def __init__(self, node):
        self.node, self.path = node, node.path
        self.role, self.name = node.role, node.words

    def __eq__(self, other):
        return self.path == other.path

    def __str__(self):
        return f"{self.role} {self.name!r}"


def step(flow, key, before):
    """The stop after the key; the same one where nothing moves. GTK itself leaves the last widget for nothing at all,
    and goes to the first one with the next key."""
    for _ in range(2):
        flow.key(key)
        try:
            return Stop(wait_until(lambda: (now := flow.program.focused()) and now.path != before.path and now, 3, key))
        except TimeoutError:
            if flow.program.focused():
                break
    return before


def round_trip(flow, key, end=None):
    """The stops from where the keyboard is to the end, which is where it was at first if no other is named; and whether
    it came there."""
    stops = [Stop(flow.program.focused())]
    end = end or stops[0]
    while len(stops) < MOST:
        now = step(flow, key, stops[-1])
        if now == end:
            return stops, True
        if now in stops:
            return [*stops, now], False
        stops.append(now)
    return stops, False


def listing(stops):
    return "\n      ".join(map(str, stops))


def list_of(stop):
    """The list that it is a row of; None where it is none, or where the rows are single settings: such a list has no
    name of its own."""
    node = stop.node
    while node.role in (*ROWS, "table cell") and node.parent:
        node = node.parent
    return node.path if node.role in LISTS and node.path != stop.path and not CLASS_NAME.match(node.name) else None


def test_round(flow, what, end=None, settings=False):
    """end: the first stop of what was gone through before and stays the same. settings: most lists there are groups of
    them, whose rows are stops."""
    start = flow.program.focused()
    flow.expect(f"{what}: something has the keyboard", start)
    if not start:
        return
    there, round_there = round_trip(flow, "Tab", end)
    flow.expect(f"{what}: Tab comes round in {len(there)} steps", round_there, listing(there))
    lists = [found for found in map(list_of, there) if found]
    flow.expect(f"{what}: one stop a list", settings or len(lists) == len(set(lists)), listing(there))
    nameless = [stop for stop in there
                if (not stop.name or CLASS_NAME.match(stop.name)) and str(stop) not in KNOWN.get(what, ())]
    flow.expect(f"{what}: every stop has a name", not nameless, listing(nameless))
    back, round_back = round_trip(flow, "shift+Tab", end and there[0])
    flow.expect(f"{what}: Shift+Tab comes round", round_back, listing(back))
    flow.expect(f"{what}: backwards is the same way", back[1:] == there[:0:-1],
                f"{listing(there)}\n      --- back:\n      {listing(back)}")


def test_names(flow, what):
    """Fillers are what GTK puts between; no reader speaks of them, unless they take the keyboard."""
    wrong = []
    for _, item in flow.program.items():
        if item.role == "scroll pane":  # it takes the keyboard only where nothing inside does: a stop, then
            continue
        takes, words = "focusable" in item.states, item.name or flow.program.at(item.path).text
        strange = CLASS_NAME.match(item.name) and (takes or item.role != "filler") or takes and not words
        if strange and f"{item.role} {item.name!r}" not in KNOWN.get(what, ()) and flow.program.at(item.path).has_room():
            wrong.append(f"{item.role} {item.name!r} {'takes the keyboard' if takes else ''}")
    flow.expect(f"{what}: no name of a class, none without a name", not wrong, "\n      ".join(sorted(set(wrong))))


def look_at(flow, what, end=None, settings=False):
    flow.program.settle(3)
    test_names(flow, what)
    test_round(flow, what, end, settings)


def test_views(flow):
    """The first one with all that is around; of the others what is theirs, from "From" to the entry in the sidebar."""
    flow.key("alt+1", "ctrl+n")
    flow.program.settle(3)
    entry = Stop(flow.program.focused())
    look_at(flow, VIEWS[0])
    for n, title in enumerate(VIEWS[1:], 2):
        flow.key(f"alt+{n}", "ctrl+n", "F6")
        look_at(flow, title, entry)


def test_window(flow, key, title, close):
    flow.key(key)
    is_open = lambda: flow._(title) in [child.name for child in flow.program.children]  # noqa: E731
    wait_until(is_open, 10, f"the window {title}")
    look_at(flow, title, settings=True)
    flow.key(close)
    wait_until(lambda: not is_open(), 10, f"the end of the window {title}")


def test_assistant(flow):
    flow.key("ctrl+e")
    flow.program.wait("push button", flow._("Import a profile")).act()
    look_at(flow, "Import a Client Profile", settings=True)


def main():
    with Flow("tab") as flow:
        flow.open(saved("no-starttls"))
        look_at(flow, "a scan without TLS")
        shutil.copy(saved("seed-story"), flow.desktop.dir / "story.json")
        flow.open(ROOT / "tests/cases/gui/four-servers.json", flow.desktop.dir / "story.json")
        flow.program.wait("heading")
        test_views(flow)
        test_window(flow, "ctrl+e", "Client Profiles", "ctrl+w")
        test_window(flow, "ctrl+comma", "Preferences", "Escape")
        test_window(flow, "F1", "Help", "Escape")
        test_window(flow, "ctrl+question", "Keyboard Shortcuts", "Escape")
        test_assistant(flow)
    flow.end()


main()
