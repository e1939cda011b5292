#!/usr/bin/env python3
"""Do the guides of all languages have the same topics, blocks and typed words, and call what is on a button as the program does?
Does the window of shortcuts have every key that the guide names and that the program's windows bind?

usage: check-help.py FOLDER
"""
import pathlib
import re
import sys
import xml.etree.ElementTree as tree

KIND = re.compile(r"(# |## |- )?(.*)")
MARKS = ("**", "*", "`")


def blocks(path):
    """(kind, text) of each line that is not empty."""
    return [KIND.fullmatch(line).groups() for line in path.read_text().splitlines() if line]


def typed(text):
    return re.findall(r"`([^`]*)`", text)


def unpaired(text):
    for mark in MARKS:
        if text.count(mark) % 2:
            return mark
        text = re.sub(re.escape(mark) + ".*?" + re.escape(mark), "", text)
    return None


def strong(text):
    return re.findall(r"\*\*(.*?)\*\*", text)


def labels(path):
    """{English: the set of what it is in this language} of the catalogue, without mnemonics."""
    found, quoted = {}, r'((?:"(?:[^"\\]|\\.)*"\n?)+)'
    for source, target in re.findall(rf"^msgid {quoted}msgstr {quoted}", path.read_text(), re.M):
        plain = ["".join(re.findall(r'"((?:[^"\\]|\\.)*)"', lines)).replace("_", "") for lines in (source, target)]
        if plain[1]:
            found.setdefault(plain[0], set()).add(plain[1])
    return found


def compare(name, other, english, known):
    if [kind for kind, _ in other] != [kind for kind, _ in english]:
        yield f"{name}: other blocks than in en"
        return
    for (kind, text), (_, model) in zip(other, english):
        if typed(text) != typed(model):
            yield f"{name}: not what is typed in en: {text}"
        for word, original in zip(strong(text), strong(model)):
            if original in known and word not in known[original]:
                yield f"{name}: “{original}” is “{word}” here, in the program {sorted(known[original])}"
        if kind != "# " and text == model:
            yield f"{name}: not translated: {text}"


def overlay_keys(folder):
    keys = set()
    for node in tree.parse(folder / "help-overlay.ui").iter("property"):
        if node.get("name") == "accelerator":
            keys |= {frozenset(re.sub(r"<(\w+)>", r"\1 ", key).replace("Control", "Ctrl").lower().split())
                     for key in node.text.split()}
    return keys


def guide_keys(english):
    """Combinations of the topic Keyboard: the typed words before the colon of its items."""
    start = next(i for i, block in enumerate(english) if block == ("# ", "Keyboard"))
    for kind, text in english[start + 1:]:
        if kind == "# ":
            return
        if kind == "- ":
            yield from typed(text.split(": ")[0])


def bound_keys(gui):
    """(name, combination) of the tables of keys: { GDK_KEY_x, modifiers, "action", … } and { "app.action", { "key" } }."""
    names = {"GDK_CONTROL_MASK": "ctrl", "GDK_SHIFT_MASK": "shift", "GDK_ALT_MASK": "alt"}
    for path in sorted(gui.glob("*.c")):
        text = path.read_text()
        for key, modifiers, action in re.findall(r'\{ GDK_KEY_(\w+), ([\w |]+), "([\w.-]+)"', text):
            words = [names[word] for word in re.findall(r"\w+_MASK", modifiers)]
            yield action, frozenset([*words, key.lower()])
        for action, keys in re.findall(r'\{ "((?:app|window)\.[\w-]+)", \{ ([^}]*) \} \}', text):
            for key in re.findall(r'"([^"]+)"', keys):
                yield action, frozenset(re.sub(r"<(\w+)>", r"\1 ", key).replace("Control", "Ctrl").lower().split())


def main(folder):
    folder = pathlib.Path(folder)
    texts = {path.stem: blocks(path) for path in sorted(folder.glob("??.txt"))}
    english = texts["en"]
    wrong = [f"{name}: {mark} without its other half: {text}" for name, lines in texts.items()
             for _, text in lines if (mark := unpaired(text))]
    for name in texts.keys() - {"en"}:
        wrong += compare(name, texts[name], english, labels(folder.parent.parent / f"po/{name}.po"))
    known = overlay_keys(folder)
    wrong += [f"{key} is not in the window of shortcuts" for key in guide_keys(english)
              if frozenset(key.lower().split("+")) not in known]
    bound = list(bound_keys(folder.parent))
    wrong += [f"{'+'.join(sorted(keys))} ({action}) is not in the window of shortcuts"
              for action, keys in bound if keys not in known]
    print("\n".join(wrong) or f"{len(texts)} languages, {len(english)} blocks, {len(known)} keys, {len(bound)} of them seen in the sources")
    return 1 if wrong or len(texts) < 2 or not bound else 0


sys.exit(main(sys.argv[1]))
