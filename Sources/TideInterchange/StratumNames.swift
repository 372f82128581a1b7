import TideModel

/// Names of indicators that say sex, age and category where rows would else look alike: `Suicide rate, Female`.
///
/// On a narrow terminal the columns that tell strata apart have to go, and on a wide one most rows repeat `Persons`. So these
/// columns are folded into the name: a sex that is not Persons, a category, and whatever differs between rows of one indicator.
struct StratumNames {
  /// Positions of the columns that the names stand for.
  private(set) var folded: Set<Int> = []
  private let indicator: Int
  private var parts: [(column: Int, telling: Set<ResultTable.Cell>)] = []
  private let key: Int

  /// Nil where the table has no column of names among those kept, or nothing to fold into them.
  init?(_ table: ResultTable, kept: [Int]) {
    guard let indicator = table.index(of: "indicator"), kept.contains(indicator), table.groupColumn != "indicator"
    else { return nil }
    self.indicator = indicator
    key = table.index(of: "indicator_id") ?? indicator
    for name in ["sex", "age", "category"] {
      guard let column = table.index(of: name), kept.contains(column), table.groupColumn != name else { continue }
      let telling = Self.indicators(in: table, by: key, differingIn: column)
      if name == "age", telling.isEmpty { continue }
      parts.append((column, telling))
      folded.insert(column)
    }
    if folded.isEmpty { return nil }
    if let type = table.index(of: "category_type"), table.index(of: "category").map(folded.contains) ?? false {
      folded.insert(type)
    }
  }

  /// The name of a row's indicator with what tells it apart; the cell as it is for a row without a name.
  func name(_ row: ResultTable.Row, of table: ResultTable) -> ResultTable.Cell {
    guard let name = row[indicator].words else { return row[indicator] }
    let added = parts.compactMap { part -> String? in
      guard let text = row[part.column].words else { return nil }
      let isTelling = part.telling.contains(row[key])
      switch table.columns[part.column].name {
      case "sex": return isTelling || text != Stratum.persons ? text : nil
      case "age": return isTelling ? text : nil
      default: return text
      }
    }
    return .text(([name] + added).joined(separator: ", "))
  }

  /// The indicators that have rows with different cells in a column.
  private static func indicators(
    in table: ResultTable, by key: Int, differingIn column: Int
  ) -> Set<ResultTable.Cell> {
    var first: [ResultTable.Cell: ResultTable.Cell] = [:]
    var differing: Set<ResultTable.Cell> = []
    for row in table.rows {
      if let known = first[row[key]] {
        if known != row[column] { differing.insert(row[key]) }
      } else {
        first[row[key]] = row[column]
      }
    }
    return differing
  }
}
