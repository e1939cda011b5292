#!/usr/bin/env python3
"""The man pages match the program: every command and option of --help is in handfast(1) and none besides;
handfast-profile(5) has every key of profiles/README.md; handfast-gui(1) has the options of the desktop program.
Where man is installed, the pages are clean.

usage: check-man.py HANDFAST [HANDFAST-GUI]
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PAGES = ["docs/man/handfast.1", "docs/man/handfast-profile.5", "docs/man/handfast-gui.1"]


def run(*arguments):
    return subprocess.run([sys.argv[1], *arguments], capture_output=True, text=True, check=True).stdout


def program():
    """(commands, long options, short options) that --help tells."""
    commands = re.findall(r"^  ([a-z]+)  +", run("--help").split("Commands:")[1], re.M)
    texts = "".join(run("help", command) for command in commands)
    options = re.findall(r"^  (?:-(\w), |    )--([a-z0-9-]+)", texts, re.M)
    return set(commands), {name for _, name in options}, {short for short, _ in options if short}


def page():
    text = (ROOT / PAGES[0]).read_text()
    commands = set(re.findall(r"^\.It Cm ([a-z]+)$", text.split(".Ss Commands")[1].split(".Ss Targets")[0], re.M))
    options = text.split(".Sh OPTIONS")[1].split(".Sh ENVIRONMENT")[0]
    names = {name.replace("\\-", "-") for name in re.findall(r"Fl \\-([a-z0-9\\-]+)", "".join(
        line + "\n" for line in options.splitlines() if line.startswith(".It")))}
    shorts = set(re.findall(r"^\.It Fl (\w) ", options, re.M))
    return commands, names, shorts


def gui_options():
    """(told, written) long options of the desktop program. Those of GTK itself are none of ours."""
    said = subprocess.run([sys.argv[2], "--help"], capture_output=True, text=True, check=True,
                          env={**os.environ, "LC_ALL": "C"}).stdout
    told = set(re.findall(r"^  (?:-\w, )?--([a-z-]+)", said, re.M))
    page = (ROOT / PAGES[2]).read_text().split(".Sh OPTIONS")[1].split(".Sh ENVIRONMENT")[0]
    written = {name.replace("\\-", "-") for line in page.splitlines() if line.startswith(".It")
               for name in re.findall(r"Fl \\-([a-z\\-]+)", line)}
    return {name for name in told if not name.startswith(("help-", "gapplication"))}, written


def compare(page, what, told, written):
    yield from (f"{what}{name} is not in {page}" for name in sorted(told - written))
    yield from (f"{what}{name} is in {page}, but not in the program" for name in sorted(written - told))


def profile_keys():
    table = (ROOT / "profiles/README.md").read_text().split("| key | value |")[1]
    keys = set()
    for line in table.splitlines():
        if line.startswith("| `"):
            keys |= set(re.findall(r"`([^`]+)`", line.split("|")[1]))
    page = (ROOT / PAGES[1]).read_text()
    return keys, {key for key in keys if re.search(rf"^\.It .*Cm {re.escape(key)}\b", page, re.M)}


def warnings(path):
    if not shutil.which("man"):
        return ""
    return subprocess.run(["man", "--warnings=w", "-l", "-Tutf8", ROOT / path], capture_output=True,
                          text=True, env={"MANWIDTH": "100", "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}).stderr


def main():
    wrong = []
    for what, told, written in zip(("command", "option --", "option -"), program(), page()):
        wrong += compare("handfast(1)", what, told, written)
    if len(sys.argv) > 2:
        wrong += compare("handfast-gui(1)", "option --", *gui_options())
    keys, found = profile_keys()
    wrong += [f"key {key} is not in handfast-profile(5)" for key in sorted(keys - found)]
    for path in PAGES:
        complaints = warnings(path)
        if complaints:
            wrong.append(f"{path}: {complaints.strip()}")
    print("\n".join(wrong) or f"{len(program()[0])} commands, {len(program()[1])} options, {len(keys)} keys agree")
    return 1 if wrong or not keys else 0


sys.exit(main())
