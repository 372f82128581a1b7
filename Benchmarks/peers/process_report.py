"""The times of whole processes as Markdown."""

from report import _ms as ms
from report import table

HEAD = ["", "rows", "threads", "Tidemark ms", "CPU ms", "DuckDB ms", "CPU ms", "inside ms", "CPU ms", "process / process",
        "inside / process", "the same of CPU"]


def ratios(times):
    """How many times longer DuckDB takes than the whole process of Tidemark: its process; what of it comes after Python and
    the library have started; that in CPU time."""
    ours, theirs = times["tidemark"], times["duckdb"]
    return [theirs["ms"] / ours["ms"], theirs["inside_ms"] / ours["ms"], theirs["inside_cpu_ms"] / ours["cpu_ms"]]


def ratio(number):
    """A ratio to two or three figures."""
    return f"{number:.2f}" if number < 10 else f"{number:.0f}"


def _line(question, threads, times):
    cells = [question["question"], f"{question['rows']:,}" if "rows" in question else "", str(threads),
             ms(times["tidemark"]["ms"]), ms(times["tidemark"]["cpu_ms"])]
    theirs = times.get("duckdb")
    if not theirs:
        return cells + [""] * 7
    return cells + [ms(theirs[name]) for name in ("ms", "cpu_ms", "inside_ms", "inside_cpu_ms")] + [
        ratio(number) for number in ratios(times)]


def summary(result):
    """A short table: for each command its milliseconds and the ratios, at each number of threads."""
    rows = []
    for question in result["questions"]:
        if "threads" not in question:
            continue
        runs = list(question["threads"].values())
        found = [ratios(times) for times in runs if "duckdb" in times]
        rows.append([
            question["question"], f"{question['rows']:,}" if "rows" in question else "",
            " / ".join(ms(times["tidemark"]["ms"]) for times in runs),
            " / ".join(f"{ratio(process)} ({ratio(inside)})" for process, inside, _ in found)])
    return table(["", "rows", "ms", "DuckDB takes times as long"], rows)


def markdown(result):
    """The table, and what stands behind it."""
    where, bare = result["machine"], result["bare"]
    out = [
        f"# Whole processes at size {result['size']}\n",
        f"{result['rows']:,} figures, seed {result['seed']}; {result['versions']['tidemark']} and DuckDB "
        f"{result['versions']['duckdb']} in Python {where['python']}; {where['processor']}, {where['cores']} cores, "
        f"{where['memory_gb']} GB, {where['system']}.\n",
        "Median milliseconds from the start of a process to its end, pinned to as many cores as threads, rows written as CSV "
        "to a file; runs of both by turns. DuckDB's process opens a native file of the same figures with integer keys and "
        "writes the same rows and columns: found equal, else no times are told. *Inside* is without the start of Python and of "
        "the library. The last columns tell how many times longer DuckDB takes than the whole process of Tidemark.\n",
    ]
    rows = [_line(question, threads, times) for question in result["questions"] if "threads" in question
            for threads, times in question["threads"].items()]
    out.append(table(HEAD, rows))
    once = [f"{question['question']} ({engine}, {threads})" for question in result["questions"]
            for threads, times in question.get("threads", {}).items() for engine, one in times.items()
            if one["runs"] < result["runs"]]
    if once:
        out.append(f"Timed once, for their length: {', '.join(once)}.\n")
    for question in result["questions"]:
        if "skipped" in question:
            out.append(f"{question['question']}: not timed, {question['skipped']}.\n")
    out.append(f"A process that does nothing: `tidemark --version` {ms(bare['tidemark']['ms'])} ms; Python with DuckDB, the "
               f"file opened, `select 1` {ms(bare['duckdb']['ms'])} ms, of it {ms(bare['duckdb']['inside_ms'])} ms inside.\n")
    out.append("Commands, with `--store DIR --format csv`:\n\n" + "".join(
        f"- `{question['command']}`\n" for question in result["questions"] if "command" in question))
    return "\n".join(out)
