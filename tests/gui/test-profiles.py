#!/usr/bin/env python3
"""The window of client profiles: a built-in one is duplicated, its suites are put in order by keys and the mouse, each
step is in the file that the command line reads, undone and redone; lists are pasted; a capture becomes a profile.

usage: test-profiles.py HANDFAST-GUI HANDFAST [--lang cs]
"""
import pathlib
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))
from desktop import wait_until  # noqa: E402
from flow import ROOT, Flow, saved  # noqa: E402

SIZE = (1280, 800)
COPY = "exchange-2019-copy"
WHEN = 1767225600


def place(flow, title):
    """The window of this title over the whole screen, with the keyboard."""
    find = lambda: flow.desktop.try_xdotool("search", "--onlyvisible", "--name", f"^{title}$").split()  # noqa: E731
    window = wait_until(find, 20, f"a window {title}")[-1]
    for words in (("windowsize", *map(str, SIZE)), ("windowmove", "0", "0"), ("windowraise",), ("windowfocus",)):
        flow.desktop.try_xdotool(words[0], window, *words[1:])
    flow.program.settle()


def profile(flow, name=COPY):
    """As the command line reads it; empty while there is none."""
    return flow.json("profile", "show", name) if flow.cli("profile", "show", name)[0] == 0 else {}


def suites(flow, name=COPY):
    return profile(flow, name).get("suites", [])


def same_soon(flow, what, get, wanted):
    """A file is written a moment after the step."""
    try:
        wait_until(lambda: get() == wanted, 5, what)
    except TimeoutError:
        pass
    flow.same(what, get(), wanted)


def row(flow, name):
    return flow.program.find("list item", where=lambda node: node.name.startswith(name + ","))


def test_edit(flow):
    _, program = flow._, flow.open(saved("three-mx"))
    flow.key("ctrl+e")
    place(flow, _("Client Profiles"))
    before = suites(flow, "exchange-2019")
    program.wait("push button", _("_Duplicate to Edit").replace("_", "")).act()
    same_soon(flow, "a copy is a file that the command line reads", lambda: suites(flow), before)
    program.settle()

    fourth = program.wait("list item", where=lambda node: node.name.startswith(before[3] + ","))
    flow.desktop.click(*fourth.middle())
    flow.key("ctrl+shift+Up")
    moved = [*before[:2], before[3], before[2], *before[4:]]
    same_soon(flow, "Ctrl+Shift+Up moves a suite", lambda: suites(flow), moved)
    flow.expect("the focus follows", program.focused().name.startswith(before[3] + ","), program.focused())
    flow.expect("the row says so", _("moved up %zu", 1) in program.focused().name, program.focused())
    flow.key("alt+Home")
    same_soon(flow, "Alt+Home moves it to the top", lambda: suites(flow)[0], before[3])
    flow.key("space")
    same_soon(flow, "Space turns it off", lambda: before[3] in suites(flow), False)
    flow.expect("the row says that it was on", _("off, was on") in program.focused().name, program.focused())
    flow.key("ctrl+z", "ctrl+z", "ctrl+z")
    same_soon(flow, "three steps back is the beginning", lambda: suites(flow), before)
    flow.key("ctrl+shift+z")
    same_soon(flow, "and one forth the first", lambda: suites(flow), moved)
    flow.same("the sources say that it was edited", profile(flow)["sources"][0]["what"], "edited")
    flow.desktop.click(*row(flow, before[7]).middle())
    flow.key("Delete")
    same_soon(flow, "Delete removes", lambda: len(suites(flow)), len(before) - 1)
    program.wait("push button", _("Undo"), where=lambda node: node.has_room())
    flow.key("ctrl+z")
    same_soon(flow, "and Undo brings it back", lambda: suites(flow), moved)
    spin = program.wait("spin button", _("Smallest DH group"), hidden=True)
    flow.same("the limits are there", spin.value, 1024)
    flow.desktop.drag(row(flow, before[0]).middle(), row(flow, before[4]).middle())
    same_soon(flow, "a row is dragged", lambda: suites(flow)[0] != before[0], True)


def not_set(flow):
    return profile(flow).get("not_set") or {"versions": [], "lists": []}


def test_not_set(flow):
    """Schannel's third state: on, off, left to Windows; and a list that goes back to it."""
    _, program = flow._, flow.program
    state = lambda: ("TLS1.0" in profile(flow)["versions"], "TLS1.0" in not_set(flow)["versions"])  # noqa: E731
    versions = profile(flow)["versions"]
    flow.same("everything is set at first", not_set(flow), {"versions": [], "lists": []})
    flow.desktop.click(*program.find("check box", "TLS 1.0").middle())
    same_soon(flow, "one click leaves a protocol that is off to Windows", state, (False, True))
    program.wait("check box", _("%s, not set, off by default", "TLS 1.0"))
    flow.same("the others stay as they were", profile(flow)["versions"], versions)
    flow.desktop.shot(f"profile-not-set-{flow.language}")
    program.wait("push button", _("_Windows Default").replace("_", "")).act()
    same_soon(flow, "the suites are left to Windows", lambda: not_set(flow)["lists"], ["suites"])
    same_soon(flow, "and are those of the base", lambda: suites(flow), suites(flow, "exchange-2019"))
    flow.expect("each row says so", _("default") in row(flow, suites(flow)[0]).name, row(flow, suites(flow)[0]).name)
    flow.desktop.shot(f"profile-default-list-{flow.language}")
    exported = flow.cli("profile", "export", COPY, "--to", "ictpl")[1]
    flow.expect("what is not set is not exported", 'name="TLS 1.2"' in exported and "TLS 1.0" not in exported and
                "cipherSuites" not in exported, exported)
    flow.key("ctrl+z", "ctrl+z")
    same_soon(flow, "two steps back everything is set", lambda: not_set(flow)["versions"], [])


def hello(name):
    lines = (ROOT / "tests/cases/hellos" / name).read_text().splitlines()
    return bytes.fromhex("".join(line for line in lines if not line.startswith("#")))


def capture(path):
    """A capture file of raw IP packets with two clients, each behind its STARTTLS."""
    out = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101)
    for at, name in enumerate(("exim-4.96-gnutls.hex", "postfix-3.7-may.hex")):
        text = b"EHLO mail%d.example\r\nSTARTTLS\r\n" % at + hello(name)
        tcp = struct.pack(">HHIIBBHHH", 40000 + at, 25, 1, 0, 5 << 4, 0x10, 65535, 0, 0) + text
        head = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), 0, 0, 64, 6, 0, bytes([192, 0, 2, 1 + at]),
                           bytes([192, 0, 2, 9]))
        out += struct.pack("<IIII", WHEN + at, 0, len(head + tcp), len(head + tcp)) + head + tcp
    path.write_bytes(out)
    return path


def test_capture(flow):
    _, program = flow._, flow.open(capture(flow.desktop.dir / "two.pcap"))
    place(flow, _("Import a Client Profile"))
    rows = program.wait("table row", where=lambda node: "192.0.2.1" in node.name)
    flow.expect("a row says from whom, to whom, and who it looks like",
                "192.0.2.9 port 25" in rows.name and "100 %" in rows.name, rows.name)
    program.wait("push button", _("_Save as Profile").replace("_", "")).act()
    same_soon(flow, "the first becomes a profile", lambda: flow.cli("profile", "show", "mail0.example")[0], 0)
    flow.same("of the bytes that were captured", profile(flow, "mail0.example")["sources"][0]["kind"], "captured")


REGISTRY = """Windows Registry Editor Version 5.00

[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.0\\Client]
"Enabled"=dword:00000000
"DisabledByDefault"=dword:00000001
"""


def test_registry(flow):
    """Settings of a Windows that nobody knows: what they do not say stays not known."""
    path = flow.desktop.dir / "registry.reg"
    path.write_text(REGISTRY)
    _, program = flow._, flow.open(path)
    place(flow, _("Import a Client Profile"))
    guess = _("Which Windows it is, is not known")
    flow.desktop.click(*program.wait("check box", guess).middle())
    program.wait("check box", guess, where=lambda node: node.has("checked"))
    program.wait("push button", _("_Save as Profile").replace("_", "")).act()
    same_soon(flow, "the registry becomes a profile", lambda: flow.cli("profile", "show", "registry")[0], 0)
    kept = profile(flow, "registry")["not_set"]
    flow.expect("that keeps what was not set, on no known Windows", kept["base"] is None and
                kept["lists"] == ["suites", "groups"] and "TLS1.0" not in kept["versions"] and
                "TLS1.2" in kept["versions"], kept)


def main():
    with Flow("profiles", SIZE) as flow:
        test_edit(flow)
        test_not_set(flow)
        test_capture(flow)
        test_registry(flow)
    flow.end()


main()
