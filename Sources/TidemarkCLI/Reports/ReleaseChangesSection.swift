import TideDisclosure
import TideModel
import TideQuery
import TideReport
import TideStore

/// What the newest release did to the area's figures.
struct ReleaseChangesSection {
  /// In one sentence.
  private(set) var summary: String
  /// All of it.
  private(set) var section: Report.Section

  private static let title = "What changed since the last release"
  private static let mostRows = 40

  init(_ answers: ReportAnswers) throws {
    guard let newest = answers.asked.snapshot.release else {
      summary = "The store has no release."
      section = Report.Section(Self.title, [.paragraph(summary)])
      return
    }
    let whole = Self.whole(newest, isScreened: answers.asked.source.policy != nil)
    guard newest.sequence > 1 else {
      summary = "Release 1 is the first of this store, so that nothing changed since another."
      section = Report.Section(Self.title, [.paragraph(whole), .paragraph(summary)])
      return
    }
    let after = answers.asked.source
    let before = try after.vintage(.release(newest.sequence - 1))
    let table = try LatestChanges(answers.query, from: before, to: after).table()
    var every = ResultTable(columns: VintageDifference.columns)
    let totals = try VintageDifference(before, after, area: answers.query.area)
      .stream(listing: [.revised, .suppressed, .withdrawn, .removed]) { every.append($0) }
    let found = ReleaseChanges(table)
    summary = "Release \(newest.sequence), published \(newest.published): \(found.tally)."
    let kinds = VintageDifference.Change.allCases.filter { $0 != .comparison && totals.count($0) > 0 }
    let numbers = kinds.map { "\(totals.count($0).grouped) \($0.rawValue)" }.joined(separator: ", ")
    var blocks: [Report.Block] = [
      .paragraph(whole),
      .paragraph(
        "Of the figures of \(answers.area), of every period: \(numbers.isEmpty ? "none changed" : numbers). "
          + "Of its latest figures: \(found.tally)."),
    ]
    blocks.append(.heading("Comparisons that turned over"))
    blocks.append(found.turned.isEmpty ? .paragraph("None.") : .list(Array(found.turned.prefix(Self.mostRows))))
    blocks += Self.limited(table, Self.columns, "Latest figures before and after", command: "changes")
    blocks += Self.limited(
      every, Self.everyColumns, "Figures of every period that were revised or went", command: "revisions --area")
    section = Report.Section(Self.title, blocks)
  }

  /// What a release did to the figures of all areas. How many it changed is not told of figures that are screened: it would
  /// tell what became of the hidden ones.
  private static func whole(_ release: Release, isScreened: Bool) -> String {
    let counts = release.counts
    let new = "Release \(release.sequence), published \(release.published): \(counts.new.grouped) new figures"
    if isScreened { return new + ", of all areas." }
    return new + ", \(counts.revised.grouped) revised, \(counts.withdrawn.grouped) withdrawn, "
      + "\(counts.newlySuppressed.grouped) newly suppressed, of all areas."
  }

  /// The first rows of a table, and how many there are more.
  private static func limited(
    _ table: ResultTable, _ columns: [String], _ caption: String, command: String
  ) -> [Report.Block] {
    if table.rows.isEmpty { return [] }
    let shown = Report.Block.table(Report.Figures(table.prefix(mostRows), columns: columns), caption: caption)
    let more = table.rows.count - mostRows
    return more > 0 ? [shown, .paragraph("\(more.grouped) more: 'tidemark \(command)' lists all of them.")] : [shown]
  }

  private static let everyColumns = [
    "indicator", "sex", "age", "category", "period", "change", "old_value", "value", "status", "old_comparison",
    "comparison",
  ]
  private static let columns = [
    "indicator", "sex", "age", "category", "what", "old_period", "old_value", "old_comparison", "period", "value",
    "benchmark_value", "comparison", "status",
  ]
}
