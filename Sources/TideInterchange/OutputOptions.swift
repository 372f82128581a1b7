/// How many decimals people are shown. Machine formats always carry the exact number.
public enum Precision: Sendable, Hashable {
  /// As published, but at most two decimals; results of arithmetic always with two.
  case published
  /// So many decimals in every figure (0...15); counts and whole numbers stay whole.
  case decimals(Int)
}

/// How a result is laid out for people, and whether CSV and TSV are safe to open in a spreadsheet.
public struct OutputOptions: Sendable, Hashable {
  /// How many decimals are shown.
  public var precision: Precision
  /// Columns of the terminal, at least 1; nil when the output is no terminal, and then nothing is dropped or cut.
  public var terminalWidth: Int?
  /// Whether comparison words are coloured as well as marked.
  public var colour: Bool
  /// Whether CSV and TSV leave texts that spreadsheets would run as they are.
  public var isRaw: Bool

  /// Options for people; without arguments those of a file.
  public init(
    precision: Precision = .published, terminalWidth: Int? = nil, colour: Bool = false, isRaw: Bool = false
  ) {
    self.precision = precision
    self.terminalWidth = terminalWidth
    self.colour = colour
    self.isRaw = isRaw
  }
}
