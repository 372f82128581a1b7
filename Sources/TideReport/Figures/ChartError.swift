/// Why a chart cannot be drawn.
public struct ChartError: Error, Equatable, Sendable {
  /// What kind of reason it is.
  public enum Code: Sendable {
    /// The table has no rows, or no figures.
    case empty
    /// The table has not got the columns of the chart.
    case columns
    /// There is not enough room for it.
    case room
    /// There is more in the table than one chart can show, or figures that no axis can.
    case figures
  }

  /// What kind of reason it is.
  public let code: Code
  /// One sentence without a full stop.
  public let message: String
  /// What to do next.
  public let remedy: String

  init(_ code: Code, _ message: String, remedy: String) {
    self.code = code
    self.message = message
    self.remedy = remedy
  }
}
