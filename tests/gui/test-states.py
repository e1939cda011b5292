#!/usr/bin/env python3
"""Pictures of every state, menu, dialog and other window (support/states.py), for a person to see, with the same judgement
as test-pictures.py.

usage: test-states.py HANDFAST-GUI HANDFAST [--lang cs]
The pictures and index.html are in $HANDFAST_SHOTS.
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))
import picture  # noqa: E402
import states  # noqa: E402
from flow import Flow  # noqa: E402
from gallery import Gallery  # noqa: E402


def main():
    with Flow("states") as flow:
        for shoot in states.ALL:
            shoot(Gallery(flow))
        picture.write_sheet(flow.desktop.shots)
    flow.end()


main()
