import Testing

@testable import TideMethods

/// Against mpmath at 60 digits. A function's own answer may be off by 1e-14 of itself; where the answer moves k times as
/// fast as its argument, k roundings of the argument are allowed for.
@Suite struct DistributionsTests {
  static let full = 1e-14

  static func rows(_ function: String) throws -> [[String: String]] {
    try Vectors.rows("special_functions").filter { $0["function"] == function }
  }

  /// The tolerance of a tail that moves `condition` times as fast as its argument, of which two roundings are allowed for,
  /// and whose logarithm is what the arithmetic knows.
  static func tailTolerance(_ row: [String: String], _ share: Double) -> Double {
    full + 2 * .ulpOfOne * ((row.number("condition") ?? .infinity) - naturalLogarithm(share))
  }

  @Test func normal() throws {
    var agreement = Agreement("special_functions.csv: normal", tolerance: Self.full)
    for row in try Self.rows("normal_cdf") {
      let x = try #require(row.number("x"))
      agreement.nextRow()
      agreement.expect(NormalDistribution.lowerTail(x), row.number("value"), "\(x)")
      agreement.expect(NormalDistribution.upperTail(x), row.number("complement"), "\(x)")
    }
    for row in try Self.rows("normal_quantile") {
      let p = try #require(row.number("x"))
      agreement.nextRow()
      agreement.expect(NormalDistribution.quantile(p), row.number("value"), "\(p)")
    }
    agreement.report(rows: 55)
  }

  @Test func logGamma() throws {
    var agreement = Agreement("special_functions.csv: log gamma", tolerance: Self.full)
    for row in try Self.rows("log_gamma") {
      let x = try #require(row.number("x"))
      agreement.nextRow()
      agreement.expect(GammaDistribution.logGamma(x), row.number("value"), "\(x)")
    }
    agreement.report(rows: 27)
  }

  @Test func incompleteGamma() throws {
    var agreement = Agreement("special_functions.csv: incomplete gamma", tolerance: Self.full)
    for row in try Self.rows("gamma") {
      let a = try #require(row.number("a"))
      let x = try #require(row.number("x"))
      let tails = try #require(GammaDistribution.tails(shape: a, at: x))
      for (actual, expected) in [(tails.lower, "value"), (tails.upper, "complement")] {
        let share = try #require(row.number(expected))
        agreement.expect(actual, share, tolerance: Self.tailTolerance(row, share), "\(a) \(x) \(expected)")
      }
      agreement.nextRow()
    }
    agreement.report(rows: 426)
  }

  @Test func chiSquaredQuantile() throws {
    var agreement = Agreement("special_functions.csv: chi-squared quantile", tolerance: Self.full)
    for row in try Self.rows("chi_square_quantile") {
      let dof = try #require(row.number("a"))
      let p = try #require(row.number("x"))
      agreement.nextRow()
      agreement.expect(ChiSquared.quantile(p, degreesOfFreedom: dof), row.number("value"), "\(dof) \(p)")
    }
    agreement.report(rows: 324)
  }

  @Test func incompleteBeta() throws {
    var agreement = Agreement("special_functions.csv: incomplete beta", tolerance: Self.full)
    for row in try Self.rows("beta") {
      let a = try #require(row.number("a"))
      let b = try #require(row.number("b"))
      let x = try #require(row.number("x"))
      let tails = try #require(BetaDistribution.tails(a, b, at: x))
      for (actual, expected) in [(tails.lower, "value"), (tails.upper, "complement")] {
        let share = try #require(row.number(expected))
        agreement.expect(actual, share, tolerance: Self.tailTolerance(row, share), "\(a) \(b) \(x) \(expected)")
      }
      agreement.nextRow()
    }
    agreement.report(rows: 272)
  }

  @Test func studentQuantile() throws {
    var agreement = Agreement("special_functions.csv: Student's t quantile", tolerance: Self.full)
    for row in try Self.rows("student_quantile") {
      let dof = try #require(row.number("a"))
      let p = try #require(row.number("x"))
      agreement.nextRow()
      agreement.expect(StudentDistribution.quantile(p, degreesOfFreedom: dof), row.number("value"), "\(dof) \(p)")
    }
    agreement.report(rows: 312)
  }

  @Test func impossibleInputHasNoAnswer() {
    #expect(NormalDistribution.quantile(-0.1) == nil)
    #expect(NormalDistribution.quantile(.nan) == nil)
    #expect(NormalDistribution.quantile(0) == -.infinity)
    #expect(NormalDistribution.quantile(1) == .infinity)
    #expect(GammaDistribution.logGamma(0) == nil)
    #expect(GammaDistribution.tails(shape: 0, at: 1) == nil)
    #expect(GammaDistribution.tails(shape: 1, at: -1) == nil)
    #expect(ChiSquared.quantile(0.5, degreesOfFreedom: -1) == nil)
    #expect(ChiSquared.quantile(1, degreesOfFreedom: 1) == nil)
    #expect(BetaDistribution.tails(1, 1, at: 1.5) == nil)
    #expect(StudentDistribution.quantile(0.5, degreesOfFreedom: 0) == nil)
  }

  @Test func awkwardNumbersNeverTrapAndSharesStayBetweenZeroAndOne() {
    for a in awkward {
      for x in awkward {
        if let tails = GammaDistribution.tails(shape: a, at: x) {
          #expect((0...1).contains(tails.lower) && (0...1).contains(tails.upper), "\(a) \(x)")
        }
        for tail in [GammaDistribution.Tail.lower, .upper] {
          for p in [1e-300, 0.025, 0.5, 1 - 0x1p-53] {
            if let point = GammaDistribution.quantile(p, tail, shape: a) { #expect(point > 0 && point.isFinite) }
          }
        }
        if let t = StudentDistribution.quantile(x, degreesOfFreedom: a) { #expect(t.isFinite, "\(x) \(a)") }
      }
    }
    for a in awkward {
      for x in awkward {
        if let tails = BetaDistribution.tails(a, 2, at: x) {
          #expect((0...1).contains(tails.lower) && (0...1).contains(tails.upper), "\(a) \(x)")
        }
      }
    }
  }

  /// Counts as large as the world's population many times over still have Poisson limits, √x either side.
  @Test func shapesOfTenToTheFifteenth() throws {
    for a in [1e8, 1e12, 1e15] {
      let lower = try #require(GammaDistribution.quantile(0.025, .lower, shape: a))
      let upper = try #require(GammaDistribution.quantile(0.025, .upper, shape: a))
      #expect(((a - lower) / a.squareRoot() / 1.96 - 1).magnitude < 1e-3)
      #expect(((upper - a) / a.squareRoot() / 1.96 - 1).magnitude < 1e-3)
    }
  }
}
