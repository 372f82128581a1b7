/// The unit of an indicator's figures, as published: `%`, `per 100,000`, `ratio (England = 100)`.
public struct Unit: Sendable, Hashable {
  /// The published text; empty where none is told.
  public let text: String

  /// A published unit.
  public init(_ text: String) { self.text = text }

  /// Whether figures are parts of a hundred.
  public var isPercent: Bool { text == "%" }

  /// Whether figures are parts of one.
  public var isProportion: Bool { text.hasPrefix("proportion") }

  /// Whether figures are times of life.
  public var isYears: Bool { text == "years" }

  /// What a figure in a sentence is followed by: nothing for parts of one, and of a ratio what it is to.
  public var afterFigure: String {
    if text == "proportion (0-1)" { return "" }
    return text.hasPrefix("ratio (") ? String(text.dropFirst(6)) : text
  }
}
