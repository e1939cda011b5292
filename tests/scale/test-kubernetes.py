#!/usr/bin/env python3
"""The Job of docs/scale has only fields that Kubernetes documents, of the documented kinds (the models of its Python
client are made from its API description), and its shell lines run the workers that they should.

usage: test-kubernetes.py MANIFEST
"""
import pathlib
import re
import subprocess
import sys
import tempfile

try:
    import yaml
    from kubernetes.client import models
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

PLAIN = {"str": str, "int": int, "bool": bool, "float": (int, float)}
wrong = []


def check(value, kind, path):
    """value is of the kind that the API description names, through and through."""
    many = re.fullmatch(r"(list|dict)[\[(](?:str, )?(.*)[\])]", kind)
    if many and many[1] == "list":
        if not isinstance(value, list):
            wrong.append(f"{path}: is no list")
            return
        for number, item in enumerate(value):
            check(item, many[2], f"{path}[{number}]")
    elif many:
        for key, item in value.items():
            check(item, many[2], f"{path}.{key}")
    elif kind in PLAIN:
        if not isinstance(value, PLAIN[kind]) or (kind == "int" and isinstance(value, bool)):
            wrong.append(f"{path}: {value!r} is no {kind}")
    elif kind != "object":
        check_fields(value, getattr(models, kind), path)


def check_fields(value, model, path):
    names = {name: key for key, name in model.attribute_map.items()}
    for name in value:
        if name in names:
            check(value[name], model.openapi_types[names[name]], f"{path}.{name}")
        else:
            wrong.append(f"{path}.{name}: there is no such field")
    # The model itself refuses what lacks a field that must be there.
    known = {key: value[name] for name, key in names.items() if name in value}
    try:
        model(**known)
    except ValueError as error:
        wrong.append(f"{path}: {error}")


def expect(what, ok, detail=""):
    print(("ok    " if ok else "FAIL  ") + what)
    if not ok:
        wrong.append(f"{what}: {detail}")


def run_container(container, status):
    """(exit status, arguments of handfast) where handfast ends with that status."""
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder) / "handfast"
        program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {folder}/said\nexit {status}\n')
        program.chmod(0o755)
        env = {"PATH": f"{folder}:/usr/bin:/bin", "JOB_COMPLETION_INDEX": "6",
               **{item["name"]: item["value"] for item in container["env"]}}
        done = subprocess.run([*container["command"], *container["args"]], env=env)
        return done.returncode, (pathlib.Path(folder) / "said").read_text().split()


def main():
    job = yaml.safe_load(pathlib.Path(sys.argv[1]).read_text())
    expect("it is a Job of batch/v1", (job["apiVersion"], job["kind"]) == ("batch/v1", "Job"), job)
    check_fields(job, models.V1Job, "job")
    spec = job["spec"]
    pod = spec["template"]["spec"]
    container = pod["containers"][0]
    shards = next(item["value"] for item in container["env"] if item["name"] == "SHARDS")
    expect("indexed, as many completions as shards",
           spec.get("completionMode") == "Indexed" and str(spec.get("completions")) == shards, spec)
    expect("a Job's pods restart on failure or never", pod["restartPolicy"] in ("OnFailure", "Never"))
    volumes = {volume["name"] for volume in pod["volumes"]}
    expect("what is mounted is there", {mount["name"] for mount in container["volumeMounts"]} <= volumes, volumes)
    labels = spec["template"]["metadata"]["labels"]
    for constraint in pod["topologySpreadConstraints"]:
        expect("the pods are spread by their own label", constraint["labelSelector"]["matchLabels"] == labels)
    status, words = run_container(container, 1)
    expect("index 6 is the seventh worker, with a file of its own", "7/16" in words and "part-7.jsonl" in words, words)
    expect("results are a success", status == 0, status)
    expect("errors are a failure", run_container(container, 66)[0] != 0)
    for sentence in wrong:
        print("FAIL  " + sentence)
    print(f"{len(wrong)} failures")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
