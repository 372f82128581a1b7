"""One DuckDB process: opens the native file, answers one statement, and writes the rows as CSV.

It prints the milliseconds from opening the file to the end of writing, without the start of Python and of the library, and
those of CPU.
"""

import os
import sys
import time

import duckdb


def main():
    """Arguments: the native file, threads, memory limit, the file of the statement, the file to write."""
    native, threads, memory, statement, output = sys.argv[1:]
    with open(statement) as file:
        sql = file.read()
    start, used = time.perf_counter(), time.process_time()
    base = duckdb.connect(native, read_only=True, config={"threads": int(threads), "memory_limit": memory})
    base.execute(f"copy ({sql}) to '{output}' (format csv, header)")
    base.close()
    print((time.perf_counter() - start) * 1000, (time.process_time() - used) * 1000, flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
