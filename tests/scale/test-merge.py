#!/usr/bin/env python3
"""handfast merge: results of shards become those of one run, whatever the order of the files; a run that was
killed costs only its last target; bad input gets a sentence; the memory does not grow with the list.

usage: test-merge.py HANDFAST
"""
import json
import os
import pathlib
import random
import resource
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from expect import exit_code, expect  # noqa: E402

HANDFAST = str(pathlib.Path(sys.argv[1]).resolve())
WORST = ["works", "weak", "unknown", "fails"]


def merge(*arguments, **options):
    return subprocess.run([HANDFAST, "merge", *map(str, arguments)], capture_output=True, timeout=300, **options)


def line(**event):
    return json.dumps(event, separators=(",", ":")) + "\n"


def start(shard=None, clients=("exchange-2019",), mode="check"):
    return line(event="scan-start", schema="handfast/scan/1", tool={"name": "handfast", "version": "0"},
                clients=list(clients), shard=shard, mode=mode, demo=False, started="2026-01-31T12:00:00Z",
                targets=[])


def end(state="complete"):
    return line(event="scan-end", finished="2026-01-31T12:30:00Z", state=state)


def target_end(target, worst, error=None, state="complete"):
    return line(event="target-end", target=target, kind="domain", worst=worst, state=state, error=error, note=None)


def server(target, number, verdict, filler=""):
    place = dict(target=target, host=f"mx{number}.{target}", preference=10 * number,
                 address=f"192.0.2.{number}", port=25)
    return (line(event="pair", **place, pair=dict(profile="exchange-2019", verdict=verdict, why=filler)) +
            line(event="server-end", **place, reach="ok", smtp=dict(starttls="offered", not_tls=False)))


def block(target, servers, filler=""):
    return ("".join(server(target, number, verdict, filler) for number, verdict in servers) +
            target_end(target, max((verdict for _, verdict in servers), key=WORST.index)))


class Lists:
    """The same results as one file and as those of several workers."""

    def __init__(self, folder, targets, shards, filler=""):
        dice = random.Random(4711)
        self.whole = folder / "whole.jsonl"
        self.parts = [folder / f"part-{k}.jsonl" for k in range(1, shards + 1)]
        files = [part.open("w") for part in self.parts]
        for k, file in enumerate(files):
            file.write(start(f"{k + 1}/{shards}"))
        with self.whole.open("w") as whole:
            whole.write(start())
            for n in range(targets):
                self.add(f"d{n}.example", dice, whole, files, filler)
            whole.write(end())
        for file in files:
            file.write(end())
            file.close()

    def add(self, target, dice, whole, files, filler):
        servers = [(number, dice.choice(WORST)) for number in range(1, dice.choice([2, 2, 3, 4]))]
        whole.write(block(target, servers, filler))
        split = {}
        for one in servers:
            split.setdefault(dice.randrange(len(files)), []).append(one)
        for k, some in split.items():
            files[k].write(block(target, some, filler))


def lines_of(output):
    return [json.loads(text) for text in output.decode().splitlines()]


def test_shards_become_one(folder):
    lists = Lists(folder, 2000, 5)
    alone = merge(lists.whole)
    joined = merge(*lists.parts)
    events = lines_of(joined.stdout)
    expect("five shards say what one run says, line for line", joined.stdout == alone.stdout)
    expect("no line of the run is lost", sorted(alone.stdout.splitlines()[1:-1]) ==
           sorted(lists.whole.read_bytes().splitlines()[1:-1]))
    expect("one start, one end, complete", [e["event"] for e in events].count("scan-start") == 1 and
           events[0]["event"] == "scan-start" and events[0]["clients"] == ["exchange-2019"] and
           events[-1]["event"] == "scan-end" and events[-1]["state"] == "complete", events[-1])
    counts = events[-1]["counts"]
    expect("the counts are those of the targets", counts["targets"] == 2000 and all(
        counts[word] == sum(e.get("worst") == word for e in events) for word in WORST), counts)
    expect("something fails: 1", joined.returncode == 1, joined.returncode)
    expect("the order of the files does not matter", merge(*reversed(lists.parts)).stdout == joined.stdout)
    expect("files given twice do not matter", merge(*lists.parts, lists.parts[0], lists.whole).stdout ==
           joined.stdout)
    out = folder / "out.jsonl"
    done = merge(*lists.parts, "-o", out)
    expect("-o: into a file", out.read_bytes() == joined.stdout and done.stdout == b"", done.stderr)
    expect("the summary is on standard error", b"2000 targets: " in done.stderr, done.stderr)
    merge(out, *lists.parts, "-q", "-o", out)
    expect("the output may be an input", out.read_bytes() == joined.stdout)
    with lists.parts[0].open("rb") as first:
        expect("- is standard input", merge("-", *lists.parts[1:], stdin=first).stdout == joined.stdout)
    return lists, joined.stdout


def test_missing(folder, lists, whole):
    done = merge(*lists.parts[:2], lists.parts[4])
    expect("missing shards are named, the result is partial",
           b"of 5 shards 2 are missing: 3, 4\n" in done.stderr and lines_of(done.stdout)[-1]["state"] == "partial",
           done.stderr)
    data = lists.parts[2].read_bytes()
    cut = folder / "cut.jsonl"
    blocks = 0
    for size in (0, 1, 20, 5000, len(data) // 2, len(data) - 1):
        cut.write_bytes(data[:size])
        done = merge(*lists.parts[:2], cut, *lists.parts[3:])
        known = {tuple(sorted(e.items())) for e in map(json.loads, whole.splitlines()[1:-1])
                 if e["event"] == "server-end" for e in [{**e, "smtp": 0}]}
        here = {tuple(sorted({**e, "smtp": 0}.items())) for e in lines_of(done.stdout) if e["event"] == "server-end"}
        expect(f"killed after {size} bytes: partial, nothing invented, said",
               here <= known and len(here) >= blocks and lines_of(done.stdout)[-1]["state"] == "partial" and
               b"stopped before its end" in done.stderr, done.stderr)
        blocks = len(here)
    with cut.open("wb") as file:
        file.write(data[:len(data) // 2] + b"\n" + start("3/5").encode() + data.split(b"\n", 1)[1])
    done = merge(*lists.parts[:2], cut, *lists.parts[3:])
    expect("and gone on with later: nothing is missing", done.stdout == whole and b"left out" in done.stderr,
           done.stderr)


def test_exit_codes(folder):
    cases = [
        ("works", [block("a.example", [(1, "works")])], [], 0),
        ("weak", [block("a.example", [(1, "weak")])], [], 0),
        ("weak, --fail-on-weak", [block("a.example", [(1, "weak")])], ["--fail-on-weak"], 2),
        ("unknown", [block("a.example", [(1, "unknown")])], [], 3),
        ("unknown, --allow-unknown", [block("a.example", [(1, "unknown")])], ["--allow-unknown"], 0),
        ("fails and unknown", [block("a.example", [(1, "unknown"), (2, "fails")])], [], 1),
        ("no server", [target_end("a.example", "unknown", {"id": "dns-failed", "text": "?"})], [], 4),
        ("works in one, unknown in the other",
         [block("a.example", [(1, "works")]), block("a.example", [(2, "unknown")])], [], 3),
        ("unknown, then known", [block("a.example", [(1, "unknown")]), block("a.example", [(1, "works")])], [], 0),
    ]
    for what, runs, options, status in cases:
        paths = []
        for number, text in enumerate(runs):
            paths.append(folder / f"run-{number}.jsonl")
            paths[-1].write_text(start() + text + end())
        done = merge(*paths, *options)
        expect(f"{what}: {status}", done.returncode == status, f"{done.returncode} {done.stdout}")


def test_bad_input(folder):
    good, other = folder / "good.jsonl", folder / "other.jsonl"
    good.write_text(start() + block("a.example", [(1, "works")]) + end())
    cases = [
        ("no file", [], 64, b"needs files"),
        ("a missing file", [good, folder / "missing"], 66, b"missing"),
        ("a folder", [folder], 66, b"directory"),
        ("another kind of file", [HANDFAST], 65, b"does not hold the lines"),
        ("other clients", [good, start(clients=["java-8"]) + end()], 65, b"other clients"),
        ("another command", [good, start(mode="scan") + end()], 65, b"another command"),
        ("two shards in one file", [start("1/2") + end() + start("2/2") + end()], 65, b"different"),
        ("a full disk", [good, "-o", "/dev/full"], 73, b"space"),
        ("no such folder", [good, "-o", folder / "no/where.jsonl"], 73, b"where.jsonl"),
    ]
    for what, arguments, status, words in cases:
        texts = [a for a in arguments if isinstance(a, str) and a.startswith("{")]
        if texts:
            other.write_text(texts[0])
        done = merge(*[other if a in texts else a for a in arguments])
        expect(f"{what}: {status}", done.returncode == status and words in done.stderr and
               done.stderr.count(b"\n") == 1, f"{done.returncode} {done.stderr}")
    done = merge(good, env={**os.environ, "TMPDIR": str(folder / "nowhere")})
    expect("no room for temporary files: 73", done.returncode == 73 and b"TMPDIR" in done.stderr, done.stderr)
    expect("nothing is left behind", sorted(p.name for p in folder.iterdir()) == ["good.jsonl", "other.jsonl"],
           list(folder.iterdir()))


def test_memory(folder):
    """What is kept in memory at once is one file of 32 MiB, also of a list that is four times as long."""
    lists = Lists(folder, 30000, 3, filler="x" * 1500)
    size = sum(part.stat().st_size for part in lists.parts)
    process = subprocess.Popen([HANDFAST, "merge", *lists.parts, "-q", "-o", folder / "out.jsonl"])
    _, _, usage = os.wait4(process.pid, 0)
    peak = usage.ru_maxrss / 1024
    print(f"      {size / 1e6:.0f} MB, {usage.ru_utime + usage.ru_stime:.1f} s of CPU, {peak:.0f} MiB at most")
    sanitized = b"__asan_init" in pathlib.Path(HANDFAST).read_bytes()  # which has its own shadow of all memory
    expect("memory is bounded", sanitized or peak < 64, f"{peak:.0f} MiB")
    expect("and nothing is lost", (folder / "out.jsonl").stat().st_size > lists.whole.stat().st_size * 0.99)


def main():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory(prefix="handfast-merge-") as name:
        folders = [pathlib.Path(name) / str(n) for n in range(4)]
        for folder in folders:
            folder.mkdir()
        lists, whole = test_shards_become_one(folders[0])
        test_missing(folders[0], lists, whole)
        test_exit_codes(folders[1])
        test_bad_input(folders[2])
        test_memory(folders[3])
    return exit_code()


if __name__ == "__main__":
    sys.exit(main())
