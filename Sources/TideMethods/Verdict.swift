import TideModel

/// How a figure stands against its benchmark.
public enum Verdict: Sendable, Hashable {
  /// Significantly better; at the widest level reached, or nil where no interval is involved.
  case better(ConfidenceLevel?)
  /// Not significantly different.
  case similar
  /// Significantly worse; at the widest level reached, or nil where no interval is involved.
  case worse(ConfidenceLevel?)
  /// Significantly higher, where high is neither good nor bad.
  case higher(ConfidenceLevel?)
  /// Significantly lower, where low is neither good nor bad.
  case lower(ConfidenceLevel?)
  /// The fifth or quarter of all areas in which the value lies.
  case quantile(Quantile)
  /// No comparison was made; the reason in words, in lower case without a full stop.
  case notCompared(String)

  /// The text of the machine column: `better`, `similar`, `worse`, `higher`, `lower`, `lowest quintile` and so on,
  /// `not compared`. The level is never part of it.
  public var text: String {
    switch self {
    case .better: "better"
    case .similar: "similar"
    case .worse: "worse"
    case .higher: "higher"
    case .lower: "lower"
    case .quantile(let quantile): quantile.text
    case .notCompared: "not compared"
    }
  }

  /// Why no comparison was made; nil where one was.
  public var reason: String? {
    if case .notCompared(let reason) = self { reason } else { nil }
  }

  /// The widest interval that leaves the benchmark outside; nil for similar, quantiles and no comparison.
  public var level: ConfidenceLevel? {
    switch self {
    case .better(let level), .worse(let level), .higher(let level), .lower(let level): level
    case .similar, .quantile, .notCompared: nil
    }
  }

  /// Whether the figure differs significantly from its benchmark.
  public var isSignificant: Bool {
    switch self {
    case .better, .worse, .higher, .lower: true
    case .similar, .quantile, .notCompared: false
    }
  }

  /// The verdict on a figure that lies significantly above or below its benchmark.
  static func significant(isAbove: Bool, polarity: Polarity, level: ConfidenceLevel?) -> Verdict {
    switch polarity {
    case .lowIsGood: isAbove ? .worse(level) : .better(level)
    case .highIsGood: isAbove ? .better(level) : .worse(level)
    case .unknown, .noJudgement: isAbove ? .higher(level) : .lower(level)
    case .notApplicable: .notCompared(Reason.polarity)
    }
  }

  /// The words for why no comparison was made.
  enum Reason {
    static let polarity = "comparison is not applicable to this indicator"
    static let method = "its publisher compares it with nothing"
    static let noInterval = "no confidence interval is published"
    static let no998 = "no 99.8% confidence interval is published"
    static let noBenchmarkInterval = "no confidence interval is published for the benchmark"
    static let limits = "the confidence limits are not in order"
    static let quantile = "a quantile needs the values of all areas"
    static let noDenominator = "no denominator is published"
    static let noControlLimits = "no control limits can be drawn about the benchmark"
    static let goal = "the goal is no number"
    static let noDirection = "neither high nor low is good"
    static let plan = "the value stands for no state of a suicide prevention plan"
    static func value(_ status: Status) -> String { status.isAbsence ? status.meaning : "no value is published" }
    static func benchmark(_ status: Status) -> String {
      status.isAbsence ? "the benchmark is \(status.meaning)" : "no benchmark value is published"
    }
  }
}
