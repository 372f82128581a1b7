"""Answers as text: the canonical form of QUESTIONS.md, its digest, and agreement between engines."""

import csv
import hashlib

NUDGE = 1 + 2.0**-40

# For each question the kinds of its columns. "indicator" to "area" are integer keys of the prepared tables.
COLUMNS = {
    "Q1": ["area", "period", "float", "float", "float", "int", "int"],
    "Q2": ["area", "float", "float", "float", "int", "text"],
    "Q3": ["indicator", "sex", "age", "period", "float", "float", "float", "int", "int", "float"],
    "Q4": ["indicator", "period", "int", "int", "int", "float", "float", "float"],
    "Q5": ["indicator", "sex", "age", "area", "period", "int", "int", "float"],
    "Q6": ["area", "period", "int", "int"],
    "Q7": ["indicator", "period", "float", "float", "float"],
    "Q8": ["indicator", "sex", "age", "category", "area", "int", "slope"],
}

# For each question the columns of Tidemark's answer that make its text, and the column that a row must have to count. A row
# without comparisons has no line either.
TIDEMARK = {
    "Q1": (["area_code", "period", "value", "lower_95", "upper_95", "count", "denominator"], None),
    "Q2": (["area_code", "value", "lower_95", "upper_95", "rank", "comparison"], None),
    "Q3": (["indicator_id", "sex", "age", "period", "value", "lower_95", "upper_95", "count", "denominator",
            "benchmark_value"], None),
    "Q4": (["indicator_id", "period", "figures", "count", "denominator", "mean", "min", "max"], None),
    "Q5": (["indicator_id", "sex", "age", "region_code", "period", "pooled_count", "pooled_denominator", "pooled"],
           "pooled"),
    "Q6": (["area_code", "period", "compared", "above"], "compared"),
    "Q7": (["indicator_id", "period", "p10", "median", "p90"], "median"),
    "Q8": (["indicator_id", "sex", "age", "category", "area_code", "figures", "slope"], "slope"),
}


def _number(value, digits):
    if value is None or value != value:
        return ""
    if abs(value) < 1e-9:
        return "0"
    return f"{value * NUDGE:.{digits - 1}e}"


def _texts(kind, column, dims, exact):
    if kind in ("sex", "age", "category", "area", "period"):
        names = dims[kind]
        return [names[key] for key in column]
    if kind in ("float", "slope"):
        if exact:
            return ["" if x is None or x != x else repr(float(x)) for x in column]
        digits = 9 if kind == "float" else 6
        return [_number(x, digits) for x in column]
    if kind == "text":
        return ["" if x is None else x for x in column]
    return ["" if x is None or x != x else str(int(x)) for x in column]


def text(question, table, dims, exact=False):
    """The canonical text of an answer given as a pyarrow table; with exact numbers for comparison."""
    kinds = COLUMNS[question]
    if table.num_columns != len(kinds):
        raise SystemExit(f"{question}: {table.num_columns} columns instead of {len(kinds)}")
    columns = [_texts(kind, table.column(i).to_pylist(), dims, exact) for i, kind in enumerate(kinds)]
    return "".join(sorted("\t".join(row) + "\n" for row in zip(*columns)))


def _from_lowest(rows):
    """Ranks that count from the highest value, as ranks that count from the lowest: equal values share the better place."""
    ties = {}
    for row in rows:
        ties[row["rank"]] = ties.get(row["rank"], 0) + 1
    return [str(int(row["ranked"]) + 2 - int(row["rank"]) - ties[row["rank"]]) if row["rank"] else "" for row in rows]


def tidemark_text(question, path, exact=False):
    """The canonical text of one of Tidemark's answers, which is a csv file; with exact numbers for comparison."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    columns, needed = TIDEMARK[question]
    if needed:
        rows = [row for row in rows if row[needed] and (needed != "compared" or row[needed] != "0")]
    if question == "Q2":
        ranks = _from_lowest(rows)
        for row, rank in zip(rows, ranks):
            row["rank"] = rank
            if not row["value"]:
                row["comparison"] = ""
    lines = []
    for row in rows:
        cells = []
        for kind, column in zip(COLUMNS[question], columns):
            cell = row[column]
            if kind in ("float", "slope") and cell:
                cell = repr(float(cell)) if exact else _number(float(cell), 9 if kind == "float" else 6)
            elif kind == "int" and cell:
                cell = str(int(float(cell)))
            cells.append(cell)
        lines.append("\t".join(cells) + "\n")
    return "".join(sorted(lines))


def digest(canonical):
    """The SHA-256 of a canonical text, in hexadecimal."""
    return hashlib.sha256(canonical.encode()).hexdigest()


def _keys(question):
    return [i for i, kind in enumerate(COLUMNS[question]) if kind not in ("float", "slope")]


def differences(question, first, second):
    """Compares two exact texts: the number of cells that differ within the tolerance, or None where the answers differ."""
    kinds, keys = COLUMNS[question], _keys(question)

    def rows(answer):
        split = [line.split("\t") for line in answer.splitlines()]
        return sorted(split, key=lambda row: [row[i] for i in keys])

    left, right = rows(first), rows(second)
    if len(left) != len(right):
        return None
    differing = 0
    for a, b in zip(left, right):
        for kind, x, y in zip(kinds, a, b):
            if x == y:
                continue
            if kind not in ("float", "slope") or not x or not y:
                return None
            x, y = float(x), float(y)
            if abs(x - y) > 1e-9 * max(abs(x), abs(y)) + 1e-10:
                return None
            differing += 1
    return differing
