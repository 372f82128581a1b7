public import TideModel

/// Which columns of a result are wanted, in which order its rows, and how many of them.
///
/// Columns are named as in machine formats. Rows are ordered by one column after another, each ascending, or descending with
/// a minus before its name: numbers by size and before texts, texts without regard to case, missing cells last in either
/// direction, and rows that are equal in all of it as they came.
public struct TableShape: Sendable, Hashable {
  /// A column named that the result does not have.
  public struct UnknownColumn: Error, Hashable {
    /// The name.
    public let name: String
    /// Names that are near.
    public let suggestions: [String]
    /// All that there are, in their order.
    public let columns: [String]
  }

  /// The columns wanted, in order; empty for all.
  public var columns: [String]
  /// What to sort by, `-` before a name for the greatest first; empty for the order of the answer.
  public var sort: [String]
  /// The most rows; nil for all.
  public var limit: Int?

  /// The given wishes.
  public init(columns: [String] = [], sort: [String] = [], limit: Int? = nil) {
    self.columns = columns
    self.sort = sort
    self.limit = limit
  }

  /// The shape in the columns of a result.
  /// - Throws: ``UnknownColumn`` for the first name that is none of them.
  public func plan(for header: ResultTable) throws(UnknownColumn) -> ShapePlan {
    var chosen: [Int] = []
    for name in columns { chosen.append(try position(of: name, in: header)) }
    var keys: [ShapePlan.Key] = []
    for name in sort {
      let isDescending = name.hasPrefix("-")
      let position = try position(of: isDescending ? String(name.dropFirst()) : name, in: header)
      keys.append(ShapePlan.Key(column: position, isDescending: isDescending))
    }
    return ShapePlan(chosen: columns.isEmpty ? nil : chosen, keys: keys, limit: limit)
  }

  private func position(of name: String, in header: ResultTable) throws(UnknownColumn) -> Int {
    let machine = header.machineColumns
    if let found = machine.first(where: { header.columns[$0].name == name.lowercased() }) { return found }
    let names = machine.map { header.columns[$0].name }
    let near = names.compactMap { other in TextDistance.edits(name, other, limit: 3).map { (other, $0) } }
      .filter { $0.1 < max(name.count, $0.0.count) - 1 }
    let parts = names.filter { !name.isEmpty && $0.contains(name.lowercased()) }
    let suggestions = near.sorted { $0.1 < $1.1 }.map(\.0) + parts.filter { part in !near.contains { $0.0 == part } }
    throw UnknownColumn(name: name, suggestions: Array(suggestions.prefix(5)), columns: names)
  }
}

/// A ``TableShape`` whose names have been found in a result.
public struct ShapePlan: Sendable {
  /// A column to sort by.
  struct Key: Sendable {
    let column: Int
    let isDescending: Bool
  }

  /// Positions of the columns wanted; nil for all.
  let chosen: [Int]?
  let keys: [Key]
  /// The most rows; nil for all.
  public let limit: Int?

  /// Whether rows can be passed on only when all are there.
  public var needsAllRows: Bool { !keys.isEmpty }

  /// The header of what is left.
  public func header(_ table: ResultTable) -> ResultTable { columns(of: table.header) }

  /// A table, or a batch of one, with the columns that are left. Rows are grouped no longer where columns were chosen or rows put
  /// in another order.
  /// - Complexity: O(columns).
  public func columns(of table: ResultTable) -> ResultTable {
    guard let positions = chosen ?? (keys.isEmpty ? nil : ungrouped(table)) else { return table }
    var shaped = table.selecting(columns: positions)
    shaped.groupColumn = nil
    return shaped
  }

  /// A whole table in this shape.
  /// - Complexity: O(rows log rows) comparisons where there is an order.
  public func applied(to table: ResultTable) -> ResultTable {
    let shaped = columns(of: table)
    let count = min(limit ?? .max, table.rowCount)
    return keys.isEmpty ? shaped.prefix(count) : shaped.selecting(rows: Array(order(of: table).prefix(count)))
  }

  private func ungrouped(_ table: ResultTable) -> [Int] {
    table.columns.indices.filter { table.columns[$0].kind != .heading }
  }

  /// The rows of a table as they are ordered.
  private func order(of table: ResultTable) -> [Int] {
    let sorted = keys.map { key in (values: table.cells[key.column].map(SortValue.init), key.isDescending) }
    return table.rows.indices.sorted { first, second in
      for (values, isDescending) in sorted {
        if let isBefore = values[first].isBefore(values[second], descending: isDescending) { return isBefore }
      }
      return first < second
    }
  }
}

/// A cell as rows are ordered by it.
private enum SortValue {
  case number(Double)
  case text(String)
  case missing

  init(_ cell: ResultTable.Cell) {
    switch cell {
    case .integer(let integer): self = .number(Double(integer))
    case .number(let number): self = number.isNaN ? .missing : .number(number)
    default: self = cell.words.map { .text($0.lowercased()) } ?? .missing
    }
  }

  private var place: Int {
    switch self {
    case .number: 0
    case .text: 1
    case .missing: 2
    }
  }

  /// Whether this comes before another; nil where they are equal.
  func isBefore(_ other: SortValue, descending: Bool) -> Bool? {
    switch (self, other) {
    case (.number(let first), .number(let second)):
      return first == second ? nil : (first < second) != descending
    case (.text(let first), .text(let second)):
      return first == second ? nil : (first < second) != descending
    default: return place == other.place ? nil : place < other.place
    }
  }
}
