"""Real servers in many configurations, each with STARTTLS on a port of 127.0.0.1: Postfix, Exim, openssl s_server,
gnutls-serv and one on wolfSSL. A configuration is a row of the tables below.

    ports = start(shop, wolfssl_server)   # {"s_server default": 23456, …}; prints what cannot be started
"""
import concurrent.futures
import os
import shutil
import subprocess
import threading

import senders
from peers import free_port, wait_for
from unpacked import Missing, Unpacked

ALL = "ALL:COMPLEMENTOFALL:@SECLEVEL=0"
ZERO = ":@SECLEVEL=0"

# name: (keys, options)
S_SERVER = {
    "default": (["rsa"], []),
    "every suite": (["rsa"], ["-cipher", ALL, "-serverpref"]),
    "every suite, client order": (["rsa"], ["-cipher", ALL]),
    "every suite, both keys": (["rsa", "ecdsa"], ["-cipher", ALL, "-serverpref"]),
    "every suite, ChaCha first": (["rsa"], ["-cipher", ALL, "-serverpref", "-prioritize_chacha"]),
    "ECDSA P-256": (["ecdsa"], ["-cipher", ALL]),
    "ECDSA P-384": (["ecdsa384"], []),
    "ECDSA P-384, TLS 1.2": (["ecdsa384"], ["-tls1_2"]),
    "ECDSA P-521": (["ecdsa521"], []),
    "Ed25519": (["ed25519"], []),
    "Ed25519, TLS 1.2": (["ed25519"], ["-tls1_2"]),
    "RSA-PSS key": (["rsapss"], []),
    "RSA-PSS key, TLS 1.2": (["rsapss"], ["-tls1_2"]),
    "RSA 1024": (["rsa1024"], ["-cipher", ALL]),
    "RSA 4096": (["rsa4096"], []),
    "TLS 1.0 only": (["rsa"], ["-tls1", "-cipher", ALL]),
    "TLS 1.0 only, static RSA": (["rsa"], ["-tls1", "-cipher", "AES128-SHA" + ZERO]),
    "TLS 1.0 only, ECDSA": (["ecdsa"], ["-tls1", "-cipher", ALL]),
    "TLS 1.1 only": (["rsa"], ["-tls1_1", "-cipher", ALL]),
    "up to TLS 1.1": (["rsa"], ["-no_tls1_2", "-no_tls1_3", "-cipher", ALL]),
    "TLS 1.2 only": (["rsa"], ["-tls1_2"]),
    "TLS 1.3 only": (["rsa"], ["-tls1_3"]),
    "TLS 1.3 only, CCM": (["rsa"], ["-tls1_3", "-ciphersuites", "TLS_AES_128_CCM_SHA256"]),
    "TLS 1.3 only, ChaCha": (["rsa"], ["-tls1_3", "-ciphersuites", "TLS_CHACHA20_POLY1305_SHA256"]),
    "two DHE suites": (["rsa"], ["-tls1_2", "-cipher", "DHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES256-GCM-SHA384"]),
    "DHE, CBC": (["rsa"], ["-tls1_2", "-cipher", "DHE-RSA-AES128-SHA:DHE-RSA-AES256-SHA256"]),
    "DHE, 1024 bits": (["rsa"], ["-tls1_2", "-cipher", "DHE" + ZERO, "-dhparam", "DH1024"]),
    "DHE preferred, 1024 bits": (["rsa"], ["-tls1_2", "-cipher", "DHE:ECDHE" + ZERO, "-dhparam", "DH1024",
                                           "-serverpref"]),
    "DHE, 4096 bits": (["rsa"], ["-tls1_2", "-cipher", "DHE", "-dhparam", "DH4096"]),
    "DHE, 8192 bits": (["rsa"], ["-tls1_2", "-cipher", "DHE", "-dhparam", "DH8192"]),
    "static RSA": (["rsa"], ["-tls1_2", "-cipher", "kRSA"]),
    "static RSA, CBC with SHA-1": (["rsa"], ["-tls1_2", "-cipher", "AES256-SHA" + ZERO]),
    "ECDHE, CBC": (["rsa"], ["-tls1_2", "-cipher", "ECDHE-RSA-AES128-SHA256:ECDHE-RSA-AES256-SHA"]),
    "ChaCha, TLS 1.2": (["rsa"], ["-tls1_2", "-cipher", "ECDHE-RSA-CHACHA20-POLY1305"]),
    "Camellia": (["rsa"], ["-tls1_2", "-cipher", "CAMELLIA"]),
    "ARIA": (["rsa"], ["-tls1_2", "-cipher", "ARIA"]),
    "CCM_8": (["rsa"], ["-tls1_2", "-cipher", "AESCCM8"]),
    "anonymous": ([], ["-nocert", "-tls1_2", "-cipher", "aNULL" + ZERO]),
    "NULL": (["rsa"], ["-tls1_2", "-cipher", "eNULL" + ZERO]),
    "secp521r1": (["rsa"], ["-groups", "P-521"]),
    "secp521r1, ECDHE, TLS 1.2": (["rsa"], ["-tls1_2", "-cipher", "ECDHE", "-groups", "P-521"]),
    "x25519": (["rsa"], ["-groups", "X25519"]),
    "X448": (["rsa"], ["-groups", "X448"]),
    "brainpoolP256r1": (["rsa"], ["-cipher", "ECDHE", "-groups", "brainpoolP256r1"]),
    "ffdhe3072": (["rsa"], ["-tls1_3", "-groups", "ffdhe3072"]),
    "RSA with SHA-1": (["rsa"], ["-tls1_2", "-cipher", "ECDHE" + ZERO, "-sigalgs", "RSA+SHA1"]),
    "RSA with SHA-512": (["rsa"], ["-tls1_2", "-cipher", "ECDHE", "-sigalgs", "RSA+SHA512"]),
    "RSA-PSS with SHA-512": (["rsa"], ["-sigalgs", "rsa_pss_rsae_sha512"]),
    "no encrypt-then-MAC": (["rsa"], ["-tls1_2", "-no_etm", "-cipher", "ECDHE-RSA-AES128-SHA256"]),
    "client certificate, TLS 1.2": (["rsa"], ["-tls1_2", "-Verify", "1"]),
    "client certificate, TLS 1.3": (["rsa"], ["-tls1_3", "-Verify", "1"]),
    "client certificate if there is one": (["rsa"], ["-verify", "1"]),
}

# name: (keys, priority, options)
GNUTLS_SERV = {
    "default": (["rsa"], "NORMAL", []),
    "server order": (["rsa", "ecdsa"], "NORMAL:%SERVER_PRECEDENCE", []),
    "ECDSA": (["ecdsa"], "NORMAL", []),
    "SECURE256": (["rsa"], "SECURE256", []),
    "everything old": (["rsa"], "NORMAL:+VERS-TLS-ALL:+DHE-RSA:+RSA:+3DES-CBC:+ARCFOUR-128:+ANON-ECDH:"
                       "%SERVER_PRECEDENCE", []),
    "TLS 1.0 only": (["rsa"], "NORMAL:-VERS-ALL:+VERS-TLS1.0", []),
    "TLS 1.0 only, 3DES": (["rsa"], "NORMAL:-VERS-ALL:+VERS-TLS1.0:-CIPHER-ALL:+3DES-CBC", []),
    "TLS 1.2 only, RC4": (["rsa"], "NORMAL:-VERS-ALL:+VERS-TLS1.2:-CIPHER-ALL:+ARCFOUR-128", []),
    "TLS 1.2 only, static RSA": (["rsa"], "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+RSA", []),
    "TLS 1.2 only, DHE": (["rsa"], "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+DHE-RSA", []),
    "TLS 1.2 only, DHE, 1024 bits": (["rsa"], "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+DHE-RSA",
                                     ["--dhparams", "DH1024"]),
    "TLS 1.2 only, DHE, 512 bits": (["rsa"], "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+DHE-RSA",
                                    ["--dhparams", "DH512"]),
    "TLS 1.3 only": (["rsa"], "NORMAL:-VERS-ALL:+VERS-TLS1.3", []),
    "secp521r1": (["rsa"], "NORMAL:-GROUP-ALL:+GROUP-SECP521R1", []),
    "RSA-PSS with SHA-384": (["rsa"], "NORMAL:-SIGN-ALL:+SIGN-RSA-PSS-RSAE-SHA384", []),
    "client certificate, TLS 1.2": (["rsa"], "NORMAL:-VERS-ALL:+VERS-TLS1.2", ["--require-client-cert"]),
    "client certificate, TLS 1.3": (["rsa"], "NORMAL:-VERS-ALL:+VERS-TLS1.3", ["--require-client-cert"]),
}

# name: (keys, settings)
POSTFIX = {
    "default": (["rsa"], []),
    "both keys, server order": (["rsa", "ecdsa"], ["tls_preempt_cipherlist=yes"]),
    "ECDSA": (["ecdsa"], []),
    "TLS 1.2, high": (["rsa"], ["smtpd_tls_protocols=TLSv1.2", "smtpd_tls_ciphers=high",
                                "smtpd_tls_exclude_ciphers=aNULL"]),
    "TLS 1.3 only": (["rsa"], ["smtpd_tls_protocols=>=TLSv1.3"]),
    "DHE only": (["rsa"], ["smtpd_tls_protocols=TLSv1.2", "smtpd_tls_exclude_ciphers=kECDHE,kRSA,aNULL"]),
    "DHE only, 1024 bits": (["rsa"], ["smtpd_tls_protocols=TLSv1.2", "smtpd_tls_dh1024_param_file=DH1024",
                                      "smtpd_tls_exclude_ciphers=kECDHE,kRSA,aNULL"]),
    "TLS 1.0 only": (["rsa"], ["smtpd_tls_protocols=TLSv1"]),
    "secp521r1": (["rsa"], ["tls_eecdh_auto_curves=secp521r1"]),
}

# name: (keys, lines)
EXIM = {
    "default": (["rsa"], ""),
    "ECDSA": (["ecdsa"], ""),
    "SECURE256": (["rsa"], "tls_require_ciphers = SECURE256"),
    "TLS 1.2 only": (["rsa"], "tls_require_ciphers = NORMAL:-VERS-ALL:+VERS-TLS1.2"),
}
EXIM_CONFIG = """
primary_hostname = mx.example.test
local_interfaces = 127.0.0.1
daemon_smtp_ports = PORT
tls_advertise_hosts = *
tls_certificate = CERT
tls_privatekey = KEY
"""
EXIM_RUN = """
mkdir -p /var/spool/exim4 /var/log/exim4
chown -R Debian-exim:Debian-exim /var/spool/exim4 /var/log/exim4
exim4 -C $1 -bdf &
wait
"""

# name: (key, versions, further words)
WOLFSSL = {
    "default": ("rsa", "any", []),
    "ECDSA": ("ecdsa", "any", []),
    "TLS 1.2 only, one suite": ("rsa", "1.2", ["ECDHE-RSA-AES128-GCM-SHA256"]),
    "TLS 1.2 only, DHE": ("rsa", "1.2", ["DHE-RSA-AES256-GCM-SHA384:DHE-RSA-AES128-GCM-SHA256"]),
    "TLS 1.3 only": ("rsa", "1.3", []),
    "client certificate, TLS 1.2": ("rsa", "1.2", ["ask"]),
}


# Primes of our own making, for the sizes that have no name.
DH = {512: """-----BEGIN DH PARAMETERS-----
MEYCQQD2g5zJqAYBmdqDqLsfOjrKiIaAFcpSh7gEvBN2xentNuBXJDd/1z3YLUNO
wve312kKVtOCNPEenyH89iHYpEsvAgEC
-----END DH PARAMETERS-----
""", 1024: """-----BEGIN DH PARAMETERS-----
MIGHAoGBAOtDn8YF5kGORi5JkuBIFrnsXygyIkHufsS6NZ3+OIshuYlhW2cG4px5
Sm/IOt3PBzCQgu7zDL+n4N8qsMrxg0f4fT5ElDE/LPp7GG+CMmiQvNELjW/xTVT7
3LumWOlHgdUT6cJshnhVtNpz212Q9VMm1tdH2BfCGtlj1s6afQWPAgEC
-----END DH PARAMETERS-----
"""}


def dh_file(shop, bits):
    path = shop.dir / f"dh{bits}.pem"
    if bits in DH:
        path.write_text(DH[bits])
    elif not path.exists():
        subprocess.run(["openssl", "genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt", f"group:ffdhe{bits}",
                        "-out", path], check=True, capture_output=True)
    return str(path)


def with_files(shop, words):
    """DH1024 at the end of a word becomes the file with such parameters."""
    done = []
    for word in words:
        before, found, bits = word.rpartition("DH")
        done.append(before + dh_file(shop, int(bits)) if found and bits.isdigit() else word)
    return done


REPLIES = {b"EHLO": b"250 inside.example", b"DATA": b"451 4.3.0 No mail here", b"QUIT": b"221 2.0.0 Bye"}


def answer(process):
    """Speak SMTP through the standard input and output of an s_server, line by line and without memory: the next line
    may be another client's."""
    for line in process.stdout:
        process.stdin.write(REPLIES.get(line.strip().upper()[:4], b"250 2.0.0 Ok") + b"\r\n")
        process.stdin.flush()


def s_server(shop, keys, options):
    command = ["-quiet", *with_files(shop, options)]
    for number, kind in enumerate(keys):
        cert, key = shop.certificate(kind)
        command += ["-cert", cert, "-key", key] if number == 0 else ["-dcert", cert, "-dkey", key]
    return shop.front(shop.server(
        lambda port: ["openssl", "s_server", "-accept", f"127.0.0.1:{port}", *command], stdout=subprocess.PIPE,
        started=lambda process: threading.Thread(target=answer, args=[process], daemon=True).start())).port


def gnutls_serv(shop, keys, priority, options):
    return shop.front(shop.gnutls_serv(keys, priority, with_files(shop, options))).port


def postfix(shop, keys, settings):
    return shop.postfix(keys, with_files(shop, settings))


class EximPlace:
    """The unpacked Exim, once for all its configurations."""

    def __init__(self, shop):
        sender = next(s for s in senders.MAIL_SERVERS if s.profile == "exim-4.96")
        self.shop = shop
        self.place = Unpacked(shop, sender.packages, sender.users)

    def start(self, keys, lines):
        port = free_port()
        cert, key = self.shop.certificate(keys[0])
        os.chmod(key, 0o644)  # Exim reads it as its own user
        config = EXIM_CONFIG.replace("PORT", str(port)).replace("CERT", cert).replace("KEY", key)
        path = senders.script(self.shop, f"exim-{port}.conf", config + lines + "\n")
        process = self.shop.start(*self.place.inside("sh", "-c", EXIM_RUN, "sh", path))
        self.shop.stack.callback(process.kill)  # unshare ends by nothing less, and with it the shell and all below
        wait_for(port)
        return port


def wolfssl(shop, program, key_kind, versions, words):
    return shop.front(shop.server(lambda port: [program, port, versions, *shop.certificate(key_kind), *words])).port


KINDS = {"s_server": S_SERVER, "gnutls-serv": GNUTLS_SERV, "Postfix": POSTFIX, "wolfSSL": WOLFSSL, "Exim": EXIM}


def names():
    return [f"{kind} {name}" for kind, rows in KINDS.items() for name in rows]


def start(shop, wolfssl_server=None, wanted=lambda name: True):
    """{name: port} of all that can be started here."""
    ports = {}
    starters = {
        "s_server": ("openssl", lambda *row: s_server(shop, *row)),
        "gnutls-serv": ("gnutls-serv", lambda *row: gnutls_serv(shop, *row)),
        "Postfix": ("/usr/sbin/postfix", lambda *row: postfix(shop, *row)),
        "wolfSSL": (wolfssl_server, lambda *row: wolfssl(shop, wolfssl_server, *row)),
    }
    try:
        starters["Exim"] = ("sh", EximPlace(shop).start)
    except Missing as reason:
        print(f"not tested: Exim as a server: {reason}")
    for kind, (program, starter) in starters.items():
        rows = {f"{kind} {name}": row for name, row in KINDS[kind].items() if wanted(f"{kind} {name}")}
        if not program or not shutil.which(program):
            print(f"not tested: {kind} as a server is not installed")
            continue
        with concurrent.futures.ThreadPoolExecutor(4 if kind == "Postfix" else 1) as pool:  # it takes two seconds
            ports |= zip(rows, pool.map(lambda row: starter(*row), rows.values()))
    return ports
