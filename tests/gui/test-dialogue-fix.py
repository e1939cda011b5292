#!/usr/bin/env python3
"""The views Dialogue and Fix with a scan of the demo server: rows that read as sentences and say what the command line
says, F8, filters, the decoded hello; goals, formats and the text of a fix, which is that of the command line, on the
clipboard too.

usage: test-dialogue-fix.py HANDFAST-GUI HANDFAST [--lang cs]
"""
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))
from flow import Flow  # noqa: E402

CLIENT = "exchange-2019"


def scan_demo(flow):
    status, said = flow.cli("demo", "-c", f"{CLIENT},postfix-3.7,exchange-2016-ws2012r2")
    flow.expect("the demo is scanned", status == 1, said)
    scans = sorted((pathlib.Path(flow.desktop.env["XDG_DATA_HOME"]) / "handfast/scans").glob("*.json"))
    return scans[-1]


def rows(flow):
    table = flow.program.find("list", flow._("Dialogue"))
    return [row for row in table.find_all("list item") if row.name]


def selected(flow):
    return [row.name for row in rows(flow) if row.has("selected")]


def text_of(flow, name):
    return flow.program.find("text", flow._(name)).text


# ---- Dialogue ----

def test_rows(flow):
    flow.key("alt+4")
    flow.program.wait("list", flow._("Dialogue"))
    names = [row.name for row in rows(flow)]
    flow.expect("every row reads as a sentence", names and all(re.match(r"^\d+\.\d{3} .+: .", name) for name in names),
                names)
    plain = flow.cli("dialogue", "last", "-c", CLIENT, "--plain")[1].splitlines()
    if flow.language == "en":
        texts = [line.split(": ", 1)[1].split(" / ")[0] for line in plain[1:] if " ms " in line]
        missing = [text for text in texts if not any(text in name for name in names)]
        flow.expect("the rows are those of the command line", texts and not missing and len(texts) == len(names),
                    (missing, len(texts), names))
    flow.desktop.shot(f"dialogue-{flow.language}")


def test_hello(flow):
    flow.expect("the ClientHello is selected at first", len(selected(flow)) == 1 and "ClientHello" in selected(flow)[0],
                selected(flow))
    tree = text_of(flow, "Decoded")
    flow.expect("it is shown decoded", "0xC02C  ECDHE_ECDSA AES_256_GCM SHA384" in tree and
                re.search(r"^%s +8$" % re.escape(flow._("cipher_suites")), tree, re.M), tree)


def test_problem(flow):
    flow.key("F8")
    flow.program.settle(2)
    first = selected(flow)
    flow.expect("F8 goes to an error", first and flow._("error") in first[0], first)
    flow.key("F8")
    flow.program.settle(2)
    second = selected(flow)
    flow.expect("and to the next one", second and flow._("error") in second[0] and second != first, second)
    flow.key("shift+F8")
    flow.program.settle(2)
    flow.same("Shift+F8 goes back", selected(flow), first)


def test_filters(flow):
    everything = len(rows(flow))
    counts = {}
    for title in ("SMTP", "TLS", "Comments"):
        flow.program.find(None, flow._(title), where=lambda node: node.actions()).act()
        flow.program.settle(2)
        counts[title] = len(rows(flow))
    flow.expect("the filters part the rows", sum(counts.values()) == everything and all(counts.values()), (counts, everything))
    flow.program.find(None, flow._("Everything"), where=lambda node: node.actions()).act()
    flow.program.settle(2)


def test_copy_dialogue(flow):
    flow.program.find("push button", flow._("Copy dialogue")).act()
    flow.program.settle(2)
    copied = flow.desktop.clipboard()
    flow.expect("the dialogue is on the clipboard", "handshake_failure (40)" in copied and "STARTTLS" in copied, copied)
    if flow.language == "en":
        flow.same("as the command line prints it", copied.strip(), flow.cli("dialogue", "last", "-c", CLIENT)[1].strip())


# ---- Fix ----

def text_of_fix(flow):
    return text_of(flow, "Text of the fix")


def test_fix(flow):
    flow.key("alt+5")
    flow.program.wait("text", flow._("Text of the fix"))
    flow.program.settle(2)
    shown = text_of_fix(flow)
    printed = flow.cli("fix", "last", "-c", CLIENT, "--format", "postfix")[1]
    flow.expect("the smallest change names the suite", "ECDHE-RSA-AES256-GCM-SHA384" in shown, shown)
    if flow.language == "en":
        flow.same("the text is that of the command line", shown.strip(), printed.strip())
    flow.desktop.shot(f"fix-{flow.language}")


def test_copy_fix(flow):
    flow.program.find("push button", flow._("_Copy").replace("_", "")).act()
    flow.program.settle(2)
    flow.same("Copy puts exactly the text on the clipboard", flow.desktop.clipboard(), text_of_fix(flow))


def choose(flow, goal):
    flow.desktop.click(*flow.program.find("check box", flow._(goal)).middle())
    flow.program.settle(3)


def test_goal(flow):
    before = text_of_fix(flow)
    choose(flow, "Modern List")
    after = text_of_fix(flow)
    flow.expect("another goal is another text", after != before and "CHACHA20" in after, after)
    flow.desktop.shot(f"fix-modern-{flow.language}")
    choose(flow, "Smallest Change")
    flow.same("and back", text_of_fix(flow), before)


def test_save_both(flow):
    """The change and the file that takes it back, side by side, as the command line prints them."""
    _ = flow._
    old, new = _("Postfix main.cf"), _("registry file for Schannel")
    flow.desktop.click(*flow.program.find("push button", old).middle())
    at = None
    while at != new:  # one step at a time: the list begins where GTK likes
        at = flow.program.wait("list item", where=lambda node: node.has("focused") and node.name != at).name
        flow.key("Return" if at == new else "Down")
    flow.program.wait("push button", new)
    flow.program.find("push button", _("_Save…").replace("_", "")).act()
    flow.program.wait_for(lambda program: len(program.windows()) == 2, "the dialog")
    flow.program.focus()
    flow.program.settle()
    folder = flow.desktop.dir / "saved"
    folder.mkdir()
    flow.key("ctrl+a")
    flow.desktop.type(str(folder / "my.fix.reg"))
    flow.key("Return")
    flow.program.wait(None, _("Saved %1$s, and %2$s to take it back").replace("%1$s", "my.fix.reg").replace(
        "%2$s", "my.fix-undo.reg"))
    flow.same("two files are saved", sorted(path.name for path in folder.iterdir()), ["my.fix-undo.reg", "my.fix.reg"])
    for name, options in (("my.fix.reg", ()), ("my.fix-undo.reg", ("--undo",))):
        printed = flow.cli("fix", "last", "-c", CLIENT, "--on", "server", "--format", "schannel-reg", *options)[1]
        flow.same(f"{name} is the text of the command line", (folder / name).read_text(), printed)


def main():
    with Flow("dialogue-fix") as flow:
        flow.open(scan_demo(flow))
        for test in (test_rows, test_hello, test_problem, test_filters, test_copy_dialogue, test_fix, test_copy_fix,
                     test_goal, test_save_both):
            test(flow)
    flow.end()


main()
