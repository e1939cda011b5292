#!/usr/bin/env python3
"""What `handfast scan` finds equals the brute force: the same (version, suite) pairs, no more and no
less, the same order, on real servers in many configurations; and it costs no more connections than
accepted suites + versions + slots.

usage: test-enumeration.py HANDFAST
"""
import json
import subprocess
import sys
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/support"))
from bruteforce import brute_force  # noqa: E402
from peers import Workshop, need  # noqa: E402

SLOTS = 4
ALL = "ALL:COMPLEMENTOFALL:@SECLEVEL=0"
LEGACY = "NORMAL:+VERS-TLS-ALL:+VERS-SSL3.0:+ALL:%COMPAT"


def codes():
    """The code points of the registry that can be selected, TLS only."""
    out = subprocess.run([sys.argv[1], "suites"], capture_output=True, text=True, check=True).stdout
    lines = [line.split() for line in out.splitlines() if line.startswith("0x")]
    return [int(code, 16) for code, strength, *rest in lines if strength != "-" and int(code, 16) <= 0xFFFF]


def configurations(shop):
    """(name, port of the SMTP service, port for the brute force, does that one want STARTTLS)"""
    tls = {
        "s_server all, RSA, server order": shop.s_server(options=["-cipher", ALL, "-serverpref"]),
        "s_server all, RSA, client order": shop.s_server(options=["-cipher", ALL]),
        "s_server all, ECDSA": shop.s_server(keys=["ecdsa"], options=["-cipher", ALL, "-serverpref"]),
        "s_server all, RSA and ECDSA": shop.s_server(keys=["rsa", "ecdsa"],
                                                     options=["-cipher", ALL, "-serverpref"]),
        "s_server default": shop.s_server(),
        "s_server TLS 1.0 only": shop.s_server(options=["-tls1", "-cipher", ALL]),
        "s_server TLS 1.1 only": shop.s_server(options=["-tls1_1", "-cipher", ALL, "-serverpref"]),
        "s_server TLS 1.2 only, two DHE": shop.s_server(options=[
            "-tls1_2", "-cipher", "DHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES256-GCM-SHA384"]),
        "s_server TLS 1.3 only": shop.s_server(options=["-tls1_3"]),
        "s_server ChaCha first": shop.s_server(options=["-cipher", ALL, "-serverpref",
                                                        "-prioritize_chacha"]),
        "gnutls-serv normal, RSA": shop.gnutls_serv(),
        "gnutls-serv ECDSA, server order": shop.gnutls_serv(
            keys=["ecdsa"], priority="NORMAL:%SERVER_PRECEDENCE"),
        "gnutls-serv both keys": shop.gnutls_serv(keys=["rsa", "ecdsa"]),
        "gnutls-serv legacy, server order": shop.gnutls_serv(
            priority="NORMAL:+VERS-TLS-ALL:+DHE-RSA:+RSA:+3DES-CBC:+ARCFOUR-128:+ANON-ECDH:"
                     "%SERVER_PRECEDENCE"),
    }
    for name, port in tls.items():
        yield name, shop.front(port).port, port, False
    for name, options in {
        "Postfix default, RSA": dict(),
        "Postfix both keys, server order": dict(
            keys=["rsa", "ecdsa"], settings=["tls_preempt_cipherlist=yes"]),
        "Postfix TLS 1.2 high": dict(settings=["smtpd_tls_protocols=TLSv1.2", "smtpd_tls_ciphers=high",
                                               "smtpd_tls_exclude_ciphers=aNULL"]),
    }.items():
        port = shop.postfix(**options)
        yield name, port, port, True


def scan(port):
    command = [sys.argv[1], "scan", f"127.0.0.1:{port}", "-c", "exchange-2019", "-f", "json", "--no-save",
               "--no-confirm", "-j", str(SLOTS)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"exit {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)["targets"][0]["servers"][0]


def compare(server, truth):
    """Sentences about everything that differs."""
    wrong = []
    for version in server["versions"]:
        name = version["version"]
        if name == "SSL2":
            continue
        accepted, order, ranked = truth.get(name, (set(), "unknown", None))
        found = {int(s["code"], 16) for s in version["suites"] if s["status"] == "accepted"}
        if found - accepted:
            wrong.append(f"{name}: too many: {sorted(hex(c) for c in found - accepted)}")
        if accepted - found:
            wrong.append(f"{name}: missing: {sorted(hex(c) for c in accepted - found)}")
        if version["unknown"]:
            wrong.append(f"{name}: {version['unknown']} unknown")
        if found and version["order"] != order:
            wrong.append(f"{name}: order {version['order']}, but it is {order}")
        ranks = sorted((s["rank"], int(s["code"], 16)) for s in version["suites"] if s["rank"])
        if order == "server" and version["order"] == "server" and [c for _, c in ranks] != ranked:
            wrong.append(f"{name}: ranks differ")
    return wrong


def compare_chacha(server, priority):
    """OpenSSL's PrioritizeChaCha is found where it is set, and nowhere else."""
    said = [v["chacha_priority"] for v in server["versions"] if "chacha_priority" in v]
    if priority:
        return [] if said and all(said) else [f"ChaCha20 has priority, but it says {said}"]
    return [f"ChaCha20 has no priority, but it says {said}"] if any(said) else []


def main():
    need("openssl", "gnutls-serv", "postfix")
    all_codes = codes()
    failed = 0
    print(f"{len(all_codes)} suites a version by brute force")
    print(f"{'server':36} {'pairs':>5} {'connections':>11} {'bound':>5}  of which enumeration, order, replay")
    with Workshop() as shop:
        for name, smtp, brute, starttls in configurations(shop):
            truth = brute_force(brute, all_codes, smtp=starttls)
            server = scan(smtp)
            pairs = sum(len(t[0]) for t in truth.values())
            cost = server["cost"]
            bound = pairs + len(server["versions"]) + SLOTS
            spent = cost["enumeration"] + cost["warm_unused"]
            wrong = compare(server, truth)
            wrong += compare_chacha(server, "ChaCha first" in name)
            if spent > bound:
                wrong.append(f"{spent} connections, the bound is {bound}")
            print(f"{name:36} {pairs:5} {spent:11} {bound:5}  {cost['enumeration']}, {cost['order']}, "
                  f"{cost['replays']}  {'ok' if not wrong else 'WRONG'}", flush=True)
            for sentence in wrong:
                print(f"    {sentence}")
            failed += bool(wrong)
    return 1 if failed else 0


sys.exit(main())
