#!/usr/bin/env python3
"""Compares Tidemark with general engines on the questions of QUESTIONS.md and data made by `tidemark generate`.

    Benchmarks/peers/run.py --tidemark .build/release/tidemark --size smoke

makes its own virtual environment in Benchmarks/.venv, its data in Benchmarks/peers-data/, and writes SIZE.json and SIZE.md
to Benchmarks/results/. With --readme the tables of ratios in the README become those of all results there.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
HOME = os.path.dirname(HERE)
VENV = os.path.join(HOME, ".venv")
# What sysexits.h calls a temporary failure: nothing was compared.
NOT_INSTALLED = 75
ENGINES = ["duckdb", "clickhouse", "polars", "sqlite", "parquet"]


def enter_environment():
    """Runs this script again inside the virtual environment, made first where it is missing or out of date."""
    wanted = open(os.path.join(HERE, "requirements.txt")).read()
    stamp = os.path.join(VENV, "requirements.txt")
    if not os.path.exists(stamp) or open(stamp).read() != wanted:
        print("making Benchmarks/.venv", file=sys.stderr)
        shutil.rmtree(VENV, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        done = subprocess.run([f"{VENV}/bin/pip", "install", "--quiet", "--disable-pip-version-check", "-r",
                               os.path.join(HERE, "requirements.txt")])
        if done.returncode != 0:
            print("the engines cannot be installed from PyPI", file=sys.stderr)
            sys.exit(NOT_INSTALLED)
        with open(stamp, "w") as file:
            file.write(wanted)
    if os.path.realpath(sys.prefix) != os.path.realpath(VENV):
        os.execv(f"{VENV}/bin/python", [f"{VENV}/bin/python", *sys.argv])


def fingerprint(args, folder):
    """What the data depend on: a little of what the program generates, and how it is prepared."""
    sample = f"{folder}.sample"
    subprocess.run([args.tidemark, "generate", "--size", "0.0025", "--seed", str(args.seed), "--csv", sample],
                   check=True, stdout=subprocess.DEVNULL)
    digest = hashlib.sha256()
    for path in (sample, os.path.join(HERE, "prepare.py")):
        with open(path, "rb") as file:
            digest.update(file.read())
    os.remove(sample)
    return digest.hexdigest()


def generate(args, folder):
    """The 27-column files, unless they are there from an earlier run with the same program."""
    os.makedirs(os.path.dirname(folder), exist_ok=True)
    wanted, stamp = fingerprint(args, folder), f"{folder}/fingerprint"
    if not os.path.exists(stamp) or open(stamp).read() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        with open(stamp, "w") as file:
            file.write(wanted)
    for name, more in (("figures.csv", []), ("next-year.csv", ["--next-year"])):
        path = f"{folder}/{name}"
        if not os.path.exists(path):
            print(f"generating {name}", file=sys.stderr)
            subprocess.run([args.tidemark, "generate", "--size", args.size, "--seed", str(args.seed), *more,
                            "--csv", path + ".part"], check=True, stdout=subprocess.DEVNULL)
            os.rename(path + ".part", path)


def measure(engine, folder, step, threads, args):
    """One engine's report on one step, from a process of its own."""
    print(f"{time.strftime('%H:%M:%S')} {engine} {step}, {threads} threads", file=sys.stderr)
    done = subprocess.run(
        [sys.executable, os.path.join(HERE, "measure.py"), engine, folder, step, "--threads", str(threads), "--runs",
         str(args.runs), "--seconds", "0.1" if args.size == "smoke" else "1", "--memory", args.memory], stdout=subprocess.PIPE, text=True, cwd=HERE)
    if done.returncode != 0:
        sys.exit(f"{engine} failed at {step}")
    return json.loads(done.stdout.splitlines()[-1])


def agree(reports):
    """Compares all answers with the first engine's; ends the program where engines disagree."""
    import answers

    first, differing = {}, {}
    for report in reports:
        for question, result in report["questions"].items():
            known = first.setdefault(question, result)
            if known["digest"] == result["digest"]:
                continue
            with open(known["exact"]) as one, open(result["exact"]) as other:
                cells = answers.differences(question, one.read(), other.read())
            name = f"{report['engine']} with {report['threads']} threads"
            if cells is None:
                sys.exit(f"refused: {name} answers {question} otherwise; compare {known['exact']} and {result['exact']}")
            differing.setdefault(question, []).append({"engine": name, "cells": cells})
    return {question: result["digest"] for question, result in sorted(first.items())}, differing


def main():
    """Prepares, measures, compares, writes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tidemark", default=os.path.join(HOME, "..", ".build", "release", "tidemark"))
    parser.add_argument("--size", default="smoke", help="smoke, S, M, L or a multiple of M")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=5, help="least runs of a question after the warm-up")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--memory", default="8GB", help="memory limit of engines that take one")
    parser.add_argument("--engines", nargs="+", default=ENGINES, choices=ENGINES)
    parser.add_argument("--readme", action="store_true", help="put the results into the README")
    args = parser.parse_args()
    enter_environment()
    import prepare
    import readme
    import report as writer
    import tidemark

    folder = os.path.join(HOME, "peers-data", f"{args.size}-{args.seed}")
    generate(args, folder)
    prepare.prepare(folder, max(args.threads), args.memory)
    with open(f"{folder}/dims.json") as file:
        dims = json.load(file)
    builds, asked, loaded = [], [], []
    for engine in args.engines:
        builds.append(measure(engine, folder, "build", max(args.threads), args))
        if engine != "parquet":
            for threads in args.threads if engine != "sqlite" else args.threads[:1]:
                asked.append(measure(engine, folder, "questions", threads, args))
        # Afterwards: appending changes the tables that the questions are asked of.
        if engine != "sqlite":
            for threads in args.threads:
                loaded.append(measure(engine, folder, "load", threads, args))
    ours = tidemark.Tidemark(args.tidemark, folder, args.runs, 0.1 if args.size == "smoke" else 1)
    builds.append(ours.build())
    for threads in args.threads:
        print(f"{time.strftime('%H:%M:%S')} tidemark, {threads} threads", file=sys.stderr)
        asked.append(ours.questions(threads))
    digests, differing = agree(asked)
    for threads in args.threads:
        loaded.append(ours.load(threads, dims["rows"]))
    result = {
        "cold": ours.cold(),
        "size": args.size, "seed": args.seed, "rows": dims["rows"], "next_year_rows": dims["next_rows"],
        "csv_bytes": os.path.getsize(f"{folder}/figures.csv"), "machine": writer.machine(), "digests": digests,
        "differing_cells": differing, "builds": builds, "questions": asked, "loads": loaded,
    }
    for report in asked:
        for question in report["questions"].values():
            question.pop("exact", None)
    results = os.path.join(HOME, "results")
    os.makedirs(results, exist_ok=True)
    for kind, text in (("json", json.dumps(result, indent=1) + "\n"), ("md", writer.markdown(result))):
        with open(os.path.join(results, f"{args.size}.{kind}"), "w") as file:
            file.write(text)
    print(writer.markdown(result))
    if args.readme:
        readme.write(os.path.join(HOME, "..", "README.md"), results)


if __name__ == "__main__":
    main()
