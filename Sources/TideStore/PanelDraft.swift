public import TideModel

/// What one release says of one panel: a dense matrix of areas x periods, cell = period x areas + area.
///
/// Cells the release is silent on have state 0.
public struct PanelDraft: Sendable {
  /// Which panel.
  public let key: PanelKey
  /// Area ids of the catalogue, ascending.
  public let areas: [Int64]
  /// Periods, ascending.
  public let periods: [Period]
  /// Text ids of the periods' labels, 0 for a canonical one; one for each period.
  public let labels: [Int64]
  /// 0 for a cell not spoken of, else 1 + the status's raw value.
  public var states: [Int64]
  /// Seven matrices by measure; empty where no cell has that measure.
  public var figures: [[Double]]
  /// Whether the cell has the measure; empty as above.
  public var present: [[Bool]]
  /// Text ids, 0 for none; empty where no cell has one.
  public var notes: [Int64]
  /// Text ids of the published trend; as above.
  public var trends: [Int64]
  /// Text ids of the published comparison; as above.
  public var comparisons: [Int64]

  /// A matrix in which nothing is said yet.
  public init(key: PanelKey, areas: [Int64], periods: [Period], labels: [Int64]) {
    self.key = key
    self.areas = areas
    self.periods = periods
    self.labels = labels
    states = Array(repeating: 0, count: areas.count * periods.count)
    figures = Array(repeating: [], count: Measure.allCases.count)
    present = Array(repeating: [], count: Measure.allCases.count)
    notes = []
    trends = []
    comparisons = []
  }

  /// Says one cell: its status, numbers and text ids (0 for none).
  public mutating func set(
    cell: Int, status: Status, figures row: Figures, note: Int64 = 0, trend: Int64 = 0, comparison: Int64 = 0
  ) {
    states[cell] = 1 + Int64(status.rawValue)
    for measure in Measure.allCases {
      if let number = row[measure] { set(measure, cell: cell, to: number) }
    }
    if note != 0 { Self.set(&notes, cell, note, states.count) }
    if trend != 0 { Self.set(&trends, cell, trend, states.count) }
    if comparison != 0 { Self.set(&comparisons, cell, comparison, states.count) }
  }

  /// Gives one number of one cell.
  public mutating func set(_ measure: Measure, cell: Int, to number: Double) {
    let index = Int(measure.rawValue)
    if figures[index].isEmpty {
      figures[index] = Array(repeating: 0, count: states.count)
      present[index] = Array(repeating: false, count: states.count)
    }
    figures[index][cell] = number
    present[index][cell] = true
  }

  private static func set(_ column: inout [Int64], _ cell: Int, _ value: Int64, _ count: Int) {
    if column.isEmpty { column = Array(repeating: 0, count: count) }
    column[cell] = value
  }
}
