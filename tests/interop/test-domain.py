#!/usr/bin/env python3
"""From a domain to a verdict: a real DNS server with MX records, a real Postfix and a DHE-only server behind
them; null MX, a missing domain, and a server that nobody answers for.

usage: test-domain.py HANDFAST
"""
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/support"))
from expect import exit_code, expect  # noqa: E402
from nameserver import name_server  # noqa: E402
from peers import Workshop, need  # noqa: E402

RECORDS = ["firma.example. MX 20 mx2.firma.example.", "firma.example. MX 10 mx1.firma.example.",
           "mx1.firma.example. A 127.0.0.1", "mx2.firma.example. A 127.0.0.2", "nomail.example. MX 0 .",
           "plain.example. A 127.0.0.1"]


def check(dns, port, *targets):
    done = subprocess.run([sys.argv[1], "check", *targets, "-c", "exchange-2019", "--dns", dns, "-p", str(port),
                           "-f", "json", "--no-save"], capture_output=True, text=True, timeout=120)
    return done.returncode, json.loads(done.stdout)["targets"]


def main():
    need("unbound", "postfix", "openssl")

    with Workshop() as shop:
        dns = name_server(shop, RECORDS)
        port = shop.postfix()
        status, targets = check(dns, port, "firma.example", "someone@plain.example", "nomail.example",
                                "missing.example")
        domain, plain, nomail, missing = targets
        hosts = [(s["host"], s["preference"], s["address"], s["reach"]) for s in domain["servers"]]
        expect("MX servers in order of preference", [h[:3] for h in hosts] == [
            ("mx1.firma.example", 10, "127.0.0.1"), ("mx2.firma.example", 20, "127.0.0.2")], hosts)
        expect("mx1 works, confirmed by a whole handshake",
               domain["servers"][0]["pairs"][0]["verdict"] == "works", domain["servers"][0]["pairs"])
        expect("mx2, where nobody listens, is unknown", domain["servers"][1]["pairs"][0]["verdict"] == "unknown"
               and hosts[1][3] == "refused", hosts)
        expect("without MX the address counts", plain["servers"][0]["preference"] is None
               and plain["servers"][0]["pairs"][0]["verdict"] == "works", plain["servers"])
        expect("null MX", nomail["error"]["id"] == "dns-null-mx", nomail["error"])
        expect("no such domain", missing["error"]["id"] == "dns-no-such-domain", missing["error"])
        expect("the exit status tells of the worst", status in (3, 4), status)
        back = shop.s_server(options=["-tls1_2", "-cipher", "DHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES256-GCM-SHA384"])
        status, targets = check(dns, shop.front(back).port, "mx1.firma.example:" + str(shop.front(back).port))
        pair = targets[0]["servers"][0]["pairs"][0]
        expect("a DHE-only server fails Exchange 2019", (status, pair["cause"]) == (1, "no-common-suite"), pair)
        changes = {(fix["side"], value) for fix in pair["fixes"] for value in fix["values"]}
        expect("with a fix for both sides", {("client", "0x009E"), ("server", "0xC02F")} <= changes, changes)
    return exit_code()


sys.exit(main())
