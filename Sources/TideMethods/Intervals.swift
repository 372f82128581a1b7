/// A confidence interval in the unit of what it is about.
public struct Interval: Sendable, Hashable {
  /// Lower limit.
  public let lower: Double
  /// Upper limit.
  public let upper: Double

  /// An interval of the given limits.
  public init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// The interval in another unit: both limits times `factor`, for example 100 for per cent.
  public func scaled(by factor: Double) -> Interval { Interval(lower: lower * factor, upper: upper * factor) }
}

/// Confidence intervals that have a closed form.
///
/// Nothing here traps: input that has no interval gives nil.
public enum Intervals {
  /// Below this many events published limits are exact Poisson limits and not Byar's.
  public static let smallestByarCount = 10.0

  /// The Wilson score interval of a proportion.
  ///
  /// lower, upper = (2x + z² ∓ z √(z² + 4x(1 − x/n))) / (2(n + z²)).
  /// Source: Wilson 1927; APHO Technical Briefing 3; facts section 1.
  /// - Parameters:
  ///   - count: x, those who have it; 0...`total`, fractions allowed.
  ///   - total: n, all of them; above 0.
  ///   - z: the standard normal deviate; at least 0. Infinity gives 0 and 1.
  /// - Returns: limits between 0 and 1, to be scaled by the indicator's multiplier; nil for impossible input.
  /// - Complexity: O(1).
  public static func wilson(count: Double, of total: Double, z: Double) -> Interval? {
    guard count.isFinite, total.isFinite, total > 0, count >= 0, count <= total, z >= 0 else { return nil }
    if z == .infinity { return Interval(lower: 0, upper: 1) }
    let square = z * z
    let spread = z * (square + 4 * count * (1 - count / total)).squareRoot()
    let middle = 2 * count + square
    let scale = 2 * (total + square)
    guard scale.isFinite, middle.isFinite, spread.isFinite else { return nil }
    // Rounding can carry the limits of 0 of n and n of n past the ends by one unit in the last place.
    let lower = count == 0 ? 0 : max(0, (middle - spread) / scale)
    let upper = count == total ? 1 : min(1, (middle + spread) / scale)
    return Interval(lower: lower, upper: upper)
  }

  /// Byar's interval of a Poisson count.
  ///
  /// lower = x (1 − 1/(9x) − z/(3√x))³, upper = (x+1) (1 − 1/(9(x+1)) + z/(3√(x+1)))³.
  /// Source: Breslow and Day 1987 volume II; APHO Technical Briefing 3; facts section 1.
  /// - Parameters:
  ///   - count: x, events observed. Limits under ten events are exact ones in every published method that names Byar's;
  ///     they have no closed form, so that fewer than ten events give nil here and never an approximation.
  ///   - z: the standard normal deviate; at least 0, finite.
  /// - Returns: limits in events, to be divided by the denominator and scaled; nil for impossible input or under ten events.
  /// - Complexity: O(1).
  public static func byar(count: Double, z: Double) -> Interval? {
    guard count >= smallestByarCount, let upper = byarUpper(count: count, z: z),
      let lower = byarLower(count: count, z: z)
    else { return nil }
    return Interval(lower: lower, upper: upper)
  }

  /// Byar's lower limit at any count above 0; nil where the cube is negative.
  static func byarLower(count: Double, z: Double) -> Double? {
    guard count.isFinite, z.isFinite, z >= 0, count > 0 else { return nil }
    let root = 1 - 1 / (9 * count) - z / (3 * count.squareRoot())
    let limit = count * (root * root * root)
    return limit >= 0 && limit.isFinite ? limit : nil
  }

  /// Byar's upper limit at any count from 0.
  static func byarUpper(count: Double, z: Double) -> Double? {
    guard count.isFinite, z.isFinite, z >= 0, count >= 0 else { return nil }
    let next = count + 1
    let root = 1 - 1 / (9 * next) + z / (3 * next.squareRoot())
    let limit = next * (root * root * root)
    return limit.isFinite ? limit : nil
  }
}
