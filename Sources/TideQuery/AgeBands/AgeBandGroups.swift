import TideMethods
import TideModel

/// The groups of a file of age bands, and where in the file something is wrong.
struct AgeBandGroups {
  let table: AgeBandTable
  /// The positions of the columns that tell groups apart.
  let columns: [Int]
  /// In the order in which the file begins them.
  let groups: [AgeBandGroup]
  private let age: Int

  /// The lists of bands that groups have, each once.
  var layouts: [BandLayout] { groups.first?.file.layouts ?? [] }

  /// - Parameters:
  ///   - named: headings of the columns that tell groups apart; empty for all that hold nothing else. Columns of nothing but
  ///     numbers, such as deaths by cause, tell groups apart only where no others do.
  ///   - other: a further column that tells the rows of one band apart.
  /// - Throws: ``QueryError`` naming line and column: a heading that is not there, an age band that is none, that is there twice or
  ///   overlaps another.
  /// - Complexity: O(rows × columns) expected, where the rows of a group stand from the youngest; else O(rows × log bands) beside.
  init(
    _ table: AgeBandTable, by named: [String], severalRowsBy other: AgeBandTable.Role? = nil
  ) throws(QueryError) {
    let columns = try Self.columns(named, in: table)
    let numbers = named.isEmpty ? table.numberColumns : []
    do throws(QueryError) {
      try self.init(table, columns.filter { !numbers.contains($0) }, other)
    } catch {
      if numbers.isEmpty { throw error }
      guard let wide = try? AgeBandGroups(table, columns, other) else { throw error }
      self = wide
    }
  }

  private init(_ table: AgeBandTable, _ columns: [Int], _ other: AgeBandTable.Role?) throws(QueryError) {
    self.table = table
    guard let age = table.position(of: .age) else {
      throw QueryError(.input, "\(table.file):1: there is no column of age bands", remedy: "Head it age.")
    }
    self.age = age
    self.columns = columns
    let numbers = RowNumbers(table, by: columns)
    if numbers.count > 1, numbers.count == table.rows.count, Self.differ(table.cells[age]) {
      throw QueryError(
        .input,
        "\(table.file): every row is a group of its own, told apart by "
          + columns.map { table.columns[$0].heading }.joined(separator: ", "),
        remedy: "Name the columns that tell groups apart with --by, for example --by area.")
    }
    var arrangement = BandArrangement(table, age: age, columns, several: other.flatMap { table.position(of: $0) })
    let file = try arrangement.arrange(numbers)
    groups = (0..<numbers.count).map { AgeBandGroup(file: file, number: $0) }
  }

  /// Whether not all rows have the same text.
  private static func differ(_ cells: AgeBandTable.Cells) -> Bool {
    cells.codes.contains { cells.sames[Int($0)] != cells.same(0) }
  }

  /// The answer's table: the columns that tell groups apart, those measured, and the rows of each group by its place.
  func answer(
    _ measured: [ResultTable.Column], title: String, _ rows: (Int, AgeBandGroup) -> [[ResultTable.Cell]]
  ) -> ResultTable {
    var answer = ResultTable(columns: measured)
    var counts: [Int] = []
    for (place, group) in groups.enumerated() {
      let before = answer.rowCount
      for cells in rows(place, group) { answer.append(cells) }
      counts.append(answer.rowCount - before)
    }
    return ResultTable(
      columns: columns.map { FileAnswer.keyColumn(table.columns[$0].heading, besides: measured) } + measured,
      cells: columns.map { keys(in: $0, counts) } + answer.cells, title: title)
  }

  /// What each group has in a column, as often as it has rows in an answer.
  private func keys(in column: Int, _ counts: [Int]) -> ResultTable.Cells {
    let cells = table.cells[column]
    var places: [Int32] = []
    for (group, count) in zip(groups, counts) {
      let place = cells.same(group.first)
      let isMissing = cells.different[Int(place)].text.isEmpty
      places.append(contentsOf: repeatElement(isMissing ? -1 : place, count: count))
    }
    return .coded(ResultTable.Coded(places, of: ResultTable.Lexicon(texts: cells.different.map(\.text))))
  }

  private static func columns(_ named: [String], in table: AgeBandTable) throws(QueryError) -> [Int] {
    if named.isEmpty { return table.columns.indices.filter { table.columns[$0].role == nil } }
    var columns: [Int] = []
    for name in named {
      let place = try table.column(named: name)
      if !columns.contains(place) { columns.append(place) }
    }
    return columns
  }

  /// What is wrong with a group as a whole, at the line on which it begins.
  func fault(_ group: AgeBandGroup, _ message: String, remedy: String) -> QueryError {
    let line = table.rows[group.first].line
    return QueryError(.input, "\(table.file):\(line):\(age + 1): \(group.name): \(message)", remedy: remedy)
  }
}

extension AgeBandTable {
  /// Headings of numbers that tell groups apart all the same.
  private static let groupHeadings: Set<String> = ["years", "period", "id", "areaid"]
  /// Endings of such headings, as in `imd_decile`.
  private static let groupEndings = ["year", "code", "decile", "quintile", "quartile", "quantile"]

  /// Columns without a role that hold nothing but numbers, deaths by cause for example.
  var numberColumns: [Int] {
    columns.indices.filter { place in
      let key = Vocabulary.key(columns[place].heading)
      guard columns[place].role == nil, !Self.groupHeadings.contains(key),
        !Self.groupEndings.contains(where: key.hasSuffix)
      else { return false }
      let cells = cells[place].different
      return cells.allSatisfy { $0.number != nil || $0.text.isEmpty || $0.status != .none }
        && cells.contains { $0.number != nil }
    }
  }

  /// The column headed so, whatever its case and spaces.
  func column(named name: String) throws(QueryError) -> Int {
    let key = Vocabulary.key(name)
    guard let place = columns.firstIndex(where: { Vocabulary.key($0.heading) == key }) else {
      throw QueryError(
        .usage, "\(file) has no column \(name)",
        remedy: "Its columns are: \(columns.map(\.heading).joined(separator: ", ")).")
    }
    return place
  }

  /// The columns of events and of people.
  /// - Parameter counts: what events are called, in the plural, and what to head them.
  func countsAndPopulations(_ counts: (plural: String, heading: String)) throws(QueryError) -> (Int, Int) {
    guard let events = position(of: .count), let people = position(of: .population) else {
      throw QueryError(
        .input, "\(file):1: there is no column of \(counts.plural) or of populations",
        remedy: "Head them \(counts.heading) and population.")
    }
    return (events, people)
  }
}
