/// Why no comparison was made, or what becomes of a gap cannot be told.
public enum Reason: Sendable, Hashable {
  case polarity
  case method
  case noInterval
  case no998
  case noBenchmarkInterval
  case limits
  case quantile
  case noDenominator
  case noControlLimits
  case goal
  case noDirection
  case plan
  /// There is no value, and this beside it.
  case value(Status)
  /// The benchmark has no value, and this beside it.
  case benchmark(Status)
  /// Fewer areas than there are parts have a value.
  case tooFewAreas(parts: Int)
  /// It is the benchmark itself.
  case isBenchmark
  case noWholePopulation
  case unknownValueType
  case valueType
  case noMultiplier
  case noFormerBenchmark
  case noPercentiles
  /// The publisher hid the benchmark's figure, or took it back.
  case benchmarkKeptBack(name: String, Status)
  /// The benchmark has no figure of a period, and why none was made in its place.
  case noBenchmarkFigure(name: String, period: String, because: String?)
  /// There are no values to take the mean or median of.
  case noValues(of: String)
  /// Fewer points than are needed.
  case tooFewPoints(needed: Int, found: Int)
  /// Any other, in lower case without a full stop.
  case other(String)

  /// The reason in words, in lower case without a full stop.
  public var text: String {
    switch self {
    case .polarity: "comparison is not applicable to this indicator"
    case .method: "its publisher compares it with nothing"
    case .noInterval: "no confidence interval is published"
    case .no998: "no 99.8% confidence interval is published"
    case .noBenchmarkInterval: "no confidence interval is published for the benchmark"
    case .limits: "the confidence limits are not in order"
    case .quantile: "a quantile needs the values of all areas"
    case .noDenominator: "no denominator is published"
    case .noControlLimits: "no control limits can be drawn about the benchmark"
    case .goal: "the goal is no number"
    case .noDirection: "neither high nor low is good"
    case .plan: "the value stands for no state of a suicide prevention plan"
    case .value(let status): status.isAbsence ? status.meaning : "no value is published"
    case .benchmark(let status):
      status.isAbsence ? "the benchmark is \(status.meaning)" : "no benchmark value is published"
    case .tooFewAreas(let parts): "fewer than \(parts) areas have a value"
    case .isBenchmark: "it is the benchmark"
    case .noWholePopulation: "nothing is published for the whole population"
    case .unknownValueType: "control limits need a known value type"
    case .valueType: "control limits are drawn about proportions and rates only"
    case .noMultiplier: "control limits need a known multiplier"
    case .noFormerBenchmark: "no benchmark value is published for the year before"
    case .noPercentiles: "no values to take percentiles of"
    case .benchmarkKeptBack(let name, let status): "the figure of \(name) is \(status.meaning)"
    case .noBenchmarkFigure(let name, let period, let why):
      "no figure of \(name) is published for \(period)" + (why.map { ", and \($0)" } ?? "")
    case .noValues(let average): "no values to take the \(average) of"
    case .tooFewPoints(let needed, let found): "\(Self.shortage(needed)): \(found)"
    case .other(let text): text
    }
  }

  /// The reason without what differs from row to row, so that rows can be counted by it.
  /// - Parameter benchmark: what the benchmark is called in a sentence.
  public func gist(benchmark: String) -> String {
    switch self {
    case .noBenchmarkFigure: "no figure of \(benchmark)"
    case .tooFewPoints(let needed, _): Self.shortage(needed)
    default: text
    }
  }

  private static func shortage(_ needed: Int) -> String {
    "fewer than \(needed) independent points with limits in both series"
  }
}
