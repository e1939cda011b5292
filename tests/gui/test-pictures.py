#!/usr/bin/env python3
"""Pictures of every view and state in all sizes and looks, for a person to see, and what can be judged without one: no
words cut off that must fit, nothing outside of its parent or the window, contrast of text.

usage: test-pictures.py HANDFAST-GUI HANDFAST [--lang cs]
The pictures and index.html are in $HANDFAST_SHOTS.
"""
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))
import layout  # noqa: E402
import picture  # noqa: E402
from flow import ROOT, Flow, saved  # noqa: E402

VIEWS = ["answer", "suites", "server", "dialogue", "fix"]
SIZES = [(1280, 800), (900, 600), (600, 720)]
LOOKS = [  # name, look, sizes
    ("light", {}, SIZES),
    ("dark", {"scheme": "dark"}, SIZES[:2]),
    ("contrast", {"contrast": "high"}, SIZES[:1]),
    ("large", {"text": 200}, SIZES[:1]),
]
STATES = ["no-starttls", "refused", "dns-error", "starttls-refused", "weak", "all-work", "many-servers", "hostile"]
NOW = 1767300000
RUNNING = """[state]
now={now}
scan={scan}
history={history}
state={state}
fraction=0.63
text=mx1: 74 of 118 probes
stage=Testing TLS 1.2 suites on mx1…
detail=74 of 118 probes · about 40 s left
"""
# Names that others chose may be long, and are whole in a tooltip; what is read from a file may be anything.
MAY_BE_SHORT = re.compile(r"example|Windows Server|OpenSSL|GnuTLS|TLS_|Microsoft 365|Schannel|probes|\d+(\.\d+){3}")


def state_file(flow, name, state):
    path = flow.desktop.dir / f"{name}.state"
    path.write_text(RUNNING.format(now=NOW, scan=saved("three-mx"), state=state, history=";".join(
        str(saved(one)) for one in ("no-starttls", "refused", "all-work"))))
    return f"--test-state={path}"


def judge(flow, name, found):
    """Sentences about a window whose layout is not right."""
    bad = [str(one) for one in layout.wrong(found)
           if not (one.kind == "ellipsised" and MAY_BE_SHORT.search(one.text))]
    flow.expect(f"{name}: everything has its room", not bad, "\n      ".join(bad[:12]))


def judge_contrast(flow, name, found, size):
    shown = picture.Picture(flow.desktop)
    low, short = [], {one.box for one in found if one.kind == "ellipsised"}
    for one in found:
        x, y, width, height = one.box
        inside = x >= 0 and y >= 0 and x + width <= size[0] and y + height <= size[1]
        ratio = shown.contrast(one.box) if one.kind == "label" and inside and one.box not in short else None
        if ratio and ratio < picture.LEAST_CONTRAST:
            low.append(f"{ratio:.2f} {one.text!r}")
    flow.expect(f"{name}: contrast of text", not low, "\n      ".join(low[:12]))


def shoot(flow, name, size, contrast=False):
    flow.program.settle(3)
    found = layout.look(flow.program)
    flow.desktop.shot(f"{name}-{size[0]}-{flow.language}")
    judge(flow, f"{name} {size[0]}", found)
    if contrast:
        judge_contrast(flow, f"{name} {size[0]}", found, size)


def views(flow, look, sizes):
    for size in sizes:
        flow.program.place(size)
        for number, view in enumerate(VIEWS, 1):
            flow.key(f"alt+{number}")
            shoot(flow, f"{view}-{look}", size, contrast=look == "large")


def main():
    with Flow("pictures") as flow:
        scan = ROOT / "tests/cases/gui/four-servers.json"
        # What another language changes is how long the words are.
        for look, options, sizes in LOOKS if flow.language == "en" else LOOKS[::3]:
            flow.close()
            flow.desktop.look(language=flow.language, **options)
            flow.open(scan)
            views(flow, look, sizes)
        flow.close()
        flow.desktop.look(language=flow.language)
        flow.open()
        shoot(flow, "first-run", SIZES[0])
        for state in ("running", "stopped"):
            flow.open(state_file(flow, state, state))
            for number, view in enumerate(VIEWS[:2], 1):
                flow.key(f"alt+{number}")
                shoot(flow, f"{state}-{view}", SIZES[0])
        for state in STATES:
            flow.open(saved(state))
            flow.key("alt+1")
            shoot(flow, f"state-{state}", SIZES[1] if state == "no-starttls" else SIZES[0])
        flow.key("ctrl+e")
        flow.program.settle(3)
        flow.desktop.shot(f"profiles-{flow.language}")
        picture.write_sheet(flow.desktop.shots)
    flow.end()


main()
