#!/usr/bin/env python3
"""The view Server: what is known of one server, several side by side, one at two times; and the pages that stand in the
place of all views where no server talks TLS. What differs is what the command line says too.

usage: test-server.py HANDFAST-GUI HANDFAST [--lang cs]
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))
from flow import Flow, saved  # noqa: E402


def show(flow, *scans):
    flow.open(*map(saved, scans))
    flow.program.wait("push button", flow._("Save or export"))
    flow.key("alt+3")


def click(flow, node):
    """What has no action of its own, or is to have the keyboard."""
    flow.desktop.click(*node.middle())


def rows(flow):
    table = flow.program.wait(None, flow._("Facts"))
    return [node.name for _, node in table.items() if node.role == "table row" and ": " in node.name]


def told_by_cli(flow, *scans):
    """The facts that the command line marks. Clients and suites have other names there."""
    output = flow.cli("compare", *map(saved, scans))[1]
    table = output.split("\n\n")[0].splitlines()
    return {line[2:20].strip() for line in table if line.startswith("* ") and "-20" not in line[:20]}


def test_all(flow):
    differs = flow._(", differs")
    show(flow, "three-mx")
    found = rows(flow)
    flow.expect("a row a fact, each a sentence", any(row.startswith(flow._("Versions") + differs) for row in found), found)
    if flow.language == "en":
        marked = {row.split(differs)[0] for row in found if differs in row.split(": ")[0]}
        told = told_by_cli(flow, "three-mx")
        flow.expect("what differs is what the command line says", told and told <= marked, f"{told} {marked}")
    untested = [row for row in found if row.startswith("EMS")]
    flow.expect("what is not tested differs from nothing", untested and differs not in untested[0], untested)
    click(flow, flow.program.wait("check box", flow._("Only differences")))
    flow.program.wait_for(lambda _p: rows(flow) and all(differs in row for row in rows(flow)), "only what differs")
    flow.expect("only differences are shown when asked for", len(rows(flow)) < len(found))
    click(flow, flow.program.find_all("table row", rows(flow)[0])[0])
    flow.key("Down", "ctrl+c")
    flow.program.wait_for(lambda _p: "\t" in flow.desktop.clipboard(), "a row on the clipboard")
    flow.expect("a row is copied with its cells", flow.desktop.clipboard().count("\t") == 3, flow.desktop.clipboard())
    flow.program.find(None, flow._("This server")).act()
    flow.program.wait("list item", flow._("STARTTLS"))
    flow.expect("one server instead of all", not flow.program.find_all(name=flow._("Facts")))


def test_one(flow):
    show(flow, "seed-story")
    row = flow.program.wait("list item", flow._("Versions"))
    flow.expect("a row has its words as its description", "TLS 1.2" in row.description, row.description)
    flow.expect("and what it means for the client", "Exchange 2019" in row.description, row.description)
    click(flow, row)
    flow.key("ctrl+c")
    flow.program.wait_for(lambda _p: flow.desktop.clipboard().startswith(flow._("Versions") + ": TLS 1.2"), "the row copied")
    flow.expect("Ctrl+C copies the row", True)
    flow.program.find("push button", flow._("Show Order")).act()
    flow.program.wait_gone("list item", flow._("Versions"))
    flow.expect("the order of suites is shown where suites are", True)


def test_hostile(flow):
    show(flow, "hostile")
    flow.program.wait("list item", flow._("Versions"))
    words = [f"{node.name} {node.description}" for _, node in flow.program.items() if node.role == "list item"]
    chain = [text for text in words if "untrusted" in text]
    flow.expect("a server's words are shown as they are, escaped", chain and "x1b[2J" in chain[0] and "\x1b" not in "".join(words),
                chain or words)


def test_compare(flow):
    show(flow, "all-work", "seed-story")
    flow.key("F10")
    flow.program.wait("menu item", flow._("_Compare Two Scans…").replace("_", "")).act()
    flow.program.wait("push button", where=lambda node: node.name.endswith(flow._("Compare"))).act()
    flow.program.wait("push button", flow._("End Comparison"))
    flow.expect("two scans stand side by side", len(rows(flow)) > 5, flow.program.brief())
    flow.desktop.shot(f"server-compared-{flow.language}")
    flow.program.find("push button", flow._("End Comparison")).act()
    flow.program.wait_gone("push button", flow._("End Comparison"))
    flow.expect("until that is ended", flow.program.has_one("list item", flow._("STARTTLS")))


def test_state(flow):
    flow.open(saved("no-starttls"))
    dialogue = flow.program.wait("push button", flow._("Show Dialogue"))
    flow.expect("no view is to be seen where nothing was tested", not flow.program.find_all(name=flow._("Facts")))
    flow.expect("what can be tried: another port, once more",
                flow.program.has_one("push button", flow._("Try Port 587")) and
                flow.program.has_one("push button", flow._("Scan Again")))
    dialogue.act()
    flow.program.wait_gone("push button", flow._("Show Dialogue"))
    flow.expect("what was said can be read", True)
    flow.key("alt+1")
    flow.program.wait("push button", flow._("Show Dialogue"))
    flow.expect("and one comes back", True)


def main():
    with Flow("server") as flow:
        for test in (test_all, test_one, test_hostile, test_compare, test_state):
            test(flow)
    flow.end()


main()
