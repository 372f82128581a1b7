import TideModel
import TideQuery
import TideReport
import TideStore

/// One priority or theme: what is found, comparison, trends, gaps, ranks and inequality by deprivation.
struct ThemeSection {
  private let answers: ReportAnswers
  private let ids: [Int]
  private let latest: ResultTable
  /// The blocks in reading order.
  private var blocks: [Report.Block] = []
  /// The tables that are shown here.
  private(set) var shown: [ResultTable] = []

  init(_ answers: ReportAnswers, theme: String) throws {
    self.answers = answers
    ids = answers.comparison.keeping("theme", theme).indicatorIDs
    latest = answers.comparison.keeping(indicators: ids)
    try finding()
    blocks.append(.heading("Against \(answers.benchmark)"))
    let compared = try answers.table(.compare, of: ids)
    try add(.compare, compared, figures: [Report.Figures(compared, columns: Self.latestColumns)], "The comparison")
    try trends()
    try gaps()
    try ranks()
    try inequality()
  }

  /// The section under a title.
  func section(_ title: String) -> Report.Section { Report.Section(title, blocks) }

  private static let latestColumns = [
    "indicator", "sex", "period", "value", "lower_95", "upper_95", "limits_by", "unit", "benchmark_value", "comparison",
    "trend",
    "rank", "ranked", "status",
  ]
  private static let trendColumns = [
    "indicator", "sex", "age", "period", "value", "lower_95", "upper_95", "limits_by", "benchmark_value", "comparison",
    "status",
  ]

  private mutating func finding() throws {
    let found = try Headlines(latest)
    var sentences = [found.tally]
    if !found.reasons.isEmpty { sentences.append("Not compared: \(found.reasons).") }
    if let worst = found.worse.first {
      sentences.append("The furthest of those that are worse: \(worst)")
    } else if let untested = found.untested.first {
      sentences.append("Not tested, but the furthest on the worse side: \(untested)")
    }
    blocks.append(.paragraph(sentences.joined(separator: " ")))
  }

  /// A chart with its figures, or a sentence why it cannot be drawn.
  private mutating func add(
    _ kind: Chart.Kind, _ table: ResultTable, beside second: ResultTable? = nil, figures: [Report.Figures],
    _ name: String
  ) throws {
    let setting = Chart.Setting(
      area: answers.query.area ?? "", source: try ChartSource.text(answers.asked.snapshot, of: table, answers.query),
      width: Self.width)
    do throws(ChartError) {
      let chart = try Chart(kind, of: table, beside: second, setting)
      blocks.append(.chart(chart, figures))
      shown += figures.map(\.table)
    } catch {
      blocks.append(.paragraph("\(name) is not drawn: \(error.message)."))
    }
  }

  /// As wide as the text of a sheet of A4 with margins of 15 mm, so that letters are printed in their size.
  private static let width = 680.0

  private mutating func trends() throws {
    blocks.append(.heading("Trends"))
    let series = TrendSeries(try answers.table(.trend, of: ids).plain)
    for table in series.pages {
      try add(.multiples, table, figures: [Report.Figures(table, columns: Self.trendColumns)], "The trend")
    }
    if series.left > 0 {
      blocks.append(.paragraph("\(series.left) more have three periods or more: 'tidemark chart trend' draws each."))
    }
    if !series.short.isEmpty {
      blocks.append(.paragraph("No trend is drawn of what has fewer than three periods: \(Self.listed(series.short))."))
    }
  }

  private mutating func gaps() throws {
    blocks.append(.heading("The gap to \(answers.benchmark)"))
    let found = try [answers.gaps.short, answers.gaps.long].map {
      try GapCourses($0.keeping(indicators: ids), benchmark: answers.benchmark)
    }
    blocks += [.paragraph(found[0].sentences), .list(found[0].changing + found[0].steady)]
    let longer = found[1].changing + found[1].steady
    if !longer.isEmpty { blocks += [.paragraph("Over ten figures that share no days:"), .list(longer)] }
  }

  private mutating func ranks() throws {
    blocks.append(.heading("Among areas of the same kind"))
    guard let whole = answers.rankings.first else { return }
    let own = RankTable(answers.rankings, of: ids, area: answers.query.area ?? "").table
    if own.rows.isEmpty {
      blocks.append(.paragraph("\(answers.area) is not ranked: no indicator has figures of other areas of its kind."))
      return
    }
    blocks.append(
      .table(
        Report.Figures(own),
        caption: "Place of \(answers.area), counted from the best"))
    shown.append(own)
    let table = whole.table.keeping(indicators: ids)
    let figures = table.keeping("area_code", answers.query.area ?? "")
    try add(
      .spine, table, figures: [Report.Figures(figures, columns: Self.latestColumns)],
      "The place between the worst and the best")
  }

  /// By deprivation, in England and in the area itself: a table of all, and charts of those with the most periods.
  private mutating func inequality() throws {
    blocks.append(.heading("Inequality by deprivation"))
    let codes = try Set([Area.englandCode, answers.query.area ?? ""]).sorted(by: >).filter {
      try answers.asked.snapshot.area($0) != nil
    }
    let divisions = try codes.flatMap { try DeprivationDivisions(answers, of: ids, in: $0).tables }
    guard let first = divisions.first else {
      blocks.append(.paragraph("No indicator of this section is published by deprivation."))
      return
    }
    let latest = DeprivationDivisions.latest(of: divisions, like: first)
    blocks.append(
      .table(
        Report.Figures(latest, columns: DeprivationDivisions.columns), caption: "The latest figures by deprivation"))
    shown.append(latest)
    let drawn = divisions.enumerated().filter { DeprivationDivisions.isTelling($0.element) }.sorted {
      let (one, other) = ($0.element.distinct("period").count, $1.element.distinct("period").count)
      return one == other ? $0.offset < $1.offset : one > other
    }.prefix(Self.mostDivisions).map(\.offset)
    for place in drawn { try addDivision(divisions[place]) }
    let left = divisions.indices.filter { !drawn.contains($0) }.compactMap { place in
      divisions[place].rows.first.map(divisions[place].name)
    }
    if !left.isEmpty {
      blocks.append(
        .paragraph("In the table and not drawn, 'tidemark chart inequality' draws each: \(Self.listed(left))."))
    }
  }

  /// A chart of one division of a population, with the figures of its parts and its slope.
  private mutating func addDivision(_ table: ResultTable) throws {
    guard let row = table.rows.first else { return }
    var query = answers.query
    query.question = .export(compared: false)
    query.indicators = table.indicatorIDs
    query.area = table.words("area_code", row)
    query.selection.strata = answers.divided.strata
    let figures = try answers.asked.engine.table(query)
    let keys = ["sex", "age"]
    let kind = table.words("category_type", row) ?? ""
    let parts = figures.keeping { part in
      keys.allSatisfy { figures.words($0, part) == table.words($0, row) }
        && figures.words("category_type", part).map { heading in
          ([heading] + DeprivationQuantile.partsPublished.map { DeprivationQuantile.heading(heading, parts: $0) })
            .contains(kind)
        } ?? false
    }
    try add(
      .inequality, table, beside: parts,
      figures: [
        Report.Figures(parts, columns: DeprivationDivisions.partColumns),
        Report.Figures(table, columns: DeprivationDivisions.seriesColumns),
      ], "Inequality by deprivation")
  }

  private static let mostDivisions = 4

  private static let mostNames = 40

  /// The first names of a list, and how many more there are.
  private static func listed(_ names: [String]) -> String {
    names.prefix(mostNames).joined(separator: "; ")
      + (names.count > mostNames ? "; and \(names.count - mostNames) more" : "")
  }
}
