import TideModel
import TideStore

/// The latest figure of an area in one indicator and stratum, with everything that is said of it.
struct LatestFigure {
  let row: ResultRow
  let panel: AreaPanel
  /// Position of the area in the panel.
  let area: Int
  /// Position of the figure's period.
  let period: Int
  /// Position of a later period that has no value; nil for none.
  let passedOver: Int?

  /// - Returns: nil where the area has no observation in the periods asked for.
  init?(_ slice: Slice, of code: String, _ group: PeerGroup, _ asked: Asked) throws {
    guard let (panel, area) = try slice.place(of: code),
      let (period, passedOver) = try asked.periods.latest(of: area, in: panel, indicator: slice.indicator),
      var row = try asked.maker.figure(slice, panel, area: area, period: period, type: group.type)
    else { return nil }
    if let passedOver, let later = try panel.observation(area: area, period: passedOver) {
      let why = later.status.isAbsence ? later.status.meaning : "without a value"
      row.remarks.append("\(panel.periods[passedOver].label) is \(why)")
    }
    try asked.maker.compare(&row, slice, panel, period: period, group: group)
    try asked.maker.addTrend(&row, panel, area: area, period: period)
    try asked.maker.addSeries(&row, panel, area: area, period: period)
    try asked.maker.addRank(&row, slice, area: area, period: period, group: group)
    self.row = row
    self.panel = panel
    self.area = area
    self.period = period
    self.passedOver = passedOver
  }
}
