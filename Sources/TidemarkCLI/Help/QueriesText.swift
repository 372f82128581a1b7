extension HelpTopic {
  static let queriesText = """
    EXAMPLES
      tidemark compare --priority cancer --query-json > cancer.json
      tidemark ask cancer.json
      tidemark trend 90284 --sex persons --query-json | tidemark ask - --format csv

    --query-json prints a question instead of answering it, and 'tidemark ask' answers one
    with the bytes that the command would have given. All of it is resolved: a name has
    become a code, words have become the strata that fit them, '2021/22' a span of days.
    The same question always has the same text.

    KEYS
      tidemark_query  the version of the form: 1
      question        compare, profile, watchlist, trend, trend_test, rank, gap, disclosure;
                      {"overview": {"rows": 6}},
                      {"export": {"compared": false}}, {"audit": {"listing": false}},
                      {"peers": {"listing": false}}, {"funnel": {"limits": false}},
                      {"ratio": {"with": {"area": code, "sex": ..., "period": ...},
                      "every_period": false}},
                      {"excess": {"every_period": false}}, {"aggregate": {"areas": [codes],
                      "latest": 3, "by": ["area"]}}, {"summary": {"keys": [names],
                      "measures": [names], "rolling": 1}}, {"inequality": {"transform":
                      "none", "seed": 1}}, {"changes": {"since": vintage}},
                      {"revisions": {"since": vintage, "listing": [kinds]}}
      indicators      ids; [] for all
      area            a code; left out for all areas
      benchmark       {"area": code}, "mean", "median" or "pooled"
      strata          "usual", "every", "whole" (no categories), or {"of": [{"indicator":
                      id, "strata": [{"sex": ..., "age": ..., "category": ...}]}]}
      period          {"start": date, "unit": "year", "count": 1, "year": kind, "label": text}
      area_type       upper-tier, lower-tier, region ...
      peers           "area_type", {"within": code}, {"group": code} or
                      {"members": {"areas": [codes], "title": text}}
      geography       published or current
      comparing       "published", "control_limits", {"method": name} or {"goal": goal}
      limits          calculated (where left out) or published, for published ones alone
      ratio_limits    whether difference and ratio have their 95% limits; no where left out
      rank_intervals  whether ranks have their 95% intervals; no where left out
      as_of           "latest", {"release": 3} or {"date": "2024-06-30"}
      withdrawn       whether figures suppressed or withdrawn since are shown
      disclosure      hes, opensafely, ons-deaths or k=N; left out for none
      columns, order, limit
                      as --columns, --sort and --limit; left out for all

    find, describe, status and releases ask about the catalogue. Theirs begins with
    tidemark_catalogue_query: 1, and beside question has as_of, withdrawn, disclosure,
    columns, order and limit. The question is "status", "releases", {"find": {"words":
    text}} or {"describe": {"indicator": id}}, {"area": code} or {"theme": name} for that.

    A key that means nothing is an error, never passed over. A profile pinned in the store
    holds whatever a question says.
    """
}
