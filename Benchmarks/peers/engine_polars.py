"""Polars, tables in memory."""

import polars as pl

from prepare import HEADINGS

QUESTIONS = ["Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q7", "Q8"]
VERSION = pl.__version__

KINDS = {"INTEGER": pl.Int32, "DOUBLE": pl.Float64, "BIGINT": pl.Int64, "VARCHAR": pl.String}
STRATUM = ["indicator", "sex", "age"]


class Engine:
    """The fact table and its dimensions."""

    def __init__(self, folder, threads, memory, chosen):
        self.folder, self.c = folder, chosen

    def build(self):
        """Nothing is written."""

    def size(self):
        """No file: the table's bytes in memory are not compared with bytes on disk."""
        return None

    def open(self):
        """Reads the prepared tables into memory, known to be sorted."""
        self.fact = pl.read_parquet(f"{self.folder}/fact.parquet").rechunk().with_columns(
            pl.col("indicator").set_sorted())
        self.indicator = pl.read_parquet(f"{self.folder}/indicator.parquet")
        self.place = pl.read_parquet(f"{self.folder}/place.parquet")

    def ask(self, question):
        """The answer as a pyarrow table."""
        return getattr(self, question.lower())().collect().to_arrow()

    def series(self):
        """The stratum of Q1 and Q2."""
        c = self.c
        return self.fact.lazy().filter(
            (pl.col("indicator") == c["indicator"]) & (pl.col("sex") == c["sex"]) & (pl.col("age") == c["age"])
            & (pl.col("category") == 0))

    def upper_tier(self):
        """Whether an area is of the upper tier."""
        return pl.col("area").is_between(self.c["tier_first"], self.c["tier_last"])

    def q1(self):
        """One indicator, two areas."""
        rows = self.series().filter(pl.col("area").is_in([self.c["england"], self.c["birmingham"]]))
        return rows.select("area", "period", "value", "lower95", "upper95", "events", "denominator")

    def q2(self):
        """One column of a panel, ranked."""
        latest = self.series().filter(pl.col("period") == self.c["last"])
        england = latest.filter(pl.col("area") == self.c["england"]).select(pl.col("value").alias("england"))
        against = (
            pl.when(pl.col("value").is_null()).then(None).when(pl.col("england") < pl.col("lower95"))
            .then(pl.lit("higher")).when(pl.col("england") > pl.col("upper95")).then(pl.lit("lower"))
            .otherwise(pl.lit("similar")))
        return latest.filter(self.upper_tier()).join(england, how="cross").select(
            "area", "value", "lower95", "upper95", pl.col("value").rank("min").alias("rank"), against.alias("against"))

    def q3(self):
        """One area, everything latest."""
        keys = STRATUM + ["period"]
        plain = self.fact.lazy().filter(pl.col("category") == 0)
        england = plain.filter(pl.col("area") == self.c["england"]).select(*keys, pl.col("value").alias("england"))
        own = plain.filter((pl.col("area") == self.c["birmingham"]) & pl.col("value").is_not_null())
        latest = own.group_by(STRATUM).agg(pl.col("period").max())
        return own.join(latest, on=keys).join(england, on=keys).select(
            *keys, "value", "lower95", "upper95", "events", "denominator", "england")

    def q4(self):
        """Sums and extrema of everything."""
        events = pl.when(pl.col("events").count() > 0).then(pl.col("events").sum())
        return self.fact.lazy().group_by("indicator", "period").agg(
            pl.col("value").count().alias("n"), events.alias("events"), pl.col("denominator").sum(),
            pl.col("value").mean().alias("mean"), pl.col("value").min().alias("min"),
            pl.col("value").max().alias("max"))

    def q5(self):
        """Rolling rates of regions."""
        yearly = self.indicator.lazy().filter(pl.col("years") == 1).select("indicator")
        keys = STRATUM + ["region"]
        sums = (
            self.fact.lazy().filter(self.upper_tier() & (pl.col("category") == 0) & pl.col("events").is_not_null()
                                    & pl.col("denominator").is_not_null())
            .join(yearly, on="indicator").join(self.place.lazy().select("area", "region"), on="area")
            .group_by(*keys, "period").agg(pl.col("events").sum(), pl.col("denominator").sum())
            .sort(*keys, "period"))
        rolled = sums.with_columns(
            pl.col("events").rolling_sum(3).over(keys), pl.col("denominator").rolling_sum(3).over(keys))
        return rolled.filter(pl.col("events").is_not_null()).with_columns(
            (pl.col("events") / pl.col("denominator")).alias("rate"))

    def q6(self):
        """Figures above England's."""
        keys = STRATUM + ["period"]
        plain = self.fact.lazy().filter((pl.col("category") == 0) & pl.col("value").is_not_null())
        england = plain.filter(pl.col("area") == self.c["england"]).select(*keys, pl.col("value").alias("england"))
        others = plain.filter(pl.col("area") != self.c["england"]).select(*keys, "area", "value")
        return others.join(england, on=keys).group_by("area", "period").agg(
            pl.len().alias("n"), (pl.col("value") > pl.col("england")).sum().alias("above"))

    def q7(self):
        """Quantiles over authorities."""
        value = pl.col("value")
        return self.fact.lazy().filter(
            (pl.col("category") == 0) & self.upper_tier() & value.is_not_null()
        ).group_by("indicator", "period").agg(
            value.quantile(0.1, "linear").alias("p10"), value.quantile(0.5, "linear").alias("p50"),
            value.quantile(0.9, "linear").alias("p90"))

    def q8(self):
        """Least squares of each series."""
        x, y = pl.col("period").cast(pl.Float64), pl.col("value")
        keys = STRATUM + ["category", "area"]
        return self.fact.lazy().filter(y.is_not_null()).group_by(keys).agg(
            pl.len().alias("n"), (pl.cov(x, y) / x.var()).alias("slope")).filter(pl.col("n") >= 3)

    def load(self):
        """The 27-column file into memory."""
        schema = {heading: KINDS[kind] for heading, _, kind in HEADINGS}
        texts = [name for name, kind in schema.items() if kind == pl.String]
        frame = pl.read_csv(f"{self.folder}/figures.csv", new_columns=list(schema), schema_overrides=list(schema.values()))
        frame.with_columns(pl.col(texts).cast(pl.Categorical))
