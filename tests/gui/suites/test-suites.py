#!/usr/bin/env python3
"""The view Cipher Suites as a screen reader and a keyboard find it: rows that read as sentences, filters that say how
many rows they show, finding, copying, why, order, names, one stop for the Tab key.

usage: test-suites.py HANDFAST-GUI
"""
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from desktop import Desktop, wait_until  # noqa: E402

SCAN = HERE.parent.parent / "cases/reports/three-mx/input.json"
SIZE = (960, 800)  # filter buttons, and no sidebar beside them
FILTERS = ("All", "In common", "Server only", "Client only", "Not tested", "Weak")
CHOSEN = "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"
CHACHA = ["TLS_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"]


class View:
    def __init__(self, desktop, program):
        self.desktop, self.program = desktop, program

    def table(self):
        return self.program.find("tree table", "Cipher suites")

    def rows(self):
        """The sentences of all rows; the first row is that of the titles."""
        return [item.name for _, item in self.table().items() if item.role == "table row"][1:]

    def wait_rows(self, condition, what):
        return wait_until(lambda: condition(self.rows()), 10, lambda: f"{what}; rows: {self.rows()}")

    def press(self, name):
        self.program.find("push button", re.compile(f"^{name}")).act()

    def focused(self):
        found = self.program.focused()
        return (found.role, found.name) if found else (None, None)

    def wait_focus(self, role, name=""):
        wait_until(lambda: self.focused()[0] == role and name in self.focused()[1], 10,
                   lambda: f"the keyboard at {role} {name}, it is at {self.focused()}")


def same(what, found, wanted):
    if found != wanted:
        raise AssertionError(f"{what}: {found!r}, not {wanted!r}")


def test_sentences(view):
    rows = view.rows()
    for words in (CHOSEN, "in common", "accepted with TLS 1.2 (the server's choice number 1)",
                  "offered by Exchange 2019", "chosen for this pair", "good"):
        same(f"the row of the chosen suite has “{words}”", [words in row for row in rows if row.startswith(CHOSEN)], [True])
    same("only one row is chosen", len([row for row in rows if "chosen for this pair" in row]), 1)
    same("what was not tested is not called rejected", [row for row in rows if "not tested," in row and "rejected" in row
                                                       and "not tested with" not in row], [])


def test_filters(view):
    for name in FILTERS:
        button = view.program.find("push button", re.compile(f"^{name} [0-9]+$"))
        count = int(button.name.rsplit(" ", 1)[1])
        button.act()
        view.wait_rows(lambda rows: len(rows) == count, f"{count} rows of {name}")
    view.press("In common")
    view.wait_rows(lambda rows: rows and all("in common" in row for row in rows), "rows in common")
    view.press("All")
    view.wait_rows(lambda rows: any("server only" in row for row in rows), "all rows")


def test_find(view):
    everything = len(view.rows())
    view.desktop.key("ctrl+f")
    view.wait_focus("entry", "Filter suites")
    view.desktop.type("chacha")
    view.wait_rows(lambda rows: [row.split(",")[0] for row in rows] == CHACHA, "the suites of ChaCha20")
    view.desktop.key("Escape")
    view.wait_rows(lambda rows: len(rows) == everything, "all rows again")
    view.wait_focus("table row")


def test_copy(view):
    view.desktop.key("Home", "Down", "shift+Down", "ctrl+c")
    names = [row.split(",")[0] for row in view.rows()[1:3]]
    wait_until(lambda: view.desktop.clipboard().splitlines() == names, 10,
               lambda: f"{names} on the clipboard: {view.desktop.clipboard()!r}")


def test_why(view):
    view.desktop.key("Home", "Return")
    view.program.wait("push button", re.compile("^Show Probe [0-9]+"))
    for words in ("Could Use It Here", "Code Point", "OpenSSL"):
        view.program.find("label", words)
    view.desktop.key("Escape")
    view.wait_focus("table row", view.rows()[0].split(",")[0])


def test_tab(view):
    """One stop for all rows."""
    view.desktop.key("ctrl+f")
    view.wait_focus("entry", "Filter suites")
    view.desktop.key("Tab", "Tab", "Tab")
    view.wait_focus("table row")
    view.desktop.key("Tab")
    view.wait_focus("push button", "Show Why")
    view.desktop.key("shift+Tab")
    view.wait_focus("table row")
    view.desktop.key("shift+Tab")
    view.wait_focus("push button", "Columns and clients")


def choose_names(view, before, key):
    view.program.find("push button", before).act()
    view.program.settle()  # the list has the keyboard when it is on the screen
    view.desktop.key(key, "Return")


def test_names(view):
    choose_names(view, "IANA names", "Down")
    view.wait_rows(lambda rows: any(row.startswith("ECDHE-RSA-AES256-GCM-SHA384,") for row in rows), "names of OpenSSL")
    choose_names(view, "OpenSSL names", "Up")
    view.wait_rows(lambda rows: any(row.startswith(CHOSEN) for row in rows), "names of IANA")


def test_order(view):
    view.press("Order")
    found = view.program.wait("list item", re.compile(f"^{CHOSEN}, number 1 with TLS 1.2"))
    same("only what is accepted", len(found.parent.find_all("list item")), 6)
    view.press("Order")
    view.program.wait("tree table", "Cipher suites")


def test_no_name_of_a_class(view):
    names = [item.name for _, item in view.table().items() if "focusable" in item.states]
    same("names of classes", [name for name in names[1:] if re.match("^(Gtk|Adw|App)[A-Z]", name or "GtkNothing")], [])


def main():
    with Desktop("suites", size=SIZE) as desktop:
        program = desktop.start([pathlib.Path(sys.argv[1]).resolve(), SCAN])
        program.place(SIZE)
        program.wait("page tab", "Cipher Suites").act()
        view = View(desktop, program)
        wait_until(lambda: program.find_all("tree table", "Cipher suites"), 10, "the table")
        view.wait_rows(lambda rows: rows and all("," in row for row in rows), "rows with sentences")
        for test in (test_sentences, test_filters, test_find, test_copy, test_why, test_tab, test_names, test_order,
                     test_no_name_of_a_class):
            test(view)
            print(f"ok {test.__name__}")


main()
