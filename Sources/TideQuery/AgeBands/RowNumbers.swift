import TideModel

/// Numbers that rows share exactly where they have the same texts in some columns, given in the order in which the file comes
/// to them, from 0.
///
/// Columns are taken in one after the other, as pairs of a number so far and a text. Rows that say the same mostly follow each
/// other, so that pairs are looked up where something changes.
struct RowNumbers {
  /// One a row.
  private(set) var numbers: [Int32]
  /// How many different ones there are.
  private(set) var count: Int

  /// All rows as one.
  init(rows: Int) {
    numbers = Array(repeating: 0, count: rows)
    count = min(1, rows)
  }

  /// The rows of a table by the texts of some columns.
  /// - Complexity: O(rows × columns) expected.
  init(_ table: AgeBandTable, by columns: [Int]) {
    self.init(rows: table.rows.count)
    for column in columns { divide(by: table.cells[column].codes, table.cells[column].sames) }
  }

  /// Tells rows of one number apart by what a further column says.
  /// - Parameters:
  ///   - codes: the column's, one a row.
  ///   - sames: what codes stand for the same text, as a number each.
  mutating func divide(by codes: [Int32], _ sames: [Int32]) {
    var known: [Int64: Int32] = [:]
    var last: (pair: Int64, number: Int32) = (-1, 0)
    for row in numbers.indices {
      let pair = Int64(numbers[row]) << 32 | Int64(sames[Int(codes[row])])
      if pair != last.pair { last = (pair, Self.number(of: pair, in: &known)) }
      numbers[row] = last.number
    }
    count = known.count
  }

  private static func number(of pair: Int64, in known: inout [Int64: Int32]) -> Int32 {
    if let number = known[pair] { return number }
    let next = Int32(truncatingIfNeeded: known.count)
    known[pair] = next
    return next
  }

  /// The rows by number, those of one in their order, and where each number's begin; the last is the end.
  /// - Complexity: O(rows).
  func sorted() -> (rows: [Int32], starts: [Int32]) {
    var starts = [Int32](repeating: 0, count: count + 1)
    for number in numbers { starts[Int(number) + 1] += 1 }
    for number in 0..<count { starts[number + 1] += starts[number] }
    var places = starts
    var rows = [Int32](repeating: 0, count: numbers.count)
    for (row, number) in numbers.enumerated() {
      rows[Int(places[Int(number)])] = Int32(truncatingIfNeeded: row)
      places[Int(number)] += 1
    }
    return (rows, starts)
  }

  /// The first row of each number.
  /// - Complexity: O(rows).
  var firsts: [Int] {
    var firsts: [Int] = []
    for (row, number) in numbers.enumerated() where Int(number) == firsts.count { firsts.append(row) }
    return firsts
  }

  /// The first row that has the number of one before it; nil where all are different.
  /// - Complexity: O(rows).
  var firstRepeated: Int? { numbers.indices.first { Int(numbers[$0]) < $0 } }
}
