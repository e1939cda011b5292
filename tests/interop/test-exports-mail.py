#!/usr/bin/env python3
"""The lines that `fix` writes for Exim and OpenSMTPD, on the real thing: each takes only suites that Exchange
2019 does not have, so it fails; with the line the predicted suite is accepted; with the old line, kept as
the comment above the new one says, it fails again. Sendmail is not here: its line is not proved yet.

usage: test-exports-mail.py HANDFAST
"""
import dataclasses
import json
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/support"))
import senders  # noqa: E402
from expect import exit_code, expect  # noqa: E402
from peers import SKIP, Workshop, free_port, need, wait_for  # noqa: E402
from unpacked import Missing, Unpacked  # noqa: E402


@dataclasses.dataclass
class MailServer:
    profile: str     # of the sender whose packages it comes with
    form: str        # of --format
    config: str      # LINES: what the fix replaces
    old: str         # the lines before the fix
    run: str         # in its namespace; $1: the configuration
    before: str      # the command of the fix's comment that says what the old line is
    key: str = "rsa"
    key_mode: int = 0o600
    suite: str = "0xC030"  # that is predicted
    completes: bool = True


EXIM = MailServer("exim-4.96", "exim-gnutls", """
primary_hostname = mx.example.test
local_interfaces = 127.0.0.1
daemon_smtp_ports = PORT
tls_advertise_hosts = *
tls_certificate = CERT
tls_privatekey = KEY
LINES
""", "tls_require_ciphers = NONE:+VERS-TLS1.2:+AES-128-GCM:+AES-256-GCM:+AEAD:+DHE-RSA:+COMP-NULL:+SIGN-ALL"
                  ":+GROUP-ALL:+CTYPE-X509", """
mkdir -p /var/spool/exim4 /var/log/exim4
chown -R Debian-exim:Debian-exim /var/spool/exim4 /var/log/exim4
exec exim4 -C $1 -bdf
""", "exim4 -C $1 -bP tls_require_ciphers", key_mode=0o644)

# Debian's OpenSMTPD 6.8 chooses a suite and ends every TLS 1.2 handshake with internal_error ("missing private
# key") here, so what it chooses is all that can be seen. It has no DHE suites.
OPENSMTPD = MailServer("opensmtpd-6.8", "opensmtpd", """
pki mx.example.test cert "CERT"
pki mx.example.test key "KEY"
LINES
listen on 127.0.0.1 port PORT tls pki mx.example.test
match from any for any reject
""", 'smtp ciphers "ECDHE-ECDSA-AES128-CCM"', """
mkdir -p /var/spool/smtpd /var/lib/opensmtpd/empty
chmod 711 /var/spool/smtpd
exec smtpd -d -f $1
""", "grep '^smtp ciphers' $1", key="ecdsa", suite="0xC02C", completes=False)


def handfast(*words):
    return subprocess.run([sys.argv[1], *map(str, words)], capture_output=True, text=True)


class Running:
    """One server with its unpacked packages, started anew for each set of lines."""

    def __init__(self, shop, server):
        sender = next(s for s in senders.MAIL_SERVERS if s.profile == server.profile)
        self.shop, self.server = shop, server
        self.place = Unpacked(shop, sender.packages, sender.users)
        cert, key = shop.certificate(server.key)
        self.cert, self.key = shop.dir / f"{server.form}.pem", shop.dir / f"{server.form}.key"
        shutil.copy(cert, self.cert)
        shutil.copy(key, self.key)
        self.key.chmod(server.key_mode)

    def fill(self, text, port, lines=""):
        for word, value in (("LINES", lines), ("PORT", port), ("CERT", self.cert), ("KEY", self.key)):
            text = text.replace(word, str(value))
        return text

    def start(self, lines):
        port = free_port()
        path = senders.script(self.shop, f"{self.server.form}-{port}.conf",
                              self.fill(self.server.config, port, lines))
        path.chmod(0o600)
        process = self.shop.start(*self.place.inside("sh", "-c", self.fill(self.server.run, port), "sh", path))
        self.shop.stack.callback(process.kill)  # unshare does not end by less
        wait_for(port)
        return port, path

    def old_lines(self, path):
        said = subprocess.run(self.place.inside("sh", "-c", self.server.before, "sh", path), capture_output=True,
                              text=True)
        return said.stdout.strip()


def pair(port):
    done = handfast("check", f"127.0.0.1:{port}", "-c", "exchange-2019", "-f", "json", "--no-save")
    return json.loads(done.stdout)["targets"][0]["servers"][0]["pairs"][0]


def accepted(shop, port):
    saved = shop.dir / f"{port}.json"
    handfast("scan", f"127.0.0.1:{port}", "-c", "exchange-2019", "-f", f"json={saved}", "--all", "--no-save")
    versions = json.loads(saved.read_text())["targets"][0]["servers"][0]["versions"]
    return {suite["code"] for version in versions if version["version"] == "TLS1.2"
            for suite in version["suites"] if suite["status"] == "accepted"}


def fixed_lines(shop, port, form):
    saved = shop.dir / f"{form}.json"
    handfast("scan", f"127.0.0.1:{port}", "-c", "exchange-2019", "-f", f"json={saved}", "--all", "--no-save")
    done = handfast("fix", saved, "-c", "exchange-2019", "--format", form)
    expect(f"{form}: the fix is written", done.returncode == 0, done.stderr)
    return "\n".join(line for line in done.stdout.splitlines() if not line.startswith("#"))


def try_server(shop, server):
    form = server.form
    running = Running(shop, server)
    port, path = running.start(server.old)
    before = pair(port)
    expect(f"{form}: without the lines Exchange 2019 fails", before["cause"] == "no-common-suite", before)
    old = running.old_lines(path)
    port, path = running.start(fixed_lines(shop, port, form))
    suites = accepted(shop, port)
    expect(f"{form}: with them {server.suite} is accepted", server.suite in suites, suites)
    if server.completes:
        after = pair(port)
        expect(f"{form}: and the pair works", (after["verdict"], after["suite"]) == ("works", server.suite), after)
    port, path = running.start(old)
    again = pair(port)
    expect(f"{form}: with the old line it fails again", again["cause"] == "no-common-suite", again)


def main():
    need("openssl", "unshare")
    tested = 0
    for server in (EXIM, OPENSMTPD):
        with Workshop() as shop:
            try:
                try_server(shop, server)
                tested += 1
            except Missing as reason:
                print(f"not tested: {server.form}: {reason}")
            except RuntimeError as reason:
                expect(f"{server.form}: starts", False, reason)
                for log in shop.dir.glob("process-*.log"):
                    print(log.read_text(errors="replace")[-1000:])
    return exit_code(0 if tested else SKIP)


sys.exit(main())
