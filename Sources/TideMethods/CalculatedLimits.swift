public import TideModel

/// Limits worked out for figures that were published with their count and without limits.
///
/// By the method that the indicator's publisher names, else by the usual one of its value type: Wilson's for proportions,
/// Poisson limits (exact below ten events, Byar's from ten on) for crude rates, and for standardised figures the value times
/// the Poisson limits of its count over the count. For a directly standardised rate the last is Dobson's formula with all age
/// bands weighed alike, since the bands are not published; it is an approximation and is said to be one.
/// Sources: APHO Technical Briefing 3; Dobson et al. 1991; facts sections 1 to 3.
public struct CalculatedLimits: Sendable {
  /// By which formula.
  public enum Formula: Sendable, Hashable {
    /// Wilson's limits of a proportion; needs a denominator.
    case wilson
    /// Poisson limits of the count, over its denominator where there is one, else in the proportion of value to count.
    case poisson
    /// The value times the Poisson limits of its count over the count.
    case scaled

    /// What is said beside a figure.
    public var words: String {
      switch self {
      case .wilson: "Wilson"
      case .poisson: "Byar, exact under 10"
      case .scaled: "Byar's limits of the count, all ages weighed alike"
      }
    }
  }

  /// A figure with what was worked out.
  public struct Completed: Sendable, Hashable {
    /// With limits, and with a value.
    public let figures: Figures
    /// Whether the value was worked out as well.
    public let hasCalculatedValue: Bool
  }

  /// The formula of the indicator.
  public let formula: Formula
  private let multiplier: Double?
  private let isRatioOfCounts: Bool

  /// The calculation for an indicator; nil where its method does not follow from counts, is not known, or where its
  /// figures are estimates and no counts.
  public init?(_ indicator: Indicator) {
    guard !Self.isModelled(indicator), let formula = Self.formula(of: indicator) else { return nil }
    self.formula = formula
    multiplier = indicator.multiplier
    isRatioOfCounts = indicator.valueType == .proportion || indicator.valueType == .crudeRate
  }

  /// A figure with its limits, and with its value where count and denominator alone are published.
  ///
  /// - Parameters:
  ///   - figures: in the indicator's unit.
  ///   - status: a figure that is absent for a reason, or estimated, is never completed.
  ///   - makesValues: whether a missing value is worked out.
  /// - Returns: nil where limits are published, or where they do not follow from what is: no count, a count above its
  ///   denominator, a value that is not that of its counts.
  /// - Complexity: O(1); O(√count) below ten events.
  public func complete(_ figures: Figures, status: Status, makesValues: Bool) -> Completed? {
    guard figures.lower95 == nil, figures.upper95 == nil, !status.isAbsence, !Self.isNoCount(status),
      let count = figures.count, count.isFinite, count >= 0
    else { return nil }
    var completed = figures
    if figures.value == nil {
      guard makesValues, isRatioOfCounts, let multiplier, let total = figures.denominator, total > 0 else { return nil }
      completed.value = count / total * multiplier
    }
    guard let value = completed.value, value.isFinite,
      let inner = limits(count, value, figures.denominator, .p95)
    else { return nil }
    (completed.lower95, completed.upper95) = (inner.lower, inner.upper)
    if figures.lower998 == nil, figures.upper998 == nil, let outer = limits(count, value, figures.denominator, .p998) {
      (completed.lower998, completed.upper998) = (outer.lower, outer.upper)
    }
    return Completed(figures: completed, hasCalculatedValue: figures.value == nil)
  }

  /// The count and denominator that a crude rate or proportion was made of; nil where they are not published, or where the
  /// value is not theirs.
  /// - Complexity: O(1).
  public func counts(of figures: Figures) -> TwoFigures.Figure? {
    guard isRatioOfCounts, formula != .scaled, let count = figures.count, count.isFinite, count >= 0,
      let value = figures.value, let total = figures.denominator, factor(count, value, total) != nil
    else { return nil }
    return TwoFigures.Figure(count: count, denominator: total)
  }

  private func limits(_ count: Double, _ value: Double, _ total: Double?, _ confidence: Confidence) -> Interval? {
    let limits: Interval?
    switch formula {
    case .wilson:
      guard let total, let factor = factor(count, value, total) else { return nil }
      limits = Intervals.wilson(count: count, of: total, z: confidence.z)?.scaled(by: factor)
    case .poisson:
      if let total {
        guard let factor = factor(count, value, total) else { return nil }
        limits = Intervals.poisson(count: count, confidence: confidence)?.interval.scaled(by: factor / total)
      } else {
        limits = scaled(count, value, confidence)
      }
    case .scaled: limits = scaled(count, value, confidence)
    }
    guard let limits, limits.lower.isFinite, limits.upper.isFinite else { return nil }
    return limits
  }

  private func scaled(_ count: Double, _ value: Double, _ confidence: Confidence) -> Interval? {
    guard count > 0 else { return nil }
    return Intervals.poisson(count: count, confidence: confidence)?.interval.scaled(by: value / count)
  }

  /// The multiplier, where count over denominator times it is the value as far as that was printed; nil where it is not:
  /// then the count is of something else.
  private func factor(_ count: Double, _ value: Double, _ total: Double) -> Double? {
    guard let multiplier, total > 0, total.isFinite else { return nil }
    let expected = count / total * multiplier
    let unit = PrintedPrecision.powerOfTen(-PrintedPrecision(of: value).decimals)
    let slack = max(unit / 2 * (1 + 1e-9), 1e-3 * expected)
    return (expected - value).magnitude <= slack ? multiplier : nil
  }

  // MARK: What an indicator tells

  private static func formula(of indicator: Indicator) -> Formula? {
    let told = indicator.intervalMethod.lowercased()
    func names(_ words: String...) -> Bool { words.contains(where: told.contains) }
    let isUntold = told.isEmpty || told.hasPrefix("no ")
    switch indicator.valueType {
    case .proportion, .crudeRate, .unknown:
      if names("wilson") { return .wilson }
      if names("byar", "exact", "poisson"), !names("dobson") { return .poisson }
      guard isUntold else { return nil }
      return indicator.valueType == .proportion ? .wilson : indicator.valueType == .crudeRate ? .poisson : nil
    case .directlyStandardisedRate, .indirectlyStandardisedRatio, .indirectlyStandardisedRate:
      return isUntold || names("dobson", "byar", "exact", "poisson") ? .scaled : nil
    default: return nil
    }
  }

  /// Whether an indicator's figures come from a model or a survey applied to a population: its counts were never counted.
  private static func isModelled(_ indicator: Indicator) -> Bool {
    let words = Set(Vocabulary.words(indicator.name) + indicator.themes.flatMap { Vocabulary.words($0) })
    return !words.isDisjoint(with: [
      "estimated", "estimate", "estimates", "modelled", "modeled", "synthetic", "projected",
    ])
  }

  private static func isNoCount(_ status: Status) -> Bool { status == .estimated || status == .forecast }
}
