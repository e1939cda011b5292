#!/usr/bin/env python3
"""Every scenario of tests/cases/faults against the faulty server: `handfast check`, for those that say so also
`handfast scan`. Each must end in bounded time and memory, with valid JSON, a text without raw control bytes,
the outcome that the scenario names, and never with a "no" that no refusal on the TLS level stands behind.

usage: test-fault-suite.py FAULT-SERVER RUN-MEASURED HANDFAST [WORD...]     only scenarios whose name has one of the words
       -v as the first WORD: a line for every run
"""
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/support"))
from expectations import complaints  # noqa: E402
from faulty import FaultServer, scenarios  # noqa: E402
from inner import SUITES  # noqa: E402
from peers import Workshop, need  # noqa: E402

PARALLEL = 24
KILL_AFTER = 120


class Run:
    """One run of handfast: what it printed, how long it took, how much memory."""

    def __init__(self, measured, handfast, scenario, mode, port, folder):
        stem = folder / f"{scenario.name}-{mode}"
        self.scenario, self.mode = scenario, mode
        self.json_file = f"{stem}.json"
        command = [handfast, mode, f"127.0.0.1:{port}", "-c", "exchange-2019", "--no-save", "--timeout", scenario.timeout,
                   "--progress", "none", "-f", f"json={stem}.json", "-f", "text", *scenario.options]
        if "--confirm" not in scenario.options:
            command += ["--no-confirm"]
        if mode == "scan":
            command += ["--all", "--versions", "TLS1.2"]
        with open(f"{stem}.out", "wb") as out:
            subprocess.run([measured, f"{stem}.usage", str(KILL_AFTER), *command], stdout=out,
                           stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=True)
        usage = pathlib.Path(f"{stem}.usage").read_text().split()
        self.exit = int(usage[0])
        self.seconds, self.cpu, self.megabytes = float(usage[1]), float(usage[2]), int(usage[3]) / 1024
        self.text = pathlib.Path(f"{stem}.out").read_bytes()
        self.json = pathlib.Path(self.json_file).read_text() if os.path.exists(self.json_file) else ""
        self.outcome = {}


def dialogue(handfast, run):
    """What `dialogue` shows of the same bytes."""
    return subprocess.run([handfast, "dialogue", run.json_file], capture_output=True, timeout=60).stdout


def one(measured, handfast, scenario, mode, port, folder, truth):
    run = Run(measured, handfast, scenario, mode, port, folder)
    wrong = complaints(run, truth)
    if run.json and mode == "check":
        if re.search(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]", dialogue(handfast, run)):
            wrong.append("dialogue prints a raw control byte")
    return run, wrong


def main():
    need("openssl")
    server_program, measured, handfast, *words = sys.argv[1:]
    verbose = words[:1] == ["-v"]
    words = words[verbose:]
    every = scenarios()
    runs, failed = [], 0
    start = time.monotonic()
    with Workshop() as shop, tempfile.TemporaryDirectory(prefix="handfast-faults-") as folder:
        inner = shop.start(sys.executable, ROOT / "tests/faults/inner.py", *shop.certificate("rsa"),
                           stdout=subprocess.PIPE)
        backend = int(inner.stdout.readline())
        server = FaultServer(server_program, ["--backend", backend], every)
        jobs = [(s, mode) for s in every for mode in s.modes if not words or any(w in s.name for w in words)]
        # The long ones first, so that they do not stand alone at the end.
        jobs.sort(key=lambda job: (job[1] != "scan", not job[0].options))
        with concurrent.futures.ThreadPoolExecutor(PARALLEL) as pool:
            waiting = [pool.submit(one, measured, handfast, s, mode, server.ports[s.name], pathlib.Path(folder),
                                   set(SUITES.values())) for s, mode in jobs]
            for done in concurrent.futures.as_completed(waiting):
                run, wrong = done.result()
                runs.append(run)
                failed += bool(wrong)
                if wrong or verbose:
                    print(f"{'FAIL' if wrong else 'ok':4} {run.scenario.name} ({run.mode}): exit {run.exit}, "
                          f"{run.seconds:.1f} s, {run.cpu:.2f} s CPU, {run.megabytes:.0f} MB; "
                          f"{' '.join(run.outcome.values())}", flush=True)
                for sentence in wrong:
                    print(f"       {sentence}", flush=True)
        connections = server.counts()["all"]
    slowest = max(runs, key=lambda r: r.seconds)
    largest = max(runs, key=lambda r: r.megabytes)
    busiest = max(runs, key=lambda r: r.cpu)
    print(f"{len(runs)} runs of {len({r.scenario.name for r in runs})} scenarios, {failed} wrong, "
          f"{time.monotonic() - start:.1f} s; {connections[0]} connections, at most {connections[1]} at once")
    print(f"slowest {slowest.seconds:.1f} s ({slowest.scenario.name}), most memory {largest.megabytes:.1f} MB "
          f"({largest.scenario.name}), most CPU {busiest.cpu:.2f} s ({busiest.scenario.name})")
    return 1 if failed else 0


sys.exit(main())
