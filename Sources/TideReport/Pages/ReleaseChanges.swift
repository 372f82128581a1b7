public import TideModel

/// What a release changed for an area, from the answer on its latest figures before and after.
public struct ReleaseChanges: Sendable {
  /// Comparisons that turned over, in sentences.
  public let turned: [String]
  /// `1 comparison turned over; 12 new-period, 3 revised; 40 latest figures stand as before`.
  public let tally: String

  /// - Parameter table: the answer; it may have no rows.
  public init(_ table: ResultTable) {
    func text(_ column: String, _ row: ResultTable.Row) -> String {
      guard let place = table.index(of: column), case .text(let text) = row[place] else { return "" }
      return PlainText.of(text)
    }
    func figure(_ column: String, _ row: ResultTable.Row) -> String {
      guard let place = table.index(of: column), case .number(let number) = row[place] else { return "no figure" }
      return Finding.figure(number, unit: text("unit", row))
    }
    let benchmark = table.index(of: "benchmark_value").map { PlainText.of(table.columns[$0].title) } ?? ""
    turned = table.rows.filter { text("turned", $0) == "yes" }.map { row in
      let parts = ["sex", "age", "category"].map { text($0, row) }.filter { !$0.isEmpty && $0 != "Persons" }
      let who = parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
      return
        "\(text("indicator", row))\(who): \(text("old_comparison", row)) became \(text("comparison", row)). It was "
        + "\(figure("old_value", row)) in \(text("old_period", row)) and is \(figure("value", row)) in "
        + "\(text("period", row)), against \(figure("benchmark_value", row)) of \(benchmark) now."
    }
    let last = table.footnotes.last { $0.contains(" turned over") } ?? ""
    tally = last.hasSuffix(".") ? String(last.dropLast()) : last
  }
}
