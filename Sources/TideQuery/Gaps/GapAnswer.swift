import TideDisclosure
import TideMethods
import TideModel

/// Gap: the difference of an area's figures to the benchmark over time, and what becomes of it.
///
/// A row a period and stratum. Its columns up to `upper_95` and the benchmark's are those of a trend; then:
///
/// | column | what it holds |
/// |---|---|
/// | benchmark_lower_95, benchmark_upper_95 | the published limits of the benchmark |
/// | difference | value less benchmark, in the unit |
/// | difference_lower_95, difference_upper_95 | its 95% limits, where both figures have some or have counts that give them |
/// | ratio, ratio_lower_95, ratio_upper_95 | value over benchmark, with limits from counts or from those of the two |
/// | side | on which side of the benchmark the value is, significant or not: `favourable`, `unfavourable`, `above`, `below`, `equal` |
/// | comparison, status, note | as in a trend |
/// | goal_lower, goal_upper | as in a trend, after comparison, where the figures are measured by a goal |
struct GapAnswer {
  private let asked: Asked
  private let benchmark: String

  init(_ query: Query, source: any FigureSource) throws {
    asked = try Asked(query, source: source)
    benchmark = try asked.maker.benchmarks.phrase()
  }

  func table() throws -> ResultTable {
    let area = try asked.subject()
    let group = try asked.ownPeers(of: area)
    var series: [(gaps: [Gap], findings: GapFindings)] = []
    for indicator in asked.indicators {
      for slice in try asked.plainSlices(of: indicator, where: { try asked.hasFigures(of: area.code, $0) }) {
        asked.maker.reset()
        if let found = try self.series(slice, area, group) { series.append(found) }
      }
    }
    let gaps = series.flatMap(\.gaps)
    var table = ResultTable(columns: try columns(), title: title(area))
    for gap in gaps { table.append(cells(gap)) }
    let strata = series.map { $0.gaps.first?.row.stratum }
    table.groupColumn = Blocks.groupColumn(gaps.map(\.row.stratum))
    table.footnotes =
      series.flatMap { $0.findings.lines(tellingStratum: strata.count > 1) } + FileAnswer.legend(table)
      + notes(gaps, area) + [asked.query.comparing.sentence].compactMap { $0.map { Footnote($0) } }
    return table
  }

  /// Every period of a stratum, and what the latest points say of it.
  private func series(
    _ slice: Slice, _ area: Area, _ group: PeerGroup
  ) throws -> (gaps: [Gap], findings: GapFindings)? {
    guard let (panel, index) = try slice.place(of: area.code),
      let (latest, _) = try asked.periods.latest(of: index, in: panel, indicator: slice.indicator)
    else { return nil }
    try panel.load(area: index)
    let limits = asked.catalogue.limits(of: slice.indicator)
    let gaps = try asked.periods.periods(of: index, in: panel, indicator: slice.indicator).compactMap { period in
      guard var row = try asked.maker.figure(slice, panel, area: index, period: period, type: group.type) else {
        return Gap?.none
      }
      try asked.maker.compare(&row, slice, panel, period: period, group: group)
      return Gap(row, limits: limits)
    }
    let points = try GapSeries(asked.maker, slice, panel, area: index, upTo: latest, group: group)
    let trends = [GapTrend.views.short, GapTrend.views.long].map { points.trend(points: $0) }
    return (gaps, GapFindings(gaps: gaps, trends: trends, benchmark: benchmark))
  }

  private func title(_ area: Area) -> String {
    return "\(asked.topic()): the gap of \(area.name) to \(benchmark)"
  }

  private static let keys: [Field] = [
    .indicatorID, .indicator, .areaCode, .area, .sex, .age, .categoryType, .category, .period, .periodStart, .unit,
    .value, .lower95, .upper95, .benchmarkCode, .benchmark, .benchmarkValue,
  ]

  private var verdict: [Field] {
    let comparison: [Field] = [.comparison, .goalLower, .goalUpper]
    return Field.of(asked.query).filter(comparison.contains)
  }

  private func columns() throws -> [ResultTable.Column] {
    let heading = try asked.maker.benchmarks.heading()
    var limits: [ResultTable.Column] = [
      .init("ratio_lower_95", "Lower 95%", .derived), .init("ratio_upper_95", "Upper 95%", .derived),
    ]
    for place in limits.indices { limits[place].isForMachines = true }
    return Self.keys.map { $0.column(benchmark: heading, for: .gap) } + [
      .init("benchmark_lower_95", "\(heading) lower 95%", .number, 15),
      .init("benchmark_upper_95", "\(heading) upper 95%", .number, 15),
      .init("difference", "Difference", .derived, 0), .init("difference_lower_95", "Lower 95%", .derived, 1),
      .init("difference_upper_95", "Upper 95%", .derived, 1), .init("ratio", "Ratio", .derived, 3),
    ] + limits + [
      .init("side", "Side", .text, 2)
    ] + verdict.map { $0.column(benchmark: heading, for: .gap) } + FileAnswer.statusColumns
  }

  private func cells(_ gap: Gap) -> [ResultTable.Cell] {
    let row = gap.row
    let limits = [
      row.benchmark?.figures.lower95, row.benchmark?.figures.upper95, row.difference,
      gap.difference.interval?.lower, gap.difference.interval?.upper, row.ratio,
      gap.contrast.ratio.interval?.lower, gap.contrast.ratio.interval?.upper,
    ]
    return row.cells(Self.keys) + limits.map(FileAnswer.number) + [gap.side.map { .text($0.rawValue) } ?? .missing]
      + row.cells(verdict) + FileAnswer.cells(row.observation.status, [row.note, gap.remark])
  }

  private func notes(_ gaps: [Gap], _ area: Area) -> [Footnote] {
    guard gaps.contains(where: { $0.difference.interval != nil }) else { return [] }
    return [
      Footnote(
        "Limits of the difference: from the 95% limits of both figures (Zou and Donner 2008), as if \(area.name) were no part "
          + "of \(benchmark).")
    ]
  }
}
