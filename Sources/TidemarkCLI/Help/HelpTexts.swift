import TideDisclosure
import TideModel
import TideQuery

extension HelpTopic {
  static let findingText = """
    EXAMPLES
      tidemark find smoking in pregnancy
      tidemark trend "infant mortality" --area solihull
      tidemark compare --priority "maternal health"

    Wherever an indicator or an area is asked for, its id (90284), its code
    (E08000025) or words of its name will do. Words may be the beginnings of longer
    ones, in any order, in small letters, with hyphens or spaces between them. Words
    that fit several things are refused with a list; on a terminal you can pick from
    it.

    'find' looks further than names: in themes and definitions, and for words that
    people use for one another (deaths and mortality, heart and cardiovascular). What
    fits best comes first. A word that nothing holds is taken for the nearest one that
    something does, and the answer says so.

    Completions for your shell offer indicators and areas at the Tab key:
      source <(tidemark --generate-completion-script bash)
    'make install' puts them in place for bash, zsh and fish.
    """

  static var areasText: String {
    """
    EXAMPLES
      tidemark rank "infant mortality" --peers core-cities
      tidemark rank "infant mortality" --within "West Midlands"
      tidemark compare --area Solihull --benchmark "West Midlands"
      tidemark trend 91547 --area "West Northamptonshire" --geography current

    An area is ranked among all areas of its type in its country, unless --within
    names a larger area, --peers a group or a file, or --area-type another type:

    \(AreaType.allCases.map { "  \($0.rawValue.padded(to: 20))\($0.title)" }.joined(separator: "\n"))

    Groups come with area lists (parents: group=core-cities); a file of peers has a
    code or a name a line; 'tidemark config peers.NAME' gives a list a name.

    --rank-interval adds the places that an area may have with 95% certainty, each area's
    true figure lying by its own limits: a place may be sure, or anything of many.

    Where boundaries changed, a series says so and figures of the areas before are not
    joined to it. --geography current answers in today's areas, summing counts and
    denominators of those they replaced where that is exact.
    """
  }

  static let strataText = """
    EXAMPLES
      tidemark trend suicide --sex male
      tidemark compare --category none --sex persons
      tidemark inequality 90284 --category "County & UA" --sex persons

    A figure is about a sex, an age and, where it is of a part of the people only, a
    category of some kind (deprivation decile, ethnic group). --sex, --age and
    --category take the published text, or words of it; --category none leaves only
    figures of everybody, all takes every part. Figures of different strata are never
    added up or ranked together.
    """

  static let periodsText = """
    EXAMPLES
      tidemark compare --period 2022/23
      tidemark trend suicide --period "2019 - 21"
      tidemark rank "infant mortality" --period "2014 - 16"

    Periods are written as they are published: 2023 (a calendar year), 2023/24 (a
    financial or academic one), 2021 - 23 (three years pooled), 2022/23 - 24/25,
    2023/24 Q1, Mar 2024, 2024-03-05. --period takes any of these spellings.

    The latest figure of an area is the one whose period ends last, and of those the
    shortest; where it has no value the latest that has one is shown, with a note.
    Pooled periods that overlap are never added up, and never tested for a trend as if
    they were independent.
    """

  static let comparisonText = """
    EXAMPLES
      tidemark compare
      tidemark compare --benchmark "West Midlands"
      tidemark rank 91547 --method interval95-998
      tidemark compare "coverage: breast cancer" --goal 70..80

    The benchmark is the published figure of England; --benchmark takes another area,
    the mean or median of the areas of the type, or pooled, which sums their counts
    and denominators. A benchmark that had to be pooled is called so.

    Each indicator is compared by its own published method, most by this rule: similar
    where the area's 95% interval holds the benchmark's value, else better or worse by
    the indicator's polarity. Where there is no polarity the words are higher and
    lower. A figure without an interval is not compared.

    Where a count is published and no interval, one is worked out from it and marked
    (limits_by: calculated, and in the note): Wilson's for proportions; Byar's, exact under
    ten events, for rates; for a standardised rate Byar's of its count, as if all ages
    weighed alike. Never for estimates, beside a suppressed figure, or from counts that
    disclosure control rounds. --published-only leaves all of it out.

      better   \u{25CF}    similar   \u{25CB}    worse   \u{25C6}    higher   \u{25B2}    lower   \u{25BC}

    --method compares all by one rule: interval95, interval998, interval95-998 (two
    levels), overlap95 (both intervals), control-limits, quintiles, quartiles, none.
    --goal measures by a target instead: 95 (reached at 95), 90..95 (a range), ci95 (by
    the interval), p25..p75 (percentiles of all areas), last-year.

    'tidemark audit' tells whether published comparisons follow from the figures.
    """

  static let trendsText = """
    EXAMPLES
      tidemark trend 90284 --sex persons
      tidemark trend 90284 --sex persons --test
      tidemark gap 90284 --sex persons

    The recent trend is that of the national service: the latest five figures of
    consecutive years, tested at 99.8% by chi-squared, for trend in proportions where
    counts and denominators are known and by weighted regression where intervals are.
    It is told only where leaving out any one year does not turn it. It cannot be
    calculated for fewer than five years, pooled periods, or figures without counts
    and intervals.

    --test prints the statistics, and whether the gap to the benchmark widens or closes
    over the latest five and ten figures that share no days.
    """

  static let vintagesText = """
    EXAMPLES
      tidemark releases
      tidemark changes
      tidemark trend "infant mortality" --as-of 1
      tidemark diff 1 3 --area Birmingham

    Each append is a release, and nothing in the store is overwritten. --as-of takes
    the number of a release or a day, and answers as the data stood then.
    'changes' tells what the newest release changed for one area, 'revisions' which
    figures of all areas, 'diff' what changed between two vintages. 'undo' takes a
    release back by making another.

    A figure that was suppressed or withdrawn later is kept back in older vintages as
    well, unless --allow-withdrawn is given.
    """

  static let loadingText = """
    EXAMPLES
      tidemark append fingertips-download.csv --dry-run
      tidemark append areas.csv indicators.csv figures.csv.gz
      tidemark append new-year.csv --strict --json

    'append' reads CSV files, plain or gzip: downloads of the Fingertips service in all
    spellings of their headings, what 'tidemark export' writes, and tidy tables with at
    least indicator_id, area_code, period and value. Lists of areas and of indicators
    are told apart by their headings.

    All files of one command are one release, or none. A file loaded before is passed
    over; figures that stand are not written again. Rows that cannot be read go to
    FILE.rejects.csv with line, column, rule and value, and the others are loaded;
    --strict loads nothing then. --full-refresh withdraws stored figures that the
    files leave out. --dry-run writes nothing.
    """

  static let formatsText = """
    EXAMPLES
      tidemark compare --format csv --output latest.csv
      tidemark rank "infant mortality" --columns area,value,rank --sort -value --limit 10
      tidemark compare --format html --provenance --output latest.html
      tidemark export --format jsonl | wc -l

    The same rows on a terminal, in a pipe and in a file: a table on a terminal, CSV
    elsewhere; --format takes table, csv, tsv, json, jsonl, markdown and html. Data go to
    standard output, everything else to standard error. Numbers in tables are rounded to
    what was published (--precision changes it); machine formats carry every digit.

    --columns picks columns by their names in machine formats, --sort orders by some of
    them (-value: largest first), --limit leaves rows out and says how many. --output
    writes a file, whole or not at all. --bom is for Excel. --provenance adds release,
    sources, query and version. --plain is for screen readers.

    A text in CSV or TSV that a spreadsheet would run as a formula has an apostrophe
    before it; --raw leaves it out.
    """

  static var disclosureText: String {
    """
    EXAMPLES
      tidemark compare --disclosure hes
      tidemark export --disclosure k=10 --output shareable.csv
      tidemark disclosure --pin opensafely

    Published figures need no disclosure control, and there is none unless asked for.
    For figures of your own a profile hides small numbers in every answer, in older
    vintages too, and as many more as it takes that none can be had by subtraction
    from totals, pooled periods or other vintages:

    \([DisclosureProfile.hes, .opensafely, .onsDeaths].map { "  \($0.name.padded(to: 12))\($0.meaning)" }.joined(separator: "\n"))
      k=N         counts above 0 and below N are hidden

    --pin keeps a profile in the store: answers then pass it whoever asks, and only one
    that is at least as strict may be asked for, else the exit code is 8. What was
    hidden is told on standard error.
    """
  }
}
