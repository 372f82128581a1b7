public import TideModel

/// Whether published values are their counts over their denominators.
public struct ValueAudit: Sendable, Hashable {
  /// What count over denominator is multiplied by.
  public let multiplier: Double
  /// Whether the values are ratios of the counts printed beside them at all; standardised rates are not.
  public let isDirect: Bool

  /// A difference of next to nothing, as a share of the value.
  private static let small = 0.001
  private static let multipliers: [Double] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]

  /// Chooses the multiplier that fits most rows, the one told on a tie.
  /// - Parameters:
  ///   - rows: of one indicator.
  ///   - told: the multiplier of the metadata.
  ///   - valueType: that of the metadata.
  /// - Returns: nil where no row has value, count and denominator.
  /// - Complexity: O(rows).
  public init?(of rows: [AuditRow], told: Double?, valueType: ValueType) {
    var fitting: [Double: Int] = [:]
    var telling: [AuditRow] = []
    for row in rows {
      let figures = row.published.figures
      guard let value = figures.value, let x = figures.count, let n = figures.denominator, value > 0, x > 0, n > 0,
        value.isFinite, x.isFinite, n.isFinite
      else { continue }
      telling.append(row)
      let factor = value * n / x
      let near = Self.multipliers.first { (factor / $0 - 1).magnitude < 0.05 }
      if let near { fitting[near, default: 0] += 1 }
    }
    let best = Self.multipliers.max {
      (fitting[$0] ?? 0, $0 == told ? 1 : 0) < (fitting[$1] ?? 0, $1 == told ? 1 : 0)
    }
    guard !telling.isEmpty, let best else { return nil }
    let trial = ValueAudit(multiplier: best, isDirect: true)
    let agreeing = telling.filter { row in
      switch trial.outcome(row) {
      case .agrees, .rounded: true
      default: false
      }
    }.count
    let isFitting = 2 * agreeing >= telling.count
    isDirect = isFitting || valueType.isRatioOfCounts
    multiplier = isFitting ? best : told ?? (valueType == .proportion ? 100 : best)
  }

  private init(multiplier: Double, isDirect: Bool) {
    self.multiplier = multiplier
    self.isDirect = isDirect
  }

  /// The value that count and denominator give; nil where they give none.
  public func value(_ figures: Figures) -> Double? {
    guard let x = figures.count, let n = figures.denominator, x >= 0, n > 0 else { return nil }
    let value = x / n * multiplier
    return value.isFinite ? value : nil
  }

  /// Checks one row.
  public func outcome(_ audited: AuditRow) -> AuditOutcome {
    let row = audited.published
    guard row.figures.value?.isFinite == true else { return .notChecked(AuditReason("no value is published")) }
    guard let x = row.figures.count, let n = row.figures.denominator else {
      return .notChecked(AuditReason("no count and denominator are published"))
    }
    guard isDirect else { return .notChecked(AuditReason("the value is not count over denominator")) }
    guard x.isFinite, x >= 0 else { return .differs(AuditReason("the count is negative or no number")) }
    guard n.isFinite, n > 0 else { return .differs(AuditReason("the denominator is not above zero")) }
    guard let value = value(row.figures) else { return .notChecked(AuditReason("the numbers are out of range")) }
    if row.agrees(.value, with: value) { return .agrees }
    if row.isOutsideByRounding, let published = row.figures.value,
      (published - value).magnitude <= row.halfOwnUnit(of: published)
    {
      return .rounded
    }
    let share = row.figures.value.map { (value / $0 - 1).magnitude } ?? .infinity
    // Half a person may be a large part of a small count: that much is not put down to rounding where nothing else tells of it.
    let rounding = audited.rounding ?? (share < Self.small ? .whole : nil)
    if let rounding, rounding.holds(x),
      row.lies(
        .value, between: max(0, x - rounding.half) / n * multiplier, and: (x + rounding.half) / n * multiplier)
    {
      return .rounded
    }
    return .differs(
      AuditReason(
        share < Self.small
          ? "count over denominator differs by less than a thousandth" : "count over denominator is another figure"))
  }
}
