import TideDisclosure
import TideModel
import TideStore

/// Revisions: every figure that changed between an earlier vintage and the query's, and how many in all.
struct RevisionsAnswer {
  private let query: Query
  private let listed: Set<VintageDifference.Change>
  private let before: any FigureSource
  private let after: any FigureSource

  init(
    _ query: Query, since: AsOf, listing listed: Set<VintageDifference.Change>, source: any FigureSource
  ) throws {
    self.query = query
    self.listed = listed
    before = try source.vintage(since)
    after = source
  }

  /// - Returns: the totals in a line.
  func stream(header: (ResultTable) throws -> Void, row: ([ResultTable.Cell]) throws -> Void) throws -> [String] {
    let difference = try VintageDifference(before, after, indicators: query.indicators, area: query.area)
    try header(ResultTable(columns: VintageDifference.columns, title: title))
    let totals = try difference.stream(listing: listed, row: row)
    let earlier = before.snapshot.release?.sequence ?? 0
    // Of hidden figures it is not told whose texts changed.
    let made = after.policy == nil ? try after.snapshot.releases().filter { $0.sequence > earlier } : []
    return [line(totals, relabelled: made.reduce(0) { $0 &+ $1.counts.relabelled })]
  }

  private var title: String {
    let (first, last) = (before.snapshot.release?.sequence ?? 0, after.snapshot.release?.sequence ?? 0)
    guard last == first + 1 else { return "What changed from release \(first) to release \(last)" }
    return "What release \(last)\(after.snapshot.release.map { ", published \($0.published)" } ?? "") changed"
  }

  /// `3 revised, 1 suppressed; 2 comparisons with England turned over; 120 new figures (--new lists them)`.
  ///
  /// Texts beside figures that stand are counted when they are loaded, over all indicators and areas.
  private func line(_ totals: VintageDifference.Totals, relabelled: Int) -> String {
    func grouped(_ number: Int) -> String { FileAnswer.grouped(Double(number)) }
    let kinds: [VintageDifference.Change] = [.revised, .suppressed, .withdrawn, .removed]
    let changed = kinds.filter { totals.count($0) > 0 }.map { "\(grouped(totals.count($0))) \($0.rawValue)" }
    var parts = [changed.isEmpty ? "no published figure changed" : changed.joined(separator: ", ")]
    let noun = totals.flipped == 1 ? "comparison" : "comparisons"
    parts.append("\(grouped(totals.flipped)) \(noun) with England turned over")
    if totals.count(.new) > 0 {
      parts.append("\(grouped(totals.count(.new))) new figures" + (listed.contains(.new) ? "" : " (--new lists them)"))
    }
    if relabelled > 0, query.indicators.isEmpty, query.area == nil {
      let figures = relabelled == 1 ? "figure that stands" : "figures that stand"
      parts.append("\(grouped(relabelled)) \(figures) with another published text")
    }
    return parts.joined(separator: "; ") + "."
  }
}
