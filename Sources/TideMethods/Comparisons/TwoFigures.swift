public import TideModel

/// Two areas' rates or proportions set against each other: the first to or less the second.
public enum TwoFigures {
  /// A count and what it is out of.
  public struct Figure: Sendable, Hashable {
    /// Events, or those who have it.
    public let count: Double?
    /// Person-years, or all of them.
    public let denominator: Double?

    /// A count of a denominator.
    public init(count: Double?, denominator: Double?) {
      self.count = count
      self.denominator = denominator
    }
  }

  /// The ratio of two rates, with normal limits of its logarithm: SE = √(1/x₁ + 1/x₂).
  ///
  /// Source: Rothman, Greenland and Lash 2008, chapter 14.
  /// - Returns: no value where the second count is 0; no limits where the first is.
  /// - Complexity: O(1).
  public static func rateRatio(_ first: Figure, to second: Figure, confidence: Confidence = .p95) -> Estimate {
    Estimate.of { () throws(Obstacle) in
      let (x1, n1, x2, n2) = try numbers(first, second)
      return try ratio(x1, n1, x2, n2, variance: 1 / x1 + 1 / x2, confidence)
    }
  }

  /// The ratio of two proportions, with normal limits of its logarithm: SE = √(1/x₁ − 1/n₁ + 1/x₂ − 1/n₂).
  ///
  /// Source: Katz, Baptista, Azen and Pike 1978.
  /// - Returns: no value where the second count is 0; no limits where the first is.
  /// - Complexity: O(1).
  public static func riskRatio(_ first: Figure, to second: Figure, confidence: Confidence = .p95) -> Estimate {
    Estimate.of { () throws(Obstacle) in
      let (x1, n1, x2, n2) = try proportions(first, second)
      return try ratio(x1, n1, x2, n2, variance: (1 - x1 / n1) / x1 + (1 - x2 / n2) / x2, confidence)
    }
  }

  /// The difference of two rates, with limits from those of the two, which are exact Poisson limits under ten events and Byar's
  /// from ten on: d − √((r₁ − l₁)² + (u₂ − r₂)²), d + √((u₁ − r₁)² + (r₂ − l₂)²).
  ///
  /// Source: Zou and Donner 2008.
  /// - Parameter multiplier: 1,000, 100,000.
  /// - Complexity: O(1).
  public static func rateDifference(
    _ first: Figure, less second: Figure, multiplier: Double = 100_000, confidence: Confidence = .p95
  ) -> Estimate {
    difference(
      Rates.rate(
        count: first.count, denominator: first.denominator, multiplier: multiplier, confidence: confidence),
      Rates.rate(
        count: second.count, denominator: second.denominator, multiplier: multiplier, confidence: confidence))
  }

  /// The difference of two proportions, with limits from Wilson's of the two in the same way.
  ///
  /// Source: Newcombe 1998, Interval estimation for the difference between independent proportions, method 10.
  /// - Parameter multiplier: 1, or 100 for percentage points.
  /// - Complexity: O(1).
  public static func riskDifference(
    _ first: Figure, less second: Figure, multiplier: Double = 100, confidence: Confidence = .p95
  ) -> Estimate {
    difference(
      Rates.proportion(
        count: first.count, denominator: first.denominator, multiplier: multiplier, confidence: confidence),
      Rates.proportion(
        count: second.count, denominator: second.denominator, multiplier: multiplier, confidence: confidence))
  }

  /// The difference of two figures of any kind that have limits, standardised rates and life expectancies among them, with
  /// limits from the 95% limits of the two as in ``rateDifference(_:less:multiplier:confidence:)``.
  ///
  /// Source: Zou and Donner 2008. The two are taken to be independent.
  /// - Returns: no value unless both have one; no limits where one of the two has none, or has them out of order.
  /// - Complexity: O(1).
  public static func difference(_ first: Figures, less second: Figures) -> Estimate {
    difference(published(first), published(second))
  }

  /// The ratio of two figures of any kind that have limits, with limits from the 95% limits of the two by squaring and adding
  /// on the log scale: ln R − √(ln²(r₁/l₁) + ln²(u₂/r₂)), ln R + √(ln²(u₁/r₁) + ln²(r₂/l₂)).
  ///
  /// Source: Zou and Donner 2008, of the logarithms. The two are taken to be independent.
  /// - Returns: no value unless both are above 0; no limits where one of the two has none, has them out of order, or where the
  ///   second's reach 0; a lower limit of 0 where the first's is.
  /// - Complexity: O(1).
  public static func ratio(_ first: Figures, to second: Figures) -> Estimate {
    ratio(published(first), published(second))
  }

  /// A published figure with its limits.
  private static func published(_ figures: Figures) -> Estimate {
    guard let value = figures.value else { return Estimate(Obstacle("a value is missing")) }
    guard let interval = figures.interval(.p95) else {
      return Estimate(value: value, interval: nil, method: nil, obstacle: Obstacle("a figure has no limits"))
    }
    guard interval.lower <= value, value <= interval.upper else {
      let obstacle = Obstacle("a figure lies outside its limits")
      return Estimate(value: value, interval: nil, method: nil, obstacle: obstacle)
    }
    return Estimate(value: value, interval: interval, method: nil)
  }

  private static func numbers(
    _ first: Figure, _ second: Figure
  ) throws(Obstacle) -> (Double, Double, Double, Double) {
    let (x1, n1) = (try Checked.count(first.count), try Checked.denominator(first.denominator))
    let (x2, n2) = (try Checked.count(second.count), try Checked.denominator(second.denominator))
    guard x2 > 0 else { throw Obstacle("nothing was counted in the second, by which the first is divided") }
    return (x1, n1, x2, n2)
  }

  private static func proportions(
    _ first: Figure, _ second: Figure
  ) throws(Obstacle) -> (Double, Double, Double, Double) {
    let (x1, n1, x2, n2) = try numbers(first, second)
    guard x1 <= n1, x2 <= n2 else { throw .countAboveDenominator }
    return (x1, n1, x2, n2)
  }

  private static func ratio(
    _ x1: Double, _ n1: Double, _ x2: Double, _ n2: Double, variance: Double, _ confidence: Confidence
  ) throws(Obstacle) -> Estimate {
    let value = try Checked.result((x1 / n1) / (x2 / n2))
    guard x1 > 0 else {
      return Estimate(
        value: value, interval: nil, method: nil, obstacle: Obstacle("nothing was counted in the first"))
    }
    let factor = exponential(confidence.z * variance.squareRoot())
    return Estimate(
      value: value, interval: Interval(lower: value / factor, upper: value * factor), method: .logNormal)
  }

  private static func ratio(_ first: Estimate, _ second: Estimate) -> Estimate {
    guard let r1 = first.value, let r2 = second.value else {
      return Estimate(first.value == nil ? first.obstacle ?? .outOfRange : second.obstacle ?? .outOfRange)
    }
    guard r1 >= 0, r2 > 0 else { return Estimate(Obstacle("there is no ratio to 0, or of a figure below 0")) }
    func without(_ obstacle: Obstacle) -> Estimate {
      Estimate(value: r1 / r2, interval: nil, method: nil, obstacle: obstacle)
    }
    guard let one = first.interval, let two = second.interval else {
      return without(first.obstacle ?? second.obstacle ?? .noLimits)
    }
    guard r1 > 0 else { return without(Obstacle("the first is 0")) }
    guard two.lower > 0 else { return without(Obstacle("the limits of the second reach 0")) }
    let below = one.lower > 0 ? distance(r1 / one.lower, two.upper / r2) : .infinity
    let interval = Interval(
      lower: r1 / r2 / exponential(below), upper: r1 / r2 * exponential(distance(one.upper / r1, r2 / two.lower)))
    return Estimate(value: r1 / r2, interval: interval, method: .squareAndAddLogs)
  }

  /// The distance of two independent quotients from 1, on the log scale.
  private static func distance(_ first: Double, _ second: Double) -> Double {
    let (one, other) = (naturalLogarithm(first), naturalLogarithm(second))
    return (one * one + other * other).squareRoot()
  }

  private static func difference(_ first: Estimate, _ second: Estimate) -> Estimate {
    guard let r1 = first.value, let r2 = second.value else {
      return Estimate(first.value == nil ? first.obstacle ?? .outOfRange : second.obstacle ?? .outOfRange)
    }
    let value = r1 - r2
    guard let one = first.interval, let two = second.interval else {
      let obstacle = first.obstacle ?? second.obstacle ?? .noLimits
      return Estimate(value: value, interval: nil, method: nil, obstacle: obstacle)
    }
    let below = ((r1 - one.lower) * (r1 - one.lower) + (two.upper - r2) * (two.upper - r2)).squareRoot()
    let above = ((one.upper - r1) * (one.upper - r1) + (r2 - two.lower) * (r2 - two.lower)).squareRoot()
    return Estimate(
      value: value, interval: Interval(lower: value - below, upper: value + above), method: .squareAndAdd)
  }
}
