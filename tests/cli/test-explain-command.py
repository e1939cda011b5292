#!/usr/bin/env python3
"""handfast explain as a user meets it: exit status, files and standard input, the page of a cause; its JSON is what
docs/schema/explain-1.json says (that part only with python3-jsonschema).

usage: test-explain-command.py HANDFAST
"""
import importlib.util
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/support"))
from expect import exit_code, expect  # noqa: E402

HANDFAST = str(pathlib.Path(sys.argv[1]).resolve())


def run(*arguments, folder=ROOT, **options):
    return subprocess.run([HANDFAST, "explain", *arguments], capture_output=True, text=True, cwd=folder, timeout=60,
                          env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(folder)}, **options)


# Arguments, exit status, what standard output or standard error must say.
CASES = [
    (["454 4.7.0 TLS not available due to local problem"], 0, "starttls-refused"),
    (["454", "4.7.0", "TLS", "not", "available"], 0, "starttls-refused"),
    (["alert 40"], 0, "handshake_failure (40)"),
    (["36887"], 0, "Schannel"),
    (["SEC_E_ALGORITHM_MISMATCH", "--plain"], 0, "Perhaps: no-common-suite"),
    (["no-common-suite"], 0, "What helps"),
    (["not-visible"], 0, "schannel-unknown-credentials"),
    (["no-common-siute"], 65, 'did you mean "no-common-suite"'),
    (["good morning"], 65, "known"),
    (["missing.log"], 66, "missing.log"),
    (["./missing"], 66, "missing"),
    ([], 64, "explain needs"),
    (["alert 40", "-f", "jsonl"], 64, "text or json"),
    (["alert 40", "-f", "json="], 64, "file name is missing"),
    (["alert 40", "-o", "/dev/full"], 73, "/dev/full"),
]


def test_cases():
    for arguments, status, words in CASES:
        done = run(*arguments)
        expect(" ".join(arguments) or "(nothing)", done.returncode == status and words in done.stdout + done.stderr,
               f"{done.returncode}: {done.stdout!r} {done.stderr!r}")


def test_input_and_output():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "a.log").write_text("postfix/smtp[1]: SSL_connect error to mx.b.example[192.0.2.1]:25: -1\n")
        (folder / "empty.log").write_text("")
        (folder / "big.log").write_text("x" * 5_000_000)
        expect("a file", "mx.b.example" in run("a.log", folder=folder).stdout)
        with open(folder / "a.log") as file:
            expect("standard input", "mx.b.example" in run("-", folder=folder, stdin=file).stdout)
        expect("an empty file is not understood", run("empty.log", folder=folder).returncode == 65)
        big = run("big.log", folder=folder)
        expect("a file that is too long is refused", big.returncode == 65 and "big.log" in big.stderr, big.stderr)
        done = run("a.log", "-f", "text", "-f", "json=out.json", folder=folder)
        found = json.loads((folder / "out.json").read_text())["findings"][0]
        expect("text and JSON at once", done.stdout and found["next"][0] == "handfast check mx.b.example:25", found)
        expect("colour where it is wanted", "\x1b[1m" in run("a.log", "--color", "always", folder=folder).stdout)


def test_hostile():
    done = run("SSL_connect error to mx.example[192.0.2.1]:25: -1 \x1b[31m\u202e")
    expect("no escape reaches the terminal", "\x1b" not in done.stdout and "\u202e" not in done.stdout, done.stdout)
    done = run("SSL_connect error to -oProxy.example[192.0.2.1]:25: -1")
    expect("a host that looks like an option is not proposed", "check -o" not in done.stdout, done.stdout)


def texts():
    """Everything that has an answer: the samples, the known texts, the pages."""
    for path in sorted((ROOT / "tests/cases/explain").glob("*.txt")):
        yield path.name, [str(path)]
    for path in sorted((ROOT / "docs/causes").glob("*.md")):
        yield path.stem, [path.stem]


def test_schema():
    if not importlib.util.find_spec("jsonschema"):
        print("skip  the schema: no python3-jsonschema")
        return
    from schema import complaints, validator
    check = validator("explain-1.json")
    for name, arguments in texts():
        wrong = complaints(check, name, json.loads(run(*arguments, "-f", "json").stdout))
        expect(f"{name} as JSON", not wrong, "\n".join(wrong))


def main():
    for test in (test_cases, test_input_and_output, test_hostile, test_schema):
        test()
    return exit_code()


sys.exit(main())
