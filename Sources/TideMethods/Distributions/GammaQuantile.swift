extension GammaDistribution {
  /// Which tail a probability is about.
  public enum Tail: Sendable, Hashable {
    /// At or below the point.
    case lower
    /// Above the point.
    case upper
  }

  /// The point that has probability `p` in one of its tails.
  ///
  /// Newton's method on the logarithm of the tail against the logarithm of x, where both tails are concave, so that it cannot
  /// swing; started from Wilson and Hilferty's cube.
  /// - Parameters:
  ///   - p: above 0, below 1. A small upper tail keeps its accuracy, which 1 − p would lose.
  ///   - tail: the tail whose probability it is.
  ///   - shape: a, finite, above 0.
  /// - Returns: nil for impossible input or where the point is too small for a double.
  /// - Complexity: that of ``tails(shape:at:)``, five to ten times.
  public static func quantile(_ p: Double, _ tail: Tail, shape a: Double) -> Double? {
    guard p > 0, p < 1, a > 0, a.isFinite else { return nil }
    if p > 0.5 { return quantile(1 - p, tail == .lower ? .upper : .lower, shape: a) }
    guard var x = start(p, tail, a), x > 0 else { return nil }
    for _ in 0..<100 {
      guard let tails = tails(shape: a, at: x) else { return nil }
      let share = tail == .lower ? tails.lower : tails.upper
      let slope = a * density(shape: a, at: x) / share
      var step = naturalLogarithm(share / p) / slope
      // Where the tail is too small for a double there is no slope: go towards the middle.
      if !step.isFinite { step = tail == .lower ? -0.5 : 0.5 }
      step = min(max(tail == .lower ? -step : step, -2), 2)
      x *= exponential(step)
      if step.magnitude <= Double.ulpOfOne { break }
    }
    return x.isFinite && x > 0 ? x : nil
  }

  private static func start(_ p: Double, _ tail: Tail, _ a: Double) -> Double? {
    guard let deviate = NormalDistribution.quantile(p) else { return nil }
    let z = tail == .lower ? deviate : -deviate
    let root = 1 - 1 / (9 * a) + z / (3 * a.squareRoot())
    if root > 0.2 { return a * root * root * root }
    // Far down: P = x^a / Γ(a+1) to the first order.
    return exponential((naturalLogarithm(p) + logGammaFunction(a + 1)) / a)
  }
}

/// The chi-squared distribution: the gamma distribution of half the degrees of freedom, at half the value.
public enum ChiSquared {
  /// The value below which a share `p` lies; nil unless 0 < p < 1 and the degrees of freedom are above 0.
  /// - Complexity: as ``GammaDistribution/quantile(_:_:shape:)``.
  public static func quantile(_ p: Double, degreesOfFreedom: Double) -> Double? {
    GammaDistribution.quantile(p, .lower, shape: degreesOfFreedom / 2).map { 2 * $0 }
  }

  /// The probability of a greater value: the p-value of a test.
  /// - Returns: nil unless the value is at least 0 and the degrees of freedom are above 0.
  /// - Complexity: as ``GammaDistribution/tails(shape:at:)``.
  public static func upperTail(_ value: Double, degreesOfFreedom: Double) -> Double? {
    GammaDistribution.tails(shape: degreesOfFreedom / 2, at: value / 2)?.upper
  }
}
