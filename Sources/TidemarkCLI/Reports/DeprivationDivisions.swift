import TideModel
import TideQuery

/// Inequality by deprivation in one area: of each indicator the division of its population with the most periods.
struct DeprivationDivisions {
  /// A table an indicator and sex, its periods oldest first.
  let tables: [ResultTable]

  init(_ answers: ReportAnswers, of ids: [Int], in area: String) throws {
    let choice = InequalityChoice(transform: .none, repetitions: nil, seed: 1)
    let all = try answers.table(.inequality(choice), of: ids, area: area).plain
    tables = all.distinct("indicator_id").flatMap { id in
      let own = all.keeping("indicator_id", id)
      return own.distinct("sex").compactMap { sex in
        let rows = own.keeping("sex", sex)
        return rows.distinct("category_type").map { rows.keeping("category_type", $0) }
          .max { $0.rows.count < $1.rows.count }
      }
    }
  }

  /// The columns of the latest figures of all.
  static let columns = ["name", "area"] + seriesColumns
  /// The columns of the figures of the parts of one.
  static let partColumns = ["category", "period", "value", "lower_95", "upper_95", "status"]
  /// The columns of the figures of one over time.
  static let seriesColumns = [
    "period", "most_deprived", "least_deprived", "sii", "sii_lower_95", "sii_upper_95", "status",
  ]

  /// Whether a chart tells more than the table of the latest figures: over time, or how sure the slope is.
  static func isTelling(_ table: ResultTable) -> Bool {
    table.distinct("period").count >= 3 || table.rows.last.map { table.figure("sii_lower_95", $0) != nil } ?? false
  }

  /// The last period of each, with the name of the indicator and sex.
  static func latest(of tables: [ResultTable], like first: ResultTable) -> ResultTable {
    var latest = first.header
    for table in tables { if let row = table.rows.last { latest.append(row) } }
    return latest.adding(.init("name", "Indicator", .text)) { .text(latest.name($0)) }
  }
}
