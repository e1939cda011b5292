#!/usr/bin/env python3
"""The window decides nothing: for the same file and the same pair it shows the verdict, the cause and the sentences that
the command line has in its JSON. One start of the program for each pair.

usage: test-same-as-cli.py HANDFAST-GUI HANDFAST
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))
from flow import ROOT, SAVED, Flow  # noqa: E402

FIRST_WORD = {"works": "Yes:", "weak": "Yes, but weak:", "fails": "No:", "unknown": "Not known:"}
PAIRS = 2  # of a file


def pairs_of(document):
    """(number of the server, the saved verdict) of what was talked to; one of each verdict first."""
    servers = [server for target in document["targets"] for server in target["servers"]]
    found = [(number, pair) for number, server in enumerate(servers, 1) for pair in server["pairs"]
             if server["reach"] == "ok" and server["smtp"]["starttls"] == "offered"
             and not str(pair.get("cause")).startswith(("starttls", "not-tls"))  # these have a page of their own
             and (ROOT / f"profiles/{pair['profile']}.json").exists()]  # others cannot be chosen
    kinds = {pair["verdict"]: (number, pair) for number, pair in found}
    return list(kinds.values())[:PAIRS]


def shown_text(flow):
    """All that the card says, in one line and without capitals."""
    names = [node.name for role in ("label", "heading") for node in flow.program.find_all(role)]
    return " ".join(" ".join(names).split()).lower()


def compare(flow, path, number, pair):
    state = flow.desktop.dir / "pair.state"
    state.write_text(f"[state]\nscan={path}\nclient={pair['profile']}\nserver={number}\nview=answer\n")
    flow.open(f"--test-state={state}")
    flow.program.wait("heading", where=lambda node: node.name)
    flow.program.settle(3)
    what = f"{path.parent.name}, server {number}, {pair['profile']}"
    heading = flow.program.find("heading").name
    flow.expect(f"{what}: the verdict", heading.startswith(FIRST_WORD[pair["verdict"]]), (heading, pair["verdict"]))
    text = shown_text(flow)
    for key in ("summary", "why", "mail"):
        sentence = " ".join((pair.get(key) or "").split()).rstrip(".").lower()
        if pair["verdict"] == "fails":
            flow.expect(f"{what}: {key}", sentence in text, f"{sentence!r}\n      {text!r}")


def main():
    with Flow("same") as flow:
        for path in sorted(SAVED.glob("*/input.json")) + [ROOT / "tests/cases/gui/four-servers.json"]:
            for number, pair in pairs_of(flow.json("show", path)):
                compare(flow, path, number, pair)
    flow.end()


main()
