public import TideDisclosure
import TideMethods
public import TideModel
import TideStore

/// What changed between two vintages of a store: figures, and comparisons with England that turned over.
///
/// A comparison also turns over where only England's figure was revised; such rows have equal old and new values.
public struct VintageDifference {
  /// What happened to a figure.
  public enum Change: String, CaseIterable, Sendable {
    /// Not published before.
    case new
    /// Other numbers, limits, counts or notes.
    case revised
    /// A value before, suppressed now.
    case suppressed
    /// A value before, withdrawn by the publisher now.
    case withdrawn
    /// Published before, and in the later vintage as if it never had been.
    case removed
    /// The figure stands; only its comparison turned over.
    case comparison
  }

  /// How many figures changed, by kind, and how many comparisons turned over among all of them.
  public struct Totals: Sendable, Equatable {
    /// By kind; those that never happened are missing.
    public fileprivate(set) var changes: [Change: Int] = [:]
    /// Comparisons that turned over.
    public fileprivate(set) var flipped = 0

    /// None.
    public init() {}

    /// Figures with a kind of change.
    public func count(_ change: Change) -> Int { changes[change] ?? 0 }
  }

  private let before: Side
  private let after: Side
  private let indicators: Set<Int>
  private let area: String?

  /// One of the two vintages.
  private struct Side {
    let catalogue: CatalogueView
    let maker: RowMaker

    var snapshot: Snapshot { catalogue.snapshot }

    init(_ source: any FigureSource) throws {
      catalogue = try CatalogueView(source)
      maker = RowMaker(Query(.export(compared: true)), catalogue: catalogue)
    }

    func slices(of id: Int) throws -> [Stratum: Slice] {
      guard let indicator = try snapshot.indicator(id) else { return [:] }
      let all = Query.Selection()
      return Dictionary(
        try Slice.all(of: indicator, selection: all, catalogue: catalogue).map { ($0.stratum, $0) }
      ) { first, _ in first }
    }
  }

  /// The difference between two vintages of one store, the earlier first.
  ///
  /// - Parameters:
  ///   - indicators: ids; all when empty.
  ///   - area: the code of the only area looked at; all when nil.
  public init(_ before: any FigureSource, _ after: any FigureSource, indicators: [Int] = [], area: String? = nil) throws
  {
    self.before = try Side(before)
    self.after = try Side(after)
    self.indicators = Set(indicators)
    self.area = area
  }

  /// The columns of the table.
  public static let columns: [ResultTable.Column] = [
    .init("indicator_id", "ID", .integer, 9), .init("indicator", "Indicator", .text, 0),
    .init("area_code", "Code", .text, 8), .init("area", "Area", .text, 0), .init("sex", "Sex", .text, 5),
    .init("age", "Age", .text, 5), .init("category_type", "Category type", .text, 7),
    .init("category", "Category", .text, 6), .init("period", "Period", .period, 0),
    .init("change", "Change", .text, 0), .init("old_value", "Was", .number, 0), .init("value", "Is", .number, 0),
    .init("difference", "Difference", .derived, 2), .init("old_status", "Status was", .status, 4),
    .init("status", "Status", .status, 4), .init("old_comparison", "Comparison was", .verdict, 1),
    .init("comparison", "Comparison", .verdict, 0), .init("flipped", "Turned over", .flag, 3),
    .init("release", "Release", .integer, 6),
  ]

  /// Hands over a row for each change, by indicator, stratum, area class, period and area.
  ///
  /// - Parameter listed: the kinds wanted; others are only counted. Comparisons of new figures never turn over.
  /// - Complexity: O(cells of the strata that a release between the two speaks of); memory for one stratum.
  public func stream(
    listing listed: Set<Change> = Set(Change.allCases), row: ([ResultTable.Cell]) throws -> Void
  ) throws -> Totals {
    var totals = Totals()
    let touched =
      try after.snapshot.panelKeys(notIn: before.snapshot) + before.snapshot.panelKeys(notIn: after.snapshot)
    for (indicator, keys) in Dictionary(grouping: touched, by: \.indicator).sorted(by: { $0.key < $1.key })
    where indicators.isEmpty || indicators.contains(indicator) {
      let (old, new) = (try before.slices(of: indicator), try after.slices(of: indicator))
      let strata = Set(old.keys).union(new.keys).sorted()
      let touched = Set(try keys.map { try after.catalogue.stratum($0.stratum) })
      var changed: [Stratum: Set<Period>] = [:]
      for stratum in strata where touched.contains(stratum) {
        changed[stratum] = try changedPeriods(old[stratum], new[stratum])
      }
      for stratum in strata {
        // A category of England is compared with England as a whole.
        let whole = Stratum(sex: stratum.sex, age: stratum.age)
        let periods = (changed[stratum] ?? []).union(stratum == whole ? [] : changed[whole] ?? [])
        guard !periods.isEmpty else { continue }
        before.maker.reset()
        after.maker.reset()
        try stream(old[stratum], new[stratum], periods.sorted(), listed, &totals, row)
      }
    }
    return totals
  }

  /// The periods in which any area's figure comes from another release: there every comparison is made again, since
  /// benchmarks may be pooled from the areas, and quintiles are taken over them.
  private func changedPeriods(_ old: Slice?, _ new: Slice?) throws -> Set<Period> {
    var changed: Set<Period> = []
    for areaClass in Self.classes(old, new) {
      let (was, becomes) = (try old?.panel(areaClass), try new?.panel(areaClass))
      for period in Self.periods(was, becomes) where !changed.contains(period) {
        for code in Self.areas(was, becomes) where try release(was, code, period) != release(becomes, code, period) {
          changed.insert(period)
          break
        }
      }
    }
    return changed
  }

  /// The release of a figure, 0 for one that shows none since it is hidden; nil where nothing was published.
  private func release(_ panel: AreaPanel?, _ code: String, _ period: Period) throws -> Int? {
    guard let panel, let area = panel.areaIndex(code), let index = panel.periodIndex(period) else { return nil }
    if let release = try panel.release(area: area, period: index) { return release }
    return try panel.isPresent(area: area, period: index) ? 0 : nil
  }

  private static func classes(_ old: Slice?, _ new: Slice?) -> [AreaClass] {
    Set((old?.classes ?? []) + (new?.classes ?? [])).sorted { $0.rawValue < $1.rawValue }
  }

  private static func periods(_ old: AreaPanel?, _ new: AreaPanel?) -> [Period] {
    guard let old, let new else { return old?.periods ?? new?.periods ?? [] }
    return Set(old.periods + new.periods).sorted()
  }

  private static func areas(_ old: AreaPanel?, _ new: AreaPanel?) -> [String] {
    guard let old, let new, old.areas != new.areas else { return old?.areas ?? new?.areas ?? [] }
    return Set(old.areas + new.areas).sorted()
  }

  private func stream(
    _ old: Slice?, _ new: Slice?, _ periods: [Period], _ listed: Set<Change>, _ totals: inout Totals,
    _ row: ([ResultTable.Cell]) throws -> Void
  ) throws {
    for areaClass in Self.classes(old, new) {
      let (oldPanel, newPanel) = (try old?.panel(areaClass), try new?.panel(areaClass))
      let areas = Self.areas(oldPanel, newPanel)
      for period in periods {
        for code in areas where area == nil || code == area {
          let was = try figure(before, old, oldPanel, code, period)
          let becomes = try figure(after, new, newPanel, code, period)
          guard var change = Self.change(was, becomes) else { continue }
          if change == .comparison, let status = becomes?.observation.status,
            try Self.withholds(oldPanel, code, period), try !Self.withholds(newPanel, code, period)
          {
            // The value is not told, but that it went is.
            change = status == .withdrawn ? .withdrawn : .suppressed
          }
          let flipped = Self.isFlipped(was, becomes)
          if change == .comparison, !flipped { continue }
          totals.changes[change, default: 0] += 1
          if flipped { totals.flipped += 1 }
          if listed.contains(change), let shown = becomes ?? was {
            try row(Self.cells(shown, was, becomes, change, flipped))
          }
        }
      }
    }
  }

  /// The figure with its comparison in one vintage; nil where nothing was published.
  private func figure(
    _ side: Side, _ slice: Slice?, _ panel: AreaPanel?, _ code: String, _ period: Period
  ) throws -> ResultRow? {
    guard let slice, let panel, let area = panel.areaIndex(code), let index = panel.periodIndex(period) else {
      return nil
    }
    let group = PeerGroup(of: code, type: nil, parent: nil)
    guard var row = try side.maker.figure(slice, panel, area: area, period: index, type: group.type) else {
      return nil
    }
    try side.maker.compare(&row, slice, panel, period: index, group: group)
    return row
  }

  private static func withholds(_ panel: AreaPanel?, _ code: String, _ period: Period) throws -> Bool {
    guard let panel, let area = panel.areaIndex(code), let index = panel.periodIndex(period) else { return false }
    return try panel.withholds(area: area, period: index)
  }

  /// Nil where nothing is published in either; `comparison` where the figures are equal.
  private static func change(_ was: ResultRow?, _ becomes: ResultRow?) -> Change? {
    guard let becomes else { return was == nil ? nil : .removed }
    guard let was else { return .new }
    let (old, new) = (was.observation, becomes.observation)
    if old.figures == new.figures, old.status == new.status, old.note == new.note { return .comparison }
    if old.figures.value != nil, new.figures.value == nil {
      if new.status == .suppressed { return .suppressed }
      if new.status == .withdrawn { return .withdrawn }
    }
    return .revised
  }

  /// Whether both vintages compare the figure and come to different verdicts.
  private static func isFlipped(_ was: ResultRow?, _ becomes: ResultRow?) -> Bool {
    guard let old = was?.verdict, let new = becomes?.verdict, old.reason == nil, new.reason == nil else { return false }
    return old.text != new.text
  }

  private static func cells(
    _ shown: ResultRow, _ was: ResultRow?, _ becomes: ResultRow?, _ change: Change, _ flipped: Bool
  ) -> [ResultTable.Cell] {
    func text(_ text: String?) -> ResultTable.Cell { text.flatMap { $0.isEmpty ? nil : .text($0) } ?? .missing }
    func number(_ number: Double?) -> ResultTable.Cell { number.map { .number($0) } ?? .missing }
    func status(_ status: Status?) -> ResultTable.Cell {
      status.flatMap { $0 == .none ? nil : .status($0) } ?? .missing
    }
    func verdict(_ row: ResultRow?) -> ResultTable.Cell { row?.verdict.map { .verdict($0) } ?? .missing }
    let (old, new) = (was?.observation, becomes?.observation)
    // What is kept back was something else before: its status then is not told either.
    let isKeptBack = (change == .suppressed || change == .withdrawn) && old?.status == new?.status
    let difference = old?.figures.value.flatMap { old in new?.figures.value.map { $0 - old } }
    return [
      .integer(shown.indicator.id), text(shown.indicator.name), text(shown.area.code), text(shown.area.name),
      text(shown.stratum.sex), text(shown.stratum.age), text(shown.stratum.categoryType),
      text(shown.stratum.category), shown.period.label.isEmpty ? .missing : .period(.init(shown.period)),
      .text(change.rawValue), number(old?.figures.value),
      number(new?.figures.value), number(difference.flatMap { $0.isFinite ? $0 : nil }),
      status(isKeptBack ? nil : old?.status), status(new?.status), verdict(was), verdict(becomes),
      flipped ? .flag(true) : .missing,
      becomes?.release.map { .integer($0) } ?? .missing,
    ]
  }
}
