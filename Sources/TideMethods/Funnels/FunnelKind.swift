public import TideModel

/// What a funnel plot shows.
public enum FunnelKind: Sendable, Hashable, CaseIterable {
  /// Proportions: count of a population.
  case proportion
  /// Observed events against expected ones, as their ratio less 1.
  case ratioOfCounts
  /// The same times 100, as indirectly standardised ratios are published.
  case standardisedRatio
  /// Crude rates.
  case crudeRate
  /// Directly standardised rates.
  case directlyStandardisedRate

  /// Whether the horizontal axis counts events of a rate.
  var isRate: Bool { self == .crudeRate || self == .directlyStandardisedRate }
}

/// One area of a funnel plot.
public struct FunnelRecord: Sendable, Hashable {
  /// Those who have it, or events observed.
  public let count: Double?
  /// Population, or events expected; of a standardised rate none.
  public let denominator: Double?
  /// The rate, for the two kinds of rate.
  public let rate: Double?

  /// An area's numbers.
  public init(count: Double?, denominator: Double?, rate: Double? = nil) {
    self.count = count
    self.denominator = denominator
    self.rate = rate
  }
}

/// How a record lies to the control lines of its funnel.
public enum FunnelSignificance: Sendable, Hashable {
  /// Above or below both lines: beyond 99.8%, or beyond 95% alone.
  case high(ConfidenceLevel)
  /// The same below.
  case low(ConfidenceLevel)
  /// Between the lines.
  case notSignificant
  /// No place can be told.
  case notApplicable(Obstacle)

  /// The place, for whatever reason none can be told.
  public var place: FunnelPlace {
    switch self {
    case .high(let level): .high(level)
    case .low(let level): .low(level)
    case .notSignificant: .notSignificant
    case .notApplicable: .notApplicable
    }
  }

  /// The label of the published tool: see ``FunnelPlace/text``.
  public var text: String { place.text }
}
