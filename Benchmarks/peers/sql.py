"""The questions in SQL, as DuckDB writes it; other engines change what differs in theirs."""

SERIES = "indicator = {indicator} and sex = {sex} and age = {age} and category = 0"

Q = {
    "Q1": f"""
select area, period, value, lower95, upper95, events, denominator from fact
where {SERIES} and area in ({{england}}, {{birmingham}})""",
    "Q2": f"""
with e as (select value as england from fact where {SERIES} and area = {{england}} and period = {{last}})
select area, value, lower95, upper95,
  case when value is not null then rank() over (order by value nulls last) end,
  case when value is null then null when england < lower95 then 'higher' when england > upper95 then 'lower'
    else 'similar' end
from fact, e where {SERIES} and period = {{last}} and area between {{tier_first}} and {{tier_last}}""",
    "Q3": """
with l as (
  select indicator, sex, age, max(period) as period from fact
  where area = {birmingham} and category = 0 and value is not null group by indicator, sex, age)
select b.indicator, b.sex, b.age, b.period, b.value, b.lower95, b.upper95, b.events, b.denominator, e.value
from fact b join l on b.indicator = l.indicator and b.sex = l.sex and b.age = l.age and b.period = l.period
join fact e on e.indicator = b.indicator and e.sex = b.sex and e.age = b.age and e.period = b.period
where b.area = {birmingham} and b.category = 0 and e.area = {england} and e.category = 0""",
    "Q4": """
select indicator, period, count(value), sum(events), sum(denominator), avg(value), min(value), max(value)
from fact group by indicator, period""",
    "Q5": """
with m as (
  select indicator, sex, age, region, period, sum(events) as c, sum(denominator) as d
  from fact join place using (area) join indicator i using (indicator)
  where area between {tier_first} and {tier_last} and category = 0 and events is not null
    and denominator is not null and i.years = 1
  group by indicator, sex, age, region, period),
r as (
  select indicator, sex, age, region, period, sum(c) over w as c, sum(d) over w as d, row_number() over p as n from m
  window p as (partition by indicator, sex, age, region order by period),
    w as (partition by indicator, sex, age, region order by period rows between 2 preceding and current row))
select indicator, sex, age, region, period, c, d, c / d from r where n >= 3""",
    "Q6": """
select f.area, f.period, count(*), count(*) filter (where f.value > e.value)
from fact f join (select indicator, sex, age, period, value from fact
  where area = {england} and category = 0 and value is not null) e
on f.indicator = e.indicator and f.sex = e.sex and f.age = e.age and f.period = e.period
where f.category = 0 and f.area <> {england} and f.value is not null group by f.area, f.period""",
    "Q7": """
select indicator, period, quantile_cont(value, 0.1), quantile_cont(value, 0.5), quantile_cont(value, 0.9)
from fact where category = 0 and area between {tier_first} and {tier_last} and value is not null
group by indicator, period""",
    "Q8": """
select indicator, sex, age, category, area, count(value), regr_slope(value, period - 0.0)
from fact group by indicator, sex, age, category, area having count(value) >= 3""",
}
