#!/usr/bin/env python3
"""Times whole processes: commands that people run beside DuckDB doing the same work.

    Benchmarks/peers/processes.py --tidemark .build/release/tidemark --size S

Each command of Tidemark writes its rows as CSV. A process of Python opens a native DuckDB file of the same figures, made once,
and writes the same rows with the same columns; no time is believed before they are found the same. Data are those of
`run.py`, in Benchmarks/peers-data/; processes-SIZE.json and processes-SIZE.md go to Benchmarks/results/.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time

import run as peers

HERE = os.path.dirname(os.path.abspath(__file__))
PERIODS = 24


def describe(program, store, indicators):
    """What the program tells of its indicators: what no file of figures has."""
    rows = []
    for number in indicators:
        told = subprocess.run([program, "describe", str(number), "--store", store, "--format", "json"], check=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        facts = {row["field"]: row["value"] for row in json.loads(told)}
        rows.append((number, facts["name"], facts["unit"], float(facts.get("multiplier") or 1), facts["value_type"],
                     facts["polarity"], theme_key(facts["theme"])))
    return rows


def theme_key(theme):
    """Themes in the order of a profile: the four priorities first, then others by name."""
    for place, marks in enumerate((["cancer"], ["chronic", "inflammation"], ["maternal", "perinatal"], ["mental"])):
        if any(mark in theme.lower() for mark in marks):
            return f"{place}"
    return f"8{theme.lower()}"


def build(folder, program, store, dims, memory):
    """The native file of DuckDB, unless an earlier run has made it of the same data."""
    import duckdb
    import prepare
    import process_sql

    native = f"{folder}/processes.duckdb"
    stamp = f"{native}.made-of"
    with open(process_sql.__file__) as file, open(f"{folder}/fingerprint") as other:
        wanted = f"{duckdb.__version__}\n{other.read()}\n{file.read()}"
    if os.path.exists(stamp) and open(stamp).read() == wanted:
        return native
    for path in (native, stamp):
        if os.path.exists(path):
            os.remove(path)
    base = duckdb.connect(native, config={"memory_limit": memory, "temp_directory": f"{folder}/spill"})
    numbers = [row[0] for row in base.execute(f"from '{folder}/indicator.parquet' order by all").fetchall()]
    base.execute("""create temp table described (indicator integer, name varchar, unit varchar, multiplier double,
      value_type varchar, polarity varchar, theme_key varchar)""")
    base.executemany("insert into described values (?, ?, ?, ?, ?, ?, ?)", describe(program, store, numbers))
    texts = {name: dims[name] for name in ("sex", "age", "category", "area", "period")}
    base.execute(process_sql.DIMENSIONS.format(
        folder=folder, csv=prepare.csv_source(f"{folder}/figures.csv"), **texts))
    base.execute(process_sql.MACROS)
    base.execute("checkpoint")
    base.close()
    with open(stamp, "w") as file:
        file.write(wanted)
    return native


def choose(native, dims):
    """What questions of one indicator ask of: the first with yearly figures of counts, from the middle of the list on."""
    import duckdb

    with duckdb.connect(native, read_only=True) as base:
        found = base.execute("""select indicator from fact join indicator using (indicator)
          where years = 1 and indicator >= ? and area = 0 and category = 0 and value_type in ('Proportion', 'Crude rate')
          group by indicator having count(events) > 0 order by indicator limit 1""",
                             [dims["chosen"]["indicator"]]).fetchone()
    codes = dims["area"]
    return {**dims["chosen"], "indicator": found[0], "region": codes.index("E12000005"), "last": PERIODS}


# The commands, and the columns that put rows in an order where two programs may have each its own.
KEY = ["indicator_id", "area_code", "sex", "age", "category", "period"]


def questions(chosen):
    """Name, arguments of the command, name of the statement, key columns where rows have no order of their own."""
    one = str(chosen["indicator"])
    return [
        ("compare", ["compare", "--published-only"], "compare", None),
        ("profile", ["profile", "--published-only"], "profile", None),
        ("rank", ["rank", one, "--published-only"], "rank", None),
        ("trend", ["trend", one, "--published-only"], "trend", None),
        ("aggregate --by period",
         ["aggregate", one, "--within", "E12000005", "--last", str(PERIODS), "--by", "period"], "aggregate", None),
        ("summarise", ["summarise", "--by", "indicator,period", "--measures", "figures,count,denominator,mean,min,max"],
         "summarise", ["indicator_id", "period"]),
        ("export, one indicator", ["export", one], "export-one", KEY),
        ("export", ["export"], "export", "digest"),
        ("report", ["report"], None, None),
    ]


# Nothing of whoever measures: settings, pagers, terminals.
PLAIN = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


class Timed:
    """One command, and what its runs took: wall and CPU milliseconds, of which those it tells of itself."""

    def __init__(self, command, cores, output=None):
        self.command, self.cores, self.output = command, cores, output
        self.runs, self.peak = [], 0

    def once(self):
        """Runs it; what that took."""
        target = open(self.output, "wb") if self.output else subprocess.PIPE
        start = time.perf_counter()
        child = subprocess.Popen(self.command, stdout=target, stderr=subprocess.DEVNULL, env=PLAIN,
                                 preexec_fn=lambda: os.sched_setaffinity(0, self.cores))
        printed = b"" if self.output else child.stdout.read()
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        (target if self.output else child.stdout).close()
        if child.returncode != 0:
            raise RuntimeError(f"{' '.join(self.command)} ended with {child.returncode}")
        self.peak = max(self.peak, used.ru_maxrss // 1024)
        return [wall * 1000, (used.ru_utime + used.ru_stime) * 1000, *map(float, printed.split())]

    def report(self):
        """Medians."""
        names = ["ms", "cpu_ms", "inside_ms", "inside_cpu_ms"]
        medians = [statistics.median(times) for times in zip(*self.runs)]
        return {**dict(zip(names, medians)), "runs": len(self.runs), "peak_mb": self.peak}


def measure(commands, least, longest):
    """Times some commands by turns, so that a machine that is busy for a while slows each alike: at least so many runs after
    one to warm up. Of a command that takes more than `longest` milliseconds the first run is the only one."""
    for timed in commands:
        first = timed.once()
        if first[0] > longest:
            timed.runs = [first]
    quick = [timed for timed in commands if not timed.runs]
    for _ in range(least):
        for timed in quick:
            timed.runs.append(timed.once())


def is_known(program, command):
    """Whether the program has a command."""
    done = subprocess.run([program, command, "--help"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return done.returncode == 0


def check(name, key, ours, theirs, base):
    """Ends the program where two files do not hold the same rows; how many they hold."""
    import process_rows

    if key == "digest":
        mine, other = process_rows.digest(ours, base), process_rows.digest(theirs, base)
        if mine != other:
            sys.exit(f"refused: {name}: {mine} and {other}; compare {ours} and {theirs}")
        return mine[0]
    found = process_rows.difference(ours, theirs, key)
    if found:
        sys.exit(f"refused: {name}: {found}; compare {ours} and {theirs}")
    with open(ours, newline="") as file:
        return sum(1 for _ in file) - 1


def ask(question, native, chosen, args, folder):
    """One question of the table: times by threads, and rows checked before they are told."""
    import duckdb
    import process_sql

    name, arguments, statement, key = question
    program = os.path.abspath(args.tidemark)
    if not is_known(program, arguments[0]):
        return {"question": name, "skipped": f"this tidemark has no {arguments[0]}"}
    print(f"{time.strftime('%H:%M:%S')} {name}", file=sys.stderr)
    answers = f"{folder}/processes"
    ours, theirs, sql = f"{answers}/tidemark.out", f"{answers}/duckdb.csv", f"{answers}/{statement}.sql"
    command = [program, *arguments, "--store", f"{folder}/tidemark-store"] + (["--format", "csv"] if statement else [])
    result = {"question": name, "command": " ".join(["tidemark", *arguments]), "threads": {}}
    if statement:
        with open(sql, "w") as file:
            file.write(process_sql.SQL[statement].format(**chosen))
    for threads in args.threads:
        cores = sorted(os.sched_getaffinity(0))[:threads]
        commands = {"tidemark": Timed(command, cores, ours)}
        if statement:
            commands["duckdb"] = Timed(duckdb_process(native, threads, args, sql, theirs), cores)
        measure(commands.values(), args.runs, args.long * 1000)
        if statement:
            with duckdb.connect(config={"memory_limit": args.memory, "temp_directory": f"{folder}/spill"}) as base:
                result["rows"] = check(name, key, ours, theirs, base)
        result["threads"][threads] = {engine: timed.report() for engine, timed in commands.items()}
    for path in (ours, theirs):
        if os.path.exists(path):
            os.remove(path)
    return result


def duckdb_process(native, threads, args, sql, output):
    """The command of one process of DuckDB."""
    return [sys.executable, "-I", os.path.join(HERE, "process_duckdb.py"), native, str(threads), args.memory, sql, output]


def bare(native, args, folder):
    """Processes that do nothing but start: what there is to be taken off."""
    nothing = f"{folder}/processes/nothing.sql"
    with open(nothing, "w") as file:
        file.write("select 1 as one")
    cores = sorted(os.sched_getaffinity(0))[:1]
    commands = {"tidemark": Timed([os.path.abspath(args.tidemark), "--version"], cores, "/dev/null"),
                "duckdb": Timed(duckdb_process(native, 1, args, nothing, "/dev/null"), cores)}
    measure(commands.values(), max(args.runs, 20), float("inf"))
    return {engine: timed.report() for engine, timed in commands.items()}


def main():
    """Prepares, checks, measures, writes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tidemark", default=os.path.join(peers.HOME, "..", ".build", "release", "tidemark"))
    parser.add_argument("--size", default="smoke", help="smoke, S, M, L or a multiple of M")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=5, help="runs of a command after the warm-up")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--memory", default="8GB", help="memory limit of DuckDB")
    parser.add_argument("--long", type=float, default=60, help="seconds beyond which a command is run only once")
    parser.add_argument("--only", nargs="+", help="commands to time, by their first word")
    parser.add_argument("--output", default=os.path.join(peers.HOME, "results"))
    args = parser.parse_args()
    peers.enter_environment()
    import duckdb
    import prepare
    import process_report
    import report
    import tidemark

    folder = os.path.join(peers.HOME, "peers-data", f"{args.size}-{args.seed}")
    peers.generate(args, folder)
    prepare.prepare(folder, max(args.threads), args.memory)
    with open(f"{folder}/dims.json") as file:
        dims = json.load(file)
    ours = tidemark.Tidemark(args.tidemark, folder, args.runs, 1)
    ours.build()
    os.makedirs(f"{folder}/processes", exist_ok=True)
    native = build(folder, ours.program, ours.store, dims, args.memory)
    chosen = choose(native, dims)
    asked = [question for question in questions(chosen) if not args.only or question[1][0] in args.only]
    found = [ask(question, native, chosen, args, folder) for question in asked]
    result = {"size": args.size, "seed": args.seed, "runs": args.runs, "rows": dims["rows"], "machine": report.machine(),
              "versions": {"tidemark": ours.version, "duckdb": duckdb.__version__}, "bare": bare(native, args, folder),
              "questions": found}
    os.makedirs(args.output, exist_ok=True)
    for kind, text in (("json", json.dumps(result, indent=1) + "\n"), ("md", process_report.markdown(result))):
        with open(os.path.join(args.output, f"processes-{args.size}.{kind}"), "w") as file:
            file.write(text)
    print(process_report.markdown(result))


if __name__ == "__main__":
    main()
