"""The faulty server and its scenarios, for the tests."""
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
DEFAULTS = {"about": None, "modes": "check", "options": "", "within": "20", "timeout": "5", "reach": "ok", "starttls": "offered",
            "verdict": "works|weak", "cause": "-", "exit": "0", "refusal": "no", "probe": None, "crowd": "0"}


class Scenario:
    def __init__(self, path, header):
        self.path, self.name = path, path.stem
        self.modes = header["modes"].split()
        self.options = header["options"].split()
        self.within = float(header["within"])
        self.timeout = header["timeout"]
        self.refusal = header["refusal"] == "yes"
        self.probe = header["probe"]
        self.crowd = int(header["crowd"])
        self.expected = {key: header[key].split("|") for key in ("reach", "starttls", "verdict", "cause", "exit")}


def read_scenario(path):
    header = dict(DEFAULTS)
    for line in path.read_text().split("---\n")[0].splitlines():
        key, value = line.split(":", 1)
        if key not in DEFAULTS:
            raise SystemExit(f"{path}: {key} is no word of a header")
        header[key] = value.strip()
    if not header["about"]:
        raise SystemExit(f"{path}: about is missing")
    return Scenario(path, header)


def scenarios():
    return [read_scenario(path) for path in sorted((ROOT / "tests/cases/faults").glob("*.script"))]


class FaultServer:
    """The server with some scenarios; ports by name."""

    def __init__(self, program, options, of):
        self.process = subprocess.Popen([program, *map(str, options), *(str(s.path) for s in of)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.ports = {}
        while (line := self.process.stdout.readline()) and line != "ready\n":
            name, port = line.split()
            self.ports[name] = int(port)
        if line != "ready\n":
            raise SystemExit("the faulty server does not start")

    def counts(self):
        """{scenario: (connections, most at once)}; the server is over then."""
        out, _ = self.process.communicate(timeout=20)
        return {name: (int(every), int(most)) for name, every, most in map(str.split, out.splitlines())}
