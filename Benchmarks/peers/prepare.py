"""Makes the peers' best shape of the data once: a sorted table of integer keys, and dimension tables."""

import json
import os

import duckdb

HEADINGS = [
    ("Indicator ID", "indicator_id", "INTEGER"), ("Indicator Name", "indicator_name", "VARCHAR"),
    ("Parent Code", "parent_code", "VARCHAR"), ("Parent Name", "parent_name", "VARCHAR"),
    ("Area Code", "area_code", "VARCHAR"), ("Area Name", "area_name", "VARCHAR"),
    ("Area Type", "area_type", "VARCHAR"), ("Sex", "sex", "VARCHAR"), ("Age", "age", "VARCHAR"),
    ("Category Type", "category_type", "VARCHAR"), ("Category", "category", "VARCHAR"),
    ("Time period", "time_period", "VARCHAR"), ("Value", "value", "DOUBLE"),
    ("Lower CI 95.0 limit", "lower95", "DOUBLE"), ("Upper CI 95.0 limit", "upper95", "DOUBLE"),
    ("Lower CI 99.8 limit", "lower998", "DOUBLE"), ("Upper CI 99.8 limit", "upper998", "DOUBLE"),
    ("Count", "events", "BIGINT"), ("Denominator", "denominator", "BIGINT"), ("Value note", "note", "VARCHAR"),
    ("Recent Trend", "trend", "VARCHAR"), ("Compared to England value or percentiles", "against_england", "VARCHAR"),
    ("Compared to parent", "against_parent", "VARCHAR"), ("Time period Sortable", "sortable", "INTEGER"),
    ("New data", "new_data", "VARCHAR"), ("Compared to goal", "against_goal", "VARCHAR"),
    ("Time period range", "time_range", "VARCHAR"),
]


def csv_source(path):
    """DuckDB's expression for a 27-column file with our names and types."""
    columns = ", ".join(f"'{name}': '{kind}'" for _, name, kind in HEADINGS)
    return f"read_csv('{path}', header = true, auto_detect = false, delim = ',', quote = '\"', columns = {{{columns}}})"


# Area ids run England, regions, boards, upper tier, districts, small areas, so that each kind is a range of ids.
AREAS = """
create table area as
select row_number() over (order by kind, code) - 1 as area, code, kind,
       case when kind = 3 then parent end as parent_code
from (select distinct area_code as code, parent_code as parent,
        case substr(area_code, 1, 3) when 'E92' then 0 when 'E12' then 1 when 'E54' then 2 when 'E07' then 4
          when 'E02' then 5 else 3 end as kind from keys)
"""
PERIODS = """
create table period as
select row_number() over (order by time_range, contains(label, '/'), sortable) - 1 as period, label,
       cast(substr(time_range, 1, 1) as integer) as years
from (select distinct time_period as label, sortable, time_range from keys)
"""
NAMED = """
create table {name} as select row_number() over (order by text) - 1 as {name}, text
from (select distinct coalesce({column}, '') as text from keys)
"""
FACT = """
copy (
  select k.indicator_id::integer as indicator, s.sex::tinyint as sex, g.age::tinyint as age,
         c.category::tinyint as category, a.area::smallint as area, p.period::smallint as period,
         value, lower95, upper95, lower998, upper998, events, denominator,
         (note is not null)::tinyint as suppressed
  from {source} k
  join sex s on s.text = k.sex join age g on g.text = k.age join category c on c.text = coalesce(k.category, '')
  join area a on a.code = k.area_code join period p on p.label = k.time_period
  order by indicator, sex, age, category, area, period
) to '{target}' (format parquet, compression zstd)
"""


def prepare(folder, threads, memory):
    """Reads figures.csv and next-year.csv of a folder; writes fact, next and dimension tables as Parquet and dims.json."""
    if os.path.exists(f"{folder}/dims.json"):
        return
    base = duckdb.connect(config={"threads": threads, "memory_limit": memory, "temp_directory": f"{folder}/spill"})
    now, later = csv_source(f"{folder}/figures.csv"), csv_source(f"{folder}/next-year.csv")
    columns = "area_code, parent_code, time_period, sortable, time_range, sex, age, category"
    base.execute(f"create table keys as select distinct {columns} from (from {now} union all by name from {later})")
    base.execute(AREAS)
    base.execute(PERIODS)
    for name in ("sex", "age", "category"):
        base.execute(NAMED.format(name=name, column=name))
    base.execute(FACT.format(source=now, target=f"{folder}/fact.parquet"))
    base.execute(FACT.format(source=later, target=f"{folder}/next.parquet"))
    base.execute(
        f"""create table indicator as select indicator, min(period)::smallint as first_period,
        max(period)::smallint as last_period, any_value(years)::tinyint as years
        from '{folder}/fact.parquet' join period using (period) group by indicator order by indicator"""
    )
    base.execute(
        f"""create table series as select distinct indicator, sex, age, last_period from '{folder}/fact.parquet'
        join indicator using (indicator) where category = 0 order by all"""
    )
    base.execute(
        """create table place as select a.area::smallint as area, a.code, a.kind::tinyint as kind,
        coalesce(r.area, -1)::smallint as region from area a left join area r on r.code = a.parent_code order by area"""
    )
    for name in ("indicator", "series", "place"):
        base.execute(f"copy {name} to '{folder}/{name}.parquet' (format parquet)")
    _write_dims(base, folder)
    base.close()


def _write_dims(base, folder):
    def texts(sql):
        return [row[0] for row in base.execute(sql).fetchall()]

    def one(sql):
        return base.execute(sql).fetchone()[0]

    dims = {name: texts(f"select text from {name} order by {name}") for name in ("sex", "age", "category")}
    dims["area"] = texts("select code from area order by area")
    dims["period"] = texts("select label from period order by period")
    dims["rows"] = one(f"select count(*) from '{folder}/fact.parquet'")
    dims["next_rows"] = one(f"select count(*) from '{folder}/next.parquet'")
    tier = base.execute("select min(area), max(area) from area where kind = 3").fetchone()
    count = one("select count(*) from indicator")
    chosen, last = base.execute(
        f"select indicator, last_period from indicator order by indicator offset {count // 2} limit 1"
    ).fetchone()
    persons = dims["sex"].index("Persons")
    age = one(f"select min(age) from series where indicator = {chosen} and sex = {persons}")
    dims["chosen"] = {
        "indicator": chosen, "sex": persons, "age": age, "last": last, "tier_first": tier[0], "tier_last": tier[1],
        "england": dims["area"].index("E92000001"), "birmingham": dims["area"].index("E08000025"),
    }
    with open(f"{folder}/dims.json", "w") as file:
        json.dump(dims, file)
