#!/usr/bin/env python3
"""Pictures of every view in all sizes and looks, for a person to see, and what can be judged without one: no
words cut off that must fit, nothing outside of its parent or the window, contrast of text.

usage: test-pictures.py HANDFAST-GUI HANDFAST [--lang cs]
The pictures and index.html are in $HANDFAST_SHOTS.
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))
import picture  # noqa: E402
import states  # noqa: E402
from flow import Flow  # noqa: E402
from gallery import Gallery  # noqa: E402

VIEWS = ["answer", "suites", "server", "dialogue", "fix"]
SIZES = [(1280, 800), (900, 600), (600, 720)]
LOOKS = [  # name, look, sizes
    ("light", {}, SIZES),
    ("dark", {"scheme": "dark"}, SIZES[:2]),
    ("contrast", {"contrast": "high"}, SIZES[:1]),
    ("large", {"text": 200}, SIZES[:1]),
]


def views(gallery, look, sizes):
    for size in sizes:
        gallery.place(size)
        for number, view in enumerate(VIEWS, 1):
            gallery.flow.key(f"alt+{number}")
            gallery.shoot(f"{view}-{look}", contrast=look == "large")


def main():
    with Flow("pictures") as flow:
        # What another language changes is how long the words are.
        for look, options, sizes in LOOKS if flow.language == "en" else LOOKS[::3]:
            flow.close()
            flow.desktop.look(language=flow.language, **options)
            flow.open(states.state_file(flow, states.FOUR, server=2))
            views(Gallery(flow), look, sizes)
        picture.write_sheet(flow.desktop.shots)
    flow.end()


main()
