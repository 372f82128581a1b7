"""DuckDB, native file."""

import os

import duckdb

from prepare import csv_source
from sql import Q

QUESTIONS = list(Q)
VERSION = duckdb.__version__


class Engine:
    """One connection to the native file of a data folder."""

    def __init__(self, folder, threads, memory, chosen):
        self.folder, self.chosen = folder, chosen
        self.settings = {"threads": threads, "memory_limit": memory, "temp_directory": f"{folder}/spill"}
        self.path = f"{folder}/native.duckdb"

    def build(self):
        """Writes the native file from the prepared tables."""
        if os.path.exists(self.path):
            os.remove(self.path)
        base = duckdb.connect(self.path, config=self.settings)
        for name in ("fact", "indicator", "place"):
            base.execute(f"create table {name} as from '{self.folder}/{name}.parquet'")
        base.execute("checkpoint")
        base.close()

    def size(self):
        """Bytes of fact and dimension tables."""
        return os.path.getsize(self.path)

    def open(self):
        """Connects for reading."""
        self.base = duckdb.connect(self.path, read_only=True, config=self.settings)

    def ask(self, question):
        """The answer as a pyarrow table."""
        return self.base.sql(Q[question].format(**self.chosen)).to_arrow_table()

    def load(self):
        """The 27-column file into a native table, durable."""
        self.raw = f"{self.folder}/raw.duckdb"
        if os.path.exists(self.raw):
            os.remove(self.raw)
        base = duckdb.connect(self.raw, config=self.settings)
        base.execute(f"create table raw as from {csv_source(self.folder + '/figures.csv')}")
        base.execute("checkpoint")
        base.close()

    def open_append(self, with_files):
        """Connects for writing; the new year's keys and numbers are in memory."""
        self.base = duckdb.connect(self.raw if with_files else self.path, config=self.settings)
        if not with_files:
            self.base.execute(f"create temp table next as from '{self.folder}/next.parquet'")

    def append(self):
        """The new year, prepared and in memory, into the fact table; committed."""
        self.base.execute("insert into fact from next")

    def append_file(self):
        """The new year's 27-column file into the table of the others; committed."""
        self.base.execute(f"insert into raw from {csv_source(self.folder + '/next-year.csv')}")

    def close(self):
        """Disconnects."""
        self.base.close()
