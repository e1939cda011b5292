#!/usr/bin/env python3
"""Few connections, and gently: what a run may cost, counted by the report and by the server itself.

usage: test-pace.py HANDFAST
"""
import asyncio
import json
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/support"))
from peers import Workshop, need  # noqa: E402

HANDFAST = sys.argv[1]


# A real Postfix with few suites, so that a scan takes some 25 connections.
FEW = ("smtpd_tls_ciphers=medium", "smtpd_tls_protocols=>=TLSv1.2", "tls_medium_cipherlist=ECDHE-RSA-AES256-GCM-SHA384:"
       "ECDHE-RSA-AES128-GCM-SHA256:AES256-SHA")
LIMITED = ("smtpd_client_event_limit_exceptions=",)


def run(*words):
    """The first server of the document."""
    done = subprocess.run([HANDFAST, *words, "-f", "json", "--no-save"], capture_output=True, text=True, timeout=200)
    return json.loads(done.stdout)["targets"][0]["servers"][0]


def scan(port, *words):
    return run("scan", f"127.0.0.1:{port}", "-c", "exchange-2019", "--versions", "TLS1.2,TLS1.3", *words)


def learned(server):
    """What a scan says of TLS, without the numbers of its probes."""
    versions = {v["version"]: (v["status"], v["order"], v["unknown"],
                               sorted((s["code"], s["status"], s["rank"] or 0) for s in v["suites"]))
                for v in server["versions"]}
    groups = sorted((g["code"], g["status"]) for g in server["groups"])
    pairs = [(p["profile"], p["verdict"], p["suite"]) for p in server["pairs"]]
    return versions, groups, pairs, server["incomplete"]


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


def test_limits_of_postfix(checks, shop):
    """Complete and equal in spite of a limit, and the limit is told."""
    whole = learned(scan(shop.postfix(settings=FEW)))
    # A scan of so few suites seldom has more than three open: that limit may be met only once.
    for limit, words in ((1, ("-j", "2")), (2, ("-j", "5")), (3, ("-j", "5"))):
        port = shop.postfix(settings=(*FEW, *LIMITED, f"smtpd_client_connection_count_limit={limit}"))
        server = scan(shop.relay(port, round_trip=0.03).port, *words)
        seen = server["throttle"], server["cost"]["failed"], server["cost"]["connections"], server["cost"]["seconds"]
        checks.expect(f"at most {limit} at once, {' '.join(words)}",
                      learned(server) == whole and server["throttle"] and server["throttle"]["sign"] == "421"
                      and server["throttle"]["limit"] in (limit, *((None,) if limit == 3 else ()))
                      and seen[1] <= 8, seen)
    port = shop.postfix(settings=(*FEW, *LIMITED, "smtpd_client_connection_rate_limit=10", "anvil_rate_time_unit=10s"))
    server = scan(port)
    seen = server["throttle"], server["cost"]["failed"], server["cost"]["connections"], server["cost"]["seconds"]
    checks.expect("10 in 10 seconds", learned(server) == whole and seen[1] <= 12, seen)


async def say_and_go(writer, words):
    writer.write(words)
    await writer.drain()


def busy_for(seconds, words):
    """The second connection begins a time in which all are sent away."""
    state = {"count": 0, "until": 0, "early": 0}

    async def fault(front, reader, writer):
        state["count"] += 1
        if state["count"] == 2:
            state["until"] = time.monotonic() + seconds
        elif time.monotonic() < state["until"]:
            state["early"] += 1
        if state["count"] > 1 and time.monotonic() < state["until"]:
            await say_and_go(writer, words)
            return True
        return False
    return state, fault


def dribble(share):
    """Every so-manieth connection gets its greeting a byte at a time."""
    state = {"count": 0}

    async def fault(front, reader, writer):
        state["count"] += 1
        if state["count"] % share == 0:
            for byte in b"220-front.example\r\n":
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(0.12)
        return False
    return fault


def test_signs(checks, shop):
    """Sent away in many ways, once or for a time: all is found all the same."""
    backend = shop.s_server(options=["-no_tls1_1", "-no_tls1", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256:AES256-SHA"])
    whole = learned(scan(shop.front(backend).port, "--no-confirm"))
    for words, sign in ((b"421 4.7.0 busy, try again in 3 seconds\r\n", "421"),
                        (b"450 4.7.1 wait 3s\r\n", "450"), (b"451 4.3.2 retry after 00:00:03\r\n", "451"),
                        (b"554 5.7.0 too many connections, come back in 3 seconds\r\n", "554"),
                        (b"", "closed-before-greeting")):
        state, fault = busy_for(2.5, words)
        server = scan(shop.front(backend, fault=fault).port, "--no-confirm", "-j", "1")
        seen = server["throttle"], state["early"]
        checks.expect(f"busy: {sign}", learned(server) == whole and server["throttle"]["sign"] == sign
                      and (not words or state["early"] == 0 and server["throttle"]["told_seconds"] == 3), seen)
    server = scan(shop.front(backend, fault=dribble(6)).port, "--no-confirm")
    checks.expect("a tarpit now and then", learned(server) == whole and server["throttle"]["sign"] == "slow-replies",
                  server["throttle"])
    state, fault = busy_for(1000, b"421 4.7.0 come back in 2 hours\r\n")
    server = scan(shop.front(backend, fault=fault).port, "--no-confirm", "-j", "1")
    checks.expect("told to come back in two hours: it stops at once, unknown stays unknown",
                  "come back" in (server["incomplete"] or "") and server["cost"]["seconds"] < 60
                  and not any(s["status"] == "rejected" for v in server["versions"] for s in v["suites"])
                  and all(p["verdict"] in ("unknown", "works") for p in server["pairs"]),
                  (server["incomplete"], server["throttle"]["told_seconds"], server["cost"]["connections"]))


def test_budgets(checks, shop):
    """What may be spent is not overspent."""
    slow = shop.relay(shop.postfix(settings=FEW), round_trip=0.2)
    started = time.monotonic()
    server = scan(slow.port, "--max-time", "3")
    took = time.monotonic() - started
    # The whole scan takes 20 s or more; a loaded machine may be late with the end of three.
    checks.expect("--max-time 3", "time" in (server["incomplete"] or "") and took < 10, (server["incomplete"], round(took, 1)))
    before = slow.connections
    server = scan(slow.port, "--max-probes", "7")
    seen = server["cost"]["connections"], slow.connections - before
    checks.expect("--max-probes 7", seen == (7, 7) and "connections" in (server["incomplete"] or ""), seen)
    started, before = time.monotonic(), slow.connections
    run("check", f"127.0.0.1:{slow.port}", "-c", "exchange-2019", "--pause", "1500")
    checks.expect("--pause 1500", time.monotonic() - started > 1.5 and slow.connections - before == 2, slow.connections - before)
    while slow.open:
        time.sleep(0.05)
    slow.most_open = 0
    run("check", f"127.0.0.1:{slow.port}", "-c", "exchange-2019", "--slow")
    checks.expect("--slow", slow.most_open == 1, slow.most_open)


def resume(path, *words):
    done = subprocess.run([HANDFAST, "resume", path, "-f", "json", "--all", *words], capture_output=True, text=True, timeout=200)
    return json.loads(done.stdout)["targets"][0]["servers"][0], done.returncode


def differences(a, b):
    """Where two nested results differ, shortly."""
    if a == b:
        return []
    if isinstance(a, dict) and isinstance(b, dict):
        return [(k, d) for k in sorted({*a, *b}) for d in differences(a.get(k), b.get(k))]
    if isinstance(a, (tuple, list)) and isinstance(b, (tuple, list)) and len(a) == len(b):
        return [(i, d) for i, (x, y) in enumerate(zip(a, b)) for d in differences(x, y)][:10]
    return [f"{str(a)[:100]} / {str(b)[:100]}"]


def save(path, mode, port, *words):
    done = subprocess.run([HANDFAST, mode, f"127.0.0.1:{port}", "-c", "exchange-2019,postfix-3.7", "-f", f"json={path}", "--all",
                           "--no-save", *words], capture_output=True, text=True, timeout=200)
    assert not done.stderr, done.stderr
    return json.loads(path.read_text())["targets"][0]["servers"][0]


def test_resume(checks, shop):
    """Interrupted anywhere and gone on with: what a whole scan finds, for about as many connections."""
    path = shop.dir / "scan.json"
    for name, port in (("Postfix", shop.postfix(keys=("rsa", "ecdsa"))),
                       ("client's order", shop.front(shop.s_server(options=["-no_tls1_1", "-no_tls1"])).port),
                       ("server's order", shop.front(shop.s_server(options=["-serverpref", "-no_tls1_1", "-no_tls1"])).port)):
        # Handshakes only with a server that speaks SMTP inside TLS.
        more = () if name == "Postfix" else ("--no-confirm",)
        first = save(path, "scan", port, *more)
        whole, whole_cost = learned(first), first["cost"]["connections"]
        for cut in (1, 3, 8, 20, 40):
            part = save(path, "scan", port, "--max-probes", str(cut), *more)
            if not part["incomplete"]:
                continue
            server, code = resume(path, *more)
            saved = json.loads(path.read_text())
            cost = server["cost"]["connections"]
            checks.expect(f"{name}, {cut}, then resume", learned(server) == whole and code == 0
                          and saved["targets"][0]["servers"][0]["pairs"] == server["pairs"] and saved["state"] == "complete"
                          and server["cost"]["connections"] <= whole_cost + 8, f"{cut} + {cost - cut} of {whole_cost}")
            if learned(server) != whole:
                print(differences(learned(server), whole))
        again, code = resume(path, *more)
        checks.expect("nothing is unknown: nothing is asked", again["cost"] == server["cost"], again["cost"]["connections"])
    part = save(path, "scan", port, "--max-probes", "30", *more)
    server, code = resume(path, "--max-probes", "5", *more)
    checks.expect("resumed in steps", server["incomplete"] and server["cost"]["connections"] <= 35, server["cost"]["connections"])
    for _ in range(40):
        if server["incomplete"]:
            server, code = resume(path, "--max-probes", "5", *more)
    checks.expect("to the end", learned(server) == whole, server["cost"]["connections"])
    blocked = shop.postfix(settings=("smtpd_tls_ciphers=high", "tls_high_cipherlist=AES256-SHA", "smtpd_tls_protocols=TLSv1.2"))
    first = save(path, "check", blocked)
    whole = [(p["verdict"], p["cause"], [f["change"] for f in p["fixes"]]) for p in first["pairs"]]
    for cut in (1, 4, 10):
        save(path, "check", blocked, "--max-probes", str(cut))
        server, code = resume(path)
        seen = [(p["verdict"], p["cause"], [f["change"] for f in p["fixes"]]) for p in server["pairs"]]
        checks.expect(f"check, {cut}, then resume", seen == whole and code == 1, (server["cost"]["connections"], seen))


TESTS = [test_check_costs_two, test_limits_of_postfix, test_signs, test_budgets, test_resume]


def main():
    need("openssl", "postfix")
    checks = Checks()
    with Workshop() as shop:
        for test in TESTS:
            if not sys.argv[2:] or test.__name__ in sys.argv[2:]:
                test(checks, shop)
    return 1 if checks.failed else 0


sys.exit(main())
