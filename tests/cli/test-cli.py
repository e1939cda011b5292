#!/usr/bin/env python3
"""What a user meets: bad input gets one sentence and the documented exit status and loses nothing; the demo,
saving, showing, fixing; hostile words; interruption.

usage: test-cli.py HANDFAST
"""
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/support"))
from expect import exit_code, expect  # noqa: E402

HANDFAST = str(pathlib.Path(sys.argv[1]).resolve())


class Home:
    """A user's data folder of its own, and the program in it."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="handfast-cli-")
        self.path = pathlib.Path(self.folder.name)
        self.env = {"PATH": os.environ["PATH"], "HOME": self.folder.name, "LC_ALL": "C.UTF-8",
                    "XDG_DATA_HOME": str(self.path / "data"),
                    **{k: v for k, v in os.environ.items() if "SAN_OPTIONS" in k}}

    def run(self, *arguments, **options):
        return subprocess.run([HANDFAST, *arguments], capture_output=True, text=True, env=self.env,
                              cwd=self.path, timeout=120, **options)


# Arguments, exit status, what standard error must say (one sentence).
BAD_INPUT = [
    (["--colr", "never"], 64, r"--colr.*--color"),
    (["check"], 64, r"needs a target"),
    (["check", "a.example", "-c", "exchange2019"], 64, r"exchange-2019"),
    (["check", "a.example", "-f", "xml"], 64, r"jsonl, csv and html"),
    (["check", "a.example", "-f", "json="], 64, r"file name is missing"),
    (["check", "a.example", "--width", "wide"], 64, r"width"),
    (["check", "a.example", "-j", "0"], 64, r"parallel"),
    (["scan", "a.example", "--versions", "TLS1.4"], 64, r"TLS1\.4"),
    (["check", "@missing.txt"], 66, r"missing\.txt"),
    (["check", "a.example", "-c", "./missing.json"], 66, r"missing\.json"),
    (["check", "a.example", "-c", "./broken.json"], 65, r"broken\.json:2: .*sweets"),
    (["show"], 64, r"one saved scan"),
    (["show", "last"], 66, r"no saved scan"),
    (["show", "nobody"], 66, r"nobody"),
    (["show", "./half.json"], 65, r"half\.json"),
    (["show", "./newer.json"], 65, r"newer|handfast/scan/9"),
    (["compare"], 64, r"saved scans"),
    (["compare", "last"], 66, r"no saved scan"),
    (["check", "a.example", "--shard", "3/2", "-f", "jsonl"], 64, r"--shard"),
    (["check", "a.example", "--resume", "half.json"], 65, r"half\.json"),
    (["check", "a.example", "--resume", "new.jsonl", "-f", "text"], 64, r"--resume"),
    (["fix", "last"], 64, r"--format"),
    (["fix", "last", "--format", "nginx"], 64, r"postfix"),
    (["profile", "show", "nobody"], 66, r"nobody"),
    (["profile", "import"], 64, r"one file"),
    (["profile", "import", "missing.pcap"], 66, r"missing\.pcap"),
    (["profile", "import", "broken.json"], 65, r"broken\.json.*--from"),
    (["profile", "import", "broken.json", "--from", "nothing"], 64, r"pcap.*hex"),
    (["profile", "import", "broken.json", "--from", "pcap"], 65, r"broken\.json: "),
    (["profile", "import", "odd.hex"], 65, r"odd\.hex: .*even number"),
    (["profile", "import", "short.hex"], 65, r"short\.hex: .*cut short"),
    (["suites", "NO_SUCH_SUITE"], 66, r"NO_SUCH_SUITE"),
    (["demo", "nothing"], 64, r"demo list"),
]


def test_bad_input():
    home = Home()
    (home.path / "broken.json").write_text('{ "schema": "handfast/profile/1",\n  "sweets": [] }\n')
    (home.path / "half.json").write_text('{ "schema": "handfast/scan/1", "targets": [')
    (home.path / "odd.hex").write_text("160")
    (home.path / "short.hex").write_text("16 03 01 00 10 01")
    (home.path / "newer.json").write_text('{ "schema": "handfast/scan/9", "targets": [] }')
    for arguments, status, pattern in BAD_INPUT:
        done = home.run(*arguments)
        lines = done.stderr.strip().splitlines()
        ok = done.returncode == status and 1 <= len(lines) <= 2 and re.search(pattern, done.stderr)
        expect(" ".join(arguments), ok, f"{done.returncode}: {done.stderr!r}")


def test_bad_targets_do_not_stop_others():
    home = Home()
    done = home.run("check", "exa mple", "127.0.0.1:1", "-f", "json", "--no-save", "--timeout", "2")
    document = json.loads(done.stdout)
    errors = [target["error"] and target["error"]["id"] for target in document["targets"]]
    expect("a bad target does not stop the others", errors == ["bad-target", None], errors)
    alone = home.run("check", "exa mple", "--no-save")
    expect("nothing but a bad target is 65", alone.returncode == 65 and "blank" in alone.stdout, alone.stdout)
    expect("nothing was reached: 4", done.returncode == 4, done.returncode)
    expect("refused is not no", document["targets"][1]["servers"][0]["pairs"][0]["verdict"] == "unknown")


def test_demo_and_saved_scans():
    home = Home()
    done = home.run("demo")
    expect("the demo fails with 1", done.returncode == 1, done.stderr)
    expect("it names the cause", "No cipher suite in common. Both sides support TLS 1.2." in done.stdout)
    expect("no line is over 80 columns", all(len(line) <= 80 for line in done.stdout.splitlines()))
    shown = home.run("show", "last")
    expect("show last says the same", shown.stdout.splitlines()[2:8] == done.stdout.splitlines()[2:8])
    document = json.loads(home.run("show", "last", "-f", "json").stdout)
    pair = document["targets"][0]["servers"][0]["pairs"][0]
    expect("the pair as JSON", (pair["verdict"], pair["cause"], pair["evidence"]) ==
           ("fails", "no-common-suite", "confirmed"), pair)
    client = [fix for fix in pair["fixes"] if fix["side"] == "client"][0]
    expect("the client's fix is proved", client["values"][0] == "0x009F" and client["evidence"] == "confirmed",
           client)
    for form, pattern in (("iana", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
                          ("openssl", "ECDHE-RSA-AES256-GCM-SHA384"), ("gnutls", r"\+ECDHE-RSA"),
                          ("postfix", "tls_medium_cipherlist = .*ECDHE-RSA-AES256-GCM-SHA384"),
                          ("schannel-powershell", "(?s)Enable-TlsCipherSuite.*Undo.*Disable-TlsCipherSuite"),
                          ("schannel-gpo", "(?s)of 1023 characters.*TLS_DHE_RSA_WITH_AES_256_GCM_SHA384.*Undo")):
        text = home.run("fix", "last", "--format", form).stdout
        expect(f"fix as {form}", re.search(pattern, text), text)
    for form, pattern in (("schannel-powershell", "(?m)^Disable-TlsCipherSuite -Name TLS_DHE_RSA_WITH_AES_256_GCM_SHA384$"),
                          ("schannel-reg", '(?m)^"Functions"=-$')):
        text = home.run("fix", "last", "--format", form, "--undo").stdout
        expect(f"the way back of {form} is a file of its own", re.search(pattern, text), text)
    done = home.run("fix", "last", "--format", "postfix", "--undo")
    expect("--undo where there is no such file says which formats have one", done.returncode == 64 and
           "schannel-powershell schannel-reg" in done.stderr, done.stderr)
    report = home.path / "report.json"
    report.write_text(json.dumps(document))
    of_report, of_scan = (home.run("fix", which, "--format", "schannel-powershell") for which in (report, "last"))
    expect("a report without what was rejected is enough for a fix", of_report.returncode == 0 and
           of_report.stdout.splitlines()[1:] == of_scan.stdout.splitlines()[1:], of_report.stderr)
    tls12 = [v for v in document["targets"][0]["servers"][0]["versions"] if v["version"] == "TLS1.2"][0]
    tls12["rejected"] -= 1
    report.write_text(json.dumps(document))
    done = home.run("fix", report, "--format", "schannel-powershell")
    expect("what may not have been asked was not rejected", done.returncode == 1 and not done.stdout, done.stdout)
    said = home.run("dialogue", "last", "-c", "exchange-2019").stdout
    expect("the dialogue has both layers", "STARTTLS" in said and "handshake_failure (40)" in said, said)


def test_compare():
    home = Home()
    home.run("demo", "-o", "a.txt", "-f", "json=before.json")
    home.run("demo", "modern", "-c", "exchange-2019,postfix-3.7", "-f", "json=after.json")
    done = home.run("compare", "before.json", "after.json")
    expect("compare: what differs has a mark", re.search(r"^\* exchange-2019 +FAIL no suite +ok TLS 1.2", done.stdout, re.M)
           and re.search(r"^  STARTTLS +offered +offered", done.stdout, re.M), done.stdout)
    expect("compare: the worst of both counts", done.returncode == 1, done)
    expect("no line is over 80 columns", all(len(line) <= 80 for line in done.stdout.splitlines()), done.stdout)
    same = home.run("compare", "after.json", "after.json")
    expect("compare: the same file does not differ", "No differences." in same.stdout and same.returncode == 0, same)


def test_must_work():
    home = Home()
    home.run("demo", "modern", "-c", "exchange-2019,postfix-3.7")
    done = home.run("fix", "last", "--must-work", "exchange-2019,postfix-3.7", "--remove", "TLS1.2")
    expect("without TLS 1.2 Exchange 2019 fails", done.returncode == 1 and
           re.search(r"Exchange 2019 .*ok TLS 1.2 +FAIL no version", done.stdout) and
           re.search(r"Postfix 3.7 .*ok TLS 1.3 +ok TLS 1.3", done.stdout), done.stdout)
    expect("no line is over 80 columns", all(len(line) <= 80 for line in done.stdout.splitlines()), done.stdout)
    bad = home.run("fix", "last", "--must-work", "exchange-2019", "--remove", "TLS9.9")
    expect("what cannot be removed is 64", bad.returncode == 64 and "TLS9.9" in bad.stderr, bad.stderr)


def test_the_changed_client_works():
    home = Home()
    profile = json.loads(home.run("profile", "show", "exchange-2019", "-f", "json").stdout)
    codes = [suite for suite in profile["suites"]]
    expect("exchange-2019 offers eight suites", len(codes) == 8, codes)
    profile["id"] = "exchange-2019-mine"
    profile["suites"].append("TLS_DHE_RSA_WITH_AES_128_GCM_SHA256")
    (home.path / "mine.json").write_text(json.dumps(profile))
    done = home.run("demo", "exchange-2019", "-c", "./mine.json", "-f", "json")
    expect("a profile of one's own is taken", done.stdout, done.stderr)
    pair = json.loads(done.stdout)["targets"][0]["servers"][0]["pairs"][0]
    expect("with 0x009E it works", (done.returncode, pair["verdict"], pair["suite"]) == (0, "works", "0x009E"), pair)


def test_outputs():
    home = Home()
    done = home.run("demo", "modern", "-f", "text", "-f", "json=a.json", "-f", "jsonl=a.jsonl", "--no-save")
    lines = [json.loads(line) for line in (home.path / "a.jsonl").read_text().splitlines()]
    expect("several outputs at once", done.stdout and json.loads((home.path / "a.json").read_text()))
    expect("events begin and end", lines[0]["event"] == "scan-start" and lines[-1]["event"] == "scan-end")
    expect("--no-save saves nothing", not (home.path / "data").exists())
    done = home.run("demo", "modern", "-o", "/dev/full", "--no-save")
    expect("a full disk is 73", done.returncode == 73, done.stderr)
    done = home.run("demo", "modern", "-f", "json=/no/such/folder/x.json", "--no-save")
    expect("a missing folder is 73", done.returncode == 73, done.stderr)
    pipe = subprocess.run(f"{HANDFAST} suites | head -1", shell=True, capture_output=True, text=True, env=home.env)
    expect("a closed pipe is quiet", pipe.stderr == "" and pipe.stdout.startswith("0x0000"), pipe.stderr)


def test_hostile_words():
    home = Home()
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-c", f"""
import socket
s = socket.socket(fileno={listener.fileno()})
while True:
    c, _ = s.accept()
    c.sendall(b'220 \\x1b[31mred \\xe2\\x80\\xae evil\\x07\\r\\n')
    c.recv(999)
    c.sendall(b'250-x\\r\\n250 <script>alert(1)</script>\\r\\n')
    c.recv(999)
    c.close()
"""], pass_fds=[listener.fileno()])
    try:
        done = home.run("check", f"127.0.0.1:{port}", "--color", "never")
        saved = home.run("dialogue", "last").stdout
        raw = home.run("show", "last", "-f", "json")
        expect("no STARTTLS is a failure", done.returncode == 1, done.stdout)
        expect("no escape reaches the terminal", "\x1b" not in done.stdout + saved and "\\x1b[31mred" in saved, saved)
        expect("no override of direction either", "\u202e" not in saved + done.stdout)
        expect("JSON keeps the words", "\x1b[31mred" in json.loads(raw.stdout)["targets"][0]["servers"][0]
               ["smtp"]["greeting"])
    finally:
        server.kill()


def test_interruption():
    home = Home()
    listener = socket.create_server(("127.0.0.1", 0))  # accepts and says nothing
    port = listener.getsockname()[1]
    process = subprocess.Popen([HANDFAST, "check", f"127.0.0.1:{port}", "-f", "json"], env=home.env,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    expect("interrupted is 130", process.returncode == 130, (process.returncode, err))
    expect("and leaves a valid, partial document", json.loads(out)["state"] == "partial", out[:200])
    expect("that was saved", list((home.path / "data/handfast/scans").glob("*.json")))


def main():
    for test in (test_bad_input, test_bad_targets_do_not_stop_others, test_demo_and_saved_scans, test_compare,
                 test_must_work, test_the_changed_client_works, test_outputs, test_hostile_words, test_interruption):
        test()
    return exit_code()


sys.exit(main())
