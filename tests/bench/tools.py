"""The scanners that are compared: how each is called so that it lists the suites of every version, and how its answer
is read. A tool is a row; a claim is a (version, suite) with "yes", "no" or "unknown".
"""
import collections
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as xml

VERSIONS = {"SSLv2": "SSL2", "SSLv3": "SSL3", "TLSv1.0": "TLS1.0", "TLSv1.1": "TLS1.1", "TLSv1.2": "TLS1.2",
            "TLSv1.3": "TLS1.3"}
# Names of nmap that are not IANA's.
NMAP_NAMES = (("TLS_AKE_WITH_", "TLS_"), ("_CCM_8_SHA256", "_CCM_8"))

Tool = collections.namedtuple("Tool", "program command read")


class Answer:
    """What a tool says: `yes`, and what it left open. All else it calls not offered. `given` is false if it says
    itself that it learned nothing."""

    def __init__(self, given=True):
        self.given = given
        self.yes = set()
        self.unknown = set()         # pairs
        self.unknown_versions = set()
        self.cost = None             # handfast's own account
        self.problem = None

    def says_no(self, pair):
        return (self.given and pair not in self.yes and pair not in self.unknown
                and pair[0] not in self.unknown_versions)


# ---- handfast ----

def handfast(*options):
    def command(case):
        return [case.handfast, "scan", f"127.0.0.1:{case.port}", "-f", f"json={case.folder}/out", "--no-save",
                "--progress", "none", *(["--all"] if case.fault else []), *options]
    return Tool(None, command, read_handfast)


def read_handfast(case):
    server = json.loads((case.folder / "out").read_text())["targets"][0]["servers"][0]
    answer = Answer()
    answer.cost = server["cost"]
    for version in server["versions"]:
        for suite in version["suites"]:
            pair = version["version"], int(suite["code"], 16)
            if suite["status"] == "accepted":
                answer.yes.add(pair)
            elif suite["status"] != "rejected":
                answer.unknown.add(pair)
        if version["status"] == "unknown" or (version["unknown"] and not case.fault):
            answer.unknown_versions.add(version["version"])
    answer.unknown_versions |= set(VERSIONS.values()) - {v["version"] for v in server["versions"]}
    return answer


# ---- sslscan ----

def sslscan(*options):
    def command(case):
        return ["sslscan", "--starttls-smtp", "--no-colour", f"--xml={case.folder}/out", *options,
                f"127.0.0.1:{case.port}"]
    return Tool("sslscan", command, read_sslscan)


def read_sslscan(case):
    test = xml.parse(case.folder / "out").getroot().find("ssltest")
    answer = Answer(given=test is not None)
    for cipher in test.iter("cipher") if answer.given else ():
        answer.yes.add((VERSIONS[cipher.get("sslversion")], int(cipher.get("id"), 16)))
    return answer


# ---- nmap ----

def nmap_command(case):
    """It takes the service of a port from its table; this port is one for mail."""
    (case.folder / "nmap-services").write_text(f"smtp\t{case.port}/tcp\t0.9\n")
    return ["nmap", "-n", "-Pn", "-sT", "-p", str(case.port), "--datadir", str(case.folder), "--script",
            "ssl-enum-ciphers", "-oX", f"{case.folder}/out", "127.0.0.1"]


def read_nmap(case):
    script = xml.parse(case.folder / "out").getroot().find(".//script[@id='ssl-enum-ciphers']")
    answer = Answer(given=script is not None)
    for table in script.findall("table") if answer.given else ():
        for name in table.findall("table[@key='ciphers']/table/elem[@key='name']"):
            answer.yes.add((VERSIONS[table.get("key")], case.codes[iana(name.text, case.codes)]))
    return answer


def iana(name, codes):
    for theirs, ours in NMAP_NAMES:
        if name not in codes:
            name = name.replace(theirs, ours)
    return name


# ---- testssl.sh ----

def testssl_command(case):
    return [testssl_program(), "--quiet", "--color", "0", "--warnings", "off", "--jsonfile",
            f"{case.folder}/out", "-E", "-t", "smtp", f"127.0.0.1:{case.port}"]


def testssl_program():
    return shutil.which("testssl") or shutil.which("testssl.sh") or "testssl.sh"


TESTSSL_IDS = {"ssl2": "SSL2", "ssl3": "SSL3", "tls1": "TLS1.0", "tls1_1": "TLS1.1", "tls1_2": "TLS1.2",
               "tls1_3": "TLS1.3"}


def read_testssl(case):
    """It ends with a fatal error if it cannot go on, and with nothing listed if it could not begin."""
    items = json.loads((case.folder / "out").read_text())
    answer = Answer(given=not any(item["id"] == "scanProblem" and item["severity"] == "FATAL" for item in items))
    for item in items:
        found = re.fullmatch(r"cipher-(\w+)_x([0-9a-f]+)", item["id"])
        if found:
            answer.yes.add((TESTSSL_IDS[found[1]], int(found[2], 16)))
    return answer


SUITES_ONLY = ["--no-renegotiation", "--no-compression", "--no-heartbleed", "--no-fallback", "--no-groups",
               "--no-check-certificate"]
TOOLS = {
    "handfast -j 2": handfast("-j", "2"),
    "handfast -j 5": handfast("-j", "5"),
    "handfast -j 2, suites": handfast("-j", "2", "--suites-only"),
    "handfast -j 5, suites": handfast("-j", "5", "--suites-only"),
    "sslscan": sslscan(),
    "sslscan, suites": sslscan(*SUITES_ONLY),
    "nmap": Tool("nmap", nmap_command, read_nmap),
    "testssl.sh": Tool(testssl_program(), testssl_command, read_testssl),
}


VERSION_WORDS = {"sslscan": ["--version"], "nmap": ["--version"], "testssl": ["--version"]}


def versions(args):
    """For the head of the table."""
    out = [command_output([f"{args.build}/cli/handfast", "--version"])]
    for program, words in VERSION_WORDS.items():
        if any(tool.startswith(program) for tool in args.tools):
            out.append(f"{program} {number_in(command_output([shutil.which(program) or program + '.sh', *words]))}")
    return ", ".join(out)


def command_output(command):
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    return done.stdout.strip()


def number_in(text):
    found = re.search(r"\b\d+\.\d+(\.\d+)?\b", text)
    return found[0] if found else "?"
