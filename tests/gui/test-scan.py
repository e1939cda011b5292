#!/usr/bin/env python3
"""Scans of real local servers in the window: what cannot be reached or speaks no TLS is told as the engine tells it,
a running scan can be cancelled and goes on later, closing the window asks first.

usage: test-scan.py HANDFAST-GUI HANDFAST [--lang cs]
"""
import asyncio
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))
from flow import Flow  # noqa: E402
from mailservers import Front, Says, Workshop, free_port, need, speaks_smtp_on  # noqa: E402

SCAN_SECONDS = 20


def start(flow, target):
    """In the entry, by keyboard."""
    flow.key("ctrl+n")
    flow.program.wait_for(lambda program: program.focused() and program.focused().role in ("text", "entry"),
                          "the keyboard in the entry")
    flow.key("ctrl+a")
    flow.desktop.type(target)
    flow.key("Return")


def said(flow):
    """Everything that can be read in the window."""
    return [node.name for _, node in flow.program.items() if node.name]


def wait_said(flow, what, sentence, seconds=SCAN_SECONDS):
    try:
        flow.program.wait(None, sentence, seconds=seconds)
        flow.expect(what, True)
    except TimeoutError as problem:
        flow.expect(what, False, f"{sentence!r} is not in the window: {problem}")


def test_errors(flow, shop):
    closed = free_port()
    cases = [
        ("no such domain", "missing.invalid", "%s does not exist"),
        ("a port that refuses", f"127.0.0.1:{closed}", "%s refused the connection"),
        ("greeting 554", Says(greeting="554 5.7.1 Go away"), "%s wants no mail from this address"),
        ("no STARTTLS", Says(EHLO="250-test.example\r\n250 SIZE"), "STARTTLS is not offered"),
        ("STARTTLS refused", Says(STARTTLS="454 4.7.0 TLS not available"),
         "%s offers STARTTLS but refuses to start it"),
        ("not TLS after the 220", Says(then=speaks_smtp_on), "%s did not speak TLS after STARTTLS"),
    ]
    for what, server, sentence in cases:
        target = server if isinstance(server, str) else f"127.0.0.1:{shop.serve(server).port}"
        start(flow, target)
        wait_said(flow, what, flow.like(sentence))
        flow.expect(f"{what}: the title of the row in the sidebar is the target",
                    flow.program.find("list", flow._("Scans")).has_one("label", target))
        flow.desktop.shot(f"error-{what.replace(' ', '-')}-{flow.language}")


def test_mistyped(flow, _shop):
    start(flow, "a b@@c:99999")
    alert = flow.program.wait("alert", where=lambda node: node.name or node.text)
    flow.expect("a mistyped target is told at the entry, as an alert", alert.words, flow.program.brief())
    flow.key("ctrl+a", "BackSpace")


def slow_server(shop):
    backend = shop.s_server(options=("-tls1_2",))

    async def wait(front, reader, writer):
        await asyncio.sleep(0.7)
        return False
    return shop.serve(Front(backend, fault=wait))


def test_cancel(flow, shop):
    program, _ = flow.program, flow._
    server = slow_server(shop)
    start(flow, f"127.0.0.1:{server.port}")
    program.wait("push button", _("Stop"), seconds=20)
    program.wait("label", re.compile("^TLS 1.2"), seconds=60)
    table = program.find_all(name=_("Clients and servers"))
    if table:
        table[0].focus()
    flow.key("F6")
    flow.key("Escape")
    program.wait_gone("push button", _("Stop"), seconds=20)
    resume = program.wait("push button", _("Resume"), seconds=20)
    flow.expect("what was found is kept: nothing untested is called a no", "fails" not in str(flow.json("show", "last")
                .get("targets")[0]["servers"][0].get("pairs")))
    state = flow.json("show", "last")["state"]
    flow.expect("the partial scan is saved", state != "complete", state)
    connections = server.connections
    resume.act()
    program.wait("push button", _("Stop"), seconds=20)
    program.wait_for(lambda _p: server.connections > connections, "the scan to go on", 30)
    flow.expect("it goes on where it stopped", True)


def test_close(flow, _shop):
    """The scan of test_cancel still runs."""
    program, _ = flow.program, flow._
    flow.key("alt+F4")
    keep = program.wait("push button", _("_Keep Scanning").replace("_", ""), seconds=10)
    flow.same("the safe answer has the keyboard", program.focused().name, keep.name)
    flow.key("Return")
    program.wait_gone("push button", keep.name)
    flow.expect("the window stays", program.is_running() and program.has_one("push button", _("Stop")))
    flow.key("alt+F4")
    program.wait("push button", _("_Stop and Close").replace("_", "")).act()
    program.wait_end(20)
    flow.same("stopped and closed", program.process.returncode, 0)
    state = flow.json("show", "last")["state"]
    flow.expect("and what was found is saved", state != "complete", state)


def main():
    need("openssl")
    with Flow("scan") as flow, Workshop() as shop:
        flow.open()
        for test in (test_errors, test_mistyped, test_cancel, test_close):
            test(flow, shop)
    flow.end()


main()
