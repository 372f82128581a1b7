import TideMethods
import TideModel

/// Puts the rows of each group in the order of their ages, and finds what is wrong with its bands.
///
/// Nearly all groups of a file name the same bands, so what a list of names comes to is worked out once. The rows of a group
/// only have to be in order, which they mostly are; a list that is met for the first time, or with which something is wrong, is
/// looked at row by row.
struct BandArrangement {
  private let table: AgeBandTable
  private let age: Int
  private let columns: [Int]
  /// The column that tells the rows of one band apart.
  private let several: Int?
  /// The ages of each different text, once it is met.
  private var ages: [AgeRange?]
  private var layouts: [BandLayout] = []
  /// What the names of a group's rows come to, from the youngest.
  private var known: [[Int32]: Int32] = [:]
  private var last: (names: [Int32], layout: Int32) = ([], -1)
  /// The layouts with which something is in order: each once.
  private var numbers: [BandLayout: Int32] = [:]

  /// - Parameters:
  ///   - age: the column of age bands.
  ///   - columns: those that tell groups apart.
  ///   - several: a further one that tells the rows of one band apart.
  init(_ table: AgeBandTable, age: Int, _ columns: [Int], several: Int?) {
    self.table = table
    self.age = age
    self.columns = columns
    self.several = several
    ages = Array(repeating: nil, count: table.cells[age].different.count)
  }

  /// The rows of the groups that have these numbers.
  /// - Throws: ``QueryError`` naming line and column of the first group's first band that is none, is there twice or overlaps
  ///   another.
  mutating func arrange(_ groups: RowNumbers) throws(QueryError) -> GroupedRows {
    var (rows, starts) = groups.sorted()
    let firsts = starts.dropLast().map { rows[Int($0)] }
    var layoutNumbers: [Int32] = []
    layoutNumbers.reserveCapacity(firsts.count)
    for (start, end) in zip(starts, starts.dropFirst()) {
      layoutNumbers.append(try arrange(&rows, Int(start)..<Int(end)))
    }
    return GroupedRows(
      table, columns, rows: rows, starts: starts, firsts: firsts, layoutNumbers: layoutNumbers, layouts: layouts)
  }

  /// Puts a group's rows in order.
  /// - Returns: the number of their layout.
  private mutating func arrange(_ rows: inout [Int32], _ places: Range<Int>) throws(QueryError) -> Int32 {
    guard sort(&rows, places) else { return number(of: try layout(rows[places])) }
    let codes = table.cells[age].codes
    if last.names.count == places.count, zip(last.names, places).allSatisfy({ $0 == codes[Int(rows[$1])] }) {
      return try checked(last.layout, rows[places])
    }
    let names = places.map { codes[Int(rows[$0])] }
    guard let layout = known[names] else {
      let layout = number(of: try layout(rows[places]))
      known[names] = layout
      last = (names, layout)
      return layout
    }
    last = (names, layout)
    return try checked(layout, rows[places])
  }

  /// A layout whose bands have several rows: these have to be told apart in each group.
  private mutating func checked(_ layout: Int32, _ rows: ArraySlice<Int32>) throws(QueryError) -> Int32 {
    if !layouts[Int(layout)].isSingle { _ = try self.layout(rows) }
    return layout
  }

  /// Puts a group's rows in the order of their first ages, those of one band as the file has them.
  /// - Returns: false, and leaves them as they are, where one names no ages.
  private mutating func sort(_ rows: inout [Int32], _ places: Range<Int>) -> Bool {
    let codes = table.cells[age].codes
    var before = Int.min
    var isSorted = true
    for place in places {
      guard let from = ages(codes[Int(rows[place])])?.from else { return false }
      if from < before { isSorted = false }
      before = from
    }
    if isSorted { return true }
    var keys = places.map { Int64(ages[Int(codes[Int(rows[$0])])]?.from ?? 0) << 32 | Int64(rows[$0]) }
    keys.sort()
    for (place, key) in zip(places, keys) { rows[place] = Int32(truncatingIfNeeded: key) }
    return true
  }

  /// The ages that a text of the column names.
  private mutating func ages(_ code: Int32) -> AgeRange? {
    if let known = ages[Int(code)] { return known }
    let named = AgeRange(table.cells[age].different[Int(code)].text)
    ages[Int(code)] = named
    return named
  }

  private mutating func number(of layout: BandLayout) -> Int32 {
    if let number = numbers[layout] { return number }
    let number = Int32(truncatingIfNeeded: layouts.count)
    layouts.append(layout)
    numbers[layout] = number
    return number
  }

  /// How a group's rows make up bands, looked at one by one as the file has them.
  private mutating func layout(_ rows: ArraySlice<Int32>) throws(QueryError) -> BandLayout {
    var found: [(ages: AgeRange, rows: [Int32])] = []
    var places: [AgeRange: Int] = [:]
    for row in rows.sorted() {
      guard let ages = ages(table.cells[age].codes[Int(row)]) else { throw notAges(row) }
      guard let place = places[ages] else {
        places[ages] = found.count
        found.append((ages, [row]))
        continue
      }
      guard isTold(row, from: found[place].rows) else { throw twice(row, found[place].rows[0]) }
      found[place].rows.append(row)
    }
    found.sort { $0.ages.from < $1.ages.from }
    let bands = Self.fromFirstAges(found.map(\.ages))
    for (index, pair) in zip(bands, bands.dropFirst()).enumerated() {
      guard let end = pair.0.through, end < pair.1.from else { throw overlap(found[index + 1].rows[0], pair.0, pair.1) }
    }
    return BandLayout(ages: bands, rows: found.map(\.rows.count))
  }

  /// Whether a row differs from others of its band.
  private func isTold(_ row: Int32, from others: [Int32]) -> Bool {
    guard let cells = several.map({ table.cells[$0] }) else { return false }
    let text = cells.same(Int(row))
    return !others.contains { cells.same(Int($0)) == text }
  }

  /// Where all bands are named by a single age, these are the first of each: the others follow, the last without an end.
  private static func fromFirstAges(_ ages: [AgeRange]) -> [AgeRange] {
    guard ages.count > 1, ages.allSatisfy({ $0.through == $0.from }) else { return ages }
    return ages.indices.map { index in
      AgeRange(from: ages[index].from, through: index + 1 < ages.count ? ages[index + 1].from - 1 : nil)
    }
  }
}

/// What is wrong with a band.
extension BandArrangement {
  private func notAges(_ row: Int32) -> QueryError {
    let text = table.cells[age][Int(row)].text
    return fault(
      row, text.isEmpty ? "there is no age band" : "'\(text.prefix(40))' is no age band",
      "Write 0-4, 85+, or the first age of each band. A spreadsheet may have made a date of 5-9 or 10-14.")
  }

  private func twice(_ row: Int32, _ first: Int32) -> QueryError {
    let keys = columns.map { table.cells[$0][Int(row)].text }
    let group = keys.isEmpty ? "" : " of \(keys.joined(separator: ", "))"
    return fault(
      row,
      "the age band \(table.cells[age][Int(row)].text)\(group) is there twice, first on line "
        + "\(table.rows[Int(first)].line)", "Leave one out, or give the file a column that tells the two apart.")
  }

  private func overlap(_ row: Int32, _ younger: AgeRange, _ older: AgeRange) -> QueryError {
    fault(
      row, "the age bands \(younger.text) and \(older.text) overlap",
      "Leave totals such as all ages out; each person belongs to one band.")
  }

  private func fault(_ row: Int32, _ message: String, _ remedy: String) -> QueryError {
    QueryError(.input, "\(table.file):\(table.rows[Int(row)].line):\(age + 1): \(message)", remedy: remedy)
  }
}
