/// By what a figure was compared.
public enum ComparisonRule: Sendable, Hashable {
  /// By a published method.
  case method(ComparisonMethod)
  /// By control limits about the benchmark.
  case controlLimits
  /// By a goal.
  case goal

  /// The rule as the column `compared_by` and the command line name it.
  public var text: String {
    switch self {
    case .method(let method): method.shortName
    case .controlLimits: "control-limits"
    case .goal: "goal"
    }
  }
}

extension ComparisonMethod {
  /// The method's name on the command line and in the column `compared_by`.
  public var shortName: String {
    switch self {
    case .unspecified, .interval95: "interval95"
    case .none: "none"
    case .interval998: "interval998"
    case .interval95And998: "interval95-998"
    case .overlappingIntervals95: "overlap95"
    case .quintiles: "quintiles"
    case .quartiles: "quartiles"
    case .suicidePlan: "suicide-plan"
    }
  }

  /// What it sets against what.
  public var meaning: String {
    switch self {
    case .unspecified, .interval95: "the benchmark's value against the 95% interval"
    case .none: "no comparison"
    case .interval998: "the benchmark's value against the 99.8% interval"
    case .interval95And998: "the benchmark's value against the 95% and the 99.8% interval"
    case .overlappingIntervals95: "the two 95% intervals against each other"
    case .quintiles: "the fifth of all areas of the type"
    case .quartiles: "the quarter of all areas of the type"
    case .suicidePlan: "1 a plan, 2 in development, 3 none"
    }
  }
}
