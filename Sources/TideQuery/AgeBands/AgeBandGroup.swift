import TideMethods
import TideModel

/// One age band of a group: its ages and the rows that speak of it.
struct AgeBand {
  let ages: AgeRange
  let rows: [AgeBandTable.Row]
}

/// The rows of a table that differ in age alone, from the youngest.
struct AgeBandGroup {
  /// The texts of the columns that tell groups apart, in their order.
  let keys: [String]
  let bands: [AgeBand]

  /// What the group is called in messages.
  var name: String { keys.isEmpty ? "the file" : keys.joined(separator: ", ") }

  /// The bands' ages, from the youngest.
  var ages: [AgeRange] { bands.map(\.ages) }

  /// The number of each band in a column, where each has one row; nil where it is missing.
  func numbers(_ column: Int?) -> [Double?] {
    guard let column else { return [] }
    return bands.map { $0.rows.first?.cells[column].number }
  }

  /// The first suppressed cell of some columns, as a reason.
  func suppression(in columns: [Int?], of table: AgeBandTable) -> String? {
    for band in bands {
      for row in band.rows {
        for case let column? in columns where row.cells[column].status == .suppressed {
          return "\(table.columns[column].heading) of the age band \(band.ages.text) is suppressed"
        }
      }
    }
    return nil
  }

  /// Nothing can be calculated where a cell of some columns is suppressed.
  func checkShown(_ columns: [Int?], of table: AgeBandTable) throws(Obstacle) {
    if let reason = suppression(in: columns, of: table) { throw Obstacle(reason, status: .suppressed) }
  }
}

/// The groups of a file of age bands, and where in the file something is wrong.
struct AgeBandGroups {
  let table: AgeBandTable
  /// The positions of the columns that tell groups apart.
  let columns: [Int]
  /// In the order in which the file begins them.
  let groups: [AgeBandGroup]
  private let age: Int

  /// - Parameters:
  ///   - named: headings of the columns that tell groups apart; empty for all that hold nothing else. Columns of nothing but
  ///     numbers, such as deaths by cause, tell groups apart only where no others do.
  ///   - other: a further column that tells the rows of one band apart.
  /// - Throws: ``QueryError`` naming line and column: a heading that is not there, an age band that is none, that is there twice or
  ///   overlaps another.
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
    var order: [[String]] = []
    var members: [[String]: [AgeBandTable.Row]] = [:]
    for row in table.rows {
      let keys = columns.map { row.cells[$0].text }
      if members[keys] == nil { order.append(keys) }
      members[keys, default: []].append(row)
    }
    if order.count > 1, order.count == table.rows.count, Set(table.rows.map { $0.cells[age].text }).count > 1 {
      throw QueryError(
        .input,
        "\(table.file): every row is a group of its own, told apart by "
          + columns.map { table.columns[$0].heading }.joined(separator: ", "),
        remedy: "Name the columns that tell groups apart with --by, for example --by area.")
    }
    let distinguishing = other.flatMap { table.position(of: $0) }
    var groups: [AgeBandGroup] = []
    // The same bands are named in every group.
    var known: [String: AgeRange] = [:]
    for keys in order {
      groups.append(try Self.group(keys, members[keys] ?? [], table, age, distinguishing, &known))
    }
    self.groups = groups
  }

  /// The answer's table: the columns that tell groups apart, those measured, and the rows of each group by its place.
  func answer(
    _ measured: [ResultTable.Column], title: String, _ rows: (Int, AgeBandGroup) -> [[ResultTable.Cell]]
  ) -> ResultTable {
    var answer = ResultTable(
      columns: columns.map { FileAnswer.keyColumn(table.columns[$0].heading, besides: measured) } + measured,
      title: title)
    for (place, group) in groups.enumerated() {
      let keys: [ResultTable.Cell] = group.keys.map { $0.isEmpty ? .missing : .text($0) }
      for cells in rows(place, group) { answer.append(keys + cells) }
    }
    return answer
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

  private static func group(
    _ keys: [String], _ rows: [AgeBandTable.Row], _ table: AgeBandTable, _ age: Int, _ distinguishing: Int?,
    _ known: inout [String: AgeRange]
  ) throws(QueryError) -> AgeBandGroup {
    var found: [(ages: AgeRange, rows: [AgeBandTable.Row])] = []
    var places: [AgeRange: Int] = [:]
    for row in rows {
      let name = row.cells[age].text
      guard let ages = known[name] ?? AgeRange(name) else { throw notAges(row, table, age) }
      known[name] = ages
      guard let place = places[ages] else {
        places[ages] = found.count
        found.append((ages, [row]))
        continue
      }
      let text = distinguishing.map { row.cells[$0].text }
      if text == nil || found[place].rows.contains(where: { $0.cells[distinguishing ?? 0].text == text }) {
        throw twice(row, found[place].rows[0], keys, table, age)
      }
      found[place].rows.append(row)
    }
    found.sort { $0.ages.from < $1.ages.from }
    let bands = fromFirstAges(found.map(\.ages))
    for (index, pair) in zip(bands, bands.dropFirst()).enumerated() {
      guard let end = pair.0.through, end < pair.1.from else {
        let row = found[index + 1].rows[0]
        throw fault(
          row, table, age, "the age bands \(pair.0.text) and \(pair.1.text) overlap",
          "Leave totals such as all ages out; each person belongs to one band.")
      }
    }
    return AgeBandGroup(keys: keys, bands: zip(bands, found).map { AgeBand(ages: $0, rows: $1.rows) })
  }

  /// Where all bands are named by a single age, these are the first of each: the others follow, the last without an end.
  private static func fromFirstAges(_ ages: [AgeRange]) -> [AgeRange] {
    guard ages.count > 1, ages.allSatisfy({ $0.through == $0.from }) else { return ages }
    return ages.indices.map { index in
      AgeRange(from: ages[index].from, through: index + 1 < ages.count ? ages[index + 1].from - 1 : nil)
    }
  }

  private static func notAges(_ row: AgeBandTable.Row, _ table: AgeBandTable, _ age: Int) -> QueryError {
    let text = row.cells[age].text
    return fault(
      row, table, age, text.isEmpty ? "there is no age band" : "'\(text.prefix(40))' is no age band",
      "Write 0-4, 85+, or the first age of each band. A spreadsheet may have made a date of 5-9 or 10-14.")
  }

  private static func twice(
    _ row: AgeBandTable.Row, _ first: AgeBandTable.Row, _ keys: [String], _ table: AgeBandTable, _ age: Int
  ) -> QueryError {
    let group = keys.isEmpty ? "" : " of \(keys.joined(separator: ", "))"
    return fault(
      row, table, age,
      "the age band \(row.cells[age].text)\(group) is there twice, first on line \(first.line)",
      "Leave one out, or give the file a column that tells the two apart.")
  }

  private static func fault(
    _ row: AgeBandTable.Row, _ table: AgeBandTable, _ column: Int, _ message: String, _ remedy: String
  ) -> QueryError {
    QueryError(.input, "\(table.file):\(row.line):\(column + 1): \(message)", remedy: remedy)
  }

  /// What is wrong with a group as a whole, at the line on which it begins.
  func fault(_ group: AgeBandGroup, _ message: String, remedy: String) -> QueryError {
    let line = group.bands.flatMap(\.rows).map(\.line).min() ?? 1
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
      let cells = rows.lazy.map { $0.cells[place] }
      return cells.allSatisfy { $0.number != nil || $0.text.isEmpty || $0.status != .none }
        && cells.contains { $0.number != nil }
    }
  }
}

extension AgeBandTable {
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
