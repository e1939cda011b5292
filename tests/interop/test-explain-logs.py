#!/usr/bin/env python3
"""What a real Postfix writes into its log and into Received headers is understood by `handfast explain`.

usage: test-explain-logs.py HANDFAST
"""
import json
import pathlib
import re
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import peers  # noqa: E402
from expect import exit_code, expect  # noqa: E402

HANDFAST = str(pathlib.Path(sys.argv[1]).resolve())


def explain(text):
    done = subprocess.run([HANDFAST, "explain", "-", "-f", "json"], input=text, capture_output=True, text=True)
    return json.loads(done.stdout) if done.returncode == 0 else {"findings": [], "hops": []}


def connect(port, *options):
    """A real client against the server; it may fail."""
    subprocess.run(["openssl", "s_client", "-starttls", "smtp", "-connect", f"127.0.0.1:{port}", *options],
                   input=b"QUIT\n", capture_output=True, timeout=30)


def session_lines(log, number):
    """The log's lines up to the end of that session, without those of the sessions before; it is written by another
    process."""
    deadline = time.monotonic() + 30
    sessions = []
    while time.monotonic() < deadline and len(sessions) <= number + 1:
        sessions = re.split(r"(?<=disconnect from ).*\n", log.read_text() if log.exists() else "")
        time.sleep(0.1)
    return sessions[number] if number < len(sessions) else ""


# Options of s_client, a cause that has to be proposed (None: it works), what the session was.
CLIENTS = [
    (["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256"], "no-common-suite", None),
    (["-tls1_1", "-cipher", "ALL@SECLEVEL=0"], "no-common-version", None),
    (["-verify_return_error", "-verify", "1", "-tls1_2"], "certificate-self-signed", None),
    (["-tls1_3", "-ciphersuites", "TLS_AES_128_GCM_SHA256"], None, ("TLS1.3", "TLS_AES_128_GCM_SHA256")),
    (["-tls1_2", "-cipher", "ECDHE-RSA-AES256-GCM-SHA384"], None, ("TLS1.2", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")),
]


def test_server_log(workshop):
    port = workshop.postfix(settings=["smtpd_tls_loglevel=1", "smtpd_tls_mandatory_protocols=>=TLSv1.2",
                                      "smtpd_tls_protocols=>=TLSv1.2"])
    log = workshop.dir / f"postfix-{port}" / "maillog"
    session_lines(log, 0)  # of the look whether it listens
    for number, (options, cause, session) in enumerate(CLIENTS, 1):
        connect(port, *options)
        text = session_lines(log, number)
        findings = explain(text)["findings"]
        causes = {cause for finding in findings for cause in finding["causes"]}
        sessions = {(f["version"], suite["name"]) for f in findings for suite in f["suites"]}
        expect(f"{' '.join(options)}: {cause or session}",
               cause in causes if cause else session in sessions and not causes, f"{text}{findings}")
        expect("  said by the server, which is Postfix",
               all(f["said_by"] == "server" and f["product"] == "Postfix" for f in findings), findings)


def queued(base):
    for path in (base / "queue").rglob("*"):
        if re.fullmatch(r"[0-9A-Z]{8,}", path.name) and path.is_file():
            return path.name
    return None


def test_received(workshop):
    port = workshop.postfix(settings=["smtpd_tls_received_header=yes", "smtpd_tls_ask_ccert=yes",
                                      "smtpd_relay_restrictions=permit_mynetworks,reject",
                                      "defer_transports=smtp"])
    base = workshop.dir / f"postfix-{port}"
    done = subprocess.run(["swaks", "--server", f"127.0.0.1:{port}", "--helo", "client.example", "--tls", "--from",
                           "a@client.example", "--to", "b@target.example"], capture_output=True, text=True, timeout=30)
    name = queued(base)
    expect("a mail is in the queue", name, done.stdout + done.stderr)
    if not name:
        return
    mail = subprocess.run(["postcat", "-c", base / "etc", "-q", name], capture_output=True, text=True).stdout
    hops = explain(mail)["hops"]
    expect("one hop", len(hops) == 1, mail)
    hop = hops[0] if hops else {}
    expect("from, by, software", (hop.get("from"), hop.get("by"), hop.get("software"), hop.get("protocol")) ==
           ("client.example", "mx.test.example", "Postfix", "ESMTPS"), (hop, mail))
    expect("version and suite", hop.get("version") == "TLS1.3" and hop["suites"][0]["name"].startswith("TLS_"), hop)
    expect("client certificate", hop.get("client_certificate") == "requested, none given", hop)


def main():
    peers.need("openssl", "/usr/sbin/postfix", "swaks", "postcat")
    with peers.Workshop() as workshop:
        test_server_log(workshop)
    with peers.Workshop() as workshop:
        test_received(workshop)
    return exit_code()


sys.exit(main())
