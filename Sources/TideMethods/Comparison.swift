public import TideModel

/// Comparison of a figure with its benchmark.
///
/// Source: the published method of the national service as read from its code (facts section 9). On the rows of real
/// files "Compared to England" is the 95% rule with the ends included.
public enum Comparison {
  /// How a figure stands against its benchmark by the given method.
  ///
  /// A figure without an interval is never called significantly different. No input traps: what cannot be compared
  /// gives ``Verdict/notCompared(_:)`` with a reason.
  /// - Parameters:
  ///   - figures: the area's figures, in the indicator's unit.
  ///   - status: the status beside them; names the reason where there is no value.
  ///   - benchmark: the benchmark's figures, in the same unit and for the same sex, age and period. Only
  ///     `overlappingIntervals95` reads its limits; `Figures(value:)` will do for the others.
  ///   - benchmarkStatus: the status beside the benchmark.
  ///   - polarity: whether high is good. `unknown` is judged as `noJudgement` is.
  ///   - method: `unspecified` is the 95% interval against the benchmark's value. For `quintiles` and `quartiles` use
  ///     ``quantiles(of:statuses:polarity:method:)``.
  /// - Complexity: O(1).
  public static func compare(
    figures: Figures, status: Status = .none, benchmark: Figures, benchmarkStatus: Status = .none,
    polarity: Polarity, method: ComparisonMethod
  ) -> Verdict {
    if method == .none { return .notCompared(Reason.method) }
    if polarity == .notApplicable { return .notCompared(Reason.polarity) }
    guard !status.isAbsence, let value = figures.value, value.isFinite else {
      return .notCompared(Reason.value(status))
    }
    if method == .quintiles || method == .quartiles { return .notCompared(Reason.quantile) }
    if method == .suicidePlan { return plan(value) }
    guard !benchmarkStatus.isAbsence, let reference = benchmark.value, reference.isFinite else {
      return .notCompared(Reason.benchmark(benchmarkStatus))
    }
    let subject = Subject(figures: figures, value: value, reference: reference, polarity: polarity)
    switch method {
    case .interval998: return subject.againstInterval(at: .p998)
    case .interval95And998: return subject.againstBothIntervals()
    case .overlappingIntervals95: return subject.againstOverlap(of: benchmark)
    case .unspecified, .interval95, .none, .quintiles, .quartiles, .suicidePlan:
      return subject.againstInterval(at: .p95)
    }
  }

  /// Method 14: 1 a plan exists, 2 one is in development, 3 there is none.
  private static func plan(_ value: Double) -> Verdict {
    switch value {
    case 1: .better(nil)
    case 2: .similar
    case 3: .worse(nil)
    default: .notCompared(Reason.plan)
    }
  }
}

/// A figure that has a value, with a benchmark that has one.
private struct Subject {
  let figures: Figures
  let value: Double
  let reference: Double
  let polarity: Polarity

  /// Methods 1 and 18: the benchmark's value inside the interval, ends included, is similar; else the sign decides.
  func againstInterval(at level: ConfidenceLevel) -> Verdict {
    guard let interval = figures.interval(level) else { return .notCompared(missing(level)) }
    guard interval.lower <= interval.upper else { return .notCompared(Reason.limits) }
    return interval.contains(reference) ? .similar : bySign(level)
  }

  /// Method 17: inside 95% is similar, between the two intervals significant at 95%, beyond both at 99.8%.
  func againstBothIntervals() -> Verdict {
    guard let inner = figures.interval(.p95) else { return .notCompared(missing(.p95)) }
    guard let outer = figures.interval(.p998) else { return .notCompared(missing(.p998)) }
    guard outer.lower <= inner.lower, inner.lower <= inner.upper, inner.upper <= outer.upper else {
      return .notCompared(Reason.limits)
    }
    if inner.contains(reference) { return .similar }
    return bySign(outer.contains(reference) ? .p95 : .p998)
  }

  /// Method 12: intervals that touch or overlap are similar.
  func againstOverlap(of benchmark: Figures) -> Verdict {
    guard let own = figures.interval(.p95) else { return .notCompared(missing(.p95)) }
    guard let other = benchmark.interval(.p95) else { return .notCompared(Reason.noBenchmarkInterval) }
    guard own.lower <= own.upper, other.lower <= other.upper else { return .notCompared(Reason.limits) }
    let meet = value < reference ? other.lower <= own.upper : own.lower <= other.upper
    return meet ? .similar : bySign(.p95)
  }

  private func bySign(_ level: ConfidenceLevel) -> Verdict {
    if value == reference { return .similar }
    return Verdict.significant(isAbove: value > reference, polarity: polarity, level: level)
  }

  private func missing(_ level: ConfidenceLevel) -> Reason {
    level == .p998 && figures.interval(.p95) != nil ? Reason.no998 : Reason.noInterval
  }
}

extension Verdict {
  /// The verdict on a figure that lies significantly above or below its benchmark.
  static func significant(isAbove: Bool, polarity: Polarity, level: ConfidenceLevel?) -> Verdict {
    switch polarity {
    case .lowIsGood: isAbove ? .worse(level) : .better(level)
    case .highIsGood: isAbove ? .better(level) : .worse(level)
    case .unknown, .noJudgement: isAbove ? .higher(level) : .lower(level)
    case .notApplicable: .notCompared(.polarity)
    }
  }
}

extension Interval {
  /// Whether a value lies between the limits, ends included.
  fileprivate func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}

extension Figures {
  /// The published interval of a level; nil unless both limits are finite numbers.
  func interval(_ level: ConfidenceLevel) -> Interval? {
    let (lower, upper) = level == .p95 ? (lower95, upper95) : (lower998, upper998)
    guard let lower, let upper, lower.isFinite, upper.isFinite else { return nil }
    return Interval(lower: lower, upper: upper)
  }
}
