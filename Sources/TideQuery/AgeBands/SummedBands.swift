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
  /// - Complexity: O(rows).
  public init(_ table: AgeBandTable, over names: [String], addsNumbers: Bool = false) throws(QueryError) {
    let layout = try Layout(table, over: names, addsNumbers)
    var order: [[String]] = []
    var sums: [[String]: [(member: [String], row: AgeBandTable.Row)]] = [:]
    for row in table.rows {
      let key = layout.key(row)
      let member = layout.member(row)
      if let first = sums[key]?.first(where: { $0.member == member }) {
        throw layout.fault(
          row, layout.age,
          "\(layout.ages(row)) of \(member.joined(separator: ", ")) is there twice, first on line "
            + "\(first.row.line)", "Leave one of the two out.")
      }
      if sums[key] == nil { order.append(key) }
      sums[key, default: []].append((member, row))
    }
    guard sums.values.contains(where: { $0.count > 1 }) else { throw layout.nothingSummed(names) }
    let members = try layout.members(order.map { ($0, sums[$0] ?? []) })
    var rows: [AgeBandTable.Row] = []
    for key in order { rows.append(try layout.sum((sums[key] ?? []).map(\.row))) }
    self.table = AgeBandTable(file: table.file, columns: layout.kept.map { table.columns[$0] }, rows: rows)
    let list = members.map { $0.joined(separator: ", ") }
    let shown = list.count > 12 ? "\(list.count) members" : list.joined(separator: "; ")
    remark = "Added up over \(names.joined(separator: ", ")): \(shown)."
  }
}

/// Which columns of a table are summed over, which are added up, and which tell sums apart.
private struct Layout {
  let table: AgeBandTable
  let age: Int
  private let over: [Int]
  private let added: [Int]

  /// The columns that the sums have.
  var kept: [Int] { table.columns.indices.filter { !over.contains($0) } }

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

  /// The band's ages, however they are written.
  func ages(_ row: AgeBandTable.Row) -> String {
    let text = row.cells[age].text
    return AgeRange(text)?.text ?? text
  }

  /// What tells one sum from another: the ages, and every text that is not summed over.
  func key(_ row: AgeBandTable.Row) -> [String] {
    [ages(row)] + kept.filter { $0 != age && !added.contains($0) }.map { row.cells[$0].text }
  }

  func member(_ row: AgeBandTable.Row) -> [String] { over.map { row.cells[$0].text } }

  /// All members, in the order of the file.
  /// - Throws: ``QueryError`` where a sum has not all that others of its group have.
  func members(
    _ sums: [(key: [String], rows: [(member: [String], row: AgeBandTable.Row)])]
  ) throws(QueryError) -> [[String]] {
    var all: [[String]] = []
    var ofGroup: [[String]: Set<[String]>] = [:]
    for sum in sums {
      for (member, _) in sum.rows where !all.contains(member) { all.append(member) }
      ofGroup[Array(sum.key.dropFirst()), default: []].formUnion(sum.rows.map(\.member))
    }
    for sum in sums {
      let group = ofGroup[Array(sum.key.dropFirst())] ?? []
      let missing = group.subtracting(sum.rows.map(\.member))
      guard let first = all.first(where: missing.contains), let row = sum.rows.first?.row else { continue }
      throw fault(
        row, age, "\(first.joined(separator: ", ")) has no row of the age band \(sum.key[0])",
        "Add the row, or leave the member out: a sum needs every band of each.")
    }
    return all
  }

  /// One row of several members' rows.
  func sum(_ rows: [AgeBandTable.Row]) throws(QueryError) -> AgeBandTable.Row {
    var cells: [AgeBandTable.Cell] = []
    for place in kept {
      guard added.contains(place) else {
        cells.append(rows[0].cells[place])
        continue
      }
      cells.append(try sum(rows, in: place))
    }
    return AgeBandTable.Row(line: rows[0].line, cells: cells)
  }

  private func sum(_ rows: [AgeBandTable.Row], in column: Int) throws(QueryError) -> AgeBandTable.Cell {
    if let marked = rows.first(where: { $0.cells[column].status != .none })?.cells[column] { return marked }
    var sum = 0.0
    for row in rows {
      guard let number = row.cells[column].number else {
        throw fault(
          row, column, "\(table.columns[column].heading) of \(member(row).joined(separator: ", ")) is blank",
          "Write 0 where there were none, or c where the number is suppressed.")
      }
      sum += number
    }
    return AgeBandTable.Cell(text: "\(sum)", number: sum)
  }

  /// A code beside the name is the usual reason.
  func nothingSummed(_ names: [String]) -> QueryError {
    let others = kept.filter { $0 != age && !added.contains($0) }.map { table.columns[$0].heading }
    return QueryError(
      .usage, "no rows of \(table.file) differ in \(names.joined(separator: ", ")) alone, so nothing is added up",
      remedy: others.isEmpty
        ? "Leave --sum out."
        : "Name all that differ from member to member; there are also \(others.joined(separator: ", ")).")
  }

  func fault(_ row: AgeBandTable.Row, _ column: Int, _ message: String, _ remedy: String) -> QueryError {
    QueryError(.input, "\(table.file):\(row.line):\(column + 1): \(message)", remedy: remedy)
  }
}
