/// How many events an area has beyond those it would have at the benchmark's figure: fewer deaths, if Birmingham had England's
/// rate. The benchmark is taken as known, so that the limits are the area's alone.
public enum Excess {
  /// From a count and its denominator: x − n·benchmark/multiplier, with the limits of x.
  ///
  /// - Parameters:
  ///   - count: x, events of the area.
  ///   - denominator: n, its population.
  ///   - benchmark: the benchmark's figure, times the multiplier; at least 0.
  ///   - multiplier: that of the benchmark's figure.
  ///   - isProportion: Wilson's limits and a count up to the denominator; else Poisson limits.
  ///   - confidence: of the limits.
  /// - Returns: events, negative where the area has fewer.
  /// - Complexity: O(1).
  public static func events(
    count: Double?, denominator: Double?, benchmark: Double, multiplier: Double, isProportion: Bool = false,
    confidence: Confidence = .p95
  ) -> Estimate {
    Estimate.of { () throws(Obstacle) in
      let n = try Checked.denominator(denominator)
      guard benchmark >= 0, benchmark.isFinite, multiplier > 0, multiplier.isFinite else {
        throw Obstacle("the benchmark is missing or impossible")
      }
      let figure =
        isProportion
        ? Rates.proportion(count: count, denominator: n, multiplier: n, confidence: confidence)
        : Rates.rate(count: count, denominator: n, multiplier: n, confidence: confidence)
      if figure.value == nil, let obstacle = figure.obstacle { throw obstacle }
      let x = try Checked.count(count)
      let expected = try Checked.result(n * benchmark / multiplier)
      return shifted(figure, to: x - expected, by: expected)
    }
  }

  /// From a figure of any kind that is in proportion to the events, a standardised rate above all: x (v − benchmark)/v, with the
  /// limits of v in place of v, over v.
  ///
  /// - Parameters:
  ///   - count: x, events of the area.
  ///   - value: v, the area's figure, above 0.
  ///   - interval: its limits; nil for none.
  ///   - benchmark: the benchmark's figure in the same unit; at least 0.
  /// - Returns: events, negative where the area has fewer.
  /// - Complexity: O(1).
  public static func events(count: Double?, value: Double?, interval: Interval?, benchmark: Double) -> Estimate {
    Estimate.of { () throws(Obstacle) in
      let x = try Checked.count(count)
      guard let value, value > 0, value.isFinite else { throw Obstacle("the value is missing or not above zero") }
      guard benchmark >= 0, benchmark.isFinite else { throw Obstacle("the benchmark is missing or impossible") }
      func events(_ figure: Double) -> Double { x / value * (figure - benchmark) }
      let limits = interval.map { Interval(lower: events($0.lower), upper: events($0.upper)) }
      return Estimate(
        value: events(value), interval: limits, method: nil,
        obstacle: interval == nil ? Obstacle("the value has no limits") : nil)
    }
  }

  private static func shifted(_ figure: Estimate, to value: Double, by expected: Double) -> Estimate {
    let interval = figure.interval.map { Interval(lower: $0.lower - expected, upper: $0.upper - expected) }
    return Estimate(value: value, interval: interval, method: figure.method)
  }
}
