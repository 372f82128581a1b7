import TideDisclosure
import TideMethods
import TideModel

/// Whether the area's figures go up or down, and whether its gap to the benchmark widens or closes, with the statistics both rest on.
///
/// Three rows a stratum: the recent trend by the national service's criteria, and the gap over the last five and the last ten
/// independent points. A fourth has the recent trend over gaps, where only years without a figure stand in its way.
struct TrendTestAnswer {
  private let asked: Asked
  private let benchmark: String

  init(_ query: Query, source: any FigureSource) throws {
    asked = try Asked(query, source: source)
    benchmark = try asked.maker.benchmarks.heading()
  }

  func table() throws -> ResultTable {
    let area = try asked.subject()
    let group = try asked.ownPeers(of: area)
    var tests: [Test] = []
    for indicator in asked.indicators {
      for slice in try Slice.all(of: indicator, selection: asked.query.selection, catalogue: asked.catalogue) {
        asked.maker.reset()
        tests += try self.tests(slice, area, group)
      }
    }
    let subject = asked.indicators.count == 1 ? asked.indicators[0].name : "Indicators"
    var table = ResultTable(
      columns: Self.columns, title: "\(subject): the recent trend of \(area.name) and its gap to \(benchmark)",
      footnotes: Self.footnotes(tests))
    for test in tests { table.append(test.cells(area)) }
    table.groupColumn = Blocks.groupColumn(tests.map(\.row.stratum))
    return table
  }

  private func tests(_ slice: Slice, _ area: Area, _ group: PeerGroup) throws -> [Test] {
    guard let (panel, index) = try slice.place(of: area.code),
      let (period, passedOver) = try asked.periods.latest(of: index, in: panel, indicator: slice.indicator),
      let row = try asked.maker.figure(slice, panel, area: index, period: period, type: group.type)
    else { return [] }
    let indicator = slice.indicator
    // A latest year without a figure is one of the five of the recent trend; nothing else is tested on it.
    let newest = passedOver.flatMap { panel.periods[$0].isLike(panel.periods[period]) ? $0 : nil }
    let series = try GapSeries(asked.maker, slice, panel, area: index, upTo: newest ?? period, group: group)
    let own = series.own
    let remark = newest == nil ? nil : own.last.map { "\($0.period.label) \($0.status.meaning), passed over" }
    let recent = RecentTrend.of(points: own, valueType: indicator.valueType, polarity: indicator.polarity)
    var tests = [Test(row, recent, own)]
    let overGaps = RecentTrend.of(
      points: own, valueType: indicator.valueType, polarity: indicator.polarity, skippingGaps: true)
    if recent.direction == .cannotBeCalculated, overGaps.direction != .cannotBeCalculated {
      tests.append(
        Test(row, overGaps, RecentTrend.usable(own, valueType: indicator.valueType), isOverGaps: true, remark))
    }
    for count in [GapTrend.views.short, GapTrend.views.long] {
      tests.append(Test(row, series.trend(points: count), points: count, to: benchmark, remark))
    }
    return tests
  }

  private static func footnotes(_ tests: [Test]) -> [Footnote] {
    var notes: [Footnote] = [
      Footnote(
        "Recent trend: the latest five yearly figures, tested at 99.8% (chi-squared above 9.55); no trend where leaving out one "
          + "year turns its direction."),
      "Gap: the difference of the two slopes a year with its 95% interval, over points that share no days.",
    ]
    if tests.contains(where: \.isOverGaps) {
      notes.append("Over gaps: on the latest five years that have a figure, as published texts of such series are.")
    }
    if tests.contains(where: { $0.isLogOdds }) {
      notes.append("The slope of a proportion's recent trend is that of the logarithm of its odds.")
    }
    return notes
  }

  private static let columns: [ResultTable.Column] = [
    .init("indicator_id", "ID", .integer, 9), .init("indicator", "Indicator", .text, 12),
    .init("area_code", "Code", .text, 12), .init("area", "Area", .text, 13), .init("sex", "Sex", .text, 8),
    .init("age", "Age", .text, 8), .init("category_type", "Category type", .text, 13),
    .init("category", "Category", .text, 8), .init("unit", "Unit", .text, 8), .init("test", "Test", .text, 0),
    .init("first_period", "From", .period, 3), .init("last_period", "To", .period, 3),
    .init("points", "Points", .integer, 4), .init("outcome", "Outcome", .trend, 0),
    .init("gap", "Gap now", .derived, 1), .init("slope", "Slope a year", .derived, 2),
    .init("slope_lower_95", "Lower 95%", .derived, 2), .init("slope_upper_95", "Upper 95%", .derived, 2),
    .init("chi_squared", "Chi-squared", .derived, 2), .init("method", "Method", .text, 6),
    .init("note", "Note", .text, 10),
  ]
}

/// One test of one series.
private struct Test {
  let row: ResultRow
  let name: String
  var periods: [Period] = []
  var outcome: TrendOutcome
  var gap: Double?
  var slope: Double?
  var interval: Interval?
  var chiSquared: Double?
  var method = ""
  var note = ""
  /// Whether years without a figure were passed over.
  let isOverGaps: Bool
  /// Whether the slope is one of logarithms of odds.
  var isLogOdds = false

  /// The recent trend on the last of some points.
  init(
    _ row: ResultRow, _ trend: RecentTrend, _ points: [TrendPoint], isOverGaps: Bool = false, _ remark: String? = nil
  ) {
    self.row = row
    self.isOverGaps = isOverGaps
    name = isOverGaps ? "recent trend over gaps" : "recent trend"
    outcome = trend.outcome
    note = trend.reason ?? remark ?? ""
    guard let statistic = trend.statistic else { return }
    periods = points.suffix(RecentTrend.pointsUsed).map(\.period)
    slope = statistic.slope
    chiSquared = statistic.chiSquared
    isLogOdds = statistic.method == .proportions && slope != nil
    method = statistic.method == .proportions ? "chi-squared for trend in proportions" : "weighted regression"
    if statistic.chiSquared > TrendStatistic.threshold, !statistic.isSignificant {
      let turning = zip(periods, statistic.slopesLeavingOneOut).filter { ($0.1 >= 0) != ((slope ?? 0) >= 0) }
      let years = turning.map(\.0.label).joined(separator: ", ")
      note = ([remark].compactMap { $0 } + ["significant, but the direction turns without \(years)"])
        .joined(separator: "; ")
    }
  }

  /// The gap to the benchmark.
  init(_ row: ResultRow, _ gap: GapTrend, points: Int, to benchmark: String, _ remark: String?) {
    self.row = row
    isOverGaps = false
    name = "gap to \(benchmark), \(points) points"
    outcome = gap.outcome
    periods = gap.periods
    self.gap = gap.latestGap
    slope = gap.slopeDifference.value
    interval = gap.slopeDifference.interval
    if slope != nil { method = "difference of weighted regressions" }
    note = gap.slopeDifference.reason ?? remark ?? ""
  }

  func cells(_ area: Area) -> [ResultTable.Cell] {
    let stratum = row.stratum
    return row.cells([.indicatorID, .indicator, .areaCode, .area])
      + [stratum.sex, stratum.age, stratum.categoryType, stratum.category, row.indicator.unit, name].map { .words($0) }
      + [periods.first, periods.last].map { $0.map { .period(.init($0)) } ?? .missing }
      + [periods.isEmpty ? .missing : .integer(periods.count), .trend(outcome)]
      + [gap, slope, interval?.lower, interval?.upper, chiSquared].map { $0.map { .number($0) } ?? .missing }
      + [.words(method), .words(note)]
  }
}
