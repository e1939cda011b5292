"""Pictures with their judgement: no words cut off that must fit, nothing outside of its parent or the window, contrast.

    gallery = Gallery(flow)
    gallery.shoot("menu")
"""
import re

import layout
import picture

# Names that others chose may be long, and are whole in a tooltip; what is read from a file may be anything.
MAY_BE_SHORT = re.compile(r"example|Windows Server|OpenSSL|GnuTLS|TLS_|Microsoft 365|Schannel|probes|ClientHello of |\d+(\.\d+){3}")
NAMES = "/AppProfileList/"


class Gallery:
    def __init__(self, flow):
        self.flow, self.size = flow, flow.size

    def place(self, size):
        """The main window in another size, for all pictures from now on."""
        self.size = size
        self.flow.program.place(size)

    def shoot(self, name, contrast=False):
        flow = self.flow
        flow.program.settle(3)
        found = layout.look(flow.program)
        flow.desktop.shot(f"{name}-{self.size[0]}-{flow.language}")
        self.judge(f"{name} {self.size[0]}", found)
        if contrast:
            self.judge_contrast(f"{name} {self.size[0]}", found)

    def judge(self, name, found):
        """Sentences about a window whose layout is not right."""
        bad = [str(one) for one in layout.wrong(found)
               if not (one.kind == "ellipsised" and (MAY_BE_SHORT.search(one.text) or NAMES in one.path))]
        self.flow.expect(f"{name}: everything has its room", not bad, "\n      ".join(bad[:12]))

    def judge_contrast(self, name, found):
        shown = picture.Picture(self.flow.desktop)
        low, short = [], {one.box for one in found if one.kind == "ellipsised"}
        for one in found:
            x, y, width, height = one.box
            inside = x >= 0 and y >= 0 and x + width <= self.size[0] and y + height <= self.size[1]
            ratio = shown.contrast(one.box) if one.kind == "label" and inside and one.box not in short else None
            # White upon the accent is libadwaita's own.
            least = 3 if "/AdwButtonContent/" in one.path else picture.LEAST_CONTRAST
            if ratio and ratio < least:
                low.append(f"{ratio:.2f} {one.text!r}")
        self.flow.expect(f"{name}: contrast of text", not low, "\n      ".join(low[:12]))
