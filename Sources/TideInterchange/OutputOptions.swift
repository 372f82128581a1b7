/// How many decimals people are shown. Machine formats always carry the exact number.
public enum Precision: Sendable, Hashable {
  /// As published, but at most two decimals; results of arithmetic always with two.
  case published
  /// So many decimals in every figure (0...15); counts and whole numbers stay whole.
  case decimals(Int)
}

/// How a result is laid out for people, and what files of it carry.
public struct OutputOptions: Sendable, Hashable {
  /// How many decimals are shown.
  public var precision: Precision
  /// Columns of the terminal, at least 1; nil when the output is no terminal, and then nothing is dropped or broken.
  public var terminalWidth: Int?
  /// Whether comparison words are coloured as well as marked.
  public var colour: Bool
  /// Which characters shapes, arrows and lines of figures may be made of on the screen.
  public var repertoire: Repertoire
  /// Whether the table is written as one line a figure, without shapes and rulings, for a screen reader.
  public var isPlain: Bool
  /// Whether CSV and TSV leave texts that spreadsheets would run as they are.
  public var isRaw: Bool
  /// Whether CSV and TSV begin with a byte-order mark, by which Excel knows UTF-8.
  public var hasByteOrderMark: Bool
  /// Where the figures come from, to be written with them.
  public var provenance: Provenance?

  /// Options for people; without arguments those of a file.
  public init(
    precision: Precision = .published, terminalWidth: Int? = nil, colour: Bool = false,
    repertoire: Repertoire = .unicode, isPlain: Bool = false, isRaw: Bool = false, hasByteOrderMark: Bool = false,
    provenance: Provenance? = nil
  ) {
    self.precision = precision
    self.terminalWidth = terminalWidth
    self.colour = colour
    self.repertoire = repertoire
    self.isPlain = isPlain
    self.isRaw = isRaw
    self.hasByteOrderMark = hasByteOrderMark
    self.provenance = provenance
  }
}
