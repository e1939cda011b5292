#!/usr/bin/env python3
"""Real senders against `profile record`: what it writes is what their profiles say, a capture of the same connection
imports as the same client, and --accept tells what both sides chose. Odd clients, limits and interruption too.

usage: test-record.py HANDFAST
"""
import hashlib
import json
import pathlib
import re
import shutil
import signal
import smtplib
import socket
import struct
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/support"))
from client_hello import Hello  # noqa: E402
from expect import exit_code, expect  # noqa: E402
from peers import Workshop, free_port, need, wait_for  # noqa: E402

HANDFAST = str(pathlib.Path(sys.argv[1]).resolve())
OFFER = ("versions", "suites", "groups", "signature_schemes", "key_shares", "point_formats", "record_version",
         "session_id_len")


def builtin(name):
    return json.loads((ROOT / f"profiles/{name}.json").read_text())


class Recorder:
    """`handfast profile record` under way."""

    def __init__(self, shop, *options, output=None):
        self.out = output or shop.dir / f"recorded-{free_port()}.json"
        self.process = subprocess.Popen(
            [HANDFAST, "profile", "record", "--listen", "127.0.0.1:0", "-o", self.out, *options],
            stderr=subprocess.PIPE, text=True)
        shop.processes.append(self.process)
        self.port = int(re.search(r"127\.0\.0\.1:(\d+)", self.process.stderr.readline())[1])

    def end(self, seconds=20):
        """(exit status, what it said)"""
        said = self.process.communicate(timeout=seconds)[1]
        return self.process.returncode, said

    def profile(self):
        return json.loads(pathlib.Path(self.out).read_text())


def postfix_sends(shop, port):
    """One mail through a Postfix of its own; its log."""
    own = shop.postfix(settings=[
        "smtp_tls_loglevel=1", "alias_maps=", "alias_database=", "smtp_tls_security_level=may",
        "smtpd_relay_restrictions=permit_mynetworks,reject", f"transport_maps=inline:{{p.test=smtp:[127.0.0.1]:{port}}}"])
    etc = shop.dir / f"postfix-{own}/etc"
    with open(etc / "master.cf", "a") as services:
        services.write("smtp unix - - n - 8 smtp\n")
    subprocess.run(["/usr/sbin/postfix", "-c", etc, "reload"], capture_output=True)
    wait_for(own)
    with smtplib.SMTP("127.0.0.1", own, timeout=10) as smtp:
        smtp.sendmail("a@client.example", ["b@p.test"], "Subject: from-postfix\n\ntext\n")
    log = etc.parent / "maillog"
    end = time.monotonic() + 20
    while time.monotonic() < end and not re.search(r"to=<b@p\.test>.*status=", log.read_text(errors="replace")):
        time.sleep(0.1)
    return log.read_text(errors="replace")


def fingerprints(hello):
    """As the note of a profile says them, by other means."""
    start, suites, rest = Hello(hello).ja4().split("_", 2)
    short = [hashlib.sha256(part.encode()).hexdigest()[:12] for part in (suites, rest)]
    return f"JA4 {start}_{short[0]}_{short[1]}, JA3 {Hello(hello).ja3()}."


def command(*words, text=""):
    def run(shop, port):
        done = subprocess.run([w.replace("PORT", str(port)) for w in words], input=text, capture_output=True,
                              text=True, timeout=30)
        return done.stdout + done.stderr
    return run


# Name, profile that says what it offers, how it is run.
CLIENTS = [
    ("Postfix", "postfix-3.7", postfix_sends),
    ("swaks", "swaks-20201014", command("swaks", "--server", "127.0.0.1:PORT", "--tls", "--to", "a@b.example", "--from",
                               "c@d.example", "--ehlo", "swaks.example", "--header", "Subject: from swaks")),
    ("openssl s_client", "openssl-3.0", command("openssl", "s_client", "-connect", "127.0.0.1:PORT", "-starttls",
                                                "smtp", "-name", "openssl.example")),
    ("gnutls-cli", "gnutls-3.7", command("gnutls-cli", "--starttls-proto=smtp", "--insecure", "--port", "PORT",
                                         "127.0.0.1")),
]


def test_real_clients(shop):
    for name, known, run in CLIENTS:
        recorder = Recorder(shop)
        said = run(shop, recorder.port)
        status, words = recorder.end()
        expect(f"{name}: recorded", status == 0, f"{status}: {words}\n{said[-500:]}")
        if status or not (ROOT / f"profiles/{known}.json").exists():
            continue
        made, is_known = recorder.profile(), builtin(known)
        differ = [key for key in OFFER if made.get(key) != is_known.get(key)]
        expect(f"{name}: offers what {known} says", not differ, differ)
        expect(f"{name}: captured, with fingerprints", made["sources"][0]["kind"] == "captured" and
               made["note"] == fingerprints(bytes.fromhex(made["hello"])), made["note"])
        loaded = subprocess.run([HANDFAST, "check", "127.0.0.1:1", "-c", recorder.out, "--no-save"],
                                capture_output=True, text=True)
        expect(f"{name}: the file is a profile", loaded.returncode == 4, loaded.stderr)


def test_accept(shop):
    recorder = Recorder(shop, "--accept")
    log = postfix_sends(shop, recorder.port)
    status, words = recorder.end()
    chosen = re.search(r"TLS connection established to \S+ (TLSv1\.\d) with cipher (\S+)", log)
    told = re.search(r"completed with (TLS1\.\d), (\S+)", words)
    expect("--accept: Postfix delivers", "status=sent" in log and status == 0, log[-600:] + words)
    expect("--accept: both name the same version and suite", chosen and told and
           (chosen[1].replace("v", ""), chosen[2]) == (told[1], told[2]), f"{chosen and chosen[0]} / {words}")
    expect("--accept: the subject names the client", recorder.profile()["id"] == "from-postfix", recorder.profile()["id"])
    recorder = Recorder(shop, "--accept")
    command("openssl", "s_client", "-connect", "127.0.0.1:PORT", "-starttls", "smtp", "-tls1_2", "-cipher",
            "ECDHE-ECDSA-AES256-GCM-SHA384", text="QUIT\n")(shop, recorder.port)
    _, words = recorder.end()
    expect("--accept: an ECDSA suite of TLS 1.2", "TLS1.2, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384" in words, words)
    recorder = Recorder(shop, "--accept")
    command("openssl", "s_client", "-connect", "127.0.0.1:PORT", "-starttls", "smtp", "-verify_return_error",
            "-verify", "1")(shop, recorder.port)
    status, words = recorder.end()
    expect("--accept: who refuses the certificate is recorded with the reason",
           status == 0 and "not completed" in words and "unknown ca" in words, words)


def as_pcapng(pcap):
    """The packets of a little-endian pcap file in the other format, with an option and an unknown block."""
    def block(kind, body):
        body += bytes(-len(body) % 4)
        return struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12)

    out = block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1))
    out += block(1, struct.pack("<HHI", struct.unpack("<I", pcap[20:24])[0], 0, 0) + b"\x02\0\x02\0lo\0\0\0\0\0\0")
    out += block(0x0BAD, b"what nobody knows")
    at = 24
    while at < len(pcap):
        seconds, micros, kept, whole = struct.unpack("<IIII", pcap[at:at + 16])
        time_us = seconds * 1000000 + micros
        out += block(6, struct.pack("<IIIII", 0, time_us >> 32, time_us & 0xFFFFFFFF, kept, whole) +
                     pcap[at + 16:at + 16 + kept])
        at += 16 + kept
    return out


def imports_the_same(what, recorder, file, says=""):
    done = subprocess.run([HANDFAST, "profile", "import", file], capture_output=True, text=True)
    expect(f"{what}: one client", done.returncode == 0 and says in done.stderr, done.stderr)
    if done.returncode == 0:
        imported, recorded = json.loads(done.stdout), recorder.profile()
        differ = [key for key in recorded if key != "sources" and recorded[key] != imported.get(key)]
        expect(f"{what}: the same profile as recorded", not differ, differ)


def test_capture(shop):
    """The same connection by tcpdump: two interfaces' kinds of packets, both formats, and a file cut short."""
    if not shutil.which("tcpdump"):
        print("skipped: tcpdump is not installed")
        return
    for interface in ("lo", "any"):
        recorder = Recorder(shop)
        file = shop.dir / f"{interface}.pcap"
        dump = subprocess.Popen(["tcpdump", "-i", interface, "-U", "-s", "0", "-Z", "root", "-w", file, "tcp", "port",
                                 str(recorder.port)], stderr=subprocess.PIPE, text=True)
        shop.processes.append(dump)
        first = dump.stderr.readline()
        while first and "listening on" not in first:
            first = dump.stderr.readline()
        if not first:
            print("skipped: tcpdump may not capture here")
            recorder.process.kill()
            return
        command("swaks", "--server", "127.0.0.1:PORT", "--tls", "--to", "a@b.example", "--ehlo",
                "same.example")(shop, recorder.port)
        recorder.end()
        time.sleep(1)
        dump.send_signal(signal.SIGINT)
        dump.wait(10)
        imports_the_same(f"capture on {interface}", recorder, file)
        other = shop.dir / f"{interface}.pcapng"
        other.write_bytes(as_pcapng(file.read_bytes()))
        imports_the_same(f"capture on {interface}, pcapng", recorder, other)
        cut = shop.dir / f"{interface}-cut.pcap"
        cut.write_bytes(file.read_bytes()[:-3])
        imports_the_same(f"capture on {interface}, cut short", recorder, cut, "ends too early")


def converse(port, ehlo="odd.example"):
    """A socket at "220 ready"."""
    s = socket.create_connection(("127.0.0.1", port), timeout=10)
    s.recv(1000)
    s.sendall(f"EHLO {ehlo}\r\n".encode())
    s.recv(1000)
    s.sendall(b"STARTTLS\r\n")
    s.recv(1000)
    return s


def in_records(hello, step):
    """The message of a hello cut into records of step bytes."""
    body = hello[5:]
    return b"".join(hello[:3] + len(body[i:i + step]).to_bytes(2, "big") + body[i:i + step]
                    for i in range(0, len(body), step))


def test_odd_clients(shop):
    hello = bytes.fromhex(builtin("exchange-2019")["hello"] or builtin("postfix-3.7")["hello"])
    for name, wire in [("one byte at a time", hello), ("in small records", in_records(hello, 40))]:
        recorder = Recorder(shop)
        s = converse(recorder.port)
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for i in range(len(wire)):
            s.sendall(wire[i:i + 1])
        answer = s.recv(100)
        s.close()
        recorder.end()
        expect(f"{name}: as it was sent", recorder.profile()["hello"] == wire.hex(), recorder.profile()["hello"])
        expect(f"{name}: a polite end", answer[5:7] == b"\x01\x5a" and answer[12:14] == b"\x01\x00", answer.hex())
    recorder = Recorder(shop)
    for what, wire, words in [("text instead of a hello", b"MAIL FROM:<>\r\n", "is no ClientHello"),
                              ("half a hello", hello[:50], "ended within"), ("nothing", b"", "nothing came")]:
        s = converse(recorder.port)
        s.sendall(wire)
        s.shutdown(socket.SHUT_WR)
        s.recv(100)
        s.close()
        line = recorder.process.stderr.readline()
        expect(f"{what}: no profile", words in line and not recorder.out.exists(), line)
    with smtplib.SMTP("127.0.0.1", recorder.port, timeout=10) as smtp:
        smtp.ehlo("clear.example")
        code, _ = smtp.mail("a@b.example")
        expect("a mail in clear is refused", code == 530, code)
    line = recorder.process.stderr.readline()
    expect("a mail in clear: said", "without STARTTLS" in line, line)
    recorder.process.send_signal(signal.SIGINT)
    expect("interrupted with nothing: 130", recorder.end()[0] == 130)


def test_several(shop):
    folder = shop.dir / "several"
    hello = bytes.fromhex(builtin("postfix-3.7")["hello"])
    recorder = Recorder(shop, "--count", "3", output=f"{folder}/")
    open_ones = [converse(recorder.port, f"Host-{i}.example") for i in range(3)]
    for s in reversed(open_ones):
        s.sendall(hello)
        s.recv(100)
        s.close()
    status, words = recorder.end()
    expect("three at once, each with a file", status == 0 and
           sorted(f.name for f in folder.iterdir()) == [f"host-{i}.example.json" for i in range(3)], words)
    recorder = Recorder(shop, "--count", "0", output=f"{shop.dir}/again/")
    for _ in range(2):
        s = converse(recorder.port)
        s.sendall(hello)
        s.recv(100)
        s.close()
    late = converse(recorder.port, "late.example")
    late.sendall(hello[:100])
    time.sleep(0.3)
    recorder.process.send_signal(signal.SIGINT)
    status, words = recorder.end()
    expect("the same client is written once; Ctrl-C ends it", status == 0 and "same as before" in words and
           len(list((shop.dir / "again").iterdir())) == 1, words)
    recorder = Recorder(shop, "--accept")
    s = converse(recorder.port, "waiting.example")
    s.sendall(hello)
    s.recv(100)
    recorder.process.send_signal(signal.SIGTERM)
    recorder.end()
    expect("interrupted in the handshake: the hello is kept", recorder.profile()["id"] == "waiting.example")


def test_limits(shop):
    recorder = Recorder(shop)
    sockets = [socket.create_connection(("127.0.0.1", recorder.port), timeout=10) for _ in range(33)]
    greetings = [s.recv(100)[:3] for s in sockets]
    expect("the 33rd connection gets a 421", greetings == [b"220"] * 32 + [b"421"], greetings)
    sockets[0].sendall(b"EHLO " + b"x" * 100000 + b"\r\n")
    expect("a line without end is cut", sockets[0].recv(100)[:3] == b"250")
    for s in sockets:
        s.close()
    recorder.process.send_signal(signal.SIGINT)
    recorder.end()
    for options, words in [(["--listen", "nowhere"], "no place to listen"), (["--count", "2"], "-o FOLDER"),
                           (["--listen", "192.0.2.1:70000"], "no place"), (["--count", "-1"], "count")]:
        done = subprocess.run([HANDFAST, "profile", "record", *options], capture_output=True, text=True, timeout=10)
        expect(" ".join(options), done.returncode == 64 and words in done.stderr, done.stderr)


def main():
    need("swaks", "openssl", "gnutls-cli", "postfix")
    with Workshop() as shop:
        for test in (test_real_clients, test_accept, test_capture, test_odd_clients, test_several, test_limits):
            test(shop)
    return exit_code()


if __name__ == "__main__":
    sys.exit(main())
