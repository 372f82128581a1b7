/// A mean with what it was formed of.
public struct MeanEstimate: Sendable, Hashable {
  /// The mean and its limits.
  public let estimate: Estimate
  /// The sum of the values; nil where there is no mean.
  public let sum: Double?
  /// How many values there were.
  public let count: Int
  /// The standard deviation with n − 1; nil for fewer than two values.
  public let standardDeviation: Double?
}

/// Means with their intervals.
public enum Means {
  /// The mean of values with limits from Student's t distribution on n − 1 degrees of freedom: mean ∓ t·s/√n.
  ///
  /// Source: facts section 2 (phe_mean).
  /// - Parameters:
  ///   - values: in any one unit. A missing one makes the mean missing; one value alone has no limits.
  ///   - confidence: of the limits.
  /// - Complexity: O(n).
  public static func mean(of values: [Double?], confidence: Confidence = .p95) -> MeanEstimate {
    let present = values.compactMap { $0 }
    let n = Double(present.count)
    func without(_ obstacle: Obstacle) -> MeanEstimate {
      MeanEstimate(estimate: Estimate(obstacle), sum: nil, count: values.count, standardDeviation: nil)
    }
    if present.isEmpty { return without(Obstacle("no values")) }
    if present.count < values.count { return without(Obstacle("a value is missing")) }
    if !present.allSatisfy(\.isFinite) { return without(Obstacle("a value is not a finite number")) }
    let sum = present.reduce(0, +)
    let mean = sum / n
    // The sum of the differences puts right what rounding did to the mean.
    var (squares, rest) = (0.0, 0.0)
    for value in present {
      squares += (value - mean) * (value - mean)
      rest += value - mean
    }
    let variance = (squares - rest * rest / n) / (n - 1)
    guard sum.isFinite, squares.isFinite else { return without(.outOfRange) }
    guard present.count > 1 else {
      let alone = Estimate(
        value: mean, interval: nil, method: nil, obstacle: Obstacle("one value alone has no limits"))
      return MeanEstimate(estimate: alone, sum: sum, count: 1, standardDeviation: nil)
    }
    let deviation = max(0, variance).squareRoot()
    let t = StudentDistribution.quantile(1 - confidence.tail, degreesOfFreedom: n - 1)
    let interval = t.map {
      Interval(lower: mean - $0 * deviation / n.squareRoot(), upper: mean + $0 * deviation / n.squareRoot())
    }
    let estimate = Estimate(value: mean, interval: interval, method: .student)
    return MeanEstimate(estimate: estimate, sum: sum, count: present.count, standardDeviation: deviation)
  }
}
