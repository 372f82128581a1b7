/// Temme's uniform asymptotic expansion of the incomplete gamma functions, for large shapes near the mean.
///
/// With ½η² = μ − ln(1 + μ), μ = (x − a)/a, η of μ's sign:
/// Q(a, x) = ½ erfc(η√(a/2)) + exp(−½aη²)/√(2πa) Σ Cₖ(η) a^−k, P = 1 − Q with both terms' signs turned.
/// Source: Temme 1979; DLMF 8.12.3-8.12.9. The Cₖ are power series in η, cut where a term no longer counts at the shapes and
/// offsets allowed here; their coefficients follow from C₀ = 1/μ − 1/η, Cₖ = C′ₖ₋₁/η + (−1)^k γₖ/μ with Stirling's
/// coefficients γₖ, solved as power series at 60 digits.
enum TemmeExpansion {
  /// From this shape on the terms kept are enough for a double.
  static let smallestShape = 1000.0
  /// How far from the mean, as a share of it.
  static let widestOffset = 0.25

  /// Both tails; `a` at least ``smallestShape``, |x − a| at most ``widestOffset`` times a.
  /// - Complexity: O(1).
  static func tails(shape a: Double, at x: Double) -> GammaDistribution.Tails {
    let offset = (x - a) / a
    let half = deviance(offset, ratio: x / a)
    let root = (a * half).squareRoot()
    let eta = (offset < 0 ? -1 : 1) * (2 * half).squareRoot()
    var sum = 0.0
    for terms in coefficients.reversed() { sum = sum / a + polynomial(terms, at: eta) }
    let rest = exponential(-a * half) / (2 * Double.pi * a).squareRoot() * sum
    let far = complementaryErrorFunction(root) / 2
    let near = complementaryErrorFunction(-root) / 2
    return offset < 0
      ? GammaDistribution.Tails(lower: far - rest, upper: near + rest)
      : GammaDistribution.Tails(lower: near - rest, upper: far + rest)
  }

  private static let coefficients: [[Double]] = [
    [
      -0.33333333333333333, 0.083333333333333333, -0.014814814814814815, 0.0011574074074074074,
      0.0003527336860670194, -0.00017875514403292181, 3.9192631785224378e-5, -2.1854485106799922e-6,
      -1.85406221071516e-6, 8.296711340953086e-7, -1.7665952736826079e-7, 6.7078535434014986e-9,
      1.0261809784240308e-8, -4.3820360184533532e-9, 9.1476995822367902e-10, -2.551419399494625e-11,
    ],
    [
      -0.0018518518518518519, -0.0034722222222222222, 0.0026455026455026455, -0.00099022633744855967,
      0.00020576131687242798, -4.0187757201646091e-7, -1.8098550334489978e-5, 7.6491609160811101e-6,
      -1.6120900894563446e-6, 4.6471278028074343e-9, 1.378633446915721e-7, -5.752545603517705e-8,
      1.1951628599778147e-8, -1.7543241719747648e-11,
    ],
    [
      0.0041335978835978836, -0.0026813271604938272, 0.00077160493827160494, 2.0093878600823045e-6,
      -0.00010736653226365161, 5.2923448829120125e-5, -1.2760635188618728e-5, 3.4235787340961381e-8,
      1.3721957309062933e-6, -6.298992138380055e-7, 1.4280614206064242e-7,
    ],
    [
      0.00064943415637860082, 0.00022947209362139918, -0.00046918949439525571, 0.00026772063206283885,
      -7.5618016718839764e-5, -2.3965051138672967e-7, 1.1082654115347302e-5, -5.6749528269915966e-6,
    ],
    [-0.0008618882909167117, 0.00078403922172006663, -0.00029907248030319018, -1.4638452578843418e-6],
    [-0.00033679855336635815, -6.9728137583658578e-5],
  ]
}
