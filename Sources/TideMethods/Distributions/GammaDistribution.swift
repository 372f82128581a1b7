/// The gamma distribution of scale 1: the regularised incomplete gamma function and its inverse.
///
/// A Poisson count is at most x with probability `tails(shape: x + 1, at: mean).upper`.
public enum GammaDistribution {
  /// Both tails of a distribution at one point; their sum is 1, and each is accurate where it is small.
  public struct Tails: Sendable, Hashable {
    /// The share at or below the point.
    public let lower: Double
    /// The share above it.
    public let upper: Double
  }

  /// ln Γ(x); nil unless x is finite and above 0.
  /// - Complexity: O(1).
  public static func logGamma(_ x: Double) -> Double? { x > 0 && x.isFinite ? logGammaFunction(x) : nil }

  /// P(a, x) and Q(a, x), the regularised incomplete gamma functions.
  ///
  /// The power series below a + 1 (DLMF 8.11.4), Legendre's continued fraction above (DLMF 8.9.2), and for large shapes
  /// near the mean Temme's uniform expansion (DLMF 8.12).
  /// - Parameters:
  ///   - shape: a, finite, above 0. The upper tail is accurate from ½.
  ///   - x: at least 0.
  /// - Returns: nil for impossible input.
  /// - Complexity: O(√a) up to a = 1,000 near the mean, O(1) else.
  public static func tails(shape a: Double, at x: Double) -> Tails? {
    guard a > 0, a.isFinite, x >= 0 else { return nil }
    if x == 0 { return Tails(lower: 0, upper: 1) }
    if x == .infinity { return Tails(lower: 1, upper: 0) }
    if a >= TemmeExpansion.smallestShape, (x - a).magnitude <= TemmeExpansion.widestOffset * a {
      return TemmeExpansion.tails(shape: a, at: x)
    }
    let weight = density(shape: a, at: x)
    if x < a + 1 {
      let lower = min(1, weight * series(a, x))
      return Tails(lower: lower, upper: 1 - lower)
    }
    let upper = min(1, weight * a * fraction(a, x))
    return Tails(lower: 1 - upper, upper: upper)
  }

  /// x^a e^−x / Γ(a + 1): the weight of the incomplete gamma functions, and the Poisson probability of a at the mean x.
  ///
  /// By the functions themselves while they are in range; else through Stirling's error and the deviance, which do not cancel
  /// (Loader 2000, Fast and accurate computation of binomial probabilities).
  static func density(shape a: Double, at x: Double) -> Double {
    if a < 20 {
      let half = exponential(-x / 2)
      return power(x, a) * half / gammaFunction(a + 1) * half
    }
    return exponential(-stirlingError(a) - a * deviance((x - a) / a, ratio: x / a)) / (2 * Double.pi * a).squareRoot()
  }

  /// 1 + x/(a+1) + x²/((a+1)(a+2)) + …
  private static func series(_ a: Double, _ x: Double) -> Double {
    var (term, sum, place) = (1.0, 1.0, a)
    repeat {
      place += 1
      term *= x / place
      sum += term
    } while term > sum * Double.ulpOfOne / 4
    return sum
  }

  /// 1/(x+1−a − 1(1−a)/(x+3−a − 2(2−a)/(x+5−a − …))), by Lentz's method.
  private static func fraction(_ a: Double, _ x: Double) -> Double {
    var base = x + 1 - a
    var c = 1 / Double.leastNormalMagnitude
    var d = 1 / base
    var value = d
    for step in 1...10_000 {
      let i = Double(step)
      let numerator = -i * (i - a)
      base += 2
      d = 1 / nonzero(numerator * d + base)
      c = nonzero(base + numerator / c)
      value *= d * c
      if (d * c - 1).magnitude < Double.ulpOfOne { break }
    }
    return value
  }
}

/// A number to divide by: itself, or the least there is in place of 0.
func nonzero(_ x: Double) -> Double { x == 0 ? .leastNormalMagnitude : x }

/// u − ln(1 + u), without cancellation near 0.
///
/// With v = u/(2+u), ln(1 + u) = 2(v + v³/3 + v⁵/5 + …) and u − 2v = uv.
/// - Parameters:
///   - u: above −1.
///   - ratio: 1 + u, which near −1 is known better than the sum gives it.
func deviance(_ u: Double, ratio: Double) -> Double {
  guard u.magnitude < 0.3 else { return u - naturalLogarithm(ratio) }
  let v = u / (2 + u)
  let square = v * v
  var (power, sum, odd) = (square, 0.0, 3.0)
  while true {
    let next = sum + power / odd
    if next == sum { break }
    sum = next
    power *= square
    odd += 2
  }
  return v * (u - 2 * sum)
}

/// ln Γ(x) − ((x − ½) ln x − x + ½ ln 2π), the error of Stirling's formula; x above 0.
func stirlingError(_ x: Double) -> Double {
  if x < 20 {
    return naturalLogarithm(gammaFunction(x) * exponential(x) / power(x, x - 0.5) / (2 * Double.pi).squareRoot())
  }
  let square = x * x
  return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - 1.0 / 1188 / square) / square) / square) / square) / x
}
