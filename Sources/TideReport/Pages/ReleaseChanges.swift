public import TideModel

/// What a release changed for an area, from the answer on its latest figures before and after.
public struct ReleaseChanges: Sendable {
  /// Comparisons that turned over, in sentences.
  public let turned: [String]
  /// `1 comparison turned over; 12 new-period, 3 revised; 40 latest figures stand as before`.
  public let tally: String

  /// - Parameter table: the answer; it may have no rows.
  public init(_ table: ResultTable) {
    let benchmark = table.index(of: "benchmark_value").map { PlainText.of(table.columns[$0].title) } ?? ""
    turned = table.rows.indices.filter { table.cell("turned", $0) == .flag(true) }.map { row in
      func text(_ column: String) -> String { PlainText.of(table.cell(column, row).words ?? "") }
      func figure(_ column: String) -> String {
        guard case .number(let number) = table.cell(column, row) else { return "no figure" }
        return Finding.figure(number, unit: Unit(text("unit")))
      }
      let parts = ["sex", "age", "category"].map(text).filter { !$0.isEmpty && $0 != Stratum.persons }
      let who = parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
      return
        "\(text("indicator"))\(who): \(text("old_comparison")) became \(text("comparison")). It was "
        + "\(figure("old_value")) in \(text("old_period")) and is \(figure("value")) in "
        + "\(text("period")), against \(figure("benchmark_value")) of \(benchmark) now."
    }
    let last = table.footnotes.last { $0.subject == .changes }?.text ?? ""
    tally = last.hasSuffix(".") ? String(last.dropLast()) : last
  }
}
