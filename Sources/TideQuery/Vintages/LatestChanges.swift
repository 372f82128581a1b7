public import TideDisclosure
public import TideModel
import TideStore

/// What a release changed for one area: its latest figure of each indicator and stratum before and after, and how it compares.
///
/// ``VintageDifference`` lists every figure of every area that changed; this is what the area's own picture gains or loses.
///
/// | column | what it holds |
/// |---|---|
/// | indicator_id ... category, unit | as in every answer |
/// | what | `suppressed`, `withdrawn`, `removed`, `revised`, `new-period`, `turned`, `first` |
/// | old_period, old_value, old_comparison, old_trend | the latest figure before, and what was said of it |
/// | period, value, benchmark_value, comparison, trend, status, note | the latest figure now, as in a comparison |
/// | turned | `yes` where the comparison turned over |
/// | release | the release that wrote the figure of now |
public struct LatestChanges {
  private let before: Side
  private let after: Side
  private let number: Int

  /// One of the two vintages.
  private struct Side {
    let asked: Asked

    func slices(of id: Int) throws -> [Stratum: Slice] {
      guard let indicator = try asked.catalogue.snapshot.indicator(id) else { return [:] }
      let all = try Slice.all(of: indicator, selection: asked.query.selection, catalogue: asked.catalogue)
      return Dictionary(all.map { ($0.stratum, $0) }) { first, _ in first }
    }
  }

  /// The change between two vintages of one store, the earlier first.
  /// - Parameter query: a comparison; its indicators are not restricted.
  /// - Throws: `QueryError`, `StoreError`.
  public init(_ query: Query, from before: any FigureSource, to after: any FigureSource) throws {
    self.before = Side(asked: try Asked(query, source: before))
    self.after = Side(asked: try Asked(query, source: after))
    number = after.snapshot.release?.sequence ?? 0
  }

  /// A row for each latest figure that changed: comparisons that turned over first, then by kind of change, theme and name.
  /// - Throws: `QueryError`, `StoreError`.
  public func table() throws -> ResultTable {
    let area = try after.asked.subject()
    let group = try after.asked.ownPeers(of: area)
    var changes: [LatestChange] = []
    var standing = 0
    for id in Set((before.asked.indicators + after.asked.indicators).map(\.id)).sorted() {
      let (old, new) = (try before.slices(of: id), try after.slices(of: id))
      for stratum in Set(old.keys).union(new.keys).sorted() {
        before.asked.maker.reset()
        after.asked.maker.reset()
        let was = try old[stratum].flatMap { try LatestFigure($0, of: area.code, group, before.asked) }
        let becomes = try new[stratum].flatMap { try LatestFigure($0, of: area.code, group, after.asked) }
        if let change = try LatestChange(was, becomes) {
          changes.append(change)
        } else if becomes != nil {
          standing += 1
        }
      }
    }
    let day = after.asked.catalogue.snapshot.release.map { ", published \($0.published)," } ?? ""
    let heading = try after.asked.maker.benchmarks.heading()
    var table = ResultTable(
      columns: Self.columns(benchmark: heading), title: "What release \(number)\(day) changed for \(area.name)",
      groupColumn: "section")
    for change in Self.ordered(changes) { table.append(Self.cells(change)) }
    Strata.show(changes.compactMap { $0.after ?? $0.before }, in: &table)
    table.footnotes = FileAnswer.legend(table) + notes(changes, standing)
    return table
  }

  private static func ordered(_ changes: [LatestChange]) -> [LatestChange] {
    let themes = ThemeOrder()
    let keyed = changes.compactMap { change in
      (change.after ?? change.before).map { row in
        let kind = LatestChange.What.allCases.firstIndex(of: change.what) ?? 0
        return (
          place: (change.isTurned ? 0 : 1, kind), order: LatestOrder(row, worstFirst: false, themes), change: change
        )
      }
    }
    return keyed.sorted { $0.place == $1.place ? $0.order < $1.order : $0.place < $1.place }.map(\.change)
  }

  private static func columns(benchmark: String) -> [ResultTable.Column] {
    [
      .init("indicator_id", "ID", .integer, 9), .init("indicator", "Indicator", .text, 0),
      .init("area_code", "Code", .text, 12), .init("area", "Area", .text, 13), .init("sex", "Sex", .text, 8),
      .init("age", "Age", .text, 8), .init("category_type", "Category type", .text, 13),
      .init("category", "Category", .text, 8), .init("unit", "Unit", .text, 10), .init("what", "What", .text, 2),
      .init("old_period", "Period was", .period, 1), .init("old_value", "Was", .number, 0),
      .init("old_comparison", "Comparison was", .verdict, 1), .init("old_trend", "Trend was", .trend, 6),
      .init("period", "Period", .period, 0), .init("value", "Is", .number, 0),
      .init("benchmark_value", benchmark, .number, 3), .init("comparison", "Comparison", .verdict, 0),
      .init("trend", "Trend", .trend, 4), .init("turned", "Turned over", .flag, 5),
      .init("status", "Status", .status, 4), .init("note", "Note", .text, 11),
      .init("release", "Release", .integer, 16),
      .init("section", "Section", .heading),
    ]
  }

  private static let keys: [Field] = [
    .indicatorID, .indicator, .areaCode, .area, .sex, .age, .categoryType, .category, .unit,
  ]
  private static let old: [Field] = [.period, .value, .comparison, .trend]
  private static let new: [Field] = [.period, .value, .benchmarkValue, .comparison, .trend]

  private static func cells(_ change: LatestChange) -> [ResultTable.Cell] {
    let (before, after) = (change.before, change.after)
    let missing = ResultTable.Cell.missing
    var cells = (after ?? before)?.cells(keys) ?? keys.map { _ in missing }
    cells.append(.text(change.what.rawValue))
    if let keptBack = change.keptBack {
      // The figure that went is not told, but of when it was is.
      cells += [.period(.init(keptBack)), missing, missing, missing]
    } else {
      cells += before?.cells(old) ?? old.map { _ in missing }
    }
    cells += after?.cells(new) ?? new.map { _ in missing }
    cells.append(change.isTurned ? .flag(true) : missing)
    cells += after?.cells([.status, .note, .release]) ?? [missing, missing, missing]
    return cells + [.text(change.isTurned ? "Comparison turned over" : change.what.heading)]
  }

  /// `1 comparison turned over; 12 new-period, 3 revised; 40 latest figures stand as before.`
  private func notes(_ changes: [LatestChange], _ standing: Int) -> [Footnote] {
    var notes: [Footnote] = []
    if number == 1 { notes.append("Release 1 is the first of this store: every figure is new.") }
    let turned = changes.count(where: \.isTurned)
    let kinds = LatestChange.What.allCases.compactMap { what in
      let number = changes.count { $0.what == what }
      return number == 0 ? nil : "\(number) \(what.rawValue)"
    }
    let parts =
      ["\(Footnotes.count(turned, "comparison")) turned over"] + (kinds.isEmpty ? [] : [kinds.joined(separator: ", ")])
    notes.append(
      Footnote(
        "\(parts.joined(separator: "; ")); \(Footnotes.count(standing, "latest figure")) "
          + "\(standing == 1 ? "stands" : "stand") as before.", about: .changes))
    if let rule = after.asked.query.comparing.sentence { notes.append(Footnote(rule)) }
    return notes
  }
}
