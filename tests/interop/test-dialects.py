#!/usr/bin/env python3
"""Imported settings are what the real program does with them: OpenSSL strings against `openssl ciphers`, main.cf
against the hello of a real Postfix, priority strings against the hello of a real gnutls-cli; and what is exported
and imported again is the same.

usage: test-dialects.py HANDFAST
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/support"))
from client_hello import Hello, differences  # noqa: E402
from expect import exit_code, expect  # noqa: E402
from listener import Listener, wait_until  # noqa: E402
from peers import SKIP, Workshop  # noqa: E402
from senders import PostfixSender  # noqa: E402

STRINGS = ["DEFAULT", "ALL", "HIGH:!aNULL:!kRSA", "ECDHE+AESGCM:DHE+AESGCM", "DEFAULT@SECLEVEL=0", "ALL:@SECLEVEL=1",
           "kDHE:@STRENGTH", "AES128-SHA", "DEFAULT:@SECLEVEL=3", "aNULL:-aNULL:HIGH:MEDIUM:+RC4:@STRENGTH"]

POSTFIX = [
    ["smtp_tls_security_level=may"],
    ["smtp_tls_security_level=may", "smtp_tls_ciphers=high", "smtp_tls_exclude_ciphers=aNULL, kRSA"],
    ["smtp_tls_security_level=may", "smtp_tls_protocols=!SSLv2, !SSLv3, !TLSv1, !TLSv1.1"],
    ["smtp_tls_security_level=may", "smtp_tls_protocols=>=TLSv1.2, <=TLSv1.2"],
    ["smtp_tls_security_level=may", "tls_eecdh_auto_curves=prime256v1 nosuchcurve X25519"],
    ["smtp_tls_security_level=encrypt", "smtp_tls_mandatory_protocols=TLSv1.3"],
    ["smtp_tls_security_level=encrypt", "smtp_tls_mandatory_exclude_ciphers=SHA1", "smtp_tls_ciphers=low"],
    ["smtp_tls_security_level=verify"],
    ["smtp_tls_security_level=secure", "tls_medium_cipherlist=ECDHE+AESGCM:DHE+AESGCM"],
]

PRIORITIES = ["NORMAL", "SECURE128", "SECURE256", "NORMAL:-VERS-TLS1.3", "NORMAL:-VERS-ALL:+VERS-TLS1.2:-RSA",
              "PFS:-GROUP-ALL:+GROUP-X25519:+GROUP-SECP256R1", "NONE:+VERS-TLS1.2:+AES-128-GCM:+AEAD:+ECDHE-RSA:"
              "+GROUP-SECP256R1:+SIGN-RSA-SHA256:+COMP-NULL"]

LISTS = ["versions", "suites", "groups", "signature_schemes"]
HANDFAST = pathlib.Path(sys.argv[1]).resolve()  # it is run in other folders


def handfast(shop, *words, text=None):
    done = subprocess.run([HANDFAST, "profile", *map(str, words)], input=text, capture_output=True, text=True,
                          cwd=shop.dir)
    return done


def imported(shop, kind, text, *options):
    done = handfast(shop, "import", "-", "--from", kind, "--id", "mine", *options, text=text)
    if done.returncode:
        expect(f"{kind} {text!r} is imported", False, done.stderr)
        return None
    return json.loads(done.stdout)


def code_of(name):
    """A suite of a profile as its two bytes."""
    return codes[name] if name in codes else int(name, 16)


def load_codes():
    text = (ROOT / "scanner/core/registry/suites.inc").read_text()
    return {name: int(code, 16) for code, name in re.findall(r'^S\((0x[0-9A-F]+), "([^"]+)"', text, re.M)}


codes = load_codes()


def as_openssl_says(shop, string):
    said = subprocess.run(["openssl", "ciphers", "-s", "-V", string], capture_output=True, text=True, check=True).stdout
    wanted = [int(a + b, 16) for a, b in re.findall(r"0x(..),0x(..)", said)]
    profile = imported(shop, "openssl", string + "\n")
    seen = [code for code in map(code_of, profile["suites"]) if code != 0x00FF] if profile else []
    expect(f"openssl {string}: {len(wanted)} suites", seen == wanted, (seen, wanted))


def as_postfix_does(shop, settings):
    listener = shop.serve(Listener())
    sender = PostfixSender("postfix", *settings)
    said = sender.run(shop, listener.port, lambda: listener.hellos)
    name = "postfix " + ", ".join(settings)
    profile = imported(shop, "postfix", "".join(f"{line}\n" for line in settings))
    if not listener.hellos or not profile:
        expect(f"{name} sends a hello", False, said)
        return
    different = differences(Hello(bytes.fromhex(profile["hello"])), listener.hellos[0])
    expect(name, not different, "\n      ".join(different))


def as_gnutls_does(shop, priority):
    listener = shop.serve(Listener())
    subprocess.Popen(["gnutls-cli", "--starttls-proto", "smtp", "--insecure", "--priority", priority, "-p",
                      str(listener.port), "localhost"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                     stderr=subprocess.DEVNULL).wait(30)
    wait_until(lambda: listener.hellos, 10)
    profile = imported(shop, "gnutls", priority + "\n")
    file = shop.dir / "wire.hex"
    if not profile or not listener.hellos:
        expect(f"gnutls {priority} sends a hello", False)
        return
    body = listener.hellos[0].body
    file.write_text((b"\1" + len(body).to_bytes(3, "big") + body).hex() + "\n")  # the bare handshake message
    real = json.loads(handfast(shop, "import", file, "--from", "hex").stdout)
    # Without supported_versions a hello names only the newest; with it GnuTLS also names old ones without a suite.
    newest, named = real["versions"][0], set(real["versions"])
    if len(named) == 1 or set(profile["versions"]) <= named:
        real["versions"] = [newest, *profile["versions"][1:]]
    different = [(key, profile[key], real[key]) for key in LISTS if profile[key] != real[key]]
    expect(f"gnutls {priority}", not different, different)


def comes_back(shop, profile, kind, lists):
    """Exported and imported again."""
    file = shop.dir / f"{profile}.{kind}"
    done = handfast(shop, "export", profile, "--to", kind, "-o", file)
    expect(f"{profile} is written as {kind}, with a sentence about what is missing",
           done.returncode == 0 and "Not in this format" in done.stderr, done.stderr)
    done = handfast(shop, "import", file, "--id", "again", "--base", profile)
    if done.returncode:
        expect(f"{profile} comes back from {kind}", False, done.stderr)
        return
    before = json.loads((ROOT / f"profiles/{profile}.json").read_text())
    after = json.loads(done.stdout)
    different = [(key, before.get(key), after.get(key)) for key in lists if before.get(key) != after.get(key)]
    expect(f"{profile} comes back from {kind}", not different, different)


def main():
    if not shutil.which("openssl"):
        return SKIP
    with Workshop() as shop:
        for string in STRINGS:
            as_openssl_says(shop, string)
        for profile in ("openssl-3.0", "curl-7.88", "postfix-3.7", "postfix-3.7-secure"):
            comes_back(shop, profile, "openssl", LISTS)
        for profile in ("postfix-3.7", "postfix-3.7-high", "postfix-3.7-secure", "postfix-3.7-encrypt"):
            comes_back(shop, profile, "postfix", ["versions", "suites", "groups", "verifies", "after_failure"])
        for profile in ("exchange-2019", "exchange-2016-ws2016", "exchange-2019-ws2022"):
            for kind in ("reg", "ictpl"):
                comes_back(shop, profile, kind, [*LISTS, "key_shares", "extensions", "limits"])
        if shutil.which("gnutls-cli"):
            comes_back(shop, "gnutls-3.7", "gnutls", LISTS[:1] + LISTS[2:])
            for priority in PRIORITIES:
                as_gnutls_does(shop, priority)
        if shutil.which("/usr/sbin/postfix"):
            for settings in POSTFIX:
                as_postfix_does(shop, settings)
    return exit_code()


sys.exit(main())
