"""Puts the results of both peer comparisons, in process and of whole processes, into the README, between its two markers."""

import json
import os

import process_report
import report

PEERS = {"duckdb": "DuckDB", "clickhouse": "ClickHouse", "polars": "Polars"}
BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"


def summary(results):
    """Ratios, bytes and loading of each size there are results of, as Markdown."""
    names = [f"Q{number}" for number in range(1, 9)]
    out, rows, sizes = [], [], []
    for size in ("S", "M", "L"):
        path = os.path.join(results, f"{size}.json")
        if not os.path.exists(path):
            continue
        with open(path) as file:
            result = json.load(file)
        sizes.append((size, result))
        # A size that not every engine was asked at says so: a ratio to fewer engines is no ratio to all.
        asked = {run["engine"] for run in result["questions"]}
        some = [name for engine, name in PEERS.items() if engine in asked]
        only = "" if len(some) == len(PEERS) else f", {' and '.join(some)} only"
        for threads, questions in sorted(report.ratios(result).items()):
            cells = [f"{questions[name]['peer']['ratio']:.1f}" if "peer" in questions.get(name, {}) else ""
                     for name in names]
            rows.append([f"{size}, {threads} thread{'s' if threads > 1 else ''}{only}", *cells])
    if not sizes:
        return ""
    machine = max((result["machine"] for _, result in sizes), key=lambda machine: machine["cores"])
    out.append("How many times longer the fastest of DuckDB, ClickHouse and Polars takes than Tidemark, on the same figures "
               "and cores, in process, answers checked equal first. Tidemark's are the commands of "
               "[QUESTIONS.md](Benchmarks/peers/QUESTIONS.md) as anybody types them: those of Q1 to Q3 (`export`, `rank`, "
               "`compare`) answer with names, verdicts, ranks, trends and notes too, which the others do not work out; "
               "Q4 to Q8 are `summarise`:\n")
    out.append(report.table(["", *names], rows))
    rows = []
    for size, result in sizes:
        def best(key, runs):
            found = [key(run) for run in runs if run["engine"] != "tidemark" and key(run)]
            ours = [key(run) for run in runs if run["engine"] == "tidemark" and key(run)]
            return ours, found
        ours, theirs = best(lambda run: run["bytes"], result["builds"])
        loads, peers = best(lambda run: run["load"]["rows_per_cpu_second"] / 1000, result["loads"])
        rows.append([size, f"{result['rows']:,}", f"{ours[0] / result['rows']:.1f}", f"{min(theirs) / result['rows']:.1f}",
                     f"{max(loads):.0f}", f"{max(peers):.0f}"])
    out.append("Bytes a figure on disk, and thousand rows of CSV loaded in a second of one core, each beside the best peer's:\n")
    out.append(report.table(["size", "figures", "bytes", "best peer", "loaded", "best peer"], rows))
    out += processes(results)
    out.append(f"{machine['processor']}, {machine['cores']} shared cores, {machine['system']}. `make bench` measures anew; "
               "[Benchmarks/results](Benchmarks/results) has every figure.\n")
    return "\n".join(out)


def processes(results):
    """Whole processes at the largest size there are results of, as Markdown."""
    for size in ("M", "S"):
        path = os.path.join(results, f"processes-{size}.json")
        if not os.path.exists(path):
            continue
        with open(path) as file:
            result = json.load(file)
        threads = next((question["threads"] for question in result["questions"] if "threads" in question), {})
        return [f"Commands at size {size} on {' / '.join(threads)} threads: milliseconds of the whole process, and how many times "
                "longer a process of DuckDB takes that writes the same rows; in brackets without the start of Python:\n",
                process_report.summary(result)]
    return []


def write(path, results):
    """Replaces what stands between the markers."""
    with open(path) as file:
        text = file.read()
    start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    with open(path, "w") as file:
        file.write(text[:start] + "\n" + summary(results) + text[end:])
