"""Answers as text: the canonical form of QUESTIONS.md, its digest, and agreement between engines."""

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
