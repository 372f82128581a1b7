"""The report as Markdown, and what machine it was made on."""

import os
import platform


def machine():
    """Processor, cores, memory and systems."""
    model = platform.machine()
    with open("/proc/cpuinfo") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {"processor": model, "cores": len(os.sched_getaffinity(0)), "memory_gb": round(memory),
            "system": f"{platform.system()} {platform.release()}", "python": platform.python_version()}


def _ms(value):
    if value is None:
        return ""
    return f"{value:.2f}" if value < 1 else f"{value:.1f}" if value < 20 else f"{value:.0f}"


def table(head, rows):
    """A Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def ratios(result):
    """For each number of threads and question, how many times longer the fastest peer took, and which it is."""
    found = {}
    for ours in (run for run in result["questions"] if run["engine"] == "tidemark"):
        # SQLite answers on one thread, whatever it is given, and only some of the questions.
        peers = [run for run in result["questions"] if run["engine"] != "tidemark" and
                 (run["threads"] == ours["threads"] or run["engine"] == "sqlite")]
        for name, mine in ours["questions"].items():
            for kind, runs in (("peer", [run for run in peers if run["engine"] != "sqlite"]),
                               ("sqlite", [run for run in peers if run["engine"] == "sqlite"])):
                times = [(run["questions"][name]["ms"], run["engine"]) for run in runs if name in run["questions"]]
                if times:
                    ms, engine = min(times)
                    found.setdefault(ours["threads"], {}).setdefault(name, {})[kind] = {
                        "ratio": ms / mine["ms"], "engine": engine}
    return found


def _ratios(result, names):
    found = ratios(result)
    rows = []
    for threads, questions in sorted(found.items()):
        for kind, title in (("peer", "fastest peer"), ("sqlite", "indexed SQLite")):
            cells = []
            for name in names:
                one = questions.get(name, {}).get(kind)
                cells.append("" if one is None else f"{one['ratio']:.1f}" + (
                    f" ({one['engine']})" if kind == "peer" else ""))
            rows.append([f"{title}, {threads} threads", *cells])
    return "How many times longer the others take than Tidemark.\n\n" + table(["", *names], rows) if rows else ""


def markdown(result):
    """Questions, sizes, loading and appending as tables."""
    versions = {report["engine"]: report["version"] for report in result["builds"]}
    where = result["machine"]
    out = [
        f"# Peers at size {result['size']}\n",
        f"{result['rows']:,} rows, seed {result['seed']}, {result['csv_bytes'] / result['rows']:.0f} bytes a row as CSV; "
        f"{where['processor']}, {where['cores']} cores, {where['memory_gb']} GB, {where['system']}, Python {where['python']}.\n",
        "Median milliseconds in process after one warm-up; 1 thread / 2 threads pinned to as many cores; all answers agree.\n",
    ]
    names = [f"Q{i}" for i in range(1, 9)]
    engines = list(dict.fromkeys(report["engine"] for report in result["questions"]))
    rows = []
    for engine in engines:
        runs = [report for report in result["questions"] if report["engine"] == engine]
        cells = [" / ".join(_ms(run["questions"][q]["ms"]) for run in runs if q in run["questions"]) for q in names]
        rows.append([f"{engine} {versions[engine]}", *cells, " / ".join(str(run["peak_mb"]) for run in runs)])
    out.append(table(["", *names, "peak MB"], rows))
    out.append(_ratios(result, names))
    out.append("Bytes on disk.\n")
    sizes = [
        [f"{b['engine']} {b['version']}", f"{b['bytes']:,}", f"{b['bytes'] / result['rows']:.1f}"]
        for b in result["builds"] if b["bytes"]
    ]
    out.append(table(["", "bytes", "a row"], sizes))
    out.append(f"Loading the 27-column file, and appending a year ({result['next_year_rows']:,} rows), durable.\n")
    rows = []
    for run in result["loads"]:
        rows.append([
            f"{run['engine']} {versions[run['engine']]}", str(run["threads"]), f"{run['load']['seconds']:.1f}",
            f"{run['load']['rows_per_cpu_second'] / 1000:.0f}", _ms(run.get("append", {}).get("ms")),
            _ms(run.get("append_file", {}).get("ms")), str(run["peak_mb"]),
        ])
    head = ["", "threads", "load s", "thousand rows a CPU second", "append ms", "append from file ms", "peak MB"]
    out.append(table(head, rows))
    if "cold" in result:
        cold = result["cold"]
        out.append(f"A whole process: `tidemark --version` {cold['version_ms']:.1f} ms, `tidemark trend` of one indicator "
                   f"{cold['trend_ms']:.1f} ms.\n")
    if result["differing_cells"]:
        out.append("Cells that differ within 1e-9, by question: " + "; ".join(
            f"{question} " + ", ".join(f"{one['engine']} {one['cells']}" for one in found)
            for question, found in sorted(result["differing_cells"].items())) + ".\n")
    out.append("Digests: " + ", ".join(f"{q} `{digest[:12]}`" for q, digest in result["digests"].items()) + ".\n")
    return "\n".join(out)
