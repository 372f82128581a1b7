public import TideModel

/// Limits within which a figure would lie if its area were like the benchmark: statistical process control.
public enum ControlLimits {
  /// Limits of a proportion, Wilson's about the benchmark's: of E = n·benchmark/unit of n, times the unit.
  ///
  /// Source: facts section 9, method 5.
  /// - Parameters:
  ///   - benchmark: the benchmark's value, 0...`unit`.
  ///   - denominator: n of the area, above 0.
  ///   - unit: 100 for per cent.
  ///   - z: the standard normal deviate.
  /// - Returns: nil for impossible input.
  /// - Complexity: O(1).
  public static func proportion(benchmark: Double, denominator: Double, unit: Double, z: Double) -> Interval? {
    guard unit > 0, benchmark >= 0, benchmark <= unit else { return nil }
    // The product may round a little above n.
    let expected = min(denominator, denominator * benchmark / unit)
    return Intervals.wilson(count: expected, of: denominator, z: z)?.scaled(by: unit)
  }

  /// Limits of a rate: exact Poisson limits of the events that the benchmark's rate leads to expect, as a rate.
  ///
  /// E = n·benchmark/unit; lower = χ²⁻¹(p; 2⌈E⌉)/2, upper = χ²⁻¹(1 − p; 2⌊E⌋ + 2)/2. Source: facts section 9, method 6.
  /// - Parameters:
  ///   - benchmark: the benchmark's rate, at least 0.
  ///   - denominator: person-years of the area, above 0.
  ///   - unit: 100,000.
  ///   - tail: p, above 0, below ½.
  /// - Returns: nil for impossible input.
  /// - Complexity: O(√E) up to 1,000 events expected, O(1) above.
  public static func rate(benchmark: Double, denominator: Double, unit: Double, tail: Double) -> Interval? {
    guard benchmark >= 0, denominator > 0, unit > 0, tail > 0, tail < 0.5 else { return nil }
    let expected = denominator * benchmark / unit
    guard expected.isFinite else { return nil }
    let (above, below) = (expected.rounded(.up), expected.rounded(.down))
    let lower = above == 0 ? 0 : GammaDistribution.quantile(tail, .lower, shape: above)
    guard let lower, let upper = GammaDistribution.quantile(tail, .upper, shape: below + 1) else { return nil }
    return Interval(lower: lower / denominator * unit, upper: upper / denominator * unit)
  }
}

extension Comparison {
  /// What control limits are drawn about.
  public enum ControlMethod: Sendable, Hashable {
    /// Proportions (method 5).
    case proportions
    /// Standardised rates, by the denominator of their crude form (method 6).
    case rates
  }

  /// How a figure stands to control limits about its benchmark: within them is similar, ends included.
  ///
  /// The limits are drawn with the deviates 1.96 and 3.0902 (proportions) and the tails 0.025 and 0.001 (rates), as published.
  /// - Parameters:
  ///   - figures: the area's figures, of which value and denominator are read.
  ///   - status: the status beside them; names the reason where there is no value.
  ///   - benchmark: the benchmark's value in the same unit.
  ///   - benchmarkStatus: the status beside it.
  ///   - unit: what the values are times: 100, 100,000.
  ///   - polarity: whether high is good.
  ///   - method: what the figures are.
  /// - Returns: significant at the wider level reached.
  /// - Complexity: as ``ControlLimits``.
  public static func compare(
    figures: Figures, status: Status = .none, benchmark: Double?, benchmarkStatus: Status = .none, unit: Double,
    polarity: Polarity, controlLimits method: ControlMethod
  ) -> Verdict {
    if polarity == .notApplicable { return .notCompared(Reason.polarity) }
    guard !status.isAbsence, let value = figures.value, value.isFinite else {
      return .notCompared(Reason.value(status))
    }
    guard !benchmarkStatus.isAbsence, let benchmark, benchmark.isFinite else {
      return .notCompared(Reason.benchmark(benchmarkStatus))
    }
    guard let n = figures.denominator, n > 0, n.isFinite else {
      return .notCompared(Reason.noDenominator)
    }
    for level in [ConfidenceLevel.p998, .p95] {
      let limits =
        switch method {
        case .proportions:
          ControlLimits.proportion(
            benchmark: benchmark, denominator: n, unit: unit, z: level == .p95 ? 1.96 : 3.0902)
        case .rates:
          ControlLimits.rate(
            benchmark: benchmark, denominator: n, unit: unit, tail: level == .p95 ? 0.025 : 0.001)
        }
      guard let limits else { return .notCompared(Reason.noControlLimits) }
      if value < limits.lower || value > limits.upper {
        return Verdict.significant(isAbove: value > limits.upper, polarity: polarity, level: level)
      }
    }
    return .similar
  }
}
