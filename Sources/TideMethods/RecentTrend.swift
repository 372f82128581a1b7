public import TideModel

/// Whether an indicator's last five yearly figures go up or down.
///
/// Source: the published criteria and code of the national service (facts section 10): the latest five points, single
/// years that follow one another, proportions by counts and denominators, all else by 95% intervals, tested at 99.8%, and
/// no trend where one point alone decides its direction.
public struct RecentTrend: Sendable, Hashable {
  /// The outcome of the test.
  public typealias Direction = TrendDirection

  /// The outcome.
  public let direction: Direction
  /// Why the test could not be made; nil where it was.
  public let obstacle: TrendObstacle?
  /// What was calculated; nil where nothing was.
  public let statistic: TrendStatistic?
  /// Whether high is good, for the text.
  public let polarity: Polarity

  /// How many points are tested.
  public static let pointsUsed = 5

  /// What was found.
  public var outcome: TrendOutcome { .figures(direction, polarity) }

  /// The text exactly as the field writes it: see ``TrendOutcome/text``.
  public var text: String { outcome.text }

  /// Whether the figures get better or worse.
  public typealias Course = TrendCourse

  /// The course of the figures; nil where there is no significant change, or neither high nor low is good.
  public var course: Course? { outcome.course }

  /// Why the test could not be made, in words; nil where it was.
  public var reason: String? { obstacle?.text }

  /// The recent trend of a series.
  ///
  /// The walk goes back from the latest point and stops at the first that cannot be used; five must be left.
  /// - Parameters:
  ///   - points: the series of one area and stratum, oldest first. No input traps.
  ///   - valueType: decides the test. `unknown` is never guessed to be a proportion: it takes the intervals.
  ///   - polarity: for the text only.
  ///   - skippingGaps: takes the latest five usable points, whatever years lie between them, as the service's newer code does.
  /// - Complexity: O(1) in the length of the series; O(n) when skipping.
  public static func of(
    points: [TrendPoint], valueType: ValueType, polarity: Polarity, skippingGaps: Bool = false
  ) -> RecentTrend {
    switch test(points, valueType, skippingGaps) {
    case .failure(let stop):
      return RecentTrend(
        direction: .cannotBeCalculated, obstacle: stop.obstacle, statistic: nil, polarity: polarity)
    case .success(let statistic):
      let direction: Direction =
        !statistic.isSignificant ? .noSignificantChange : (statistic.slope ?? 0) >= 0 ? .increasing : .decreasing
      return RecentTrend(direction: direction, obstacle: nil, statistic: statistic, polarity: polarity)
    }
  }

  /// An obstacle as an error, to end a walk.
  private struct Stop: Error {
    let obstacle: TrendObstacle
  }

  /// How points of a value type are tested; nil where none is.
  static func method(for valueType: ValueType) -> TrendStatistic.Method? {
    switch valueType {
    case .proportion: .proportions
    case .unknown, .directlyStandardisedRate, .indirectlyStandardisedRatio, .crudeRate, .indirectlyStandardisedRate,
      .ratio, .lifeExpectancy, .rateRatio, .indirectlyStandardisedProportion, .excessRisk, .median,
      .slopeIndexOfInequality, .mean, .gap:
      .weightedSlope
    case .count, .score, .percentagePoint, .relativeIndexOfInequality, .monthsLifeLost, .number: nil
    }
  }

  private static func test(
    _ points: [TrendPoint], _ valueType: ValueType, _ skippingGaps: Bool
  ) -> Result<TrendStatistic, Stop> {
    do {
      let points = skippingGaps ? usable(points, valueType: valueType) : points
      return .success(try statistic(points, valueType, areConsecutive: !skippingGaps))
    } catch {
      return .failure(error)
    }
  }

  /// The points that have what the test of a value type needs; all where there is no test.
  public static func usable(_ points: [TrendPoint], valueType: ValueType) -> [TrendPoint] {
    guard let method = method(for: valueType) else { return points }
    return points.filter { isUsable($0, method, valueType) }
  }

  private static func isUsable(_ point: TrendPoint, _ method: TrendStatistic.Method, _ valueType: ValueType) -> Bool {
    do throws(Stop) {
      try check(point)
      switch method {
      case .proportions: _ = try pair(point)
      case .weightedSlope: _ = try weighted(point, valueType)
      }
      return true
    } catch {
      return false
    }
  }

  private static func statistic(
    _ points: [TrendPoint], _ valueType: ValueType, areConsecutive: Bool = true
  ) throws(Stop) -> TrendStatistic {
    guard let method = method(for: valueType) else { throw Stop(obstacle: .valueType(valueType)) }
    guard points.count >= pointsUsed else { throw Stop(obstacle: .tooFewPoints(points.count)) }
    let latest = Array(points.suffix(pointsUsed))
    for (older, later) in zip(latest, latest.dropFirst()) where older.period.end > later.period.start {
      throw Stop(obstacle: .overlappingPeriods)
    }
    var later: TrendPoint?
    for point in latest.reversed() {
      if point.period.months != 12 { throw Stop(obstacle: .notYearly) }
      if areConsecutive, let later, point.period.end < later.period.start {
        throw Stop(obstacle: .gap(before: later.period.label))
      }
      try check(point)
      later = point
    }
    let result: TrendStatistic?
    switch method {
    case .proportions:
      var pairs: [(count: Double, denominator: Double)] = []
      for point in latest.reversed() { pairs.append(try pair(point)) }
      result = TrendStatistic.proportions(pairs.reversed())
      if let zero = latest.last(where: { $0.figures.count == 0 }),
        result.map({ $0.chiSquared > TrendStatistic.threshold }) ?? true
      {
        throw Stop(obstacle: .zeroCount(period: zero.period.label))
      }
    case .weightedSlope:
      var values: [(value: Double, interval: Interval)] = []
      for point in latest.reversed() { values.append(try weighted(point, valueType)) }
      result = TrendStatistic.weightedSlope(values.reversed())
    }
    guard let result else { throw Stop(obstacle: .impossibleNumbers(period: latest[pointsUsed - 1].period.label)) }
    return result
  }

  private static func check(_ point: TrendPoint) throws(Stop) {
    let label = point.period.label
    if point.status == .seriesBreak { throw Stop(obstacle: .seriesBreak(period: label)) }
    if point.status.isAbsence || point.figures.value == nil {
      let why = point.status.isAbsence ? point.status.meaning : Status.notAvailable.meaning
      throw Stop(obstacle: .noValue(period: label, why: why))
    }
    guard let value = point.figures.value, value.isFinite else {
      throw Stop(obstacle: .impossibleNumbers(period: label))
    }
  }

  private static func pair(_ point: TrendPoint) throws(Stop) -> (count: Double, denominator: Double) {
    let label = point.period.label
    guard let x = point.figures.count, let n = point.figures.denominator else {
      throw Stop(obstacle: .noCounts(period: label))
    }
    guard x.isFinite, n.isFinite, x >= 0, n > 0, x <= n else { throw Stop(obstacle: .impossibleNumbers(period: label)) }
    if x == n { throw Stop(obstacle: .countEqualsDenominator(period: label)) }
    return (x, n)
  }

  private static func weighted(
    _ point: TrendPoint, _ valueType: ValueType
  ) throws(Stop) -> (value: Double, interval: Interval) {
    let label = point.period.label
    guard let value = point.figures.value, let interval = point.figures.interval(.p95) else {
      throw Stop(obstacle: valueType == .unknown ? .unknownValueType : .noInterval(period: label))
    }
    guard interval.lower < interval.upper else { throw Stop(obstacle: .impossibleNumbers(period: label)) }
    return (value, interval)
  }
}
