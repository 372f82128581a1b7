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
    /// A day.
    case date(CalendarDate)
    /// A period under its published label.
    case period(LabelledPeriod)
    /// How a figure stands to its benchmark.
    case verdict(Verdict)
    /// What a test of a trend found.
    case trend(TrendOutcome)
    /// Where a figure lies against a funnel.
    case funnel(FunnelPlace)
    /// Why a figure is absent or qualified; never ``Status/none``.
    case status(Status)
    /// Why there is none of what the column would hold.
    case reason(Reason)
    /// By what a figure was compared.
    case rule(ComparisonRule)
    /// What a figure was compared against.
    case benchmark(BenchmarkName)
    /// Whether high is good.
    case polarity(Polarity)
    /// Whether something holds; where it does not, the cell is usually missing.
    case flag(Bool)
    /// The last figures of a series, oldest first; nil where there is none.
    case series([Double?])
  }

  /// A period that is another one under another label, as which it was published.
  public struct LabelledPeriod: Sendable, Hashable {
    /// The period with its label.
    public let period: Period

    /// A period as published.
    public init(_ period: Period) { self.period = period }

    /// The same days in the same kind of year, and the same label.
    public static func == (lhs: LabelledPeriod, rhs: LabelledPeriod) -> Bool {
      lhs.period == rhs.period && lhs.period.label == rhs.period.label
    }

    /// Hashes the period.
    public func hash(into hasher: inout Hasher) { hasher.combine(period) }
  }
}

extension ResultTable.Cell {
  /// A text; missing where it is empty or nil.
  public static func words(_ text: String?) -> ResultTable.Cell {
    text.flatMap { $0.isEmpty ? nil : .text($0) } ?? .missing
  }

  /// A published text: a verdict or a trend where it is, letter by letter, one of the field's own; missing where it is empty.
  public static func published(_ text: String) -> ResultTable.Cell {
    if let verdict = Verdict(published: text) { return .verdict(verdict) }
    return TrendOutcome(published: text).map { .trend($0) } ?? .words(text)
  }

  /// The cell in words, as they stand in its field of a machine format; nil for numbers, series and missing cells.
  public var words: String? {
    switch self {
    case .missing, .integer, .number, .series: nil
    case .text(let text): text
    case .date(let date): date.description
    case .period(let labelled): labelled.period.label
    case .verdict(let verdict): verdict.text
    case .trend(let outcome): outcome.text
    case .funnel(let place): place.text
    case .status(let status): status.marker.isEmpty ? nil : status.marker
    case .reason(let reason): reason.text
    case .rule(let rule): rule.text
    case .benchmark(let name): name.text
    case .polarity(let polarity): polarity.name.isEmpty ? nil : polarity.name
    case .flag(let holds): holds ? "yes" : "no"
    }
  }
}
