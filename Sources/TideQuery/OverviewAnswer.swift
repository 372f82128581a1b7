import TideDisclosure
import TideMethods
import TideModel

/// Overview: of each of the four priorities the latest figures of an area, tested ones first and the worst first of these, as
/// many as fit a screen.
///
/// The columns are those of compare, and `course` after them: `improving`, `worsening`, `rising`, `falling` or `no change`, what
/// the recent trend comes to in a word. One row an indicator where Persons are published, else one a sex.
struct OverviewAnswer {
  private let asked: Asked
  private let themes = ThemeOrder()
  /// How many rows of a priority are shown.
  private let length: Int

  init(_ query: Query, rows: Int, source: any FigureSource) throws {
    asked = try Asked(query, source: source)
    length = rows
  }

  func table() throws -> ResultTable {
    let area = try asked.subject()
    let group = try asked.ownPeers(of: area)
    let rows = try latest(of: area, group)
    let benchmark = try asked.maker.benchmarks.heading()
    var tally = OverviewTally()
    var shown: [ResultRow] = []
    for priority in Priority.allCases {
      let own = rows.filter { self.priority(of: $0.indicator) == priority }
      tally.add(own, shown: length)
      shown += own.prefix(length)
    }
    let title = "\(area.name) against \(benchmark): the four priorities, worst first"
    let table = try asked.table(
      shown, title: title, footnotes: tally.notes + asked.leftOut(of: group) + Footnotes.calculated(shown),
      group: { priority(of: $0.indicator)?.rawValue ?? "" })
    return Self.brief(table, shown)
  }

  /// The priority that an indicator is listed under: that of the theme it has in other answers.
  private func priority(of indicator: Indicator) -> Priority? {
    let theme = themes.theme(of: indicator)
    return Priority.allCases.first { $0.includes(theme: theme) }
  }

  /// The latest figure of each, the worst first.
  private func latest(of area: Area, _ group: PeerGroup) throws -> [ResultRow] {
    var rows: [(order: LatestOrder, row: ResultRow)] = []
    for indicator in asked.indicators where priority(of: indicator) != nil {
      for slice in try asked.plainSlices(of: indicator, where: { try asked.hasFigures(of: area.code, $0) }) {
        asked.maker.reset()
        guard let latest = try LatestFigure(slice, of: area.code, group, asked) else { continue }
        rows.append((LatestOrder(latest.row, worstFirst: true, themes), latest.row))
      }
    }
    return rows.sorted { $0.order < $1.order }.map(\.row)
  }

  /// The columns that people see, no wider than a hundred characters together.
  private static func brief(_ table: ResultTable, _ shown: [ResultRow]) -> ResultTable {
    let kept: Set<String> = ["indicator", "period", "value", "benchmark_value", "comparison", "rank", "ranked"]
    var columns = table.columns
    for place in columns.indices {
      columns[place].isForMachines = !kept.contains(columns[place].name) && columns[place].kind != .heading
      if columns[place].name == Field.indicator.rawValue { columns[place].width = 37 }
    }
    let course = ResultTable.Column("course", "Trend", .text, 1)
    let place = table.index(of: Field.rank.rawValue) ?? columns.count
    columns.insert(course, at: place)
    var brief = ResultTable(
      columns: columns, title: table.title, footnotes: table.footnotes, groupColumn: table.groupColumn)
    for (row, figure) in zip(table.rows, shown) {
      var cells = Array(row)
      cells.insert(figure.trend?.outcome.shortWord.map { .text($0) } ?? .missing, at: place)
      brief.append(cells)
    }
    return brief
  }
}

extension TrendOutcome {
  /// What a trend of figures comes to, in a word or two; nil where it cannot be told.
  fileprivate var shortWord: String? {
    switch (self, course) {
    case (_, .better): "improving"
    case (_, .worse): "worsening"
    case (.figures(.increasing, _), _): "rising"
    case (.figures(.decreasing, _), _): "falling"
    case (.figures(.noSignificantChange, _), _): "no change"
    default: nil
    }
  }
}

/// How many figures of the priorities are compared, and how many are not shown.
private struct OverviewTally {
  private var compared = 0
  private var worse = 0
  private var all = 0
  private var hidden = 0

  /// Takes the latest figures of a priority in.
  mutating func add(_ rows: [ResultRow], shown: Int) {
    all += rows.count
    compared += rows.count { $0.verdict.map { $0.reason == nil } ?? false }
    worse += rows.count { if case .worse? = $0.verdict { true } else { false } }
    hidden += max(0, rows.count - shown)
  }

  var notes: [Footnote] {
    guard all > 0 else { return [] }
    var notes = [
      Footnote(
        "\(compared) of \(Footnotes.count(all, "latest figure")) of the priorities are compared; \(worse) of them are worse."
      )
    ]
    if hidden > 0 { notes.append(Footnote("\(hidden) more are not shown; --rows shows more of each priority.")) }
    return notes
  }
}
