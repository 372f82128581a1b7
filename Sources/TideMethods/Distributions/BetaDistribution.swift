/// The beta distribution: the regularised incomplete beta function.
public enum BetaDistribution {
  /// I(x; a, b) and 1 − I(x; a, b), by a continued fraction.
  /// - Parameters:
  ///   - a: finite, above 0.
  ///   - b: finite, above 0.
  ///   - x: 0...1.
  /// - Returns: nil for impossible input, or parameters too large for the fraction.
  /// - Complexity: O(√max(a, b)).
  public static func tails(_ a: Double, _ b: Double, at x: Double) -> GammaDistribution.Tails? {
    guard a > 0, b > 0, a.isFinite, b.isFinite, x >= 0, x <= 1 else { return nil }
    let tails = tails(a, b, at: x, rest: 1 - x)
    return tails.lower.isFinite && tails.upper.isFinite ? tails : nil
  }

  /// The same where `rest`, which is 1 − x, is known better than the subtraction gives it.
  static func tails(_ a: Double, _ b: Double, at x: Double, rest y: Double) -> GammaDistribution.Tails {
    if x == 0 { return GammaDistribution.Tails(lower: 0, upper: 1) }
    if y == 0 { return GammaDistribution.Tails(lower: 1, upper: 0) }
    let weight = density(a, b, at: x, rest: y)
    if x * (a + b + 2) < a + 1 {
      let lower = clamped(weight / fraction(a, b, x, y))
      return GammaDistribution.Tails(lower: lower, upper: 1 - lower)
    }
    let upper = clamped(weight / fraction(b, a, y, x))
    return GammaDistribution.Tails(lower: 1 - upper, upper: upper)
  }

  /// A share that rounding carried past 1 back to it; not a number stays so.
  private static func clamped(_ share: Double) -> Double { share > 1 ? 1 : share }

  /// x^a y^b / B(a, b), y = 1 − x: by the functions themselves while they are in range; else, as for the gamma distribution,
  /// through Stirling's errors and deviances.
  static func density(_ a: Double, _ b: Double, at x: Double, rest y: Double) -> Double {
    if a < 20, b < 20 {
      return power(x, a) * power(y, b) / gammaFunction(a) * gammaFunction(a + b) / gammaFunction(b)
    }
    let gain = x * b - y * a
    let sum = a + b
    let deviances =
      a * deviance(gain / a, ratio: x * sum / a) + b * deviance(-gain / b, ratio: y * sum / b)
    let exponent = stirlingError(sum) - stirlingError(a) - stirlingError(b) - deviances
    return (a / (2 * Double.pi) * (b / sum)).squareRoot() * exponential(exponent)
  }

  /// β₀ + α₁/(β₁ + α₂/(β₂ + …)), whose share in x^a y^b / B(a, b) is the lower tail, by Lentz's method.
  ///
  /// The even part of the usual fraction: its terms hold x and 1 − x beside each other, so that neither loses digits near 1.
  /// Source: Didonato and Morris 1992, Algorithm 708, BFRAC.
  private static func fraction(_ a: Double, _ b: Double, _ x: Double, _ y: Double) -> Double {
    let excess = a * y - b * x + 1
    var value = nonzero(a * excess / (a + 1))
    var c = value
    var d = 0.0
    for step in 1...100_000 {
      let n = Double(step)
      let middle = a + 2 * n - 1
      let numerator = (a + n - 1) / middle * ((a + b + n - 1) / middle) * n * (b - n) * x * x
      let term = n + n * (b - n) * x / middle + (a + n) * (excess + n * (1 + y)) / (a + 2 * n + 1)
      d = 1 / nonzero(term + numerator * d)
      c = nonzero(term + numerator / c)
      value *= c * d
      if (c * d - 1).magnitude < Double.ulpOfOne { break }
    }
    return value
  }
}
