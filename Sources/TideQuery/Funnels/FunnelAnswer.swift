import TideDisclosure
import TideMethods
import TideModel

/// Funnel: every area of a type in one period against the control limits about their common average.
struct FunnelAnswer {
  private let asked: Asked
  private let showsLimits: Bool

  /// - Parameter showsLimits: the control lines instead of the areas.
  init(_ query: Query, showsLimits: Bool, source: any FigureSource) throws {
    asked = try Asked(query, source: source)
    self.showsLimits = showsLimits
  }

  /// One stratum and period of it.
  private struct Plot {
    let slice: Slice
    let period: Period
    let rows: [ResultRow]
    let funnel: FunnelPlot
  }

  /// A row an area, from the highest value, or a row a place of the control lines.
  func table() throws -> ResultTable {
    let area = try asked.subject()
    let group = try asked.peers(of: area.code)
    var plots: [Plot] = []
    for indicator in asked.indicators {
      for slice in try slices(indicator) {
        asked.maker.reset()
        if let plot = try plot(slice, area, group) { plots.append(plot) }
      }
    }
    return showsLimits ? lines(plots, group) : try areas(plots, area, group)
  }

  /// The strata asked for; else the plain one (Persons, else every whole population).
  private func slices(_ indicator: Indicator) throws -> [Slice] {
    let all = try Slice.all(of: indicator, selection: asked.query.selection, catalogue: asked.catalogue)
    if asked.query.selection.restrictsStrata { return all }
    let whole = all.filter(\.stratum.isWhole)
    let persons = whole.filter { $0.stratum.sex == "Persons" }
    return persons.isEmpty ? whole : persons
  }

  private func plot(_ slice: Slice, _ area: Area, _ group: PeerGroup) throws -> Plot? {
    let all = PeerGroup(type: group.type, country: group.country)
    guard let members = try slice.members(of: all),
      let period = try asked.periods.latest(of: area.code, among: members, indicator: slice.indicator)
    else { return nil }
    let panel = members.panel
    try panel.loadAll(at: period)
    var rows: [ResultRow] = []
    for index in members.indices where try !members.isReplaced(index, period: period) {
      guard var row = try asked.maker.figure(slice, panel, area: index, period: period, type: group.type) else {
        continue
      }
      try asked.maker.compare(&row, slice, panel, period: period, group: group)
      rows.append(row)
    }
    let multiplier = try multiplier(of: slice.indicator, rows)
    let kind = try Self.kind(of: slice.indicator, multiplier)
    let span = panel.periods[period]
    do throws(Obstacle) {
      let years = span.months.map { Double($0) / 12 } ?? 1
      let funnel = try FunnelPlot(
        kind, rows.map { Self.record($0, kind) }, multiplier: multiplier, years: kind.countsYears ? years : 1)
      return Plot(slice: slice, period: span, rows: rows, funnel: funnel)
    } catch {
      throw QueryError(
        .usage, "no funnel of \(slice.indicator.name) can be drawn for \(span.label): \(error.text)",
        remedy: "A funnel needs the counts and denominators of areas; 'tidemark export' shows what is published.")
    }
  }

  /// What a funnel of the indicator shows. Where nothing tells its value type, figures out of 1 or of 100 are proportions.
  private static func kind(of indicator: Indicator, _ multiplier: Double) throws -> FunnelKind {
    switch indicator.valueType {
    case .unknown: return multiplier <= 100 ? .proportion : .crudeRate
    case .proportion: return .proportion
    case .crudeRate, .ratio: return .crudeRate
    case .directlyStandardisedRate: return .directlyStandardisedRate
    case .indirectlyStandardisedRatio: return .standardisedRatio
    default:
      throw QueryError(
        .usage,
        "\(indicator.name) is of the type \(indicator.valueType.name.lowercased()), "
          + "and funnels are drawn of proportions, rates and standardised ratios",
        remedy: "'tidemark describe' tells the value type of an indicator; 'tidemark append' takes lists that set it.")
    }
  }

  private func multiplier(of indicator: Indicator, _ rows: [ResultRow]) throws -> Double {
    let figures = rows.map { ($0.area.code, $0.observation.figures) }
    if let multiplier = Pool.multiplier(of: figures, indicator: indicator) { return multiplier }
    throw QueryError(
      .usage,
      "nothing tells what the values of \(indicator.name) are multiplied by, and counts and denominators do not",
      remedy: "'tidemark append' takes lists of indicators with columns value_type and multiplier.")
  }

  /// An area's numbers; none where one is impossible, so that it says nothing of the others.
  private static func record(_ row: ResultRow, _ kind: FunnelKind) -> FunnelRecord {
    let figures = row.observation.figures
    return row.observation.status.isAbsence || fault(figures, kind) != nil
      ? FunnelRecord(count: nil, denominator: nil)
      : FunnelRecord(count: figures.count, denominator: figures.denominator, rate: figures.value)
  }

  /// What is impossible about an area's numbers; nil for nothing.
  private static func fault(_ figures: Figures, _ kind: FunnelKind) -> String? {
    if let count = figures.count, !(count >= 0 && count.isFinite) { return "the count is negative" }
    if let n = figures.denominator, !(n > 0 && n.isFinite) { return "the denominator is not above zero" }
    if kind == .proportion, figures.count ?? 0 > figures.denominator ?? .infinity {
      return "the count is above the denominator"
    }
    if let rate = figures.value, !(rate >= 0 && rate.isFinite) { return "the value is negative" }
    return nil
  }

  private func areas(_ plots: [Plot], _ area: Area, _ group: PeerGroup) throws -> ResultTable {
    let fields: [Field] = [
      .indicatorID, .indicator, .areaCode, .area, .areaType, .sex, .age, .categoryType, .category, .period,
      .periodStart, .unit, .value, .lower95, .upper95, .lower998, .upper998, .count, .denominator, .benchmarkValue,
    ]
    let england = try asked.maker.benchmarks.heading()
    var columns = fields.map { $0.column(benchmark: england, for: .rank) }
    // One number stands for all areas, and the remarks tell it.
    columns[columns.count - 1].priority = 10
    columns +=
      [
        ResultTable.Column(name: "average", title: "Average", kind: .derived, priority: 10),
        ResultTable.Column(name: "funnel", title: "Against the funnel", kind: .funnel),
      ] + FileAnswer.statusColumns
    var table = ResultTable(columns: columns)
    var strata: [Stratum] = []
    var tallies: [Footnote] = []
    for plot in plots {
      let judged = zip(plot.rows, plot.funnel.significances()).map { (row: $0, place: $1) }
      let shown = try judged.filter { try group.contains($0.row.area.code, in: asked.catalogue) }
      for (row, place) in shown.sorted(by: Self.isBefore) {
        var cells = row.cells(fields)
        cells += [FileAnswer.number(average(plot)), .funnel(place.place)]
        table.append(
          cells
            + FileAnswer.cells(
              row.observation.status, [row.observation.note, Self.reason(place, row, plot.funnel.kind)]))
        strata.append(plot.slice.stratum)
      }
      let own = shown.first { $0.row.area.code == area.code }
      let tally = Self.tally(shown.map(\.place), of: area, own?.place)
      tallies.append(
        "\(tally) The average is \(FileAnswer.text(average(plot)))\(Self.benchmark(shown.first?.row, england)).")
    }
    table.title = title(plots, group)
    table.footnotes = tallies + (try asked.leftOut(of: group)) + FileAnswer.legend(table) + [Self.remark]
    table.groupColumn = Blocks.groupColumn(strata)
    return table
  }

  private static let remark: Footnote =
    "High and low: beyond the 99.8% (0.001) or 95% (0.025) control limits about the average of all areas of the type."

  /// From the highest value; areas without one last, by name.
  private static func isBefore(
    _ one: (row: ResultRow, place: FunnelSignificance), _ other: (row: ResultRow, place: FunnelSignificance)
  ) -> Bool {
    let (a, b) = (one.row.observation.figures.value, other.row.observation.figures.value)
    if let a, let b, a != b { return a > b }
    if (a == nil) != (b == nil) { return b == nil }
    return (one.row.area.name, one.row.area.code) < (other.row.area.name, other.row.area.code)
  }

  private static func reason(_ place: FunnelSignificance, _ row: ResultRow, _ kind: FunnelKind) -> String {
    guard case .notApplicable(let obstacle) = place else { return "" }
    let status = row.observation.status
    return status.isAbsence ? status.meaning : fault(row.observation.figures, kind) ?? obstacle.text
  }

  private static func tally(_ places: [FunnelSignificance], of area: Area, _ own: FunnelSignificance?) -> String {
    func number(_ test: (FunnelSignificance) -> Bool) -> Int { places.count(where: test) }
    let high = number { if case .high = $0 { true } else { false } }
    let low = number { if case .low = $0 { true } else { false } }
    let mine = own.map { "\(area.name): \($0.text). " } ?? ""
    return "\(mine)Of \(Footnotes.count(places.count, "area")) \(high) high, \(low) low."
  }

  private static func benchmark(_ row: ResultRow?, _ name: String) -> String {
    row?.benchmark?.figures.value.map { ", the figure of \(name) \(FileAnswer.text($0))" } ?? ""
  }

  private func average(_ plot: Plot) -> Double {
    plot.funnel.kind == .standardisedRatio ? 100 : plot.funnel.average * plot.funnel.multiplier
  }

  private func title(_ plots: [Plot], _ group: PeerGroup) -> String {
    let indicator = asked.indicators.first
    var title = indicator.map { $0.unit.isEmpty ? $0.name : "\($0.name), \($0.unit)" } ?? "Funnels"
    let periods = Set(plots.map(\.period.label))
    if periods.count == 1, let only = periods.first { title += ", \(only)" }
    return title + ": \(group.type.title) against the control limits of a funnel"
  }

  private func lines(_ plots: [Plot], _ group: PeerGroup) -> ResultTable {
    func number(_ name: String, _ title: String) -> ResultTable.Column {
      ResultTable.Column(name: name, title: title, kind: .derived)
    }
    var table = ResultTable(
      columns: [
        ResultTable.Column(name: "sex", title: "Sex", kind: .text, priority: 5),
        ResultTable.Column(name: "age", title: "Age", kind: .text, priority: 5),
        ResultTable.Column(name: "position", title: "At", kind: .number), number("lower_998", "Lower 99.8%"),
        number("lower_95", "Lower 95%"), number("average", "Average"), number("upper_95", "Upper 95%"),
        number("upper_998", "Upper 99.8%"),
      ] + FileAnswer.statusColumns, title: title(plots, group))
    for plot in plots {
      let keys: [ResultTable.Cell] = [plot.slice.stratum.sex, plot.slice.stratum.age].map {
        $0.isEmpty ? .missing : .text($0)
      }
      do throws(Obstacle) {
        for place in try plot.funnel.limits() {
          let numbers = [
            place.position, place.lower998.limit, place.lower95.limit, average(plot), place.upper95.limit,
            place.upper998.limit,
          ]
          table.append(keys + numbers.map(FileAnswer.number) + FileAnswer.cells(.none, []))
        }
      } catch {
        table.append(
          keys + Array(repeating: .missing, count: 6) + FileAnswer.cells(error.status, [error.text]))
      }
    }
    let isOfPeople = plots.first?.funnel.kind == .proportion
    table.footnotes = [
      Footnote(
        "At: the number of \(isOfPeople ? "people" : "events") of an area.", about: .placedBy(people: isOfPeople))
    ]
    table.groupColumn = Blocks.groupColumn(plots.map(\.slice.stratum))
    return table
  }
}

extension FunnelKind {
  /// Whether its counts are of so many years: those of rates.
  fileprivate var countsYears: Bool { self == .crudeRate || self == .directlyStandardisedRate }
}
