import TestSupport
import TideModel

@testable import TideStore

/// Releases of random shape and contents.
struct RandomReleases {
  var generator: SeededGenerator
  /// Figures of earlier releases, which later ones may say again.
  private var said: [FactKey] = []

  init(generator: SeededGenerator) { self.generator = generator }

  private static let areas = [
    "E92000001", "E12000005", "E12000001", "E08000025", "E08000029", "E10000028", "E06000001", "E07000192",
    "E09000002", "E54000055", "E38000220", "E02000001", "E01000001", "A81002", "U12345", "RRK", "E47000007",
    "England ex London", "E08000026", "W06000001",
  ]
  private static let strata = [
    Stratum(sex: "Persons", age: "All ages"), Stratum(sex: "Male", age: "<75 yrs"), Stratum(sex: "", age: ""),
    Stratum(sex: "Female", age: "10-24 yrs", categoryType: "IMD decile", category: "Most deprived decile; \"10%\""),
  ]
  private static let texts = [
    "", "", "Aggregated from all known lower geography values", "Café – naïve \u{1F9EA}", "line\none", "a,b\"c\"",
    "=HYPERLINK(\"x\")", "<script>", "'; DROP TABLE text; --", " ", "../../etc/passwd",
  ]

  private static let extremes = [
    1e308, -1e308, .leastNonzeroMagnitude, -.leastNormalMagnitude, 9_007_199_254_740_991, .infinity, -.infinity,
  ]

  /// One of the numbers published files hold, and those they should not.
  mutating func number() -> Double {
    switch Int.random(in: 0..<12, using: &generator) {
    case 0: return -0.0
    case 1: return 0
    case 2: return Double(Int.random(in: 0...100_000, using: &generator))
    case 3: return Double(Int.random(in: 0...99_999, using: &generator)) / 1000
    case 4: return Double(Int.random(in: 100_000_000_000_000...999_999_999_999_999, using: &generator)) / 1e13
    case 5: return Double.random(in: 0..<1, using: &generator)
    case 6: return Self.extremes.randomElement(using: &generator)!
    default: return Double(Int.random(in: 0...9999, using: &generator)) / 10
    }
  }

  private mutating func flip(_ chance: Double) -> Bool { Double.random(in: 0..<1, using: &generator) < chance }

  private mutating func observation() -> Observation {
    var figures = Figures()
    let fullness = [0.0, 0.3, 0.9, 1.0].randomElement(using: &generator)!
    for measure in Measure.allCases where flip(fullness) { figures[measure] = number() }
    return Observation(
      figures: figures, status: flip(0.5) ? .none : Status.allCases.randomElement(using: &generator)!,
      note: text(), publishedTrend: text(), publishedComparison: text())
  }

  private mutating func text() -> String { flip(0.7) ? "" : Self.texts.randomElement(using: &generator)! }

  private mutating func period() -> Period {
    let unit = Period.Unit.allCases.randomElement(using: &generator)!
    let start = CalendarDate(year: Int.random(in: 1...9990, using: &generator))!
    let near = CalendarDate(year: Int.random(in: 2001...2024, using: &generator), month: 4)!
    return Period(
      start: flip(0.1) ? start : near, unit: unit, count: Int.random(in: 1...5, using: &generator),
      yearType: YearType.allCases.randomElement(using: &generator)!,
      label: flip(0.3) ? "label \(Int.random(in: 0..<5, using: &generator))" : nil)!
  }

  mutating func indicator(_ id: Int) -> Indicator {
    var indicator = Indicator(id: id, name: "indicator \(id) \(text())", code: text())
    indicator.unit = text()
    indicator.multiplier = flip(0.3) ? nil : [1, 100, 1000, 100_000, 0.1, .infinity].randomElement(using: &generator)!
    indicator.valueType = ValueType.allCases.randomElement(using: &generator)!
    indicator.polarity = Polarity.allCases.randomElement(using: &generator)!
    indicator.comparisonMethod = ComparisonMethod.allCases.randomElement(using: &generator)!
    indicator.yearType = flip(0.5) ? nil : YearType.allCases.randomElement(using: &generator)!
    indicator.intervalMethod = text()
    indicator.themes = flip(0.5) ? [] : ["mortality", "children"]
    indicator.definition = String(repeating: text(), count: Int.random(in: 0...40, using: &generator))
    indicator.source = text()
    indicator.publisher = text()
    indicator.licence = text()
    return indicator
  }

  mutating func area(_ code: String) -> Area {
    var area = Area(code: code, name: "area \(text())", kind: text())
    if flip(0.5) { area.parents = [AreaParent(hierarchy: "region", code: "E12000005")] }
    if flip(0.3) { area.parents.append(AreaParent(hierarchy: "icb", code: "E54000055")) }
    if flip(0.5) { area.validFrom = CalendarDate(year: 2009, month: 4) }
    if flip(0.2) { area.validTo = CalendarDate(year: 2023, month: 3, dayOfMonth: 31) }
    if flip(0.2) { area.successors = ["E06000063", "E06000064"] }
    if flip(0.2) { area.aliases = ["Brum"] }
    return area
  }

  /// A release of up to 5 panels' worth of figures; some cells of earlier ones again.
  mutating func release(_ number: Int) -> ReleaseDraft {
    var draft = ReleaseDraft()
    draft.published = CalendarDate(year: 2020 + number, month: 6)
    draft.counts.new = Int.random(in: 0...9, using: &generator)
    draft.counts.described = Int.random(in: 0...9, using: &generator)
    draft.sources = (0..<Int.random(in: 0...2, using: &generator)).map {
      Release.Source(
        name: "file \($0) \(text()).csv", sha256: String(repeating: "a\($0)", count: 32), bytes: 7, rows: $0)
    }
    for _ in 0..<Int.random(in: 0...5, using: &generator) {
      let indicator = [Int.random(in: 1...4, using: &generator), 93_000, 1_000_001].randomElement(using: &generator)!
      let stratum = Self.strata.randomElement(using: &generator)!
      let areas = (0..<Int.random(in: 1...8, using: &generator)).map { _ in Self.areas.randomElement(using: &generator)!
      }
      let periods = (0..<Int.random(in: 1...6, using: &generator)).map { _ in period() }
      for area in areas {
        for period in periods where flip(0.7) { draft.set(indicator, area, period, observation(), stratum: stratum) }
      }
      if flip(0.6) { draft.indicators.append(self.indicator(indicator)) }
    }
    for key in said where flip(0.2) {
      let period = Period(key: key.period)!
      draft.set(
        key.indicator, key.area, flip(0.5) ? period : period.labelled("again"), observation(), stratum: key.stratum)
    }
    said = draft.facts.keys.sorted()
    for code in Self.areas where flip(0.1) { draft.areas.append(area(code)) }
    return draft
  }
}
