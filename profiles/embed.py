#!/usr/bin/env python3
"""Write a C file that holds every profile file, so the program works without being installed.

usage: embed.py OUTPUT.c PROFILE.json...
       embed.py --list FOLDER      print the names of the profile files there
"""
import glob
import os
import sys


def c_bytes(data):
    rows = [data[i:i + 16] for i in range(0, len(data), 16)]
    return "\n".join("\t" + "".join(f"{byte}," for byte in row) for row in rows)


def main(out, paths):
    parts = ['#include "core/profile/builtin.h"\n']
    for number, path in enumerate(paths):
        with open(path, "rb") as file:
            parts.append(f"static const char text_{number}[] = {{\n{c_bytes(file.read() + bytes(1))}\n}};\n")
    rows = "".join(f'\t{{ "{os.path.basename(path)}", text_{number}, sizeof(text_{number}) - 1 }},\n'
                   for number, path in enumerate(paths))
    parts.append("const struct scn_builtin_profile scn_builtin_profiles[] = {\n"
                 f"{rows}\t{{ 0 }},\n}};\n")
    with open(out, "w") as file:
        file.write("\n".join(parts))


if sys.argv[1] == "--list":
    print("\n".join(sorted(os.path.basename(path) for path in glob.glob(sys.argv[2] + "/*.json"))))
else:
    main(sys.argv[1], sorted(sys.argv[2:]))
