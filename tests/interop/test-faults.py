#!/usr/bin/env python3
"""Under faults nothing is ever wrong: what the fault-free brute force accepts is never "rejected", what it
refuses is never "accepted"; what could not be learned says so.

One of five connections gets a 421, is closed before the greeting, or is reset somewhere (before the
greeting, after EHLO, after the ClientHello).

usage: test-faults.py HANDFAST
"""
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/support"))
from bruteforce import brute_force  # noqa: E402
from peers import FAULTS, Workshop, need, random_faults  # noqa: E402

SUITES = ("ECDHE-RSA-AES256-GCM-SHA384:DHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-SHA256:AES256-SHA:"
          "CAMELLIA128-SHA")
SHARE = 0.2


def codes():
    out = subprocess.run([sys.argv[1], "suites"], capture_output=True, text=True, check=True).stdout
    lines = [line.split() for line in out.splitlines() if line.startswith("0x")]
    return [int(code, 16) for code, strength, *rest in lines if strength != "-" and int(code, 16) <= 0xFFFF]


def scan(port):
    command = [sys.argv[1], "scan", f"127.0.0.1:{port}", "-c", "exchange-2019", "-f", "json", "--all",
               "--no-save", "--no-confirm", "--versions", "TLS1.2,TLS1.3", "-j", "2"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=400)
    return json.loads(done.stdout)["targets"][0]["servers"][0]


def compare(server, truth):
    """(wrong claims, unknown suites)"""
    wrong, unknown = [], 0
    for version in server["versions"]:
        accepted = truth.get(version["version"], (set(),))[0]
        for suite in version["suites"]:
            code = int(suite["code"], 16)
            unknown += suite["status"] == "unknown"
            if suite["status"] == "rejected" and code in accepted:
                wrong.append(f"{version['version']} {suite['name']}: said no, is yes")
            if suite["status"] == "accepted" and code not in accepted:
                wrong.append(f"{version['version']} {suite['name']}: said yes, is no")
        found = {int(s["code"], 16) for s in version["suites"] if s["status"] == "accepted"}
        if not version["unknown"] and version["version"] in ("TLS1.2", "TLS1.3") and found != accepted:
            wrong.append(f"{version['version']}: nothing unknown, but not all found")
    return wrong, unknown


def main():
    need("openssl")
    failed = 0
    runs = [(FAULTS, seed) for seed in (1, 2)] + [((kind,), 3) for kind in FAULTS]
    print(f"{'faults':12} {'wrong':>5} {'unknown':>7} {'connections':>11} {'failed':>6} {'seconds':>7}  state")
    with Workshop() as shop:
        back = shop.s_server(options=["-cipher", SUITES, "-serverpref", "-no_tls1_1", "-no_tls1"])
        truth = brute_force(back, codes(), versions=("TLS1.3", "TLS1.2"))
        for kinds, seed in runs:
            front = shop.front(back, fault=random_faults(SHARE, seed, kinds))
            server = scan(front.port)
            wrong, unknown = compare(server, truth)
            cost = server["cost"]
            name = kinds[0] if len(kinds) == 1 else f"mixed, {seed}"
            print(f"{name:12} {len(wrong):5} {unknown:7} {cost['connections']:11} {cost['failed']:6} "
                  f"{cost['seconds']:7.1f}  {server['incomplete'] or 'complete'}", flush=True)
            for sentence in wrong:
                print(f"    {sentence}")
            failed += bool(wrong)
    return 1 if failed else 0


sys.exit(main())
