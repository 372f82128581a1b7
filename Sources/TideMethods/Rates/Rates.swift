/// Crude rates and proportions with their intervals.
public enum Rates {
  /// A crude rate, count / denominator × multiplier, with exact Poisson limits under ten events and Byar's from ten on.
  ///
  /// Source: APHO Technical Briefing 3; facts sections 1 and 2 (phe_rate).
  /// - Parameters:
  ///   - count: events, at least 0; may exceed the denominator.
  ///   - denominator: population or person-years, above 0.
  ///   - multiplier: 1,000, 100,000.
  ///   - confidence: of the limits.
  /// - Returns: value and limits times the multiplier; an obstacle for missing or impossible input.
  /// - Complexity: O(1).
  public static func rate(
    count: Double?, denominator: Double?, multiplier: Double = 100_000, confidence: Confidence = .p95
  ) -> Estimate {
    Estimate.of { () throws(Obstacle) in
      let x = try Checked.count(count)
      let n = try Checked.denominator(denominator)
      let value = try Checked.result(x / n * multiplier)
      let limits = Intervals.poisson(count: x, confidence: confidence)
      let interval = limits.map {
        Interval(lower: $0.interval.lower / n * multiplier, upper: $0.interval.upper / n * multiplier)
      }
      return Estimate(value: value, interval: interval, method: limits?.method)
    }
  }

  /// A proportion, count / denominator × multiplier, with Wilson's limits.
  ///
  /// Source: APHO Technical Briefing 3; facts sections 1 and 2 (phe_proportion).
  /// - Parameters:
  ///   - count: those who have it, 0...`denominator`.
  ///   - denominator: all of them, above 0.
  ///   - multiplier: 1, or 100 for per cent.
  ///   - confidence: of the limits.
  /// - Returns: value and limits times the multiplier; an obstacle for missing or impossible input.
  /// - Complexity: O(1).
  public static func proportion(
    count: Double?, denominator: Double?, multiplier: Double = 100, confidence: Confidence = .p95
  ) -> Estimate {
    Estimate.of { () throws(Obstacle) in
      let x = try Checked.count(count)
      let n = try Checked.denominator(denominator)
      guard x <= n else { throw .countAboveDenominator }
      let value = try Checked.result(x / n * multiplier)
      let interval = Intervals.wilson(count: x, of: n, z: confidence.z)?.scaled(by: multiplier)
      return Estimate(value: value, interval: interval, method: .wilson)
    }
  }

  /// The rates of many areas: one an area, in the order given. See ``rate(count:denominator:multiplier:confidence:)``.
  /// - Returns: as many as the longer of the two lists has; what one list lacks is missing.
  /// - Complexity: O(n).
  public static func rates(
    counts: [Double?], denominators: [Double?], multiplier: Double = 100_000, confidence: Confidence = .p95
  ) -> [Estimate] {
    pairs(counts, denominators).map {
      rate(count: $0, denominator: $1, multiplier: multiplier, confidence: confidence)
    }
  }

  /// The proportions of many areas. See ``proportion(count:denominator:multiplier:confidence:)``.
  /// - Returns: as many as the longer of the two lists has; what one list lacks is missing.
  /// - Complexity: O(n).
  public static func proportions(
    counts: [Double?], denominators: [Double?], multiplier: Double = 100, confidence: Confidence = .p95
  ) -> [Estimate] {
    pairs(counts, denominators).map {
      proportion(count: $0, denominator: $1, multiplier: multiplier, confidence: confidence)
    }
  }

  private static func pairs(_ counts: [Double?], _ denominators: [Double?]) -> [(Double?, Double?)] {
    (0..<max(counts.count, denominators.count)).map { index in
      (index < counts.count ? counts[index] : nil, index < denominators.count ? denominators[index] : nil)
    }
  }
}
