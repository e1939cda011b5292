#!/usr/bin/env python3
"""Every action by its key, and what it does as a screen reader sees it. The keys that move about in a table are in
test-answer.py, those of the profile editor in test-profiles.py, what is saved in test-files.py.

usage: test-keys.py HANDFAST-GUI HANDFAST [--lang cs]
"""
import pathlib
import re
import shutil
import sys
import xml.etree.ElementTree as tree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))
from desktop import wait_until  # noqa: E402
from flow import ROOT, Flow, saved  # noqa: E402
from mailservers import Says, Workshop  # noqa: E402

SCANS = {"four.json": ROOT / "tests/cases/gui/four-servers.json", "story.json": saved("seed-story")}
OVERLAY = ROOT / "gui/help/help-overlay.ui"
# What GTK calls the keys that X calls otherwise.
NAMES = {"Next": "Page_Down", "Prior": "Page_Up", "ctrl": "<Control>", "shift": "<Shift>", "alt": "<Alt>"}
VIEWS = ["Answer", "Cipher Suites", "Server", "Dialogue", "Fix"]


def has_keyboard(role=None, name=None):
    """name: in English, anything where it has arguments."""
    def seen(flow):
        found = flow.program.focused()
        return found and role in (None, found.role) and (name is None or flow.like(name).match(found.words))
    return seen


def has_window(title):
    return lambda flow: flow._(title) in [child.name for child in flow.program.children]


def has_no_window(title):
    return lambda flow: not has_window(title)(flow)


def shows(title):
    return lambda flow: flow.program.find("page tab", flow._(title)).has("selected")


def has(role, name):
    return lambda flow: flow.program.has_one(role, flow._(name))


def has_no(role, name):
    return lambda flow: not flow.program.has_one(role, flow._(name))


def chosen(flow, table):
    """Names of the selected rows of a table or list."""
    return [row.name for role in ("table row", "list item") for row in flow.program.find(table[0], flow._(table[1]))
            .find_all(role) if row.has("selected")]


SUITES, DIALOGUE = ("tree table", "Cipher suites"), ("list", "Dialogue")


def is_weak(flow):
    rows = chosen(flow, SUITES)
    return len(rows) == 1 and (f", {flow._('weak')}" in rows[0] or f", {flow._('broken')}" in rows[0])


# (key, action, what is seen then). Rows without an action only get there or back.
ENTRY, FROM, SEARCH = "Domain or mail server", "Sending client: %1$s, %2$s", "Filter suites"
IN_SUITES = [
    ("alt+2", "win.view", shows("Cipher Suites")),
    ("ctrl+n", "win.new-scan", has_keyboard("text", ENTRY)),
    ("F6", "win.next-pane", has_keyboard("push button", FROM)),
    ("F6", "win.next-pane", has_keyboard("push button", "All %u")),
    ("F6", "win.next-pane", has_keyboard("push button", "Show Why")),
    ("F6", "win.next-pane", has_keyboard("text", ENTRY)),
    ("shift+F6", "win.previous-pane", has_keyboard("push button", "Show Why")),
    ("ctrl+l", "win.new-scan", has_keyboard("text", ENTRY)),
    ("ctrl+f", "win.find", has_keyboard("entry", "Find a scan")),
    ("Escape", None, has_keyboard()),
    ("F6", None, has_keyboard("push button", FROM)),
    ("ctrl+f", "win.find", has_keyboard("entry", SEARCH)),
    ("Escape", None, has_keyboard("table row")),
    ("F8", "win.next-problem", is_weak),
    ("F8", "win.next-problem", lambda flow: is_weak(flow) and flow.program.focused().name in chosen(flow, SUITES)),
    ("shift+F8", "win.previous-problem", is_weak),
    ("ctrl+Next", "win.next-view", shows("Server")),
    ("ctrl+Prior", "win.previous-view", shows("Cipher Suites")),
]
AROUND = [
    ("alt+1", "win.view", shows("Answer")),
    ("alt+3", "win.view", shows("Server")),
    ("ctrl+f", "win.find", has_keyboard("entry", "Find a scan")),
    ("Escape", None, has_keyboard()),
    ("alt+4", "win.view", shows("Dialogue")),
    ("alt+5", "win.view", shows("Fix")),
    ("F9", "win.toggle-sidebar", has_no("list", "Scans")),
    ("F9", "win.toggle-sidebar", has("list", "Scans")),
    ("alt+1", "win.view", shows("Answer")),
    ("ctrl+n", None, has_keyboard("text", ENTRY)),
    ("F6", None, has_keyboard("push button", FROM)),
    ("ctrl+f", "win.find", has_keyboard("entry", "Search clients")),
    ("Escape", None, has_keyboard("push button", "Choose Clients…")),
    ("ctrl+e", "win.profiles", has_window("Client Profiles")),
    ("ctrl+w", "window.close", has_no_window("Client Profiles")),
    ("ctrl+comma", "app.preferences", has_window("Preferences")),
    ("Escape", None, has_no_window("Preferences")),
    ("ctrl+question", "win.show-help-overlay", has_window("Keyboard Shortcuts")),
    ("Escape", None, has_no_window("Keyboard Shortcuts")),
    ("F1", "app.help", has_window("Help")),
    ("ctrl+w", "window.close", has_no_window("Help")),
    ("F10", "the main menu", has_keyboard("menu item")),
    ("Escape", None, has_keyboard("push button")),
]
# In Czech the mnemonics are others.
MNEMONICS = [("_From", "win.from"), ("_To", "win.to")]


def press(flow, key, action, seen):
    flow.key(key)
    what = f"{key}: {action or 'on the way'}"
    try:
        wait_until(lambda: seen(flow), 10, what)
        flow.expect(what, True)
    except TimeoutError as problem:
        flow.expect(what, False, f"{problem}; the keyboard is at {flow.program.focused()}")


def walk(flow, rows):
    for row in rows:
        press(flow, *row)


def test_mnemonics(flow):
    for label, action in MNEMONICS:
        letter = re.search("_(.)", flow._(label)).group(1).lower()
        press(flow, f"alt+{letter}", action, has_keyboard("list item"))
        press(flow, "Escape", None, has_keyboard("push button"))


def to_scans(flow):
    """From the entry: past the button beside it."""
    press(flow, "ctrl+n", None, has_keyboard("text", ENTRY))
    press(flow, "Tab", None, has_keyboard("push button"))
    press(flow, "Tab", None, has_keyboard("list item"))


def test_dialogue(flow):
    """With the other scan, in which something was said."""
    to_scans(flow)
    flow.key("Down", "Return")
    press(flow, "alt+1", "win.view", lambda flow: "mx1.firma.example" in flow.program.find("heading").name)
    press(flow, "alt+4", "win.view", has("list", "Dialogue"))
    press(flow, "F8", "win.next-problem", lambda flow: flow._("error") in "".join(chosen(flow, DIALOGUE)))
    for _ in range(4):
        flow.key("F6")
        flow.program.settle(2)
        if flow.program.focused().name == flow._("Decoded"):
            break
    flow.same("F6 comes to the details", flow.program.focused().name, flow._("Decoded"))


def test_copy(flow):
    flow.key("ctrl+shift+c")
    copied = wait_until(flow.desktop.clipboard, 10, "something on the clipboard")
    if flow.language == "en":
        printed = flow.cli("show", flow.desktop.dir / "story.json")[1]
        missing = [line for line in copied.split("Print the change")[0].splitlines() if line not in printed]
        flow.expect("Ctrl+Shift+C copies what the command line prints", "FAIL" in copied and not missing, missing)


def rows(flow):
    return flow.program.find("list", flow._("Scans")).find_all("list item")


def test_delete(flow):
    before = sorted(row.name for row in rows(flow))
    to_scans(flow)
    press(flow, "Delete", "win.delete-scan", lambda flow: len(rows(flow)) == len(before) - 1)
    flow.expect("the keyboard stays in the list", has_keyboard("list item")(flow), flow.program.focused())
    press(flow, "ctrl+z", "win.undo-delete", lambda flow: sorted(row.name for row in rows(flow)) == before)


def test_open(flow):
    shutil.copy(saved("weak"), flow.desktop.dir / "weak.json")
    before = len(rows(flow))
    press(flow, "ctrl+o", "win.open-file", has_window("Open"))
    flow.desktop.type(str(flow.desktop.dir / "weak.json"))
    press(flow, "Return", "win.open-file", lambda flow: len(rows(flow)) == before + 1)
    press(flow, "alt+1", "win.view", has("heading", "Every Client Against Every Server"))


def test_scan(flow, shop):
    """A server that wants nobody: each scan of it is a connection or two, and over."""
    server = shop.serve(Says(greeting="554 5.7.1 Go away"))
    press(flow, "ctrl+n", "win.new-scan", has_keyboard("text", ENTRY))
    flow.desktop.type(f"127.0.0.1:{server.port}")
    flow.key("Return")
    again = lambda flow: flow.program.find("push button", flow._("Scan again")).has("sensitive")  # noqa: E731
    wait_until(lambda: server.connections and again(flow), 20, "the first scan")
    for key in ("F5", "ctrl+r"):
        before = server.connections
        press(flow, key, "win.scan-again", lambda _: server.connections > before)
        wait_until(lambda: again(flow), 20, "the end of the scan")


def test_stop(flow):
    press(flow, "alt+d", "win.demo", has("push button", "Stop"))
    press(flow, "ctrl+n", "win.new-scan", has_keyboard("text", ENTRY))
    flow.desktop.type("x")
    flow.key("Escape")
    flow.program.settle(1)
    flow.expect("Escape stops nothing while something is being typed", has("push button", "Stop")(flow))
    press(flow, "ctrl+q", "app.quit", has("push button", "Keep Scanning"))
    press(flow, "Escape", None, has("push button", "Stop"))
    flow.key("BackSpace")
    press(flow, "Escape", "win.stop", has_no("push button", "Stop"))


def test_quit(flow):
    flow.key("ctrl+q")
    flow.program.wait_end(20)
    flow.same("ctrl+q: app.quit", flow.program.process.returncode, 0)


def accelerators():
    return {key for node in tree.parse(OVERLAY).iter("property") if node.get("name") == "accelerator"
            for key in node.text.split()}


def test_overlay(flow):
    """All of these keys are in the window of shortcuts."""
    known = accelerators()
    for key, action, _ in [*IN_SUITES, *AROUND]:
        *modifiers, name = key.split("+")
        wanted = "".join(NAMES[word] for word in modifiers) + NAMES.get(name, name)
        flow.expect(f"{wanted} is in the window of shortcuts", not action or wanted in known, known)


def main():
    with Flow("keys") as flow, Workshop() as shop:
        for name, path in SCANS.items():
            shutil.copy(path, flow.desktop.dir / name)
        flow.open(flow.desktop.dir / "story.json", flow.desktop.dir / "four.json")
        flow.program.wait("heading")
        walk(flow, IN_SUITES)
        walk(flow, AROUND)
        for test in (test_mnemonics, test_dialogue, test_copy, test_delete, test_open):
            test(flow)
        test_scan(flow, shop)
        for test in (test_stop, test_quit, test_overlay):
            test(flow)
    flow.end()


main()
