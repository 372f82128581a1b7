/// The standard normal distribution.
public enum NormalDistribution {
  /// P(Z ≤ x), with full relative accuracy also far in the lower tail.
  /// - Complexity: O(1).
  public static func lowerTail(_ x: Double) -> Double { upperTail(-x) }

  /// P(Z > x) = ½ erfc(x/√2), with full relative accuracy also far in the upper tail.
  ///
  /// The rounding of x/√2, which far out in the tail would cost three digits, is put right to the first order:
  /// erfc(y + e) = erfc(y) − 2e/√π exp(−y²).
  /// - Complexity: O(1).
  public static func upperTail(_ x: Double) -> Double {
    let y = x * halfRoot
    let tail = complementaryErrorFunction(y)
    guard y > 1, y < 30 else { return tail / 2 }
    let error = (-y).addingProduct(x, halfRoot) + x * halfRootRest
    return (tail - 2 / rootPi * error * exponential(-y * y)) / 2
  }

  /// The value below which a share `p` of the distribution lies.
  ///
  /// Rational approximations in three ranges. Source: Wichura 1988, algorithm AS 241 (PPND16).
  /// - Parameter p: 0...1.
  /// - Returns: −∞ at 0 and ∞ at 1; nil outside.
  /// - Complexity: O(1).
  public static func quantile(_ p: Double) -> Double? {
    guard p >= 0, p <= 1 else { return nil }
    if p == 0 { return -.infinity }
    if p == 1 { return .infinity }
    let q = p - 0.5
    if q.magnitude <= 0.425 {
      let r = 0.180625 - q * q
      return q * ratio(central, at: r)
    }
    let tail = p < 0.5 ? p : 1 - p
    let r = (-naturalLogarithm(tail)).squareRoot()
    let z = r <= 5 ? ratio(intermediate, at: r - 1.6) : ratio(far, at: r - 5)
    return p < 0.5 ? -z : z
  }

  /// 1/√2 as the sum of two doubles.
  private static let halfRoot = 0.7071067811865476
  private static let halfRootRest = -4.833646656726457e-17
  private static let rootPi = 1.772453850905516

  /// Numerator and denominator of a rational function, constant term first.
  private typealias Rational = (numerator: [Double], denominator: [Double])

  private static func ratio(_ function: Rational, at r: Double) -> Double {
    polynomial(function.numerator, at: r) / polynomial(function.denominator, at: r)
  }

  private static let central: Rational = (
    [
      3.3871328727963666080, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
      4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3,
    ],
    [
      1, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3, 2.1213794301586595867e+4,
      3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3,
    ]
  )
  private static let intermediate: Rational = (
    [
      1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
      1.27045825245236838258, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
    ],
    [
      1, 2.05319162663775882187, 1.67638483018380384940, 6.89767334985100004550e-1, 1.48103976427480074590e-1,
      1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
    ]
  )
  private static let far: Rational = (
    [
      6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 2.96560571828504891230e-1,
      2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ],
    [
      1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2, 7.86869131145613259100e-4,
      1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
    ]
  )
}

/// c₀ + c₁x + c₂x² + …, by Horner's rule; 0 without coefficients.
func polynomial(_ coefficients: [Double], at x: Double) -> Double {
  coefficients.reversed().reduce(0) { $0 * x + $1 }
}
