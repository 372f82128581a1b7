import TideDisclosure
import TideMethods
import TideModel

/// Excess: how many fewer events, deaths above all, there would be at the benchmark's figure.
struct ExcessAnswer {
  private let asked: Asked
  private let everyPeriod: Bool
  private let themes = ThemeOrder()

  init(_ query: Query, everyPeriod: Bool, source: any FigureSource) throws {
    asked = try Asked(query, source: source)
    self.everyPeriod = everyPeriod
  }

  /// A row for each period, or for the latest figure of each indicator and stratum that has a count.
  func table() throws -> ResultTable {
    let area = try asked.subject()
    let group = try asked.ownPeers(of: area)
    var rows: [(row: ResultRow, excess: Estimate?)] = []
    var without: Set<Int> = []
    for indicator in asked.indicators {
      for slice in try Slice.all(of: indicator, selection: asked.query.selection, catalogue: asked.catalogue) {
        asked.maker.reset()
        for row in try self.rows(slice, area, group) {
          if row.observation.figures.count == nil, asked.query.indicators.isEmpty {
            without.insert(indicator.id)
          } else {
            rows.append((row, Self.excess(row)))
          }
        }
      }
    }
    if !everyPeriod {
      let keyed = rows.map { (order: LatestOrder($0.row, worstFirst: false, themes), row: $0) }
      rows = keyed.sorted { $0.order < $1.order }.map(\.row)
    }
    var table = ResultTable(
      columns: try columns(), title: try title(area), footnotes: [], groupColumn: everyPeriod ? nil : "theme")
    for (row, excess) in rows { table.append(cells(row, excess)) }
    Strata.show(rows.map(\.row), in: &table)
    if everyPeriod { table.groupColumn = Blocks.groupColumn(rows.map(\.row.stratum)) }
    table.footnotes = FileAnswer.legend(table) + (try remarks(without.count))
    return table
  }

  private func rows(_ slice: Slice, _ area: Area, _ group: PeerGroup) throws -> [ResultRow] {
    guard let (panel, index) = try slice.place(of: area.code) else { return [] }
    if everyPeriod { try panel.load(area: index) }
    let periods: [Int] =
      everyPeriod
      ? try asked.periods.periods(of: index, in: panel, indicator: slice.indicator)
      : try asked.periods.latest(of: index, in: panel, indicator: slice.indicator).map { [$0.period] } ?? []
    return try periods.compactMap { period in
      guard var row = try asked.maker.figure(slice, panel, area: index, period: period, type: group.type) else {
        return nil
      }
      try asked.maker.compare(&row, slice, panel, period: period, group: group)
      return row
    }
  }

  /// From count and denominator where these give the value; else from the value itself, which is in proportion to the events.
  /// - Returns: nil for a figure that is absent, or of a kind that is in no proportion to events.
  private static func excess(_ row: ResultRow) -> Estimate? {
    let (figures, indicator) = (row.observation.figures, row.indicator)
    guard !row.observation.status.isAbsence else { return nil }
    let benchmark = row.benchmark?.figures.value ?? .nan
    let multiplier = Pool.multiplier(of: [(row.area.code, figures)], indicator: indicator)
    switch indicator.valueType {
    case .proportion, .crudeRate, .ratio, .unknown:
      if figures.denominator != nil, let multiplier {
        let isProportion = indicator.valueType == .proportion || indicator.valueType == .unknown && multiplier <= 100
        return Excess.events(
          count: figures.count, denominator: figures.denominator, benchmark: benchmark, multiplier: multiplier,
          isProportion: isProportion)
      }
      if indicator.valueType == .unknown { return nil }
    case .directlyStandardisedRate, .indirectlyStandardisedRate, .indirectlyStandardisedRatio: break
    default: return nil
    }
    var interval: Interval?
    if let lower = figures.lower95, let upper = figures.upper95 { interval = Interval(lower: lower, upper: upper) }
    return Excess.events(count: figures.count, value: figures.value, interval: interval, benchmark: benchmark)
  }

  private static let fields: [Field] = [
    .indicatorID, .indicator, .areaCode, .area, .sex, .age, .categoryType, .category, .period, .periodStart, .unit,
    .value, .benchmarkValue, .comparison, .count,
  ]

  private func columns() throws -> [ResultTable.Column] {
    let heading = try asked.maker.benchmarks.heading()
    let question: Query.Question = everyPeriod ? .trend : .compare
    var columns = Self.fields.map { $0.column(benchmark: heading, for: question) }
    columns[columns.count - 1].priority = 0
    columns += [
      ResultTable.Column(name: "excess", title: "Excess", kind: .derived),
      ResultTable.Column(name: "excess_lower_95", title: "Lower 95%", kind: .derived, priority: 1),
      ResultTable.Column(name: "excess_upper_95", title: "Upper 95%", kind: .derived, priority: 1),
    ]
    columns += FileAnswer.statusColumns
    return everyPeriod ? columns : columns + [ResultTable.Column(name: "theme", title: "Theme", kind: .heading)]
  }

  private func cells(_ row: ResultRow, _ excess: Estimate?) -> [ResultTable.Cell] {
    let status = row.observation.status
    let kind = row.indicator.valueType.name.lowercased()
    let unfit = kind.isEmpty ? "its value type is not known" : "a \(kind) is in no proportion to events"
    let reason =
      status.isAbsence ? status.meaning : row.benchmark?.reason?.text ?? (excess.map { $0.reason ?? "" } ?? unfit)
    let shown = status.isAbsence || excess?.value != nil ? status : excess?.status ?? .notAvailable
    let cells =
      row.cells(Self.fields)
      + [excess?.value, excess?.interval?.lower, excess?.interval?.upper].map(FileAnswer.number)
      + FileAnswer.cells(shown, [row.observation.note] + row.remarks + [reason])
    return everyPeriod ? cells : cells + [.text(themes.theme(of: row.indicator))]
  }

  private func title(_ area: Area) throws -> String {
    let heading = try asked.maker.benchmarks.heading()
    let subject = asked.indicators.count == 1 ? "\(asked.indicators[0].name): events" : "Events"
    return "\(subject) in \(area.name) beyond those at the figure of \(heading)"
  }

  private func remarks(_ without: Int) throws -> [Footnote] {
    let heading = try asked.maker.benchmarks.heading()
    var remarks: [Footnote] = [
      "Excess: the count less what it would be at \(heading)'s figure, which is taken as known; below 0 there are fewer."
    ]
    if without > 0 { remarks.append("\(Footnotes.count(without, "indicator")) without counts are not listed.") }
    return remarks
  }
}
