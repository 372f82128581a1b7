/// The answer to a query: typed columns of equal length, stored by column. Every output, chart and endpoint renders this
/// one type.
///
/// An answer that is too large to hold comes as a header and batches: tables of the same columns, some thousand rows each.
public struct ResultTable: Sendable {
  /// The columns, in contract order. Titles and priorities may be changed; number and kinds stay.
  public var columns: [Column] {
    didSet { assert(columns.count == cells.count, "a table has cells for each of its columns") }
  }
  /// The cells of each column.
  public private(set) var cells: [Cells]
  /// How many rows there are.
  public private(set) var rowCount: Int
  /// What the table shows, in one line for people.
  public var title: String
  /// Remarks for people: pooled benchmarks, statuses, breaks. Never needed to read a machine format rightly.
  public var footnotes: [Footnote]
  /// The column whose changes of value begin a group of rows in a table for people; nil for none.
  public var groupColumn: String?

  /// An empty table.
  public init(columns: [Column], title: String = "", footnotes: [Footnote] = [], groupColumn: String? = nil) {
    self.init(
      columns: columns, cells: columns.map { Cells(of: $0.kind) }, title: title, footnotes: footnotes,
      groupColumn: groupColumn)
  }

  /// A table of columns that are there already.
  /// - Precondition: cells for each column, as many in each.
  public init(
    columns: [Column], cells: [Cells], title: String = "", footnotes: [Footnote] = [], groupColumn: String? = nil
  ) {
    precondition(columns.count == cells.count, "\(cells.count) columns of cells for \(columns.count) columns")
    let count = cells.first?.count ?? 0
    precondition(cells.allSatisfy { $0.count == count }, "columns of different lengths")
    self.columns = columns
    self.cells = cells
    self.title = title
    self.footnotes = footnotes
    self.groupColumn = groupColumn
    rowCount = count
  }

  /// Adds a row.
  /// - Precondition: as many cells as there are columns.
  public mutating func append(_ row: [Cell]) { append(row, at: row.indices) }

  /// Adds a row of a table with as many columns.
  /// - Precondition: as many cells as there are columns.
  public mutating func append(_ row: Row) { append(row, at: row.indices) }

  private mutating func append(_ row: some RandomAccessCollection<Cell>, at places: Range<Int>) {
    precondition(row.count == columns.count, "a row of \(row.count) cells for \(columns.count) columns")
    for (place, cell) in zip(places, row) { cells[place].append(cell, columns[place].kind) }
    rowCount += 1
  }

  /// Adds the rows of a table with the same columns.
  /// - Precondition: as many columns.
  /// - Complexity: O(cells); texts that the two tables share in one dictionary are not looked at.
  public mutating func append(contentsOf batch: ResultTable) {
    precondition(batch.columns.count == columns.count, "a batch of other columns")
    for place in columns.indices { cells[place].append(contentsOf: batch.cells[place], columns[place].kind) }
    rowCount += batch.rowCount
  }

  /// Positions of the columns that machine formats have.
  public var machineColumns: [Int] {
    columns.indices.filter { columns[$0].kind != .heading && columns[$0].kind != .series }
  }

  /// The same table without its rows.
  public var header: ResultTable {
    ResultTable(columns: columns, title: title, footnotes: footnotes, groupColumn: groupColumn)
  }

  /// The position of a named column.
  public func index(of name: String) -> Int? { columns.firstIndex { $0.name == name } }

  /// The cells of a named column; empty when there is no such column.
  public func cells(_ name: String) -> [Cell] { index(of: name).map { Array(cells[$0]) } ?? [] }

  /// One cell.
  public func cell(_ row: Int, _ column: Int) -> Cell { cells[column][row] }

  /// The cell of a row in a named column; a missing one where there is no such column.
  public func cell(_ column: String, _ row: Int) -> Cell { index(of: column).map { cells[$0][row] } ?? .missing }
}

extension ResultTable {
  /// The same rows with some of the columns, in the order given.
  /// - Complexity: O(columns).
  public func selecting(columns chosen: [Int]) -> ResultTable {
    var table = ResultTable(
      columns: chosen.map { columns[$0] }, cells: chosen.map { cells[$0] }, title: title, footnotes: footnotes,
      groupColumn: groupColumn)
    table.rowCount = rowCount
    return table
  }

  /// Some of the rows, in the order given.
  /// - Complexity: O(cells).
  public func selecting(rows chosen: [Int]) -> ResultTable {
    var table = self
    table.cells = cells.map { $0.selecting(chosen) }
    table.rowCount = chosen.count
    return table
  }

  /// The first rows.
  public func prefix(_ count: Int) -> ResultTable {
    count >= rowCount ? self : selecting(rows: Array(0..<max(count, 0)))
  }
}

extension ResultTable: Equatable {
  /// The same words, columns and cells, however these are stored.
  public static func == (lhs: ResultTable, rhs: ResultTable) -> Bool {
    lhs.columns == rhs.columns && lhs.rowCount == rhs.rowCount && lhs.title == rhs.title
      && lhs.footnotes == rhs.footnotes && lhs.groupColumn == rhs.groupColumn
      && zip(lhs.cells, rhs.cells).allSatisfy { $0.elementsEqual($1) }
  }
}
