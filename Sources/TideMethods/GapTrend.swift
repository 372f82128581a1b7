public import TideModel

/// Whether the gap between an area and its benchmark widens, closes or has crossed to the other side: the difference of their
/// slopes.
public struct GapTrend: Sendable, Hashable {
  /// What becomes of the gap.
  public typealias Direction = GapDirection

  /// How many independent points the shorter and the longer view are of.
  public static let views = (short: 5, long: 10)

  /// What becomes of the gap over so many points.
  public var outcome: TrendOutcome { .gap(direction, points: points, reason: reason) }
  /// What becomes of the gap.
  public let direction: Direction
  /// Why it cannot be told; nil where it was.
  public let reason: Reason?
  /// How many points were asked for.
  public let points: Int
  /// The area's slope less the benchmark's, in the value's unit a year, with its limits.
  public let slopeDifference: Estimate
  /// Whether the gap lies on the other side now and is no larger there than it was at first, significant or not.
  public let hasCrossed: Bool
  /// The area's value less the benchmark's at the latest point; nil where nothing could be calculated.
  public let latestGap: Double?
  /// The periods used, oldest first.
  public let periods: [Period]

  /// The trend of the gap over the latest independent points that both series have.
  ///
  /// Each slope is a weighted regression on time, w = 1/s², s = (U − L)/3.92, Var = Σw/(Σw·Σwt² − (Σwt)²), as that of the
  /// recent trend (facts section 10 B); the difference has the sum of the two variances. That the benchmark may hold the area
  /// is left out of account. Points that one of the two lacks are skipped, as are windows that share days with a later one, so
  /// that pooled years are tested as every third point; a break in a series ends it.
  /// - Parameters:
  ///   - area: the area's series, oldest first.
  ///   - benchmark: the benchmark's, oldest first.
  ///   - count: how many points, at least 3: see ``views``.
  ///   - confidence: of the limits; the gap changes where they leave out 0.
  /// - Complexity: O(n) in the length of the series.
  public static func of(
    area: [TrendPoint], benchmark: [TrendPoint], points count: Int, confidence: Confidence = .p95
  ) -> GapTrend {
    let pairs = pairs(area, benchmark, count)
    do throws(Obstacle) {
      return try trend(pairs, count, confidence)
    } catch {
      let isShort = count >= 3 && pairs.count < count
      return GapTrend(
        direction: .cannotBeCalculated,
        reason: isShort ? .tooFewPoints(needed: count, found: pairs.count) : .other(error.text), points: count,
        slopeDifference: Estimate(error), hasCrossed: false, latestGap: nil, periods: [])
    }
  }

  /// One period with a usable figure in both series.
  private struct Pair {
    let period: Period
    let area: (value: Double, interval: Interval)
    let benchmark: (value: Double, interval: Interval)
  }

  /// The latest usable pairs that share no days, latest first.
  private static func pairs(_ area: [TrendPoint], _ benchmark: [TrendPoint], _ count: Int) -> [Pair] {
    let others = Dictionary(benchmark.map { ($0.period, $0) }, uniquingKeysWith: { first, _ in first })
    var pairs: [Pair] = []
    for point in area.sorted(by: { $0.period > $1.period }) {
      if pairs.count == count { break }
      let other = others[point.period]
      if let latest = pairs.first, latest.period.unit != point.period.unit || latest.period.count != point.period.count
      {
        continue
      }
      let isFree = pairs.last.map { point.period.end <= $0.period.start } ?? true
      if isFree, let own = usable(point), let other, let theirs = usable(other) {
        pairs.append(Pair(period: point.period, area: own, benchmark: theirs))
      }
      if point.status == .seriesBreak || other?.status == .seriesBreak { break }
    }
    return pairs
  }

  private static func usable(_ point: TrendPoint) -> (value: Double, interval: Interval)? {
    guard !point.status.isAbsence, let value = point.figures.value, value.isFinite,
      let interval = point.figures.interval(.p95), interval.lower < interval.upper
    else { return nil }
    return (value, interval)
  }

  private static func trend(_ pairs: [Pair], _ count: Int, _ confidence: Confidence) throws(Obstacle) -> GapTrend {
    guard count >= 3 else { throw Obstacle("a trend needs at least three points") }
    guard pairs.count == count, let latest = pairs.first, let first = pairs.last else {
      throw Obstacle(Reason.tooFewPoints(needed: count, found: pairs.count).text)
    }
    let middle = time(pairs[count / 2].period)
    func line(_ figure: (Pair) -> (value: Double, interval: Interval)) -> WeightedLine {
      WeightedLine(
        pairs.reversed().map { pair in
          let (value, interval) = figure(pair)
          let s = (interval.upper - interval.lower) / 3.92
          return WeightedLine.Sample(t: time(pair.period) - middle, v: value, w: 1 / (s * s))
        })
    }
    let (own, theirs) = (line(\.area), line(\.benchmark))
    let difference = try Checked.result(own.slope - theirs.slope)
    let spread = try Checked.result(confidence.z * (own.slopeVariance + theirs.slopeVariance).squareRoot())
    let gap = latest.area.value - latest.benchmark.value
    let direction = direction(from: first.area.value - first.benchmark.value, to: gap, by: difference)
    return GapTrend(
      direction: difference.magnitude > spread ? direction : .noSignificantChange, reason: nil, points: count,
      slopeDifference: Estimate(
        value: difference, interval: Interval(lower: difference - spread, upper: difference + spread),
        method: .normal),
      hasCrossed: direction == .crossed, latestGap: gap, periods: pairs.reversed().map(\.period))
  }

  /// What a significant difference of the slopes makes of a gap: away from the benchmark it widens, unless it was as large on the
  /// other side before, so that for most of the time it closed; a gap that is gone has closed.
  private static func direction(from first: Double, to latest: Double, by difference: Double) -> Direction {
    if latest == 0 || (latest > 0) != (difference > 0) { return .closing }
    return (first > 0) != (latest > 0) && first.magnitude >= latest.magnitude ? .crossed : .widening
  }

  /// The start of a period in years.
  private static func time(_ period: Period) -> Double {
    let start = period.start.civil
    let months = Double(start.year) * 12 + Double(start.month - 1)
    return months / 12 + Double(start.dayOfMonth - 1) / 365.25
  }
}
