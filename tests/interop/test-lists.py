#!/usr/bin/env python3
"""Lists of targets against a crowd of addresses with real Postfix servers behind them: each server is asked once,
nobody is asked by too many at once, a killed run goes on where it stopped, shards share the work, a slow writer
at standard input stops nobody, and memory does not grow with the list.

usage: test-lists.py HANDFAST
"""
import collections
import csv
import io
import json
import os
import pathlib
import signal
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/support"))
from expect import exit_code, expect  # noqa: E402
from nameserver import name_server  # noqa: E402
from peers import Relay, Workshop, free_port, need  # noqa: E402


def established(port):
    """How many connections to the port are open on both sides, by address and by network: what the kernel says, for
    this process may be late to see the end of one."""
    now = collections.Counter()
    for line in open("/proc/net/tcp").read().splitlines()[1:]:
        local, _, state = line.split()[1:4]
        if state == "01" and int(local[-4:], 16) == port:
            address = ".".join(str(byte) for byte in bytes.fromhex(local[:8])[::-1])
            now.update((address, address.rsplit(".", 1)[0] + ".0/24"))
    return now


class Crowd(Relay):
    """One port on all addresses of 127.0.0.0/8 and on ::1, all of them the same real server behind it; counts by
    address and by network."""

    hosts = ["0.0.0.0", "::1"]

    def __init__(self, backend):
        super().__init__(backend)
        self.port = free_port()
        self.asked = collections.Counter()
        self.most = collections.Counter()

    async def serve(self, reader, writer):
        self.asked[writer.get_extra_info("sockname")[0]] += 1
        # Twice: connections come and go while the kernel's list is read.
        self.most |= established(self.port) & established(self.port)
        await super().serve(reader, writer)

    def forget(self):
        for counter in (self.asked, self.most):
            counter.clear()


def command(*words, client="exchange-2019"):
    return [sys.argv[1], "check", *map(str, words), "-c", client]


def lines(text):
    """All lines, each of which must be whole JSON."""
    return [json.loads(line) for line in text.splitlines()]


def blocks(events):
    """target -> its servers (address -> verdict) and the worst verdict, in the order of the file."""
    found = {}
    servers = {}
    for event in events:
        if event["event"] == "pair":
            servers[event["address"]] = event["pair"]["verdict"]
        elif event["event"] == "target-end":
            found[event["target"]] = (servers, event["worst"], event.get("error"))
            servers = {}
    return found


def run(*words, **options):
    return subprocess.run(command(*words), capture_output=True, text=True, timeout=120, **options)


def asks_each_server_once(shop, crowd, dns):
    names = [f"d{number}.example" for number in range(6)] + ["two.example", "both.example", "missing.example"]
    (shop.dir / "names.txt").write_text("# domains\n\n" + "\n".join(names) + "\r\nnot a name\n")
    crowd.forget()
    done = run(f"@{shop.dir}/names.txt", "-f", "jsonl", "--dns", dns, "-p", crowd.port)
    found = blocks(lines(done.stdout))
    expect("every target has its last line", set(found) == {*names, "not a name"}, list(found))
    expect("six domains at one server: its connections are those of one", 1 <= crowd.asked["127.0.0.9"] <= 2,
           crowd.asked)
    expect("all of them get its verdict",
           all(found[f"d{number}.example"][:2] == ({"127.0.0.9": "works"}, "works") for number in range(6)), found)
    expect("every MX and every address is in one result",
           set(found["two.example"][0]) == {"127.0.0.9", "127.0.1.1", "127.0.2.1"}, found["two.example"])
    expect("IPv4 and IPv6", set(found["both.example"][0]) == {"127.0.1.1", "::1"}, found["both.example"])
    expect("a domain that does not exist and a bad line do not stop the others",
           [found[name][2]["id"] for name in ("missing.example", "not a name")] == ["dns-no-such-domain", "bad-target"],
           found)
    ends = [event for event in lines(done.stdout) if event["event"] == "scan-end"]
    expect("the last line counts them", ends and ends[-1]["counts"] == {
        "targets": 10, "works": 8, "weak": 0, "fails": 0, "unknown": 0, "errors": 2}, ends)
    table = list(csv.DictReader(io.StringIO(run(f"@{shop.dir}/names.txt", "-f", "csv", "--dns", dns, "-p",
                                                crowd.port).stdout)))
    told = {(target, address): verdict for target, (servers, _, _) in found.items()
            for address, verdict in servers.items()}
    expect("as CSV the same verdicts", told == {(row["target"], row["address"]): row["verdict"] for row in table
                                                if row["address"]}, table)
    expect("as CSV the same errors", {row["target"]: row["error"] for row in table if row["error"]} == {
        "missing.example": "dns-no-such-domain", "not a name": "bad-target"}, table)
    document = run(*names[:2], "-f", "json", "--no-save", "--dns", dns, "-p", crowd.port)
    servers = [target["servers"][0] for target in json.loads(document.stdout)["targets"]]
    expect("a document has the whole result for both", servers[0]["pairs"] == servers[1]["pairs"]
           and servers[0]["replays"] == servers[1]["replays"] and servers[1]["host"] == "mx.d.example", servers)


def addresses(count, network):
    return [f"127.{network}.{number // 200}.{number % 200 + 1}" for number in range(count)]


def stays_below_limits(shop, crowd):
    targets = [f"{address}:{crowd.port}" for address in addresses(24, 20)]
    (shop.dir / "near.txt").write_text("\n".join(targets))
    crowd.forget()
    done = run(f"@{shop.dir}/near.txt", "-f", "jsonl", "--per-network", 6)
    expect("neighbours are all asked", len(blocks(lines(done.stdout))) == 24, done.stderr)
    expect("at most 6 connections to one /24 at once", 2 <= crowd.most["127.20.0.0/24"] <= 6, crowd.most)
    expect("at most 2 to one address", all(crowd.most[a] <= 2 for a in addresses(24, 20)), crowd.most)


def survives_kill(shop, crowd):
    # A /24 each, or the limit for a network would make it slow.
    targets = [f"127.30.{number}.1:{crowd.port}" for number in range(60)]
    (shop.dir / "kill.txt").write_text("\n".join(targets))
    result = shop.dir / "kill.jsonl"
    words = (f"@{shop.dir}/kill.txt", "--resume", result, "--servers", 4)
    crowd.forget()
    with subprocess.Popen(command(*words), stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and (not result.exists() or result.read_text().count("target-end") < 15):
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    text = result.read_text()
    before = text.count("target-end")
    with open(result, "a") as file:  # what a kill in the middle of a write leaves
        file.write('{"event":"pair","target":"127.30.59.1:')
    expect("it was killed on its way", 15 <= before < 60, before)
    expect("each line that is there is whole", text.endswith("\n") and lines(text))
    crowd.forget()
    done = run(*words)
    events = lines(result.read_text())
    found = blocks(events)
    expect("all targets are there after going on", set(found) == set(targets), (done.stderr, len(found)))
    expect("none of them twice", sum(event["event"] == "target-end" for event in events) == 60)
    expect("whole ones were not asked again", len(crowd.asked) == 60 - before, (len(crowd.asked), before))
    crowd.forget()
    again = run(*words)
    expect("a third time there is nothing to do", not crowd.asked and again.returncode == 0
           and "60 were asked before" in again.stderr, again)
    other = subprocess.run(command(*words, client="postfix-3.7"), capture_output=True, text=True)
    expect("with other clients it refuses and loses nothing", other.returncode == 65
           and set(blocks(lines(result.read_text()))) == set(targets), other)
    foreign = run(f"@{shop.dir}/kill.txt", "--resume", shop.dir / "kill.txt")
    expect("a file that is no result is left alone", foreign.returncode == 65
           and (shop.dir / "kill.txt").read_text() == "\n".join(targets), foreign)


def stops_and_goes_on(shop, crowd):
    """Ctrl-C: what was under way is told as partial, and asked again by the next run."""
    targets = [f"127.31.{number}.1:{crowd.port}" for number in range(40)]
    (shop.dir / "stop.txt").write_text("\n".join(targets))
    result = shop.dir / "stop.jsonl"
    words = (f"@{shop.dir}/stop.txt", "--resume", result, "--servers", 4)
    with subprocess.Popen(command(*words), stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and (not result.exists() or result.read_text().count("target-end") < 8):
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        status = process.wait(30)
    partial = [event["target"] for event in lines(result.read_text())
               if event["event"] == "target-end" and event["state"] == "partial"]
    expect("interrupted: exit 130, and some are partial", status == 130 and partial, (status, partial))
    run(*words)
    found = blocks(lines(result.read_text()))
    expect("then they are all there and work", len(found) == 40 and all(
        worst == "works" for _, worst, _ in found.values()), found)


def shards_share(shop, crowd):
    targets = [f"127.40.{number}.{host}:{crowd.port}" for number in range(12) for host in (1, 2)] + ["bad one"]
    (shop.dir / "shards.txt").write_text("\n".join(targets))
    seen, networks = collections.Counter(), []
    for number in (1, 2, 3):
        crowd.forget()
        done = run(f"@{shop.dir}/shards.txt", "-f", "jsonl", "--shard", f"{number}/3")
        seen.update(blocks(lines(done.stdout)).keys())
        networks.append({address.rsplit(".", 1)[0] for address in crowd.asked})
    expect("three shards: each target is told once", seen == collections.Counter(targets), seen)
    expect("no network is asked by two", not (networks[0] & networks[1] or networks[1] & networks[2]
                                             or networks[0] & networks[2]), networks)


def waits_for_standard_input(crowd):
    with subprocess.Popen(command("-", "-f", "jsonl"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True, bufsize=1) as process:
        process.stdin.write(f"127.50.0.1:{crowd.port}\n127.50.1.1:")
        process.stdin.flush()
        first = [json.loads(process.stdout.readline())["event"]]
        while first[-1] != "target-end":
            first.append(json.loads(process.stdout.readline())["event"])
        expect("the first result comes before the list is over", first[0] == "scan-start", first)
        process.stdin.write(f"{crowd.port}")
        process.stdin.close()
        rest = blocks(lines(process.stdout.read()))
        expect("a line in two pieces is one target", list(rest) == [f"127.50.1.1:{crowd.port}"], rest)


def peak_memory(shop, count):
    """KiB at most, for a list of so many targets that nobody answers for."""
    port = free_port()
    (shop.dir / "long.txt").write_text("".join(
        f"127.{60 + n // 62500}.{n // 250 % 250}.{n % 250 + 1}:{port}\n" for n in range(count)))
    with open(shop.dir / "long.jsonl", "w") as out:
        process = subprocess.Popen(command(f"@{shop.dir}/long.txt", "-f", "jsonl", "--max-probes", 1,
                                           "--per-network", 1000), stdout=out, stderr=subprocess.DEVNULL)
        _, _, usage = os.wait4(process.pid, 0)
    ends = sum(line.startswith('{"event":"target-end"') for line in open(shop.dir / "long.jsonl"))
    return usage.ru_maxrss, ends


def memory_is_bounded(shop):
    short, short_ends = peak_memory(shop, 12000)
    long, long_ends = peak_memory(shop, 36000)
    expect("three times the list is all told", (short_ends, long_ends) == (12000, 36000), (short_ends, long_ends))
    # Of each server that is over a few words are kept, up to a limit.
    expect(f"memory does not grow with the list: {short} and {long} KiB", long < short + 16 * 1024)
    expect("less than 100 MiB with 10,000 targets in flight", long < 100 * 1024, long)


def main():
    need("unbound", "postfix", "openssl")
    with Workshop() as shop:
        crowd = shop.serve(Crowd(shop.postfix(settings=["smtpd_client_connection_count_limit=0"])))
        dns = name_server(shop, [f"d{number}.example. MX 10 mx.d.example." for number in range(6)] + [
            "mx.d.example. A 127.0.0.9", "two.example. MX 10 mx.d.example.", "two.example. MX 20 mx2.example.",
            "mx2.example. A 127.0.1.1", "mx2.example. A 127.0.2.1", "both.example. A 127.0.1.1",
            "both.example. AAAA ::1"])
        asks_each_server_once(shop, crowd, dns)
        stays_below_limits(shop, crowd)
        survives_kill(shop, crowd)
        stops_and_goes_on(shop, crowd)
        shards_share(shop, crowd)
        waits_for_standard_input(crowd)
        memory_is_bounded(shop)
    return exit_code()


if __name__ == "__main__":
    sys.exit(main())
