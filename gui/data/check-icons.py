#!/usr/bin/env python3
"""Can GTK recolour every symbolic icon, and is each of them in the resource?

GTK 4.8 gives its colour to the fill of rect, circle and path, nothing else: no stroke, no group with a colour of its own.
usage: check-icons.py FOLDER
"""
import pathlib
import sys
import xml.etree.ElementTree as tree

SVG = "{http://www.w3.org/2000/svg}"
FILLED = {SVG + name for name in ("path", "rect", "circle")}


def complaints(path):
    root = tree.parse(path).getroot()
    if root.get("viewBox") != "0 0 16 16" or root.get("width") != "16" or root.get("height") != "16":
        yield "is not 16 by 16"
    for node in root.iter():
        if node is root:
            continue
        if node.tag not in FILLED or node.get("fill") != "currentColor" or "stroke" in node.attrib:
            yield f"{node.tag.removeprefix(SVG)} would not be recoloured"


def main(folder):
    folder = pathlib.Path(folder)
    icons = sorted((folder / "icons").glob("*.svg"))
    listed = {node.get("alias") for group in tree.parse(folder / "icons.gresource.xml").getroot()
              if group.get("prefix").endswith("/actions") for node in group}
    wrong = [f"{path.name} {text}" for path in [*icons, *folder.glob("hicolor/symbolic/*/*.svg")] for text in complaints(path)]
    wrong += [f"{name}: in one of folder and resource only" for name in sorted({p.name for p in icons} ^ listed)]
    shapes = {}
    for path in icons:
        shape = "".join(node.get("d", "") for node in tree.parse(path).iter())
        wrong += [f"{path.name} is the same as {shapes[shape]}"] if shape in shapes else []
        shapes[shape] = path.name
    print("\n".join(wrong) or f"{len(icons)} icons")
    return 1 if wrong or not icons else 0


sys.exit(main(sys.argv[1]))
