/// Why a figure is absent or qualified, after the markers of the Government Analysis Function.
///
/// A status stands beside the figure and never in its place: a suppressed figure has no value, and none is made up.
/// Raw values are stored on disk: never renumber them.
public enum Status: UInt8, CaseIterable, Hashable, Sendable {
  /// An ordinary figure; no marker.
  case none = 0
  /// [c] suppressed for disclosure control.
  case suppressed = 1
  /// [x] not available.
  case notAvailable = 2
  /// [z] not applicable.
  case notApplicable = 3
  /// [u] low reliability.
  case lowReliability = 4
  /// [p] provisional.
  case provisional = 5
  /// [r] revised.
  case revised = 6
  /// [e] estimated or modelled.
  case estimated = 7
  /// [b] break in the series.
  case seriesBreak = 8
  /// [w] withdrawn by the publisher: no figure in this vintage.
  case withdrawn = 9
  /// [f] forecast.
  case forecast = 10
  /// [low] rounds to zero but is not zero.
  case low = 11
  /// [er] error of estimate too large to publish.
  case error = 12

  /// The marker without brackets; empty for an ordinary figure.
  public var marker: String {
    switch self {
    case .none: ""
    case .suppressed: "c"
    case .notAvailable: "x"
    case .notApplicable: "z"
    case .lowReliability: "u"
    case .provisional: "p"
    case .revised: "r"
    case .estimated: "e"
    case .seriesBreak: "b"
    case .withdrawn: "w"
    case .forecast: "f"
    case .low: "low"
    case .error: "er"
    }
  }

  /// What the marker means, in words.
  public var meaning: String {
    switch self {
    case .none: ""
    case .suppressed: "suppressed"
    case .notAvailable: "not available"
    case .notApplicable: "not applicable"
    case .lowReliability: "low reliability"
    case .provisional: "provisional"
    case .revised: "revised"
    case .estimated: "estimated"
    case .seriesBreak: "break in series"
    case .withdrawn: "withdrawn"
    case .forecast: "forecast"
    case .low: "low figure, rounds to zero"
    case .error: "error too large"
    }
  }

  /// Whether this status says that there is no figure.
  public var isAbsence: Bool {
    switch self {
    case .suppressed, .notAvailable, .notApplicable, .withdrawn: true
    default: false
    }
  }

  /// A marker (`c`, `[c]`) or a meaning (`suppressed`), in any case; nil for anything else.
  public init?(marker text: some StringProtocol) {
    var body = text.lowercased()[...]
    while let last = body.last, last.isWhitespace { body.removeLast() }
    body = body.drop { $0.isWhitespace }
    if body.first == "[", body.last == "]", body.count > 2 { body = body.dropFirst().dropLast() }
    if body.isEmpty {
      self = .none
      return
    }
    guard let found = Self.allCases.first(where: { $0.marker == body || $0.meaning == body }) else { return nil }
    self = found
  }
}

extension Status {
  /// Whether a note says that the very value it stands beside is suppressed, so that a 0 there is no figure.
  public static func saysValueIsSuppressed(note: some StringProtocol) -> Bool {
    let text = note.lowercased()
    return text.hasPrefix("value suppressed") || text.hasPrefix("suppressed")
  }

  /// The status a published value note stands for; `.none` for a note that only gives context.
  ///
  /// Notes are free text. The rules were read off the national service's list of value notes and are tried in order;
  /// the note itself is always kept beside the status.
  /// - Parameters:
  ///   - note: the published text.
  ///   - hasValue: whether a value stands beside it. A note about suppression beside a value tells of a
  ///     *component* that was suppressed, not of this figure.
  public static func of(note: some StringProtocol, hasValue: Bool) -> Status {
    let text = note.lowercased()
    if text.isEmpty { return hasValue ? .none : .notAvailable }
    func says(_ words: String...) -> Bool { words.contains { text.contains($0) } }
    if !hasValue {
      if says("suppress", "disclosure", "too small", "small number", "small count", "too few") { return .suppressed }
      if says("not applicable") { return .notApplicable }
      if says("data removed", "withdrawn", "disputed") { return .withdrawn }
      return .notAvailable
    }
    if says("modelled", "synthetic", "estimated", "estimate based", "estimates", "underestimate", "overestimate") {
      return .estimated
    }
    if says("provisional") { return .provisional }
    if says("corrected", "revised") { return .revised }
    if says("quality issue", "caution", "sample size <100", "too small", "disputed", "may be inflated") {
      return .lowReliability
    }
    return .none
  }
}
