"""SQLite, clustered by indicator, sex, age, category, period and area."""

import os
import sqlite3

import pyarrow as pa
import pyarrow.parquet as pq

from sql import Q

SQL = {name: Q[name] for name in ("Q1", "Q2", "Q3", "Q4")}
# Through the table of series, so that every figure is a lookup by its whole key.
SQL["Q3"] = """
select b.indicator, b.sex, b.age, b.period, b.value, b.lower95, b.upper95, b.events, b.denominator, e.value
from series s cross join fact b on b.indicator = s.indicator and b.sex = s.sex and b.age = s.age
  and b.category = 0 and b.area = {birmingham} and b.period = coalesce(
    (select x.period from fact x where x.indicator = s.indicator and x.sex = s.sex and x.age = s.age and x.category = 0
      and x.period = s.last_period and x.area = {birmingham} and x.value is not null),
    (select x.period from fact x where x.indicator = s.indicator and x.sex = s.sex and x.age = s.age and x.category = 0
      and x.area = {birmingham} and x.value is not null order by x.period desc limit 1))
cross join fact e on e.indicator = s.indicator and e.sex = s.sex and e.age = s.age
  and e.category = 0 and e.period = b.period and e.area = {england}"""
# Through lists of both keys; by the areas alone it reads the whole panel.
SQL["Q1"] += " and period in ({periods})"

QUESTIONS = list(SQL)
VERSION = sqlite3.sqlite_version


class Engine:
    """One connection to the database file."""

    def __init__(self, folder, threads, memory, chosen):
        self.folder, self.chosen = folder, chosen
        self.path = f"{folder}/native.sqlite"

    def build(self):
        """Writes the database from the prepared tables."""
        if os.path.exists(self.path):
            os.remove(self.path)
        base = sqlite3.connect(self.path)
        base.execute("pragma journal_mode = off")
        base.execute("pragma synchronous = off")
        base.execute("""create table fact (indicator integer, sex integer, age integer, category integer, area integer,
            period integer, value real, lower95 real, upper95 real, lower998 real, upper998 real, events integer,
            denominator integer, suppressed integer,
            primary key (indicator, sex, age, category, period, area)) without rowid""")
        for batch in pq.ParquetFile(f"{self.folder}/fact.parquet").iter_batches(200_000):
            rows = zip(*(column.to_pylist() for column in batch.columns))
            base.executemany(f"insert into fact values ({', '.join('?' * 14)})", rows)
        base.execute("""create table series (indicator integer, sex integer, age integer, last_period integer,
            primary key (indicator, sex, age)) without rowid""")
        series = pq.read_table(f"{self.folder}/series.parquet")
        base.executemany("insert into series values (?, ?, ?, ?)", zip(*(c.to_pylist() for c in series.columns)))
        base.commit()
        base.execute("vacuum")
        base.close()

    def size(self):
        """Bytes of the database."""
        return os.path.getsize(self.path)

    def open(self):
        """Connects for reading, with 1 GB of pages in memory."""
        self.base = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)
        self.base.execute("pragma cache_size = -1000000")
        self.base.execute("pragma mmap_size = 8000000000")
        first = self.base.execute(
            "select min(period) from fact where indicator = ?", (self.chosen["indicator"],)).fetchone()[0]
        periods = ", ".join(str(period) for period in range(first, self.chosen["last"] + 1))
        self.chosen = dict(self.chosen, periods=periods)

    def ask(self, question):
        """The answer's rows."""
        return self.base.execute(SQL[question].format(**self.chosen)).fetchall()

    @staticmethod
    def table(rows):
        """Rows as a pyarrow table."""
        return pa.table({str(i): list(column) for i, column in enumerate(zip(*rows))})
