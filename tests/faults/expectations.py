"""Whether a run of handfast kept to what its scenario says."""
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
try:
    import jsonschema
except ImportError:
    print("skipped: python3-jsonschema is not installed")
    sys.exit(77)

MAX_MEGABYTES = 64  # the program with its libraries is about 20
SCHEMA = jsonschema.Draft202012Validator(json.loads((ROOT / "docs/schema/scan-1.json").read_text()))
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def outcome(server, run):
    pair = server["pairs"][0] if server["pairs"] else {"verdict": "none", "cause": None}
    return {"reach": server["reach"], "starttls": server["smtp"]["starttls"], "verdict": pair["verdict"],
            "cause": pair["cause"] or "-", "exit": str(run.exit)}


def wrong_claims(server, scenario, truth, mode):
    """Said to be refused although no refusal on the TLS level was there, or although it is accepted."""
    behind = scenario.name.startswith("behind-")
    for version in server["versions"]:
        for suite in version["suites"]:
            if suite["status"] == "rejected" and suite["code"] in truth and version["version"] == "TLS1.2" and behind:
                yield f"{suite['code']} is said to be rejected, and is accepted"
            if suite["status"] == "accepted" and behind and suite["code"] not in truth:
                yield f"{suite['code']} is said to be accepted, and is not"
        if not behind and not scenario.refusal and (version["status"] == "rejected" or version["rejected"]):
            yield f"{version['version']}: rejected without a refusal"
        if behind and mode == "scan" and version["version"] == "TLS1.2" and not server["incomplete"]:
            found = {s["code"] for s in version["suites"] if s["status"] == "accepted"}
            if found != truth and not version["unknown"]:
                yield f"complete, but found {sorted(found)}"


def thinned(document):
    """Of the hundreds of suites that are not accepted a few are enough for the schema."""
    for server in document["targets"][0]["servers"]:
        for version in server["versions"]:
            version["suites"] = ([s for s in version["suites"] if s["status"] == "accepted"] +
                                 [s for s in version["suites"] if s["status"] != "accepted"][:3])
    return document


def check_document(run, truth):
    try:
        document = json.loads(run.json)
    except ValueError as error:
        yield f"no JSON: {error}"
        return
    for error in list(SCHEMA.iter_errors(thinned(json.loads(run.json))))[:3]:
        yield f"not the schema: {'/'.join(map(str, error.absolute_path))}: {error.message[:160]}"
    servers = document["targets"][0]["servers"]
    if len(servers) != 1:
        yield f"{len(servers)} servers"
        return
    found = run.outcome = outcome(servers[0], run)
    for key, words in run.scenario.expected.items():
        if found[key] not in words and "*" not in words:
            yield f"{key} is {found[key]}, expected {'|'.join(words)}"
    if found["verdict"] == "fails" and "fails" not in run.scenario.expected["verdict"]:
        yield f"a wrong no: {found['cause']}"
    yield from wrong_claims(servers[0], run.scenario, truth, run.mode)


def complaints(run, truth):
    wrong = list(check_document(run, truth))
    if run.seconds > run.scenario.within:
        wrong.append(f"took {run.seconds:.1f} s, {run.scenario.within:.0f} s are allowed")
    if run.megabytes > MAX_MEGABYTES:
        wrong.append(f"took {run.megabytes:.0f} MB, {MAX_MEGABYTES} MB are allowed")
    try:
        text = run.text.decode()
    except UnicodeDecodeError as error:
        return wrong + [f"the text is not UTF-8: {error}"]
    if found := CONTROL.search(text):
        wrong.append(f"a raw control byte in the text: {found[0]!r}")
    if not text.strip():
        wrong.append("no text")
    return wrong
