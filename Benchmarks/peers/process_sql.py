"""What the commands of `processes.py` answer, in SQL for DuckDB: the same rows with the same columns.

The tables are a star: `fact` with integer keys, sorted by indicator, sex, age, category, area and period, and a small table
of texts for each key. Periods of one length and kind of year have ids that follow each other.
"""

# The texts of a row, and what is published of it. `f` is the figure, `w` what the question wants of it.
KEYS = """
  f.indicator as indicator_id, i.name as indicator, a.code as area_code, a.name as area, a.type as area_type,
  s.text as sex, g.text as age, c.type as category_type, c.text as category, p.label as period, p.start as period_start"""
FIGURE = """
  i.unit, f.value, f.lower95 as lower_95, f.upper95 as upper_95, f.lower998 as lower_998, f.upper998 as upper_998,
  f.events as count, f.denominator, case when f.suppressed = 1 then 'c' end as status,
  case when f.suppressed = 1 then 'Value suppressed for disclosure control due to small count' end as note"""
# Whose limits they are: the commands are asked for published ones alone.
LIMITS_BY = "case when f.lower95 is not null then 'published' end as limits_by"
TEXTS = """
join indicator i on i.indicator = f.indicator join area a on a.area = f.area join sex s on s.sex = f.sex
join age g on g.age = f.age join category c on c.category = f.category join period p on p.period = f.period"""

# England's value of the same figure, and the verdict: England's value against the 95% limits.
BENCHMARK = """
  'E92000001' as benchmark_code, 'England' as benchmark, e.value as benchmark_value, f.value - e.value as difference,
  f.value / nullif(e.value, 0) as ratio,
  case when f.value is null or f.lower95 is null or e.value is null then 'not compared'
    when e.value < f.lower95 then
      case i.polarity when 'low is good' then 'worse' when 'high is good' then 'better' else 'higher' end
    when e.value > f.upper95 then
      case i.polarity when 'low is good' then 'better' when 'high is good' then 'worse' else 'lower' end
    else 'similar' end as comparison,
  'interval95' as compared_by, null as comparison_level"""
ENGLAND = """
join (select * from fact where area = {{england}} and category = 0{more}) e
  on e.indicator = f.indicator and e.sex = f.sex and e.age = f.age and e.period = f.period"""
ALL = ENGLAND.format(more="")
ONE = ENGLAND.format(more=" and indicator = {indicator}")

# The recent trend of each figure of `wanted`: chi-squared tests at 99.8% on the five years up to it, proportions by their
# counts, all else by the widths of the 95% intervals; no single year may decide the direction. Published criteria.
TREND = """
point as (
  select w.indicator, w.sex, w.age, w.area, w.period, o.period - w.period + 2.0 as t, o.suppressed,
    o.events as x, o.denominator as n,
    case when i.value_type = 'Proportion' then
        case when o.events > 0 and o.denominator > o.events then ln(o.events / (o.denominator - o.events)) end
      else o.value end as v,
    case when i.value_type = 'Proportion' then 1.0
      when o.upper95 > o.lower95 then 1 / ((o.upper95 - o.lower95) / 3.92) ** 2 end as k,
    i.value_type = 'Proportion' as is_proportion
  from wanted w join series o on o.indicator = w.indicator and o.sex = w.sex and o.age = w.age and o.area = w.area
    and o.period between w.period - 4 and w.period
  join indicator i on i.indicator = w.indicator where i.years = 1),
line as (
  select indicator, sex, age, area, period, any_value(is_proportion) as is_proportion, count(v) as points,
    sum(k) as k, sum(k * t) as kt, sum(k * t * t) as ktt, sum(k * v) as kv, sum(k * t * v) as ktv,
    sum(n) as n, sum(x) as x, sum(n * t) as nt, sum(n * t * t) as ntt, sum(x * t) as xt
  from point group by all having count(v) = 5 and count(k) = 5 and sum(suppressed) = 0),
slope as (
  select *, (k * ktv - kt * kv) / (k * ktt - kt * kt) as slope,
    case when is_proportion then n * (n * xt - x * nt) ** 2 / (x * (n - x) * (n * ntt - nt * nt))
      else ((k * ktv - kt * kv) / (k * ktt - kt * kt)) ** 2 * (k * ktt - kt * kt) / k end as chi
  from line),
trend as (
  select l.indicator, l.sex, l.age, l.area, l.period, any_value(l.slope) as slope,
    any_value(l.chi) > 9.54953570608324 and bool_and((l.slope >= 0) = (
      (l.k - p.k) * (l.ktv - p.k * p.t * p.v) - (l.kt - p.k * p.t) * (l.kv - p.k * p.v) >= 0)) as is_significant
  from slope l join point p using (indicator, sex, age, area, period) group by all)"""
TREND_TEXT = """
  case when r.slope is null then 'Cannot be calculated' when not r.is_significant then 'No significant change'
    else case when r.slope >= 0 then 'Increasing' else 'Decreasing' end ||
      case when i.polarity = 'no judgement' then ''
        when (r.slope >= 0) = (i.polarity = 'high is good') then ' and getting better'
        else ' and getting worse' end
    end as trend"""
TREND_JOIN = """
left join trend r on r.indicator = f.indicator and r.sex = f.sex and r.age = f.age and r.area = f.area
  and r.period = f.period"""

# The latest period with a value of Birmingham in each series.
LATEST = """
series as (select * from fact where area = {birmingham} and category = 0),
wanted as (
  select indicator, sex, age, {birmingham} as area,
    coalesce(max(period) filter (where value is not null), max(period)) as period
  from series group by indicator, sex, age)"""

# The place of the wanted area among those of upper tier with a value in the period.
COMPARE = f"""
with {LATEST},
place as (
  select w.indicator, w.sex, w.age, count(m.value) as ranked,
    1 + count(*) filter (where case when i.polarity = 'low is good' then m.value < o.value else m.value > o.value end)
      as rank
  from wanted w join series o using (indicator, sex, age, period) join indicator i using (indicator)
  join (select indicator, sex, age, period, value from fact
    where category = 0 and area between {{tier_first}} and {{tier_last}}) m using (indicator, sex, age, period)
  group by w.indicator, w.sex, w.age),
{TREND}
select {KEYS}, {FIGURE}, {LIMITS_BY}, {BENCHMARK}, {TREND_TEXT},
  case when f.value is not null then l.rank end as rank, l.ranked, 1 as release
from wanted w join series f on f.indicator = w.indicator and f.sex = w.sex and f.age = w.age and f.period = w.period
join place l on l.indicator = f.indicator and l.sex = f.sex and l.age = f.age {TEXTS} {ALL} {TREND_JOIN}
"""

SQL = {
    "compare": COMPARE + "order by i.theme_order, i.name, i.indicator, s.place, g.text",
    "profile": COMPARE + """
order by i.theme_order,
  case comparison when 'worse' then 0 when 'higher' then 1 when 'lower' then 1 when 'similar' then 2 when 'better' then 3
    else 4 end,
  case when ratio > 0 then greatest(ratio, 1 / ratio) end desc nulls last, i.name, i.indicator, s.place, g.text""",
    "rank": f"""
with latest as (
  select sex, age, max(period) filter (where value is not null) as period from fact
  where indicator = {{indicator}} and sex = {{sex}} and category = 0 and area = {{birmingham}} group by sex, age),
series as (
  select * from fact where indicator = {{indicator}} and sex = {{sex}} and category = 0
    and area between {{tier_first}} and {{tier_last}}),
wanted as (select s.indicator, s.sex, s.age, s.area, s.period from series s join latest using (sex, age, period)),
place as (
  select s.sex, s.age, s.area, count(s.value) over (partition by s.sex, s.age) as ranked,
    case when s.value is not null then rank() over (partition by s.sex, s.age
      order by case when i.polarity = 'low is good' then s.value else -s.value end nulls last) end as rank
  from series s join latest using (sex, age, period) join indicator i using (indicator)),
{TREND}
select {KEYS}, {FIGURE}, {LIMITS_BY}, {BENCHMARK}, {TREND_TEXT}, l.rank, l.ranked, 1 as release
from wanted w join series f on f.sex = w.sex and f.age = w.age and f.area = w.area and f.period = w.period
join place l on l.sex = f.sex and l.age = f.age and l.area = f.area {TEXTS} {ONE} {TREND_JOIN}
order by s.place, g.text, l.rank nulls last, a.name""",
    "trend": f"""
with series as (select * from fact where indicator = {{indicator}} and area = {{birmingham}} and category = 0),
wanted as (select indicator, sex, age, area, period from series),
{TREND}
select {KEYS}, {FIGURE}, {LIMITS_BY}, {BENCHMARK}, {TREND_TEXT}, 1 as release
from series f {TEXTS} {ONE} {TREND_JOIN}
order by s.place, g.text, f.period""",
    # Sums of a region's areas of upper tier, with Wilson's interval or Byar's; nothing where one is suppressed.
    "aggregate": f"""
with latest as (
  select distinct period from fact where indicator = {{indicator}} and category = 0 order by period desc limit {{last}}),
part as (
  select * from fact join place using (area) where indicator = {{indicator}} and category = 0 and sex = {{sex}}
    and region = {{region}} and area between {{tier_first}} and {{tier_last}}),
total as (
  select f.indicator, f.sex, f.age, f.category, {{region}} as area, f.period, count(*) as members,
    max(suppressed) as suppressed, case when max(suppressed) = 0 then sum(events)::double end as events,
    case when max(suppressed) = 0 then sum(denominator)::double end as denominator
  from part f join latest using (period) group by all),
z as (select * from (values (1.959963984540054, 3.090232306167813)) t(z95, z998)),
f as (
  select t.*, i.multiplier * events / denominator as value,
    i.multiplier * lower_limit(w, events, denominator, z95) as lower95,
    i.multiplier * upper_limit(w, events, denominator, z95) as upper95,
    i.multiplier * lower_limit(w, events, denominator, z998) as lower998,
    i.multiplier * upper_limit(w, events, denominator, z998) as upper998
  from total t cross join z join (select *, value_type = 'Proportion' as w from indicator) i using (indicator))
select f.indicator as indicator_id, i.name as indicator, a.code as area_code,
  a.name || ' (' || f.members || ' County & UA areas)' as area, 'Areas together' as area_type, s.text as sex, g.text as age,
  c.type as category_type, c.text as category, p.label as period, p.start as period_start,
  {FIGURE}, {BENCHMARK}, f.members, 1 as release
from f {TEXTS} {ONE}
order by s.place, g.text, f.period""",
    "summarise": f"""
select f.indicator as indicator_id, i.name as indicator, i.unit, p.label as period, count(value) as figures,
  sum(events) as count, sum(denominator) as denominator, avg(value) as mean, min(value) as min, max(value) as max
from fact f join indicator i using (indicator) join period p using (period)
group by f.indicator, i.name, i.unit, f.period, p.label order by f.indicator, f.period""",
    "export-one": f"""
select {KEYS}, {FIGURE}, 1 as release from fact f {TEXTS} where f.indicator = {{indicator}}""",
    "export": f"""
select {KEYS}, {FIGURE}, 1 as release from fact f {TEXTS}""",
}

MACROS = """
create macro wilson(x, n, z) as (2 * x + z * z + z * sqrt(z * z + 4 * x * (1 - x / n))) / (2 * (n + z * z));
create macro byar(x, z) as x * (1 - 1 / (9 * x) + z / (3 * sqrt(x))) ** 3;
create macro lower_limit(is_proportion, x, n, z) as
  case when is_proportion then wilson(x, n, -z) else byar(x, -z) / n end;
create macro upper_limit(is_proportion, x, n, z) as
  case when is_proportion then wilson(x, n, z) else byar(x + 1, z) / n end;
"""

# The star's dimensions beside those that `prepare.py` makes; `described` is what the program tells of its indicators.
DIMENSIONS = """
create table fact as from '{folder}/fact.parquet';
create table place as from '{folder}/place.parquet';
create table indicator as
select d.*, k.years, dense_rank() over (order by d.theme_key) as theme_order
from described d join '{folder}/indicator.parquet' k using (indicator);
create table sex as select unnest(range(len(texts)))::tinyint as sex, unnest(texts) as text,
  unnest([list_position(['Persons', 'Female', 'Male'], x) for x in texts]) as place from (select {sex} as texts);
create table age as select unnest(range(len(texts)))::tinyint as age, unnest(texts) as text from (select {age} as texts);
create table category as
select n::tinyint as category, nullif(text, '') as text, category_type as type
from (select unnest(range(len(texts))) as n, unnest(texts) as text from (select {category} as texts))
left join (select distinct category_type, category from {csv}) k on k.category = text;
create table area as
select n::smallint as area, code, name, case substr(code, 1, 3) when 'E92' then 'Country' when 'E12' then 'Region'
  when 'E54' then 'ICB' when 'E07' then 'District & UA' when 'E02' then 'MSOA' else 'County & UA' end as type
from (select unnest(range(len(codes))) as n, unnest(codes) as code from (select {area} as codes))
join (select area_code as code, any_value(area_name) as name from {csv} group by area_code) using (code) order by n;
create table period as
select n::smallint as period, label,
  make_date(substr(label, 1, 4)::integer, case when contains(label, '/') then 4 else 1 end, 1) as start
from (select unnest(range(len(labels))) as n, unnest(labels) as label from (select {period} as labels));
"""
