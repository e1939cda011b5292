#!/usr/bin/env python3
"""Few connections, and gently: what a run may cost, counted by the report and by the server itself.

usage: test-pace.py HANDFAST
"""
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/support"))
from peers import Workshop, need  # noqa: E402

HANDFAST = sys.argv[1]


def run(*words):
    """The first server of the document."""
    done = subprocess.run([HANDFAST, *words, "-f", "json", "--no-save"], capture_output=True, text=True, timeout=120)
    return json.loads(done.stdout)["targets"][0]["servers"][0]


class Checks:
    def __init__(self):
        self.failed = 0

    def expect(self, what, ok, seen):
        print(f"{'ok   ' if ok else 'WRONG'} {what}: {seen}", flush=True)
        self.failed += not ok


def test_check_costs_two(checks, shop):
    """A profile that works costs a replay and a handshake, whatever may run at once."""
    postfix = shop.postfix()
    relay = shop.relay(postfix)
    for words in ((), ("-j", "1"), ("-j", "5"), ("--no-confirm",), ("--confirm=wolfssl",)):
        before = relay.connections
        server = run("check", f"127.0.0.1:{relay.port}", "-c", "postfix-3.7", *words)
        seen = (server["pairs"][0]["verdict"], server["cost"]["connections"], relay.connections - before,
                server["cost"]["warm_unused"])
        checks.expect(f"check {' '.join(words)}", seen[0] in ("works", "weak") and seen[1:] == (2, 2, 0), seen)
    before = relay.connections
    server = run("check", f"127.0.0.1:{relay.port}", "-c", "postfix-3.7,exchange-2019,exim-4.96")
    seen = server["cost"]["connections"], relay.connections - before
    checks.expect("check of three profiles", seen == (6, 6), seen)


TESTS = [test_check_costs_two]


def main():
    need("openssl", "postfix")
    checks = Checks()
    with Workshop() as shop:
        for test in TESTS:
            if not sys.argv[2:] or test.__name__ in sys.argv[2:]:
                test(checks, shop)
    return 1 if checks.failed else 0


sys.exit(main())
