"""Measures Tidemark as `measure.py` measures the peers: processes pinned to as many cores as threads, the same report."""

import json
import os
import shutil
import statistics
import subprocess
import time

import answers


class Tidemark:
    """One build of the program, and the folder with the generated files."""

    def __init__(self, program, folder, runs, seconds):
        self.program, self.folder, self.runs, self.seconds = os.path.abspath(program), folder, runs, seconds
        self.store = f"{folder}/tidemark-store"
        self.version = self._run(1, "--version").strip()

    def _run(self, threads, *arguments):
        cores = sorted(os.sched_getaffinity(0))[:threads]
        return subprocess.run(
            [self.program, *arguments], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            preexec_fn=lambda: os.sched_setaffinity(0, cores)).stdout

    def _report(self, threads):
        return {"engine": "tidemark", "version": self.version, "threads": threads, "questions": {}}

    def size(self, store):
        """Bytes of everything in a store."""
        return sum(os.path.getsize(os.path.join(home, name)) for home, _, names in os.walk(store) for name in names)

    def build(self):
        """The store that questions are asked of: with the areas' parents, which no file of figures has."""
        shutil.rmtree(self.store, ignore_errors=True)
        start = time.perf_counter()
        size, seed = os.path.basename(self.folder).rsplit("-", 1)
        self._run(1, "generate", "--size", size, "--seed", seed, "--store", self.store)
        return {**self._report(1), "build_seconds": time.perf_counter() - start, "bytes": self.size(self.store),
                "settings": None, "peak_mb": 0}

    def questions(self, threads):
        """Medians, digests and exact answers of all questions."""
        folder = f"{self.folder}/answers/tidemark-{threads}"
        os.makedirs(folder, exist_ok=True)
        rows = json.loads(self._run(
            threads, "bench", "--store", self.store, "--threads", str(threads), "--runs", str(self.runs), "--seconds",
            str(self.seconds), "--answers", folder, "--explain", "--format", "json"))
        report = self._report(threads)
        for row in rows:
            name = row["question"]
            exact = f"{folder}/{name}.tsv"
            with open(exact, "w") as file:
                file.write(answers.tidemark_text(name, f"{folder}/{name}.csv", exact=True))
            report["questions"][name] = {
                "ms": row["median_ms"], "runs": row["runs"], "rows": row["rows"],
                # As anybody types it: where the store lies on this machine is nobody's business.
                "command": row["command"].removesuffix(f" --store {self.store}"),
                "digest": answers.digest(answers.tidemark_text(name, f"{folder}/{name}.csv")), "exact": exact,
                "bytes_read": row["bytes_read"], "figures": row["figures"]}
        report["peak_mb"] = max(row["peak_mb"] for row in rows)
        return report

    def load(self, threads, rows):
        """Loading the file, then appending the year: whole processes, durable."""
        report = self._report(threads)
        store = f"{self.folder}/tidemark-load"
        shutil.rmtree(store, ignore_errors=True)
        cores = sorted(os.sched_getaffinity(0))[:threads]
        start = time.perf_counter()
        child = subprocess.Popen(
            [self.program, "append", f"{self.folder}/figures.csv", "--store", store], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, preexec_fn=lambda: os.sched_setaffinity(0, cores))
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            raise RuntimeError(f"loading ended with {child.returncode}")
        cpu = used.ru_utime + used.ru_stime
        report["load"] = {"seconds": wall, "cpu_seconds": cpu, "rows_per_cpu_second": rows / cpu}
        report["bytes"] = self.size(store)
        report["peak_mb"] = used.ru_maxrss // 1024
        times = []
        for _ in range(self.runs + 1):
            copy = f"{self.folder}/tidemark-append"
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(store, copy)
            start = time.perf_counter()
            self._run(threads, "append", f"{self.folder}/next-year.csv", "--store", copy)
            times.append((time.perf_counter() - start) * 1000)
        report["append_file"] = {"ms": statistics.median(times[1:]), "runs": self.runs}
        shutil.rmtree(copy)
        shutil.rmtree(store)
        return report

    def cold(self, runs=40):
        """Whole processes that answer one trend, warm page cache: median milliseconds, beside one that does nothing."""
        found = self._run(1, "bench", "Q1", "--store", self.store, "--runs", "1", "--format", "json")
        # The command is `export INDICATOR ...`.
        indicator = json.loads(found)[0]["command"].split()[1]

        def timed(*arguments):
            times = []
            for _ in range(runs):
                start = time.perf_counter()
                subprocess.run([self.program, *arguments], check=True, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
                times.append((time.perf_counter() - start) * 1000)
            return statistics.median(times)

        return {"version_ms": timed("--version"),
                "trend_ms": timed("trend", indicator, "--store", self.store, "--format", "csv")}
