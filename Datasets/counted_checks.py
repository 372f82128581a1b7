"""Checks of the figures that carry counts: rates against their counts, and areas against what they make up.

Knows nothing of the scripts that made the tables. Where published figures disagree, the two figures stand here and in
README.md; any other disagreement is a fault.
"""

from collections import defaultdict
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal

ENGLAND = "E92000001"
AUTHORITIES = ("E06", "E08", "E09", "E10", "E67")
# Indicators whose rates and counts are checked: those by basis, and the others published with whole counts.
RATES = {"92196", "900310", "900311", "900312", "900313", "900314", "900315", "900316", "900318"}
WILSON = {"20101", "20601", "20602"}
# Authorities make up all of England in these: tables by occurrence and of births, which list every authority.
COMPLETE = {"900311", "900313", "900314", "900315", "900316", "900318"}
# (indicator, period, what, figure of the parts, figure of the whole)
KNOWN_SUMS = {
    ("900311", "2022", "count of Deprivation decile", 2238, 2240), ("900313", "2022", "count of Deprivation decile", 1683, 1685),
    ("900311", "2022", "denominator of Deprivation decile", 576589, 577046),
    ("900313", "2022", "denominator of Deprivation decile", 576589, 577046),
    ("900315", "2022", "denominator of Deprivation decile", 578865, 579322),
}


def check(rows, indicators, fault):
    """Runs all checks over figures; `fault` takes the text of each fault found."""
    compared = check_rates(rows, indicators, fault)
    sums = check_sums(rows, fault)
    check_anchors(rows, fault)
    return f"{compared} rates recomputed from their counts, {sums} sums of parts compared with their wholes"


def decimals(text):
    """How many decimals a number was printed with."""
    return len(text.partition(".")[2])


def check_rates(rows, indicators, fault):
    """Every published rate is its count over its denominator, rounded to the decimals printed."""
    compared = 0
    for row in rows:
        if row["indicator_id"] not in RATES | WILSON or not (row["value"] and row["count"] and row["denominator"]):
            continue
        exact = Decimal(row["count"]) / Decimal(row["denominator"]) * Decimal(indicators[row["indicator_id"]]["multiplier"])
        unit = Decimal(1).scaleb(-decimals(row["value"]))
        printed = Decimal(row["value"])
        # Zeros at the end of a decimal are not always printed.
        fits = {exact.quantize(unit, rounding) for rounding in (ROUND_HALF_UP, ROUND_HALF_DOWN)}
        fits |= {exact.quantize(Decimal("0.1"), ROUND_HALF_UP), exact.quantize(Decimal("0.0001"), ROUND_HALF_UP)}
        if printed not in fits:
            fault(f"{row['indicator_id']} {row['area_code']} {row['period']}: {printed}, its counts give {exact:.6f}")
        compared += 1
    return compared


def check_sums(rows, fault):
    """Regions make up England; so do authorities where all are listed, and deciles."""
    whole, parts = {}, defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row["indicator_id"] not in RATES:
            continue
        for what in ("count", "denominator"):
            number = int(row[what]) if row[what] else None
            key = row["indicator_id"], row["period"], what
            if row["category_type"] == "Deprivation decile":
                parts[key]["Deprivation decile"].append(number)
            elif row["category_type"]:
                continue
            elif row["area_code"] == ENGLAND:
                whole[key] = number
            elif row["area_code"].startswith("E12"):
                parts[key]["regions"].append(number)
            elif row["area_code"].startswith(AUTHORITIES) and row["indicator_id"] in COMPLETE:
                parts[key]["authorities"].append(number)
    sums, seen = 0, set()
    for (indicator, period, what), kinds in parts.items():
        total = whole.get((indicator, period, what))
        for kind, numbers in kinds.items():
            expected = {"regions": 9, "Deprivation decile": 10}.get(kind, len(numbers))
            if total is None or None in numbers or len(numbers) != expected:
                continue
            sums += 1
            known = (indicator, period, f"{what} of {kind}", sum(numbers), total)
            if sum(numbers) != total:
                seen.add(known)
                if known not in KNOWN_SUMS:
                    fault(f"{indicator} {period}: the {what}s of {kind} come to {sum(numbers)}, the whole is {total}")
    for known in KNOWN_SUMS - seen:
        fault(f"a known disagreement is there no more: {known}")
    return sums


# Birmingham's and England's events and births as their publisher prints them: ONS deaths and births by area, 2010 to 2017
# by registration, and the birth cohort tables of 2018, 2020 and 2022 by occurrence.
ANCHORS = {
    ("900310", "E08000025"): {2010: (112, 17240), 2011: (143, 17423), 2012: (122, 17766), 2013: (130, 17421),
                              2014: (123, 16925), 2015: (133, 16828), 2016: (146, 17404), 2017: (119, 16506)},
    ("900310", ENGLAND): {2010: (2966, 687007), 2011: (2986, 688120), 2012: (2870, 694241), 2013: (2611, 664517),
                          2014: (2548, 661496), 2015: (2575, 664399), 2016: (2587, 663157), 2017: (2572, 646794)},
    ("900311", "E08000025"): {2018: (102, 15916), 2020: (87, 14991), 2022: (126, 14482)},
    ("900311", ENGLAND): {2018: (2370, 625651), 2020: (2100, 585195), 2022: (2240, 577046)},
    ("92196", "E08000025"): {"2014 - 16": (402, 51157), "2015 - 17": (398, 50738)},
    ("92196", ENGLAND): {"2014 - 16": (7710, 1989052), "2015 - 17": (7734, 1974348)},
}


def check_anchors(rows, fault):
    """The counts of every year that README and reports speak of."""
    held = {(row["indicator_id"], row["area_code"], row["period"]): (row["count"], row["denominator"])
            for row in rows if not row["category_type"]}
    for (indicator, area), years in ANCHORS.items():
        for period, numbers in years.items():
            found = held.get((indicator, area, str(period)))
            if found != tuple(str(number) for number in numbers):
                fault(f"{indicator} {area} {period}: {found}, not {numbers}")
