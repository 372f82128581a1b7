extension ResultTable {
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

    /// Whether a cell may stand in a column of this kind.
    public func holds(_ cell: Cell) -> Bool {
      switch (cell, self) {
      case (.missing, _), (.text, .text), (.text, .heading), (.integer, .integer), (.series, .series): true
      case (.number, .number), (.number, .derived): true
      default: false
      }
    }
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
}
