"""Pixels of the screen: contrast of text, and a sheet of all pictures for whoever looks at them."""
import collections
import html
import pathlib
import subprocess

LEAST_CONTRAST = 4.5  # WCAG 2.1, 1.4.3
# Letters have soft edges: in small ones few pixels reach the colour of the text.
SOFT = 0.3


class Picture:
    def __init__(self, desktop):
        self.width, self.height = desktop.size
        done = subprocess.run(["import", "-silent", "-window", "root", "-depth", "8", "rgb:-"], env=desktop.env,
                              capture_output=True, check=True, timeout=60)
        self.data = done.stdout

    def colours(self, x, y, width, height):
        """How often each colour is in a rectangle, the most frequent first."""
        count = collections.Counter()
        for line in range(max(y, 0), min(y + height, self.height)):
            start = (line * self.width + max(x, 0)) * 3
            row = self.data[start:(line * self.width + min(x + width, self.width)) * 3]
            count.update(zip(row[0::3], row[1::3], row[2::3]))
        return count.most_common()

    def contrast(self, box):
        """Between the ground of a rectangle and what stands out most of it; None where there is nothing."""
        found = self.colours(*box)
        if len(found) < 2:
            return None
        ground = found[0][0]
        return max(contrast(ground, colour) for colour, _ in found[1:])


def luminance(colour):
    def linear(value):
        value /= 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
    red, green, blue = map(linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


SHEET = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Handfast: pictures of the tests</title>
<style>
body {{ font: 14px sans-serif; margin: 1em; background: #ddd }}
figure {{ display: inline-block; margin: 0 1em 1em 0; vertical-align: top }}
img {{ width: 420px; border: 1px solid #888 }}
</style>
<h1>{count} pictures</h1>
{body}
</html>
"""


def write_sheet(folder):
    """folder/index.html with all pictures in it, grouped by the first word of their names."""
    groups = collections.defaultdict(list)
    for path in sorted(pathlib.Path(folder).glob("*.png")):
        groups[path.stem.split("-")[0]].append(path)
    parts = []
    for name, paths in groups.items():
        parts.append(f"<h2>{html.escape(name)}</h2>")
        parts += [f'<figure><a href="{html.escape(p.name)}"><img src="{html.escape(p.name)}" loading="lazy" '
                  f'alt="{html.escape(p.stem)}"></a><figcaption>{html.escape(p.stem)}</figcaption></figure>'
                  for p in paths]
    (pathlib.Path(folder) / "index.html").write_text(
        SHEET.format(count=sum(map(len, groups.values())), body="\n".join(parts)))
