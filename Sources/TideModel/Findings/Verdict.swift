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
  /// No comparison was made, and why.
  case notCompared(Reason)

  /// The verdict without its level and reason: what the machine column says.
  public enum Kind: Sendable, Hashable {
    case better, similar, worse, higher, lower
    case quantile(Quantile)
    case notCompared

    /// `better`, `similar`, `worse`, `higher`, `lower`, `lowest quintile` and so on, `not compared`.
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
  }

  /// What it says, at whatever level and for whatever reason.
  public var kind: Kind {
    switch self {
    case .better: .better
    case .similar: .similar
    case .worse: .worse
    case .higher: .higher
    case .lower: .lower
    case .quantile(let quantile): .quantile(quantile)
    case .notCompared: .notCompared
    }
  }

  /// The text of the machine column: `better`, `similar`, `worse`, `higher`, `lower`, `lowest quintile` and so on,
  /// `not compared`. The level is never part of it.
  public var text: String { kind.text }

  /// Why no comparison was made; nil where one was.
  public var reason: Reason? {
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

  /// A published text that is, letter by letter, what a comparison with a benchmark says; nil for any other.
  public init?(published text: String) {
    let all: [Verdict] = [.better(nil), .similar, .worse(nil), .higher(nil), .lower(nil)]
    guard let found = all.first(where: { $0.text == text }) else { return nil }
    self = found
  }
}
