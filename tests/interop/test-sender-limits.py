#!/usr/bin/env python3
"""What the senders that Debian 12 packages refuse: each is run against real servers that differ in one thing (the
size of the DH group or of the RSA key, no secure renegotiation, no extended master secret, an old version), and
whether the handshake completes is what limits, requires and versions of its profile say.

usage: test-sender-limits.py WOLFSSL-CLIENT|- SMALL-DH-SERVER [PROFILE...]
"""
import functools
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/support"))
from listener import Listener  # noqa: E402
from peers import SKIP, Workshop  # noqa: E402
from senders import MAIL_SERVERS, SENDERS, wolfssl_sender  # noqa: E402
from unpacked import Missing  # noqa: E402

# Left out here for speed: the same smtp(8) as postfix-3.7 or the same TLS code and level as posttls-finger. Named
# on the command line they are tested; the hello of all of them is compared in test-senders.py.
SAME_TLS = ("postfix-3.7-high", "postfix-3.7-tls12-sni", "postfix-3.7-encrypt", "postfix-3.7-encrypt-high",
            "postfix-3.7-secure", "opensmtpd-6.8-tls", "sendmail-8.17-client-cert")
DH_SIZES = (512, 768, 1024, 1536, 2048)
RSA_SIZES = (512, 1024, 2048)
# Who ends the handshake: nobody, the client (its limit), the server (it is not even offered what it has).
COMPLETED, CLIENT, SERVER = "completed", "client", "server"
EVERYTHING = "ALL:!aNULL:@SECLEVEL=0"

wrong = []
skipped = []


def openssl_server(shop, *options, key=2048):
    """Port of an s_server that has no objection of its own."""
    name = shop.dir / f"limits-{key}"
    if not name.with_suffix(".pem").exists():
        subprocess.run(["openssl", "req", "-x509", "-nodes", "-days", "30", "-newkey", f"rsa:{key}", "-sha256",
                        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,DNS:mx.example.test",
                        "-keyout", name.with_suffix(".key"), "-out", name.with_suffix(".pem")],
                       check=True, capture_output=True)
    # The level must be down before the command line is read: a small group is refused at once otherwise.
    conf = shop.dir / "level0.cnf"
    conf.write_text("openssl_conf = a\n[a]\nssl_conf = b\n[b]\nsystem_default = c\n[c]\n"
                    "CipherString = ALL:@SECLEVEL=0\n")
    return shop.server(lambda port: [
        "openssl", "s_server", "-accept", f"127.0.0.1:{port}", "-quiet", "-cert", name.with_suffix(".pem"),
        "-key", name.with_suffix(".key"), *options], env={**os.environ, "OPENSSL_CONF": str(conf)})


@functools.cache
def dh_group(bits):
    size = f"group:modp_{bits}" if bits >= 1536 else f"dh_paramgen_prime_len:{bits}"
    return subprocess.run(["openssl", "genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt", size],
                          check=True, capture_output=True, text=True).stdout


def dh_server(shop, bits):
    group = shop.dir / f"dh-{bits}.pem"
    group.write_text(dh_group(bits))
    return shop.server(lambda port: [sys.argv[2], port, *shop.certificate("rsa"), group])


def rsa_server(shop, bits):
    # RSA-PSS with SHA-256 does not fit into a key of 512 bits, PKCS #1 does.
    return openssl_server(shop, "-tls1_2", "-cipher", EVERYTHING, "-sigalgs", "RSA+SHA256", key=bits)


def gnutls_server(shop, word):
    return shop.gnutls_serv(priority=f"NORMAL:-VERS-ALL:+VERS-TLS1.2:{word}")


def old_server(shop, version, key_exchange):
    return openssl_server(shop, {"TLS1.0": "-tls1", "TLS1.1": "-tls1_1"}[version],
                          "-cipher", f"{key_exchange}:!aNULL:@SECLEVEL=0")


def ladder(sizes, least):
    """[(size, how it ends)]: the limit and the size below it; without a limit the smallest one."""
    if not least:
        return [(sizes[0], COMPLETED)]
    at = sizes.index(least)
    return [(size, COMPLETED if size >= least else CLIENT) for size in sizes[max(0, at - 1):at + 1]]


def has_kind(profile, word):
    return any(word in suite for suite in profile["suites"])


def questions(profile):
    """[(what, how to start the server, who ends the handshake as the profile says)]."""
    limits, requires = profile["limits"], profile["requires"]
    if has_kind(profile, "TLS_DHE_RSA"):
        for bits, end in ladder(DH_SIZES, limits.get("dh_min")):
            yield f"DH group of {bits} bits", lambda shop, bits=bits: dh_server(shop, bits), end
    for bits, end in ladder(RSA_SIZES, limits.get("rsa_min")):
        yield f"RSA key of {bits} bits", lambda shop, bits=bits: rsa_server(shop, bits), end
    yield ("no secure renegotiation", lambda shop: gnutls_server(shop, "%DISABLE_SAFE_RENEGOTIATION"),
           CLIENT if requires["secure_renegotiation"] else COMPLETED)
    yield ("no extended master secret", lambda shop: gnutls_server(shop, "%NO_SESSION_HASH"),
           CLIENT if requires["extended_master_secret"] else COMPLETED)
    for version in ("TLS1.1", "TLS1.0"):
        offered = version in profile["versions"]
        only_rsa = version in profile.get("versions_rsa_only", [])
        yield (f"{version} with ECDHE", lambda shop, version=version: old_server(shop, version, "kECDHE"),
               SERVER if not offered else CLIENT if only_rsa else COMPLETED)
        yield (f"{version} with static RSA", lambda shop, version=version: old_server(shop, version, "kRSA"),
               COMPLETED if offered and has_kind(profile, "TLS_RSA_WITH") else SERVER)


def check(shop, sender, what, start, wanted):
    listener = shop.serve(Listener(start(shop)))
    said = sender.run(shop, listener.port, lambda: listener.ending, seconds=20)
    ending = listener.ending or "not over"
    bits = listener.from_server.dh_bits() if listener.from_server else None
    ok = ending.startswith(wanted) and (not what.startswith("DH") or what == f"DH group of {bits} bits")
    print(f"{'ok   ' if ok else 'FAIL '} {sender.profile}: {what}: {ending}", flush=True)
    if not ok:
        wrong.append(f"{sender.profile}: {what}")
        print(f"      its profile says: {wanted}; the group had {bits} bits; the program: {said[-300:]}")


def check_all(shop, sender, only):
    sender.prepare(shop)
    if only and sender.profile not in only:
        return
    profile = json.loads((ROOT / f"profiles/{sender.profile}.json").read_text())
    for question in questions(profile):
        check(shop, sender, *question)


def main():
    only = sys.argv[3:]
    senders = [sender for sender in SENDERS + MAIL_SERVERS + wolfssl_sender(sys.argv[1])
               if only or sender.profile not in SAME_TLS]
    for sender in senders:
        with Workshop() as shop:
            try:
                check_all(shop, sender, only)
            except Missing as why:
                skipped.append(f"{sender.profile}: {why}")
    print("\n".join([*(f"skipped {line}" for line in skipped),
                     f"{len(senders) - len(skipped)} of {len(senders)} senders, {len(wrong)} wrong"]))
    return 1 if wrong else SKIP if len(skipped) == len(senders) else 0


if __name__ == "__main__":
    sys.exit(main())
