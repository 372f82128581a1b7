extension AgeBandTable {
  /// What the rows of a table have in common.
  final class Content: Sendable {
    let cells: [Cells]
    let lines: Lines

    init(_ cells: [Cells], _ lines: Lines) {
      self.cells = cells
      self.lines = lines
    }
  }

  /// The rows of a table, looked at one by one.
  public struct Rows: RandomAccessCollection, Sendable {
    let content: Content
    /// How many there are.
    public let count: Int

    init(cells: [Cells], lines: Lines) {
      content = Content(cells, lines)
      count = lines.count
    }

    /// 0.
    public var startIndex: Int { 0 }
    /// How many rows there are.
    public var endIndex: Int { count }

    /// One row.
    public subscript(row: Int) -> Row {
      precondition(row >= 0 && row < count, "no row \(row) among \(count)")
      return Row(content: content, index: row)
    }
  }

  /// A row of a table: its line, and a cell for each column.
  public struct Row: Sendable {
    let content: Content
    /// Its place among the rows, from 0.
    public let index: Int

    /// The line of the file on which it starts, from 1.
    /// - Complexity: O(log rows).
    public var line: Int { content.lines[index] }

    /// One cell a column.
    public var cells: RowCells { RowCells(row: self) }
  }

  /// The cells of a row by column.
  public struct RowCells: RandomAccessCollection, Sendable {
    let row: Row

    /// 0.
    public var startIndex: Int { 0 }
    /// How many columns there are.
    public var endIndex: Int { row.content.cells.count }
    /// The cell of a column.
    public subscript(column: Int) -> Cell { row.content.cells[column][row.index] }
  }
}
