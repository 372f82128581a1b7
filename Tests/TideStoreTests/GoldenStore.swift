import Foundation
import TideModel

@testable import TideStore

/// The stores in `Golden/`, one for each version of the format ever landed, and what they must answer.
///
/// `expected.csv` was written by hand. `TIDEMARK_WRITE_GOLDEN=1` makes the store of the present version from it, once;
/// afterwards its bytes stand, and every later version of the program must read them.
struct GoldenStore {
  let version: String

  /// Where the test bundle has the golden files.
  private var folder: String { Bundle.module.resourcePath! + "/Golden/v\(version)" }
  var store: String { folder + "/store" }

  /// Where the source tree has them.
  private var sourceFolder: String {
    String(#filePath.dropLast("GoldenStore.swift".count)) + "Golden/v\(version)"
  }

  /// The releases that made the store, by hand.
  func drafts() throws -> [ReleaseDraft] {
    var drafts = [ReleaseDraft(), ReleaseDraft(), ReleaseDraft()]
    for (index, day) in ["2024-02-29", "2024-06-01", "2025-03-31"].enumerated() {
      drafts[index].published = CalendarDate(iso: day)
      drafts[index].counts.new = index + 1
    }
    drafts[0].sources = [
      Release.Source(name: "golden, \"one\".csv", sha256: String(repeating: "12", count: 32), bytes: 1234, rows: 15)
    ]
    drafts[0].indicators = [Self.infantMortality]
    drafts[0].areas = [Self.birmingham, Area(code: "E92000001", name: "England", kind: "Country")]
    drafts[1].indicators = [Self.infantMortality, Indicator(id: 55_555, name: "Café – 100%")]
    drafts[1].indicators[0].name = "Infant mortality rate, new name"
    for row in try rows() {
      drafts[row.release - 1].set(
        row.key.indicator, row.key.area, row.period, row.observation, stratum: row.key.stratum)
    }
    Self.addDays(to: &drafts[0])
    if version != "1.0" { Self.addRates(to: &drafts[1]) }
    if version >= "2.1" { drafts[2].counts.withdrawn = 4 }
    return drafts
  }

  /// A release that format 3.0's store takes back before it is compacted: it revises figures and brings others.
  var mistaken: ReleaseDraft {
    var draft = ReleaseDraft()
    draft.published = CalendarDate(iso: "2025-04-01")
    for (index, code) in ["E07001000", "E07001001", "E07001999"].enumerated() {
      draft.set(
        88, code, SmallStore.year(2001), Observation(figures: Figures(value: Double(index)), note: "a mistake"))
    }
    draft.set(77, "E12000005", SmallStore.year(2020), Observation(figures: Figures(value: 1)))
    return draft
  }

  private static var infantMortality: Indicator {
    var indicator = Indicator(id: 92_196, name: "Infant mortality rate", code: "InfMort")
    indicator.unit = "per 1,000"
    indicator.multiplier = 1000
    indicator.valueType = .crudeRate
    indicator.polarity = .lowIsGood
    indicator.comparisonMethod = .interval95
    indicator.yearType = .calendar
    indicator.themes = ["Children", "Mortality"]
    indicator.definition = "Deaths under one year of age.\nPer 1,000 live births."
    return indicator
  }

  private static var birmingham: Area {
    var area = Area(code: "E08000025", name: "Birmingham", kind: "Metropolitan district")
    area.parents = [
      AreaParent(hierarchy: "region", code: "E12000005"), AreaParent(hierarchy: "icb", code: "E54000055"),
    ]
    area.validFrom = CalendarDate(year: 2009)
    area.aliases = ["Brum"]
    return area
  }

  /// A daily series of more than one block: day n of 1,300 has value n/8 and count n, every seventh is suppressed.
  private static func addDays(to draft: inout ReleaseDraft) {
    for number in 0..<1300 {
      let start = CalendarDate(year: 2020)!.adding(days: number)
      let period = Period(start: start, unit: .day, count: 1, yearType: .calendar)!
      let figures = Figures(value: Double(number) / 8, count: Double(number))
      draft.set(
        77, "E12000005", period,
        number % 7 == 3 ? Observation(figures: Figures(), status: .suppressed) : Observation(figures: figures))
    }
  }

  /// Percentages and rates with their intervals, as publishers print them, for format 2's derived columns: 80 areas by
  /// 30 years, in two chunks; Wilson's limits at 5 decimals, Byar's at 10 digits, every 11th suppressed.
  private static func addRates(to draft: inout ReleaseDraft) {
    for indicator in [88, 89] {
      for area in 0..<80 {
        for year in 0..<30 {
          let period = Period(start: CalendarDate(year: 2001 + year)!, unit: .year, count: 1, yearType: .calendar)!
          let n = Double(1000 + area * 137 + year * 11)
          let x = Double(20 + (area * 31 + year * 17) % 190)
          let code = "E0700" + String(1000 + area).suffix(4)
          guard (area + year) % 11 != 5 else {
            draft.set(indicator, code, period, Observation(figures: Figures(denominator: n), status: .suppressed))
            continue
          }
          func printed(_ number: Double) -> Double {
            Double(String(format: indicator == 88 ? "%.5f" : "%.10g", number))!
          }
          func limits(_ z: Double) -> (Double, Double) {
            if indicator == 88 {
              let spread = z * (z * z + 4 * x * (1 - x / n)).squareRoot()
              return (
                100 * (2 * x + z * z - spread) / (2 * (n + z * z)), 100 * (2 * x + z * z + spread) / (2 * (n + z * z))
              )
            }
            let lower = 1 - 1 / (9 * x) - z / (3 * x.squareRoot())
            let upper = 1 - 1 / (9 * (x + 1)) + z / (3 * (x + 1).squareRoot())
            return (1e5 * x * lower * lower * lower / n, 1e5 * (x + 1) * upper * upper * upper / n)
          }
          let (narrow, wide) = (limits(1.959963984540054), limits(3.090232306167813))
          let figures = Figures(
            value: printed(x / n * (indicator == 88 ? 100 : 1e5)), lower95: printed(narrow.0),
            upper95: printed(narrow.1), lower998: printed(wide.0), upper998: printed(wide.1), count: x, denominator: n)
          draft.set(indicator, code, period, Observation(figures: figures))
        }
      }
    }
  }

  private struct ExpectedRow {
    var release: Int
    var key: FactKey
    var period: Period
    var observation: Observation
  }

  private func rows() throws -> [ExpectedRow] {
    let text = try String(contentsOfFile: folder + "/expected.csv", encoding: .utf8)
    return text.split(separator: "\n").dropFirst().map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let units: [String: Period.Unit] = [
        "year": .year, "quarter": .quarter, "month": .month, "week": .week, "day": .day,
      ]
      let period = Period(
        start: CalendarDate(iso: cells[7])!, unit: units[cells[8]]!, count: Int(cells[9])!,
        yearType: YearType(rawValue: UInt8(cells[10])!)!, label: cells[11])!
      var figures = Figures()
      for (index, measure) in Measure.allCases.enumerated() { figures[measure] = Double(cells[13 + index]) }
      let stratum = Stratum(sex: cells[2], age: cells[3], categoryType: cells[4], category: cells[5])
      return ExpectedRow(
        release: Int(cells[0])!,
        key: FactKey(indicator: Int(cells[1])!, stratum: stratum, area: cells[6], period: period.key),
        period: period,
        observation: Observation(
          figures: figures, status: Status(marker: cells[12])!, note: cells[20], publishedTrend: cells[21],
          publishedComparison: cells[22]))
    }
  }

  /// What the store must answer after a release; the releases' times of recording are its own.
  func expected(after release: Int, releases: [Release]) throws -> StoreContents {
    var contents = StoreContents()
    for (draft, made) in zip(try drafts(), releases).prefix(release) { contents = contents.after(draft, made) }
    return contents
  }

  /// Writes the store into the source tree.
  func write() throws {
    let store = sourceFolder + "/store"
    if Files.exists(store) { try Files.remove(store) }
    for draft in try drafts() { try draft.commit(to: store) }
    if version == FormatVersion.pinned.text() {
      // One pin in a segment of several releases, another in one of its own.
      _ = try StoreWriter.pinDisclosure(store, number: 1_000_005, tool: "tests")
      _ = try StoreWriter.compact(store, tool: "tests")
      _ = try StoreWriter.pinDisclosure(store, number: 2, tool: "tests")
    }
    if version == FormatVersion.compacted.text() {
      try mistaken.commit(to: store)
      _ = try StoreWriter.undo(store, tool: "tests")
      _ = try StoreWriter.compact(store, tool: "tests")
    }
    try Files.remove(store + "/lock")
  }
}
