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
  let comparer: Comparer
  private let comparing: Query.Comparing
  /// Whether figures after a boundary change are marked; exports and audits take them as published.
  private let marksBreaks: Bool
  /// Whether figures are handed on as published, even where that is impossible.
  private let isVerbatim: Bool
  private let readsSeries: Bool
  private let testsRanks: Bool
  /// Whether figures are set against their benchmarks with limits.
  private let setsAgainst: Bool
  private var standings: (key: Key, standings: Standings)?

  /// Where benchmarks come from.
  var benchmarks: Benchmarks { comparer.benchmarks }

  /// - Parameter drawsSeries: whether the last figures of each series are read, which only people see, drawn as a line.
  init(_ query: Query, catalogue: CatalogueView, drawsSeries: Bool = false) {
    self.catalogue = catalogue
    comparer = Comparer(Benchmarks(query.benchmark, catalogue: catalogue))
    comparing = query.comparing
    readsSeries = drawsSeries
    testsRanks = query.rankIntervals
    setsAgainst = query.ratioLimits
    isVerbatim =
      switch query.question {
      case .export, .audit: true
      default: false
      }
    marksBreaks = !isVerbatim && query.geography == .published
  }

  /// Forgets the slice before, so that a long export needs no more memory than a short one.
  func reset() {
    comparer.reset()
    standings = nil
  }

  /// The figure alone. Nil when there is no observation.
  func figure(_ slice: Slice, _ panel: AreaPanel, area: Int, period: Int, type: AreaType) throws -> ResultRow? {
    guard let found = try panel.completed(area: area, period: period) else { return nil }
    var observation = found.observation
    let change = try boundaryChange(panel, area: area, period: period)
    if change != nil, observation.status == .none { observation.status = .seriesBreak }
    let place = try catalogue.area(panel.areas[area])
    var row = ResultRow(
      indicator: slice.indicator, area: place, areaType: Self.title(of: place, as: type), stratum: slice.stratum,
      period: panel.periods[period], observation: observation,
      release: try panel.release(area: area, period: period))
    row.remarks = [try panel.remark(area: area, period: period), change].compactMap { $0 }
    row.isVerbatim = isVerbatim
    row.isMadeOfFormer = try panel.isMadeOfFormer(area: area, period: period)
    row.isCompleted = found.remark != nil
    if let remark = found.remark { row.remarks.append(remark) }
    return row
  }

  /// What the type of an area is called.
  static func title(of area: Area, as type: AreaType) -> String {
    type == .other && !area.kind.isEmpty ? area.kind : type.title
  }

  /// What to say where a series crosses the day on which its area began or ended: at the first period that reaches past
  /// that day, if an earlier one of the same length has a figure.
  private func boundaryChange(_ panel: AreaPanel, area: Int, period: Int) throws -> String? {
    guard marksBreaks else { return nil }
    let place = try catalogue.area(panel.areas[area])
    if place.validFrom == nil, place.validTo == nil { return nil }
    let span = panel.periods[period]
    let crossed = try catalogue.succession().changes(of: panel.areas[area]).filter { span.end > $0.day }
    guard !crossed.isEmpty else { return nil }
    for index in panel.periods.indices.prefix(period).reversed() {
      let earlier = panel.periods[index]
      guard earlier.isLike(span), try panel.isPresent(area: area, period: index)
      else { continue }
      let here = crossed.filter { earlier.end <= $0.day }.map(\.text)
      return here.isEmpty ? nil : here.joined(separator: "; ")
    }
    return nil
  }

  /// Adds the benchmark and the verdict. A category of the benchmark area is compared with its whole population.
  /// - Parameter group: the peers by whose type and country benchmarks are pooled and quantiles taken.
  func compare(_ row: inout ResultRow, _ slice: Slice, _ panel: AreaPanel, period: Int, group: PeerGroup) throws {
    let place = Comparer.Place(slice: slice, panel: panel, period: period, group: group)
    row.benchmark = try comparer.benchmark(of: row, place)
    row.comparing = comparing
    if case .goal(let goal) = comparing { row.goal = try comparer.target(of: row, place, by: goal)?.bounds }
    if setsAgainst, let theirs = row.benchmark?.figures {
      row.contrast = Contrast(row.observation.figures, theirs, limits: catalogue.limits(of: slice.indicator))
    }
    row.verdict = try comparer.verdict(on: row, place, by: comparing, polarity: slice.indicator.polarity)
  }

  /// Adds the recent trend on the figures up to the row's period, of the same length and kind of year.
  func addTrend(_ row: inout ResultRow, _ panel: AreaPanel, area: Int, period: Int) throws {
    let points = try points(of: panel, area: area, upTo: period, most: RecentTrend.pointsUsed)
    let indicator = row.indicator
    row.trend = RecentTrend.of(points: points, valueType: indicator.valueType, polarity: indicator.polarity)
  }

  /// Adds the last values up to the row's period, of its length and kind of year. A period that was passed over, or without
  /// a value, leaves a gap. Nothing is read where no series is drawn.
  func addSeries(_ row: inout ResultRow, _ panel: AreaPanel, area: Int, period: Int) throws {
    guard readsSeries else { return }
    let last = panel.periods[period]
    var values: [Double?] = []
    var later: Period?
    for index in panel.periods.indices.prefix(period + 1).reversed() {
      let candidate = panel.periods[index]
      guard candidate.isLike(last) else { continue }
      if let later, candidate.end < later.start { values.append(nil) }
      values.append(try panel.figure(.value, area: area, period: index))
      if values.count >= ResultRow.seriesLength { break }
      later = candidate
    }
    row.series = Array(values.prefix(ResultRow.seriesLength).reversed().drop { $0 == nil })
  }

  /// The figures of an area up to a period, of its length and kind of year, oldest first: at most so many.
  func points(of panel: AreaPanel, area: Int, upTo period: Int, most: Int) throws -> [TrendPoint] {
    let last = panel.periods[period]
    var points: [TrendPoint] = []
    for index in panel.periods.indices.prefix(period + 1).reversed() {
      let candidate = panel.periods[index]
      guard candidate.isLike(last), let found = try panel.tested(area: area, period: index)
      else { continue }
      let isBreak = try found.status == .none && boundaryChange(panel, area: area, period: index) != nil
      points.append(
        TrendPoint(period: candidate, figures: found.figures, status: isBreak ? .seriesBreak : found.status))
      if points.count == most { break }
    }
    return points.reversed()
  }

  /// Adds the place among the peers of the period; equal values share a place.
  func addRank(_ row: inout ResultRow, _ slice: Slice, area: Int, period: Int, group: PeerGroup) throws {
    let key = Key(slice: ObjectIdentifier(slice), period: period, group: group)
    if standings?.key != key { standings = (key, try standings(slice, period: period, group: group)) }
    row.rank = standings?.standings.rank(of: area)
    row.ranked = standings?.standings.ranked
    if testsRanks { row.rankInterval = standings?.standings.interval(of: area) }
  }

  private func standings(_ slice: Slice, period: Int, group: PeerGroup) throws -> Standings {
    guard group.type != .country, let members = try slice.members(of: group) else {
      return Standings(indices: [], values: [], .highestFirst)
    }
    var standings = Standings(
      indices: members.indices, values: try members.values(period: period),
      slice.indicator.polarity == .lowIsGood ? .lowestFirst : .highestFirst)
    if testsRanks {
      try members.panel.load(period: period, .tested)
      try standings.take { try members.panel.tested(area: $0, period: period)?.figures }
    }
    return standings
  }
}

/// The places of areas in one period.
private struct Standings {
  /// Positions of the areas in their panel, ascending.
  private let indices: [Int]
  private let values: [Double?]
  private let direction: Ranking.Direction
  /// How many have a place.
  let ranked: Int
  /// All places, once more than one was asked for.
  private var ranks: [Int?]?
  private var wasAsked = false
  /// Values with their limits, where intervals of ranks are asked for.
  private var figures: [RankInterval.Figure?] = []

  init(indices: [Int], values: [Double?], _ direction: Ranking.Direction) {
    self.indices = indices
    self.values = values
    self.direction = direction
    ranked = values.reduce(0) { $0 + ($1?.isFinite ?? false ? 1 : 0) }
  }

  /// Takes in the limits of those that have a place.
  mutating func take(_ tested: (Int) throws -> Figures?) rethrows {
    figures = try zip(indices, values).map { area, value in
      value == nil ? nil : try tested(area).flatMap { RankInterval.Figure($0) }
    }
  }

  /// How sure the place of an area is; nil where it has none or no limits.
  func interval(of area: Int) -> RankInterval? {
    let place = indices.partitioningIndex { $0 >= area }
    guard figures.indices.contains(place), indices[place] == area, figures[place]?.isUncertain ?? false else {
      return nil
    }
    return RankInterval.of(place, in: figures, direction)
  }

  /// The place of an area by its position in the panel; nil where it has none.
  mutating func rank(of area: Int) -> Int? {
    let place = indices.partitioningIndex { $0 >= area }
    guard place < indices.count, indices[place] == area else { return nil }
    if let ranks { return ranks[place] }
    guard wasAsked else {
      wasAsked = true
      return Ranking.place(of: place, in: values, direction)
    }
    let all = Ranking.competition(values, direction)
    ranks = all
    return all[place]
  }
}
