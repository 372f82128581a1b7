extension ResultTable {
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
}
