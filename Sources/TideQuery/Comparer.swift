import TideMethods
import TideModel
import TideStore

/// Compares figures with their benchmarks. One serves a whole question; what many rows share it works out once.
final class Comparer {
  /// Where a row's figure stands, and among whom benchmarks are pooled and quantiles taken.
  struct Place {
    let slice: Slice
    let panel: AreaPanel
    /// Position of the period in the panel.
    let period: Int
    let group: PeerGroup
  }

  private struct Key: Hashable {
    let slice: ObjectIdentifier
    let period: Int
    let group: PeerGroup
    let method: ComparisonMethod
  }

  let benchmarks: Benchmarks
  private var quantiles: [Key: [String: Verdict]] = [:]

  init(_ benchmarks: Benchmarks) { self.benchmarks = benchmarks }

  /// Forgets what was made, when a question goes on to another slice.
  func reset() {
    benchmarks.reset()
    quantiles.removeAll(keepingCapacity: true)
  }

  /// The benchmark of a row; nil where a category has none, because nothing is published for its whole population.
  func benchmark(of row: ResultRow, _ place: Place) throws -> BenchmarkFigure? {
    try benchmark(of: row.area.code, period: row.period, place.slice, place.group)
  }

  /// The benchmark of an area's figure in a period; nil as above.
  func benchmark(of code: String, period: Period, _ slice: Slice, _ group: PeerGroup) throws -> BenchmarkFigure? {
    guard let reference = reference(code, slice) else { return nil }
    return try benchmarks.figure(for: reference, period: period, type: group.type, country: group.country)
  }

  /// A decile of England is compared with England as a whole, as the publisher does.
  private func reference(_ code: String, _ slice: Slice) -> Slice? {
    code == benchmarks.areaCode && !slice.stratum.isWhole ? slice.whole : slice
  }

  /// How a row's figure stands.
  /// - Parameters:
  ///   - row: with its benchmark.
  ///   - polarity: the indicator's, unless another is tried.
  func verdict(
    on row: ResultRow, _ place: Place, by comparing: Query.Comparing, polarity: Polarity
  ) throws -> Verdict {
    if case .goal(let goal) = comparing { return try verdict(on: row, place, by: goal, polarity) }
    guard let benchmark = row.benchmark else {
      return .notCompared(.noWholePopulation)
    }
    if row.area.code == benchmarks.areaCode, place.slice.stratum.isWhole { return .notCompared(.isBenchmark) }
    let figures = row.observation.figures
    let verdict: Verdict
    var isComparable = polarity != .notApplicable
    if comparing == .controlLimits {
      verdict = againstControlLimits(row, benchmark, polarity)
    } else {
      let method = method(of: comparing, row)
      if method == .quintiles || method == .quartiles,
        let quantile = try quantiles(place, method, polarity)[row.area.code]
      {
        return quantile
      }
      verdict = Comparison.compare(
        figures: figures, status: row.observation.status, benchmark: benchmark.figures,
        benchmarkStatus: benchmark.status, polarity: polarity, method: method)
      isComparable = isComparable && method != .none
    }
    let isBenchmarkMissing = figures.value != nil && benchmark.figures.value == nil
    if verdict.reason != nil, isBenchmarkMissing, isComparable, let reason = benchmark.reason {
      return .notCompared(reason)
    }
    return verdict
  }

  private func method(of comparing: Query.Comparing, _ row: ResultRow) -> ComparisonMethod {
    if case .method(let method) = comparing { return method }
    // Publishers switch the comparison off where they publish no intervals; then that is the reason to give.
    let own = row.indicator.comparisonMethod
    let figures = row.observation.figures
    let isBare = row.isCompleted || figures.lower95 == nil || figures.upper95 == nil
    return own == .none && isBare ? .unspecified : own
  }

  private func againstControlLimits(
    _ row: ResultRow, _ benchmark: BenchmarkFigure, _ polarity: Polarity
  ) -> Verdict {
    let kind: Comparison.ControlMethod
    switch row.indicator.valueType {
    case .proportion: kind = .proportions
    case .crudeRate, .directlyStandardisedRate, .indirectlyStandardisedRate: kind = .rates
    case .unknown: return .notCompared(.unknownValueType)
    default: return .notCompared(.valueType)
    }
    guard let unit = row.indicator.multiplier else { return .notCompared(.noMultiplier) }
    return Comparison.compare(
      figures: row.observation.figures, status: row.observation.status, benchmark: benchmark.figures.value,
      benchmarkStatus: benchmark.status, unit: unit, polarity: polarity, controlLimits: kind)
  }

  private func quantiles(
    _ place: Place, _ method: ComparisonMethod, _ polarity: Polarity
  ) throws -> [String: Verdict] {
    let all = PeerGroup(type: place.group.type, country: place.group.country)
    let key = Key(slice: ObjectIdentifier(place.slice), period: place.period, group: all, method: method)
    if let known = quantiles[key] { return known }
    var found: [String: Verdict] = [:]
    if let members = try place.slice.members(of: all) {
      let verdicts = Comparison.quantiles(
        of: try members.values(period: place.period), polarity: polarity, method: method)
      for (index, verdict) in zip(members.indices, verdicts) { found[members.panel.areas[index]] = verdict }
    }
    quantiles[key] = found
    return found
  }

  // MARK: Goals

  private func verdict(
    on row: ResultRow, _ place: Place, by goal: Query.Goal, _ polarity: Polarity
  ) throws -> Verdict {
    guard let target = try target(of: row, place, by: goal) else {
      return .notCompared(goal == .lastYear ? .noFormerBenchmark : .noPercentiles)
    }
    return target.verdict(figures: row.observation.figures, status: row.observation.status, polarity: polarity)
  }

  /// The goal of a row in the unit of its figures; nil where the figures that it is taken from are missing.
  func target(of row: ResultRow, _ place: Place, by goal: Query.Goal) throws -> Target? {
    switch goal {
    case .limit(let limit): return .limit(limit)
    case .limitByInterval(let limit): return .limitByInterval(limit)
    case .range(let lower, let upper): return .range(lower, upper)
    case .percentiles(let lower, let upper):
      let all = PeerGroup(type: place.group.type, country: place.group.country)
      let values = try place.slice.members(of: all)?.values(period: place.period) ?? []
      return Target.percentiles(lower, upper, of: values)
    case .lastYear: return try valueOfLastYear(row, place).map { .previousBenchmark($0) }
    }
  }

  /// The benchmark's value for the same span a year earlier.
  private func valueOfLastYear(_ row: ResultRow, _ place: Place) throws -> Double? {
    let period = row.period
    guard period.months != nil, let reference = reference(row.area.code, place.slice),
      let before = Period(
        start: period.start.adding(months: -12), unit: period.unit, count: period.count, yearType: period.yearType)
    else { return nil }
    return try benchmarks.figure(
      for: reference, period: before, type: place.group.type, country: place.group.country
    ).figures.value
  }
}
