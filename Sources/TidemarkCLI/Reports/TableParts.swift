import TideModel

extension ResultTable.Cell {
  /// The cell in words, or a whole number; nil for others.
  var name: String? { if case .integer(let integer) = self { String(integer) } else { words } }
}

extension ResultTable {
  /// The word of a row in a column.
  func words(_ column: String, _ row: Row) -> String? { index(of: column).flatMap { row[$0].name } }

  /// The number of a row in a column.
  func figure(_ column: String, _ row: Row) -> Double? {
    guard let place = index(of: column), case .number(let number) = row[place] else { return nil }
    return number
  }

  /// How a row's figure stands to its benchmark; nil where nothing is said of it.
  func verdict(_ row: Row) -> Verdict? {
    guard let place = index(of: "comparison"), case .verdict(let verdict) = row[place] else { return nil }
    return verdict
  }

  /// The words of a column, each once, in the order in which they come first.
  func distinct(_ column: String) -> [String] {
    var known: Set<String> = []
    return cells(column).compactMap(\.name).filter { known.insert($0).inserted }
  }

  /// The ids of the indicators, in the order in which they come first.
  var indicatorIDs: [Int] { distinct("indicator_id").compactMap { Int($0) } }

  /// The rows whose indicator has some words in its name.
  func rows(naming words: String) -> [Row] {
    rows.filter { self.words("indicator", $0)?.lowercased().contains(words) ?? false }
  }

  /// The table with those rows alone that have a word in a column.
  func keeping(_ column: String, _ word: String) -> ResultTable { keeping { words(column, $0) == word } }

  /// The table with the rows of some indicators alone.
  func keeping(indicators ids: [Int]) -> ResultTable {
    let wanted = Set(ids.map(String.init))
    return keeping { words("indicator_id", $0).map(wanted.contains) ?? false }
  }

  /// The table with the rows that are wanted alone.
  func keeping(_ isWanted: (Row) -> Bool) -> ResultTable {
    var table = selecting(rows: rows.indices.filter { isWanted(rows[$0]) })
    // Remarks that count rows count those of the whole table.
    if table.rowCount < rowCount {
      table.footnotes.removeAll(where: \.countsRows)
    }
    return table
  }

  /// The table with one more column.
  func adding(_ column: Column, _ cell: (Row) -> Cell) -> ResultTable {
    ResultTable(
      columns: columns + [column],
      cells: cells + [Cells(rows.map(cell), of: column.kind)], title: title,
      footnotes: footnotes, groupColumn: groupColumn)
  }

  /// The rows of Persons where an indicator has some, else all of its rows.
  var plain: ResultTable {
    let whole = Set(rows.filter { words("sex", $0) == Stratum.persons }.compactMap { words("indicator_id", $0) })
    return keeping { row in words("sex", row) == Stratum.persons || !whole.contains(words("indicator_id", row) ?? "") }
  }

  /// What tells a series from others: indicator, sex, age and category.
  func series(_ row: Row) -> String {
    ["indicator_id", "sex", "age", "category_type", "category"].map { words($0, row) ?? "" }
      .joined(separator: "\u{1F}")
  }

  /// `Suicide rate`, `Life expectancy at birth (Female)`.
  func name(_ row: Row) -> String {
    let sex = words("sex", row) ?? Stratum.persons
    return (words("indicator", row) ?? "") + (sex == Stratum.persons ? "" : " (\(sex))")
  }
}
