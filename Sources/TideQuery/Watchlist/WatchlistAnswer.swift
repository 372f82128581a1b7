import TideDisclosure
import TideMethods
import TideModel

/// Watchlist: of an area's latest figures those that are worse than the benchmark or get worse, in sections, the farthest from
/// the benchmark first.
///
/// The columns are those of compare, and after them:
///
/// | column | what it holds |
/// |---|---|
/// | gap_trend | what becomes of the gap to the benchmark over five points: `widening`, `closing`, `closed and now on the other side`, `no significant change`, `cannot be calculated` |
/// | gap_slope | the area's slope less the benchmark's, in the unit a year |
/// | gap_slope_lower_95, gap_slope_upper_95 | its 95% limits |
/// | watch | the section: a word of ``Watch`` |
struct WatchlistAnswer {
  private let asked: Asked
  /// What figures are worse than.
  private let standard: String

  init(_ query: Query, source: any FigureSource, drawsSeries: Bool) throws {
    asked = try Asked(query, source: source, drawsSeries: drawsSeries)
    if case .goal = query.comparing {
      standard = "the goal"
    } else {
      standard = try asked.maker.benchmarks.phrase()
    }
  }

  /// A row of the list.
  private struct Item {
    let watch: Watch
    let row: ResultRow
    let gap: GapTrend
  }

  func table() throws -> ResultTable {
    let area = try asked.subject()
    let group = try asked.ownPeers(of: area)
    var items: [Item] = []
    var tally = WatchTally()
    for indicator in asked.indicators {
      for slice in try asked.plainSlices(of: indicator, where: { try asked.hasFigures(of: area.code, $0) }) {
        asked.maker.reset()
        guard let latest = try LatestFigure(slice, of: area.code, group, asked) else { continue }
        tally.add(latest.row, against: standard)
        guard let watch = Watch(latest.row.verdict, latest.row.trend?.course) else { continue }
        let series = try GapSeries(
          asked.maker, slice, latest.panel, area: latest.area, upTo: latest.period, group: group)
        items.append(Item(watch: watch, row: latest.row, gap: series.trend(points: GapTrend.views.short)))
      }
    }
    let sorted = items.map { (order: Self.order($0), item: $0) }.sorted { $0.order < $1.order }.map(\.item)
    let title = "\(area.name) (\(area.code)): what to watch against \(standard)"
    return try table(sorted, title: title, notes(sorted, tally, group))
  }

  /// Section, distance, name, id and stratum.
  private static func order(_ item: Item) -> Order {
    let section = Watch.allCases.firstIndex(of: item.watch) ?? 0
    return Order(
      place: (section, -(item.row.distance ?? 0), item.row.indicator.name), id: item.row.indicator.id,
      stratum: item.row.stratum)
  }

  private struct Order {
    let place: (Int, Double, String)
    let id: Int
    let stratum: Stratum

    static func < (lhs: Order, rhs: Order) -> Bool {
      lhs.place == rhs.place ? (lhs.id, lhs.stratum) < (rhs.id, rhs.stratum) : lhs.place < rhs.place
    }
  }

  private func table(_ items: [Item], title: String, _ notes: [Footnote]) throws -> ResultTable {
    let empty = try asked.emptyTable(title: title, footnotes: notes)
    var table = ResultTable(
      columns: empty.columns + Self.columns, title: title, footnotes: empty.footnotes, groupColumn: "section")
    Strata.show(items.map(\.row), in: &table)
    let fields = Field.of(asked.query)
    for item in items {
      let slope = item.gap.slopeDifference
      let numbers = [slope.value, slope.interval?.lower, slope.interval?.upper].map(FileAnswer.number)
      table.append(
        item.row.cells(fields) + [.trend(item.gap.outcome)] + numbers
          + [.text(item.watch.rawValue), .text(item.watch.heading(against: standard))])
    }
    return table
  }

  private static let columns: [ResultTable.Column] = [
    .init("gap_trend", "Gap", .trend, 3), .init("gap_slope", "Gap a year", .derived, 12),
    .init("gap_slope_lower_95", "Lower 95%", .derived, 14), .init("gap_slope_upper_95", "Upper 95%", .derived, 14),
    .init("watch", "Watch", .text, 15), .init("section", "Section", .heading),
  ]

  private func notes(_ items: [Item], _ tally: WatchTally, _ group: PeerGroup) throws -> [Footnote] {
    var notes = tally.lines(against: standard) + (try asked.leftOut(of: group)) + Footnotes.of(items.map(\.row))
    if !items.isEmpty {
      notes.append(
        Footnote(
          "Gap: what becomes of the difference to \(try asked.maker.benchmarks.phrase()) over the latest "
            + "\(GapTrend.views.short) points that share no days."))
    }
    return notes
  }
}
