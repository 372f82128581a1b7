extension ResultTable {
  /// The rows, each as many cells as there are columns.
  public var rows: Rows { Rows(cells: cells, count: rowCount) }

  /// The rows of a table, looked at one by one.
  public struct Rows: RandomAccessCollection, Sendable {
    fileprivate let cells: [Cells]
    /// How many there are.
    public let count: Int

    /// 0.
    public var startIndex: Int { 0 }
    /// How many rows there are.
    public var endIndex: Int { count }
    /// One row.
    public subscript(row: Int) -> Row {
      precondition(indices.contains(row), "no row \(row) among \(count)")
      return Row(columns: cells, index: row)
    }
  }

  /// A row of a table: its cells by column.
  public struct Row: RandomAccessCollection, Sendable, Equatable {
    fileprivate let columns: [Cells]
    /// Its place among the rows.
    public let index: Int

    /// 0.
    public var startIndex: Int { 0 }
    /// How many columns there are.
    public var endIndex: Int { columns.count }
    /// The cell of a column.
    public subscript(column: Int) -> Cell { columns[column][index] }

    /// The same cells.
    public static func == (lhs: Row, rhs: Row) -> Bool { lhs.elementsEqual(rhs) }
  }
}
