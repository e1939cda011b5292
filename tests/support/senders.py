"""Real senders, one each way to start a TLS handshake by STARTTLS on 127.0.0.1: what Debian 12 packages, with
the settings that the profile of the same name says. Each command sends (or tries to send) one mail and ends.
"""
import contextlib
import os
import pathlib
import re
import shutil
import smtplib
import subprocess
import tempfile

import unpacked
from listener import wait_until
from peers import free_port
from unpacked import Missing, Unpacked

NAME = "mx.example.test"  # the name for SNI where the program lets one choose it

PYTHON = """
import smtplib, ssl, sys
context = ssl.create_default_context()
context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
smtp = smtplib.SMTP("127.0.0.1", int(sys.argv[1]), timeout=20)
smtp._host = "localhost"
smtp.ehlo()
smtp.starttls(context=context)
smtp.ehlo()
smtp.quit()
"""

EXIM = """
primary_hostname = client.example
never_users =
local_interfaces = 127.0.0.1
begin routers
out:
  driver = manualroute
  transport = out
  route_list = * 127.0.0.1
  self = send
begin transports
out:
  driver = smtp
  port = PORT
  allow_localhost
begin retry
* * F,1h,5s
"""
EXIM_RUN = """
mkdir -p /var/spool/exim4 /var/log/exim4
chown -R Debian-exim:Debian-exim /var/spool/exim4 /var/log/exim4
exim4 -C $1 -odf -f a@client.example b@mx.example.test < $2
"""

# Built by m4, as an administrator would.
SENDMAIL = """
include(`/usr/share/sendmail/cf/m4/cf.m4')dnl
OSTYPE(`debian')dnl
define(`confDOMAIN_NAME', `client.example')dnl
define(`SMART_HOST', `relay:[127.0.0.1]')dnl
define(`RELAY_MAILER_ARGS', `TCP $h PORT')dnl
define(`confTO_IDENT', `0')dnl
FEATURE(`nocanonify')dnl
FEATURE(`no_default_msa')dnl
MAILER(`local')dnl
MAILER(`smtp')dnl
"""
SENDMAIL_RUN = """
mkdir -p /var/spool/mqueue /run/sendmail /run/cf /var/lib/sendmail/host_status
m4 $1 > /run/cf/sendmail.cf
/usr/libexec/sendmail/sendmail -C /run/cf/sendmail.cf -Am -odi -f a@client.example b@mx.example.test < $2
"""

# The folder and the files must be root's alone, or sendmail does not use them.
SENDMAIL_CERT = SENDMAIL.replace("FEATURE(`nocanonify')", """\
define(`confCACERT_PATH', `/run/cf')dnl
define(`confCACERT', `/run/cf/rsa.pem')dnl
define(`confCLIENT_CERT', `/run/cf/rsa.pem')dnl
define(`confCLIENT_KEY', `/run/cf/rsa.key')dnl
FEATURE(`nocanonify')""")
SENDMAIL_CERT_RUN = SENDMAIL_RUN.replace("m4 $1", """cp $(dirname $1)/rsa.pem $(dirname $1)/rsa.key /run/cf
chmod 600 /run/cf/*
m4 $1""")

OPENSMTPD = """
listen on 127.0.0.1 port FREE
action out relay host RELAY://127.0.0.1:PORT
match from any for any action out
"""
OPENSMTPD_RUN = """
mkdir -p /var/spool/smtpd /var/lib/opensmtpd/empty
chmod 711 /var/spool/smtpd
smtpd -d -f $1 &
/usr/bin/python3 - $1 $2 << 'END'
import re, smtplib, sys, time
port = int(re.search(r"port (\\d+)", open(sys.argv[1]).read())[1])
for attempt in range(50):
    try:
        smtplib.SMTP("127.0.0.1", port).sendmail("a@client.example", ["b@mx.example.test"], open(sys.argv[2]).read())
        break
    except OSError:
        time.sleep(0.1)
END
sleep 60
"""

# What nodemailer does with requireTLS: the dialogue, then tls.connect() on the same socket.
NODE = """
const net = require("net"), tls = require("tls");
const socket = net.connect(Number(process.argv[2]), "127.0.0.1");
const lines = ["EHLO client.example\\r\\n", "STARTTLS\\r\\n"];
socket.setEncoding("latin1");
let text = "";
socket.on("data", function heard(data) {
  text += data;
  if (!/^\\d{3} .*\\r\\n$/m.test(text)) return;
  text = "";
  if (lines.length) { socket.write(lines.shift()); return; }
  socket.removeListener("data", heard);
  const secure = tls.connect({ socket, servername: "localhost", rejectUnauthorized: false },
    () => { secure.end("EHLO client.example\\r\\nQUIT\\r\\n"); });
  secure.on("error", (error) => { console.error(error.message); process.exit(1); });
});
socket.on("error", () => process.exit(1));
"""

JAVA = """
import java.io.*;
import java.net.*;
import java.security.cert.X509Certificate;
import javax.net.ssl.*;

public class Client {
    static String reply(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int c; (c = in.read()) >= 0; ) {
            text.append((char) c);
            int line = text.lastIndexOf("\\n", text.length() - 2) + 1;
            if (c == '\\n' && text.charAt(line + 3) == ' ') break;
        }
        return text.toString();
    }

    public static void main(String[] args) throws Exception {
        Socket socket = new Socket("127.0.0.1", Integer.parseInt(args[0]));
        OutputStream out = socket.getOutputStream();
        reply(socket.getInputStream());
        out.write("EHLO client.example\\r\\n".getBytes());
        reply(socket.getInputStream());
        out.write("STARTTLS\\r\\n".getBytes());
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
        secure.getOutputStream().write("EHLO client.example\\r\\nQUIT\\r\\n".getBytes());
        secure.close();
    }
}
"""


# jdk.tls.disabledAlgorithms of Debian's 17.0.15; 17.0.19 has static RSA and SHA-1 signatures besides.
OLD_JAVA_POLICY = """jdk.tls.disabledAlgorithms=SSLv3, TLSv1, TLSv1.1, DTLSv1.0, RC4, DES, \\
  MD5withRSA, DH keySize < 1024, EC keySize < 224, 3DES_EDE_CBC, anon, NULL, ECDH
"""


def output(*command):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    return done.stdout + done.stderr


def package_version(package):
    """What dpkg says, or None."""
    done = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True)
    return done.stdout.strip() or None


class Sender:
    """One program as Debian packages it. program: skipped if it is not there. command(shop, port): the words of
    the command line; text: its standard input; profile_of: names the profile where it depends on what is there."""

    def __init__(self, profile, program, package, command, text="", profile_of=None):
        self.profile = profile
        self.program = program
        self.package = package
        self.command = command
        self.text = text
        self.profile_of = profile_of

    def prepare(self, shop):
        """Raises Missing, or settles which profile it is."""
        if not shutil.which(self.program, path=os.environ.get("PATH", "") + ":/usr/sbin"):
            raise Missing(f"{self.program} is not installed")
        if self.profile_of:
            self.profile = self.profile_of(shop)

    def version(self):
        return package_version(self.package)

    def start(self, shop, port):
        """The words to run and what goes to their standard input."""
        return self.command(shop, port), self.text

    def run(self, shop, port, until, seconds=40):
        """Start it, and end it as soon as until() holds or it has ended by itself; what it said."""
        words, text = self.start(shop, port)
        with tempfile.TemporaryFile("w+") as said, subprocess.Popen(
                [str(word) for word in words], stdin=subprocess.PIPE, stdout=said, stderr=subprocess.STDOUT,
                text=True) as process:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(text)
                process.stdin.close()
            wait_until(lambda: process.poll() is not None or until(), seconds)
            process.kill()
            said.seek(0)
            return said.read()


class PostfixSender(Sender):
    """smtp(8) of the installed Postfix: an instance of its own that relays all mail to the listener. It falls back
    to clear text when a mail has waited for minimal_backoff_time: long enough that a slow start is no wait."""

    def __init__(self, profile, *settings):
        super().__init__(profile, "/usr/sbin/postfix", "postfix", None)
        self.settings = settings

    def run(self, shop, port, until, seconds=40):
        own = shop.postfix(settings=[f"relayhost=[127.0.0.1]:{port}", "smtp_tls_loglevel=1", "queue_run_delay=1s",
                                     "minimal_backoff_time=6s", "maximal_backoff_time=6s", "alias_maps=",
                                     "alias_database=", "smtpd_relay_restrictions=permit_mynetworks,reject",
                                     *self.settings])
        etc = shop.dir / f"postfix-{own}/etc"
        with open(etc / "master.cf", "a") as services:
            services.write("smtp unix - - n - - smtp\nrelay unix - - n - - smtp\n")
        subprocess.run(["/usr/sbin/postfix", "-c", etc, "reload"], capture_output=True)
        with smtplib.SMTP("127.0.0.1", own, timeout=seconds) as smtp:
            smtp.sendmail("a@client.example", ["b@mx.example.test"], mail(shop).read_text())
        wait_until(until, seconds)
        subprocess.run(["/usr/sbin/postfix", "-c", etc, "abort"], capture_output=True)
        return (etc.parent / "maillog").read_text()


class UnpackedSender(Sender):
    """A mail server that Debian installs only instead of another one: commands is run where its packages
    are, with its configuration as $1 and a mail as $2."""

    def __init__(self, profile, packages, users, config, commands):
        super().__init__(profile, None, packages[0], None)
        self.packages = packages
        self.users = users
        self.config = config
        self.commands = commands

    def prepare(self, shop):
        self.place = Unpacked(shop, self.packages, self.users)

    def version(self):
        return unpacked.version(self.package)

    def start(self, shop, port):
        config = self.config.replace("PORT", str(port)).replace("FREE", str(free_port()))
        path = script(shop, f"{self.profile}.conf", config)
        shop.certificate("rsa")
        return self.place.inside("sh", "-c", self.commands, "sh", path, mail(shop)), ""


def script(shop, name, text):
    path = pathlib.Path(shop.dir) / name
    path.write_text(text)
    return path


def mail(shop):
    return script(shop, "mail.txt", "From: a@client.example\nTo: b@mx.example.test\nSubject: test\n\ntext\n")


def java_profile(shop):
    """Within one version it is jdk.tls.disabledAlgorithms that decides, which updates change."""
    settings = output("java", "-XshowSettings:properties", "-version")
    home = re.search(r"java.home = (.*)", settings)[1]
    major = re.search(r"java.specification.version = (.*)", settings)[1]
    policy = pathlib.Path(home, "conf/security/java.security").read_text().replace("\\\n", "")
    disabled = re.search(r"^jdk.tls.disabledAlgorithms=(.*)", policy, re.M)[1]
    return f"java-{major}" if "TLS_RSA_*" in disabled or major != "17" else "java-17.0.15"


def old_java_profile(shop):
    profile = java_profile(shop)
    if not profile.startswith("java-17"):
        raise Missing(f"Java 17 is not installed, but {profile}")
    return "java-17.0.15"


def node_profile(shop):
    """Debian's own is linked with the system's OpenSSL, which has a level of its own for suites."""
    major, shared = output("node", "-p", "process.versions.node.split('.')[0] + ' ' + "
                           "process.config.variables.node_shared_openssl").split()
    return f"nodejs-{major}" if shared == "true" else f"nodemailer-node{major}"


SENDERS = [
    Sender("openssl-3.0", "openssl", "openssl", lambda shop, port: [
        "openssl", "s_client", "-starttls", "smtp", "-connect", f"127.0.0.1:{port}", "-servername", NAME],
        "QUIT\n"),
    Sender("gnutls-3.7", "gnutls-cli", "gnutls-bin", lambda shop, port: [
        "gnutls-cli", "--starttls-proto=smtp", "--insecure", "--port", port, "localhost"], "QUIT\n"),
    Sender("curl-7.88", "curl", "curl", lambda shop, port: [
        "curl", "--silent", "--ssl-reqd", "--insecure", "--mail-from", "a@client.example", "--mail-rcpt",
        "b@mx.example.test", "--upload-file", mail(shop), f"smtp://127.0.0.1:{port}"]),
    Sender("swaks-20201014", "swaks", "swaks", lambda shop, port: [
        "swaks", "--server", "127.0.0.1", "--port", port, "--tls", "--helo", "client.example", "--from",
        "a@client.example", "--to", "b@mx.example.test"]),
    Sender("msmtp-1.8.23", "msmtp", "msmtp", lambda shop, port: [
        "msmtp", "--host=localhost", f"--port={port}", "--tls=on", "--tls-starttls=on", "--tls-certcheck=off",
        "--from=a@client.example", "b@mx.example.test"], "Subject: test\n\ntext\n"),
    Sender("python-3.11", "/usr/bin/python3", "python3.11", lambda shop, port: [
        "/usr/bin/python3", "-c", PYTHON, port]),
    Sender("java-17", "java", "openjdk-17-jre-headless", lambda shop, port: [
        "java", script(shop, "Client.java", JAVA), port], profile_of=java_profile),
    Sender("java-17.0.15", "java", "openjdk-17-jre-headless", lambda shop, port: [
        "java", f"-Djava.security.properties={script(shop, 'java.security', OLD_JAVA_POLICY)}",
        script(shop, "Client.java", JAVA), port], profile_of=old_java_profile),
    Sender("nodejs-18", "node", "nodejs", lambda shop, port: [
        "node", script(shop, "client.js", NODE), port], profile_of=node_profile),
    Sender("posttls-finger-3.7", "posttls-finger", "postfix", lambda shop, port: [
        "posttls-finger", "-c", "-l", "may", f"[127.0.0.1]:{port}"]),
    Sender("posttls-finger-3.7-secure-sni", "posttls-finger", "postfix", lambda shop, port: [
        "posttls-finger", "-c", "-l", "secure", "-s", NAME, f"[127.0.0.1]:{port}"]),
]

SENDMAIL_PACKAGES = ["sendmail-bin", "sendmail-base", "sendmail-cf", "m4", "libldap-2.5-0", "liblockfile1", "libnsl2",
                     "libsasl2-2", "libwrap0", "libtirpc3"]

MAIL_SERVERS = [
    UnpackedSender("exim-4.96", ["exim4-daemon-light", "exim4-base", "libgnutls-dane0", "libidn12", "libnsl2"],
                   ["Debian-exim"], EXIM, EXIM_RUN),
    UnpackedSender("sendmail-8.17", SENDMAIL_PACKAGES, ["smmta", "smmsp"], SENDMAIL, SENDMAIL_RUN),
    UnpackedSender("sendmail-8.17-client-cert", SENDMAIL_PACKAGES, ["smmta", "smmsp"], SENDMAIL_CERT,
                   SENDMAIL_CERT_RUN),
    UnpackedSender("opensmtpd-6.8", ["opensmtpd", "libevent-2.1-7"], ["opensmtpd", "opensmtpq"],
                   OPENSMTPD.replace("RELAY", "smtp"), OPENSMTPD_RUN),
    UnpackedSender("opensmtpd-6.8-tls", ["opensmtpd", "libevent-2.1-7"], ["opensmtpd", "opensmtpq"],
                   OPENSMTPD.replace("RELAY", "smtp+tls"), OPENSMTPD_RUN),
    PostfixSender("postfix-3.7", "smtp_tls_security_level=may"),
    PostfixSender("postfix-3.7-high", "smtp_tls_security_level=may", "smtp_tls_ciphers=high"),
    PostfixSender("postfix-3.7-tls12-sni", "smtp_tls_security_level=may", "smtp_tls_protocols=>=TLSv1.2",
                  "smtp_tls_servername=hostname"),
    PostfixSender("postfix-3.7-encrypt", "smtp_tls_security_level=encrypt"),
    PostfixSender("postfix-3.7-encrypt-high", "smtp_tls_security_level=encrypt", "smtp_tls_mandatory_ciphers=high"),
    PostfixSender("postfix-3.7-secure", "smtp_tls_security_level=secure"),
]


def wolfssl_sender(program):
    """[tests/interop/wolfssl-client.c], where it was built; else []."""
    return [] if program == "-" else [Sender("wolfssl-5.5", program, "libwolfssl35",
                                             lambda shop, port: [program, port])]
