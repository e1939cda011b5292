#!/usr/bin/env python3
"""Real output against docs/schema: check-schema.py REPORT-TOOL [SOURCE-ROOT]

Every saved scan of tests/cases/reports is printed as JSON, with and without rejected suites, and
must be described by scan-1.json: nothing missing, nothing that the schema does not name. Every
profile must be described by profile-1.json. Exit 77 (skipped) without python3-jsonschema.
"""
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else ".")
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
try:
    from schema import complaints, validator
except ImportError:
    sys.exit(77)


def document(name, text):
    # "NaN" and the like are no JSON, whatever Python thinks.
    return json.loads(text, parse_constant=lambda word: sys.exit(f"{name}: {word}"))


def scans(tool):
    check = validator("scan-1.json")
    for path in sorted((ROOT / "tests/cases/reports").glob("*/input.json")):
        for form in ("json", "json-all"):
            run = subprocess.run([tool, path, form], stdout=subprocess.PIPE, check=True)
            name = f"{path.parent.name} as {form}"
            yield from complaints(check, name, document(name, run.stdout.decode()))


def profiles():
    check = validator("profile-1.json")
    for path in sorted((ROOT / "profiles").glob("*.json")):
        yield from complaints(check, path.name, document(path.name, path.read_text()))


def main():
    bad = [*scans(sys.argv[1]), *profiles()]
    print("\n".join(bad[:40]))
    sys.exit(1 if bad else 0)


main()
