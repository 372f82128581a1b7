"""Whether two CSV files hold the same rows: only then are the times of the processes that wrote them believed."""

import csv

NUMBERS = {"value", "lower_95", "upper_95", "lower_998", "upper_998", "count", "denominator", "benchmark_value",
           "difference", "ratio", "mean", "min", "max"}
# What only one of them tells: Tidemark adds to a published note why a figure is not compared, and the like.
UNTOLD = {"note"}


def _rows(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def _is_same(column, one, other):
    if one == other:
        return True
    if column not in NUMBERS or not one or not other:
        return False
    one, other = float(one), float(other)
    return abs(one - other) <= 1e-9 * max(abs(one), abs(other)) + 1e-10


def difference(ours, theirs, key=None):
    """What differs first between two small files, in words; None where nothing does.

    Rows are compared in their order, or in that of the key columns where those are given. Every column of ours has to be
    there, with the same texts and with numbers within 1e-9 of each other.
    """
    mine, other = _rows(ours), _rows(theirs)
    if len(mine) != len(other):
        return f"{len(mine)} rows and {len(other)}"
    if not mine:
        return "no rows"
    if key:
        mine, other = (sorted(rows, key=lambda row: [row[name] for name in key]) for rows in (mine, other))
    for number, (one, two) in enumerate(zip(mine, other), 1):
        for column in one:
            if column in UNTOLD:
                continue
            if column not in two:
                return f"no column {column}"
            if not _is_same(column, one[column], two[column]):
                return f"row {number}, {column}: {one[column]!r} and {two[column]!r} in {one}"
    return None


def digest(path, base):
    """Rows, and a sum over them that does not depend on their order: for exports, whose numbers are the stored doubles."""
    columns = [name for name in next(csv.reader(open(path, newline=""))) if name not in UNTOLD]
    types = ", ".join(f"'{name}': '{'DOUBLE' if name in NUMBERS else 'VARCHAR'}'" for name in next(
        csv.reader(open(path, newline=""))))
    cells = ", ".join(f'"{name}"' for name in sorted(columns))
    return base.execute(
        f"select count(*), sum(hash({cells})::hugeint), count(value), '{cells}' from "
        f"read_csv('{path}', header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', "
        f"columns = {{{types}}})").fetchone()
