/// Student's t distribution.
public enum StudentDistribution {
  /// The value below which a share `p` of the distribution lies.
  ///
  /// Newton's method on logarithms: of the tail ½ I(ν/(ν+t²); ν/2, ½) where it is under a quarter, and else of the share
  /// between 0 and t, ½ I(t²/(ν+t²); ½, ν/2). From 10⁷ degrees of freedom on by the expansion in 1/ν about the normal quantile
  /// (Abramowitz and Stegun 26.7.5).
  /// - Parameters:
  ///   - p: above 0, below 1.
  ///   - degreesOfFreedom: ν, finite, at least 1.
  /// - Returns: nil for impossible input or where the value is too large for a double.
  /// - Complexity: O(√ν), five to ten times.
  public static func quantile(_ p: Double, degreesOfFreedom nu: Double) -> Double? {
    guard p > 0, p < 1, nu >= 1, nu.isFinite, let z = NormalDistribution.quantile(p) else { return nil }
    if p == 0.5 { return 0 }
    if nu >= 1e7 {
      let square = z * z
      let second = ((5 * square + 16) * square + 3) / 96 / nu
      return z + z * ((square + 1) / 4 + second) / nu
    }
    let tail = p < 0.5 ? p : 1 - p
    var t = z.magnitude
    for _ in 0..<100 {
      let step = tail < 0.25 ? stepByTail(tail, t, nu) : stepByCentre((p - 0.5).magnitude, t, nu)
      t *= exponential(step)
      if step.magnitude <= Double.ulpOfOne { break }
    }
    guard t.isFinite else { return nil }
    return p < 0.5 ? -t : t
  }

  private static func stepByTail(_ target: Double, _ t: Double, _ nu: Double) -> Double {
    let (x, y) = shares(t, nu)
    let share = BetaDistribution.tails(nu / 2, 0.5, at: x, rest: y).lower / 2
    return naturalLogarithm(share / target) * share / BetaDistribution.density(nu / 2, 0.5, at: x, rest: y)
  }

  private static func stepByCentre(_ target: Double, _ t: Double, _ nu: Double) -> Double {
    let (x, y) = shares(t, nu)
    let share = BetaDistribution.tails(0.5, nu / 2, at: y, rest: x).lower / 2
    return naturalLogarithm(target / share) * share / BetaDistribution.density(nu / 2, 0.5, at: x, rest: y)
  }

  /// ν/(ν+t²) and t²/(ν+t²).
  private static func shares(_ t: Double, _ nu: Double) -> (Double, Double) {
    let square = t * t
    return (nu / (nu + square), square / (nu + square))
  }
}
