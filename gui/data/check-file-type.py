#!/usr/bin/env python3
"""Is a saved scan known by what is in it, whatever its name is, and nothing else taken for one?

usage: check-file-type.py UPDATE-MIME-DATABASE PACKAGE.xml
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SCAN = "application/vnd.handfast.scan+json"
SYSTEM = pathlib.Path("/usr/share/mime/packages/freedesktop.org.xml")
DOCUMENT = {"schema": "handfast/scan/1", "tool": {"name": "handfast"}}
CASES = [  # name, content, is a scan
    ("saved.json", json.dumps(DOCUMENT, indent=2), True),
    ("one-line.json", json.dumps(DOCUMENT), True),
    ("narrow.json", json.dumps(DOCUMENT, separators=(",", ":")), True),
    ("sent-by-mail.handfast", json.dumps(DOCUMENT, indent=2), True),
    ("explained.json", '{"schema": "handfast/explain/1"}', False),
    ("other.json", '{"schema": "other", "about": "handfast/scan/1"}' + " " * 99, False),
    ("note.txt", 'the "schema" of "handfast/scan/1"', False),
]


def kind(path, data):
    said = subprocess.run(["gio", "info", "-a", "standard::content-type", path], text=True, check=True,
                          capture_output=True, env={**os.environ, "XDG_DATA_HOME": data, "XDG_DATA_DIRS": data}).stdout
    return said.split("standard::content-type:")[1].split()[0]


def main(update, package):
    if not shutil.which("gio") or not SYSTEM.exists():
        print("no gio, or no shared-mime-info")
        return 77
    with tempfile.TemporaryDirectory() as data:
        packages = pathlib.Path(data, "mime/packages")
        packages.mkdir(parents=True)
        for source in (SYSTEM, package):
            shutil.copy(source, packages)
        subprocess.run([update, packages.parent], check=True, capture_output=True)
        wrong = 0
        for name, content, scan in CASES:
            path = pathlib.Path(data, name)
            path.write_text(content)
            found = kind(path, data)
            wrong += (found == SCAN) != scan
            print("ok  " if (found == SCAN) == scan else "FAIL", name, found)
    return 1 if wrong else 0


sys.exit(main(*sys.argv[1:]))
