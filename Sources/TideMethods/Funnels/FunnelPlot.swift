import TideModel

/// A funnel plot: areas against the control lines of their common average.
///
/// Source: facts section 8 (assign_funnel_significance, calculate_funnel_points, calculate_funnel_limits); Spiegelhalter 2005.
public struct FunnelPlot: Sendable, Hashable {
  /// What it shows.
  public let kind: FunnelKind
  /// The average of all areas as a share: Σ counts / Σ denominators.
  public let average: Double
  /// What a share is multiplied by to give a value.
  public let multiplier: Double
  /// Years that the counts are of.
  public let years: Double
  /// The denominator of each record; of a standardised rate that at which its count gives its rate. Nil where there is
  /// none, or no count.
  public let denominators: [Double?]

  private let records: [FunnelRecord]

  /// The funnel of some areas.
  /// - Parameters:
  ///   - kind: what it shows.
  ///   - records: one an area. Those without a count or a denominator are left out of the average.
  ///   - multiplier: 100 for per cent, 100,000 for rates; ratios do not read it.
  ///   - years: of the counts, for rates; above 0.
  /// - Throws: ``Obstacle`` where no record has both, or a number is impossible.
  /// - Complexity: O(records).
  public init(_ kind: FunnelKind, _ records: [FunnelRecord], multiplier: Double, years: Double = 1) throws(Obstacle) {
    guard multiplier > 0, multiplier.isFinite, years > 0, years.isFinite else {
      throw Obstacle("the multiplier and the years must be above zero")
    }
    self.kind = kind
    self.records = records
    self.multiplier = multiplier
    self.years = years
    denominators = records.map { Self.denominator(kind, $0, multiplier) }
    var (count, denominator) = (0.0, 0.0)
    for (record, n) in zip(records, denominators) {
      guard let x = record.count, let n else { continue }
      guard x >= 0, x.isFinite, n > 0, n.isFinite else { throw Obstacle("a count or denominator is impossible") }
      if kind == .proportion, x > n { throw .countAboveDenominator }
      count += x
      denominator += n
    }
    guard denominator > 0 else { throw Obstacle("no record has both a count and a denominator") }
    average = try Checked.result(count / denominator)
  }

  private static func denominator(_ kind: FunnelKind, _ record: FunnelRecord, _ multiplier: Double) -> Double? {
    guard let count = record.count else { return nil }
    guard kind.isRate else { return record.denominator }
    if count == 0 { return kind == .crudeRate ? record.denominator : nil }
    guard let rate = record.rate, rate > 0 else { return nil }
    return multiplier * count / rate
  }

  /// Where each area stands in the plot: its value, and its denominator a year.
  ///
  /// A standardised rate of fewer than ten events has no value. A ratio less 1, or times 100, is that of observed to expected.
  /// - Complexity: O(records).
  public func points() -> [(denominator: Double?, value: Double?)] {
    zip(records, denominators).map { record, n in
      let count = record.count
      let perYear = kind.isRate ? n.map { $0 / years } : n
      switch kind {
      case .crudeRate: return (perYear, record.rate)
      case .directlyStandardisedRate:
        return (perYear, (count ?? 0) < DirectStandardisation.fewestEvents ? nil : record.rate)
      case .proportion: return (perYear, share(count, n).map { $0 * multiplier })
      case .ratioOfCounts: return (perYear, share(count, n).map { $0 - 1 })
      case .standardisedRatio: return (perYear, share(count, n).map { $0 * 100 })
      }
    }
  }

  private func share(_ count: Double?, _ denominator: Double?) -> Double? {
    guard let count, let denominator, denominator > 0 else { return nil }
    return count / denominator
  }

  /// How each area lies to the lines, the outer ones tried first.
  ///
  /// Proportions: p against average ∓ z √(average (1 − average)/n). Ratios and rates: 1 or the average against the Poisson
  /// limits of the area's own count, exact under ten events and Byar's from ten on, by its denominator.
  /// - Complexity: O(records).
  public func significances() -> [FunnelSignificance] {
    zip(records, denominators).map { record, n in
      guard let count = record.count else { return .notApplicable(.count) }
      if kind == .directlyStandardisedRate, count < DirectStandardisation.fewestEvents {
        return .notApplicable(Obstacle("fewer than ten events"))
      }
      guard let n else { return .notApplicable(.denominator) }
      for level in [ConfidenceLevel.p998, .p95] {
        let limits = limits(count, n, level)
        guard let limits else { return .notApplicable(.noLimits) }
        if limits.middle < limits.interval.lower { return .high(level) }
        if limits.middle > limits.interval.upper { return .low(level) }
      }
      return .notSignificant
    }
  }

  /// The limits about an area's figure, and the middle of the funnel that they hold or not.
  private func limits(_ count: Double, _ n: Double, _ level: ConfidenceLevel) -> (interval: Interval, middle: Double)? {
    if kind == .proportion {
      let spread = level.z * (average * (1 - average) / n).squareRoot()
      return (Interval(lower: count / n - spread, upper: count / n + spread), average)
    }
    return Intervals.poisson(count: count, confidence: level.confidence).map {
      ($0.interval.scaled(by: 1 / n), kind.isRate ? average : 1)
    }
  }
}
