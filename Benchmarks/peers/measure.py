"""Measures one engine with one number of threads, in a process of its own; prints JSON."""

import argparse
import importlib
import json
import os
import resource
import statistics
import time


def clock():
    """Wall and CPU seconds of this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return time.perf_counter(), used.ru_utime + used.ru_stime


def peak():
    """The most memory this process has held, in megabytes; the system's other count begins with the parent's."""
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) // 1024 for line in file if line.startswith("VmHWM"))


def median(action, least, seconds):
    """The median wall time of an action in milliseconds, after one run to warm up; at least so many runs."""
    action()
    times = []
    while len(times) < least or (sum(times) < seconds and len(times) < 200):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000, len(times)


def questions(engine, module, args, dims, report):
    """Times every question; writes each answer, canonical and exact, to the answers folder."""
    import answers

    engine.open()
    for name in module.QUESTIONS:
        ms, runs = median(lambda: engine.ask(name), args.runs, args.seconds)
        table = engine.ask(name)
        if isinstance(table, list):
            table = engine.table(table)
        canonical = answers.text(name, table, dims)
        os.makedirs(f"{args.folder}/answers", exist_ok=True)
        exact = f"{args.folder}/answers/{args.engine}-{args.threads}-{name}.tsv"
        with open(exact, "w") as file:
            file.write(answers.text(name, table, dims, exact=True))
        report["questions"][name] = {
            "ms": ms, "runs": runs, "rows": table.num_rows, "digest": answers.digest(canonical), "exact": exact}
    if hasattr(engine, "close"):
        engine.close()


def loads(engine, args, dims, report):
    """Times loading the file once, and appending a year."""
    wall, cpu = clock()
    engine.load()
    after_wall, after_cpu = clock()
    report["load"] = {"seconds": after_wall - wall, "cpu_seconds": after_cpu - cpu,
                      "rows_per_cpu_second": dims["rows"] / (after_cpu - cpu)}
    if not hasattr(engine, "append"):
        return
    for key, with_files in (("append_file", True), ("append", False)):
        engine.open_append(with_files)
        ms, runs = median(getattr(engine, key), args.runs, seconds=0)
        report[key] = {"ms": ms, "runs": runs}
        engine.close()


def main():
    """Does what the arguments say and prints the report."""
    parser = argparse.ArgumentParser()
    parser.add_argument("engine")
    parser.add_argument("folder")
    parser.add_argument("step", choices=["build", "questions", "load"])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--memory", default="8GB")
    args = parser.parse_args()
    os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[: args.threads]))
    os.environ["POLARS_MAX_THREADS"] = str(args.threads)
    module = importlib.import_module(f"engine_{args.engine}")
    with open(f"{args.folder}/dims.json") as file:
        dims = json.load(file)
    engine = module.Engine(args.folder, args.threads, args.memory, dims["chosen"])
    report = {"engine": args.engine, "version": module.VERSION, "threads": args.threads, "questions": {}}
    if args.step == "build":
        start = time.perf_counter()
        engine.build()
        report["build_seconds"] = time.perf_counter() - start
        report["bytes"] = engine.size()
        report["settings"] = getattr(engine, "sizes", None)
    elif args.step == "questions":
        questions(engine, module, args, dims, report)
    else:
        loads(engine, args, dims, report)
    report["peak_mb"] = peak()
    # On a line of its own at the end: engines may print before it.
    print("\n" + json.dumps(report), flush=True)
    # Some engines' threads outlive their sessions; nothing is left to be written.
    os._exit(0)


if __name__ == "__main__":
    main()
