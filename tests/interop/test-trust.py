#!/usr/bin/env python3
"""Senders that verify, against real servers: chains and names under a test root, and DANE with a really
signed zone (ldns-signzone, nsd), validated by libunbound inside Handfast.

usage: test-trust.py HANDFAST
"""
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/support"))
from authority import Authority  # noqa: E402
from peers import Server, Workshop, free_port, need, wait_for  # noqa: E402

HANDFAST = sys.argv[1]


class NoStarttls(Server):
    """An SMTP server that offers nothing."""

    async def serve(self, reader, writer):
        writer.write(b"220 plain ESMTP\r\n")
        while line := await reader.readline():
            word = line[:4].upper()
            writer.write(b"221 bye\r\n" if word == b"QUIT" else b"250-plain\r\n250 SIZE 1000\r\n"
                         if word == b"EHLO" else b"250 ok\r\n")
            if word == b"QUIT":
                break


def client(shop, verifies):
    """Postfix 3.7 with another way to verify; it sends the server's name, as a verifying one does."""
    shown = subprocess.run([HANDFAST, "profile", "show", "postfix-3.7", "-f", "json"], capture_output=True, text=True,
                           check=True)
    profile = json.loads(shown.stdout)
    profile.update(id=f"test-{verifies}", name=f"Test, verifies {verifies}", verifies=verifies)
    path = shop.dir / f"test-{verifies}.json"
    path.write_text(json.dumps(profile))
    return str(path)


def server(shop, files):
    cert, key, chain = files
    return shop.front(shop.server(lambda port: [
        "openssl", "s_server", "-accept", f"127.0.0.1:{port}", "-rev", "-cert", cert, "-key", key,
        "-cipher", "DEFAULT@SECLEVEL=0", *(["-cert_chain", chain] if chain else [])])).port


# name, how the leaf is made, is the intermediate sent, cause for a client that verifies chain / name
CHAINS = [
    ("good", dict(), True, None, None),
    ("expired", dict(start="20200101000000Z", end="20210101000000Z"), True, "certificate-expired",
     "certificate-expired"),
    ("future", dict(start="20990101000000Z", end="20991231000000Z"), True, "certificate-not-yet-valid",
     "certificate-not-yet-valid"),
    ("other-name", dict(names=["www.other.example"]), True, None, "certificate-wrong-name"),
    ("wildcard", dict(names=["*.causes.test"]), True, None, None),
    ("client-only", dict(purpose="clientAuth"), True, "certificate-wrong-purpose", "certificate-wrong-purpose"),
    ("alone", dict(aia=True), False, "certificate-incomplete-chain", "certificate-incomplete-chain"),
    ("small-key", dict(kind="rsa:1024"), True, "certificate-weak", "certificate-weak"),
    ("sha1", dict(md="sha1"), True, "certificate-weak", "certificate-weak"),
]

HOST = "mx.causes.test"


def zone_lines(hosts, records, zone="causes.test"):
    """Records: (port, host, data), or (port, host, name.) for an alias of records elsewhere."""
    lines = [f"$ORIGIN {zone}.", f"@ 300 IN SOA ns.{zone}. root.{zone}. 1 3600 600 86400 300",
             f"@ 300 IN NS ns.{zone}.", "ns 300 IN A 127.0.0.1"]
    lines += [f"{host}. 300 IN A 127.0.0.1" for host in hosts]
    lines += [f"_{port}._tcp.{host}. 300 IN {'CNAME' if data.endswith('.') else 'TLSA'} {data}"
              for port, host, data in records]
    return "\n".join(lines) + "\n"


def spoil(signed, owner):
    """Break the signature of one TLSA record set."""
    text = signed.read_text()
    pattern = re.compile(rf"^({re.escape(owner)}\.?\s.*RRSIG\s+TLSA\s.*\s)(\S)(\S+)$", re.M | re.I)
    changed, count = pattern.subn(lambda m: m[1] + ("A" if m[2] != "A" else "B") + m[3], text)
    assert count == 1, f"{count} signatures of {owner}"
    signed.write_text(changed)


def name_server(shop, hosts, records, bogus, plain, extra):
    """ADDRESS@PORT of a name server with the signed zone, and the file of its trust anchor. plain: host and
    records of a zone without signatures; extra: more lines of the signed one."""
    folder = shop.dir / "zone"
    folder.mkdir()
    (folder / "causes.test").write_text(zone_lines(hosts, records) + "\n".join(extra) + "\n")
    (folder / "plain.test").write_text(zone_lines(*plain, zone="plain.test"))
    key = subprocess.run(["ldns-keygen", "-k", "-a", "ECDSAP256SHA256", "causes.test"], cwd=folder, check=True,
                         capture_output=True, text=True).stdout.strip()
    subprocess.run(["ldns-signzone", "-o", "causes.test", "causes.test", key], cwd=folder, check=True,
                   capture_output=True)
    signed = folder / "causes.test.signed"
    spoil(signed, bogus)
    port = free_port()
    config = folder / "nsd.conf"
    config.write_text(f"""server:
  ip-address: 127.0.0.1@{port}
  username: ""
  chroot: ""
  zonesdir: "{folder}"
  pidfile: "{folder}/nsd.pid"
  database: ""
  zonelistfile: "{folder}/zone.list"
  xfrdfile: "{folder}/xfrd.state"
  xfrdir: "{folder}"
  server-count: 1
remote-control:
  control-enable: no
zone:
  name: causes.test
  zonefile: causes.test.signed
zone:
  name: plain.test
  zonefile: plain.test
""")
    shop.start("nsd", "-d", "-c", config)
    wait_for(port)
    return f"127.0.0.1@{port}", str(folder / f"{key}.ds")


def ask(profile, host, port, dns, anchor, root):
    environment = dict(os.environ, SSL_CERT_FILE=str(root))
    done = subprocess.run([HANDFAST, "check", f"{host}:{port}", "-c", profile, "--dns", dns, "--trust-anchor", anchor, "--timeout", "5",
                           "-f", "json", "--no-save"], capture_output=True, text=True, timeout=120, env=environment)
    assert done.stdout, done.stderr
    found = json.loads(done.stdout)["targets"][0]["servers"][0]
    return found["pairs"][0], found["tlsa"]


def main():
    need("openssl", "nsd", "ldns-signzone", "ldns-keygen")
    wrong = []

    def expect_status(what, tlsa, status):
        ok = tlsa["status"] == status
        print(f"{'ok   ' if ok else 'WRONG'} TLSA records, {what}: {tlsa['status']}")
        wrong.extend([] if ok else [what])

    def expect(what, pair, cause, tlsa, verdict=None):
        verdict = verdict or ("fails" if cause else "works")
        ok = pair["cause"] == cause and pair["verdict"] == verdict
        print(f"{'ok   ' if ok else 'WRONG'} {what}: {pair['verdict']}, {pair['cause']}"
              + ("" if ok else f", expected {verdict}, {cause}; {tlsa['status']} {tlsa['dane']} {tlsa['detail']}; "
                               f"{pair['why']}"))
        wrong.extend([] if ok else [what])

    with Workshop() as shop:
        ca = Authority(shop.dir / "ca")
        chains = {}
        for name, how, sent, *causes in CHAINS:
            options = dict(how)
            names = options.pop("names", [HOST])
            cert, key, chain = ca.leaf(name, names, **options)
            chains[name] = (cert, key, chain if sent else None)
        chains["self-signed"] = ca.self_signed("self-signed", [HOST])
        ports = {name: server(shop, files) for name, files in chains.items()}
        ports["no-starttls"] = shop.serve(NoStarttls()).port

        def record(usage, selector, matching, cert):
            return f"{usage} {selector} {matching} {ca.digest(cert, selector, matching)}"

        # scene: server, records, cause for a DANE client
        good, root = chains["good"][0], str(ca.root)
        scenes = {
            "3-1-1": ("good", [record(3, 1, 1, good)], None),
            "3-0-2": ("good", [record(3, 0, 2, good)], None),
            "self-signed": ("self-signed", [record(3, 1, 1, chains["self-signed"][0])], None),
            "rollover": ("good", [record(3, 1, 1, chains["expired"][0]), record(3, 1, 1, good)], None),
            "stale-key": ("good", [record(3, 1, 1, chains["expired"][0])], "dane-mismatch"),
            "renewed": ("good", [record(3, 0, 1, chains["sha1"][0])], "dane-mismatch"),
            "ta-sent": ("good", [record(2, 1, 1, str(ca.middle))], None),
            "ta-not-sent": ("alone", [record(2, 1, 1, str(ca.middle))], "dane-mismatch"),
            "root-not-sent": ("good", [record(2, 1, 1, root)], "dane-mismatch"),
            "ta-wrong-name": ("other-name", [record(2, 1, 1, str(ca.middle))], "dane-untrusted"),
            "ta-expired": ("expired", [record(2, 1, 1, str(ca.middle))], "dane-untrusted"),
            "ee-expired": ("expired", [record(3, 1, 1, chains["expired"][0])], None),
            "shared": ("good", ["current.causes.test."], None),
            "shared-stale": ("good", ["previous.causes.test."], "dane-mismatch"),
            "half-unusable": ("good", ["3 1 1 abcd", record(3, 1, 1, good)], None),
            "half-stale": ("good", ["3 1 1 abcd", record(3, 1, 1, chains["expired"][0])], "dane-mismatch"),
            "short-digest": ("self-signed", ["3 1 1 abcd"], None),
            "full-certificate": ("good", [record(3, 0, 0, good)], None),
            "unusable": ("self-signed", [record(1, 1, 1, good)], None),
            "stripped": ("no-starttls", [record(3, 1, 1, good)], "dane-no-starttls"),
            "bogus": ("good", [record(3, 1, 1, good)], "dane-bogus"),
            "none": ("self-signed", [], None),
        }
        hosts = [HOST] + [f"{name}.causes.test" for name in scenes]
        records = []
        for name, (where, data, cause) in scenes.items():
            # usage 2 wants the certificate's name
            host = HOST if where != "other-name" and name.startswith(("ta-", "root-")) else f"{name}.causes.test"
            if host == HOST:
                ports[name] = server(shop, chains[where])
            records += [(ports.get(name, ports[where]), host, item) for item in data]
        bogus = f"_{ports['good']}._tcp.bogus.causes.test"
        plain = (["mx.plain.test"], [(ports["good"], "mx.plain.test", record(3, 1, 1, chains["expired"][0]))])
        shared = {"current": good, "previous": chains["expired"][0]}
        dns, anchor = name_server(shop, hosts, records, bogus, plain, [
            f"{name} 300 IN TLSA {record(3, 1, 1, cert)}" for name, cert in shared.items()])
        by = {kind: client(shop, kind) for kind in ("none", "chain", "name", "dane")}

        for name, _, _, by_chain, by_name in CHAINS:
            for kind, cause in (("none", None), ("chain", by_chain), ("name", by_name)):
                pair, tlsa = ask(by[kind], HOST, ports[name], dns, anchor, root)
                expect(f"{name}, verifies {kind}", pair, cause, tlsa)
        for trusted, cause in ((root, "certificate-self-signed"), (chains["self-signed"][0], None)):
            pair, tlsa = ask(by["chain"], HOST, ports["self-signed"], dns, anchor, trusted)
            expect(f"self-signed, trusts {pathlib.Path(trusted).name}", pair, cause, tlsa)
        pair, tlsa = ask(by["chain"], HOST, ports["good"], dns, anchor, chains["self-signed"][0])
        expect("good, but the root is not trusted", pair, "certificate-unknown-issuer", tlsa)
        for name, (where, data, cause) in scenes.items():
            host = HOST if where != "other-name" and name.startswith(("ta-", "root-")) else f"{name}.causes.test"
            pair, tlsa = ask(by["dane"], host, ports.get(name, ports[where]), dns, anchor, root)
            expect(f"DANE, {name}", pair, cause, tlsa)
        # Records that nobody signed do not count (RFC 7672 section 2.2), even if they would not fit.
        pair, tlsa = ask(by["dane"], "mx.plain.test", ports["good"], dns, anchor, root)
        expect("DANE, stale key in an unsigned zone", pair, None, tlsa)
        expect_status("unsigned zone", tlsa, "insecure")
        # With another key to trust nothing can be said, least of all "bogus".
        other = shop.dir / "other.ds"
        digest = pathlib.Path(anchor).read_text().split()[-1]
        other.write_text(pathlib.Path(anchor).read_text().replace(digest, "0" * len(digest)))
        pair, tlsa = ask(by["dane"], HOST, ports["good"], dns, str(other), root)
        expect("DANE, another trust anchor", pair, None, tlsa, verdict="unknown")
        expect_status("another trust anchor", tlsa, "unknown")
    print(f"{len(wrong)} wrong")
    return 1 if wrong else 0


sys.exit(main())
