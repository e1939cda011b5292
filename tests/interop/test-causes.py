#!/usr/bin/env python3
"""Every cause that can be seen from outside: made with a real server, named by `handfast check`, and not named
for a sender that works with that server.

usage: test-causes.py HANDFAST [NAME...]     NAME: only these rows
"""
import concurrent.futures
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/support"))
from broken import Alternate, Cut, Dialogue, Gate  # noqa: E402
from peers import Workshop, need  # noqa: E402

HANDFAST = sys.argv[1]
ATONCE = 4

KEYS = {
    "ecdsa521": ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-521"],
    "brainpool": ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:brainpoolP256r1"],
    "ed25519": ["-newkey", "ed25519"], "ed448": ["-newkey", "ed448"],
    "rsa512": ["-newkey", "rsa:512"],
    "rsapss": ["-newkey", "rsa-pss", "-pkeyopt", "rsa_keygen_bits:2048"],
    "ku-encipher": ["-newkey", "rsa:2048", "-addext", "keyUsage=critical,keyEncipherment"],
    "ku-sign": ["-newkey", "rsa:2048", "-addext", "keyUsage=critical,digitalSignature"],
}
DH = {"dh1024": ["dhparam", "1024"], "dh768": ["dhparam", "768"], "dh512": ["dhparam", "512"],
      "dh2048": ["genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt", "group:ffdhe2048"],
      "dh8192": ["genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt", "group:ffdhe8192"]}


class Bench(Workshop):
    """Servers as the rows below describe them."""
    KEYS = {**Workshop.KEYS, **KEYS}

    def dh(self, name):
        path = self.dir / f"{name}.pem"
        if not path.exists():
            subprocess.run(["openssl", DH[name][0], "-out", path, *DH[name][1:]], check=True, capture_output=True)
        return str(path)

    def openssl(self, *options, keys=("rsa",), dh=None):
        """A plain TLS server that answers at once, though it speaks no SMTP."""
        command = ["-rev"]
        for number, kind in enumerate(keys):
            cert, key = self.certificate(kind)
            command += ["-cert", cert, "-key", key] if number == 0 else ["-dcert", cert, "-dkey", key]
        if not keys:
            command += ["-nocert"]
        command += [*(["-dhparam", self.dh(dh)] if dh else []), *options]
        return self.server(lambda port: ["openssl", "s_server", "-accept", f"127.0.0.1:{port}", *command])

    def gnutls(self, priority, keys=("rsa",), dh=None):
        command = []
        if dh:
            params = self.dir / f"{dh}.pkcs3"
            subprocess.run(["openssl", "dhparam", "-in", self.dh(dh), "-out", params], check=True, capture_output=True)
            command += ["--dhparams", params]
        return self.gnutls_serv(keys, priority, command)

    def profile(self, name, base, **changes):
        """A sender of its own: a built-in one with some lists or limits replaced."""
        shown = subprocess.run([HANDFAST, "profile", "show", base, "-f", "json"], capture_output=True, text=True,
                               check=True)
        profile = json.loads(shown.stdout)
        profile.update(id=name, name=name, hello=None, **changes)
        path = self.dir / f"{name}.json"
        path.write_text(json.dumps(profile))
        return str(path)


def offers(version):
    return lambda hello, records: version in hello.versions


def always(hello, records):
    return True


def lacks(extension):
    return lambda hello, records: extension not in hello.bodies


def has(extension):
    return lambda hello, records: extension in hello.bodies


def long_as(least, most):
    return lambda hello, records: least <= hello.length <= most


def first_64(hello, records):
    """Windows Server 2003 reads so many suites."""
    return not {0xC030, 0xC02F, 0x009C, 0x002F, 0x1301, 0x1302} & set(hello.suites[:64])


OLD = "DEFAULT@SECLEVEL=0"
EXIM_DHE_512 = ("NORMAL:-VERS-TLS1.3:-KX-ALL:+DHE-RSA:-GROUP-FFDHE2048:-GROUP-FFDHE3072:-GROUP-FFDHE4096:"
                "-GROUP-FFDHE6144:-GROUP-FFDHE8192")
E19, P37, GNU, MODERN = "exchange-2019", "postfix-3.7", "exim-4.96", "openssl-3.0"

# name, server (a function of the bench that gives the port of an SMTP server), sender, cause, a sender that works
ROWS = [
    # ---- suites
    ("suite-no-ecdhe-server", lambda b: b.front(b.openssl("-no_tls1_3", "-cipher",
     "DHE-RSA-AES256-GCM-SHA384:DHE-RSA-AES128-SHA:AES256-SHA:AES128-SHA", dh="dh2048")).port, E19, "no-common-suite", P37),
    ("suite-dhe-only-server", lambda b: b.front(b.openssl("-no_tls1_3", "-cipher",
     "DHE-RSA-AES256-GCM-SHA384:DHE-RSA-AES128-GCM-SHA256", dh="dh2048")).port, E19, "no-common-suite", P37),
    ("suite-rsakx-only-server", lambda b: b.front(b.openssl("-no_tls1_3", "-cipher", "AES256-SHA:AES128-SHA")).port, E19,
     "no-common-suite", P37),
    ("suite-gcm-only-server", lambda b: b.front(b.openssl("-no_tls1_3", "-cipher", "ECDHE-RSA-AES256-GCM-SHA384")).port,
     b"cbc", "no-common-suite", E19),
    ("suite-cbc-only-server", lambda b: b.front(b.openssl("-no_tls1_3", "-cipher", "ECDHE-RSA-AES128-SHA256")).port,
     b"gcm", "no-common-suite", E19),
    ("suite-chacha-only-tls12", lambda b: b.front(b.openssl("-no_tls1_3", "-cipher", "ECDHE-RSA-CHACHA20-POLY1305")).port,
     E19, "no-common-suite", P37),
    ("suite-tls13-chacha-only-fips", lambda b: b.front(b.openssl("-tls1_3", "-ciphersuites",
     "TLS_CHACHA20_POLY1305_SHA256")).port, b"fips", "no-common-suite", P37),
    ("suite-tls13-ccm-only", lambda b: b.front(b.openssl("-tls1_3", "-ciphersuites", "TLS_AES_128_CCM_SHA256")).port, P37,
     "no-common-suite", GNU),
    ("suite-aria-camellia-only", lambda b: b.front(b.openssl("-no_tls1_3", "-cipher",
     "ECDHE-ARIA256-GCM-SHA384:ECDHE-RSA-CAMELLIA256-SHA384")).port, E19, "no-common-suite", None),
    ("suite-ccm-only-tls12", lambda b: b.front(b.openssl("-no_tls1_3", "-cipher", "AES128-CCM:AES256-CCM")).port, E19,
     "no-common-suite", None),
    ("suite-null-only", lambda b: b.front(b.openssl("-no_tls1_3", "-cipher", "eNULL@SECLEVEL=0")).port, E19,
     "no-common-suite", None),
    ("suite-psk-only", lambda b: b.front(b.openssl("-no_tls1_3", "-cipher", "PSK", "-psk", "1a2b3c4d", "-psk_identity",
     "x", keys=())).port, E19, "no-common-suite", None),
    ("suite-anon-only", lambda b: b.front(b.openssl("-no_tls1_3", "-cipher", "aNULL@SECLEVEL=0", keys=(), dh="dh2048")).port,
     E19, "no-common-suite", None),
    # ---- keys
    ("cert-ecdsa-vs-rsa-sender", lambda b: b.front(b.openssl("-no_tls1_3", keys=("ecdsa",))).port, b"rsa-only", "key-type",
     E19),
    ("cert-rsa-vs-ecdsa-sender", lambda b: b.front(b.openssl("-no_tls1_3")).port, b"ecdsa-only", "key-type", E19),
    ("cert-ecdsa-p384-vs-p256-sender", lambda b: b.front(b.openssl("-no_tls1_3", keys=("ecdsa384",))).port, b"p256",
     "key-curve", E19),
    ("cert-ecdsa-p521", lambda b: b.front(b.openssl("-no_tls1_3", keys=("ecdsa521",))).port, E19, "key-curve", P37),
    ("cert-brainpool", lambda b: b.front(b.openssl("-no_tls1_3", keys=("brainpool",))).port, E19, "key-curve", None),
    ("cert-ed25519", lambda b: b.front(b.openssl("-no_tls1_3", keys=("ed25519",))).port, E19, "no-common-signature-scheme",
     P37),
    ("cert-ed448", lambda b: b.front(b.openssl("-no_tls1_3", keys=("ed448",))).port, E19, "no-common-signature-scheme", P37),
    ("cert-rsapss-key", lambda b: b.front(b.openssl("-no_tls1_3", keys=("rsapss",))).port, E19,
     "no-common-signature-scheme", P37),
    ("cert-rsa512", lambda b: b.front(b.openssl("-no_tls1_3", "-cipher", "AES128-SHA@SECLEVEL=0", keys=("rsa512",))).port,
     b"rsa-1024", "rsa-too-small", b"any-rsa"),
    ("cert-keyusage-no-signature", lambda b: b.front(b.openssl(keys=("ku-encipher",))).port, GNU, "key-usage", P37),
    ("cert-keyusage-no-encipherment", lambda b: b.front(b.openssl("-no_tls1_3", "-cipher", "AES128-SHA:AES128-GCM-SHA256",
     keys=("ku-sign",))).port, GNU, "key-usage", P37),
    ("cert-none-loaded", lambda b: b.front(b.openssl(keys=())).port, P37, "every-hello-refused", None),
    ("cert-selfsigned", lambda b: b.front(b.openssl()).port, b"verifying", "certificate-self-signed", P37),
    # ---- versions
    ("version-server-tls10-only", lambda b: b.front(b.openssl("-tls1", "-cipher", OLD)).port, E19, "no-common-version",
     "exchange-2016-ws2012r2"),
    ("version-server-tls11-only", lambda b: b.front(b.openssl("-tls1_1", "-cipher", OLD)).port, E19, "no-common-version",
     "exchange-2016-ws2012r2"),
    ("version-server-tls13-only", lambda b: b.front(b.openssl("-tls1_3")).port, E19, "no-common-version", P37),
    ("version-client-tls10-only", lambda b: b.front(b.openssl()).port, "java-7", "no-common-version", P37),
    ("fallback-scsv", lambda b: b.front(b.openssl()).port, b"fallback", "fallback-refused", P37),
    # ---- DH and curves
    ("dh-1024", lambda b: b.front(b.gnutls(EXIM_DHE_512, dh="dh1024")).port, b"dh-2048", "dh-too-small", None),
    ("dh-1024-preferred", lambda b: b.front(b.gnutls(EXIM_DHE_512.replace("+DHE-RSA", "+DHE-RSA:+ECDHE-RSA")
     + ":%SERVER_PRECEDENCE", dh="dh1024")).port, b"dh-2048", "dh-too-small", E19),
    ("dh-768", lambda b: b.front(b.gnutls(EXIM_DHE_512, dh="dh768")).port, b"dh-2048", "dh-too-small", None),
    ("dh-512", lambda b: b.front(b.gnutls(EXIM_DHE_512, dh="dh512")).port, b"dh-2048", "dh-too-small", None),
    ("dh-8192", lambda b: b.front(b.openssl("-no_tls1_3", "-cipher", "kDHE", dh="dh8192")).port, b"dh-4096", "dh-too-large",
     P37),
    ("curve-p521-only", lambda b: b.front(b.openssl("-no_tls1_3", "-curves", "P-521", "-cipher", "kECDHE")).port, E19,
     "no-common-group", P37),
    ("curve-brainpool-only", lambda b: b.front(b.openssl("-no_tls1_3", "-curves", "brainpoolP256r1", "-cipher",
     "kECDHE")).port, E19, "no-common-group", None),
    ("curve-x25519-only", lambda b: b.front(b.openssl("-no_tls1_3", "-curves", "X25519", "-cipher", "kECDHE")).port, b"nist",
     "no-common-group", P37),
    ("curve-x448-only-tls13", lambda b: b.front(b.openssl("-tls1_3", "-curves", "X448")).port, b"nist13", "no-common-group",
     P37),
    ("sigalg-server-sha1-only", lambda b: b.front(b.openssl("-no_tls1_3", "-cipher", "kECDHE@SECLEVEL=0", "-sigalgs",
     "RSA+SHA1:ECDSA+SHA1")).port, b"no-sha1", "no-common-signature-scheme", None),
    ("sigalg-pss-only", lambda b: b.front(b.openssl("-no_tls1_3", "-cipher", "kECDHE", "-sigalgs",
     "rsa_pss_rsae_sha256")).port, b"no-pss", "no-common-signature-scheme", P37),
    # ---- client certificates and extensions
    ("client-cert-required-tls12", lambda b: b.front(b.openssl("-no_tls1_3", "-Verify", "2", "-verify_return_error",
     "-CAfile", b.certificate("rsa")[0])).port, P37, "client-certificate-required", None),
    ("client-cert-required-tls13", lambda b: b.front(b.openssl("-tls1_3", "-Verify", "2", "-verify_return_error", "-CAfile",
     b.certificate("rsa")[0])).port, P37, "client-certificate-required", None),
    ("client-cert-asked-for", lambda b: b.front(b.openssl("-verify", "2")).port, P37, None, E19),
    ("reneg-info-missing", lambda b: b.front(b.gnutls("NORMAL:-VERS-TLS1.3:%DISABLE_SAFE_RENEGOTIATION")).port, P37,
     "secure-renegotiation-missing", E19),
    ("ems-missing-server", lambda b: b.front(b.gnutls("NORMAL:-VERS-TLS1.3:%NO_SESSION_HASH")).port, b"needs-ems",
     "extended-master-secret-missing", P37),
    ("ems-required-server", lambda b: b.serve(Gate(b.openssl("-no_tls1_3"), lacks(23), 40)).port, b"no-ems",
     "extended-master-secret-required", P37),
    ("sni-unknown-fatal", lambda b: b.front(b.openssl("-servername", "other.invalid", "-servername_fatal", "-cert2",
     b.certificate("rsa")[0], "-key2", b.certificate("rsa")[1])).port, b"sni", "sni-refused", P37),
    ("sni-missing-refused", lambda b: b.serve(Gate(b.openssl(), lacks(0), 112)).port, P37, "sni-required", b"sni"),
    ("alpn-mismatch", lambda b: b.front(b.openssl("-alpn", "smtp")).port, b"alpn", "alpn-refused", P37),
    # ---- what does not tolerate a hello
    ("intolerant-tls13-drop", lambda b: b.serve(Gate(b.openssl(), offers(0x0304), "drop")).port, P37, "version-intolerance",
     E19),
    ("intolerant-tls13-reset", lambda b: b.serve(Gate(b.openssl(), offers(0x0304), "reset")).port, P37,
     "version-intolerance", E19),
    ("intolerant-tls13-alert", lambda b: b.serve(Gate(b.openssl(), offers(0x0304), 70)).port, P37, "version-intolerance",
     E19),
    ("intolerant-hello-256-511", lambda b: b.serve(Gate(b.openssl(), long_as(256, 511), "drop")).port, "sendmail-8.17",
     "hello-too-long", E19),
    ("intolerant-hello-multi-segment", lambda b: b.serve(Gate(b.openssl(), long_as(1300, 65535), "reset")).port,
     "openssl-3.5", "hello-too-long", P37),
    ("intolerant-unknown-extension", lambda b: b.serve(Gate(b.openssl(), has(22), 47)).port, P37, "extension-intolerance",
     E19),
    ("suite-order-first-64", lambda b: b.serve(Gate(b.openssl(), first_64, 40)).port, b"many", "too-many-suites", P37),
    ("ips-reset-hello", lambda b: b.serve(Gate(b.openssl(), always, "reset")).port, P37, "closed-after-starttls", None),
    ("server-alert-40-always", lambda b: b.serve(Gate(b.openssl(), always, 40)).port, P37, "every-hello-refused", None),
    ("server-internal-error", lambda b: b.serve(Gate(b.openssl(), always, 80)).port, P37, "every-hello-refused", None),
    ("ips-reset-certificate", lambda b: b.serve(Cut(b.openssl("-no_tls1_3"), 300)).port, P37, "handshake-not-completed",
     None),
    # ---- SMTP
    ("starttls-not-offered", lambda b: b.serve(Dialogue(EHLO=b"250-odd\r\n250 SIZE 10485760\r\n")).port, E19,
     "starttls-not-offered", None),
    ("starttls-masked-by-asa", lambda b: b.serve(Dialogue(EHLO=b"250-odd\r\n250 XXXXXXXA\r\n")).port, E19, "starttls-masked",
     None),
    ("starttls-454", lambda b: b.serve(Dialogue(STARTTLS=b"454 4.7.0 TLS not available\r\n")).port, E19, "starttls-refused",
     None),
    ("starttls-502", lambda b: b.serve(Dialogue(STARTTLS=b"502 5.5.1 not implemented\r\n")).port, E19, "starttls-refused",
     None),
    ("starttls-220-close", lambda b: b.serve(Dialogue()).port, E19, "closed-after-starttls", None),
    ("starttls-220-silent", lambda b: b.serve(Dialogue(TLS=b"")).port, E19, "unknown", None),
    ("starttls-220-plaintext", lambda b: b.serve(Dialogue(TLS=b"500 5.5.1 what?\r\n")).port, E19, "not-tls", None),
    ("plaintext-after-220", lambda b: b.serve(Dialogue(STARTTLS=b"220 go\r\n250 injected\r\n")).port, E19, "not-tls", None),
    ("not-esmtp", lambda b: b.serve(Dialogue(EHLO=b"502 5.5.1 unimplemented\r\n")).port, E19, "no-esmtp", None),
    ("not-tls-554-banner", lambda b: b.serve(Dialogue(banner=b"554 5.7.1 no\r\n")).port, E19, "unknown", None),
    ("not-tls-helo-refused", lambda b: b.serve(Dialogue(EHLO=b"550 5.7.1 no\r\n", HELO=b"550 5.7.1 no\r\n")).port, E19,
     "unknown", None),
    ("not-smtp", lambda b: b.serve(Dialogue(banner=b"HTTP/1.1 400 Bad Request\r\n\r\n")).port, E19, "unknown", None),
    ("suite-anon-only-postfix", lambda b: b.postfix(settings=("smtpd_tls_chain_files=/nonexistent",)), E19,
     "no-common-suite", None),
    ("load-balanced-backends", lambda b: b.serve(Alternate(b.openssl("-no_tls1_3"), b.openssl("-tls1", "-cipher", OLD))).port,
     E19, "servers-differ", None),
    # ---- and a real Postfix with which all works
    ("postfix-default", lambda b: b.postfix(), E19, None, P37),
]

ECDSA = ["TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"]
RSA = ["TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"]
BASIC = {"status_request": None}


def senders(bench):
    """Senders that differ from a built-in one in one thing."""
    def make(name, base=E19, **changes):
        return bench.profile(name, base, **changes)

    def extensions(base, *left_out, add=()):
        shown = json.loads(subprocess.run([HANDFAST, "profile", "show", base, "-f", "json"], capture_output=True,
                                          text=True, check=True).stdout)
        kept = [e for e in shown["extensions"] if (e if isinstance(e, str) else e.get("name")) not in left_out]
        return kept + list(add)

    dhe = ["TLS_DHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_DHE_RSA_WITH_AES_128_CBC_SHA",
           "TLS_DHE_RSA_WITH_AES_256_CBC_SHA"]
    nist = ["secp256r1", "secp384r1"]
    static = ["TLS_RSA_WITH_AES_128_CBC_SHA"]
    suites = subprocess.run([HANDFAST, "suites", "DHE", "--plain"], capture_output=True, text=True).stdout
    names = [w for w in suites.replace(":", " ").split() if w.startswith("TLS_") and "DHE_" in w]
    return {
        b"cbc": make("cbc", suites=["TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", "TLS_RSA_WITH_AES_128_CBC_SHA"]),
        b"gcm": make("gcm", suites=RSA),
        b"fips": make("fips", P37, versions=["TLS1.3", "TLS1.2"], suites=["TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", *RSA]),
        b"rsa-only": make("rsa-only", suites=RSA),
        b"ecdsa-only": make("ecdsa-only", suites=ECDSA),
        b"p256": make("p256", groups=["secp256r1"]),
        b"rsa-1024": make("rsa-1024", suites=static, limits={"rsa_min": 1024}),
        b"any-rsa": make("any-rsa", suites=static, limits={}),
        b"verifying": make("verifying", verifies="chain"),
        b"fallback": make("fallback", suites=RSA + ["TLS_FALLBACK_SCSV"]),
        b"dh-2048": make("dh-2048", suites=dhe + RSA, limits={"dh_min": 2048}),
        b"dh-4096": make("dh-4096", suites=dhe, limits={"dh_max": 4096}),
        b"nist": make("nist", groups=nist),
        b"nist13": make("nist13", P37, groups=nist, key_shares=["secp256r1"]),
        b"no-sha1": make("no-sha1", signature_schemes=["rsa_pkcs1_sha256", "ecdsa_secp256r1_sha256"]),
        b"no-pss": make("no-pss", signature_schemes=["rsa_pkcs1_sha256", "rsa_pkcs1_sha1"]),
        b"needs-ems": make("needs-ems", requires={"secure_renegotiation": False, "extended_master_secret": True},
                           extensions=extensions(E19, "extended_master_secret", add=["extended_master_secret"])),
        b"no-ems": make("no-ems", extensions=extensions(E19, "extended_master_secret")),
        b"sni": make("sni", P37, sends_sni=True, extensions=extensions(P37, "server_name", add=["server_name"])),
        b"alpn": make("alpn", P37, alpn=["http/1.1"], extensions=extensions(
            P37, "application_layer_protocol_negotiation", add=["application_layer_protocol_negotiation"])),
        b"many": make("many", suites=[n for n in names if n not in RSA][:80] + RSA),
    }


def ask(profile, port):
    done = subprocess.run([HANDFAST, "check", f"localhost:{port}", "-4", "-c", profile, "--timeout", "4", "-f", "json",
                           "--no-save"], capture_output=True, text=True, timeout=240)
    if not done.stdout:
        return {"verdict": "error", "cause": done.stderr, "counter_probe": None, "summary": "", "fixes": []}
    return json.loads(done.stdout)["targets"][0]["servers"][0]["pairs"][0]


def judge_row(bench, profiles, row):
    """[(text, right?)] of one row."""
    name, make, sender, cause, works = row
    try:
        port = make(bench)
    except (RuntimeError, subprocess.CalledProcessError) as error:
        return [(f"{name}: no server: {error}", False)]
    out = []
    for who, expected in ((sender, cause), *([(works, None)] if works else [])):
        pair = ask(profiles.get(who, who), port)
        found = pair["cause"]
        right = (found == expected and pair["verdict"] in (("works", "weak") if expected is None else ("fails",))
                 if expected != "unknown" else pair["verdict"] == "unknown" and found is None)
        counter = pair["counter_probe"]
        proof = f" ({counter['text']})" if counter else ""
        label = who.decode() if isinstance(who, bytes) else who
        out.append((f"{name}, {label}: {pair['verdict']}, {found}{proof}"
                    + ("" if right else f"  EXPECTED {expected}; {pair['summary']} {pair['why'] if 'why' in pair else ''}"),
                    right))
    return out


def main():
    need("openssl", "gnutls-serv", "postfix")
    rows = [row for row in ROWS if not sys.argv[2:] or row[0] in sys.argv[2:]]
    right = wrong = 0
    with Bench() as bench:
        profiles = senders(bench)
        for kind in {*Bench.KEYS}:
            bench.certificate(kind)
        for name in DH:
            bench.dh(name)
        with concurrent.futures.ThreadPoolExecutor(ATONCE) as pool:
            for answers in pool.map(lambda row: judge_row(bench, profiles, row), rows):
                for text, ok in answers:
                    print(("ok    " if ok else "WRONG ") + text, flush=True)
                    right, wrong = right + ok, wrong + (not ok)
    print(f"{right} of {right + wrong} judged rightly, {len(rows)} servers")
    return 1 if wrong else 0


sys.exit(main())
