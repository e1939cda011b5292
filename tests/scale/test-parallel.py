#!/usr/bin/env python3
"""The GNU parallel script of docs/scale on this machine (":"): four workers, one merged result that says what one
run says; no server is asked by two; given again it asks nobody. And workers at standard input.

usage: test-parallel.py HANDFAST
"""
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/support"))
from expect import exit_code, expect  # noqa: E402
from peers import Workshop, need  # noqa: E402

from crowd import WORKERS, Laboratory, differences, results  # noqa: E402

SCRIPT = ROOT / "docs/scale/parallel-ssh.sh"


def script(lab, folder):
    machines = lab.shop.dir / "machines.txt"
    machines.write_text("2/:\n")
    return subprocess.run([SCRIPT, str(WORKERS), machines, lab.list, folder, *lab.options], capture_output=True,
                          text=True, timeout=300, stdin=subprocess.DEVNULL,
                          env={**os.environ, "HANDFAST": str(lab.wrapper), "HOME": str(lab.shop.dir)})


def workers_say_what_one_run_says(lab, status, whole):
    folder = lab.shop.dir / "results"
    done = script(lab, folder)
    found, state = results(folder / "all.jsonl")
    expect("merged, they say what one run says", not differences(found, whole), differences(found, whole))
    expect("complete, with the exit status of one run", (state, done.returncode) == ("complete", status),
           (state, done))
    expect("all workers had servers", len(lab.workers()) == WORKERS, lab.workers())
    expect("no server was asked by two workers", not lab.several_workers(), lab.several_workers())
    lab.crowd.asked.clear()
    done = script(lab, folder)
    expect("given again it asks nobody and says the same", not lab.crowd.asked and
           results(folder / "all.jsonl")[0] == whole and done.returncode == status, (lab.crowd.asked, done))


def standard_input(lab, whole):
    """parallel --pipe gives each worker a part of the list: here it is the targets that are shared out."""
    lab.crowd.asked.clear()
    folder = lab.shop.dir / "pipe"
    folder.mkdir()
    options = " ".join(lab.options)
    done = subprocess.run(["parallel", "--pipe", "-N", "30", "-j", "2",
                           f"{lab.handfast} check - -f jsonl=part-{{#}}.jsonl -q {options}; [ $? -le 4 ]"],
                          stdin=lab.list.open(), capture_output=True, text=True, timeout=300, cwd=folder,
                          env={**os.environ, "HOME": str(lab.shop.dir)})
    parts = sorted(folder.glob("part-*.jsonl"))
    subprocess.run([lab.handfast, "merge", *parts, "-q", "-o", folder / "all.jsonl"], timeout=60)
    found, state = results(folder / "all.jsonl")
    expect("workers at standard input say it too", len(parts) == 4 and done.returncode == 0 and
           not differences(found, whole) and state == "complete", (parts, done, differences(found, whole)))


def main():
    need("parallel", "postfix", "openssl", "unbound")
    with Workshop() as shop:
        lab = Laboratory(shop, sys.argv[1])
        status, (whole, state) = lab.unsharded()
        expect("one run is complete", len(whole) == 93 and state == "complete", (len(whole), state))
        workers_say_what_one_run_says(lab, status, whole)
        standard_input(lab, whole)
    return exit_code()


if __name__ == "__main__":
    sys.exit(main())
