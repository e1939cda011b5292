#!/usr/bin/env python3
"""Real clients against real servers: Handfast says of each pair, before it has been tried, whether it works and what is
negotiated; then the real client is run. Agreement is printed as a figure, and what was wrong or unknown is listed.

usage: test-matrix.py HANDFAST JUDGE_TOOL WOLFSSL_CLIENT WOLFSSL_SERVER [WORD...]
WORD: only servers and clients whose names have it.
"""
import concurrent.futures
import dataclasses
import json
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/support"))
import clients as real_clients  # noqa: E402
import servers as real_servers  # noqa: E402
from peers import SKIP, Workshop, need  # noqa: E402

WORKERS = 2
LEAST_CLIENTS, LEAST_SERVERS = 8, 30
LEAST_RIGHT = 0.97  # of the pairs; some servers and clients hang now and then under load, and that counts as wrong


@dataclasses.dataclass
class Prediction:
    verdict: str  # works, weak, fails, unknown
    version: str | None
    suite: int | None
    cause: str | None

    def __str__(self):
        if self.verdict in ("works", "weak"):
            suite = "an unknown suite" if self.suite is None else f"0x{self.suite:04X}"
            return f"{self.verdict}, {self.version} {suite}"
        return f"{self.verdict}, {self.cause}"

    def grade(self, outcome):
        """right, unknown, or what is wrong: outcome, version, suite."""
        if self.verdict == "unknown":
            return "unknown"
        if (self.verdict != "fails") != outcome.ok:
            return "wrong outcome"
        if outcome.ok and self.version != outcome.version:
            return "wrong version"
        if outcome.ok and self.suite is None:
            return "unknown suite"
        if outcome.ok and self.suite != outcome.suite:
            return "wrong suite"
        if outcome.ok and self.cause:
            return "wrong cause"  # something is blamed, and nothing is the matter
        return "right"


class Profiles:
    """Of each client the profile as a file. The clients are told not to verify the certificate, so a profile of one
    that does by default becomes one that does not; the rest stays."""

    def __init__(self, clients, folder):
        self.files, self.ids = {}, {}
        for client in clients:
            source = client.profile if "/" in client.profile else f"profiles/{client.profile}.json"
            profile = json.loads((ROOT / source).read_text())
            if profile["verifies"] != "none":
                profile |= {"id": profile["id"] + "-unverified", "verifies": "none"}
            self.ids[client.name] = profile["id"]
            self.files[client.name] = folder / f"{profile['id']}.json"
            self.files[client.name].write_text(json.dumps(profile))
        # A built-in profile may not come a second time as a file.
        self.names = ",".join(dict.fromkeys(
            str(self.files[c.name]) if "/" in c.profile or self.ids[c.name] != c.profile else c.profile
            for c in clients))


def scan(command, port, profiles):
    """The document of `handfast scan` or `check` for these clients."""
    done = subprocess.run([sys.argv[1], command, f"127.0.0.1:{port}", "-c", profiles.names, "-f", "json", "--no-save",
                           "--progress", "none", "-j", "4", "--ehlo", "client.example"],
                          capture_output=True, text=True, timeout=300)
    if done.returncode not in (0, 1, 2, 3, 4):
        raise RuntimeError(f"handfast {command}: exit {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


def replayed(document):
    """{profile: Prediction} of the document's own verdicts."""
    pairs = document["targets"][0]["servers"][0]["pairs"]
    return {p["profile"]: Prediction(p["verdict"], p["version"], int(p["suite"], 16) if p["suite"] else None, p["cause"])
            for p in pairs}


def computed(document, profiles, folder):
    """The same from the facts alone: what the server accepts, without any client's hello having been tried."""
    document["targets"][0]["servers"][0]["replays"] = []
    path = folder / f"scan-{document['targets'][0]['servers'][0]['port']}.json"
    path.write_text(json.dumps(document))
    done = subprocess.run([sys.argv[2], path, *sorted(set(profiles.files.values()))], capture_output=True,
                          text=True, check=True)
    rows = [line.split() for line in done.stdout.splitlines()]
    return {i: Prediction(verdict, version, None if suite == "-" else int(suite, 16), None if cause == "-" else cause)
            for i, verdict, version, suite, cause in rows}


def predict(port, profiles, folder):
    """(with `scan`, with `check`, from the facts of the scan alone)"""
    document = scan("scan", port, profiles)
    return replayed(document), replayed(scan("check", port, profiles)), computed(document, profiles, folder)


def fresh(shop, ports):
    """{name: port}: servers that serve one connection at a time are started anew for each client, because a client that
    hangs would hold them for all that come after it."""
    own = dict(ports)
    for name in ports:
        kind, _, row = name.partition(" ")
        if kind == "s_server":
            own[name] = real_servers.s_server(shop, *real_servers.S_SERVER[row])
        elif kind == "wolfSSL":
            own[name] = real_servers.wolfssl(shop, sys.argv[4], *real_servers.WOLFSSL[row])
    return own


def run_clients(shop, clients, ports):
    """{client: {port: Outcome}}, by the ports of `ports`; each begins with another server."""
    def run(number):
        own = fresh(shop, ports)
        names = list(ports)
        first = number * len(names) // len(clients)
        names = names[first:] + names[:first]
        started = time.monotonic()
        outcomes = clients[number].run(shop, [own[name] for name in names])
        print(f"{clients[number].name}: {len(names)} servers in {time.monotonic() - started:.0f} s", flush=True)
        return {ports[name]: outcomes[own[name]] for name in names}
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        return dict(zip((c.name for c in clients), pool.map(run, range(len(clients)))))


def compare(title, predicted, ports, ids, outcomes):
    """Print figures and what is not right; the number of each grade."""
    grades = {}
    lines = []
    for server, port in ports.items():
        for client, profile in ids.items():
            said = predicted[port].get(profile, Prediction("unknown", None, None, "no answer"))
            real = outcomes[client][port]
            grade = said.grade(real)
            grades[grade] = grades.get(grade, 0) + 1
            if grade != "right":
                lines.append(f"  {grade}: {client} -> {server}: predicted {said}; real {real} {real.message}")
    total = len(ports) * len(ids)
    right = grades.get("right", 0)
    print(f"{title}: {right} of {total} pairs right ({100 * right / total:.2f} %)" + "".join(
        f", {count} {grade}" for grade, count in sorted(grades.items()) if grade != "right"))
    print("\n".join(lines), flush=True)
    return {"total": total, **grades}


def table(ports, ids, outcomes):
    """What really happened: a row a server, a column a client."""
    for number, (client, profile) in enumerate(ids.items()):
        print(f"{chr(65 + number)}: {client}, predicted from profile {profile}")
    print(f"{'server':45} {' '.join(f'{chr(65 + n):4}' for n in range(len(ids)))}   + works at 1.x, - fails")
    for server, port in ports.items():
        cells = [outcomes[client][port] for client in ids]
        print(f"{server:45} {' '.join(f'+{o.version[3:]}' if o.ok else '-   ' for o in cells)}")


def wanted(names):
    """Does one of the words of the command line stand in this name? Where none stands in any, all are wanted."""
    words = [word for word in sys.argv[5:] if any(word in name for name in names)]
    return lambda name: not words or any(word in name for word in words)


def main():
    need("openssl", "gnutls-serv", "postfix")
    with Workshop() as shop:
        clients = real_clients.CLIENTS + [real_clients.wolfssl(sys.argv[3])]
        is_wanted = wanted([client.name for client in clients])
        clients = real_clients.prepare(shop, [client for client in clients if is_wanted(client.name)])
        ports = real_servers.start(shop, sys.argv[4], wanted(real_servers.names()))
        print(f"{len(clients)} clients, {len(ports)} servers, {len(clients) * len(ports)} pairs", flush=True)
        started = time.monotonic()
        profiles = Profiles(clients, shop.dir)
        with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
            predictions = dict(zip(ports.values(), pool.map(
                lambda port: predict(port, profiles, shop.dir), ports.values())))
        print(f"predicted in {time.monotonic() - started:.0f} s", flush=True)
        outcomes = run_clients(shop, clients, ports)
        table(ports, profiles.ids, outcomes)
        scanned, checked, facts = (
            compare(title, {port: ways[number] for port, ways in predictions.items()}, ports, profiles.ids, outcomes)
            for number, title in enumerate(["handfast scan", "handfast check",
                                            "from the facts alone, without any client's own hello"]))
    print(scanned, checked, facts)
    enough = len(clients) >= LEAST_CLIENTS and len(ports) >= LEAST_SERVERS or bool(sys.argv[5:])
    return 0 if enough and all(tally.get("right", 0) >= LEAST_RIGHT * tally["total"] for tally in (scanned, checked)) else 1


sys.exit(main())
