#!/usr/bin/env python3
"""Make Tidemark's starter datasets from a folder of published public-health files.

    python3 Datasets/make-datasets.py CORPUS_DIR

Writes beside itself: one CSV of figures per priority, inequality.csv with the breakdowns, indicators.csv, areas.csv and
SHA256SUMS. The same input gives the same bytes. Numbers are carried across as text; the only changes made to them are that
commas between thousands and the 17-digit tails of one spreadsheet are taken out. README.md says where each figure comes
from and what was left out.
"""

import csv
import gzip
import hashlib
import re
import sys
from collections import defaultdict
from decimal import Context, Decimal
from pathlib import Path

from counted_figures import BY_OCCURRENCE, BY_REGISTRATION, counted_rows

HERE = Path(__file__).resolve().parent

FIGURE_COLUMNS = [
    "indicator_id", "area_code", "sex", "age", "category_type", "category", "period", "value", "lower_95", "upper_95",
    "lower_998", "upper_998", "count", "denominator", "status", "note",
]
ALWAYS_PRESENT = {"indicator_id", "area_code", "sex", "age", "period"}
INDICATOR_COLUMNS = [
    "indicator_id", "name", "unit", "multiplier", "value_type", "polarity", "ci_method", "comparison_method",
    "year_type", "basis", "count_rounding", "themes", "definition", "source", "publisher", "licence",
]
AREA_COLUMNS = ["area_code", "name", "area_type", "parents", "valid_from", "valid_to", "successors", "aliases"]
LICENCE = "OGL v3"

# --------------------------------------------------------------------------------------------------------------------
# The indicators. Identifiers from 900101 on are ours and are never renumbered; the others are Fingertips' own.
# --------------------------------------------------------------------------------------------------------------------

THEME = {
    "cancer": "Cancer outcomes",
    "chronic-disease": "Inflammation and chronic disease",
    "maternal-perinatal": "Maternal health and perinatal mortality",
    "mental-health": "Mental health",
    "life-expectancy": "Life expectancy",
    "child-injury": "Child health",
}
MODELLED = "Modelled estimates"


LOW, HIGH, NEUTRAL = "low is good", "high is good", "no judgement"
PER_LIVE_BIRTHS = ("per 1,000 live births", "1000", "Crude rate")
PER_100K_CRUDE = ("per 100,000", "100000", "Crude rate")
PER_100K_DSR = ("per 100,000", "100000", "Directly standardised rate")
PERCENT = ("%", "100", "Proportion")
FRACTION = ("proportion (0-1)", "1", "Proportion")
YEARS = ("years", "1", "Life expectancy")
SLOPE = ("years", "1", "Slope Index of Inequality")
ISR = ("ratio (England = 100)", "100", "Indirectly standardised ratio")

WILSON, BYAR, DOBSON = "Wilson Score method", "Byar's method", "Dobson & Byar's methods"
NO_INTERVALS, UNKNOWN_INTERVALS = "No confidence intervals available", "Unknown"
BY_INTERVAL, UNSPECIFIED = "Confidence intervals overlapping reference value (95.0)", ""

OHID = "OHID Fingertips"
HEALTH_INDEX = "ONS Health Index 2021"
EXPLORE_LOCAL = "OHID Fingertips, through ONS Explore Local Statistics"
TRAFFORD = "OHID Fingertips, through Trafford Data Lab"
LAMBETH = "OHID Fingertips, through Lambeth Council"
LAIT = "DfE Local Authority Interactive Tool"
COMMONS = "House of Commons Library constituency health model, from NHS Digital QOF 2019/20"
SDG = "ONS Sustainable Development Goals data"
HEALTH_DATA = "OHID Fingertips, through Department of Health and Social Care sample data"


class Indicator:
    """One line of indicators.csv, and which rows of the corpus belong to it."""

    def __init__(self, number, name, file, measure, polarity, ci_method, year_type, definition, source, publisher,
                 *, corpus=(), themes=None, age=None, districts=False, status="", joined=None, period=None,
                 comparison=None, basis="", count_rounding="", only=None):
        self.number = str(number)
        self.name = name
        self.file = file
        self.unit, self.multiplier, self.value_type = measure
        self.polarity = polarity
        self.ci_method = ci_method
        self.comparison = comparison or (UNSPECIFIED if ci_method == NO_INTERVALS else BY_INTERVAL)
        self.year_type = year_type
        self.definition = definition
        self.source = source
        self.publisher = publisher
        self.themes = themes or THEME[file]
        # (name in the corpus, source-file prefix or "", rank: the lowest wins where two sources give one figure)
        self.corpus = corpus
        self.age = age
        self.districts = districts
        self.status = status
        self.joined = joined or {}
        self.period = period or (lambda text: text)
        # Whether deaths are counted in the period they were registered or happened in, and to what counts are rounded.
        self.basis = basis
        self.count_rounding = count_rounding
        # The only periods carried of the source; none for all.
        self.only = only

    def row(self):
        return dict(indicator_id=self.number, name=self.name, unit=self.unit, multiplier=self.multiplier,
                    value_type=self.value_type, polarity=self.polarity, ci_method=self.ci_method,
                    comparison_method=self.comparison, year_type=self.year_type, basis=self.basis,
                    count_rounding=self.count_rounding, themes=self.themes,
                    definition=self.definition, source=self.source, publisher=self.publisher, licence=LICENCE)


def from_start_year(text):
    """`2018`, the year a financial year starts in, as `2018/19`."""
    return f"{text}/{(int(text) + 1) % 100:02d}" if re.fullmatch(r"\d{4}", text) else text


def from_end_year(text):
    """`2019`, the year a financial or academic year ends in, as `2018/19`."""
    return f"{int(text) - 1}/{int(text) % 100:02d}" if re.fullmatch(r"\d{4}", text) else text


def name(*names):
    """Corpus names whose rows, from whatever source file, make up an indicator."""
    return tuple((text, "", 0) for text in names)


EARLIER, LATER = "earlier download", "later download"
TRAFFORD_VINTAGES = {"trafford_cp": EARLIER, "trafford_dash": EARLIER, "trafford_themes": LATER}
HEALTH_INDEX_OR_FINGERTIPS = {
    "humaniverse": "ONS Health Index", "trafford_dash": "OHID Fingertips", "hjandu": "OHID Fingertips",
    "jezzaay": "OHID Fingertips", "dfe_lait": "DfE LAIT",
}

INDICATORS = [
    # Cancer outcomes
    Indicator(900101, "Percentage of cancers diagnosed at stages 1 and 2", "cancer", PERCENT, HIGH, WILSON, "Calendar",
              "Of new cancers whose stage was recorded, the share found early, at stage 1 or 2.",
              EXPLORE_LOCAL, "OHID Fingertips (NHS England cancer registrations)",
              corpus=name("Percentage of cancers diagnosed at stages 1 and 2")),
    Indicator(900102, "Under 75 mortality rate from cancer considered preventable", "cancer", PER_100K_DSR, LOW,
              NO_INTERVALS, "Calendar",
              "Deaths before 75 from cancers that public-health action could mostly have prevented, age-standardised, three years pooled.",
              TRAFFORD, "OHID Fingertips (ONS deaths)",
              corpus=name("Under 75 mortality rate from cancer considered preventable")),
    Indicator(900103, "Cancer screening attendance (bowel, breast and cervical averaged)", "cancer", PERCENT, HIGH,
              NO_INTERVALS, "Calendar",
              "Mean of the shares of eligible people screened for bowel, breast and cervical cancer in time.",
              HEALTH_INDEX, "ONS",
              corpus=name("Cancer screening attendance (bowel, breast, cervical averaged; ONS Health Index)")),
    Indicator(900104, "QOF modelled prevalence: Cancer", "cancer", FRACTION, NEUTRAL, NO_INTERVALS, "Financial",
              "Share of patients on a practice's cancer register, modelled from practices to the places where patients live.",
              COMMONS, "House of Commons Library (NHS Digital QOF)",
              corpus=name("QOF modelled prevalence: Cancer"), age="All ages", status="e", themes=MODELLED),
    Indicator(900105, "Mortality rate: Cancer (by age)", "cancer", PER_100K_CRUDE, LOW, NO_INTERVALS, "Calendar",
              "Deaths from cancer in each age band per 100,000 people of that age and sex.",
              SDG, "ONS", corpus=name("Mortality rate: Cancer")),

    # Inflammation and chronic disease
    Indicator(900201, "Under 75 mortality rate from cardiovascular diseases considered preventable", "chronic-disease",
              PER_100K_DSR, LOW, DOBSON, "Calendar",
              "Deaths before 75 from heart and circulatory diseases that public-health action could mostly have prevented, age-standardised, three years pooled.",
              EXPLORE_LOCAL, "OHID Fingertips (ONS deaths)",
              corpus=name("Under 75 mortality rate from cardiovascular diseases considered preventable")),
    Indicator(900202, "Hospital admissions due to coronary heart disease", "chronic-disease", PER_100K_DSR, LOW, DOBSON,
              "Financial",
              "Admissions to hospital with coronary heart disease as the main cause, age-standardised; counts rounded by the publisher.",
              OHID, "OHID Fingertips (NHS England HES)", corpus=name("Hospital admissions due to coronary heart disease")),
    Indicator(900203, "CHD: QOF prevalence (all ages)", "chronic-disease", PERCENT, NEUTRAL, WILSON, "Financial",
              "Share of registered patients on their practice's coronary heart disease register.",
              LAMBETH, "OHID Fingertips (NHS England QOF)", corpus=name("CHD: QOF prevalence (all ages)")),
    Indicator(241, "Diabetes prevalence aged 17 years and over (QOF)", "chronic-disease", PERCENT, NEUTRAL, WILSON,
              "Financial", "Share of registered patients aged 17 and over on their practice's diabetes register.",
              "OHID Fingertips, through Department of Health and Social Care sample data and Lambeth Council",
              "OHID Fingertips (NHS England QOF)",
              corpus=(("Diabetes prevalence aged 17 years and over (QOF)", "", 0), ("Diabetes: QOF prevalence (17+ yrs)", "", 1)),
              districts=True, period=from_start_year),
    Indicator(41203, "Preventable sight loss from diabetic eye disease", "chronic-disease", PER_100K_CRUDE, LOW, BYAR,
              "Financial", "New certifications of sight loss caused by diabetic eye disease per 100,000 people aged 12 and over.",
              HEALTH_DATA, "OHID Fingertips (Moorfields Eye Hospital)",
              corpus=name("Preventable sight loss from diabetic eye disease"), districts=True, period=from_start_year),
    Indicator(91547, "Smoking prevalence in adults (15+) - current smokers (QOF)", "chronic-disease", PERCENT, LOW, WILSON,
              "Financial", "Share of registered patients aged 15 and over whose practice recorded that they smoke.",
              OHID, "OHID Fingertips (NHS England QOF)", themes="Cancer outcomes;Inflammation and chronic disease"),
]

QOF_CONDITIONS = [
    (900204, "Asthma", "All ages", "asthma register, with treatment in the last year"),
    (900205, "Atrial fibrillation", "All ages", "atrial fibrillation register"),
    (900206, "COPD", "All ages", "register of chronic obstructive pulmonary disease"),
    (900207, "Chronic kidney disease (18+)", "18+ yrs", "chronic kidney disease register"),
    (900208, "Coronary heart disease", "All ages", "coronary heart disease register"),
    (900209, "Diabetes mellitus (17+)", "17+ yrs", "diabetes register"),
    (900210, "Heart failure", "All ages", "heart failure register"),
    (900211, "Hypertension", "All ages", "register of high blood pressure"),
    (900212, "Osteoporosis (50+)", "50+ yrs", "osteoporosis register"),
    (900213, "Peripheral arterial disease", "All ages", "register of peripheral arterial disease"),
    (900214, "Rheumatoid arthritis (16+)", "16+ yrs", "rheumatoid arthritis register"),
    (900215, "Stroke and TIA", "All ages", "register of stroke and transient ischaemic attack"),
    (900404, "Depression (18+)", "18+ yrs", "depression register"),
    (900405, "Severe mental illness", "All ages", "register of schizophrenia, bipolar disorder and other psychoses"),
]
for number, condition, age, register in QOF_CONDITIONS:
    INDICATORS.append(Indicator(
        number, f"QOF modelled prevalence: {condition}", "chronic-disease" if number < 900300 else "mental-health",
        FRACTION, NEUTRAL, NO_INTERVALS, "Financial",
        f"Share of patients of that age on a practice's {register}, modelled from practices to the places where patients live.",
        COMMONS, "House of Commons Library (NHS Digital QOF)",
        corpus=name(f"QOF modelled prevalence: {condition}"), age=age, status="e", themes=MODELLED))

INDICATORS += [
    Indicator(900216, "Excess weight in Year 6 (10-11 yrs)", "chronic-disease", PERCENT, LOW, NO_INTERVALS, "Academic",
              "Share of children measured in their last primary-school year who were overweight or obese.",
              LAIT, "OHID (National Child Measurement Programme)", age="10-11 yrs"),

    # Maternal health and perinatal mortality
    # A year of which neither counts nor basis are known stands alone, so that no line is drawn through it.
    Indicator(900301, "Infant mortality rate of 2023 (basis of the deaths not stated)", "maternal-perinatal",
              PER_LIVE_BIRTHS, LOW, NO_INTERVALS, "Calendar",
              "Deaths before the first birthday for every 1,000 babies born alive in the same year; whether by registration or occurrence is not told.",
              LAIT, "ONS", corpus=(("Infant mortality rate", "dfe_lait", 0),), only={"2023"}),
    Indicator(900302, "Infant mortality rate (three-year pooled; ONS Health Index)", "maternal-perinatal", PER_LIVE_BIRTHS,
              LOW, NO_INTERVALS, "Calendar",
              "Deaths before the first birthday for every 1,000 babies born alive, three years pooled.",
              HEALTH_INDEX, "ONS", corpus=(("Infant mortality rate", "humaniverse", 0),)),
    Indicator(900303, "Low birth weight of term babies", "maternal-perinatal", PERCENT, LOW, NO_INTERVALS, "Calendar",
              "Share of babies born alive at 37 weeks or later who weighed under 2,500 grams.",
              LAIT + "; ONS Health Index 2021 for 2015", "OHID Fingertips (ONS births)",
              corpus=name("Low birth weight of term babies"), joined=HEALTH_INDEX_OR_FINGERTIPS),
    Indicator(900304, "Under 18 conception rate", "maternal-perinatal", ("per 1,000", "1000", "Crude rate"), LOW,
              NO_INTERVALS, "Calendar", "Conceptions before 18 for every 1,000 girls aged 15 to 17.",
              LAIT + "; ONS Health Index 2021 for 2015", "ONS", corpus=name("Under 18 conception rate"),
              joined=HEALTH_INDEX_OR_FINGERTIPS),
    Indicator(900305, "Breastfeeding prevalence at 6 to 8 weeks", "maternal-perinatal", PERCENT, HIGH, NO_INTERVALS,
              "Financial", "Share of babies due a 6-to-8-week review who were breastfed, wholly or in part.",
              LAIT, "OHID", corpus=name("Breastfeeding prevalence at 6 to 8 weeks"), period=from_end_year),
    Indicator(93085, "Smokers at time of childbirth delivery", "maternal-perinatal", PERCENT, LOW, WILSON, "Financial",
              "Share of mothers of known smoking status who smoked when they gave birth.",
              HEALTH_DATA, "OHID Fingertips (NHS England)", corpus=name("Smokers at time of childbirth delivery"),
              districts=True, period=from_start_year),
    Indicator(900306, "Neonatal mortality rate (<28 days)", "maternal-perinatal", PER_LIVE_BIRTHS, LOW, NO_INTERVALS,
              "Calendar", "Deaths in the first 28 days of life for every 1,000 babies born alive.",
              SDG, "ONS", corpus=name("Neonatal mortality rate (<28 days)")),
    Indicator(900307, "Early neonatal mortality rate (<7 days)", "maternal-perinatal", PER_LIVE_BIRTHS, LOW, NO_INTERVALS,
              "Calendar", "Deaths in the first week of life for every 1,000 babies born alive.",
              SDG, "ONS", corpus=name("Early neonatal mortality rate (<7 days)"), age="<7 days"),
    Indicator(900308, "Late neonatal mortality rate (7-27 days)", "maternal-perinatal", PER_LIVE_BIRTHS, LOW, NO_INTERVALS,
              "Calendar", "Deaths after the first week and before 28 days for every 1,000 babies born alive.",
              SDG, "ONS", corpus=name("Late neonatal mortality rate (7-27 days)"), age="7-27 days"),
    Indicator(900309, "Under-five mortality rate", "maternal-perinatal", PER_LIVE_BIRTHS, LOW, NO_INTERVALS, "Calendar",
              "Deaths before the fifth birthday for every 1,000 babies born alive.",
              SDG, "ONS", corpus=name("Under-five mortality rate")),

    # Mental health
    Indicator(900401, "Suicide rate", "mental-health", PER_100K_DSR, LOW, DOBSON, "Calendar",
              "Deaths from suicide and undetermined injury at 10 and over, age-standardised, three years pooled by registration.",
              OHID + "; " + HEALTH_INDEX, "OHID Fingertips and ONS (ONS deaths)", corpus=name("Suicide rate"),
              joined=HEALTH_INDEX_OR_FINGERTIPS),
    Indicator(900402, "Emergency hospital admissions for intentional self-harm", "mental-health", PER_100K_DSR, LOW,
              NO_INTERVALS, "Financial",
              "Emergency admissions to hospital because of deliberate self-harm, age-standardised.",
              TRAFFORD + "; " + HEALTH_INDEX, "OHID Fingertips and ONS (NHS England HES)",
              corpus=name("Emergency hospital admissions for intentional self-harm"), joined=HEALTH_INDEX_OR_FINGERTIPS),
    Indicator(900403, "Depression: QOF prevalence (18+ yrs)", "mental-health", PERCENT, NEUTRAL, WILSON, "Financial",
              "Share of registered patients aged 18 and over on their practice's depression register.",
              "OHID Fingertips, through Trafford Data Lab and Lambeth Council", "OHID Fingertips (NHS England QOF)",
              corpus=(("Depression: QOF prevalence (18+ yrs)", "lambeth", 0), ("Depression: QOF prevalence", "trafford_themes", 1),
                      ("Depression: QOF prevalence (18+ yrs)", "trafford_cp", 2)),
              joined={"trafford_cp": EARLIER, "trafford_themes": LATER, "lambeth": LATER}),
    Indicator(900406, "Excess under 75 mortality rate in adults with serious mental illness", "mental-health", ISR, LOW,
              NO_INTERVALS, "Financial",
              "Deaths at 18 to 74 among people in contact with secondary mental-health services, against those expected at England's general rates.",
              TRAFFORD, "OHID Fingertips (NHS Digital)",
              corpus=name("Excess under 75 mortality rate in adults with serious mental illness")),
    Indicator(900407, "Inpatient admission rate for mental health disorders (0-17 years)", "mental-health",
              PER_100K_CRUDE, LOW, NO_INTERVALS, "Financial",
              "Admissions to hospital for mental disorders for every 100,000 people under 18.",
              LAIT, "NHS England (HES), OHID",
              corpus=name("Inpatient admission rate for mental health disorders (0-17 years)"), period=from_end_year),
    Indicator(900408, "Suicide crude rate 10-34 years (five-year average)", "mental-health", PER_100K_CRUDE, LOW, BYAR,
              "Calendar", "Deaths from suicide among men aged 10 to 34 for every 100,000 of them, five years pooled.",
              OHID, "OHID Fingertips (ONS deaths)",
              corpus=name("Suicide crude rate 10-34 years: per 100,000 (5 year average)")),
    Indicator(900409, "Suicide crude rate 35-64 years (five-year average)", "mental-health", PER_100K_CRUDE, LOW, BYAR,
              "Calendar", "Deaths from suicide among men aged 35 to 64 for every 100,000 of them, five years pooled.",
              OHID, "OHID Fingertips (ONS deaths)",
              corpus=name("Suicide crude rate 35-64 years: per 100,000 (5 year average)")),
    Indicator(900410, "Suicide crude rate 65+ years (five-year average)", "mental-health", PER_100K_CRUDE, LOW, BYAR,
              "Calendar", "Deaths from suicide among men aged 65 and over for every 100,000 of them, five years pooled.",
              OHID, "OHID Fingertips (ONS deaths)",
              corpus=name("Suicide crude rate 65+ years: per 100,000 (5 year average)")),
    Indicator(900411, "Years of life lost due to suicide (15-74 yrs, three-year average)", "mental-health",
              ("per 10,000", "10000", "Directly standardised rate"), LOW, DOBSON, "Calendar",
              "Years of life lost before 75 through suicide for every 10,000 people, age-standardised, three years pooled.",
              OHID, "OHID Fingertips (ONS deaths)",
              corpus=name("Years of life lost due to suicide, age-standardised rate 15-74 years: per 10,000 population (3 year average)")),
    Indicator(900412, "Suicide rate (annual)", "mental-health", PER_100K_DSR, LOW, NO_INTERVALS, "Calendar",
              "Deaths from suicide registered in the year among people aged 10 and over, age-standardised.",
              SDG, "ONS", corpus=name("Suicide rate (annual)")),
    Indicator(91141, "Estimated prevalence of mental health disorders in children and young people (5-16 yrs)",
              "mental-health", PERCENT, NEUTRAL, NO_INTERVALS, "Calendar",
              "Share of children aged 5 to 16 expected to have any mental disorder: a national survey applied to the local population.",
              OHID, "OHID Fingertips", status="e", themes=MODELLED,
              corpus=name("Estimated prevalence of mental health disorders in children and young people: % population aged 5-16")),
    Indicator(91137, "Estimated prevalence of emotional disorders (5-16 yrs)", "mental-health", PERCENT, NEUTRAL,
              NO_INTERVALS, "Calendar",
              "Share of children aged 5 to 16 expected to have an emotional disorder: a national survey applied to the local population.",
              OHID, "OHID Fingertips", status="e", themes=MODELLED,
              corpus=name("Estimated prevalence of emotional disorders: % population aged 5-16")),
    Indicator(91138, "Estimated prevalence of conduct disorders (5-16 yrs)", "mental-health", PERCENT, NEUTRAL,
              NO_INTERVALS, "Calendar",
              "Share of children aged 5 to 16 expected to have a conduct disorder: a national survey applied to the local population.",
              OHID, "OHID Fingertips", status="e", themes=MODELLED,
              corpus=name("Estimated prevalence of conduct disorders: % population aged 5-16")),
    Indicator(91139, "Estimated prevalence of hyperkinetic disorders (5-16 yrs)", "mental-health", PERCENT, NEUTRAL,
              NO_INTERVALS, "Calendar",
              "Share of children aged 5 to 16 expected to have a hyperkinetic disorder: a national survey applied to the local population.",
              OHID, "OHID Fingertips", status="e", themes=MODELLED,
              corpus=name("Estimated prevalence of hyperkinetic disorders: % population aged 5-16")),
    Indicator(92315, "Looked-after children whose emotional wellbeing is a cause for concern", "mental-health", PERCENT,
              LOW, WILSON, "Financial",
              "Of children aged 5 to 16 in care for a year with a strengths and difficulties score, the share scored as a cause for concern.",
              OHID, "OHID Fingertips (DfE)", corpus=name("Percentage of children where there is a cause for concern")),
    Indicator(90813, "Hospital admissions as a result of self-harm (10-24 years)", "mental-health", PER_100K_DSR, LOW,
              DOBSON, "Financial", "Admissions to hospital for self-harm among people aged 10 to 24, age-standardised.",
              OHID + ", in part through Trafford Data Lab", "OHID Fingertips (NHS England HES)",
              corpus=name("Hospital admissions as a result of self-harm (10-24 years)")),
    Indicator(92796, "Hospital admissions as a result of self-harm (10-14 years)", "mental-health", PER_100K_CRUDE, LOW,
              BYAR, "Financial", "Admissions to hospital for self-harm for every 100,000 people aged 10 to 14.",
              OHID, "OHID Fingertips (NHS England HES)", corpus=name("Hospital admissions as a result of self-harm")),
    Indicator(91871, "Primary school pupils with social, emotional and mental health needs", "mental-health", PERCENT,
              LOW, WILSON, "Calendar",
              "Share of primary school pupils whose main special educational need is social, emotional and mental health.",
              OHID, "OHID Fingertips (DfE school census)",
              corpus=name("School pupils with social, emotional and mental health needs: % of school pupils with social, emotional and mental health needs")),

    # Life expectancy
    Indicator(900501, "Life expectancy at birth", "life-expectancy", YEARS, HIGH, NO_INTERVALS, "Calendar",
              "Years a newborn would live on average if the death rates of the three years pooled lasted a lifetime.",
              TRAFFORD, "OHID Fingertips (ONS)", corpus=(("Life expectancy at birth", "trafford_themes", 0),)),
    Indicator(900502, "Healthy life expectancy at birth", "life-expectancy", YEARS, HIGH, UNKNOWN_INTERVALS, "Calendar",
              "Years a newborn would live in good self-reported health at the death rates and health of the three years pooled.",
              EXPLORE_LOCAL + ", Trafford Data Lab and Lambeth Council", "OHID Fingertips (ONS)",
              corpus=name("Healthy life expectancy at birth"),
              joined={"ons_els": LATER, "trafford_themes": LATER, "trafford_cp": EARLIER, "trafford_dash": EARLIER,
                      "lambeth": EARLIER}),
    Indicator(900503, "Inequality in life expectancy at birth (slope index of inequality)", "life-expectancy", SLOPE, LOW,
              NO_INTERVALS, "Calendar",
              "Years of life expectancy between the most and least deprived within an area, read off a line through its deprivation deciles.",
              TRAFFORD, "OHID Fingertips (ONS)",
              corpus=name("Inequality in life expectancy at birth (slope index of inequality)"), joined=TRAFFORD_VINTAGES),
    Indicator(900504, "Under 75 mortality rate from causes considered preventable", "life-expectancy", PER_100K_DSR, LOW,
              NO_INTERVALS, "Calendar",
              "Deaths before 75 from all causes that public-health action could mostly have prevented, age-standardised.",
              TRAFFORD, "OHID Fingertips (ONS deaths)",
              corpus=name("Under 75 mortality rate from causes considered preventable"), joined=TRAFFORD_VINTAGES),
    Indicator(900505, "Life expectancy at birth (small areas; five-year pooled)", "life-expectancy", YEARS, HIGH,
              UNKNOWN_INTERVALS, "Calendar",
              "Years a newborn would live on average at the death rates of 2016 to 2020, for middle-layer super output areas.",
              "Birmingham City Council Public Health, from an ONS ad hoc request", "Birmingham City Council (ONS)",
              corpus=(("Life expectancy at birth", "bccphm__msoa", 0),), comparison=UNSPECIFIED),

    # Child health
    Indicator(90284, "Hospital admissions caused by unintentional and deliberate injuries in children (aged 0 to 14 years)",
              "child-injury", ("per 10,000", "10000", "Crude rate"), LOW, BYAR, "Financial",
              "Emergency admissions to hospital for injuries for every 10,000 children under 15; counts from 2012/13 rounded to 5 by the publisher.",
              OHID, "OHID Fingertips (NHS England HES)"),
]

# Published with counts, denominators or limits; counted_figures.py reads them.
SNAPSHOT = "OHID Fingertips, January 2020"
ONS_DEATHS = "ONS deaths and births by area of usual residence"
ONS_COHORT = "ONS child and infant mortality: birth cohort tables"
MATERNITY = "NHS England Maternity Services Monthly Statistics (experimental)"
PER_BIRTHS = ("per 1,000 births", "1000", "Crude rate")


def counted(number, name, file, measure, polarity, ci_method, definition, source, publisher, year_type="Calendar", **more):
    """An indicator whose figures counted_figures.py reads."""
    return Indicator(number, name, file, measure, polarity, ci_method, year_type, definition, source, publisher,
                     comparison=BY_INTERVAL, **more)


INDICATORS += [
    counted(40501, "Under 75 mortality rate from cancer", "cancer", PER_100K_DSR, LOW, DOBSON,
            "Deaths before 75 from cancer, age-standardised, three years pooled.", OHID + ", downloads of 2020 and 2023",
            "OHID Fingertips (ONS deaths)"),
    counted(22001, "Cancer screening coverage: breast cancer", "cancer", PERCENT, HIGH, WILSON,
            "Share of eligible women aged 53 to 70 who were screened for breast cancer within three years.", SNAPSHOT,
            "OHID Fingertips (NHS England)"),
    counted(91720, "Cancer screening coverage: bowel cancer", "cancer", PERCENT, HIGH, WILSON,
            "Share of eligible people aged 60 to 74 who were screened for bowel cancer within 30 months.", SNAPSHOT,
            "OHID Fingertips (NHS England)"),
    counted(93560, "Cancer screening coverage: cervical cancer (aged 25 to 49 years old)", "cancer", PERCENT, HIGH, WILSON,
            "Share of eligible women aged 25 to 49 who were screened for cervical cancer within three and a half years.",
            SNAPSHOT, "OHID Fingertips (NHS England)"),
    counted(93561, "Cancer screening coverage: cervical cancer (aged 50 to 64 years old)", "cancer", PERCENT, HIGH, WILSON,
            "Share of eligible women aged 50 to 64 who were screened for cervical cancer within five and a half years.",
            SNAPSHOT, "OHID Fingertips (NHS England)"),
    counted(40401, "Under 75 mortality rate from all cardiovascular diseases", "chronic-disease", PER_100K_DSR, LOW, DOBSON,
            "Deaths before 75 from heart and circulatory diseases, age-standardised, three years pooled.", SNAPSHOT,
            "OHID Fingertips (ONS deaths)"),
    counted(41401, "Hip fractures in people aged 65 and over", "chronic-disease", PER_100K_DSR, LOW, DOBSON,
            "Emergency admissions for a broken hip among people aged 65 and over, age-standardised.", SNAPSHOT,
            "OHID Fingertips (NHS England HES)", year_type="Financial"),
    counted(92443, "Smoking prevalence in adults (18+) - current smokers (APS)", "chronic-disease", PERCENT, LOW,
            UNKNOWN_INTERVALS, "Share of adults who say in the Annual Population Survey that they smoke.", SNAPSHOT,
            "OHID Fingertips (ONS APS)", themes="Cancer outcomes;Inflammation and chronic disease"),
    counted(20601, "Reception: prevalence of overweight (including obesity)", "chronic-disease", PERCENT, LOW, WILSON,
            "Share of children measured in their first school year who were overweight or obese.", SNAPSHOT,
            "OHID Fingertips (National Child Measurement Programme)", year_type="Academic"),
    counted(20602, "Year 6: prevalence of overweight (including obesity)", "chronic-disease", PERCENT, LOW, WILSON,
            "Share of children measured in their last primary-school year who were overweight or obese.", SNAPSHOT,
            "OHID Fingertips (National Child Measurement Programme)", year_type="Academic"),
    counted(92196, "Infant mortality rate", "maternal-perinatal", PER_LIVE_BIRTHS, LOW, BYAR,
            "Deaths before the first birthday for every 1,000 babies born alive, three years pooled, deaths by year of registration.",
            ONS_DEATHS + "; 2015 - 17 " + SNAPSHOT, "ONS and OHID Fingertips", basis=BY_REGISTRATION),
    counted(900310, "Infant mortality rate (single years, by registration)", "maternal-perinatal", PER_LIVE_BIRTHS, LOW,
            BYAR, "Deaths before the first birthday registered in the year for every 1,000 babies born alive in it.",
            ONS_DEATHS, "ONS", basis=BY_REGISTRATION),
    counted(900311, "Infant mortality rate (single years, by occurrence)", "maternal-perinatal", PER_LIVE_BIRTHS, LOW,
            BYAR, "Deaths before the first birthday that happened in the year for every 1,000 babies born alive in it.",
            ONS_COHORT, "ONS", basis=BY_OCCURRENCE),
    counted(900312, "Neonatal mortality rate (by registration)", "maternal-perinatal", PER_LIVE_BIRTHS, LOW, BYAR,
            "Deaths in the first 28 days of life registered in the year for every 1,000 babies born alive in it.",
            ONS_DEATHS, "ONS", basis=BY_REGISTRATION),
    counted(900313, "Neonatal mortality rate (by occurrence)", "maternal-perinatal", PER_LIVE_BIRTHS, LOW, BYAR,
            "Deaths in the first 28 days of life that happened in the year for every 1,000 babies born alive in it.",
            ONS_COHORT, "ONS", basis=BY_OCCURRENCE),
    counted(900314, "Postneonatal mortality rate (by occurrence)", "maternal-perinatal", PER_LIVE_BIRTHS, LOW, BYAR,
            "Deaths from 28 days to under a year that happened in the year for every 1,000 babies born alive in it.",
            ONS_COHORT, "ONS", basis=BY_OCCURRENCE),
    counted(900315, "Stillbirth rate", "maternal-perinatal", PER_BIRTHS, LOW, BYAR,
            "Babies born dead after 24 weeks or more for every 1,000 births, live and still, of the year.", ONS_COHORT, "ONS",
            basis=BY_OCCURRENCE),
    counted(900316, "Stillbirth rate (by registration)", "maternal-perinatal", PER_BIRTHS, LOW, BYAR,
            "Stillbirths in the year's registrations for every 1,000 births, live and still, in them.",
            "ONS birth registrations 2023", "ONS", basis=BY_REGISTRATION),
    counted(900317, "Perinatal mortality rate (by registration)", "maternal-perinatal", PER_BIRTHS, LOW, BYAR,
            "Stillbirths and deaths in the first week registered in the year for every 1,000 births, live and still.",
            ONS_DEATHS, "ONS", basis=BY_REGISTRATION),
    counted(900318, "Perinatal mortality rate (by occurrence)", "maternal-perinatal", PER_BIRTHS, LOW, BYAR,
            "Stillbirths and deaths in the first week that happened in the year for every 1,000 births, live and still.",
            ONS_COHORT, "ONS", basis=BY_OCCURRENCE),
    counted(20101, "Low birth weight of term babies (counts)", "maternal-perinatal", PERCENT, LOW, WILSON,
            "Share of babies born alive at 37 weeks or later, of known weight, who weighed under 2,500 grams.",
            SNAPSHOT + "; 2021 ONS birth characteristics", "OHID Fingertips and ONS"),
    counted(20401, "Under 18s conception rate (with limits)", "maternal-perinatal", ("per 1,000", "1000", "Crude rate"), LOW,
            BYAR, "Conceptions before 18 for every 1,000 girls aged 15 to 17.", SNAPSHOT, "OHID Fingertips (ONS)"),
    counted(900320, "Women who smoke at the booking appointment (monthly, experimental)", "maternal-perinatal", PERCENT, LOW,
            WILSON, "Share of women of known smoking status who smoked when they booked their maternity care.", MATERNITY,
            "NHS England (MSDS)", count_rounding="5"),
    counted(900321, "Babies born before 37 weeks (monthly, experimental)", "maternal-perinatal", PERCENT, LOW, WILSON,
            "Share of babies of known length of pregnancy who were born before 37 weeks.", MATERNITY, "NHS England (MSDS)",
            count_rounding="5"),
    counted(900322, "Term babies under 2,500 g (monthly, experimental)", "maternal-perinatal", PERCENT, LOW, WILSON,
            "Share of babies born at 37 weeks or later, of known weight, who weighed under 2,500 grams.", MATERNITY,
            "NHS England (MSDS)", count_rounding="5"),
    counted(900323, "Babies whose first feed is breast milk (monthly, experimental)", "maternal-perinatal", PERCENT, HIGH,
            WILSON, "Share of babies whose first feed is known who were given breast milk, their mother's or a donor's.",
            MATERNITY, "NHS England (MSDS)", count_rounding="5"),
    counted(21001, "Emergency hospital admissions for intentional self-harm (with limits)", "mental-health", PER_100K_DSR, LOW,
            DOBSON, "Emergency admissions to hospital because of deliberate self-harm, age-standardised.", SNAPSHOT,
            "OHID Fingertips (NHS England HES)", year_type="Financial"),
    counted(90366, "Life expectancy at birth (with limits)", "life-expectancy", YEARS, HIGH, UNKNOWN_INTERVALS,
            "Years a newborn would live on average if the death rates of the three years pooled lasted a lifetime.", SNAPSHOT,
            "OHID Fingertips (ONS)"),
]

# Extra measures of the DfE file that the priority table does not carry: short name -> (indicator, period rule).
LAIT_MEASURES = {"ExcessYr6": ("900216", from_end_year)}

# --------------------------------------------------------------------------------------------------------------------
# Reading
# --------------------------------------------------------------------------------------------------------------------


def read(corpus, file):
    """The rows of a CSV file, gzipped or not, as dictionaries; quotes, BOM and line ends as they come."""
    path = corpus / file
    opened = gzip.open(path, "rt", encoding="utf-8-sig", newline="") if file.endswith(".gz") else open(
        path, encoding="utf-8-sig", newline="")
    with opened:
        return list(csv.DictReader(opened))


def number(text):
    """A number as printed, without commas between thousands."""
    return text.strip().replace(",", "")


def shortest(text):
    """A spreadsheet's 17-digit tail removed (`40.520000000000003` -> `40.52`) when both are the same double."""
    text = text.strip()
    digits = re.sub(r"[^0-9]", "", text).lstrip("0")
    if len(digits) < 16:
        return text
    shorter = format(Context(prec=15).create_decimal(text).normalize(), "f")
    return shorter if float(shorter) == float(Decimal(text)) else text


def plain_age(text):
    """`30 to 34` as `30-34 yrs`, `90 and over` as `90+ yrs`, `Under 1` as `<1 yr`; any other age unchanged."""
    if match := re.fullmatch(r"(\d+) to (\d+)", text):
        return f"{match[1]}-{match[2]} yrs"
    if match := re.fullmatch(r"(\d+) and over", text):
        return f"{match[1]}+ yrs"
    return "<1 yr" if text == "Under 1" else text


def figure(indicator, area, sex, age, period, value, *, rank=0, origin="", category_type="", category="", status="",
           note="", lower_95="", upper_95="", lower_998="", upper_998="", count="", denominator="", place=""):
    """One row of the figures table, with the rank and origin that settle which source wins."""
    return dict(indicator_id=indicator, area_code=area, sex=sex, age=age, category_type=category_type, category=category,
                period=period, value=number(value), lower_95=number(lower_95), upper_95=number(upper_95),
                lower_998=number(lower_998), upper_998=number(upper_998), count=number(count),
                denominator=number(denominator), status=status, note=note, rank=rank, origin=origin,
                place=place)


def priority_rows(corpus):
    """Rows of the joined priority table and its breakdowns that belong to one of our indicators."""
    wanted = defaultdict(list)
    for indicator in INDICATORS:
        for text, prefix, rank in indicator.corpus:
            wanted[text].append((prefix, rank, indicator))
    for file in ("priority-figures.csv.gz", "priority-figures-inequality.csv.gz"):
        for row in read(corpus, file):
            for prefix, rank, indicator in wanted.get(row["indicator"], ()):
                if not row["source_file"].startswith(prefix) or unusable(row):
                    continue
                if indicator.only and row["period"] not in indicator.only:
                    continue
                category_type, category = breakdown(row)
                yield figure(
                    indicator.number, row["area_code"], row["sex"], indicator.age or plain_age(row["age"]),
                    indicator.period(row["period"]), row["value"], rank=rank + 1, origin=row["source_file"],
                    category_type=category_type, category=category, status=indicator.status, lower_95=row["lower_ci"],
                    upper_95=row["upper_ci"], count=row["count"], denominator=row["denominator"],
                    place=row["area_name"])


def unusable(row):
    """Rows of Wales, and suicide by decile where two kinds of decile were published under one label."""
    category = row.get("category") or ""
    ambiguous = row["indicator"] == "Suicide rate" and category.endswith("(IMD2019)")
    return ambiguous or category == "Wales" or row["area_name"].startswith("Wales")


LSOA_DECILES = "LSOA deprivation deciles in England (IMD2019)"


def breakdown(row):
    """Category type and category of a breakdown row; small areas are areas of their own, not categories."""
    kind, category = row.get("category_type", "") or "", row.get("category", "") or ""
    if kind == "MSOA 2011":
        return "", ""
    if kind.startswith("IMD2019 overall decile"):
        return LSOA_DECILES, {
            "1": "Most deprived decile (IMD2019)", "2": "Second most deprived decile (IMD2019)",
            "3": "Third more deprived decile (IMD2019)", "4": "Fourth more deprived decile (IMD2019)",
            "5": "Fifth more deprived decile (IMD2019)", "6": "Fifth less deprived decile (IMD2019)",
            "7": "Fourth less deprived decile (IMD2019)", "8": "Third less deprived decile (IMD2019)",
            "9": "Second least deprived decile (IMD2019)", "10": "Least deprived decile (IMD2019)"}[category]
    return kind, category


# Value notes of the national service: what they begin with -> (status, our wording of the note).
VALUE_NOTES = [
    ("Value is modelled", "e", ""),
    ("Value suppressed", "c", "suppressed: small count"),
    ("Value cannot be calculated", "x", "too few cases to calculate"),
    ("Value missing in source", "x", "missing in the source"),
    ("Not presented due to", "x", "not presented: hospital records incomplete"),
    ("Should be treated with caution", "u", "with caution: hospital records incomplete"),
    ("There is a data quality issue with this value. Potential under", "u", "may be too low: patients counted twice"),
    ("There is a data quality issue with this value. Potential over", "u", "may be too high: patients counted twice"),
    ("Value for Cornwall", "", "Cornwall and Isles of Scilly combined"),
    ("Value for Hackney", "", "Hackney and City of London combined"),
    ("Value for Bucks County", "", "figure of the former county"),
    ("Value for North Yorkshire Cty", "", "figure of the former county"),
    ("Value for Somerset Cty", "", "figure of the former county"),
    ("Aggregated from", "e", "added up from smaller areas"),
]


def note_of(text, value):
    """Status and note for a published value note; an absent figure always has a status, `not available` if no better."""
    if not text:
        return ("", "") if value else ("x", "")
    for start, status, note in VALUE_NOTES:
        if text.startswith(start):
            return (status if value or status == "c" else "x"), note
    raise SystemExit(f"unknown value note: {text}")


def fingertips_rows(corpus):
    """Rows of files exported from the national service that carry an indicator id of their own."""
    by_number = {indicator.number: indicator for indicator in INDICATORS}
    files = ["child-injury-admissions-by-authority.csv", "child-injury-admissions-by-region.csv",
             "smoking-prevalence-practices-to-england.csv"] + sorted(
                 path.name for path in corpus.glob("young-people-mental-health-*.csv"))
    kinds = {"England", "Regions (statistical)", "Region", "County & UA", "Counties & UAs (from Apr 2023)", "UA", "County",
             "ICBs", "STP", "Combined authorities"}
    for file in files:
        for raw in read(corpus, file):
            row = {re.sub(r"[ _.]", "", heading).lower(): (text or "").strip() for heading, text in raw.items() if heading}
            indicator = by_number.get(row["indicatorid"])
            if indicator is None or row["areatype"] not in kinds:
                continue
            status, note = note_of(row["valuenote"], row["value"])
            if not row["value"] and not row["count"] and status == "x" and not note:
                continue
            age = "15+ yrs" if indicator.number == "91547" else row["age"]
            count, denominator = row["count"], row["denominator"]
            if not row["value"]:  # limits of absent figures are published as -1
                row.update(dict.fromkeys(("lowerci950limit", "upperci950limit", "lowerci998limit", "upperci998limit"), ""))
            if contradicts(indicator, row["value"], count, denominator):
                count = denominator = ""
                note = "published count does not give the published value: count left out"
            yield figure(
                indicator.number, re.sub(r"^nE", "E", row["areacode"]), row["sex"], age, row.get("timeperiod"), row["value"],
                rank=int(row["age"] == "Not applicable"), origin=file, category_type=row["categorytype"], category=row["category"], status=status, note=note,
                lower_95=row["lowerci950limit"], upper_95=row["upperci950limit"], lower_998=row["lowerci998limit"],
                upper_998=row["upperci998limit"], count=count, denominator=denominator)


def contradicts(indicator, value, count, denominator):
    """Whether a percentage differs from its own count and denominator by more than a thousandth of itself."""
    if indicator.number != "91547" or not (value and count and denominator):
        return False
    return abs(float(count) / float(denominator) * 100 / float(value) - 1) > 1e-3


def lait_rows(corpus, areas):
    """Rows of the DfE file for measures the priority table lacks; places are known there by name only.

    A name stands for the authority of today, under the code that the other DfE measures of the corpus use: Barnsley and
    Sheffield keep the codes they had until 2025.
    """
    code_of = {}
    for area in areas.values():
        if re.match(r"E(06|08|09|10|12|92)", area["area_code"]):
            for text in [area["name"]] + area["aliases"]:
                code_of.setdefault(plain_name(text), []).append(area)
    for row in read(corpus, "local-authority-measures-text.csv.gz"):
        measure = LAIT_MEASURES.get(row["Short Desc"])
        if measure is None or row["Values"].strip() == "-" or row["LA and Regions"] in ("London (Inner)", "London (Outer)"):
            continue
        number_, period = measure
        indicator = next(item for item in INDICATORS if item.number == number_)
        found = code_of.get(plain_name(row["LA and Regions"]))
        if not found:
            raise SystemExit(f"no area called {row['LA and Regions']}")
        code = min(found, key=lambda area: (area["valid_to"][:4] not in ("", "2025"), area["area_code"]))["area_code"]
        yield figure(number_, code, "Persons", indicator.age, period(row["Years"]), shortest(row["Values"]),
                     origin="dfe_lait")


def plain_name(text):
    """A place name with case, commas and spacing put aside."""
    return re.sub(r"[^a-z0-9()]+", " ", text.lower().replace("&", "and")).strip()


# --------------------------------------------------------------------------------------------------------------------
# Settling
# --------------------------------------------------------------------------------------------------------------------

KEY = ("indicator_id", "area_code", "sex", "age", "category_type", "category", "period")
MEASURES = ("value", "lower_95", "upper_95", "lower_998", "upper_998", "count", "denominator")


def settle(rows):
    """One figure for each key: the best-ranked source wins; two of one rank must agree."""
    best = {}
    for row in rows:
        key = tuple(row[column] for column in KEY)
        held = best.get(key)
        if held is None or row["rank"] < held["rank"]:
            best[key] = row
        elif row["rank"] == held["rank"] and any(row[column] != held[column] for column in MEASURES):
            raise SystemExit(f"two figures for {key}: {held['value']} and {row['value']}")
    return list(best.values())


def fit(rows, areas):
    """The rows carried, of all that could be: what is dropped to keep the folder small is listed in README.md."""
    with_districts = {indicator.number for indicator in INDICATORS if indicator.districts}
    west_midlands = {code for code, area in areas.items() if ("region", "E12000005") in area["parents"]}

    def carried(row):
        indicator, code = row["indicator_id"], row["area_code"]
        if code.startswith("E07"):
            return indicator in with_districts
        if code.startswith("E02"):
            return row["place"].startswith(("Birmingham", "Solihull"))
        if indicator == "90284" and row["sex"] != "Persons" and row["status"] != "c":
            return code in west_midlands or code[:3] in ("E12", "E92")
        if row["category_type"] and not row["value"]:
            return False
        if row["category_type"] == LSOA_DECILES:
            return code in ("E12000005", "E92000001")
        if indicator == "900412":
            return row["age"] == "10+ yrs"
        return True

    return [row for row in rows if carried(row)]


def mark_breaks(rows):
    """Status b and a note on the first period after a series changes source; a note alone on later changes."""
    joined = {indicator.number: indicator.joined for indicator in INDICATORS if indicator.joined}
    series = defaultdict(list)
    for row in rows:
        if row["indicator_id"] in joined:
            series[tuple(row[column] for column in KEY[:-1])].append(row)
    for key, members in series.items():
        members.sort(key=lambda row: row["period"])
        labels = [next(label for prefix, label in joined[key[0]].items() if row["origin"].startswith(prefix))
                  for row in members]
        broken = False
        for before, after, row in zip(labels, labels[1:], members[1:]):
            if before != after:
                row["status"] = row["status"] if broken else "b"
                row["note"] = f"{after} from here, {before} before"
                broken = True
    for row in rows:
        if row["indicator_id"] == "900403" and row["period"] == "2012/13" and row["area_code"] == "E92000001":
            row["status"], row["note"] = "b", "register defined anew from here"


# --------------------------------------------------------------------------------------------------------------------
# Areas
# --------------------------------------------------------------------------------------------------------------------

# Authorities made or recoded by a change whose date is certain: code -> first day.
BEGAN = {
    **dict.fromkeys(["E06000047", "E06000049", "E06000050", "E06000051", "E06000052", "E06000054", "E06000055", "E06000056"],
                    "2009-04-01"),
    **dict.fromkeys(["E06000057", "E08000037"], "2013-04-01"),
    **dict.fromkeys(["E06000058", "E06000059", "E07000244", "E07000245", "E07000246"], "2019-04-01"),
    "E06000060": "2020-04-01", "E06000061": "2021-04-01", "E06000062": "2021-04-01",
    **dict.fromkeys(["E06000063", "E06000064", "E06000065", "E06000066"], "2023-04-01"),
    **dict.fromkeys(["E08000038", "E08000039"], "2025-04-01"),
}
# Counties abolished: code -> (name, region, successors).
FORMER_COUNTIES = {
    "E10000002": ("Buckinghamshire", "E12000008", ["E06000060"]),
    "E10000006": ("Cumbria", "E12000002", ["E06000063", "E06000064"]),
    "E10000009": ("Dorset", "E12000009", ["E06000058", "E06000059"]),
    "E10000021": ("Northamptonshire", "E12000004", ["E06000061", "E06000062"]),
    "E10000023": ("North Yorkshire", "E12000003", ["E06000065"]),
    "E10000027": ("Somerset", "E12000009", ["E06000066"]),
}
# The county an abolished district lay in, by its successor.
FORMER_COUNTY_OF_SUCCESSOR = {
    "E06000059": "E10000009", "E06000060": "E10000002", "E06000061": "E10000021", "E06000062": "E10000021",
    "E06000063": "E10000006", "E06000064": "E10000006", "E06000065": "E10000023", "E06000066": "E10000027",
}
DIRECT_SUCCESSOR = {"E07000190": "E07000246", "E07000191": "E07000246"}
COMBINED_AUTHORITIES = {
    "E47000001": "Greater Manchester", "E47000002": "South Yorkshire", "E47000003": "West Yorkshire",
    "E47000004": "Liverpool City Region", "E47000005": "North East (earlier code)", "E47000006": "Tees Valley",
    "E47000007": "West Midlands", "E47000008": "Cambridgeshire and Peterborough", "E47000009": "West of England",
    "E47000010": "North East (without North of Tyne)", "E47000011": "North of Tyne", "E47000012": "York and North Yorkshire",
    "E47000013": "East Midlands", "E47000014": "North East (from 2024)", "E47000015": "Devon and Torbay",
    "E47000016": "Hull and East Yorkshire", "E47000017": "Greater Lincolnshire", "E47000018": "Lancashire",
}
COMBINED_AUTHORITY_MEMBERS = {
    "E47000008": ["E10000003"],
    "E47000012": ["E06000014", "E06000065"],
    "E47000013": ["E06000015", "E06000018", "E10000007", "E10000024"],
    "E47000015": ["E06000027", "E10000008"],
    "E47000016": ["E06000010", "E06000011"],
    "E47000017": ["E06000012", "E06000013", "E10000019"],
    "E47000018": ["E06000008", "E06000009", "E10000017"],
}
GROUPS = {
    "core-cities": ("Core cities", ["E08000025", "E06000023", "E08000035", "E08000012", "E08000003", "E08000021", "E06000018",
                                    "E08000019", "E08000039"]),
    "birmingham-solihull": ("Birmingham and Solihull", ["E08000025", "E08000029"]),
    "west-midlands-met": ("West Midlands metropolitan districts",
                          ["E08000025", "E08000026", "E08000027", "E08000028", "E08000029", "E08000030", "E08000031"]),
}
HAND_ALIASES = {
    "E06000055": ["Bedford Borough"], "E06000028": ["Bournemouth (Pre LG)"], "E06000029": ["Poole (Pre LG)"],
    "E10000009": ["Dorset (Pre LG)"], "E06000047": ["Durham"], "E06000010": ["Kingston Upon Hull, City of", "Hull"],
    "E06000019": ["Herefordshire"], "E06000023": ["Bristol"], "E12000006": ["East of England"],
    "E54000055": ["BSol", "Birmingham and Solihull ICB"],
}
AREA_TYPES = {"E06": "Unitary authority", "E07": "District", "E08": "Metropolitan district", "E09": "London borough",
              "E10": "County", "E12": "Region", "E47": "Combined authority", "E54": "ICB", "E67": "Combined area",
              "E92": "England", "E02": "MSOA"}


def make_areas(corpus):
    """Every authority, region, combined authority, ICB, group and small area the figures may speak of, by code."""
    areas = {}

    def add(code, title, parents=(), successors=(), aliases=(), kind=None):
        area = areas.setdefault(code, dict(
            area_code=code, name=title, area_type=kind or AREA_TYPES[code[:3]], parents=[], valid_from=BEGAN.get(code, ""),
            valid_to="", successors=[], aliases=[]))
        area["parents"] += [pair for pair in parents if pair not in area["parents"]]
        area["successors"] += [code for code in successors if code not in area["successors"]]
        area["aliases"] += list(aliases)
        return area

    add("E92000001", "England")
    authorities = [row for row in read(corpus, "authorities.csv") if row["CTRYCD"] == "E92000001"]
    upper = {row["UTLACD"]: row for row in read(corpus, "upper-tier-authorities.csv")}
    for row in authorities:
        add(row["RGNCD"], row["RGNNM"] + " region", [("country", "E92000001")], aliases=[row["RGNNM"]])
    for code, title in COMBINED_AUTHORITIES.items():
        add(code, title + " Combined Authority", [("country", "E92000001")])
    add_renamed_combined_authorities(areas)
    for row in authorities:
        add_authority(add, row)
    for code, row in upper.items():
        if code.startswith("E10"):
            add(code, row["UTLANM"], [("region", row["RGNCD"]), ("country", "E92000001")])
    for code, (title, region, successors) in FORMER_COUNTIES.items():
        add(code, title, [("region", region), ("country", "E92000001")], successors)
    for combined, members in COMBINED_AUTHORITY_MEMBERS.items():
        for code in members:
            areas[code]["parents"] = [pair for pair in areas[code]["parents"] if pair[0] != "combined-authority"]
            areas[code]["parents"].append(("combined-authority", combined))
    for row in read(corpus, "areas.csv.gz"):
        if row["code"].startswith("E54"):
            add_icb(add, row)
    add("E67000001", "City of London and Hackney", [("region", "E12000007"), ("country", "E92000001")],
        aliases=["City of London, Hackney"])
    add("E67000002", "Cornwall and Isles of Scilly", [("region", "E12000009"), ("country", "E92000001")],
        aliases=["Isles of Scilly, Cornwall"])
    for code in ("E08000025", "E08000029"):
        areas[code]["parents"].append(("icb", "E54000055"))
    for group, (title, members) in GROUPS.items():
        add(group, title, [("country", "E92000001")], kind="Group")
        for code in members:
            areas[code]["parents"].append(("group", group))
    for area in areas.values():
        if area["successors"]:
            area["valid_to"] = min((BEGAN.get(code, "") for code in area["successors"]), default="")
    areas["E47000010"]["valid_to"] = areas["E47000011"]["valid_to"] = areas["E47000014"]["valid_from"] = "2024-05-07"
    return areas


def add_authority(add, row):
    """One row of authorities.csv: its region, county, combined authority and, when it is no more, what followed it."""
    code, active = row["LADCD"], row["LADCD_ACTIVE"]
    parents = [("region", row["RGNCD"]), ("country", "E92000001")]
    if code.startswith("E07"):
        county = row["UTLACD"] if row["UTLACD"].startswith("E10") else FORMER_COUNTY_OF_SUCCESSOR.get(active)
        county = county or ("E10000009" if code == "E07000048" else None)
        parents.insert(1, ("county", county))
    combined = {"E47000010": "E47000014", "E47000011": "E47000014"}.get(row["CAUTHCD"], row["CAUTHCD"])
    if combined:
        parents.append(("combined-authority", combined))
    successors = [DIRECT_SUCCESSOR.get(code, active)] if active != code else []
    add(code, row["LADNM"], parents, successors)


def add_icb(add, row):
    """An integrated care board, by its short name; the long one is an alias."""
    long = row["name"].split(" - ")[0]
    short = long.removeprefix("NHS ").replace("Integrated Care Board", "ICB")
    add(row["code"], short, [("country", "E92000001")], aliases=[long])


def add_renamed_combined_authorities(areas):
    """The North East's authorities, one after the other, and South Yorkshire's former name."""
    areas["E47000005"]["successors"] = ["E47000010", "E47000011"]
    areas["E47000010"]["successors"] = areas["E47000011"]["successors"] = ["E47000014"]
    areas["E47000002"]["aliases"] = ["Sheffield City Region"]


def add_small_areas(areas, corpus, used):
    """The MSOAs the figures speak of, inside the authority that their name begins with."""
    authority = {area["name"]: area for area in areas.values() if area["area_type"] == "Metropolitan district"
                 and not area["valid_to"]}
    for row in read(corpus, "priority-figures-inequality.csv.gz"):
        if row["area_code"].startswith("E02") and row["area_code"] in used - set(areas):
            parent = authority[re.sub(r" \d+$", "", row["area_name"])]
            areas[row["area_code"]] = dict(
                area_code=row["area_code"], name=row["area_name"], area_type="MSOA",
                parents=[("authority", parent["area_code"])] + [pair for pair in parent["parents"]
                                                                if pair[0] in ("region", "country")],
                valid_from="", valid_to="", successors=[], aliases=[])


def gather_aliases(areas, corpus):
    """Other spellings of the same place in the corpus, so that areas are found by any name they are published under."""
    spellings = [(row["code"], row["name"]) for row in read(corpus, "areas.csv.gz")]
    spellings += [(row["UTLACD"], row["UTLANM"]) for row in read(corpus, "upper-tier-authorities.csv")]
    spellings += [(row["area_code"], row["area_name"]) for row in read(corpus, "priority-figures.csv.gz")]
    spellings += [(code, alias) for code, aliases in HAND_ALIASES.items() for alias in aliases]
    for code, text in sorted(set(spellings)):
        text = text.strip()
        if code in areas and code[:3] not in ("E02", "E47", "E54", "E12") or code in HAND_ALIASES and code in areas:
            areas[code]["aliases"].append(text)
    for area in areas.values():
        seen = {plain_name(area["name"])}
        area["aliases"] = [text for text in area["aliases"] if not (plain_name(text) in seen or seen.add(plain_name(text)))]


# --------------------------------------------------------------------------------------------------------------------
# Writing
# --------------------------------------------------------------------------------------------------------------------


def write(file, columns, rows):
    """A CSV file: header row, LF, UTF-8 without BOM, quotes only where needed."""
    with open(HERE / file, "w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_figures(rows):
    """One file for each priority, one for all breakdowns, and one for counts that no rate was published of.

    The columns that are blank throughout a file are left out.
    """
    file_of = {indicator.number: indicator.file for indicator in INDICATORS}
    by_file = defaultdict(list)
    for row in rows:
        is_counted = not row["value"] and not row["status"]
        file = "counts-alone" if is_counted else "inequality" if row["category_type"] else file_of[row["indicator_id"]]
        by_file[file].append(row)
    for file, members in by_file.items():
        members.sort(key=lambda row: (int(row["indicator_id"]), row["category_type"], row["category"], row["sex"],
                                      row["age"], row["area_code"], row["period"]))
        columns = [column for column in FIGURE_COLUMNS
                   if column in ALWAYS_PRESENT or any(row[column] for row in members)]
        write(f"{file}.csv", columns, members)


def write_areas(areas, rows):
    """areas.csv; stops when a figure speaks of an area that is not in it."""
    missing = sorted({row["area_code"] for row in rows} - set(areas))
    if missing:
        raise SystemExit(f"figures for areas not listed: {missing}")
    lines = []
    for code in sorted(areas):
        area = dict(areas[code])
        area["parents"] = ";".join(f"{hierarchy}={parent}" for hierarchy, parent in area["parents"])
        area["successors"] = ";".join(area["successors"])
        area["aliases"] = ";".join(area["aliases"])
        lines.append(area)
    write("areas.csv", AREA_COLUMNS, lines)


def write_checksums():
    """SHA256SUMS of the CSV files, as `sha256sum -c` reads them."""
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(HERE.glob("*.csv"))]
    (HERE / "SHA256SUMS").write_text("".join(lines), encoding="utf-8", newline="\n")


def main(arguments):
    if len(arguments) != 1:
        raise SystemExit(__doc__)
    corpus = Path(arguments[0])
    areas = make_areas(corpus)
    gather_aliases(areas, corpus)
    rows = settle([*fingertips_rows(corpus), *priority_rows(corpus), *lait_rows(corpus, areas),
                   *counted_rows(corpus, figure)])
    rows = fit(rows, areas)
    mark_breaks(rows)
    add_small_areas(areas, corpus, {row["area_code"] for row in rows})
    write_figures(rows)
    write_areas(areas, rows)
    used = {row["indicator_id"] for row in rows}
    write("indicators.csv", INDICATOR_COLUMNS,
          [indicator.row() for indicator in sorted(INDICATORS, key=lambda item: int(item.number)) if indicator.number in used])
    write_checksums()


if __name__ == "__main__":
    main(sys.argv[1:])
