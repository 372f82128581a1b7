public import TideModel

/// A goal that figures are measured by.
///
/// Source: facts section 9, goals and targets. Outcomes are verdicts without a level: better means reached.
public enum Target: Sendable, Hashable {
  /// A single limit: reached at or above it, or at or below it where low is good.
  case limit(Double)
  /// The same, but reached or missed only where the whole 95% interval is, and between the two in part.
  case limitByInterval(Double)
  /// Missed below the first, reached from the second on, and between them in part; the other way round where low is good.
  case range(Double, Double)
  /// Not below the benchmark's value of the year before, whatever the polarity.
  case previousBenchmark(Double)

  /// The range between two percentiles of all areas' values.
  /// - Parameters:
  ///   - lower: of the range, 0...1.
  ///   - upper: of the range, from `lower` to 1.
  ///   - values: one an area; missing ones do not count.
  /// - Returns: nil without values or for impossible shares.
  /// - Complexity: O(n log n).
  public static func percentiles(_ lower: Double, _ upper: Double, of values: [Double?]) -> Target? {
    guard lower <= upper, let low = Percentile.value(at: lower, of: values),
      let high = Percentile.value(at: upper, of: values)
    else { return nil }
    return .range(low, high)
  }

  /// The values between which the goal lies, the lower first; equal where it is one value.
  public var bounds: (lower: Double, upper: Double) {
    switch self {
    case .limit(let value), .limitByInterval(let value), .previousBenchmark(let value): (value, value)
    case .range(let lower, let upper): (lower, upper)
    }
  }

  /// Whether a figure reaches the goal: better, in part: similar, or not: worse.
  /// - Parameters:
  ///   - figures: the area's figures, in the unit of the goal.
  ///   - status: the status beside them; names the reason where there is no value.
  ///   - polarity: whether high or low is good; without either only ``previousBenchmark(_:)`` can be told.
  /// - Complexity: O(1).
  public func verdict(figures: Figures, status: Status = .none, polarity: Polarity) -> Verdict {
    guard !status.isAbsence, let value = figures.value, value.isFinite else {
      return .notCompared(Reason.value(status))
    }
    if case .previousBenchmark(let benchmark) = self {
      guard benchmark.isFinite else { return .notCompared(Reason.goal) }
      return value < benchmark ? .worse(nil) : .better(nil)
    }
    guard polarity == .highIsGood || polarity == .lowIsGood else { return .notCompared(Reason.noDirection) }
    let isHighGood = polarity == .highIsGood
    func verdict(_ isHigh: Bool) -> Verdict { isHigh == isHighGood ? .better(nil) : .worse(nil) }
    switch self {
    case .limit(let limit):
      guard limit.isFinite else { return .notCompared(Reason.goal) }
      return (isHighGood ? value >= limit : value <= limit) ? .better(nil) : .worse(nil)
    case .limitByInterval(let limit):
      guard limit.isFinite else { return .notCompared(Reason.goal) }
      guard let interval = figures.interval(.p95) else { return .notCompared(Reason.noInterval) }
      guard interval.lower <= interval.upper else { return .notCompared(Reason.limits) }
      return interval.lower >= limit ? verdict(true) : interval.upper < limit ? verdict(false) : .similar
    case .range(let lower, let upper):
      guard lower <= upper, lower.isFinite, upper.isFinite else { return .notCompared(Reason.goal) }
      return value >= upper ? verdict(true) : value < lower ? verdict(false) : .similar
    case .previousBenchmark: return .notCompared(Reason.goal)
    }
  }

  /// The colour of the goal column of published files: `Green`, `Amber`, `Red`, `Not compared`.
  public static func colour(of verdict: Verdict) -> String {
    switch verdict {
    case .better: "Green"
    case .similar: "Amber"
    case .worse: "Red"
    case .higher, .lower, .quantile, .notCompared: "Not compared"
    }
  }
}
