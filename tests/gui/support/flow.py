"""What the test programs share: their arguments, the program on a desktop, what is expected of it.

    with Flow("answer") as flow:
        flow.open("tests/cases/reports/three-mx/input.json")
        flow.expect("the heading is the verdict", …)
    flow.end()

usage of each test: test-NAME.py HANDFAST-GUI HANDFAST [--lang cs] [--localedir FOLDER]
"""
import argparse
import gettext
import json
import os
import pathlib
import re
import subprocess
import sys

from desktop import Desktop, skip

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent.parent
SAVED = ROOT / "tests/cases/reports"


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("gui", type=pathlib.Path)
    parser.add_argument("cli", type=pathlib.Path)
    parser.add_argument("--lang", default="en")
    parser.add_argument("--localedir", type=pathlib.Path, default=ROOT / "build/po")
    return parser.parse_args()


def saved(name):
    """A saved scan of tests/cases/reports."""
    return SAVED / name / "input.json"


class Flow:
    def __init__(self, name, size=(1280, 800)):
        self.o = arguments()
        self.language = self.o.lang
        self.words = self.catalogue()
        self.wrong, self.program = [], None
        self.size = size
        self.desktop = Desktop(f"{name}-{self.language}", size)
        self.desktop.env.update(HANDFAST_TEST="1", HANDFAST_LOCALEDIR=str(self.o.localedir.resolve()))
        self.desktop.look(language=self.language)

    def catalogue(self):
        if self.language == "en":
            return gettext.NullTranslations()
        try:
            return gettext.translation("handfast", self.o.localedir, [self.language])
        except FileNotFoundError:
            skip(f"no catalogue of {self.language} in {self.o.localedir}")

    def _(self, text, *arguments):
        """A sentence of the program as the tested language has it, its %s filled in order."""
        text = self.words.gettext(text)
        for argument in arguments:
            text = re.sub(r"%(\d\$)?(s|d|zu|u)", lambda _: str(argument), text, count=1)
        return text

    def like(self, text):
        """A pattern for a sentence in the tested language, with anything where it has arguments."""
        parts = re.split(r"%(?:\d\$)?(?:s|d|zu|u)", self.words.gettext(text))
        return re.compile("^" + ".*".join(map(re.escape, parts)) + "$", re.DOTALL)

    def expect(self, what, ok, detail=""):
        print(("ok    " if ok else "FAIL  ") + what, flush=True)
        if not ok:
            self.wrong.append(what)
            print(f"      {detail}", flush=True)
            self.desktop.shot(f"failed-{self.desktop.name}-{len(self.wrong)}")

    def same(self, what, got, wanted):
        self.expect(what, got == wanted, f"got    {got!r}\n      wanted {wanted!r}")

    def clients(self, ids):
        """Who stands in the table of answers, instead of the usual ones. Before open()."""
        settings = self.desktop.dir / "config/handfast/gui.ini"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text("[clients]\nset=" + ";".join(ids) + ";\n")

    def open(self, *words, size=None, **extra):
        """The program with these arguments, ready for keys. What ran before is closed."""
        self.close()
        self.program = self.desktop.start([self.o.gui.resolve(), *words], **extra)
        self.program.place(size or self.size)
        return self.program

    def close(self):
        if not self.program:
            return
        complaints = self.program.stop()
        self.expect(f"nothing to complain of: {self.program.log_name}", not complaints, "\n      ".join(complaints[:20]))
        status = self.program.process.returncode
        self.expect(f"ends well: {self.program.log_name}", status == 0, f"{status}\n{self.program.log()[-3000:]}")
        self.program = None

    def cli(self, *words):
        """What the command line program says, with the same folders: (exit status, output)."""
        done = subprocess.run([self.o.cli.resolve(), *map(str, words)], env=self.desktop.env, capture_output=True,
                              text=True, timeout=120)
        return done.returncode, done.stdout

    def json(self, *words):
        return json.loads(self.cli(*words, "-f", "json")[1])

    def key(self, *keys):
        self.desktop.key(*keys)

    def __enter__(self):
        self.desktop.__enter__()
        return self

    def __exit__(self, kind, error, trace):
        if kind is None:
            try:
                self.close()
            except BaseException as problem:
                self.desktop.__exit__(type(problem), problem, problem.__traceback__)
                raise
        self.desktop.__exit__(kind, error, trace)

    def end(self):
        print(f"{len(self.wrong)} wrong" if self.wrong else "all as expected")
        sys.exit(1 if self.wrong else 0)


def is_slow():
    """A build with sanitizers, or one that is told so: figures of time mean nothing there."""
    return float(os.environ.get("HANDFAST_PATIENCE", "1")) > 1
