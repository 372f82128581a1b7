/// The outcome of a test of figures over time.
public enum TrendDirection: Sendable, Hashable, CaseIterable {
  /// Significantly up.
  case increasing
  /// Significantly down.
  case decreasing
  /// Neither.
  case noSignificantChange
  /// The test cannot be made.
  case cannotBeCalculated
}

/// Whether figures get better or worse.
public enum TrendCourse: Sendable, Hashable {
  /// Significantly in the good direction.
  case better
  /// Significantly in the bad direction.
  case worse
}

/// What becomes of a gap between an area and its benchmark.
public enum GapDirection: Sendable, Hashable, CaseIterable {
  /// The area moves away from the benchmark.
  case widening
  /// The area moves towards the benchmark.
  case closing
  /// The area came up to the benchmark and past it: the gap at the first point lay on the other side and was no smaller.
  case crossed
  /// The difference of the slopes is not significant.
  case noSignificantChange
  /// It cannot be told.
  case cannotBeCalculated

  /// `widening`, `closing`, `closed and now on the other side`, `no significant change`, `cannot be calculated`.
  public var text: String {
    switch self {
    case .widening: "widening"
    case .closing: "closing"
    case .crossed: "closed and now on the other side"
    case .noSignificantChange: "no significant change"
    case .cannotBeCalculated: "cannot be calculated"
    }
  }
}

/// What a trend was found to be: of an area's own figures, or of its gap to the benchmark.
public enum TrendOutcome: Sendable, Hashable {
  /// Of figures, of which high or low may be good.
  case figures(TrendDirection, Polarity)
  /// Of the gap, over so many points that share no days; and why it cannot be told, where it cannot.
  case gap(GapDirection, points: Int, reason: Reason?)

  /// The text exactly as the field writes it: `Increasing and getting worse`, `Decreasing`, `No significant change`,
  /// `Cannot be calculated` and so on, better and worse only where high or low is good; of a gap as
  /// ``GapDirection/text``.
  public var text: String {
    switch self {
    case .gap(let direction, _, _): direction.text
    case .figures(.increasing, .highIsGood): "Increasing and getting better"
    case .figures(.increasing, .lowIsGood): "Increasing and getting worse"
    case .figures(.increasing, _): "Increasing"
    case .figures(.decreasing, .highIsGood): "Decreasing and getting worse"
    case .figures(.decreasing, .lowIsGood): "Decreasing and getting better"
    case .figures(.decreasing, _): "Decreasing"
    case .figures(.noSignificantChange, _): "No significant change"
    case .figures(.cannotBeCalculated, _): "Cannot be calculated"
    }
  }

  /// Whether the figures get better or worse; nil where there is no significant change, or neither high nor low is good, and of a
  /// gap.
  public var course: TrendCourse? {
    switch self {
    case .figures(.increasing, .highIsGood), .figures(.decreasing, .lowIsGood): .better
    case .figures(.increasing, .lowIsGood), .figures(.decreasing, .highIsGood): .worse
    default: nil
    }
  }

  /// A published text that is, letter by letter, what a trend of figures says; nil for any other.
  public init?(published text: String) {
    let all = TrendDirection.allCases.flatMap { direction in
      [Polarity.unknown, .lowIsGood, .highIsGood].map { TrendOutcome.figures(direction, $0) }
    }
    guard let found = all.first(where: { $0.text == text }) else { return nil }
    self = found
  }
}
