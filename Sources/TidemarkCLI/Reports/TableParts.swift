import TideModel

extension ResultTable.Cell {
  /// The cell as a word: a text or a whole number; nil for others.
  var words: String? {
    switch self {
    case .text(let text): text
    case .integer(let integer): String(integer)
    default: nil
    }
  }
}

extension ResultTable {
  /// The word of a row in a column.
  func words(_ column: String, _ row: [Cell]) -> String? { index(of: column).flatMap { row[$0].words } }

  /// The number of a row in a column.
  func figure(_ column: String, _ row: [Cell]) -> Double? {
    guard let place = index(of: column), case .number(let number) = row[place] else { return nil }
    return number
  }

  /// The words of a column, each once, in the order in which they come first.
  func distinct(_ column: String) -> [String] {
    var known: Set<String> = []
    return cells(column).compactMap(\.words).filter { known.insert($0).inserted }
  }

  /// The rows whose indicator has some words in its name.
  func rows(naming words: String) -> [[Cell]] {
    rows.filter { self.words("indicator", $0)?.lowercased().contains(words) ?? false }
  }

  /// The table with those rows alone that have a word in a column.
  func keeping(_ column: String, _ word: String) -> ResultTable { keeping { words(column, $0) == word } }

  private func keeping(_ isWanted: ([Cell]) -> Bool) -> ResultTable {
    var table = ResultTable(columns: columns, title: title, footnotes: footnotes, groupColumn: groupColumn)
    for row in rows where isWanted(row) { table.append(row) }
    // Remarks that count rows count those of the whole table.
    if table.rows.count < rows.count {
      table.footnotes.removeAll { $0.first?.isNumber ?? false || $0.hasPrefix("The benchmark of ") }
    }
    return table
  }

  /// The series of at least so many values: those of Persons where an indicator has them, else each sex.
  /// - Parameter most: how many at most, the first of them.
  /// - Returns: their rows, and how many series more there are.
  func series(ofAtLeast values: Int, most: Int) -> (table: ResultTable, left: Int) {
    func key(_ row: [Cell]) -> String {
      ["indicator_id", "sex", "age", "category"].map { words($0, row) ?? "" }.joined(separator: "\u{1F}")
    }
    let whole = Set(rows.filter { words("sex", $0) == "Persons" }.compactMap { words("indicator_id", $0) })
    let candidates = rows.filter { row in
      words("sex", row) == "Persons" || !whole.contains(words("indicator_id", row) ?? "")
    }
    var counts: [String: Int] = [:]
    for row in candidates where figure("value", row) != nil { counts[key(row), default: 0] += 1 }
    var known: Set<String> = []
    let all = candidates.map(key).filter { known.insert($0).inserted && counts[$0, default: 0] >= values }
    let series = Set(all.prefix(most))
    return (keeping { row in series.contains(key(row)) }, all.count - series.count)
  }
}
