"""Figures that were published with counts, denominators or limits, as rows for make-datasets.py.

Nothing is worked out here but sums of three published years, which the source file holds already: where a rate was
published it is carried as it was printed, where a count and its births alone were published the value stays empty, and
where a publisher gives no rate because it stands on fewer than three events the row says so.
"""

import csv
import gzip
import re

BY_REGISTRATION, BY_OCCURRENCE = "registration", "occurrence"
ENGLAND = "E92000001"

# Deaths and births by authority: (count, denominator, published rate) by its name in the file -> indicator by basis.
# Stillbirth and perinatal rates are per 1,000 births, live and still.
PERINATAL = {
    ("infant_deaths", "live_births", "infant"): {BY_REGISTRATION: "900310", BY_OCCURRENCE: "900311"},
    ("neonatal_deaths", "live_births", "neonatal"): {BY_REGISTRATION: "900312", BY_OCCURRENCE: "900313"},
    ("postneonatal_deaths", "live_births", "postneonatal"): {BY_OCCURRENCE: "900314"},
    ("stillbirths", "all_births", "stillbirth"): {BY_OCCURRENCE: "900315", "registration (births only)": "900316"},
    ("perinatal_deaths", "all_births", "perinatal"): {BY_REGISTRATION: "900317", BY_OCCURRENCE: "900318"},
}
# The same for England by deprivation and by ethnic group, which are by occurrence.
BREAKDOWNS = [("infant_deaths", "live_births", "infant", "900311"), ("neonatal_deaths", "live_births", "neonatal", "900313"),
              ("stillbirths", "all_births", "stillbirth", "900315")]
AGE_OF = {"infant": "<1 yr", "neonatal": "<28 days", "postneonatal": "28 days to <1 yr", "stillbirth": "Stillbirths",
          "perinatal": "Stillbirths and <7 days"}
TOO_FEW = "fewer than 3 events: no rate is published"
FEWEST = 3

# Of a snapshot of the national service, one period each: indicator -> age.
SNAPSHOT = {
    "92196": "<1 yr", "20101": ">=37 weeks gestational age at birth", "20401": "<18 yrs", "20601": "4-5 yrs",
    "20602": "10-11 yrs", "21001": "All ages", "22001": "53-70 yrs", "91720": "60-74 yrs", "93560": "25-49 yrs",
    "93561": "50-64 yrs", "40501": "<75 yrs", "40401": "<75 yrs", "41401": "65+ yrs", "92443": "18+ yrs",
    "90366": "All ages",
}

# Monthly maternity figures: (dimension, what is counted) -> (indicator, age); out of all groups of the dimension but
# those not known. National totals have no area code of their own.
MONTHLY = {
    ("SmokingStatusGroupBooking", "Smoker"): ("900320", "Female", "All ages"),
    ("GestationLengthBirthGroup37", "<37 weeks"): ("900321", "Persons", "At birth"),
    ("BirthweightTermGroup2500", "Under 2500g"): ("900322", "Persons", ">=37 weeks gestational age at birth"),
    ("BabyFirstFeedBreastMilkStatus", "Maternal or Donor Breast Milk"): ("900323", "Persons", "At birth"),
}
NOT_KNOWN = ("Missing Value", "Unknown", "Not known")
MONTHLY_NOTE = "experimental; counts rounded to 5 by the publisher"

UPPER_TIER = re.compile(r"E(06|08|09|10|12|92)\d{6}")
COMBINED = {"E06000052, E06000053": "E67000002"}
DECILES = ["Most deprived decile", "Second most deprived decile", "Third more deprived decile",
           "Fourth more deprived decile", "Fifth more deprived decile", "Fifth less deprived decile",
           "Fourth less deprived decile", "Third less deprived decile", "Second least deprived decile",
           "Least deprived decile"]


def counted_rows(corpus, figure):
    """All rows; `figure` makes one, as make-datasets.py has it."""
    folder = corpus / "counts"
    yield from perinatal_rows(folder, figure)
    yield from three_year_rows(folder, figure)
    yield from snapshot_rows(folder, figure)
    yield from cancer_rows(folder, figure)
    yield from birth_weight_rows(folder, figure)
    yield from breakdown_rows(folder, figure)
    yield from monthly_rows(folder, figure)


def read(path):
    """The rows of a CSV file, gzipped or not, as dictionaries."""
    opened = gzip.open(path, "rt", encoding="utf-8-sig", newline="") if path.suffix == ".gz" else open(
        path, encoding="utf-8-sig", newline="")
    with opened:
        return list(csv.DictReader(opened))


def place(code):
    """An area's code as our list has it; none for an area that is not carried."""
    code = COMBINED.get(code, code)
    return code if UPPER_TIER.fullmatch(code) or code in COMBINED.values() else None


def births(row, which):
    """Live births, or live births and stillbirths together, as text; empty where either was not published."""
    if which == "live_births":
        return row["live_births"]
    if not (row["live_births"] and row["stillbirths"]):
        return ""
    return str(int(row["live_births"]) + int(row["stillbirths"]))


def whole(text):
    """`398.0` as `398`; any other number as it is."""
    return text[:-2] if text.endswith(".0") else text


def perinatal_rows(folder, figure):
    """Deaths and stillbirths by authority and year, each by its own basis."""
    for row in read(folder / "ons-perinatal-by-area.csv.gz"):
        area = place(row["area_code"])
        for (count, denominator, rate), indicators in PERINATAL.items():
            indicator = indicators.get(row["basis"])
            if not (indicator and area and row[count]):
                continue
            value, status, note = row[f"pub_{rate}_rate"], "", ""
            if rate in row["unreliable"].split(";"):
                status, note = "u", "fewer than 20 events"
            if not value:
                assert int(row[count]) < FEWEST, row
                status, note = "x", TOO_FEW
            yield figure(indicator, area, "Persons", AGE_OF[rate], row["year"], value, origin=row["source"], status=status,
                         note=note, count=row[count], denominator=births(row, denominator))


def three_year_rows(folder, figure):
    """Infant deaths of three registration years over their births; of the last window the publisher's own figures."""
    for row in read(folder / "infant-mortality-three-year-by-area.csv.gz"):
        area = place(row["area_code"])
        if area and row["period"] != "2015 - 17":
            yield figure(row["indicator_id"], area, "Persons", SNAPSHOT["92196"], row["period"], row["value"],
                         origin="three years", note="sum of three published years", count=row["count"],
                         denominator=row["denominator"])


def snapshot_rows(folder, figure):
    """The latest period of some indicators in January 2020, with the limits published."""
    for row in read(folder / "fingertips-snapshot-2020-01-authorities.csv.gz"):
        area = place(row["area_code"])
        if not area or row["indicator_id"] not in SNAPSHOT:
            continue
        status = "" if row["value"] else "x"
        yield figure(row["indicator_id"], area, row["sex"], SNAPSHOT[row["indicator_id"]], row["period"], row["value"],
                     origin="fingertips 2020", status=status, lower_95=row["lower_95"], upper_95=row["upper_95"],
                     count=whole(row["count"]), denominator=whole(row["denominator"]))


def cancer_rows(folder, figure):
    """Mortality from cancer under 75 in 2020 - 22, all that the national service exports of it."""
    for row in read(folder / "fingertips-40501-cancer-mortality-u75-2020-22.csv.gz"):
        area = place(row["Area Code"])
        if not area:
            continue
        yield figure(row["Indicator ID"], area, row["Sex"], row["Age"], row["Time period"], row["Value"],
                     origin="fingertips 2023", status="b" if row["Value"] else "x",
                     note="later download from here" if row["Value"] else "", lower_95=row["Lower CI 95.0 limit"],
                     upper_95=row["Upper CI 95.0 limit"], lower_998=row["Lower CI 99.8 limit"],
                     upper_998=row["Upper CI 99.8 limit"], count=whole(row["Count"]), denominator=whole(row["Denominator"]))


def birth_weight_rows(folder, figure):
    """Babies born at term under 2,500 g, and all born at term whose weight is known, in 2021: counts alone."""
    for row in read(folder / "ons-low-birth-weight-term-2021.csv"):
        area = place(row["area_code"])
        if area:
            yield figure("20101", area, "Persons", SNAPSHOT["20101"], row["year"], "", origin="ons 2021",
                         note="ONS birth characteristics", count=row["count"], denominator=row["denominator"])


def breakdown_rows(folder, figure):
    """England's deaths and stillbirths by deprivation decile and by ethnic group."""
    for row in read(folder / "ons-perinatal-england-imd-decile-2010-2022.csv"):
        if row["imd_decile"] != "Total":
            yield from broken_down(figure, row, row["year"], "Deprivation decile", DECILES[int(row["imd_decile"]) - 1])
    for row in read(folder / "ons-perinatal-ethnicity-2022.csv"):
        if row["country_code"] == ENGLAND and row["ethnic_group"] not in ("All", "Unlinked deaths"):
            yield from broken_down(figure, row, "2022", "Ethnic group", row["ethnic_group"])


def broken_down(figure, row, year, category_type, category):
    """The rates of one decile or group."""
    for count, denominator, rate, indicator in BREAKDOWNS:
        yield figure(indicator, ENGLAND, "Persons", AGE_OF[rate], year, row[f"pub_{rate}_rate"], origin="ons 2022",
                     category_type=category_type, category=category, count=row[count], denominator=births(row, denominator))


def monthly_rows(folder, figure):
    """Maternity services by month, authority of residence and England: the group over all groups that are known."""
    groups = {}
    for row in read(folder / "msds-monthly-2025-02-03-by-area.csv.gz"):
        area = ENGLAND if row["org_level"] == "National" else place(row["org_code"])
        if area and not row["measure"].startswith(NOT_KNOWN):
            groups.setdefault((row["period"], area, row["dimension"]), {})[row["measure"]] = int(row["count"])
    for (period, area, dimension), counts in sorted(groups.items()):
        for (wanted, measure), (indicator, sex, age) in MONTHLY.items():
            if dimension == wanted and measure in counts and len(counts) > 1:
                yield figure(indicator, area, sex, age, period, "", origin="msds", note=MONTHLY_NOTE,
                             count=str(counts[measure]), denominator=str(sum(counts.values())))
