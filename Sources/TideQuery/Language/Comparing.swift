public import TideModel

extension Query {
  /// By what rule figures are compared.
  public enum Comparing: Hashable, Sendable {
    /// By each indicator's own published method.
    case published
    /// By one method for all.
    case method(ComparisonMethod)
    /// By control limits about the benchmark: Wilson's for proportions, exact Poisson limits for rates.
    case controlLimits
    /// By a goal, in the indicator's unit.
    case goal(Goal)

    /// Whether verdicts come at two levels, so that the level has to be told beside them.
    public var hasTwoLevels: Bool { self == .controlLimits || self == .method(.interval95And998) }
  }

  /// A goal that figures are measured by instead of a benchmark.
  public enum Goal: Hashable, Sendable {
    /// Reached at this value, or beyond it on the good side.
    case limit(Double)
    /// The same, by where the whole 95% interval lies.
    case limitByInterval(Double)
    /// Reached at the good end of the range, missed beyond the other.
    case range(Double, Double)
    /// The range between two percentiles, as shares of 1, of all areas of the type.
    case percentiles(Double, Double)
    /// Not below the benchmark's value of the year before.
    case lastYear
  }
}

extension Query.Comparing {
  /// The rule that an indicator's figures are compared by.
  func rule(for indicator: Indicator) -> ComparisonRule {
    switch self {
    case .published: .method(indicator.comparisonMethod)
    case .method(let method): .method(method)
    case .controlLimits: .controlLimits
    case .goal: .goal
    }
  }

  /// The rule in words, for a footnote; nil where each indicator has its own.
  public var sentence: String? {
    switch self {
    case .published: return nil
    case .method(let method):
      return "Compared by \(method.shortName) (\(method.meaning)), not by the indicators' own methods."
    case .controlLimits:
      return "Compared by control limits about the benchmark, not by the indicators' own methods."
    case .goal(let goal):
      return "Measured by a goal, \(goal.meaning): better is reached, similar is in part, worse is not."
    }
  }
}

extension Query.Goal {
  fileprivate var meaning: String {
    func number(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? value.description }
    switch self {
    case .limit(let limit): return "\(number(limit)), by the value"
    case .limitByInterval(let limit): return "\(number(limit)), by the 95% interval"
    case .range(let lower, let upper): return "from \(number(lower)) to \(number(upper))"
    case .percentiles(let lower, let upper):
      return "from percentile \(number(lower * 100)) to percentile \(number(upper * 100)) of all areas of the type"
    case .lastYear: return "the benchmark of the year before"
    }
  }
}
