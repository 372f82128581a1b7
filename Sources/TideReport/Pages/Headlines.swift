public import TideModel

/// The findings of a comparison that a report begins with, each in a sentence of the table's own words.
///
/// Strata of one indicator and period share a sentence. A column `polarity`, where the table
/// has one, tells on which side of the benchmark figures lie that are not compared.
public struct Headlines: Sendable {
  /// All figures that there are, the furthest from the benchmark first.
  public let all: [String]
  /// Worse than the benchmark, the furthest from it first.
  public let worse: [String]
  /// Better than the benchmark, the furthest from it first.
  public let better: [String]
  /// Not compared, on the worse side of the benchmark, the furthest from it first.
  public let untested: [String]
  /// With a recent trend that gets worse.
  public let gettingWorse: [String]
  /// With a recent trend that gets better.
  public let gettingBetter: [String]
  /// How many figures stand how to the benchmark.
  public let tally: String
  /// Why figures are not compared, with how many; empty where all are.
  public let reasons: String

  /// - Parameter table: the answer to a comparison.
  /// - Throws: ``ChartError`` where it is none, or has no rows.
  public init(_ table: ResultTable) throws(ChartError) {
    let rows = try TableRows(
      table, needs: ["indicator", "area", "period", "value", "benchmark_value", "comparison", "trend"],
      chart: "headline")
    func sentences(_ isWanted: (Int) -> Bool) -> [String] {
      Self.groups(rows, rows.indices.filter(isWanted)).map { Self.sentence(rows, $0) }
    }
    all = sentences { rows.number("value", $0) != nil }
    worse = sentences { rows.verdict($0)?.kind == .worse }
    better = sentences { rows.verdict($0)?.kind == .better }
    untested = sentences { Self.isUntested(rows, $0) && Self.isOnWorseSide(rows, $0) }
    gettingWorse = sentences { rows.trend("trend", $0)?.course == .worse }
    gettingBetter = sentences { rows.trend("trend", $0)?.course == .better }
    tally =
      Tally(rows, Array(rows.indices)).sentence(area: rows.text("area", 0), benchmark: rows.benchmark)
      + "."
    reasons = Self.reasons(rows)
  }

  /// The rows of one indicator, period and unit together, those with the furthest figure first.
  private static func groups(_ rows: TableRows, _ wanted: [Int]) -> [[Int]] {
    let isWanted = Set(wanted)
    let groups = rows.groups { row in
      ["indicator_id", "indicator", "period", "unit"].map { rows.text($0, row) }.joined(separator: "\u{1F}")
    }
    return groups.map { $0.rows.filter(isWanted.contains) }.filter { !$0.isEmpty }.enumerated()
      .map { (place: $0.offset, distance: $0.element.map { distance(rows, $0) }.max() ?? 0, rows: $0.element) }
      .sorted { ($1.distance, $0.place) < ($0.distance, $1.place) }.map(\.rows)
  }

  private static func sentence(_ rows: TableRows, _ group: [Int]) -> String {
    guard let first = group.first else { return "" }
    let finding = Finding(rows: rows, row: first)
    if group.count > 1 {
      let trends = Set(group.map { Finding(rows: rows, row: $0).trend })
      let common = trends.count == 1 ? finding.trend.replacing("It is ", with: "Each is ") : ""
      return [Finding.together(rows, group) + ".", common].filter { !$0.isEmpty }.joined(separator: " ")
    }
    let sex = rows.text("sex", first)
    let who = sex.isEmpty || sex == Stratum.persons ? "" : "\(sex): "
    return [who + finding.sentence + ".", finding.trend].filter { !$0.isEmpty }.joined(separator: " ")
  }

  private static func isUntested(_ rows: TableRows, _ row: Int) -> Bool {
    isNotCompared(rows, row) && rows.number("value", row) != nil
  }

  private static func isNotCompared(_ rows: TableRows, _ row: Int) -> Bool {
    rows.verdict(row)?.kind ?? .notCompared == .notCompared
  }

  private static func isOnWorseSide(_ rows: TableRows, _ row: Int) -> Bool {
    guard let value = rows.number("value", row), let other = rows.number("benchmark_value", row) else { return false }
    switch rows.polarity(row) {
    case .lowIsGood: return value > other
    case .highIsGood: return value < other
    default: return false
    }
  }

  /// `no confidence interval is published (38); no figure of England is published (3)`.
  private static func reasons(_ rows: TableRows) -> String {
    var numbers: [String: Int] = [:]
    for row in rows.indices where isNotCompared(rows, row) {
      // Reasons that name a period would be as many as there are periods.
      let reason = rows.verdict(row)?.reason?.gist(benchmark: rows.benchmark)
      numbers[PlainText.of(reason ?? "no reason told"), default: 0] += 1
    }
    return numbers.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) (\($0.value))" }
      .joined(separator: "; ")
  }

  /// How many times the one figure is of the other, the larger over the smaller.
  private static func distance(_ rows: TableRows, _ row: Int) -> Double {
    guard let ratio = rows.number("ratio", row), ratio > 0 else { return 0 }
    return max(ratio, 1 / ratio)
  }
}
