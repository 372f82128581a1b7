#!/usr/bin/env python3
"""What published files take on disk: a store of Tidemark beside DuckDB, Parquet and SQLite.

    Benchmarks/peers/realfiles.py --tidemark .build/release/tidemark Datasets/*.csv

writes Benchmarks/results/real-files.md. Each file goes into a store of its own with all it keeps: figures, texts, catalogue
and history. The others keep the rows as they stand in the file, sorted by all keys, texts as dictionaries where they have
them, numbers as doubles or integers: DuckDB's own format, Parquet at zstd level 19 with the better of two encodings of
doubles, SQLite with integer keys for texts.
"""

import argparse
import os
import subprocess
import sys
import tempfile

import run as peers


def tidemark_bytes(program, path, folder):
    """Bytes of a store with the file's figures."""
    store = os.path.join(folder, "store")
    done = subprocess.run([program, "append", path, "--store", store, "--rejects", os.path.join(folder, "rejects.csv")],
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if done.returncode not in (0, 3) or not os.path.exists(store):
        return None
    return sum(os.path.getsize(os.path.join(home, name)) for home, _, names in os.walk(store) for name in names)


def duckdb_table(base, path):
    """The file's rows as a sorted table `figures`; numbers where every cell of a column is one."""
    base.execute(f"create table raw as from read_csv('{path}', sample_size = -1, header = true)")
    names = [row[0] for row in base.execute("describe raw").fetchall()]
    texts = [row[0] for row in base.execute("describe raw").fetchall() if row[1] == "VARCHAR"]
    keys = ", ".join(f'"{name}"' for name in texts + [name for name in names if name not in texts])
    base.execute(f"create table figures as from raw order by {keys}")
    base.execute("drop table raw")
    return texts


def sizes(program, path):
    """Rows, and bytes by engine."""
    import duckdb
    import pyarrow.parquet as parquet

    found = {}
    with tempfile.TemporaryDirectory() as folder:
        ours = tidemark_bytes(program, path, folder)
        if ours is None:
            return None
        found["tidemark"] = ours
        native = os.path.join(folder, "figures.duckdb")
        base = duckdb.connect(native)
        texts = duckdb_table(base, path)
        rows = base.execute("select count(*) from figures").fetchone()[0]
        table = base.execute("from figures").to_arrow_table()
        base.execute("checkpoint")
        base.close()
        # A file that was filled once keeps the room of what it dropped: it is written anew.
        packed = os.path.join(folder, "packed.duckdb")
        base = duckdb.connect(packed)
        base.execute(f"attach '{native}' as old (read_only)")
        base.execute("create table figures as from old.figures")
        base.execute("checkpoint")
        base.close()
        found["duckdb"] = os.path.getsize(packed)
        doubles = [field.name for field in table.schema if str(field.type) == "double"]
        best = []
        for split in (False, True):
            target = os.path.join(folder, f"figures-{split}.parquet")
            options = {"use_dictionary": [name for name in table.schema.names if name not in doubles],
                       "use_byte_stream_split": doubles} if split else {}
            parquet.write_table(table, target, compression="zstd", compression_level=19, **options)
            best.append(os.path.getsize(target))
        found["parquet"] = min(best)
        found["sqlite"] = sqlite_bytes(table, texts, os.path.join(folder, "figures.sqlite"))
    return rows, found


def sqlite_bytes(table, texts, target):
    """The rows with each distinct text kept once."""
    import sqlite3

    base = sqlite3.connect(target)
    columns = table.schema.names
    base.execute("create table text (id integer primary key, text text)")
    base.execute("create table figures (" + ", ".join(f'"{name}"' for name in columns) + ")")
    known = {None: None}
    for name in texts:
        for text in set(table.column(name).to_pylist()):
            if text not in known:
                known[text] = len(known)
                base.execute("insert into text values (?, ?)", (known[text], text))
    values = [[known[cell] for cell in table.column(name).to_pylist()] if name in texts else table.column(name).to_pylist()
              for name in columns]
    base.executemany(f"insert into figures values ({', '.join('?' * len(columns))})",
                     ([str(cell) if hasattr(cell, "year") else cell for cell in row] for row in zip(*values)))
    base.commit()
    base.execute("vacuum")
    base.close()
    return os.path.getsize(target)


def main():
    """Measures each file and writes the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tidemark", default=os.path.join(peers.HOME, "..", ".build", "release", "tidemark"))
    parser.add_argument("--output", default=os.path.join(peers.HOME, "results", "real-files.md"))
    parser.add_argument("files", nargs="+")
    args = parser.parse_args()
    peers.enter_environment()
    import report

    lines, totals = [], {}
    for path in args.files:
        measured = sizes(args.tidemark, path)
        if measured is None:
            print(f"{path} holds no figures", file=sys.stderr)
            continue
        rows, found = measured
        for engine, size in found.items():
            totals[engine] = totals.get(engine, 0) + size
        totals["rows"] = totals.get("rows", 0) + rows
        lines.append(_line(os.path.basename(path), rows, found))
    lines.append(_line("all", totals.pop("rows"), totals))
    head = ["file", "rows", "tidemark", "duckdb", "parquet", "sqlite", "smallest peer / tidemark"]
    text = "# Published files on disk\n\nBytes a row.\n\n" + report.table(head, lines)
    with open(args.output, "w") as file:
        file.write(text)
    print(text)


def _line(name, rows, found):
    cells = [f"{found[engine] / rows:.1f}" for engine in ("tidemark", "duckdb", "parquet", "sqlite")]
    least = min(size for engine, size in found.items() if engine != "tidemark")
    return [name, f"{rows:,}", *cells, f"{least / found['tidemark']:.1f}"]


if __name__ == "__main__":
    main()
