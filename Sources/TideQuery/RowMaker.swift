import TideMethods
import TideModel
import TideStore

/// Makes the rows of an answer: figure, benchmark, verdict, trend and rank of one area in one period.
///
/// One maker serves a whole question; what many rows share (benchmarks, rankings, quantiles) it works out once.
final class RowMaker {
  private struct Key: Hashable {
    let slice: ObjectIdentifier
    let period: Int
    let group: PeerGroup
  }

  let catalogue: CatalogueView
  let benchmarks: Benchmarks
  private var rankings: [Key: (places: [String: Int], ranked: Int)] = [:]
  private var quantiles: [Key: [String: Verdict]] = [:]

  init(_ query: Query, catalogue: CatalogueView) {
    self.catalogue = catalogue
    benchmarks = Benchmarks(query.benchmark, catalogue: catalogue)
  }

  /// Forgets the slice before, so that a long export needs no more memory than a short one.
  func reset() {
    benchmarks.reset()
    rankings.removeAll(keepingCapacity: true)
    quantiles.removeAll(keepingCapacity: true)
  }

  /// The figure alone. Nil when there is no observation.
  func figure(_ slice: Slice, _ panel: Panel, area: Int, period: Int, type: AreaType) throws -> ResultRow? {
    guard let observation = try panel.observation(area: area, period: period) else { return nil }
    let place = try catalogue.area(panel.areas[area])
    let title = type == .other && !place.kind.isEmpty ? place.kind : type.title
    return ResultRow(
      indicator: slice.indicator, area: place, areaType: title, stratum: slice.stratum,
      period: panel.periods[period], observation: observation,
      release: try panel.release(area: area, period: period))
  }

  /// Adds the benchmark and the verdict. A category of the benchmark area is compared with its whole population.
  /// - Parameter group: the peers by whose type and country benchmarks are pooled and quantiles taken.
  func compare(_ row: inout ResultRow, _ slice: Slice, _ panel: Panel, period: Int, group: PeerGroup) throws {
    let indicator = slice.indicator
    let isBenchmarkArea = row.area.code == benchmarks.areaCode
    // A decile of England is compared with England as a whole, as the publisher does.
    let reference = isBenchmarkArea && !slice.stratum.isWhole ? slice.whole : slice
    guard let reference else {
      row.verdict = .notCompared("nothing is published for the whole population")
      return
    }
    let benchmark = try benchmarks.figure(
      for: reference, period: row.period, type: group.type, country: group.country)
    row.benchmark = benchmark
    if isBenchmarkArea, slice.stratum.isWhole {
      row.verdict = .notCompared("it is the benchmark")
      return
    }
    if indicator.comparisonMethod == .quintiles || indicator.comparisonMethod == .quartiles {
      let all = PeerGroup(type: group.type, country: group.country)
      row.verdict = try quantiles(slice, panel, period: period, group: all)[row.area.code]
      if row.verdict != nil { return }
    }
    let figures = row.observation.figures
    // Publishers switch the comparison off where they publish no intervals; then that is the reason to give.
    let isBare = figures.lower95 == nil || figures.upper95 == nil
    let method: ComparisonMethod =
      indicator.comparisonMethod == .none && isBare ? .unspecified : indicator.comparisonMethod
    let verdict = Comparison.compare(
      figures: figures, status: row.observation.status, benchmark: benchmark.figures,
      benchmarkStatus: benchmark.status, polarity: indicator.polarity, method: method)
    let isBenchmarkMissing = figures.value != nil && benchmark.figures.value == nil
    let isComparable = indicator.polarity != .notApplicable && method != .none
    if verdict.reason != nil, isBenchmarkMissing, isComparable, let reason = benchmark.reason {
      row.verdict = .notCompared(reason)
    } else {
      row.verdict = verdict
    }
  }

  /// Adds the recent trend on the figures up to the row's period, of the same length and kind of year.
  func addTrend(_ row: inout ResultRow, _ panel: Panel, area: Int, period: Int) throws {
    let last = panel.periods[period]
    var points: [TrendPoint] = []
    for index in panel.periods.indices.prefix(period + 1).reversed() {
      let candidate = panel.periods[index]
      guard candidate.unit == last.unit, candidate.count == last.count, candidate.yearType == last.yearType,
        let observation = try panel.observation(area: area, period: index)
      else { continue }
      points.append(TrendPoint(period: candidate, figures: observation.figures, status: observation.status))
      if points.count == RecentTrend.pointsUsed { break }
    }
    let indicator = row.indicator
    row.trend =
      RecentTrend.of(points: points.reversed(), valueType: indicator.valueType, polarity: indicator.polarity).text
  }

  /// Adds the place among the peers of the period; equal values share a place.
  func addRank(_ row: inout ResultRow, _ slice: Slice, period: Int, group: PeerGroup) throws {
    let key = Key(slice: ObjectIdentifier(slice), period: period, group: group)
    let ranking = try rankings[key] ?? rank(slice, period: period, group: group)
    rankings[key] = ranking
    row.rank = ranking.places[row.area.code]
    row.ranked = ranking.ranked
  }

  private func rank(
    _ slice: Slice, period: Int, group: PeerGroup
  ) throws -> (places: [String: Int], ranked: Int) {
    guard group.type != .country, let members = try slice.members(of: group) else { return ([:], 0) }
    let values = try members.values(period: period)
    let direction: Ranking.Direction = slice.indicator.polarity == .lowIsGood ? .lowestFirst : .highestFirst
    let ranks = Ranking.competition(values, direction)
    var places: [String: Int] = [:]
    for (index, rank) in zip(members.indices, ranks) where rank != nil { places[members.panel.areas[index]] = rank }
    return (places, places.count)
  }

  private func quantiles(
    _ slice: Slice, _ panel: Panel, period: Int, group: PeerGroup
  ) throws -> [String: Verdict] {
    let key = Key(slice: ObjectIdentifier(slice), period: period, group: group)
    if let known = quantiles[key] { return known }
    var found: [String: Verdict] = [:]
    if let members = try slice.members(of: group) {
      let verdicts = Comparison.quantiles(
        of: try members.values(period: period), polarity: slice.indicator.polarity,
        method: slice.indicator.comparisonMethod)
      for (index, verdict) in zip(members.indices, verdicts) { found[members.panel.areas[index]] = verdict }
    }
    quantiles[key] = found
    return found
  }
}
