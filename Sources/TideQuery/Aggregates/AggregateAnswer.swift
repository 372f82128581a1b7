import TideDisclosure
import TideMethods
import TideModel

/// Aggregate: areas, periods or both together, with interval and comparison made anew from the sums.
struct AggregateAnswer {
  private let asked: Asked
  private let aggregation: Aggregation
  private let members: AggregateMembers

  init(_ query: Query, _ aggregation: Aggregation, source: any FigureSource) throws {
    asked = try Asked(query, source: source)
    self.aggregation = aggregation
    members = AggregateMembers(asked, aggregation)
  }

  /// A row for each stratum, and for each area and period that is kept apart.
  func table() throws -> ResultTable {
    let named = try members.named()
    let group = try asked.peers(of: named?.first ?? asked.query.area ?? Area.birminghamCode, joins: false)
    var rows: [ResultRow] = []
    var methods: [IntervalMethod] = []
    var notes: [String] = []
    for indicator in asked.indicators {
      for slice in try slices(indicator) {
        asked.maker.reset()
        let found = try cells(slice, named, group)
        notes += found.notes.filter { !notes.contains($0) }
        for cell in found.cells {
          let made = try row(slice, cell, group)
          rows.append(made.row)
          if let method = made.method, !methods.contains(method) { methods.append(method) }
        }
      }
    }
    let intervals: [Footnote] =
      methods.isEmpty ? [] : ["Intervals from the sums: \(Succession.list(methods.map(\.name)))."]
    var table = try asked.table(
      rows, title: try title(rows, named, group),
      footnotes: asked.leftOut(of: group) + notes.map { Footnote($0) } + Footnotes.of(rows) + intervals)
    table.groupColumn = Blocks.groupColumn(rows.map(\.stratum))
    return table
  }

  /// The strata: those asked for or kept apart; else the plain one (Persons, else the only whole population).
  private func slices(_ indicator: Indicator) throws -> [Slice] {
    let all = try Slice.all(of: indicator, selection: asked.query.selection, catalogue: asked.catalogue)
    if asked.query.selection.restrictsStrata { return all }
    let kept = aggregation.kept
    let parts = kept.contains(.category) ? all : all.filter(\.stratum.isWhole)
    if kept.contains(.sex) { return parts }
    let persons = parts.filter { $0.stratum.sex == "Persons" }
    return persons.isEmpty ? (parts.isEmpty ? all : parts) : persons
  }

  /// What is summed into one row.
  private struct Cell {
    let members: [PooledMember]
    let periods: [Period]
  }

  /// The sums of a slice, and what has to be said of their periods.
  private func cells(
    _ slice: Slice, _ named: [String]?, _ group: PeerGroup
  ) throws -> (cells: [Cell], notes: [String]) {
    let classes = named.map { Set($0.map { AreaClass(code: $0) }) } ?? [group.type.areaClass]
    let (periods, notes) = try members.periods(slice, classes)
    var all: [PooledMember] = []
    for period in periods {
      for code in try named ?? members.peers(slice, group, in: period) {
        all.append(try members.member(slice, code, period))
      }
    }
    guard all.contains(where: { $0.observation != nil }) else { return ([], []) }
    let keepsAreas = aggregation.kept.contains(.area)
    let keepsPeriods = aggregation.kept.contains(.period)
    var order: [[String]] = []
    var cells: [[String]: [PooledMember]] = [:]
    for member in all {
      let key = [keepsAreas ? member.area.code : "", keepsPeriods ? String(member.period.key) : ""]
      if cells[key] == nil { order.append(key) }
      cells[key, default: []].append(member)
    }
    if keepsAreas { order.sort { (name(cells[$0]), $0[0], $0[1]) < (name(cells[$1]), $1[0], $1[1]) } }
    let made = order.map { key in
      let found = cells[key] ?? []
      return Cell(members: found, periods: periods.filter { period in found.contains { $0.period == period } })
    }
    return (made, notes)
  }

  private func name(_ members: [PooledMember]?) -> String { members?.first?.area.name ?? "" }

  private func row(_ slice: Slice, _ cell: Cell, _ group: PeerGroup) throws -> (row: ResultRow, method: IntervalMethod?)
  {
    let areas = Set(cell.members.map(\.area.code))
    var names: Set<Aggregation.Dimension> = areas.count > 1 ? [.area] : []
    if cell.periods.count > 1 { names.insert(.period) }
    let pooled = PooledFigure(cell.members, indicator: slice.indicator, by: names)
    let single = areas.count == 1 ? cell.members[0].area : nil
    let area = try single ?? together(areas, group)
    var row = ResultRow(
      indicator: slice.indicator, area: area,
      areaType: single.map { AreaType.usual(forCode: $0.code).title } ?? "Areas together", stratum: slice.stratum,
      period: Self.span(of: cell.periods, else: cell.members[0].period),
      observation: Observation(figures: pooled.figures, status: pooled.status),
      release: cell.members.compactMap(\.release).max())
    row.remarks = pooled.remarks
    row.members = cell.members.count
    try compare(&row, slice, cell.periods, group)
    return (row, pooled.method)
  }

  /// The areas of a row as one.
  private func together(_ codes: Set<String>, _ group: PeerGroup) throws -> Area {
    if case .peers = aggregation.members {
      let name = try asked.name(of: group) ?? "All"
      return Area(code: group.parent ?? "", name: "\(name) (\(codes.count) \(group.type.title) areas)")
    }
    let names = try codes.map { try asked.catalogue.area($0).name }.sorted()
    return Area(code: "", name: names.count <= 3 ? Succession.list(names) : "\(names.count) areas")
  }

  /// Periods as one, from the first day to the last; the label tells where some between are left out.
  private static func span(of periods: [Period], else only: Period) -> Period {
    guard let first = periods.first, let last = periods.last, periods.count > 1 else { return only }
    let follows = zip(periods, periods.dropFirst()).allSatisfy { $0.end == $1.start && $0.unit == $1.unit }
    let count = periods.reduce(0) { $0 + $1.count }
    let label = follows ? nil : periods.map(\.label).joined(separator: ", ")
    return Period(start: first.start, unit: first.unit, count: count, yearType: first.yearType, label: label) ?? last
  }

  /// Adds the benchmark of the same periods, and the verdict by the interval made.
  private func compare(_ row: inout ResultRow, _ slice: Slice, _ periods: [Period], _ group: PeerGroup) throws {
    let benchmark = try benchmark(slice, periods, group)
    row.benchmark = benchmark
    let indicator = slice.indicator
    if row.area.code == asked.maker.benchmarks.areaCode, slice.stratum.isWhole {
      row.verdict = .notCompared(.isBenchmark)
      return
    }
    let isUntold = indicator.comparisonMethod == .none && indicator.intervalMethod.lowercased().hasPrefix("no ")
    let verdict = Comparison.compare(
      figures: row.observation.figures, status: row.observation.status, benchmark: benchmark.figures,
      benchmarkStatus: benchmark.status, polarity: indicator.polarity,
      method: isUntold ? .unspecified : indicator.comparisonMethod)
    let isBenchmarkMissing = row.observation.figures.value != nil && benchmark.figures.value == nil
    row.verdict = isBenchmarkMissing ? benchmark.reason.map { .notCompared($0) } ?? verdict : verdict
  }

  private func benchmark(_ slice: Slice, _ periods: [Period], _ group: PeerGroup) throws -> BenchmarkFigure {
    if periods.count == 1 {
      return try asked.maker.benchmarks.figure(
        for: slice, period: periods[0], type: group.type, country: group.country)
    }
    let heading = try asked.maker.benchmarks.heading()
    guard let code = asked.maker.benchmarks.areaCode else {
      return BenchmarkFigure(
        code: heading.lowercased(), name: .area(heading),
        reason: .other("there is no \(heading.lowercased()) of several periods"))
    }
    let own = try periods.map { try members.member(slice, code, $0) }
    let pooled = PooledFigure(own, indicator: slice.indicator, by: [.period])
    guard pooled.figures.value != nil else {
      let reason = Reason.other("\(heading) cannot be pooled: \(pooled.remarks.joined(separator: "; "))")
      return BenchmarkFigure(code: code, name: .area(heading), status: pooled.status, reason: reason)
    }
    return BenchmarkFigure(code: code, name: .area(heading), figures: pooled.figures)
  }

  private func title(_ rows: [ResultRow], _ named: [String]?, _ group: PeerGroup) throws -> String {
    var title = asked.topic(ofSeveral: "Sums")
    let areas = Set(rows.map(\.area.name))
    if areas.count == 1, let only = areas.first { title += ": \(only)" }
    let periods = Set(rows.map(\.period.label))
    if periods.count == 1, let only = periods.first { title += ", \(only)" }
    return title + ", against \(try asked.maker.benchmarks.heading())"
  }
}
