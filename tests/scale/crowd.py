"""Real mail servers on many addresses of 127.0.0.0/8, a list of domains that point at them, and a book of which
worker asked which server: each worker has an EHLO name of its own."""
import asyncio
import collections
import json
import os
import subprocess

from nameserver import name_server
from peers import Server, copy

NETWORKS = 24  # 127.60.N.0/24, two servers in each
WORKERS = 4
WRAPPER = """#!/bin/sh
# What a worker says of itself, so that servers can tell who asks them.
for word; do
	case $word in
	*/{workers}) set -- "$@" --ehlo "worker-${{word%/*}}.example" ;;
	esac
done
exec "{handfast}" "$@"
"""


class Crowd(Server):
    """One port on all addresses; behind an address a real server by its network."""

    hosts = ["0.0.0.0"]

    def __init__(self, backends):
        super().__init__()
        self.backends = backends
        self.asked = collections.defaultdict(collections.Counter)  # address -> EHLO name -> connections

    async def serve(self, reader, writer):
        address = writer.get_extra_info("sockname")[0]
        backend = self.backends[int(address.split(".")[2]) % len(self.backends)]
        back_reader, back_writer = await asyncio.open_connection("127.0.0.1", backend)
        down = asyncio.ensure_future(copy(back_reader, writer))
        first = await reader.readline()
        if first.upper().startswith(b"EHLO "):
            self.asked[address][first[5:].strip().decode()] += 1
        back_writer.write(first)
        await asyncio.gather(copy(reader, back_writer), down)
        back_writer.close()


def address(number):
    return f"127.60.{number % NETWORKS}.{1 + number // NETWORKS}"


class Laboratory:
    """Two kinds of real servers, a name server, a list of 93 targets, and the program as a worker runs it."""

    def __init__(self, shop, handfast):
        self.shop = shop
        self.handfast = os.path.abspath(handfast)
        dhe_only = shop.s_server(options=["-tls1_2", "-cipher", "DHE-RSA-AES128-GCM-SHA256"])
        self.crowd = shop.serve(Crowd([shop.postfix(), shop.front(dhe_only).port, shop.postfix()]))
        self.dns = name_server(shop, self.records(), zones=[("broken.example.", "refuse"),
                                                            ("many.example.", "redirect")])
        self.list = shop.dir / "domains.txt"
        self.list.write_text("\n".join(self.targets()) + "\n")
        self.options = ["-c", "exchange-2019", "--dns", self.dns, "-p", str(self.crowd.port)]
        self.wrapper = shop.dir / "worker"
        self.wrapper.write_text(WRAPPER.format(workers=WORKERS, handfast=self.handfast))
        self.wrapper.chmod(0o755)

    def targets(self):
        return ["# domains with one to three servers", *(f"d{n}.example" for n in range(80)),
                *(f"{address(n)}:{self.crowd.port}" for n in range(10)), "missing.example", "broken.example",
                "not a name"]

    def records(self):
        """MX hosts in different networks; broken.example cannot be looked up."""
        records = [f"h{n}.example. A {address(n)}" for n in range(2 * NETWORKS)]
        for n in range(80):
            for mx in range(1 + n % 3):
                records.append(f"d{n}.example. MX {10 * (mx + 1)} h{(7 * n + 11 * mx) % (2 * NETWORKS)}.example.")
        return [*records, "many.example. MX 10 h0.example."]

    def unsharded(self):
        """What one run over the whole list says; (status, results)."""
        path = self.shop.dir / "whole.jsonl"
        done = subprocess.run([self.handfast, "check", f"@{self.list}", "-f", f"jsonl={path}", "-q", *self.options],
                              capture_output=True, text=True, timeout=300)
        self.crowd.asked.clear()
        return done.returncode, results(path)

    def several_workers(self):
        """Servers that were asked by more than one worker, or by nobody that has a name."""
        return {server: dict(names) for server, names in self.crowd.asked.items()
                if len(names) != 1 or not next(iter(names)).startswith("worker-")}

    def workers(self):
        return {name for names in self.crowd.asked.values() for name in names}


def results(path):
    """(target -> (worst verdict, error, servers -> verdict), state)"""
    found, servers, state = {}, {}, None
    for line in path.read_text().splitlines():
        event = json.loads(line)
        if event["event"] == "pair":
            servers[event["host"], event["address"], event["port"]] = event["pair"]["verdict"]
        elif event["event"] == "target-end":
            error = event["error"] and event["error"]["id"]
            assert event["target"] not in found, f"{event['target']} is there twice"
            found[event["target"]] = (event["worst"], error, servers)
            servers = {}
        elif event["event"] == "scan-end":
            state = event["state"]
    return found, state


def differences(one, other):
    return {target: (one.get(target), other.get(target)) for target in {*one, *other}
            if one.get(target) != other.get(target)}
