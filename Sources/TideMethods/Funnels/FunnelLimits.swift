import TideModel

/// The control lines of a funnel plot at one place of its horizontal axis.
public struct FunnelLimits: Sendable, Hashable {
  /// One line there.
  public struct Line: Sendable, Hashable {
    /// Its height, in the unit of the values.
    public let limit: Double
    /// The expected events (ratios), or the person-years of one year (rates), at which so many events lie on the line; nil for
    /// proportions.
    public let denominator: Double?
  }

  /// The place: population of a proportion, else events observed.
  public let position: Double
  /// The lower line of 95%.
  public let lower95: Line
  /// The upper line of 95%.
  public let upper95: Line
  /// The lower line of 99.8%.
  public let lower998: Line
  /// The upper line of 99.8%.
  public let upper998: Line
}

extension FunnelPlot {
  /// How many places the lines are given at.
  static let limitCount = 100

  /// The control lines at 100 places, close together where the funnel is narrow.
  ///
  /// Proportions: average ∓ z √(average (1 − average)/n), times the multiplier, kept to what a proportion can be: 0 to the
  /// multiplier. The published tool keeps to 100 whatever the multiplier (facts section 8), which is the same per cent alone.
  /// Ratios and rates: the denominators at which so many events are an exact Poisson limit, and what the events come to by these.
  /// - Throws: ``Obstacle`` where the axis cannot be drawn.
  /// - Complexity: O(√events) a place.
  public func limits() throws(Obstacle) -> [FunnelLimits] {
    var places: [FunnelLimits] = []
    for position in try axis() {
      guard let inner = lines(position, .p95), let outer = lines(position, .p998) else { throw .noLimits }
      places.append(
        FunnelLimits(
          position: position, lower95: inner.lower, upper95: inner.upper, lower998: outer.lower, upper998: outer.upper))
    }
    return places
  }

  private func lines(_ x: Double, _ level: ConfidenceLevel) -> (lower: FunnelLimits.Line, upper: FunnelLimits.Line)? {
    if kind == .proportion {
      let spread = level.z * (average * (1 - average) / x).squareRoot()
      func line(_ share: Double) -> FunnelLimits.Line {
        FunnelLimits.Line(limit: min(multiplier, max(0, share * multiplier)), denominator: nil)
      }
      return (line(average - spread), line(average + spread))
    }
    return Intervals.exactPoisson(count: x, confidence: level.confidence).map { ($0.upper, $0.lower) }.map {
      (line(x, expected: $0), line(x, expected: $1))
    }
  }

  private func line(_ events: Double, expected: Double) -> FunnelLimits.Line {
    switch kind {
    case .ratioOfCounts: FunnelLimits.Line(limit: events / expected - 1, denominator: expected)
    case .standardisedRatio: FunnelLimits.Line(limit: events / expected * 100, denominator: expected)
    default:
      FunnelLimits.Line(limit: events / (expected / average) * multiplier, denominator: expected / average / years)
    }
  }

  /// The places of the lines: from the least denominator, or 0 where the greatest is more than twice as large, to the greatest,
  /// both a little beyond and to round numbers; each a constant multiple of the one before or the next whole number.
  private func axis() throws(Obstacle) -> [Double] {
    let known = denominators.compactMap { $0 }.map { kind.isRate ? $0 / years : $0 }
    guard let least = known.min(), let greatest = known.max(), greatest * 1.05 < 0x1p53 else { throw .outOfRange }
    var low = greatest > 2 * least ? 0 : rounded(0.95 * least, digits: 1, .down)
    var high = rounded(1.05 * greatest, digits: 2, .up)
    if kind.isRate {
      low = (low * years * average).rounded(.down)
      high = (high * years * average).rounded(.up)
    }
    guard high > 0 else { throw Obstacle("there are no events") }
    let isRatio = kind == .ratioOfCounts || kind == .standardisedRatio
    var places = [max(1, low)]
    for index in 2...Self.limitCount {
      let previous = places[places.count - 1]
      let remaining = Double(101 - (isRatio ? index - 1 : index))
      let next = (power(high / previous, 1 / remaining) * previous).rounded(.toNearestOrEven)
      places.append(max(next, previous + 1))
    }
    return places
  }

  /// A number to so many leading digits.
  ///
  /// The published tool counts digits by the printed number, which is shorter for round ones (1e+05); as those are round
  /// already, nothing comes of it.
  private func rounded(_ value: Double, digits: Int, _ rule: FloatingPointRoundingRule) -> Double {
    var unit = power(10, Double(1 - digits))
    let whole = value.rounded(rule)
    while whole / unit >= power(10, Double(digits)) { unit *= 10 }
    return (value / unit).rounded(rule) * unit
  }
}
