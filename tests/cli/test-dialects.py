#!/usr/bin/env python3
"""profile import, export, diff on the sample files of tests/cases/dialects: recognised by their looks, imported,
and exit codes and sentences of what goes wrong.

usage: test-dialects.py HANDFAST
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/support"))
from expect import exit_code, expect  # noqa: E402

CASES = ROOT / "tests/cases/dialects"
HANDFAST = pathlib.Path(sys.argv[1]).resolve()  # it is run in other folders


# File, what its profile says.
GOOD = [
    ("schannel.reg", {"versions": ["TLS1.2"], "groups": ["x25519", "secp256r1", "secp384r1"], "count": 10}),
    ("template.ictpl", {"versions": ["TLS1.2"], "count": 10}),
    ("get-tlsciphersuite.txt", {"suites": ["TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                                           "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384"]}),
    ("openssl.cnf", {"versions": ["TLS1.3", "TLS1.2"], "groups": ["x25519", "secp256r1"]}),
    ("main.cf", {"versions": ["TLS1.3", "TLS1.2"], "verifies": "dane", "after_failure": "queue", "sends_sni": True}),
]

# Words behind `profile`, standard input, exit status, what standard error says.
BAD = [
    (["export", "exchange-2019"], "", 64, r"--to with one of json, reg"),
    (["export", "exchange-2019", "--to", "xml"], "", 64, r"--to xml: expected one of json"),
    (["export", "--to", "reg"], "", 64, r"needs one profile"),
    (["export", "nobody", "--to", "reg"], "", 66, r"nobody"),
    (["export", "windows-server-2016", "--to", "reg"], "", 1, r"1023"),
    (["diff", "exchange-2019"], "", 64, r"two profiles"),
    (["diff", "exchange-2019", "exchange2019"], "", 66, r"did you mean exchange-2019"),
    (["diff", "exchange-2019", "./missing.json"], "", 66, r"missing\.json"),
    (["import", "-", "--from", "reg", "--base", "exchange2019"], None, 65, r"did you mean exchange-2019"),
    (["import", "-", "--from", "reg"], "nothing\n", 65, r"line 1: expected \"Windows Registry Editor"),
    (["import", "-", "--from", "openssl"], "HIGH:NO\nHIGH\n", 65, r"line 2: the cipher string is there a second"),
    (["import", "-", "--from", "openssl"], "NOSUCH\n", 65, r"does not take the cipher string \"NOSUCH\""),
    (["import", "-", "--from", "openssl"], "Groups = nosuch\n", 65, r"does not take the groups \"nosuch\""),
    (["import", "-", "--from", "openssl"], "MinProtocol = TLSv1.3\nMaxProtocol = TLSv1.2\n", 65, r"no version of TLS"),
    (["import", "-", "--from", "postfix"], "myhostname = a\n", 65, r"sends without TLS"),
]


def main():
    with tempfile.TemporaryDirectory() as folder:
        def run(*words, text=None):
            return subprocess.run([HANDFAST, "profile", *words], input=text, capture_output=True, text=True, errors="replace",
                                  cwd=folder, env={"HOME": folder, "PATH": "/usr/bin:/bin"})

        for file, wanted in GOOD:
            done = run("import", CASES / file)
            profile = json.loads(done.stdout) if done.returncode == 0 else {"suites": []}
            profile["count"] = len(profile["suites"])
            expect(f"{file} is recognised and imported", {key: profile.get(key) for key in wanted} == wanted,
                   done.stderr)
        sample = (CASES / "schannel.reg").read_bytes().decode("utf-16")
        for words, text, code, sentence in BAD:
            done = run(*words, text=sample if text is None else text)
            expect(f"profile {' '.join(words)}: {code}",
                   done.returncode == code and re.search(sentence, done.stderr) and not done.stdout,
                   (done.returncode, done.stderr, done.stdout[:200]))
        without = subprocess.run([HANDFAST, "profile", "import", "-", "--from", "gnutls"], input="NORMAL\n",
                                 capture_output=True, text=True, env={"HOME": folder, "PATH": folder})
        expect("without gnutls-cli a priority string is refused by one sentence",
               without.returncode == 65 and "gnutls-cli is not installed" in without.stderr, without.stderr)
        same, other = run("diff", "exchange-2019", "exchange-2019"), run("diff", "exchange-2019", "exchange-2019-dhe")
        expect("diff: 0 the same, 1 different", (same.returncode, other.returncode) == (0, 1))
        found = json.loads(run("diff", "exchange-2019", "exchange-2019-dhe", "-f", "json").stdout)
        expect("diff -f json", len(found["suites"]["added"]) == 2 and not found["same"])
    return exit_code()


sys.exit(main())
