#!/usr/bin/env python3
"""Write a C file that holds the pages of docs/causes, so that `handfast explain CAUSE` works anywhere.

usage: embed-pages.py OUTPUT.c PAGE.md...
       embed-pages.py --list FOLDER      print the names of the pages there
"""
import glob
import os
import sys


def c_string(text):
    """Adjacent literals, one a line: short enough for every compiler."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("?", "\\?")
    return "\n".join(f'\t\t"{line}\\n"' for line in escaped.rstrip("\n").split("\n"))


def row(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    title = text.split("\n", 1)[0].removeprefix("# ")
    name = os.path.basename(path).removesuffix(".md")
    return f'\t{{ "{name}", "{title}",\n{c_string(text)} }},\n'


def main(out, paths):
    with open(out, "w", encoding="utf-8") as file:
        file.write('#include "core/explain/pages.h"\n\nconst struct scn_cause_page scn_cause_pages[] = {\n'
                   + "".join(row(path) for path in paths) + "\t{ 0 },\n};\n")


if sys.argv[1] == "--list":
    print("\n".join(sorted(os.path.basename(path) for path in glob.glob(sys.argv[2] + "/*.md"))))
else:
    main(sys.argv[1], sorted(sys.argv[2:], key=os.path.basename))
