"""Parquet by pyarrow: bytes at its best settings, and loading. It answers no questions by itself."""

import os

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from prepare import HEADINGS

QUESTIONS = []
VERSION = pa.__version__

KINDS = {"INTEGER": pa.int32(), "DOUBLE": pa.float64(), "BIGINT": pa.int64(),
         "VARCHAR": pa.dictionary(pa.int32(), pa.string())}
DOUBLES = ["value", "lower95", "upper95", "lower998", "upper998"]


class Engine:
    """Files of a data folder."""

    def __init__(self, folder, threads, memory, chosen):
        self.folder, self.threads = folder, threads
        pa.set_cpu_count(threads)

    def build(self):
        """Writes the table with several settings and keeps the smallest."""
        table = pq.read_table(f"{self.folder}/fact.parquet")
        keys = [name for name in table.column_names if name not in DOUBLES + ["events", "denominator"]]
        integers = {"events": "DELTA_BINARY_PACKED", "denominator": "DELTA_BINARY_PACKED"}
        settings = {
            "dictionaries": dict(use_dictionary=True),
            "split bytes": dict(use_dictionary=keys, column_encoding={
                **integers, **{name: "BYTE_STREAM_SPLIT" for name in DOUBLES}}),
            "plain doubles": dict(use_dictionary=keys, column_encoding={
                **integers, **{name: "PLAIN" for name in DOUBLES}}),
        }
        self.sizes = {}
        for name, chosen in settings.items():
            path = f"{self.folder}/best.parquet"
            pq.write_table(table, path, compression="zstd", compression_level=9, row_group_size=1 << 20, **chosen)
            self.sizes[name] = os.path.getsize(path)

    def size(self):
        """Bytes with the best settings."""
        return min(self.sizes.values())

    def load(self):
        """The 27-column file into a Parquet file."""
        types = {heading: KINDS[kind] for heading, _, kind in HEADINGS}
        read = pc.ReadOptions(column_names=list(types), skip_rows=1, block_size=8 << 20,
                              use_threads=self.threads > 1)
        convert = pc.ConvertOptions(column_types=types, strings_can_be_null=True)
        table = pc.read_csv(f"{self.folder}/figures.csv", read_options=read, convert_options=convert)
        pq.write_table(table, f"{self.folder}/raw.parquet", compression="zstd")
