#!/usr/bin/env python3
"""The Slurm array script of docs/scale on a real Slurm: four tasks over one list, stopped and submitted again, then
merged, say what one run says; no server is asked by two tasks.

usage: test-slurm.py HANDFAST
"""
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/support"))
from expect import exit_code, expect  # noqa: E402
from peers import Workshop, need  # noqa: E402

from crowd import WORKERS, Laboratory, differences, results  # noqa: E402
from slurm import Slurm, need_slurm  # noqa: E402

SCRIPT = ROOT / "docs/scale/slurm-array.sh"


def submit(slurm, lab, folder, tasks=f"1-{WORKERS}", options=()):
    return slurm.submit(f"--array={tasks}", SCRIPT, WORKERS, lab.list, folder, "-q", *lab.options, *options,
                        env={"HANDFAST": str(lab.wrapper)})


def merge(lab, folder):
    out = lab.shop.dir / "all.jsonl"
    done = subprocess.run([lab.handfast, "merge", *sorted(folder.glob("part-*.jsonl")), "-o", out],
                          capture_output=True, text=True, timeout=60)
    return done, *results(out)


def tasks_say_what_one_run_says(slurm, lab, status, whole):
    folder = lab.shop.dir / "results"
    begin = time.monotonic()
    states = slurm.wait(submit(slurm, lab, folder))
    print(f"      {WORKERS} tasks took {time.monotonic() - begin:.1f} s")
    expect("all tasks completed", len(states) == WORKERS and all(state == ("COMPLETED", "0:0")
                                                                 for state in states.values()), states)
    expect("all tasks had servers", len(lab.workers()) == WORKERS, lab.workers())
    expect("no server was asked by two tasks", not lab.several_workers(), lab.several_workers())
    told = [part for part in folder.glob("part-*.jsonl") if results(part)[0]["broken.example"][1] == "dns-failed"]
    expect("what could not be looked up is told by all: its servers may be anybody's", len(told) == WORKERS, told)
    done, found, state = merge(lab, folder)
    expect("merged, they say what one run says", not differences(found, whole), differences(found, whole))
    expect("complete, with the exit status of one run", (state, done.returncode) == ("complete", status),
           (state, done))
    expect("targets were split and joined", "joined from several files" in done.stderr, done.stderr)


def stopped_tasks_go_on(slurm, lab, whole):
    folder = lab.shop.dir / "stopped"
    lab.crowd.asked.clear()
    job = submit(slurm, lab, folder, options=["--servers", "1", "--pause", "100"])
    begun = lambda: sum(b"target-end" in part.read_bytes() for part in folder.glob("part-*.jsonl")) == WORKERS
    slurm.wait_until("all tasks have begun", begun)
    slurm.run("scancel", job)
    states = slurm.wait(job)
    expect("tasks that were stopped are no success", not any(state == "COMPLETED" for state, _ in states.values()), states)
    done, found, state = merge(lab, folder)
    unknown = sum(worst == "unknown" for worst, _, _ in found.values())
    expect("the results are partial, what was not asked is unknown or missing, and said to be so",
           state == "partial" and unknown + len(whole) - len(found) > len(whole) / 2 and
           done.stderr.count("stopped before its end") == WORKERS, (len(found), unknown, state, done.stderr))
    slurm.wait(submit(slurm, lab, folder, tasks="1,3"))
    slurm.wait(submit(slurm, lab, folder, tasks="2,4"))
    done, found, state = merge(lab, folder)
    expect("submitted again, two by two, they go on: nothing is missing", not differences(found, whole) and
           state == "complete", (differences(found, whole), state, done.stderr))
    expect("still no server was asked by two tasks", not lab.several_workers(), lab.several_workers())


def errors_are_failures(slurm, lab):
    states = slurm.wait(slurm.submit("--array=1-2", SCRIPT, WORKERS, lab.shop.dir / "no-list", lab.shop.dir / "none",
                                     "-c", "exchange-2019", env={"HANDFAST": str(lab.wrapper)}))
    expect("a task that cannot begin is a failure, with its exit status",
           states and all(state == ("FAILED", "66:0") for state in states.values()), states)


def main():
    need("postfix", "openssl", "unbound")
    need_slurm()
    with Workshop() as shop:
        lab = Laboratory(shop, sys.argv[1])
        slurm = Slurm(shop, cpus=WORKERS)
        status, (whole, state) = lab.unsharded()
        verdicts = {worst for worst, _, _ in whole.values()}
        expect("one run: 93 targets, verdicts of all kinds", len(whole) == 93 and state == "complete" and
               {"works", "fails", "unknown"} <= verdicts, (len(whole), state, verdicts))
        tasks_say_what_one_run_says(slurm, lab, status, whole)
        stopped_tasks_go_on(slurm, lab, whole)
        errors_are_failures(slurm, lab)
    return exit_code()


if __name__ == "__main__":
    sys.exit(main())
