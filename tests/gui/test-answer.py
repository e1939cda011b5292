#!/usr/bin/env python3
"""The Answer view by keyboard alone: every client against every server says what the command line says of the same file,
arrows move the pair, F8 goes from problem to problem, what is copied is what is shown, one Tab stop for the table.

usage: test-answer.py HANDFAST-GUI HANDFAST [--lang cs]
"""
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))
from desktop import wait_until  # noqa: E402
from flow import ROOT, Flow  # noqa: E402

SCAN = ROOT / "tests/cases/gui/four-servers.json"
WORDS = {"works": "works", "weak": "works, weak", "fails": "fails", "unknown": "not tested"}
TABS = 30
CLIENTS = ["exchange-2019", "exchange-2016-ws2016", "exchange-online", "postfix-3.7", "exim-4.96"]


def heading(flow):
    return flow.program.find("heading").name


def rows(flow):
    """{client: its row}, without the titles."""
    table = flow.program.find("tree table", flow._("Clients and servers"))
    return {row.name.split(": ")[0]: row for row in table.find_all("table row") if ": " in row.name}


def name_of(pair):
    """ "Exchange 2019 (Windows Server 2019)" as a row has it."""
    return re.sub(r" \((.*)\)$", r", \1", pair["name"])


def test_rows(flow, servers):
    """Mark and word of every cell are those of the saved verdicts."""
    shown = rows(flow)
    flow.expect("there are clients", shown, flow.program.dump())
    for n, server in enumerate(servers):
        verdicts = {name_of(pair): pair["verdict"] for pair in server["pairs"]}
        # Clients that the scan did not ask are judged from its facts: no verdict of theirs is in the file.
        flow.same(f"{len(CLIENTS)} clients have a verdict in the file", len(set(verdicts) & set(shown)), len(CLIENTS))
        for client, row in shown.items():
            if client not in verdicts:
                continue
            cell = row.find_all("table cell")[n + 1].name
            wanted = flow._(WORDS[verdicts[client]])
            flow.expect(f"{client} to {server['host']}", f": {wanted}, " in cell, f"{cell!r} has no {wanted!r}")


def walk(flow, wanted):
    """Tab until an object has the keyboard that wanted() likes; the names on the way."""
    seen = []
    for _ in range(TABS):
        flow.key("Tab")
        focused = flow.program.focused()
        seen.append(focused.name if focused else None)
        if focused and wanted(focused):
            break
    return seen


def go(flow, *keys):
    flow.key(*keys)
    flow.program.settle(2)
    return heading(flow)


def test_tab(flow):
    first = walk(flow, lambda node: node.role == "table row")
    flow.expect("Tab comes to the table", first[-1] in [row.name for row in rows(flow).values()], first)
    flow.key("Tab")
    flow.same("one more leaves it", flow.program.focused().name, flow._("Choose Clients…"))
    flow.key("shift+Tab")
    flow.same("and back is the same row", flow.program.focused().name, first[-1])


def test_arrows(flow):
    _ = flow._
    clients = list(rows(flow))
    partly = flow.words.ngettext("Partly: %zu of %zu servers of %s works with %s",
                                 "Partly: %zu of %zu servers of %s work with %s", 1)
    flow.expect("all servers are chosen at first", heading(flow).split(": ")[0] == partly.split(": ")[0], heading(flow))
    flow.same("Right: the first server", go(flow, "Right"),
              _("Yes: mail from %s to %s is encrypted", "Exchange 2019", "mx1.firma.example"))
    flow.same("Right: the second", go(flow, "Right"),
              _("No: mail from %s to %s will not be encrypted", "Exchange 2019", "mx2.firma.example"))
    flow.same("Down: the next client", go(flow, "Down"),
              _("No: mail from %s to %s will not be encrypted", "Exchange 2016", "mx2.firma.example"))
    flow.expect("which has the keyboard", flow.program.focused().name.startswith(clients[1]), flow.program.focused())
    flow.expect("and is selected", rows(flow)[clients[1]].has("selected"))
    flow.same("Right: weak", go(flow, "Right"),
              _("Yes, but weak: mail from %s to %s uses %s", "Exchange 2016", "mx3.firma.example", "TLS 1.2 AES-256-CBC"))
    flow.same("Right: not reached is not known", go(flow, "Right"),
              _("Not known: %s refused the connection", "mx4.firma.example"))
    go(flow, "Up")
    before = go(flow, "Left", "Left")
    with flow.program.events("PropertyChange:accessible-name") as seen:
        after = go(flow, "Left")
        seen.wait(lambda event: event.role == "status bar" and event.value == after, what="the new verdict told")
    flow.expect("a new verdict is told to screen readers", before != after)


def test_problems(flow):
    """From mx1, which works."""
    no = flow._("No: mail from %s to %s will not be encrypted", "Exchange 2019", "mx2.firma.example")
    flow.same("F8: the next problem", go(flow, "F8"), no)
    flow.same("F8: one more", go(flow, "F8"), no.replace("mx2", "mx3"))
    flow.same("Shift+F8: back", go(flow, "shift+F8"), no)


def test_copy(flow):
    title = go(flow, "ctrl+c")
    text = flow.desktop.clipboard()
    flow.same("Ctrl+C copies the sentence", text.splitlines()[0], title)
    flow.expect("and the fix", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384" in text, text)
    if flow.language == "en":
        status, fix = flow.cli("fix", SCAN, "--server", "mx2", "--client", "exchange-2019", "--on", "server", "--format",
                               "postfix")
        flow.program.find("push button", flow._("Copy for Postfix")).act()
        wait_until(lambda: flow.desktop.clipboard() != text, 5, "another text on the clipboard")
        flow.same("the fix for Postfix is that of the command line", flow.desktop.clipboard().strip(), fix.strip())


def test_clients(flow):
    before = list(rows(flow))
    flow.program.find_all("push button", flow._("Choose Clients…"))[-1].act()
    flow.program.settle(2)
    flow.desktop.type("java 8,")
    flow.program.settle(2)
    flow.key("Tab", "space")
    flow.key("Escape")
    flow.program.settle(2)
    flow.same("a chosen client is a row more", list(rows(flow)), before + ["Java 8, Java 8u161"])


def test_enter(flow):
    walk(flow, lambda node: node.role == "table row")
    flow.key("Return")
    flow.program.settle(2)
    chosen = [tab.name for tab in flow.program.find_all("page tab") if tab.has("selected")]
    flow.expect("Enter shows the cipher suites", flow._("Cipher Suites") in chosen, chosen)


def main():
    with Flow("answer") as flow:
        servers = flow.json("show", SCAN)["targets"][0]["servers"]
        flow.clients(CLIENTS)
        flow.open(SCAN)
        flow.program.wait("heading")
        flow.program.settle()
        test_rows(flow, servers)
        for test in (test_tab, test_arrows, test_problems, test_copy, test_clients, test_enter):
            test(flow)
    flow.end()


main()
