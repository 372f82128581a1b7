import TideModel

/// How a figure that need not be hidden is shown under the profiles in force.
struct ShownFigure {
  /// What became of a figure.
  enum Outcome: UInt8 {
    case untouched = 1
    /// Hidden for its small count, or to protect another's.
    case hidden
    /// Hidden because no count stands beside it by which it could be judged.
    case uncounted
    /// Its count is rounded.
    case rounded
    /// A rate that is not given, since it rests on too few deaths.
    case notGiven
    /// A rate marked as of low reliability.
    case unreliable
  }

  let indicator: Indicator
  private let rounds: Bool
  private let isReliabilityChecked: Bool

  /// A rate that rests on fewer events is marked.
  private static let reliableEvents = 20.0

  init(_ indicator: Indicator, _ profiles: [DisclosureProfile]) {
    self.indicator = indicator
    rounds = profiles.contains(where: \.roundsToFive)
    isReliabilityChecked = profiles.contains(.onsDeaths)
  }

  /// What stands in the place of a hidden figure: nothing but that it is.
  static let hidden = Observation(figures: Figures(), status: .suppressed)

  /// What stands in the place of one that cannot be judged.
  private static let uncounted = Observation(
    figures: Figures(), status: .suppressed, note: "withheld: no count stands beside it by which it could be judged")

  /// The figure as it is shown.
  func of(_ observation: Observation) -> (Observation, Outcome) {
    let figures = observation.figures
    let isEmpty = Measure.allCases.allSatisfy { figures[$0] == nil }
    if isEmpty { return (observation, .untouched) }
    guard let count = figures.count else { return uncounted(observation) }
    if isReliabilityChecked { return reliable(observation, count) }
    return rounds ? rounded(observation, count) : (observation, .untouched)
  }

  /// Whether values of this kind are made of counts, so that they tell them.
  private var restsOnCounts: Bool {
    switch indicator.valueType {
    case .score, .lifeExpectancy, .median, .slopeIndexOfInequality, .relativeIndexOfInequality, .mean, .monthsLifeLost:
      false
    default: true
    }
  }

  private var isCount: Bool { indicator.valueType == .count || indicator.valueType == .number }

  private func uncounted(_ observation: Observation) -> (Observation, Outcome) {
    let figures = observation.figures
    if isCount, let value = figures.value {
      guard rounds else { return (observation, .untouched) }
      var shown = Observation(figures: Figures(value: RoundedCount.of(value)), status: observation.status)
      shown.figures.denominator = figures.denominator.map(RoundedCount.of)
      return (shown, .rounded)
    }
    let isValued = Measure.allCases.contains { $0 != .denominator && figures[$0] != nil }
    if restsOnCounts, isValued { return (Self.uncounted, .uncounted) }
    guard rounds, let denominator = figures.denominator else { return (observation, .untouched) }
    var shown = observation
    shown.figures.denominator = RoundedCount.of(denominator)
    return (shown, .rounded)
  }

  // MARK: Rounding

  /// The count to the nearest 5, and a value that tells no more than it does. Limits are left out: an exact count can be
  /// had from them, and so are the publisher's comparison and trend, which were made with it.
  private func rounded(_ observation: Observation, _ count: Double) -> (Observation, Outcome) {
    let figures = observation.figures
    var shown = Figures(count: RoundedCount.of(count), denominator: figures.denominator.map(RoundedCount.of))
    if let value = figures.value {
      if isCount {
        shown.value = RoundedCount.of(value)
      } else if let denominator = figures.denominator, let factor = factor(value, count, denominator) {
        shown.value = shown.denominator.flatMap { $0 > 0 ? RoundedCount.of(count) / $0 * factor : nil }
      } else if isStandardised {
        shown.value = Self.threeDigits(value)
      } else if restsOnCounts {
        return (Self.uncounted, .uncounted)
      } else {
        (shown.value, shown.lower95, shown.upper95) = (value, figures.lower95, figures.upper95)
        (shown.lower998, shown.upper998) = (figures.lower998, figures.upper998)
      }
    }
    return (Observation(figures: shown, status: observation.status, note: observation.note), .rounded)
  }

  private var isStandardised: Bool {
    switch indicator.valueType {
    case .directlyStandardisedRate, .indirectlyStandardisedRatio, .indirectlyStandardisedRate,
      .indirectlyStandardisedProportion:
      true
    default: false
    }
  }

  /// What count / denominator was multiplied by to give a value; nil where that is not what the value is.
  private func factor(_ value: Double, _ count: Double, _ denominator: Double) -> Double? {
    guard denominator > 0 else { return nil }
    let known = [indicator.multiplier].compactMap { $0 }
    return (known + [1, 100, 1000, 10_000, 100_000, 1_000_000]).first { factor in
      abs(count / denominator * factor - value) <= 0.01 * abs(value)
    }
  }

  /// A number to three significant digits: a standardised rate of more tells the counts of its age bands.
  private static func threeDigits(_ value: Double) -> Double {
    guard value != 0, value.isFinite else { return value }
    var (size, scale) = (abs(value), 1.0)
    while size >= 1000, scale < 1e15 { (size, scale) = (size / 10, scale * 10) }
    if scale > 1 { return (value / scale).rounded() * scale }
    while size < 100, scale < 1e15 { (size, scale) = (size * 10, scale * 10) }
    return (value * scale).rounded() / scale
  }

  // MARK: Reliability

  /// A rate of too few deaths without value, limits and what it is out of; a rate of few with its mark.
  private func reliable(_ observation: Observation, _ count: Double) -> (Observation, Outcome) {
    guard restsOnCounts, !isCount, observation.figures.value != nil else { return (observation, .untouched) }
    let least = isStandardised || indicator.valueType == .unknown ? 10.0 : 3.0
    if count < least {
      return (Observation(figures: Figures(count: count), status: .notAvailable), .notGiven)
    }
    guard count < Self.reliableEvents else { return (observation, .untouched) }
    var shown = observation
    if shown.status == .none { shown.status = .lowReliability }
    return (shown, .unreliable)
  }
}
