public import TideModel

/// The findings of a comparison that a report begins with, each in a sentence of the table's own words.
public struct Headlines: Sendable {
  /// Worse than the benchmark, the furthest from it first.
  public let worse: [String]
  /// Better than the benchmark, the furthest from it first.
  public let better: [String]
  /// With a recent trend that gets worse.
  public let gettingWorse: [String]
  /// With a recent trend that gets better.
  public let gettingBetter: [String]
  /// How many figures stand how to the benchmark.
  public let tally: String

  /// - Parameter table: the answer to a comparison.
  /// - Throws: ``ChartError`` where it is none, or has no rows.
  public init(_ table: ResultTable) throws(ChartError) {
    let rows = try TableRows(
      table, needs: ["indicator", "area", "period", "value", "benchmark_value", "comparison", "trend"],
      chart: "headline")
    func sentences(_ isWanted: (Int) -> Bool) -> [String] {
      rows.indices.filter(isWanted).map { (row: $0, distance: Self.distance(rows, $0)) }
        .sorted { ($1.distance, $0.row) < ($0.distance, $1.row) }
        .map { found in
          let finding = Finding(rows: rows, row: found.row)
          let sex = rows.text("sex", found.row)
          let who = sex.isEmpty || sex == "Persons" ? "" : "\(sex): "
          return [who + finding.sentence + ".", finding.trend].filter { !$0.isEmpty }.joined(separator: " ")
        }
    }
    worse = sentences { rows.text("comparison", $0) == "worse" }
    better = sentences { rows.text("comparison", $0) == "better" }
    gettingWorse = sentences { rows.text("trend", $0).hasSuffix("getting worse") }
    gettingBetter = sentences { rows.text("trend", $0).hasSuffix("getting better") }
    tally =
      Tally(rows, Array(rows.indices)).sentence(area: rows.text("area", 0), benchmark: rows.benchmark)
      + "."
  }

  /// How many times the one figure is of the other, the larger over the smaller.
  private static func distance(_ rows: TableRows, _ row: Int) -> Double {
    guard let ratio = rows.number("ratio", row), ratio > 0 else { return 0 }
    return max(ratio, 1 / ratio)
  }
}
