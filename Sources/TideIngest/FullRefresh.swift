import TideModel
import TideStore

/// What a full refresh speaks for: all figures of the indicators and kinds of area that its files list anything of.
///
/// Whatever is stored of those, in any stratum and period, and is not in the files, has been taken back by the publisher.
struct FullRefresh {
  /// Areas that are published together. A file of upper-tier authorities says nothing about districts, and one of
  /// England nothing about Wales: areas with a GSS code go by its first three characters, all others by their class.
  private struct Kind: Hashable {
    let indicator: Int
    let areas: String

    init(indicator: Int, code: String) {
      self.indicator = indicator
      let bytes = Array(code.utf8)
      let isGSS = bytes.count == 9 && bytes.dropFirst().allSatisfy { (48...57).contains($0) }
      areas = isGSS ? String(code.prefix(3)) : "\(AreaClass(code: code))"
    }
  }

  private var covered: Set<Kind> = []
  /// The panels to compare, ascending: those read, and those stored of covered indicators and classes.
  private(set) var panels: [(key: PanelKey, panels: [Int])] = []

  /// Finds what the rows read cover.
  /// - Complexity: O(rows), reading them once; O(panels stored of covered indicators).
  init(
    _ read: [(key: PanelKey, panels: [Int])], of reader: FigureReader, _ writer: StoreWriter
  ) throws(StoreError) {
    var rows: [FigureRow] = []
    var classes: [Int: Set<AreaClass>] = [:]
    for (key, numbers) in read {
      try reader.rows.get(panels: numbers, into: &rows)
      for area in Set(rows.map(\.area)) {
        guard let code = writer.areaCode(Int64(area)) else { continue }
        covered.insert(Kind(indicator: key.indicator, code: code))
      }
      classes[key.indicator, default: []].insert(key.areaClass)
    }
    panels = read
    let known = Set(read.map(\.key))
    for (indicator, classes) in classes {
      for key in try writer.before.panelKeys(indicator: indicator)
      where classes.contains(key.areaClass) && !known.contains(key) {
        panels.append((key, []))
      }
    }
    panels.sort { $0.key < $1.key }
  }

  /// Adds the periods of stored panels, so that rows can be made that withdraw figures in them.
  func addPeriods(to table: inout PeriodTable, _ writer: StoreWriter) throws(StoreError) {
    for (key, _) in panels {
      for period in try writer.before.panel(key)?.periods ?? [] { _ = Self.index(period, in: &table, writer) }
    }
  }

  private static func index(_ period: Period, in table: inout PeriodTable, _ writer: StoreWriter) -> Int {
    table.index(key: period.key, label: period.hasCanonicalLabel ? 0 : writer.textID(period.label))
  }

  /// Rows that withdraw the stored figures of a panel that the files do not list, and how many there were of how many.
  /// Several threads may ask.
  ///
  /// - Parameters:
  ///   - isListed: by cell of the stored panel.
  ///   - periods: a table that has the panel's periods.
  /// - Complexity: O(cells of the panel).
  func withdrawals(
    of stored: Panel, isListed: [Bool], periods: PeriodTable, _ writer: StoreWriter
  ) throws(StoreError) -> (rows: [FigureRow], loss: AppendReport.Withdrawal) {
    var table = periods
    let indices = stored.periods.map { Self.index($0, in: &table, writer) }
    let indicator = stored.key.indicator
    var loss = AppendReport.Withdrawal(
      indicator: indicator, name: writer.indicator(indicator)?.name ?? "", withdrawn: 0, stored: 0)
    var rows: [FigureRow] = []
    for area in stored.areas.indices where covered.contains(Kind(indicator: indicator, code: stored.areas[area])) {
      for period in stored.periods.indices {
        guard let status = try stored.status(area: area, period: period), status != .withdrawn else { continue }
        loss.stored += 1
        if isListed[period * stored.areas.count + area] { continue }
        loss.withdrawn += 1
        var row = FigureRow()
        row.area = Int32(truncatingIfNeeded: writer.areaID(stored.areas[area]))
        row.period = Int32(truncatingIfNeeded: indices[period])
        row.state = 1 + Status.withdrawn.rawValue
        rows.append(row)
      }
    }
    return (rows, loss)
  }
}
