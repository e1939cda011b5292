#!/usr/bin/env python3
"""What one target of a list costs on the wire and in CPU, against real servers, in a network of its own (so that the
counters of the loopback interface are ours): connections, packets, bytes with IP and TCP headers, bytes of results, CPU time
of handfast alone. docs/scale/cost.md multiplies it. Needs root, for `unshare -n`.

usage: cost.py HANDFAST
"""
import json
import os
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/support"))
from peers import Relay, Workshop, need  # noqa: E402

from crowd import Laboratory  # noqa: E402

ETHERNET_LEN = 14  # the loopback interface counts it
DHE = "DHE-RSA-AES128-GCM-SHA256"
SERVERS = 200
DOMAINS = 5000


class Everywhere(Relay):
    """A real server on all addresses of 127.0.0.0/8: many servers for the list, one process for us."""

    hosts = ["0.0.0.0"]


def traffic():
    """(packets, bytes) both ways: what is sent on loopback is received there."""
    line = next(line for line in open("/proc/net/dev") if line.strip().startswith("lo:"))
    size, packets = map(int, line.split(":")[1].split()[:2])
    return packets, size - packets * ETHERNET_LEN


def check(shop, targets, *options):
    """(events, CPU seconds, wall seconds, packets, bytes)"""
    (shop.dir / "targets").write_text("\n".join(targets) + "\n")
    result = shop.dir / "result.jsonl"
    before, begin = traffic(), time.monotonic()
    process = subprocess.Popen([sys.argv[1], "check", f"@{shop.dir}/targets", "-q", "-f", f"jsonl={result}", *options])
    _, _, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - begin
    time.sleep(0.3)
    after = traffic()
    lines = result.read_text().splitlines()[1:-1]
    return ([json.loads(line) for line in lines], sum(len(line) + 1 for line in lines),
            usage.ru_utime + usage.ru_stime, seconds, after[0] - before[0], after[1] - before[1])


def one(shop, what, port, *options):
    events, size, _, _, packets, wire = check(shop, [f"127.0.0.1:{port}"], *options)
    cost = next(event["cost"] for event in events if event["event"] == "server-end")
    worst = next(event["worst"] for event in events if event["event"] == "target-end")
    print(f"{what:44} {worst:7} {cost['connections']:8} {packets:8} {wire:9} {size:9}", flush=True)


def many(shop, what, backend, *options, round_trip=0.0):
    """CPU for each server of a list; the start of the program is measured with an empty one."""
    crowd = shop.serve(Everywhere(backend, round_trip))
    start = check(shop, [], *options)[2]
    options = [*options, "--servers", "20"]  # what one Postfix bears
    targets = [f"127.70.{n}.1:{crowd.port}" for n in range(SERVERS)]
    events, _, cpu, seconds, _, _ = check(shop, targets, *options)
    times = sorted(event["cost"]["seconds"] for event in events if event["event"] == "server-end")
    works = sum(event.get("worst") == "works" for event in events if event["event"] == "target-end")
    print(f"{what:44} {works:4} of {SERVERS} work  {(cpu - start) / SERVERS * 1e6:6.0f} us of CPU, median"
          f" {times[len(times) // 2]:.2f} s for a server", flush=True)


def look_up(shop, lab):
    """A domain with one MX, against its server alone: what remains is DNS to a resolver nearby."""
    options = ["-c", "exchange-2019", "--dns", lab.dns, "-p", str(lab.crowd.port)]
    asked = check(shop, ["d0.example"], *options)
    alone = check(shop, [f"127.60.0.1:{lab.crowd.port}"], *options)
    print(f"{'DNS for a domain with one MX':44} {'':7} {'':8} {asked[4] - alone[4]:8} {asked[5] - alone[5]:9}", flush=True)


def other_shards(shop, lab):
    """What a worker spends on a domain that is another's: it is looked up, and left."""
    options = ["-c", "exchange-2019", "--dns", lab.dns, "--shard", "999999/1000000"]
    start = check(shop, [], *options)[2]
    _, _, cpu, seconds, packets, wire = check(shop, [f"d{n}.many.example" for n in range(DOMAINS)], *options)
    print(f"{'a domain of another shard, only looked up':44} {(cpu - start) / DOMAINS * 1e6:21.0f} us of CPU,"
          f" {packets / DOMAINS:.0f} packets, {wire / DOMAINS:.0f} IP bytes; {DOMAINS / seconds:.0f} a second")


def main():
    need("postfix", "openssl", "unbound", "unshare", "ip")
    if "HANDFAST_COST" not in os.environ:
        sys.argv[1] = os.path.abspath(sys.argv[1])
        os.execvpe("unshare", ["unshare", "-n", "sh", "-c", 'ip link set lo up; exec "$@"', "sh", sys.executable,
                               *sys.argv], {**os.environ, "HANDFAST_COST": "inside"})
    client = ["-c", "exchange-2019"]
    with Workshop() as shop:
        both = shop.postfix(keys=("rsa", "ecdsa"))
        rsa = shop.postfix()
        dhe = shop.postfix(settings=[f"tls_medium_cipherlist={DHE}", "smtpd_tls_protocols=TLSv1.2"])
        none = shop.postfix(settings=["smtpd_tls_security_level=none"])
        print(f"{'one server':44} {'verdict':7} {'connect.':>8} {'packets':>8} {'IP bytes':>9} {'results':>9}")
        one(shop, "Postfix, RSA", rsa, *client)
        one(shop, "Postfix, RSA, --no-confirm", rsa, *client, "--no-confirm")
        one(shop, "Postfix, RSA and ECDSA", both, *client)
        one(shop, "Postfix, RSA, client postfix-3.7 (TLS 1.3)", rsa, "-c", "postfix-3.7")
        one(shop, "Postfix with DHE alone: cause and fix", dhe, *client)
        one(shop, "Postfix without STARTTLS", none, *client)
        lab = Laboratory(shop, sys.argv[1])
        look_up(shop, lab)
        print()
        many(shop, "Postfix, RSA", rsa, *client)
        many(shop, "Postfix, RSA, --no-confirm", rsa, *client, "--no-confirm")
        many(shop, "Postfix, RSA, client postfix-3.7 (TLS 1.3)", rsa, "-c", "postfix-3.7")
        many(shop, "Postfix with DHE alone: cause and fix", dhe, *client)
        many(shop, "Postfix, RSA, round trip of 100 ms", rsa, *client, round_trip=0.1)
        many(shop, "DHE alone, round trip of 100 ms", dhe, *client, round_trip=0.1)
        many(shop, "Postfix without STARTTLS", none, *client)
        other_shards(shop, lab)


if __name__ == "__main__":
    main()
