import TideMethods
import TideModel
import TideStore

/// Summarise: figures in groups, and what each group comes to.
struct SummaryAnswer {
  private let asked: Asked
  private let summary: Summary
  private let scans: (() throws -> PanelScans)?

  /// - Parameters:
  ///   - catalogue: with the query's plan.
  ///   - scans: what is known of the store's panels; nil where figures are to be taken one by one.
  init(
    _ query: Query, _ summary: Summary, catalogue: CatalogueView, scans: (() throws -> PanelScans)?
  ) throws {
    asked = try Asked(query, catalogue: catalogue)
    self.summary = summary.withoutRepeats
    self.scans = scans
    try check()
  }

  /// A row for each group that has a figure, in the order of the keys, and what was read in whole panels.
  func answer() throws -> (table: ResultTable, scan: ScanWork) {
    let found = try found()
    return (
      found.table.result(title: try title(), footnotes: try footnotes(found.rows, found.footnotes)), found.work
    )
  }

  private struct Found {
    let table: SummaryTable
    let rows: SummaryRows
    let footnotes: SummaryFootnotes
    let work: ScanWork
  }

  private func found() throws -> Found {
    if let scans, case .wholePanels(let threads)? = asked.catalogue.plan?.way {
      let blocks = try SummaryBlocks(asked, summary)
      let taking = ChunkTaking(asked, blocks, try scans(), threads: threads)
      if try taking.run() {
        return Found(
          table: try SummaryTable(taking.rows, blocks, taking.periods, isInOrder: true), rows: taking.rows,
          footnotes: taking.footnotes, work: taking.work)
      }
    }
    let blocks = try SummaryBlocks(asked, summary)
    let taking = FigureTaking(asked, blocks)
    try taking.run()
    return Found(
      table: try SummaryTable(taking.rows, blocks, taking.periods, isInOrder: false), rows: taking.rows,
      footnotes: taking.footnotes, work: ScanWork())
  }

  private func check() throws {
    guard summary.rolling >= 1 else {
      throw QueryError(.usage, "a window is of 1 period or more", remedy: "Give --rolling a number from 2 on.")
    }
    if summary.rolling > 1, !summary.keys.contains(.period) {
      throw QueryError(
        .usage, "windows of \(summary.rolling) periods are told period by period",
        remedy: "Add period to --by, or leave out --rolling.")
    }
    guard !summary.measures.isEmpty else {
      throw QueryError(.usage, "nothing is asked of the groups", remedy: "Name measures with --measures.")
    }
  }

  private func title() throws -> String {
    var title = asked.topic(ofSeveral: "Figures")
    if let code = asked.query.area { title += ": \(try asked.catalogue.area(code).name)" }
    if !summary.keys.isEmpty { title += ", by \(Succession.list(summary.keys.map(\.name)))" }
    if summary.rolling > 1 { title += ", \(summary.rolling) periods together" }
    return title
  }

  private func footnotes(_ rows: SummaryRows, _ notes: SummaryFootnotes) throws -> [String] {
    var lines: [String] = []
    if notes.sumsSharePeople {
      lines.append(
        "Some groups hold figures of the same people, as persons and each sex are, or an area and one within it: sums count "
          + "them more than once.")
    }
    if notes.overlapping > 0 {
      lines.append("Periods that share days with others of their length are in no window.")
    }
    let refused = rows.statuses.count { $0 != .none }
    if refused > 0 { lines.append("\(Footnotes.count(refused, "row")) without a rate; the notes say why.") }
    if !rows.methods.isEmpty {
      lines.append("Intervals from the sums: \(Succession.list(rows.methods.map(\.name))).")
    }
    let needs = TallyNeeds(summary.measures)
    if !needs.isDisjoint(with: [.comparisons, .verdicts]) {
      lines.append("Against \(try asked.maker.benchmarks.phrase()).")
    }
    if needs.contains(.verdicts), let sentence = asked.query.comparing.sentence { lines.append(sentence) }
    return lines
  }
}
