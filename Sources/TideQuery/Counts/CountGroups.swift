import TideMethods
import TideModel

/// One row of an answer: a row of the file, or several that are taken together.
struct CountGroup {
  /// The texts of the columns that tell groups apart, in their order.
  let keys: [String]
  /// Places of its rows, in the file's order.
  var rows: [Int]
}

/// The rows of a file of counts or values by group.
struct CountGroups {
  /// How rows become groups.
  struct Choice {
    /// Headings of the columns that tell groups apart; empty for all others.
    var groupedBy: [String]
    /// Headings of the columns whose rows are taken together.
    var summedOver: [String]
    /// Whether rows that nothing tells apart are one group where neither is named.
    var joinsEqualRows: Bool
    /// Whether counts are added up, which must not hold the same people twice.
    var addsUp: Bool
  }

  let table: CountTable
  /// Places of the columns that tell groups apart.
  let keys: [Int]
  /// Places of the columns in which rows of one group may differ.
  let summed: [Int]
  /// In the order in which the file begins them.
  let groups: [CountGroup]
  /// Whether rows are taken together.
  let isGrouped: Bool

  /// - Throws: ``QueryError`` naming line and column: a heading that is not there or holds figures, columns summed over in
  ///   which no rows differ, a row that is there twice, a total among its parts, periods that overlap.
  /// - Complexity: O(rows × columns).
  init(_ table: CountTable, _ choice: Choice) throws(QueryError) {
    self.table = table
    let over = try table.places(of: choice.summedOver)
    let by = try table.places(of: choice.groupedBy)
    if let both = by.first(where: over.contains) {
      throw QueryError(
        .usage, "the column \(table.keys[both].heading) cannot both tell groups apart and be summed over",
        remedy: "Name it with --by or with --sum.")
    }
    isGrouped = !over.isEmpty || !by.isEmpty || choice.joinsEqualRows
    keys = by.isEmpty ? table.keys.indices.filter { !over.contains($0) } : by
    let others = table.keys.indices.filter { [keys] in !keys.contains($0) }
    summed = others
    groups =
      isGrouped
      ? table.groups(by: keys)
      : table.lines.indices.map { [keys] row in
        CountGroup(keys: keys.map { table.keys[$0].text(row) }, rows: [row])
      }
    if !over.isEmpty, choice.addsUp { try checkSums(over, choice) }
    if choice.addsUp, isGrouped { try checkDoubleCounts() }
  }

  /// What rows are taken together, in a sentence; nil where none are.
  var remark: String? {
    guard isGrouped, groups.count < table.lines.count else { return nil }
    let columns = summed.map { table.keys[$0] }.filter { $0.texts.count > 1 }
    guard !columns.isEmpty else { return "The rows of each group are added up." }
    if columns.count == 1, columns[0].texts.count <= 12 {
      return "Added up over \(columns[0].heading): \(columns[0].texts.joined(separator: ", "))."
    }
    return "Added up over \(columns.map(\.heading).joined(separator: ", "))."
  }

  /// What a row is called among those of its group: the texts of the columns summed over, else its line.
  func member(_ row: Int) -> String {
    let texts = summed.filter { table.keys[$0].texts.count > 1 }.map { table.keys[$0].text(row) }.filter { !$0.isEmpty }
    return texts.isEmpty ? "line \(table.lines[row])" : texts.joined(separator: ", ")
  }

  /// The answer's table: the columns that tell groups apart, those measured, and a row for each group.
  func answer(
    _ measured: [ResultTable.Column], title: String, _ cells: (CountGroup) -> [ResultTable.Cell]
  ) -> ResultTable {
    var columns: [ResultTable.Column] = []
    for key in keys {
      var column = FileAnswer.keyColumn(table.keys[key].heading, besides: measured)
      let name = column.name
      var number = 2
      while columns.contains(where: { $0.name == column.name }) {
        column.name = "\(name)_\(number)"
        number += 1
      }
      columns.append(column)
    }
    var answer = ResultTable(columns: columns + measured, title: title)
    for group in groups {
      answer.append(group.keys.map { $0.isEmpty ? .missing : .text($0) } + cells(group))
    }
    return answer
  }

  private func fault(_ row: Int, _ column: CountTable.KeyColumn, _ message: String, remedy: String) -> QueryError {
    QueryError(.input, "\(table.file):\(table.lines[row]):\(column.column): \(message)", remedy: remedy)
  }
}

extension CountGroups {
  /// Columns that are to be summed over tell rows of a group apart, each row once.
  private func checkSums(_ over: [Int], _ choice: Choice) throws(QueryError) {
    for group in groups {
      var first: [[Int32]: Int] = [:]
      for row in group.rows {
        let member = over.map { table.keys[$0].codes[row] }
        guard let other = first.updateValue(row, forKey: member) else { continue }
        let rest = summed.first { !over.contains($0) && table.keys[$0].codes[row] != table.keys[$0].codes[other] }
        let name = over.map { table.keys[$0].text(row) }.joined(separator: ", ")
        throw fault(
          row, table.keys[over[0]], "\(name)\(Self.of(group)) is there twice, first on line \(table.lines[other])",
          remedy: rest.map { "The two differ in \(table.keys[$0].heading): name it with --by or --sum too." }
            ?? "Leave one of the two out.")
      }
    }
    guard groups.count == table.lines.count else { return }
    let rest = keys.map { table.keys[$0].heading }
    throw QueryError(
      .usage,
      "no rows of \(table.file) differ in \(choice.summedOver.joined(separator: ", ")) alone, so nothing is added up",
      remedy: rest.isEmpty
        ? "Leave --sum out."
        : "Name all that differ from row to row; there are also \(rest.joined(separator: ", ")).")
  }

  private static func of(_ group: CountGroup) -> String {
    group.keys.isEmpty ? "" : " of \(group.keys.joined(separator: ", "))"
  }

  /// Totals beside their parts, or pooled years that overlap, would count the same people twice.
  private func checkDoubleCounts() throws(QueryError) {
    for column in summed where table.keys[column].texts.count > 1 {
      let key = table.keys[column]
      let isTotal = key.texts.map { CountTable.totals.contains(Vocabulary.key($0)) }
      if isTotal.contains(true) { try checkTotals(key, isTotal) }
      let periods = key.texts.compactMap { PeriodParser.parse($0)?.period }
      if periods.count == key.texts.count, Pooling.overlap(among: periods) != nil {
        try checkPeriods(key, periods)
      }
    }
  }

  private func checkTotals(_ column: CountTable.KeyColumn, _ isTotal: [Bool]) throws(QueryError) {
    for group in groups {
      guard let total = group.rows.first(where: { isTotal[Int(column.codes[$0])] }),
        let part = group.rows.first(where: { !isTotal[Int(column.codes[$0])] })
      else { continue }
      throw fault(
        total, column,
        "\(column.text(total)) of \(column.heading) would be added to its own part \(column.text(part)) on line "
          + "\(table.lines[part])",
        remedy: "Leave the rows of the total out, or tell them apart with --by.")
    }
  }

  private func checkPeriods(_ column: CountTable.KeyColumn, _ periods: [Period]) throws(QueryError) {
    for group in groups where group.rows.count > 1 {
      let codes = Array(Set(group.rows.map { Int(column.codes[$0]) })).sorted()
      guard let pair = Pooling.overlap(among: codes.map { periods[$0] }) else { continue }
      let (earlier, later) = (column.texts[codes[pair.earlier]], column.texts[codes[pair.later]])
      let row = group.rows.first { column.text($0) == later } ?? group.rows[0]
      throw fault(
        row, column,
        "\(later) of \(column.heading) overlaps \(earlier), so that the same events would be counted twice",
        remedy: "Keep periods that do not overlap, or tell them apart with --by.")
    }
  }
}

extension CountTable {
  /// What rows are called that hold all others of their column, as vocabulary keys.
  fileprivate static let totals: Set<String> = [
    "all", "total", "totals", "persons", "allpersons", "allpeople", "allages", "allsexes", "both", "bothsexes",
    "england",
    Area.englandCode.lowercased(),
  ]

  /// The columns of some headings, without regard to case and spaces, each once.
  fileprivate func places(of names: [String]) throws(QueryError) -> [Int] {
    var places: [Int] = []
    for name in names {
      let key = Vocabulary.key(name)
      if let place = keys.firstIndex(where: { Vocabulary.key($0.heading) == key }) {
        if !places.contains(place) { places.append(place) }
        continue
      }
      if numbers.values.contains(where: { Vocabulary.key($0.heading) == key }) {
        throw QueryError(
          .usage, "the column \(name) holds the figures themselves",
          remedy: "Name a column that tells areas, years or sexes apart.")
      }
      let headings = keys.map(\.heading)
      throw QueryError(
        .usage, "\(file) has no column \(name)",
        remedy: headings.isEmpty
          ? "It has no columns beside its figures."
          : "Its columns are: \(headings.joined(separator: ", ")).")
    }
    return places
  }

  /// Groups of the rows that agree in some columns.
  /// - Complexity: O(rows × columns).
  fileprivate func groups(by columns: [Int]) -> [CountGroup] {
    var ids = [Int](repeating: 0, count: lines.count)
    for column in columns {
      let codes = keys[column].codes
      var seen: [UInt64: Int] = [:]
      for row in ids.indices {
        let pair = UInt64(ids[row]) << 32 | UInt64(UInt32(bitPattern: codes[row]))
        let next = seen.count
        ids[row] = seen[pair] ?? next
        if ids[row] == next { seen[pair] = next }
      }
    }
    var groups: [CountGroup] = []
    for (row, id) in ids.enumerated() {
      if id == groups.count {
        groups.append(CountGroup(keys: columns.map { keys[$0].text(row) }, rows: []))
      }
      groups[id].rows.append(row)
    }
    return groups
  }
}
