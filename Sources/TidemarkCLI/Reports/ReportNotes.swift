import TideDisclosure
import TideInterchange
import TideModel
import TideQuery
import TideReport
import TideStore

/// What a report rests on: methods, markers, and where its figures are from.
struct ReportNotes {
  private let answers: ReportAnswers
  private let shown: [ResultTable]

  /// - Parameter shown: the tables that the report shows.
  init(_ answers: ReportAnswers, shown: [ResultTable]) {
    self.answers = answers
    self.shown = shown
  }

  /// How figures are compared, trends tested, gaps and inequality measured.
  func methods() -> Report.Section {
    let benchmark = answers.benchmark
    var notes = comparisons()
    notes += [
      (
        "Recent trend",
        "The latest five yearly figures, tested at 99.8% (chi-squared for trend in proportions, or weighted regression). "
          + "No trend is told where figures overlap, counts are missing, or leaving out one year turns its direction."
      ),
      (
        "Gap to \(benchmark)",
        "\(answers.area)'s slope less that of \(benchmark), by weighted regression over the latest five figures that share no "
          + "days; widening or closing where its 95% limits leave out 0. It needs 95% limits of both figures."
      ),
      (
        "Inequality by deprivation",
        "The slope index of inequality (SII): a line through the figures of the deciles or quintiles, weighted by "
          + "population; its slope is the difference from the one end of the population to the other. Where low is good or "
          + "high is good, above 0 means that the most deprived are worse off."
      ),
      (
        "Ranks",
        "1 for the best where low or high is good, else for the highest: among "
          + answers.rankings.map(\.name).joined(separator: "; ") + ". Areas without a figure are not ranked."
      ),
    ]
    if let pooled = pooled() { notes.append(("Pooled benchmarks", pooled)) }
    if let control = answers.asked.source.policy {
      notes.append(("Disclosure control", "\(control.names): \(control.report.text)."))
    }
    return Report.Section("Methods", [.definitions(notes)])
  }

  /// A note a rule: what it sets against what, and whose figures are compared by it.
  private func comparisons() -> [(term: String, meaning: String)] {
    let place = answers.comparison.index(of: "compared_by")
    return answers.comparison.distinct("compared_by").map { rule in
      let own = answers.comparison.keeping("compared_by", rule)
      let names = own.distinct("indicator")
      let all = answers.comparison.distinct("compared_by").count == 1
      let whose =
        all ? "All \(names.count.grouped) indicators" : names.joined(separator: "; ")
      var meaning: String?
      if let place, case .rule(.method(let method))? = own.rows.first?[place] { meaning = method.meaning }
      return (
        "Comparison: \(rule)",
        "\(meaning.map { $0.prefix(1).uppercased() + $0.dropFirst() + "." } ?? answers.query.comparing.sentence ?? "") "
          + "\(whose). What is published without what the method needs is not compared: it may stand above or below by chance."
      )
    }
  }

  private func pooled() -> String? {
    let table = answers.comparison
    let rows = table.keeping { row in
      if case .benchmark(.pooled) = table.cell("benchmark", row.index) { true } else { false }
    }
    guard rows.rowCount > 0 else { return nil }
    return
      "No figure of \(answers.benchmark) is published; it was pooled from the counts and denominators of areas, for: "
      + rows.distinct("indicator").joined(separator: "; ") + "."
  }

  /// The markers that stand in this report, and what a missing figure looks like.
  func words() -> Report.Section {
    let found = Set(shown.flatMap { $0.cells("status") })
    let known = Status.allCases.filter { found.contains(.status($0)) }
    return Report.Section(
      "Statuses",
      [
        .paragraph("A missing figure is an empty cell in a table, a gap in a line, and never 0."),
        known.isEmpty
          ? .paragraph("No figure of this report has a marker.")
          : .definitions(known.map { ("[\($0.marker)]", $0.meaning) }),
      ])
  }

  /// How to have the report again, files, indicators.
  func sources() throws -> Report.Section {
    let area = answers.query.area ?? ""
    return Report.Section(
      "Where the figures are from",
      [
        .paragraph("About \(answers.area) (\(area)), set against \(answers.benchmark)."),
        .list(try Origin.store(answers.asked.source).provenance().lines),
        .table(
          Report.Figures(indicatorTable(), columns: ["id", "indicator", "unit", "period", "compared_by", "source"]),
          caption: "Indicators, their latest period here, and their sources"),
      ])
  }

  private func indicatorTable() -> ResultTable {
    var table = ResultTable(columns: [
      .init("id", "ID", .integer), .init("indicator", "Indicator", .text), .init("unit", "Unit", .text),
      .init("period", "Latest", .text), .init("compared_by", "Compared by", .text), .init("source", "Source", .text),
    ])
    for id in answers.comparison.indicatorIDs {
      guard let indicator = answers.indicators[id] else { continue }
      let rows = answers.comparison.keeping("indicator_id", String(id))
      let source = indicator.source.isEmpty ? indicator.publisher : indicator.source
      func text(_ text: String?) -> ResultTable.Cell { text.flatMap { $0.isEmpty ? nil : .text($0) } ?? .missing }
      table.append([
        .integer(id), text(indicator.name), text(indicator.unit),
        text(rows.distinct("period").joined(separator: "; ")), text(rows.distinct("compared_by").first),
        text(source.isEmpty ? "Source not told" : source),
      ])
    }
    return table
  }
}
