#!/usr/bin/env python3
"""What a scan costs over a slow line: a real Postfix behind a relay that makes each round trip last as long as
asked. A connection takes five round trips, so with c slots one question should end every 5/c of them.

Not a test of speed: only connections and ratios count; the seconds are there to be divided. The reference is
the same scan with one connection at a time, and sslscan where it is installed.

usage: round-trips.py HANDFAST [ROUND_TRIP_MS...]
"""
import json
import pathlib
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/support"))
from peers import Workshop, need  # noqa: E402

ROUND_TRIPS_OF_A_CONNECTION = 5


def scan(port, slots):
    done = subprocess.run([sys.argv[1], "scan", f"127.0.0.1:{port}", "-c", "exchange-2019", "-f", "json",
                           "--no-save", "--no-confirm", "-j", str(slots)], capture_output=True, text=True)
    return json.loads(done.stdout)["targets"][0]["servers"][0]["cost"]


def report(name, round_trip, connections, questions, seconds, goal):
    took = f"{seconds / questions / round_trip:8.2f}" if round_trip and questions else "       -"
    print(f"{name:22} {round_trip * 1000:5.0f} {connections:11} {questions:9} {seconds:8.1f} {took:>12}  {goal}",
          flush=True)


def main():
    need("postfix", "openssl")
    print(f"{'who':22} {'RTT ms':>5} {'connections':>11} {'questions':>9} {'seconds':>8} {'RTT/question':>12}  5/c")
    with Workshop() as shop:
        postfix = shop.postfix()
        for ms in [int(word) for word in sys.argv[2:]] or [50]:
            round_trip = ms / 1000
            relay = shop.relay(postfix, round_trip=round_trip)
            for slots in (1, 2, 5, 10):
                cost = scan(relay.port, slots)
                questions = cost["enumeration"] + cost["order"] + cost["details"] + cost["replays"]
                report(f"handfast -j {slots}", round_trip, cost["connections"], questions, cost["seconds"],
                       f"{ROUND_TRIPS_OF_A_CONNECTION / slots:.2f}")
            if shutil.which("sslscan"):
                before, start = relay.connections, time.monotonic()
                subprocess.run(["sslscan", "--starttls-smtp", "--no-colour", f"127.0.0.1:{relay.port}"],
                               capture_output=True)
                made = relay.connections - before
                report("sslscan", round_trip, made, made, time.monotonic() - start, "")
    return 0


sys.exit(main())
