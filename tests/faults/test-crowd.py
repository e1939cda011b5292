#!/usr/bin/env python3
"""10,000 probes at once in one engine, over all scenarios that say how a probe ends: each ends so, in bounded
time and memory, and (in a build with sanitizers) without a leak.

usage: test-crowd.py FAULT-SERVER CROWD [CONNECTIONS]
"""
import re
import resource
import subprocess
import sys

from faulty import FaultServer, scenarios

SPARE_FILES = 300  # ports, the loop, what the program has open anyway
MAX_KIB = {False: 4, True: 20}  # a connection that waits; with sanitizers
MAX_MIB = {False: 250, True: 1500}  # at the peak, for 10,000


def is_sanitized(program):
    return b"__asan_init" in open(program, "rb").read()


def shares(total, of):
    """Connections by scenario: what those need that go through all places of an answer, the rest evenly."""
    counts = {s.name: s.crowd for s in of if s.crowd} if total > sum(s.crowd for s in of) else {}
    others = [s.name for s in of if s.name not in counts]
    rest = total - sum(counts.values())
    return counts | {name: rest // len(others) + (i < rest % len(others)) for i, name in enumerate(others)}


def main():
    server_program, crowd, *rest = sys.argv[1:]
    wanted = int(rest[0]) if rest else 10000
    _, most_files = resource.getrlimit(resource.RLIMIT_NOFILE)
    total = min(wanted, most_files - SPARE_FILES)
    if total < wanted:
        print(f"only {total} connections: the hard limit of open files is {most_files}")
    chosen = [s for s in scenarios() if s.probe and "connect-silent" not in s.name]
    refusing = [s for s in chosen if s.probe == "connect-refused"]
    chosen = [s for s in chosen if s not in refusing]
    server = FaultServer(server_program, ["--gather", total], chosen + refusing)
    counts = shares(total, chosen) | {s.name: 20 for s in refusing}
    listing = "".join(f"{s.name} {server.ports[s.name]} {counts[s.name]} {s.probe}\n" for s in chosen + refusing)
    done = subprocess.run([crowd], input=listing, text=True, stdout=subprocess.PIPE, timeout=300)
    print(done.stdout, end="")
    most = server.counts()["all"][1]
    print(f"the server saw {most} at once, in {len(chosen) + len(refusing)} scenarios; exit {done.returncode}")
    wrong = done.returncode != 0
    if most < total:
        print(f"not at once: {most} of {total}")
        wrong = True
    figures = re.search(r"memory: ([\d.]+) KiB a connection, ([\d.]+) MiB", done.stdout)
    sanitized = is_sanitized(crowd)
    if not figures or float(figures[1]) > MAX_KIB[sanitized] or float(figures[2]) > MAX_MIB[sanitized]:
        print(f"more memory than {MAX_KIB[sanitized]} KiB a connection and {MAX_MIB[sanitized]} MiB")
        wrong = True
    return 1 if wrong else 0


sys.exit(main())
