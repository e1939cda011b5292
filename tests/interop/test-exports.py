#!/usr/bin/env python3
"""The lines that `fix` writes do what they say, on the real thing: a DHE-only Postfix takes them and then
accepts what Exchange 2019 offers, and the undo brings the old list back; OpenSSL and GnuTLS take their
strings and list the suites.

usage: test-exports.py HANDFAST
"""
import json
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/support"))
from expect import exit_code, expect  # noqa: E402
from peers import Workshop, need, wait_for  # noqa: E402

DHE_ONLY = ["smtpd_tls_protocols=TLSv1.2", "smtpd_tls_ciphers=medium",
            "tls_medium_cipherlist=DHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES256-GCM-SHA384"]


def run(*command):
    return subprocess.run([str(c) for c in command], capture_output=True, text=True)


def pair(port):
    done = run(sys.argv[1], "check", f"127.0.0.1:{port}", "-c", "exchange-2019", "-f", "json", "--no-save")
    return json.loads(done.stdout)["targets"][0]["servers"][0]["pairs"][0]


def fix(saved, form, *more):
    done = run(sys.argv[1], "fix", saved, "-c", "exchange-2019", "--format", form, *more)
    expect(f"fix as {form}", done.returncode == 0, done.stderr)
    return done.stdout


def settings(text):
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def postfix_takes_the_lines(shop, port, saved):
    config = shop.dir / f"postfix-{port}/etc"
    text = fix(saved, "postfix")
    names = re.search(r"postconf -X (.*)", text)[1].split()
    before = run("/usr/sbin/postconf", "-c", config, "-n", *names).stdout
    for line in settings(text):
        done = run("/usr/sbin/postconf", "-c", config, "-e", line)
        expect(f"postconf takes {line.split('=')[0].strip()}", done.returncode == 0, done.stderr)
    restart(config, port)
    after = pair(port)
    expect("Postfix accepts what the fix says", (after["verdict"], after["suite"]) == ("works", "0xC030"), after)
    run("/usr/sbin/postconf", "-c", config, "-X", *names)
    with open(config / "main.cf", "a") as main_cf:
        main_cf.write(before)
    restart(config, port)
    expect("the undo brings the old list back", pair(port)["cause"] == "no-common-suite", pair(port))


def strings_are_taken(saved):
    ciphers = re.search(r"^CipherString = (.*)$", fix(saved, "openssl"), re.M)[1]
    listed = run("openssl", "ciphers", "-tls1_2", "-s", ciphers + ":@SECLEVEL=0").stdout.strip().split(":")
    wanted = ciphers.split(":")
    expect("openssl lists exactly the suites", [c for c in listed if not c.startswith("TLS_")] == wanted, listed)
    priority = settings(fix(saved, "gnutls"))[-1]
    listed = run("gnutls-cli", "-l", "--priority", priority).stdout
    names = set(re.findall(r"^(TLS_\S+)", listed, re.M))
    expect("gnutls lists the suites", {"TLS_DHE_RSA_AES_128_GCM_SHA256", "TLS_DHE_RSA_AES_256_GCM_SHA384",
                                       "TLS_ECDHE_RSA_AES_256_GCM_SHA384"} <= names, listed)
    iana = fix(saved, "iana").split()
    expect("the IANA list has the old suites and the new one", len(iana) == 3 and
           iana[-1] == "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", iana)


def schannel_is_complete(saved):
    script = fix(saved, "schannel-powershell")
    commands = settings(script)
    expect("PowerShell enables, and the undo disables, one suite",
           commands == ["Enable-TlsCipherSuite -Name TLS_DHE_RSA_WITH_AES_256_GCM_SHA384"]
           and "# Disable-TlsCipherSuite -Name TLS_DHE_RSA_WITH_AES_256_GCM_SHA384" in script, script)
    policy = settings(fix(saved, "schannel-gpo"))[0]
    names = policy.split(",")
    count = int(re.search(r"(\d+) of 1023", fix(saved, "schannel-gpo"))[1])
    expect("the policy list is one line of nine names and counts itself right",
           len(names) == 9 and count == len(policy) <= 1023 and " " not in policy, policy)
    template = fix(saved, "iiscrypto", "--on", "client")
    root = xml.etree.ElementTree.fromstring(template)
    expect("the template is XML with that list", root.tag == "iisCryptoTemplate" and
           [item.get("value") for item in root.find("cipherSuites")] == [policy], template)
    for form, text in (("schannel-reg", fix(saved, "schannel-reg")), ("iiscrypto", template)):
        done = subprocess.run([sys.argv[1], "profile", "import", "-", "--base", "exchange-2019", "--id", "again"],
                              input=text, capture_output=True, text=True)
        expect(f"{form}: our own importer reads the same list", done.returncode == 0 and
               json.loads(done.stdout)["suites"] == names, done.stdout + done.stderr)


def restart(config, port):
    """Not "reload": a smtpd that waits for its next client then still has the settings of before, once."""
    run("/usr/sbin/postfix", "-c", config, "stop")
    run("/usr/sbin/postfix", "-c", config, "start")
    wait_for(port)


ENCRYPT = ("smtpd_tls_security_level=encrypt", "smtpd_tls_mandatory_ciphers=high",
           "smtpd_tls_mandatory_exclude_ciphers=kECDHE", "smtpd_tls_mandatory_protocols=!SSLv2, !SSLv3, !TLSv1.3")
ONLY13 = ("smtpd_tls_protocols=!SSLv2, !SSLv3, !TLSv1, !TLSv1.1, !TLSv1.2",
          "smtpd_tls_mandatory_protocols=!SSLv2, !SSLv3, !TLSv1, !TLSv1.1, !TLSv1.2")


def other_levels_and_versions(shop):
    """The lines count where the mandatory parameters do, and they bring a version about."""
    for what, settings_before, cause in (("security level encrypt", ENCRYPT, "no-common-suite"),
                                         ("TLS 1.3 only", ONLY13, "no-common-version")):
        port = shop.postfix(settings=settings_before)
        saved = shop.dir / f"scan-{port}.json"
        run(sys.argv[1], "scan", f"127.0.0.1:{port}", "-c", "exchange-2019", "-f", f"json={saved}", "--all", "--no-save")
        expect(f"{what}: fails before", pair(port)["cause"] == cause, pair(port))
        config = shop.dir / f"postfix-{port}/etc"
        text = fix(saved, "postfix")
        names = re.search(r"postconf -X (.*)", text)[1].split()
        before = run("/usr/sbin/postconf", "-c", config, "-n", *names).stdout
        for line in settings(text):
            run("/usr/sbin/postconf", "-c", config, "-e", line)
        restart(config, port)
        expect(f"{what}: works after", pair(port)["verdict"] == "works", pair(port))
        run("/usr/sbin/postconf", "-c", config, "-X", *names)
        with open(config / "main.cf", "a") as main_cf:
            main_cf.write(before)
        restart(config, port)
        expect(f"{what}: the undo brings it back", pair(port)["cause"] == cause, pair(port))


def main():
    need("postfix", "openssl", "gnutls-cli")
    with Workshop() as shop:
        port = shop.postfix(settings=DHE_ONLY)
        saved = shop.dir / "scan.json"
        run(sys.argv[1], "scan", f"127.0.0.1:{port}", "-c", "exchange-2019", "-f", f"json={saved}", "--all",
            "--no-save")
        expect("a DHE-only Postfix fails Exchange 2019", pair(port)["cause"] == "no-common-suite", pair(port))
        strings_are_taken(saved)
        schannel_is_complete(saved)
        postfix_takes_the_lines(shop, port, saved)
        other_levels_and_versions(shop)
        done = json.loads(run(sys.argv[1], "check", f"127.0.0.1:{shop.postfix()}", "-c", "postfix-3.7", "-f", "json",
                              "--no-save", "--confirm", "both").stdout)
        replay = done["targets"][0]["servers"][0]["replays"][0]
        expect("OpenSSL and wolfSSL both complete a handshake with Postfix",
               set(replay["completed_by"].split("+")) == {"openssl", "wolfssl"}, replay)
    return exit_code()


sys.exit(main())
