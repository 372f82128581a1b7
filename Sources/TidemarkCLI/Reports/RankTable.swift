import TideModel

/// An area's places in several rankings: a row an indicator and sex, a column a ranking.
struct RankTable {
  private(set) var table: ResultTable

  init(_ rankings: [ReportAnswers.Ranking], of ids: [Int], area: String) {
    table = ResultTable(
      columns: [
        .init("indicator", "Indicator", .text), .init("period", "Period", .text), .init("value", "Value", .number),
      ] + rankings.enumerated().map { .init("rank_\($0.offset)", $0.element.name, .text) })
    let own = rankings.map { ranking in
      ranking.table.keeping(indicators: ids).keeping("area_code", area)
    }
    guard let whole = own.first else { return }
    for row in whole.rows where whole.figure("value", row) != nil {
      let key = whole.series(row)
      let period = whole.words("period", row).map { ResultTable.Cell.text($0) } ?? .missing
      let places = own.map { ranking in
        ranking.rows.first { ranking.series($0) == key }.flatMap { Self.place(ranking, $0) } ?? .missing
      }
      table.append(
        [.text(whole.name(row)), period, whole.figure("value", row).map { .number($0) } ?? .missing] + places)
    }
  }

  /// `12 of 14`.
  private static func place(_ table: ResultTable, _ row: ResultTable.Row) -> ResultTable.Cell? {
    guard let rank = table.words("rank", row), let ranked = table.words("ranked", row) else { return nil }
    return .text("\(rank) of \(ranked)")
  }
}
