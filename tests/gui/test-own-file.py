#!/usr/bin/env python3
"""What only a file knows: a client whose profile is not on this machine can be chosen, its verdict is the file's, and what
would need its lists says that they are not known; a scan that is renamed has its name in the file, for the command line.

usage: test-own-file.py HANDFAST-GUI HANDFAST [--lang cs]
"""
import json
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))
from desktop import wait_until  # noqa: E402
from flow import Flow, saved  # noqa: E402

CLIENT, NAME = "exchange-2016", "Before the change"


def test_stranger(flow, path):
    program, _ = flow.program, flow._
    status, said = flow.cli("profile", "show", CLIENT)
    flow.expect("the client is not known here", status != 0, said)
    pair = next(pair for pair in json.loads(path.read_text())["targets"][0]["servers"][0]["pairs"]
                if pair["profile"] == CLIENT)
    flow.key("alt+f")
    row = program.wait("list item", where=lambda node: node.name.startswith(pair["name"] + ","))
    flow.expect("the list tells how it does and that it is not known", _("not known here") in row.name, row.name)
    program.settle()
    flow.key("Down", "Home", "Return")  # it stands first
    program.wait("push button", where=lambda node: pair["name"] in node.name)
    program.wait("label", _("Its profile is not known here. This is what the file says."))
    fix = pair["fixes"][0]["text"].split(" ")[1]
    flow.expect("the fix is the file's", program.find_all("label", where=lambda node: fix in node.words), pair["fixes"])
    flow.desktop.shot(f"stranger-answer-{flow.language}")
    for key, view in (("alt+2", "suites"), ("alt+5", "fix")):
        flow.key(key)
        program.wait(None, _("The profile of this client is not known here"))
        flow.expect(f"{view} says that the profile is not known", True)
        program.settle()
        flow.desktop.shot(f"stranger-{view}-{flow.language}")
    for key in ("alt+3", "alt+4", "alt+1"):
        flow.key(key)
        program.settle()
    flow.expect("the other views are there", program.has_one("heading"))


def test_rename(flow, path):
    program, _ = flow.program, flow._
    row = program.find("list", _("Scans")).find("list item", where=lambda node: node.has("selected"))
    flow.desktop.click(*row.middle(), button=3)
    program.wait("menu item", _("Rename…")).act()
    program.wait("push button", _("_Rename").replace("_", ""))
    program.settle()
    flow.key("ctrl+a")
    flow.desktop.type(NAME)
    flow.key("Return")
    wait_until(lambda: json.loads(path.read_text()).get("title") == NAME, 10, lambda: path.read_text()[:300])
    flow.expect("the name is in the file", True)
    program.wait("list item", where=lambda node: node.name.startswith(NAME + ","))
    flow.expect("and in the sidebar", True)
    flow.expect("the command line tells it first", flow.cli("show", path)[1].startswith(NAME + "\n"))
    flow.same("what was measured is the same",
              [t["input"] for t in json.loads(path.read_text())["targets"]], ["firma.example"])
    flow.open(path)
    program = flow.program
    program.wait("list item", where=lambda node: node.name.startswith(NAME + ","))
    flow.expect("a program that opens the file calls it so", True)


def main():
    with Flow("own-file") as flow:
        path = flow.desktop.dir / "scan.json"
        shutil.copyfile(saved("three-mx"), path)
        flow.open(path)
        test_stranger(flow, path)
        test_rename(flow, path)
    flow.end()


main()
