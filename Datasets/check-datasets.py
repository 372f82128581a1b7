#!/usr/bin/env python3
"""Check the datasets in this folder, knowing nothing of the script that made them.

    python3 Datasets/check-datasets.py

Prints what was checked and ends with 0, or prints every fault found and ends with 1.
"""

import csv
import hashlib
import math
import re
import sys
from collections import Counter
from pathlib import Path

import counted_checks

HERE = Path(__file__).resolve().parent
LIMIT_BYTES = 5_000_000
KEY = ("indicator_id", "area_code", "sex", "age", "category_type", "category", "period")
NUMBERS = ("value", "lower_95", "upper_95", "lower_998", "upper_998", "count", "denominator")
STATUSES = {"", "b", "c", "e", "er", "f", "low", "p", "r", "u", "w", "x", "z"}
PERIOD = re.compile(r"\d{4}|\d{4}/\d{2}|\d{4} - \d{2}|\d{4}-\d{2}")
COUNTS_ALONE = "counts-alone.csv"
# Published beside limits of more digits: the rounded value lies outside them by less than its rounding.
ROUNDED_BESIDE_LIMITS = 0.06
ANCHORS = {  # (indicator, area, sex, period): value
    ("92196", "E08000025", "Persons", "2014 - 16"): "7.85816", ("92196", "E92000001", "Persons", "2014 - 16"): "3.87622",
    ("900310", "E08000025", "Persons", "2016"): "8.4", ("900301", "E08000025", "Persons", "2023"): "8.8",
    ("900501", "E08000025", "Male", "2021 - 23"): "76.6", ("900504", "E08000025", "Persons", "2021"): "260.8",
    ("90284", "E08000025", "Persons", "2023/24"): "86.12492", ("91547", "E08000025", "Persons", "2021/22"): "16.12599",
}
PRIORITIES = ("Cancer outcomes", "Inflammation and chronic disease", "Maternal health and perinatal mortality",
              "Mental health", "Life expectancy")

faults = []


def fault(text):
    faults.append(text)


def table(name):
    text = (HERE / name).read_bytes()
    if text.startswith(b"\xef\xbb\xbf") or b"\r" in text or not text.endswith(b"\n"):
        fault(f"{name}: BOM, CR or no final line end")
    rows = list(csv.DictReader(text.decode("utf-8").splitlines(), restkey="surplus"))
    for line, row in enumerate(rows, 2):
        if "surplus" in row or None in row.values():
            fault(f"{name}:{line}: not as many fields as the header")
    return rows


def check_areas(areas):
    codes = Counter(area["area_code"] for area in areas)
    for code, times in codes.items():
        if times > 1:
            fault(f"areas.csv: {code} {times} times")
    for area in areas:
        pairs = [pair.split("=") for pair in area["parents"].split(";") if pair]
        linked = [pair[-1] for pair in pairs] + [code for code in area["successors"].split(";") if code]
        if any(len(pair) != 2 for pair in pairs) or any(code not in codes for code in linked):
            fault(f"areas.csv: {area['area_code']}: parents or successors not all listed")
        for column in ("valid_from", "valid_to"):
            if area[column] and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", area[column]):
                fault(f"areas.csv: {area['area_code']}: {column} {area[column]}")
        if area["valid_from"] and area["valid_to"] and area["valid_from"] >= area["valid_to"]:
            fault(f"areas.csv: {area['area_code']} ends before it begins")
    return set(codes)


def check_figure(row, where, indicators, areas):
    if row["indicator_id"] not in indicators or row["area_code"] not in areas:
        fault(f"{where}: unknown indicator {row['indicator_id']} or area {row['area_code']}")
    if row["sex"] not in ("Persons", "Male", "Female") or not row["age"] or not PERIOD.fullmatch(row["period"]):
        fault(f"{where}: sex, age or period: {row['sex']}, {row['age']}, {row['period']}")
    is_counted = where.startswith(COUNTS_ALONE) and row["count"] and row["denominator"]
    is_absent = row.get("status") in ("c", "x", "z")
    if row.get("status", "") not in STATUSES or (not row["value"] and not is_counted) != is_absent:
        fault(f"{where}: status {row.get('status')} with value {row['value']!r}")
    numbers = {}
    for column in NUMBERS:
        if text := row.get(column, ""):
            if not re.fullmatch(r"-?\d+(\.\d+)?([eE]-?\d+)?", text) or not math.isfinite(float(text)):
                fault(f"{where}: {column} is {text}")
            else:
                numbers[column] = float(text)
    if any(number < 0 for column, number in numbers.items() if row["indicator_id"] != "900503"):
        fault(f"{where}: a negative number")
    for low, high in (("lower_95", "upper_95"), ("lower_998", "upper_998")):
        if low in numbers and high in numbers:
            if not numbers[low] <= numbers.get("value", math.nan) <= numbers[high]:
                fault(f"{where}: {numbers[low]} to {numbers[high]} does not hold {row['value']!r}")


def check_arithmetic(row, where, indicator):
    """A proportion with count and denominator must be their quotient, to 2% or to what rounding the count explains."""
    if indicator["value_type"] != "Proportion" or not (row.get("count") and row.get("denominator") and row["value"]):
        return
    count, denominator, value = float(row["count"]), float(row["denominator"]), float(row["value"])
    expected = count / denominator * float(indicator["multiplier"])
    if abs(expected - value) > max(0.02 * value, 0.06 if indicator["unit"] == "%" else 0):
        fault(f"{where}: value {value}, count and denominator give {expected:.5g}")


def check_figures(files, indicators, areas):
    seen, held, rows = Counter(), {}, []
    birmingham, england = set(), set()
    for file in files:
        for line, row in enumerate(table(file), 2):
            where = f"{file}:{line}"
            row = {"value": "", "category_type": "", "count": "", "denominator": "", **row}
            rows.append(row)
            check_figure(row, where, indicators, areas)
            check_arithmetic(row, where, indicators.get(row["indicator_id"], {"value_type": ""}))
            seen[tuple(row.get(column, "") for column in KEY)] += 1
            if not row.get("category_type"):
                held[row["indicator_id"], row["area_code"], row["sex"], row["period"]] = row["value"]
                if row["value"] and row["area_code"] == "E08000025":
                    birmingham.add(row["indicator_id"])
                if row["value"] and row["area_code"] == "E92000001":
                    england.add(row["indicator_id"])
    for key, times in seen.items():
        if times > 1:
            fault(f"{times} rows for {key}")
    for key, value in ANCHORS.items():
        if held.get(key) != value:
            fault(f"anchor {key}: {held.get(key)}, not {value}")
    for unused in set(indicators) - {key[0] for key in seen}:
        fault(f"indicators.csv: {unused} has no figures")
    if len(birmingham) < 25:
        fault(f"only {len(birmingham)} indicators for Birmingham")
    for priority in PRIORITIES:
        if not any(priority in indicators[number]["themes"].split(";") for number in birmingham & england):
            fault(f"{priority}: no indicator for both Birmingham and England")
    print(counted_checks.check(rows, indicators, fault))
    return sum(seen.values()), len(birmingham), len(birmingham & england)


def check_files(files):
    listed = {}
    for line in (HERE / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ")
        listed[name] = digest
    if set(listed) != set(files):
        fault("SHA256SUMS does not list exactly the CSV files")
    for name in files:
        if listed.get(name) != hashlib.sha256((HERE / name).read_bytes()).hexdigest():
            fault(f"{name}: checksum differs")
    size = sum(path.stat().st_size for path in HERE.iterdir() if path.is_file())
    if size >= LIMIT_BYTES:
        fault(f"{size} bytes in all")
    return size


def main():
    files = sorted(path.name for path in HERE.glob("*.csv"))
    areas = check_areas(table("areas.csv"))
    rows = table("indicators.csv")
    indicators = {row["indicator_id"]: row for row in rows}
    if len(indicators) != len(rows) or len({row["name"] for row in rows}) != len(rows):
        fault("indicators.csv: an id or a name twice")
    figures = [name for name in files if name not in ("areas.csv", "indicators.csv")]
    count, birmingham, both = check_figures(figures, indicators, areas)
    size = check_files(files)
    for text in faults[:50]:
        print(text, file=sys.stderr)
    print(f"{count} figures, {len(indicators)} indicators ({birmingham} with Birmingham, {both} of them with England), "
          f"{len(areas)} areas, {size} bytes: {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
