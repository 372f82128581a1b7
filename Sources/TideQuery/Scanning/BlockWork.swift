import TideModel

/// A panel whose figures go into a block.
final class BlockPanel {
  let scan: IndicatorScan
  let panel: PanelScan
  /// The row of groups that each of the indicator's periods goes into; -1 for one that is left out.
  let rows: [Int32]
  /// Whether none is left out.
  let takesEveryPeriod: Bool
  /// By layer what values are set against; nil for nothing, none where nothing is compared.
  let thresholds: [ComparisonThresholds?]

  init(_ scan: IndicatorScan, _ panel: PanelScan, rows: [Int32], thresholds: [ComparisonThresholds?]) {
    self.scan = scan
    self.panel = panel
    self.rows = rows
    self.thresholds = thresholds
    takesEveryPeriod = !rows.contains { $0 < 0 }
  }
}

/// A block with all that is read for it.
final class BlockWork {
  let block: SummaryBlock
  /// Its place among the blocks.
  let place: Int32
  let rows: PeriodRows
  /// In the order of indicators, strata and classes.
  let panels: [BlockPanel]
  /// The indicator of its figures; nil where they are of several.
  let indicator: Int32?

  init(_ block: SummaryBlock, place: Int32, rows: PeriodRows, panels: [BlockPanel], indicator: Int32?) {
    self.block = block
    self.place = place
    self.rows = rows
    self.panels = panels
    self.indicator = indicator
  }
}

/// What the values of a panel are set against, by the indicator's periods.
struct ComparisonThresholds {
  /// One for all areas; not a number for none.
  private var byRow: [Double]
  /// One for each column, where areas have different ones.
  private var byColumn: [Int: [Double]] = [:]

  /// The same for all areas.
  init(_ byRow: [Double]) { self.byRow = byRow }

  /// Whether all areas have the same ones in every period.
  var isByRow: Bool { byColumn.isEmpty }

  /// Whether there is any.
  var isEmpty: Bool { byColumn.isEmpty && byRow.allSatisfy(\.isNaN) }

  /// That of a period for all areas; nil where they differ.
  func ofRow(_ row: Int) -> Double? { byColumn[row] == nil ? byRow[row] : nil }

  /// Those of a period by column.
  func ofColumns(_ row: Int, _ columns: Int) -> [Double] {
    byColumn[row] ?? Array(repeating: byRow[row], count: columns)
  }

  /// Sets what one column is set against, or each.
  mutating func set(_ row: Int, columns: [Double]) { byColumn[row] = columns }
}
