public import TideModel

/// Whether published recent-trend texts follow from the figures, and by which test.
public struct TrendAudit: Sendable {
  /// A published text and the series it is about, up to its period, oldest first.
  public struct Row: Sendable {
    /// As published.
    public let text: String
    /// The series.
    public let points: [TrendPoint]

    /// A row of the given parts.
    public init(text: String, points: [TrendPoint]) {
      self.text = text
      self.points = points
    }
  }

  /// Decides the test; of an unknown one, that whose results agree with more texts.
  public let valueType: ValueType
  /// The polarity that the texts speak by.
  public let polarity: Polarity
  /// Whether the publisher calculates no trend of any row, though that could be done.
  private let isNeverCalculated: Bool

  /// From so many trends that could be told and are said not to be calculable it is no accident of some rows.
  private static let leastUntold = 10

  /// Chooses test and polarity: those told, unless the texts follow others.
  /// - Complexity: O(rows).
  public init(of rows: [Row], valueType: ValueType, polarity: Polarity) {
    let types: [ValueType] = valueType == .unknown ? [.unknown, .proportion] : [valueType]
    let polarities = [polarity] + [.lowIsGood, .highIsGood, .noJudgement].filter { $0 != polarity }
    var best: (type: ValueType, polarity: Polarity, agreeing: Int)?
    for type in types {
      for polarity in polarities {
        let agreeing = rows.filter { row in
          Self.isSame(row.text, RecentTrend.of(points: row.points, valueType: type, polarity: polarity).text)
        }.count
        if agreeing > best?.agreeing ?? -1 { best = (type, polarity, agreeing) }
      }
    }
    self.valueType = best?.type ?? valueType
    self.polarity = best?.polarity ?? polarity
    let (test, judgement) = (self.valueType, self.polarity)
    let areUntold = rows.allSatisfy { Self.direction(of: $0.text) == .cannotBeCalculated }
    let untold =
      !areUntold
      ? 0
      : rows.count { row in
        RecentTrend.of(points: row.points, valueType: test, polarity: judgement).direction != .cannotBeCalculated
      }
    isNeverCalculated = untold >= Self.leastUntold
  }

  /// The test in words.
  public var name: String {
    switch RecentTrend.method(for: valueType) {
    case .proportions: "trend in proportions"
    case .weightedSlope: "weighted regression"
    case nil: "none for this value type"
    }
  }

  /// What was found of one text.
  public struct Finding: Sendable {
    /// The outcome.
    public let outcome: AuditOutcome
    /// The recent trend recomputed.
    public let trend: RecentTrend
    /// Whether years without a figure had to be skipped for it.
    public let skipsGaps: Bool
  }

  /// Checks one row: by the latest five years, or where one of them has no figure by the latest five that have.
  public func finding(_ row: Row) -> Finding {
    let strict = trend(row, skippingGaps: false)
    let isShort = strict.direction == .cannotBeCalculated && Self.direction(of: row.text) != .cannotBeCalculated
    let skipping = isShort ? trend(row, skippingGaps: true) : strict
    let isSkipping = isShort && skipping.direction != .cannotBeCalculated
    let found = isSkipping ? skipping : strict
    return Finding(outcome: outcome(row, found), trend: found, skipsGaps: isSkipping)
  }

  private func trend(_ row: Row, skippingGaps: Bool) -> RecentTrend {
    RecentTrend.of(points: row.points, valueType: valueType, polarity: polarity, skippingGaps: skippingGaps)
  }

  private func outcome(_ row: Row, _ trend: RecentTrend) -> AuditOutcome {
    if Self.isSame(row.text, trend.text) { return .agrees }
    guard let published = Self.direction(of: row.text) else {
      return .notChecked(AuditReason("the text names no recent trend"))
    }
    if isNeverCalculated {
      return .notChecked(AuditReason("no recent trend of this indicator is ever published as calculable"))
    }
    if case .tooFewPoints? = trend.obstacle {
      return .notChecked(AuditReason("the five figures it rests on are not all in the store"))
    }
    return .differs(reason(row, published, trend))
  }

  private func reason(_ row: Row, _ published: RecentTrend.Direction, _ trend: RecentTrend) -> AuditReason {
    switch (published, trend.direction) {
    case (.increasing, .decreasing), (.decreasing, .increasing):
      return AuditReason("the direction is the wrong way round", detail: detail(trend))
    case (.increasing, .increasing), (.decreasing, .decreasing):
      return AuditReason("the direction is right, better and worse are not by this polarity")
    case (_, .cannotBeCalculated):
      return AuditReason(
        "no trend can be calculated from the figures here, \(trend.obstacle?.kind ?? "")", detail: trend.reason ?? "")
    case (.cannotBeCalculated, _):
      return AuditReason("said not to be calculable, but the five points are here", detail: detail(trend))
    default: break
    }
    let other: ValueType = RecentTrend.method(for: valueType) == .proportions ? .unknown : .proportion
    if RecentTrend.of(points: row.points, valueType: other, polarity: polarity).direction == published {
      return AuditReason(
        other == .proportion
          ? "the text is that of the test for proportions" : "the text is that of the regression on limits",
        detail: detail(trend))
    }
    if let statistic = trend.statistic, statistic.chiSquared > TrendStatistic.threshold, !statistic.isSignificant {
      return AuditReason("significant only without the rule that no one year decides", detail: detail(trend))
    }
    return AuditReason("another significance than the figures here have", detail: detail(trend))
  }

  private func detail(_ trend: RecentTrend) -> String {
    guard let statistic = trend.statistic else { return "" }
    func rounded(_ number: Double) -> String {
      // Past these bounds tenths of thousandths are nothing to read.
      guard number.magnitude < 1e9 else { return number.description }
      return ((number * 1e4).rounded() / 1e4).description
    }
    let slope = statistic.slope.map { ", slope \(rounded($0)) a year" } ?? ""
    return "chi-squared \(rounded(statistic.chiSquared))\(slope)"
  }

  /// The direction that a published text tells; nil for other texts.
  static func direction(of text: String) -> RecentTrend.Direction? {
    let words = text.lowercased()
    if words.hasPrefix("increasing") { return .increasing }
    if words.hasPrefix("decreasing") { return .decreasing }
    if words.hasPrefix("no significant change") { return .noSignificantChange }
    return words.hasPrefix("cannot be calculated") ? .cannotBeCalculated : nil
  }

  private static func isSame(_ one: String, _ other: String) -> Bool { one.lowercased() == other.lowercased() }
}
