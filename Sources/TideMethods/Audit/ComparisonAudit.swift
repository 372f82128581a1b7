public import TideModel

/// Whether published comparison texts follow from the figures: the polarity they speak by, and why a text may differ.
public struct ComparisonAudit: Sendable {
  /// A published text and the verdict recomputed for it without judgement: higher, lower, similar.
  public struct Row: Sendable {
    /// As published.
    public let text: String
    /// By `Polarity.noJudgement`.
    public let verdict: Verdict

    /// A row of the given parts.
    public init(text: String, verdict: Verdict) {
      self.text = text
      self.verdict = verdict
    }
  }

  /// The polarity that the texts speak by: the one told, unless more follow another.
  public let polarity: Polarity
  /// How many texts are those of the verdicts.
  public let agreeing: Int
  /// Of how many texts.
  public let total: Int

  /// Whether the verdicts are those of most texts, so that another text is a fault of its row; else the publisher compares by a
  /// method of its own.
  public var isBelieved: Bool { 2 * agreeing >= total }

  /// Chooses the polarity.
  /// - Complexity: O(rows).
  public init(of rows: [Row], polarity told: Polarity) {
    var best: (polarity: Polarity, agreeing: Int)?
    for polarity in [told] + [.lowIsGood, .highIsGood, .noJudgement].filter({ $0 != told }) {
      let agreeing = rows.filter { Self.isSame($0.text, $0.verdict.judged(by: polarity)) }.count
      if agreeing > best?.agreeing ?? -1 { best = (polarity, agreeing) }
    }
    polarity = best?.polarity ?? told
    agreeing = best?.agreeing ?? 0
    total = rows.count
  }

  /// Checks one row.
  /// - Parameters:
  ///   - row: the row.
  ///   - published: its figures.
  ///   - benchmark: the benchmark's value.
  ///   - others: verdicts by other rules, without judgement, and the rules: `by interval998`.
  public func outcome(
    _ row: Row, _ published: PublishedFigures, benchmark: Double?,
    others: () throws -> [(rule: String, verdict: Verdict)]
  ) rethrows -> AuditOutcome {
    let verdict = row.verdict.judged(by: polarity)
    if Self.isSame(row.text, verdict) { return .agrees }
    guard isBelieved else {
      return .notChecked(
        AuditReason("no method known here gives most of these texts", detail: "the best \(agreeing) of \(total)"))
    }
    if let reason = verdict.reason { return .differs(AuditReason("compared, but here \(reason.text)")) }
    if Self.isSame(row.text, .notCompared(.method)) {
      return .differs(AuditReason("not compared, but value, limits and benchmark are here"))
    }
    if let benchmark, Self.isOnLimit(benchmark, published) {
      return .differs(AuditReason("the benchmark is on the limit: what was rounded decides"))
    }
    if let other = try others().first(where: { Self.isSame(row.text, $0.verdict.judged(by: polarity)) }) {
      return .differs(AuditReason("as if compared \(other.rule)"))
    }
    let turned: Polarity = polarity == .lowIsGood ? .highIsGood : .lowIsGood
    if Self.isSame(row.text, row.verdict.judged(by: turned)) {
      return .differs(AuditReason("better and worse are the wrong way round"))
    }
    return .differs(AuditReason("another benchmark, or words of another polarity"))
  }

  private static func isOnLimit(_ benchmark: Double, _ published: PublishedFigures) -> Bool {
    [Measure.lower95, .upper95, .lower998, .upper998].contains { published.agrees($0, with: benchmark) }
  }

  private static func isSame(_ text: String, _ verdict: Verdict) -> Bool { text.lowercased() == verdict.text }
}

extension Verdict {
  /// A verdict of higher or lower in the words of a polarity: better, worse. All others stay.
  public func judged(by polarity: Polarity) -> Verdict {
    switch (self, polarity) {
    case (.higher(let level), .lowIsGood), (.lower(let level), .highIsGood): .worse(level)
    case (.higher(let level), .highIsGood), (.lower(let level), .lowIsGood): .better(level)
    default: self
    }
  }
}
