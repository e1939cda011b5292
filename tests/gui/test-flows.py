#!/usr/bin/env python3
"""Flows from one end to the other: a report saved in each format by typing its path, the same server scanned again after its
administrator changed it, the table of answers sorted by a title, a screen reader told of a scan's progress not too often.

usage: test-flows.py HANDFAST-GUI HANDFAST [--lang cs]
"""
import asyncio
import csv
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))
from desktop import wait_until  # noqa: E402
from flow import ROOT, Flow  # noqa: E402
from mailservers import Front, Workshop, need  # noqa: E402

SCAN_SECONDS = 60
MOST_TOLD = 8
CLIENTS = ["exchange-2019", "postfix-3.7", "exim-4.96"]
# Each entry of the menu with its ending, and what is in the file.
FORMATS = [
    ("Export _HTML…", "html", lambda text: text.lower().startswith(b"<!doctype html") and b"mx2.firma.example" in text),
    ("Export _JSON…", "json", lambda text: len(json.loads(text)["targets"][0]["servers"]) == 4),
    ("Export _CSV of All Pairs…", "csv", lambda text: rows_of(text) >= 4 and b"mx2.firma.example" in text),
    ("Export CSV of All _Suites…", "csv", lambda text: rows_of(text) > 5),
    ("Export P_DF…", "pdf", lambda text: text.startswith(b"%PDF-") and b"%%EOF" in text[-64:]),
]


def rows_of(text):
    return len(list(csv.reader(text.decode().splitlines())))


def is_whole(path):
    """A file is there at once in its whole length, unless it is a PDF."""
    return path.exists() and (path.suffix != ".pdf" or b"%%EOF" in path.read_bytes()[-64:])


def save(flow, path, what, is_good):
    """In the dialog that is open: a path that is typed, and Enter."""
    program = flow.program
    program.wait_for(lambda p: flow._("Save Report") in [child.name for child in p.children], "the dialog")
    program.wait_for(lambda p: p.focused() and p.focused().role == "text", "the keyboard in the name")
    flow.key("ctrl+a")
    flow.desktop.type(str(path))
    flow.key("Return")
    wait_until(lambda: is_whole(path), 20, f"the file {path.name}")
    flow.expect(f"{what}: the file is right", is_good(path.read_bytes()), path.read_bytes()[:300])
    program.wait_for(lambda p: len(p.children) == 1, "the end of the dialog")


def test_exports(flow):
    program, _ = flow.program, flow._
    for n, (label, ending, is_good) in enumerate(FORMATS):
        program.find_all("push button", _("Save or export"))[-1].act()
        program.wait("menu item", _(label).replace("_", "")).act()
        save(flow, flow.desktop.dir / f"report-{n}.{ending}", label, is_good)
    for n, (key, ending, is_good) in enumerate([("ctrl+s", "json", FORMATS[1][2]), ("ctrl+shift+s", "html", FORMATS[0][2])]):
        flow.key(key)
        save(flow, flow.desktop.dir / f"key-{n}.{ending}", key, is_good)
    status, printed = flow.cli("show", flow.desktop.dir / "key-0.json")
    flow.expect("the command line reads what was saved", "mx2.firma.example" in printed, printed)


def test_sort(flow):
    """A click on a title, and one more."""
    table = flow.program.find("tree table", flow._("Clients and servers"))
    names = lambda: [row.name for row in table.find_all("table row") if ": " in row.name]  # noqa: E731
    before = names()
    title = table.find("filler", "mx2 (20)")
    orders = [before]
    for what in ("up", "down"):
        flow.desktop.click(*title.middle())
        flow.program.settle(3)
        orders.append(names())
    flow.same("sorting loses no row", [sorted(order) for order in orders], [sorted(before)] * 3)
    flow.expect("another click is another order", orders[1] != orders[2], orders)


def test_wheel(flow):
    """Over the table, which scrolls only sideways, the wheel moves the page."""
    flow.program.place((900, 600))
    flow.program.settle(3)
    title = lambda: flow.program.find("tree table", flow._("Clients and servers")).find("filler", "mx2 (20)").middle()  # noqa: E731
    x, before = title()
    for _ in range(2):
        flow.desktop.click(x, before + 60, button=5)
    wait_until(lambda: title()[1] < before, 10, "the page moves")
    flow.program.place((1280, 800))


def test_messages(flow):
    """Who reads the letter is chosen, and does not hang on what is changed in the window."""
    program, _ = flow.program, flow._
    flow.key("alt+5")
    for label, start in (("To Who Runs the Server, in English", "mail from our server"),
                         ("To Who Runs the Client, in English", "mail from your server")):
        program.wait("push button", _("Copy Message to the Other Side"))
        program.find_all("push button", _("Copy Message to the Other Side"))[-1].act()
        program.wait("push button", _(label)).act()
        wait_until(lambda: start in flow.desktop.clipboard(), 10, start)  # noqa: B023
    flow.key("alt+1")


def accepts(shop, *exchanges):
    """A server with these key exchanges; one that takes several connections at a time."""
    priority = "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:-CIPHER-ALL:+AES-256-GCM"
    return shop.gnutls_serv(priority=":+".join([priority, *exchanges]))


def scan(flow, target):
    flow.key("ctrl+n")
    flow.program.wait_for(lambda program: program.focused() and program.focused().role == "text", "the entry")
    flow.desktop.type(target)
    flow.key("Return")


def is_over(flow):
    return flow.program.find("push button", flow._("Scan again")).has("sensitive")


def told(seen):
    """What was told of the progress: all of it names how many connections there were."""
    return [event for event in seen.list if event.role == "status bar"]


def test_retest(flow, shop):
    program, _ = flow.program, flow._
    front = shop.serve(Front(accepts(shop, "DHE-RSA")))
    with program.events("PropertyChange:accessible-name") as seen:
        scan(flow, f"127.0.0.1:{front.port}")
        wait_until(lambda: front.connections and is_over(flow), SCAN_SECONDS, "the first scan")
        program.settle(2)
    strip = {}
    for event in told(seen):
        strip.setdefault(event.node.path, []).append(event.value)
    flow.expect("the progress is told to screen readers", strip, seen.list)
    flow.expect(f"and by no label more than {MOST_TOLD} times", all(len(each) <= MOST_TOLD for each in strip.values()), strip)
    flow.key("alt+5")
    again = program.wait("push button", _("Test Again After Change"))
    front.backend = accepts(shop, "ECDHE-RSA", "DHE-RSA")
    again.act()
    sentence = flow.words.ngettext("Now %zu of %zu client works (was %zu).", "Now %zu of %zu clients work (was %zu).",
                                   len(CLIENTS))
    for figure in (3, 3, 2):
        sentence = sentence.replace("%zu", str(figure), 1)
    said = program.wait("status bar", where=lambda node: node.words.startswith(sentence.split(" ")[0]) and "(" in node.words,
                        seconds=SCAN_SECONDS)
    flow.same("before and now are told", said.words, sentence)


def test_close(flow, shop):
    """While a scan runs, by Ctrl+W."""
    async def wait(front, reader, writer):
        await asyncio.sleep(0.5)
        return False
    server = shop.serve(Front(accepts(shop, "ECDHE-RSA"), fault=wait))
    scan(flow, f"127.0.0.1:{server.port}")
    flow.program.wait("push button", flow._("Stop"), seconds=20)
    flow.key("ctrl+w")
    flow.program.wait("push button", flow._("_Stop and Close").replace("_", "")).act()
    flow.program.wait_end(20)
    flow.same("stopped and closed", flow.program.process.returncode, 0)


def main():
    need("openssl", "gnutls-serv")
    with Flow("flows") as flow, Workshop() as shop:
        flow.clients(CLIENTS)
        flow.open(ROOT / "tests/cases/gui/four-servers.json")
        flow.program.wait("heading")
        test_exports(flow)
        test_sort(flow)
        test_wheel(flow)
        test_messages(flow)
        test_retest(flow, shop)
        test_close(flow, shop)
    flow.end()


main()
