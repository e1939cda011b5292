"""Real clients, run against servers that offer STARTTLS on 127.0.0.1, and what came of it. None of them verifies the
certificate. Between client and server stands a Tap: version and suite are what was really negotiated.

    clients = prepare(shop, CLIENTS)        # those that are installed; prints which are not
    results = clients[0].run(shop, [port])  # {port: Outcome}

To add one: a Client for a program that is started once for each server, or a class with run_all().
"""
import dataclasses
import os
import re
import shutil
import smtplib
import subprocess
import tempfile
import time

import senders
from peers import wait_for
from senders import script
from tap import Tap
from unpacked import Missing, Unpacked

LONGEST = 20  # seconds that a client may take for one server

NOOP = "NOOP\n"


@dataclasses.dataclass
class Outcome:
    ok: bool                    # the handshake completed, and something was said inside
    version: str | None = None  # "TLS1.2"
    suite: int | None = None    # code
    message: str = ""           # why not, in the words of the client

    def __str__(self):
        return f"{self.version} 0x{self.suite:04X}" if self.ok else "fails"


class Base:
    """name; profile: the id of the built-in profile that tells what it offers, or a file; packages of Debian."""

    patience = None  # of the Tap

    def __init__(self, name, profile, packages):
        self.name = name
        self.profile = profile
        self.packages = packages

    def prepare(self, shop):
        """Raises Missing."""

    def run(self, shop, ports):
        """{port: Outcome} for the SMTP services on these ports."""
        taps = {port: shop.serve(Tap(port, self.patience)) for port in ports}
        said = self.run_all(shop, taps)
        for tap in taps.values():
            shop.end(tap)
        return {port: self.outcome(taps[port], *said[port]) for port in ports}

    def run_all(self, shop, taps):
        """{port: (has the client said that TLS is up, its words)}; to be run on the taps' ports."""
        return {port: self.run_one(shop, tap) for port, tap in taps.items()}

    @staticmethod
    def outcome(tap, up, words):
        session = tap.sessions[0] if tap.sessions else None
        if session is None:
            return Outcome(False, message="TLS was not begun: " + words)
        if up and session.answered:
            return Outcome(True, session.server.version, session.server.suite)
        for side in ("client", "server"):
            if (alert := getattr(session, side).alert) is not None:
                words = f"alert {alert} of the {side}; {words}"
        return Outcome(False, session.server.version, session.server.suite, words)


class Client(Base):
    """command(shop, port): the words to run; text: what it is to say; up: the pattern that tells in what it prints
    that the handshake is over; blame: the pattern of the line that says why not."""

    def __init__(self, name, profile, packages, command, up, text="", blame=r"(?i)error|alert|fail"):
        super().__init__(name, profile, packages)
        self.command = command
        self.text = text
        self.up = re.compile(up, re.M | re.S)
        self.blame = re.compile(blame)

    def prepare(self, shop):
        program = self.command(shop, 0)[0]
        if not shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin"):
            raise Missing(f"{program} is not installed")

    def run_one(self, shop, tap):
        with tempfile.TemporaryFile() as said, subprocess.Popen(
                [str(word) for word in self.command(shop, tap.port)], stdin=subprocess.PIPE, stdout=said,
                stderr=subprocess.STDOUT) as process:
            process.stdin.write(self.text.encode())
            process.stdin.flush()
            end = time.monotonic() + LONGEST
            while process.poll() is None and time.monotonic() < end and not self.through(said, tap):
                time.sleep(0.01)
            process.kill()
            process.wait()
            words = text_of(said)
        return bool(self.up.search(words)), blamed(words, self.blame)

    def through(self, said, tap):
        return any(s.answered for s in tap.sessions) and self.up.search(text_of(said))


def text_of(file):
    return os.pread(file.fileno(), 1 << 20, 0).decode(errors="replace")


def blamed(words, pattern):
    lines = [line.strip() for line in words.splitlines() if pattern.search(line)]
    return " / ".join(lines[:3])[:300]


class Batch(Base):
    """A program that takes all ports at once and prints "PORT ok" or "PORT failed WORDS" for each."""

    def __init__(self, name, profile, packages, file, source, command):
        super().__init__(name, profile, packages)
        self.file = file
        self.source = source
        self.command = command

    def prepare(self, shop):
        if not shutil.which(self.command[0]):
            raise Missing(f"{self.command[0]} is not installed")

    def run_all(self, shop, taps):
        ports = [tap.port for tap in taps.values()]
        done = subprocess.run([*self.command, script(shop, self.file, self.source), *map(str, ports)],
                              capture_output=True, text=True, timeout=LONGEST * len(ports))
        lines = {int(p): (w, t) for p, w, t in re.findall(r"^(\d+) (ok|failed) ?(.*)$", done.stdout, re.M)}
        return {port: (lines[tap.port][0] == "ok", lines[tap.port][1]) if tap.port in lines else
                (False, f"said nothing; {done.stderr[-300:]}") for port, tap in taps.items()}


class Java(Batch):
    def prepare(self, shop):
        super().prepare(shop)
        self.profile = senders.java_profile(shop)


class Node(Batch):
    def prepare(self, shop):
        super().prepare(shop)
        self.profile = senders.node_profile(shop)


class Postfix(Base):
    """smtp(8): an instance of its own that routes each recipient domain to another port. The log tells the rest."""

    patience = 1

    def __init__(self, name, profile, *settings):
        super().__init__(name, profile, ["postfix"])
        self.settings = settings

    def prepare(self, shop):
        if not shutil.which("/usr/sbin/postfix"):
            raise Missing("postfix is not installed")

    def run_all(self, shop, taps):
        routes = ", ".join(f"{{p{tap.port}.test=smtp:[127.0.0.1]:{tap.port}}}" for tap in taps.values())
        own = shop.postfix(settings=[
            "smtp_tls_loglevel=1", "alias_maps=", "alias_database=",
            "smtpd_relay_restrictions=permit_mynetworks,reject", "smtp_connection_cache_on_demand=no",
            f"transport_maps=inline:{{{routes}}}", "smtp_tls_session_cache_database=",
            "default_destination_concurrency_limit=4", *self.settings])
        etc = shop.dir / f"postfix-{own}/etc"
        with open(etc / "master.cf", "a") as services:
            services.write("smtp unix - - n - 8 smtp\n")
        subprocess.run(["/usr/sbin/postfix", "-c", etc, "reload"], capture_output=True)
        wait_for(own)
        with smtplib.SMTP("127.0.0.1", own, timeout=LONGEST) as smtp:
            for tap in taps.values():
                smtp.sendmail("a@client.example", [f"b@p{tap.port}.test"], "Subject: test\n\ntext\n")
        log = etc.parent / "maillog"
        wanted = {f"p{tap.port}.test" for tap in taps.values()}
        end = time.monotonic() + LONGEST * 3
        while time.monotonic() < end:
            lines = log.read_text(errors="replace")
            if wanted <= set(re.findall(r"to=<b@(p\d+\.test)>.*status=", lines)):
                break
            time.sleep(0.1)
        subprocess.run(["/usr/sbin/postfix", "-c", etc, "abort"], capture_output=True)
        return {port: self.read_log(lines, tap.port) for port, tap in taps.items()}

    @staticmethod
    def read_log(lines, port):
        status = re.search(rf"to=<b@p{port}\.test>.*status=(.*)", lines)
        up = re.search(rf"TLS connection established to \S*\]:{port}: ", lines)
        return bool(up), status[1] if status else "no delivery status in the log"


class MailServer(Base):
    """A mail server that is unpacked, not installed. loop: what the shell does for each port ($port), with the
    configuration as $config and a mail as $mail."""

    patience = 1

    def __init__(self, name, profile, config, before, each):
        sender = next(s for s in senders.MAIL_SERVERS if s.profile == profile)
        super().__init__(name, profile, sender.packages)
        self.users = sender.users
        self.config = config
        self.before = before
        self.each = each

    def prepare(self, shop):
        self.place = Unpacked(shop, self.packages, self.users)

    def run_all(self, shop, taps):
        config = script(shop, f"{self.name}.conf", self.config)
        loop = f"config=$1 mail=$2; shift 2\n{self.before}\nfor port; do echo \"=== $port\"; {self.each}\ndone"
        command = self.place.inside("sh", "-c", loop, "sh", config, senders.mail(shop),
                                    *[tap.port for tap in taps.values()])
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=LONGEST * len(taps))
        parts = re.split(r"^=== (\d+)$", done.stdout.decode(errors="replace"), flags=re.M)
        said = dict(zip(map(int, parts[1::2]), parts[2::2]))
        return {port: self.read(said.get(tap.port, "")) for port, tap in taps.items()}

    @staticmethod
    def read(words):
        up = re.search(r"STARTTLS.*?220.*?EHLO", words, re.S)
        return bool(up), blamed(words, re.compile(r"(?i)tls|\*\*|==|defer|error"))


# One port after the other; the reply to EHLO inside TLS may be anything.
PYTHON = """
import smtplib, ssl, sys
def attempt(port):
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    smtp = smtplib.SMTP("127.0.0.1", port, timeout=15)
    smtp._host = "localhost"
    smtp.ehlo()
    smtp.starttls(context=context)
    smtp.send("NOOP\\r\\n")
    if not smtp.sock.recv(100):
        raise OSError("closed after the handshake")
    smtp.close()
for port in sys.argv[1:]:
    try:
        attempt(int(port))
        print(port, "ok", flush=True)
    except Exception as error:
        print(port, "failed", str(error).replace("\\n", " "), flush=True)
"""

# What nodemailer does with requireTLS: the dialogue, then tls.connect() on the same socket.
NODE = r"""
const net = require("net"), tls = require("tls");
function attempt(port) {
  return new Promise((done) => {
    const socket = net.connect(port, "127.0.0.1");
    const lines = ["EHLO client.example\r\n", "STARTTLS\r\n"];
    const end = (words) => { socket.destroy(); done(words); };
    let text = "";
    socket.setTimeout(15000, () => end("failed timed out"));
    socket.on("error", (error) => end("failed " + error.message));
    socket.on("close", () => end("failed closed"));
    socket.on("data", function heard(data) {
      text += data;
      if (!/^\d{3} .*\r\n$/m.test(text)) return;
      text = "";
      if (lines.length) { socket.write(lines.shift()); return; }
      socket.removeListener("data", heard);
      const secure = tls.connect({ socket, servername: "localhost", rejectUnauthorized: false },
        () => { secure.write("NOOP\r\n"); });
      secure.on("data", () => end("ok"));
      secure.on("error", (error) => end("failed " + error.message.replace(/\n/g, " ")));
      secure.on("close", () => end("failed closed"));
    });
  });
}
(async () => {
  for (const port of process.argv.slice(2)) console.log(port, await attempt(Number(port)));
})();
"""

JAVA = r"""
import java.io.*;
import java.net.*;
import java.security.cert.X509Certificate;
import javax.net.ssl.*;

public class Clients {
    static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes());
    }

    static void reply(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c; (c = in.read()) >= 0; ) {
            line.append((char) c);
            if (c == '\n' && line.charAt(3) == ' ') return;
            if (c == '\n') line.setLength(0);
        }
    }

    static void attempt(int port) throws Exception {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(15000);
        reply(socket.getInputStream());
        say(socket, "EHLO client.example");
        reply(socket.getInputStream());
        say(socket, "STARTTLS");
        reply(socket.getInputStream());
        TrustManager[] any = { new X509TrustManager() {
            public void checkClientTrusted(X509Certificate[] chain, String type) { }
            public void checkServerTrusted(X509Certificate[] chain, String type) { }
            public X509Certificate[] getAcceptedIssuers() { return new X509Certificate[0]; }
        } };
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, any, null);
        SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(socket, "mx.example.test", 25, true);
        secure.startHandshake();
        say(secure, "NOOP");
        if (secure.getInputStream().read() < 0) throw new IOException("closed after the handshake");
        secure.close();
    }

    public static void main(String[] ports) {
        for (String port : ports) {
            try {
                attempt(Integer.parseInt(port));
                System.out.println(port + " ok");
            } catch (Exception error) {
                System.out.println(port + " failed " + String.valueOf(error.getMessage()).replace('\n', ' '));
            }
        }
    }
}
"""

EXIM = senders.EXIM.replace("port = PORT", "port = ${extract{1}{.}{${substr_1:$domain}}}\n  hosts_require_tls = *")
EXIM_BEFORE = """
mkdir -p /var/spool/exim4 /var/log/exim4
chown -R Debian-exim:Debian-exim /var/spool/exim4 /var/log/exim4
"""
EXIM_EACH = "timeout 20 exim4 -C $config -v -odf -f a@client.example b@p$port.test < $mail 2>&1"

SENDMAIL_BEFORE = """
mkdir -p /var/spool/mqueue /run/sendmail /run/cf /var/lib/sendmail/host_status
m4 $config > /run/cf/all.cf
"""
# What it remembers of a host holds for all its ports.
SENDMAIL_EACH = """
rm -rf /var/lib/sendmail/host_status/* /var/spool/mqueue/*
sed "s/PORT/$port/" /run/cf/all.cf > /run/cf/sendmail.cf
timeout 20 /usr/libexec/sendmail/sendmail -C /run/cf/sendmail.cf -v -Am -odi -f a@client.example \
    b@p$port.test < $mail 2>&1
"""


def s_client(*options):
    return lambda shop, port: ["openssl", "s_client", "-starttls", "smtp", "-connect", f"127.0.0.1:{port}",
                               "-servername", senders.NAME, "-crlf", *options]


CLIENTS = [
    Postfix("Postfix smtp", "postfix-3.7", "smtp_tls_security_level=may"),
    Postfix("Postfix smtp, encrypt, high", "postfix-3.7-encrypt-high", "smtp_tls_security_level=encrypt",
            "smtp_tls_mandatory_ciphers=high"),
    MailServer("Exim", "exim-4.96", EXIM, EXIM_BEFORE, EXIM_EACH),
    MailServer("Sendmail", "sendmail-8.17", senders.SENDMAIL, SENDMAIL_BEFORE, SENDMAIL_EACH),
    Client("openssl s_client", "openssl-3.0", ["openssl"], s_client(), "^SSL handshake has read", NOOP),
    Client("openssl s_client, SECLEVEL=0", "tests/support/profiles/s-client-seclevel0.json", ["openssl"],
           s_client("-cipher", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"), "^SSL handshake has read", NOOP),
    Client("gnutls-cli", "gnutls-3.7", ["gnutls-bin"], lambda shop, port: [
        "gnutls-cli", "--starttls-proto=smtp", "--insecure", "--crlf", "--port", port, "localhost"],
        "^- Handshake was completed", NOOP),
    Client("curl", "curl-7.88", ["curl"], lambda shop, port: [
        "curl", "--verbose", "--silent", "--ssl-reqd", "--insecure", f"smtp://127.0.0.1:{port}"],
        "^. SSL connection using"),
    Client("swaks", "swaks-20201014", ["swaks", "libnet-ssleay-perl"], lambda shop, port: [
        "swaks", "--server", "127.0.0.1", "--port", port, "--tls", "--helo", "client.example", "--quit-after", "EHLO"],
        "^=== TLS started"),
    Client("msmtp", "msmtp-1.8.23", ["msmtp"], lambda shop, port: [
        "msmtp", "--serverinfo", "--debug", "--host=localhost", f"--port={port}", "--tls=on", "--tls-starttls=on",
        "--tls-certcheck=off"], "STARTTLS.*^--> EHLO"),
    Batch("Python smtplib", "python-3.11", ["python3"], "clients.py", PYTHON, ["/usr/bin/python3"]),
    Java("Java", "java-17", ["openjdk-17-jdk-headless"], "Clients.java", JAVA, ["java"]),
    Node("Node.js", "nodejs-18", ["nodejs"], "clients.js", NODE, ["node"]),
]


def wolfssl(program):
    """tests/interop/wolfssl-client.c, built."""
    return Client("wolfSSL", "wolfssl-5.5", ["libwolfssl-dev"], lambda shop, port: [program, port],
                  "^handshake completed")


def prepare(shop, clients):
    """Those that can be run here."""
    ready = []
    for client in clients:
        try:
            client.prepare(shop)
            ready.append(client)
        except Missing as reason:
            print(f"not tested: {client.name}: {reason}")
    return ready
