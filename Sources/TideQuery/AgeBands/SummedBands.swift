import TideMethods
public import TideModel

/// Age bands of several members added up, those of two authorities for example, before anything is calculated of them.
///
/// Rates, life expectancies and their limits then follow from the sums, as if the members were one population. Nothing is
/// left out silently: a member without a band, or with a blank number, is refused by name, and a suppressed number leaves
/// the sum suppressed.
public struct SummedBands {
  /// The sums, without the columns summed over.
  public let table: AgeBandTable
  /// Whose they are, in a sentence.
  public let remark: String

  /// Adds up the rows that differ in some columns alone.
  ///
  /// Counts and populations are added up; all other columns tell the sums apart, whatever they hold.
  /// - Parameters:
  ///   - names: headings of the columns.
  ///   - addsNumbers: whether columns of nothing but numbers are deaths by cause, and so added up as well.
  /// - Throws: ``QueryError`` naming line and column: a heading that is not there or holds figures, a member that is there
  ///   twice or has not every band, a blank number.
  /// - Complexity: O(rows × columns) expected.
  public init(_ table: AgeBandTable, over names: [String], addsNumbers: Bool = false) throws(QueryError) {
    let layout = try Layout(table, over: names, addsNumbers)
    let rows = SummedRows(layout)
    if let row = rows.firstRepeated { throw layout.repetition(row, rows.first(like: row)) }
    guard rows.sums.count < table.rows.count else { throw layout.nothingSummed(names) }
    let members = rows.members
    if let gap = rows.firstGap(among: members) { throw layout.gap(gap) }
    self.table = try layout.sums(rows)
    let list = members.map { layout.member($0) }
    let shown = list.count > 12 ? "\(list.count) members" : list.joined(separator: "; ")
    remark = "Added up over \(names.joined(separator: ", ")): \(shown)."
  }
}

/// Which rows of a table belong to one sum, and of which member each is.
private struct SummedRows {
  /// The sum of each row.
  let sums: RowNumbers
  /// The rows by sum, those of one in the file's order, and where each sum's begin.
  let sorted: (rows: [Int32], starts: [Int32])
  /// What each row's sum belongs to: sums that differ in age alone.
  private let groups: RowNumbers
  private let member: RowNumbers
  /// Each member of each sum.
  private let parts: RowNumbers

  init(_ layout: Layout) {
    groups = RowNumbers(layout.table, by: layout.telling)
    var sums = groups
    sums.divide(by: layout.table.cells[layout.age].codes, layout.sameAges)
    member = RowNumbers(layout.table, by: layout.over)
    var parts = sums
    parts.divide(by: member.numbers, Array(0..<Int32(member.count)))
    sorted = sums.sorted()
    self.sums = sums
    self.parts = parts
  }

  /// The first row whose member has one in the same sum before it.
  var firstRepeated: Int? { parts.firstRepeated }

  /// The first row of the same member in the same sum.
  func first(like row: Int) -> Int { parts.numbers.firstIndex(of: parts.numbers[row]) ?? row }

  /// The places of a sum's rows.
  func rows(of sum: Int) -> ArraySlice<Int32> { sorted.rows[Int(sorted.starts[sum])..<Int(sorted.starts[sum + 1])] }

  /// The first row of each member, in the order of the sums and in each sum of the file.
  var members: [Int] {
    var isMet = [Bool](repeating: false, count: member.count)
    return sorted.rows.compactMap { row in
      let number = Int(member.numbers[Int(row)])
      defer { isMet[number] = true }
      return isMet[number] ? nil : Int(row)
    }
  }

  /// The first sum that has not all members that others of its group have: its first row, and a row of the first member that it
  /// lacks.
  func firstGap(among members: [Int]) -> (row: Int, member: Int)? {
    var pairs = groups
    pairs.divide(by: member.numbers, Array(0..<Int32(member.count)))
    var counts = [Int](repeating: 0, count: groups.count)
    for row in pairs.firsts { counts[Int(groups.numbers[row])] += 1 }
    for sum in 0..<sums.count {
      let rows = rows(of: sum)
      guard let first = rows.first, rows.count < counts[Int(groups.numbers[Int(first)])] else { continue }
      if let lacking = lacking(rows, of: groups.numbers[Int(first)], among: members) { return (Int(first), lacking) }
    }
    return nil
  }

  /// The first member that other rows of a group have and some rows have not.
  private func lacking(_ rows: ArraySlice<Int32>, of group: Int32, among members: [Int]) -> Int? {
    let own = Set(rows.map { member.numbers[Int($0)] })
    let all = Set(groups.numbers.indices.lazy.filter { groups.numbers[$0] == group }.map { member.numbers[$0] })
    return members.first { all.contains(member.numbers[$0]) && !own.contains(member.numbers[$0]) }
  }
}

/// Which columns of a table are summed over, which are added up, and which tell sums apart.
private struct Layout {
  let table: AgeBandTable
  let age: Int
  /// The columns summed over.
  let over: [Int]
  private let added: [Int]

  /// The columns that the sums have.
  var kept: [Int] { table.columns.indices.filter { !over.contains($0) } }

  /// The columns that tell sums apart, beside the ages.
  var telling: [Int] { kept.filter { $0 != age && !added.contains($0) } }

  init(_ table: AgeBandTable, over names: [String], _ addsNumbers: Bool) throws(QueryError) {
    self.table = table
    guard let age = table.position(of: .age) else {
      throw QueryError(.input, "\(table.file):1: there is no column of age bands", remedy: "Head it age.")
    }
    self.age = age
    if let share = table.position(of: .goodHealth) {
      throw QueryError(
        .usage, "the shares in \(table.columns[share].heading) cannot be added up",
        remedy: "Give a file of the people in good health, or of one population each.")
    }
    var over: [Int] = []
    for name in names {
      let place = try table.column(named: name)
      guard table.columns[place].role == nil else {
        throw QueryError(
          .usage, "the column \(name) holds what is to be added up",
          remedy: "Name a column that tells areas, years or sexes apart.")
      }
      over.append(place)
    }
    self.over = over
    let numbers = addsNumbers ? table.numberColumns.filter { !over.contains($0) } : []
    added = table.columns.indices.filter {
      [.count, .population].contains(table.columns[$0].role) || numbers.contains($0)
    }
  }

  /// For each text of the column of ages, the first that names the same, however it is written.
  var sameAges: [Int32] {
    var places: [String: Int32] = [:]
    return zip(table.cells[age].different, Int32(0)...).map { cell, place in
      let ages = Self.ages(cell.text)
      if let first = places[ages] { return first }
      places[ages] = place
      return place
    }
  }

  private static func ages(_ text: String) -> String { AgeRange(text)?.text ?? text }

  /// The ages of a row.
  private func ages(_ row: Int) -> String { Self.ages(table.cells[age][row].text) }

  /// Whose a row is.
  func member(_ row: Int) -> String { over.map { table.cells[$0][row].text }.joined(separator: ", ") }

  /// One row of the rows of each sum.
  func sums(_ rows: SummedRows) throws(QueryError) -> AgeBandTable {
    let firsts = rows.sorted.starts.dropLast().map { rows.sorted.rows[Int($0)] }
    var lines = AgeBandTable.Lines()
    for row in firsts { lines.append(table.rows[Int(row)].line) }
    var cells: [Int: [AgeBandTable.Cell]] = [:]
    let summed = kept.filter(added.contains)
    for sum in firsts.indices {
      for column in summed { cells[column, default: []].append(try self.sum(rows.rows(of: sum), in: column)) }
    }
    return AgeBandTable(
      file: table.file, columns: kept.map { table.columns[$0] },
      cells: kept.map { cells[$0].map { AgeBandTable.Cells($0) } ?? table.cells[$0].selecting(firsts) }, lines: lines)
  }

  private func sum(_ rows: ArraySlice<Int32>, in column: Int) throws(QueryError) -> AgeBandTable.Cell {
    let cells = table.cells[column]
    if let marked = rows.first(where: { cells.status(Int($0)) != .none }) { return cells[Int(marked)] }
    var sum = 0.0
    for row in rows {
      guard let number = cells.number(Int(row)) else {
        throw fault(
          Int(row), column, "\(table.columns[column].heading) of \(member(Int(row))) is blank",
          "Write 0 where there were none, or c where the number is suppressed.")
      }
      sum += number
    }
    return AgeBandTable.Cell(text: "\(sum)", number: sum)
  }

  /// A member has a band twice.
  func repetition(_ row: Int, _ first: Int) -> QueryError {
    fault(
      row, age, "\(ages(row)) of \(member(row)) is there twice, first on line \(table.rows[first].line)",
      "Leave one of the two out.")
  }

  /// A sum lacks a member.
  func gap(_ gap: (row: Int, member: Int)) -> QueryError {
    fault(
      gap.row, age, "\(member(gap.member)) has no row of the age band \(ages(gap.row))",
      "Add the row, or leave the member out: a sum needs every band of each.")
  }

  /// A code beside the name is the usual reason.
  func nothingSummed(_ names: [String]) -> QueryError {
    let others = telling.map { table.columns[$0].heading }
    return QueryError(
      .usage, "no rows of \(table.file) differ in \(names.joined(separator: ", ")) alone, so nothing is added up",
      remedy: others.isEmpty
        ? "Leave --sum out."
        : "Name all that differ from member to member; there are also \(others.joined(separator: ", ")).")
  }

  private func fault(_ row: Int, _ column: Int, _ message: String, _ remedy: String) -> QueryError {
    QueryError(.input, "\(table.file):\(table.rows[row].line):\(column + 1): \(message)", remedy: remedy)
  }
}
