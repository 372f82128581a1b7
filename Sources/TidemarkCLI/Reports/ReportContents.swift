import TideModel
import TideQuery
import TideReport
import TideStore

/// What a report says of an area: every sentence and picture made of the answer to a question that can be asked by itself.
struct ReportContents {
  private let asked: Asking
  private let query: Query
  private let comparison: ResultTable
  private let area: String

  /// - Throws: `CommandFailure` where the area has no figures.
  init(_ asked: Asking) throws {
    self.asked = asked
    query = try asked.query(.compare, indicators: [])
    comparison = try asked.engine.table(query)
    guard let name = comparison.cells("area").first?.words else {
      throw CommandFailure(
        .usage, "there is nothing to report", remedy: "'tidemark compare' with the same options says why.")
    }
    area = name
  }

  func report() throws -> Report {
    let benchmark = comparison.index(of: "benchmark_value").map { comparison.columns[$0].title } ?? "England"
    var sections = [try headlines(), try changes()]
    for theme in comparison.distinct("theme") { sections.append(try section(theme)) }
    if let inequality = try inequality() { sections.append(inequality) }
    if query.area == Area.birminghamCode, let claims = try PublicClaims(asked, query, comparison).section() {
      sections.append(claims)
    }
    sections += [Self.reading(benchmark), try sources()]
    return Report(
      title: "\(area) against \(benchmark)",
      subtitle: "Published health indicators: latest figures, trends, areas of the same kind, and inequality.",
      sections: sections)
  }

  private func headlines() throws -> Report.Section {
    let found = try Headlines(comparison)
    var blocks: [Report.Block] = [.paragraph(found.tally)]
    for (heading, lines) in [
      ("Worse, the furthest first:", found.worse), ("Better, the furthest first:", found.better),
      ("Getting worse by the recent trend:", found.gettingWorse),
      ("Getting better by the recent trend:", found.gettingBetter),
    ] {
      blocks.append(.paragraph(heading))
      blocks.append(lines.isEmpty ? .paragraph("None that can be tested.") : .list(lines))
    }
    return Report.Section("Headlines", blocks)
  }

  /// What the newest release did to the figures of the store.
  private func changes() throws -> Report.Section {
    let releases = try asked.snapshot.releases()
    guard let newest = releases.last else { return Report.Section("What changed", [.paragraph("No release.")]) }
    let counts = newest.counts
    let line =
      "Release \(newest.sequence), published \(newest.published): \(counts.new.grouped) new figures, "
      + "\(counts.revised.grouped) revised, \(counts.withdrawn.grouped) withdrawn, "
      + "\(counts.newlySuppressed.grouped) newly suppressed."
    let first =
      releases.count == 1 ? ["It is the only release of this store, so that nothing changed since another."] : []
    return Report.Section("What changed with the newest release", ([line] + first).map { .paragraph($0) })
  }

  /// A theme: the comparison, the trends that are long enough, and the place among areas of the kind.
  private func section(_ theme: String) throws -> Report.Section {
    let ids = comparison.keeping("theme", theme).distinct("indicator_id").compactMap { Int($0) }
    var alone = query
    alone.indicators = ids
    let latest = try asked.engine.table(alone)
    var blocks: [Report.Block] = []
    add(.compare, latest, Self.latestColumns, to: &blocks)
    var trends = query
    trends.question = .trend
    trends.indicators = ids
    let series = try asked.engine.table(trends).series(ofAtLeast: 3, most: 24)
    add(.multiples, series.table, Self.trendColumns, to: &blocks)
    if series.left > 0 {
      blocks.append(.paragraph("\(series.left) more have three periods or more: 'tidemark chart trend' draws each."))
    }
    var ranks = query
    ranks.question = .rank
    ranks.indicators = ids
    let ranking = try asked.engine.table(ranks)
    if let chart = try? Chart(.spine, of: ranking, setting(for: ranking)) {
      blocks.append(
        .chart(chart, figures: ranking.keeping("area_code", query.area ?? ""), columns: Self.latestColumns))
    }
    return Report.Section(theme, blocks)
  }

  private static let latestColumns = [
    "indicator", "sex", "period", "value", "lower_95", "upper_95", "unit", "benchmark_value", "comparison", "trend",
    "rank", "ranked", "status",
  ]
  private static let trendColumns = [
    "indicator", "sex", "age", "period", "value", "lower_95", "upper_95", "benchmark_value", "comparison", "status",
  ]

  /// A chart with its figures; what cannot be drawn of these figures is left out, since others may be.
  private func add(_ kind: Chart.Kind, _ table: ResultTable, _ columns: [String], to blocks: inout [Report.Block]) {
    guard let chart = try? Chart(kind, of: table, setting(for: table)) else { return }
    blocks.append(.chart(chart, figures: table, columns: columns))
  }

  private func setting(for table: ResultTable) throws -> Chart.Setting {
    Chart.Setting(area: query.area ?? "", source: try ChartSource.text(asked.snapshot, of: table, query))
  }

  /// England's inequality by deprivation, of the indicators that are published by it: the division with the most periods.
  private func inequality() throws -> Report.Section? {
    var blocks: [Report.Block] = []
    var short: [String] = []
    var question = query
    question.question = .inequality(InequalityChoice(transform: .none, repetitions: nil, seed: 1))
    question.area = Area.englandCode
    let table = try asked.engine.table(question)
    for id in table.distinct("indicator_id") {
      let all = table.keeping("indicator_id", id)
      let persons = all.keeping("sex", "Persons")
      let candidates = persons.rows.isEmpty ? all : persons
      let divisions = candidates.distinct("category_type").map { candidates.keeping("category_type", $0) }
      guard let chosen = divisions.max(by: { $0.rows.count < $1.rows.count }) else { continue }
      guard chosen.rows.count >= 3 else {
        short.append(chosen.distinct("indicator").first ?? id)
        continue
      }
      add(.inequality, chosen, Self.inequalityColumns, to: &blocks)
    }
    guard !blocks.isEmpty || !short.isEmpty else { return nil }
    if !short.isEmpty {
      let names = short.joined(separator: "; ")
      blocks.append(.paragraph("With fewer than three periods by deprivation, and not drawn: \(names)."))
    }
    return Report.Section("Inequality by deprivation in England", blocks)
  }

  private static let inequalityColumns = [
    "period", "most_deprived", "least_deprived", "sii", "sii_lower_95", "sii_upper_95", "status",
  ]

  private static func reading(_ benchmark: String) -> Report.Section {
    let markers = Status.allCases.filter { $0 != .none }.map { "[\($0.marker)] \($0.meaning)" }
    return Report.Section(
      "How to read this report",
      [
        .paragraph(
          "Better, similar and worse compare each figure with that of \(benchmark) by the method its publisher uses, mostly by the "
            + "95% confidence interval. A figure without an interval is not compared: it may stand above or below by chance."
        ),
        .paragraph(
          "Recent trends are tested on the latest five yearly figures; where figures overlap or counts are missing no "
            + "trend is told. A missing figure is a gap in a line and never 0."),
        .paragraph("Markers beside figures: \(markers.joined(separator: ", "))."),
      ])
  }

  private func sources() throws -> Report.Section {
    let ids = Set(comparison.distinct("indicator_id").compactMap { Int($0) })
    let lines = try asked.snapshot.indicators().filter { ids.contains($0.id) }.map { indicator in
      let source = indicator.source.isEmpty ? indicator.publisher : indicator.source
      return "\(indicator.name) (\(indicator.id)): \(source.isEmpty ? "source not told" : source)"
    }
    let files = try asked.snapshot.releases().flatMap { release in
      release.sources.map { "Release \(release.sequence): \($0.name), SHA-256 \($0.sha256)" }
    }
    return Report.Section(
      "Where the figures are from",
      [.list(lines), .paragraph("Files of the store, read by \(Program.tool):"), .list(files)])
  }
}
