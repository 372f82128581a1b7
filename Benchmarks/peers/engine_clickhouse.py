"""ClickHouse in process (chdb), MergeTree tables."""

import os
import shutil

import chdb
import pyarrow as pa
from chdb import session

from prepare import HEADINGS
from sql import Q

SQL = dict(Q)
SQL["Q4"] = SQL["Q4"].replace("sum(events)", "sumOrNull(events)")
SQL["Q2"] = SQL["Q2"].replace("from fact, e where", "from fact cross join e where").replace(
    "case when value is not null then rank() over (order by value nulls last) end",
    "if(value is not null, rank() over (order by value asc nulls last), null)")
SQL["Q6"] = SQL["Q6"].replace("count(*) filter (where f.value > e.value)", "countIf(f.value > e.value)")
SQL["Q7"] = """
select indicator, period, q[1], q[2], q[3] from (
  select indicator, period, quantilesExactInclusive(0.1, 0.5, 0.9)(assumeNotNull(value)) as q
  from fact where category = 0 and area between {tier_first} and {tier_last} and value is not null
  group by indicator, period)"""
# Nulls are skipped by every aggregate function; the place of the period counts from the indicator's first.
SQL["Q8"] = """
select indicator, sex, age, category, area, count(value) as n,
  simpleLinearRegression(toFloat64(period - first_period), value).1
from fact join indicator using (indicator)
group by indicator, sex, age, category, area having n >= 3"""

QUESTIONS = list(SQL)
VERSION = f"{chdb.engine_version} (chdb {chdb.__version__})"

TABLES = {
    "fact": """indicator Int32 codec(Delta, ZSTD), sex Int8 codec(ZSTD), age Int8 codec(ZSTD),
  category Int8 codec(ZSTD), area Int16 codec(Delta, ZSTD), period Int16 codec(Delta, ZSTD),
  value Nullable(Float64) codec(ZSTD), lower95 Nullable(Float64) codec(ZSTD), upper95 Nullable(Float64) codec(ZSTD),
  lower998 Nullable(Float64) codec(ZSTD), upper998 Nullable(Float64) codec(ZSTD),
  events Nullable(Int64) codec(Delta, ZSTD), denominator Nullable(Int64) codec(Delta, ZSTD), suppressed Int8 codec(ZSTD)""",
    "indicator": "indicator Int32, first_period Int16, last_period Int16, years Int8",
    "place": "area Int16, code String, kind Int8, region Int16",
}
ORDER = {"fact": "indicator, sex, age, category, area, period", "indicator": "indicator", "place": "area"}
KINDS = {"INTEGER": "Int32", "DOUBLE": "Nullable(Float64)", "BIGINT": "Nullable(Int64)",
         "VARCHAR": "String"}
DURABLE = "settings fsync_after_insert = 1, fsync_part_directory = 1"


def _bytes(folder):
    return sum(os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(folder) for name in names)


class Engine:
    """One session on the folder of tables."""

    def __init__(self, folder, threads, memory, chosen):
        self.folder, self.threads, self.chosen = folder, threads, chosen
        self.path = f"{folder}/native.chdb"

    def _start(self, path):
        self.session = session.Session(path)
        self._run("create database if not exists t engine = Atomic")
        self._run("use t")

    def _run(self, sql, form="CSV"):
        return self.session.query(f"{sql} settings max_threads = {self.threads}" if sql.startswith("\nselect")
                                  or sql.startswith("\nwith") else sql, form)

    def build(self):
        """Writes the tables from the prepared ones."""
        shutil.rmtree(self.path, ignore_errors=True)
        self._start(self.path)
        for name, columns in TABLES.items():
            self._run(f"create table {name} ({columns}) engine = MergeTree order by ({ORDER[name]}) {DURABLE}")
            self._run(f"insert into {name} select * from file('{self.folder}/{name}.parquet', Parquet)")
            self._run(f"optimize table {name} final")
        self.bytes = sum(
            int(self._run(f"select sum(bytes_on_disk) from system.parts where active and table = '{name}'").bytes())
            for name in TABLES)
        self.session.close()

    def size(self):
        """Bytes of the active parts."""
        return self.bytes

    def open(self):
        """Opens the tables."""
        self._start(self.path)

    def ask(self, question):
        """The answer as a pyarrow table."""
        result = self._run(SQL[question].format(**self.chosen), "Arrow")
        return pa.ipc.open_file(result.bytes()).read_all()

    def load(self):
        """The 27-column file into a table, durable."""
        self.raw = f"{self.folder}/raw.chdb"
        shutil.rmtree(self.raw, ignore_errors=True)
        self._start(self.raw)
        columns = ", ".join(f"{name} {KINDS[kind]}" for _, name, kind in HEADINGS)
        self._run(f"create table raw ({columns}) engine = MergeTree order by (indicator_id) {DURABLE}")
        self._run(self._insert_file("figures.csv"))
        self.session.close()

    def _insert_file(self, name):
        # Columns go by place: the headings are not ours.
        columns = ", ".join(f"{column} {KINDS[kind]}" for _, column, kind in HEADINGS)
        return (f"insert into raw select * from file('{self.folder}/{name}', CSV, '{columns}') settings "
                f"input_format_csv_skip_first_lines = 1, max_threads = {self.threads}, "
                f"max_insert_threads = {self.threads}, max_parsing_threads = {self.threads}")

    def open_append(self, with_files):
        """Opens the tables; the new year's keys and numbers are in memory."""
        self._start(self.raw if with_files else self.path)
        if not with_files:
            self._run(f"create table if not exists next ({TABLES['fact']}) engine = Memory")
            self._run("truncate table next")
            self._run(f"insert into next select * from file('{self.folder}/next.parquet', Parquet)")

    def append(self):
        """The new year, prepared and in memory, into the fact table; synced."""
        self._run("insert into fact select * from next")

    def append_file(self):
        """The new year's 27-column file into the table of the others; synced."""
        self._run(self._insert_file("next-year.csv"))

    def close(self):
        """Closes the session."""
        self.session.close()
