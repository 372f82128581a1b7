/// The answer to a query: typed columns of equal length. Every output, chart and endpoint renders this one type.
public struct ResultTable: Sendable, Equatable {
  /// A cell of a table.
  public enum Cell: Sendable, Hashable {
    /// Nothing: an empty field in a file, null in JSON.
    case missing
    /// A text.
    case text(String)
    /// A whole number.
    case integer(Int)
    /// A number as published or computed.
    case number(Double)
    /// The last figures of a series, oldest first; nil where there is none.
    case series([Double?])
  }

  /// What a column holds; a missing cell may stand in any.
  public enum Kind: Sendable, Equatable {
    case text
    case integer
    /// Figures in the indicator's unit, printed at published precision.
    case number
    /// Results of arithmetic on figures (differences, ratios), rounded for people and exact for machines.
    case derived
    /// A text that heads a group of rows for people; machine formats leave the column out.
    case heading
    /// A few figures that are drawn as a line for people; machine formats leave the column out.
    case series
  }

  /// A column's contract.
  public struct Column: Sendable, Equatable {
    /// Snake-case name, fixed in machine formats.
    public var name: String
    /// Heading for people.
    public var title: String
    /// What it holds.
    public var kind: Kind
    /// Where a terminal is narrow, columns with a higher number go first; 0 always stays.
    public var priority: Int
    /// A column of the given kind.
    public init(name: String, title: String, kind: Kind, priority: Int = 0) {
      self.name = name
      self.title = title
      self.kind = kind
      self.priority = priority
    }
    /// The same in short, for tables whose columns are written as a table themselves.
    public init(_ name: String, _ title: String, _ kind: Kind, _ priority: Int = 0) {
      self.init(name: name, title: title, kind: kind, priority: priority)
    }
  }

  /// The columns, in contract order.
  public var columns: [Column]
  /// The rows; each has as many cells as there are columns.
  public private(set) var rows: [[Cell]]
  /// What the table shows, in one line for people.
  public var title: String
  /// Remarks for people: pooled benchmarks, statuses, breaks. Never needed to read a machine format rightly.
  public var footnotes: [String]
  /// The column whose changes of value begin a group of rows in a table for people; nil for none.
  public var groupColumn: String?

  /// An empty table.
  public init(columns: [Column], title: String = "", footnotes: [String] = [], groupColumn: String? = nil) {
    self.columns = columns
    self.rows = []
    self.title = title
    self.footnotes = footnotes
    self.groupColumn = groupColumn
  }

  /// Adds a row; missing cells are added and extra ones dropped so that every row fits the columns.
  public mutating func append(_ row: [Cell]) {
    if row.count == columns.count {
      rows.append(row)
    } else {
      rows.append(
        Array(row.prefix(columns.count)) + Array(repeating: .missing, count: max(0, columns.count - row.count)))
    }
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
  public func cells(_ name: String) -> [Cell] {
    guard let index = index(of: name) else { return [] }
    return rows.map { $0[index] }
  }
}
