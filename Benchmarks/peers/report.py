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


def _table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


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
    out.append(_table(["", *names, "peak MB"], rows))
    out.append("Bytes on disk.\n")
    sizes = [
        [f"{b['engine']} {b['version']}", f"{b['bytes']:,}", f"{b['bytes'] / result['rows']:.1f}"]
        for b in result["builds"] if b["bytes"]
    ]
    out.append(_table(["", "bytes", "a row"], sizes))
    out.append(f"Loading the 27-column file, and appending a year ({result['next_year_rows']:,} rows), durable.\n")
    rows = []
    for run in result["loads"]:
        rows.append([
            f"{run['engine']} {versions[run['engine']]}", str(run["threads"]), f"{run['load']['seconds']:.1f}",
            f"{run['load']['rows_per_cpu_second'] / 1000:.0f}", _ms(run.get("append", {}).get("ms")),
            _ms(run.get("append_file", {}).get("ms")), str(run["peak_mb"]),
        ])
    head = ["", "threads", "load s", "thousand rows a CPU second", "append ms", "append from file ms", "peak MB"]
    out.append(_table(head, rows))
    if result["differing_cells"]:
        out.append("Cells that differ within 1e-9, by question: " + "; ".join(
            f"{question} " + ", ".join(f"{one['engine']} {one['cells']}" for one in found)
            for question, found in sorted(result["differing_cells"].items())) + ".\n")
    out.append("Digests: " + ", ".join(f"{q} `{digest[:12]}`" for q, digest in result["digests"].items()) + ".\n")
    return "\n".join(out)
