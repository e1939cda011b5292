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

try:
    import jsonschema
except ImportError:
    sys.exit(77)

ROOT = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else ".")


def closed(schema):
    """The same schema, but a key that it does not name is an error: so it stays complete."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    out = {key: closed(value) for key, value in schema.items()}
    if isinstance(out.get("properties"), dict):
        out["additionalProperties"] = False
    return out


def validator(name):
    schema = json.loads((ROOT / "docs/schema" / name).read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(closed(schema))


def complaints(check, name, text):
    # "NaN" and the like are no JSON, whatever Python thinks.
    document = json.loads(text, parse_constant=lambda word: sys.exit(f"{name}: {word}"))
    return [f"{name}: {'/'.join(map(str, e.absolute_path))}: {e.message[:200]}"
            for e in check.iter_errors(document)]


def scans(tool):
    check = validator("scan-1.json")
    for path in sorted((ROOT / "tests/cases/reports").glob("*/input.json")):
        for form in ("json", "json-all"):
            run = subprocess.run([tool, path, form], stdout=subprocess.PIPE, check=True)
            yield from complaints(check, f"{path.parent.name} as {form}", run.stdout.decode())


def profiles():
    check = validator("profile-1.json")
    for path in sorted((ROOT / "profiles").glob("*.json")):
        yield from complaints(check, path.name, path.read_text())


def main():
    bad = [*scans(sys.argv[1]), *profiles()]
    print("\n".join(bad[:40]))
    sys.exit(1 if bad else 0)


main()
