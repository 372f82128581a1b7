extension ResultTable {
  /// What a column holds; a missing cell may stand in any.
  public enum Kind: Sendable, Equatable {
    /// Texts, and words of any kind side by side.
    case text
    /// Whole numbers.
    case integer
    /// Figures in the indicator's unit, printed at published precision.
    case number
    /// Results of arithmetic on figures (differences, ratios), rounded for people and exact for machines.
    case derived
    /// Days.
    case date
    /// Periods.
    case period
    /// How figures stand to their benchmark.
    case verdict
    /// What tests of trends found.
    case trend
    /// Where figures lie against a funnel.
    case funnel
    /// Why figures are absent or qualified.
    case status
    /// Why there is none of what another column would hold.
    case reason
    /// By what figures were compared.
    case rule
    /// What figures were compared against.
    case benchmark
    /// Whether high is good.
    case polarity
    /// Whether something holds.
    case flag
    /// A text that heads a group of rows for people; machine formats leave the column out.
    case heading
    /// A few figures that are drawn as a line for people; machine formats leave the column out.
    case series

    /// Whether cells are numbers: they stand right for people.
    public var isNumeric: Bool { self == .integer || self == .number || self == .derived }

    /// Whether a cell may stand in a column of this kind.
    public func holds(_ cell: Cell) -> Bool {
      switch (cell, self) {
      case (.missing, _), (.text, .heading), (.series, .series), (.integer, .integer): true
      case (.number, .number), (.number, .derived): true
      case (.date, .date), (.period, .period), (.verdict, .verdict), (.trend, .trend), (.funnel, .funnel): true
      case (.status, .status), (.reason, .reason), (.rule, .rule), (.benchmark, .benchmark): true
      case (.polarity, .polarity), (.flag, .flag): true
      case (.integer, .text), (.number, .text), (.series, .text): false
      case (_, .text): true
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
    /// Whether tables for people leave it out unless it is asked for by name.
    public var isForMachines = false
    /// How many characters of its texts people are shown at most; nil for all.
    public var width: Int?
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
