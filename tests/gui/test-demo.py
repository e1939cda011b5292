#!/usr/bin/env python3
"""From the first start to a verdict by keyboard alone: the built-in demo is scanned, the heading is the engine's
verdict, another client changes it and is told to screen readers, rows read as sentences, the scan is a file that the
command line reads.

usage: test-demo.py HANDFAST-GUI HANDFAST [--lang cs]
"""
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))
from flow import Flow  # noqa: E402

TITLES = {
    "works": ["Yes: mail from %s to %s is encrypted"],
    "weak": ["Yes, but weak: mail from %s to %s uses %s"],
    "fails": ["No: mail from %s to %s will not be encrypted", "No: mail from %s to %s is not always encrypted"],
    "unknown": ["Not known: %s was not tested far enough"],
}
SCAN_SECONDS = 90


def walk_to(flow, name, most=12):
    """Tab until the object of this name has the keyboard."""
    for _ in range(most):
        found = flow.program.focused()
        if found and found.name == name:
            return found
        flow.key("Tab")
    return flow.program.focused()


def heading(flow):
    return flow.program.find("heading").name


def wait_for_results(flow):
    """Until something fails and something works. One of the demo's servers answers so slowly that a test does not wait
    for it: the scan is stopped, which keeps what is known."""
    program, _ = flow.program, flow._
    # In the row's name: a cell shows a shorter text where the whole one has no room.
    program.wait("table row", re.compile(re.escape(_("no common cipher suite")), re.IGNORECASE), seconds=SCAN_SECONDS)
    program.wait("label", re.compile(r"^TLS 1\.3 · "), seconds=SCAN_SECONDS)
    if program.has_one("push button", _("Stop")):
        program.find("push button", _("Stop")).act()
    program.wait_gone("push button", _("Stop"), seconds=20)


def test_first_run(flow):
    _, program = flow._, flow.open()
    flow.same("the keyboard begins in the entry", program.focused().name, _("Domain or mail server"))
    wanted = _("Try the Built-in _Demo Server").replace("_", "")
    flow.same("Tab comes to the demo", walk_to(flow, wanted).name, wanted)
    with program.events("PropertyChange:accessible-name") as seen:
        flow.key("space")
        program.wait("push button", _("Stop"), seconds=20)
        wait_for_results(flow)
    told = [event.value for event in seen.list if event.role == "status bar"]
    flow.expect("the progress is told to screen readers", told, seen.list)
    flow.expect("and not at every step", len(told) <= 20, told)


def saved_pairs(flow):
    """{(client id, server number): (pair, server)} of the newest saved scan, as the command line reads it."""
    document = flow.json("show", "last")
    servers = [server for target in document["targets"] for server in target["servers"]]
    return document, {(pair["profile"], n): (pair, server)
                      for n, server in enumerate(servers) for pair in server["pairs"]}


def test_verdict(flow):
    program = flow.program
    document, pairs = saved_pairs(flow)
    flow.expect("the scan was saved, and the command line reads it", pairs, document)
    flow.expect("it is marked as a demo", document["demo"], document["demo"])
    flow.expect("some pair fails", any(pair["verdict"] == "fails" for pair, _ in pairs.values()))
    group = program.find(where=lambda node: node.role in ("grouping", "panel") and node.name == heading(flow))
    flow.expect("the card has its title as its name", group.has_one("heading"))


def choose_client(flow, name):
    """In the drop-down "From", by keyboard: Alt+F, open it, search, Enter."""
    program = flow.program
    flow.key("alt+f")
    if not program.find_all("entry", flow._("Find in the list")):
        flow.key("space")
    program.wait("entry", flow._("Find in the list")).focus()
    flow.desktop.type(name)
    program.wait("list item", re.compile("^" + re.escape(name)))
    flow.key("Down", "Return")
    program.wait_gone("entry", flow._("Find in the list"))
    program.settle(2)


def title_fits(flow, title, verdict):
    return any(flow.like(text).match(title) for text in TITLES[verdict])


def test_change_client(flow):
    program = flow.program
    _, pairs = saved_pairs(flow)
    by_name = {}
    for (client, n), (pair, server) in pairs.items():
        by_name.setdefault(pair["name"], {})[n] = (pair, server)
    clients = sorted(by_name, key=lambda name: [by_name[name][n][0]["verdict"] for n in sorted(by_name[name])])
    before = heading(flow)
    changed = 0
    for name in (clients[0], clients[-1]):
        with program.events("PropertyChange:accessible-name") as seen:
            choose_client(flow, name.split(" (")[0])
            after = heading(flow)
            if after != before:
                changed += 1
                seen.wait(lambda event: event.role == "status bar" and event.value == after, what="the new title told")
        before = after
    flow.expect("another client is another heading", changed, before)


def test_rows(flow):
    program = flow.program
    table = program.find(name=flow._("Clients and servers"))
    rows = [row.name for row in table.find_all("table row") if row.name != table.name]  # without that of the titles
    flow.expect("every client is a row that reads as a sentence",
                rows and all(re.match(r"^.+: .+[;.]", row + ".") for row in rows), rows)
    flow.expect("the row of the chosen client is selected", any(row.has("selected") for row in
                                                                table.find_all("table row")), rows)


def main():
    with Flow("demo") as flow:
        for test in (test_first_run, test_verdict, test_change_client, test_rows):
            test(flow)
    flow.end()


main()
