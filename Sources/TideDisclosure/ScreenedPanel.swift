import TideModel
import TideStore

/// What of one panel is shown: hidden figures as hidden, the others as their profile shows them.
///
/// What is hidden of the indicator is found when the first figure is asked for, so that looking at areas and periods
/// alone costs nothing.
final class ScreenedPanel: PanelScreen {
  private let key: PanelKey
  private let areas: [String]
  private let periods: [Period]
  private let control: DisclosureControl
  private var isSeen: [Bool]
  private var places: Places?

  /// The indicator's hidden figures, and the numbers that the panel's stratum, areas and periods have in them; -1 for none.
  private struct Places {
    let figures: HiddenFigures
    let stratum: Int
    let areas: [Int]
    let periods: [Int]

    /// Whether a figure is hidden, or has not been judged: no vintage was found to have it, since it was appended a moment
    /// ago, or the indicator is too large to be checked.
    func hides(_ area: Int, _ period: Int) -> Bool {
      guard let places = figures.places, areas.indices.contains(area), periods.indices.contains(period), stratum >= 0,
        areas[area] >= 0, periods[period] >= 0
      else { return true }
      let slot = places.slot(stratum, areas[area], periods[period])
      return slot < 0 || figures.hides(slot)
    }
  }

  init(_ panel: Panel, _ control: DisclosureControl) {
    key = panel.key
    areas = panel.areas
    periods = panel.periods
    self.control = control
    isSeen = Array(repeating: false, count: panel.areas.count * panel.periods.count)
  }

  func shown(_ observation: Observation, area: Int, period: Int) throws(StoreError) -> Observation {
    let places = try found()
    var cell = ShownCell(observation)
    count(screen(&cell, places, area, period), area, period)
    return cell.shown(of: observation)
  }

  func screen(_ cells: inout ScreenedCells) throws(StoreError) {
    let places = try found()
    for number in 0..<cells.count {
      guard cells.states[number] != 0 else { continue }
      let status = Status(rawValue: cells.states[number] - 1) ?? .none
      var cell = ShownCell(
        present: cells.present[number], value: cells.values[number], count: cells.counts[number],
        denominator: cells.denominators[number], status: status)
      let (area, period) = (Int(cells.areas[number]), Int(cells.periods[number]))
      let outcome = screen(&cell, places, area, period)
      count(outcome, area, period)
      if outcome != .untouched { cells.set(cell, at: number) }
    }
  }

  @inline(__always)
  private func screen(
    _ cell: inout ShownCell, _ places: Places, _ area: Int, _ period: Int
  ) -> ShownFigure.Outcome {
    guard places.hides(area, period) else { return places.figures.shape.screen(&cell) }
    cell = .hidden
    return .hidden
  }

  /// Counts what became of a figure, once.
  @inline(__always)
  private func count(_ outcome: ShownFigure.Outcome, _ area: Int, _ period: Int) {
    let cell = period * areas.count + area
    guard isSeen.indices.contains(cell), !isSeen[cell] else { return }
    isSeen[cell] = true
    control.count(outcome)
  }

  private func found() throws(StoreError) -> Places {
    if let places { return places }
    let figures = try control.figures(of: key.indicator)
    let stratum = try control.stratum(key.stratum)
    let found = Places(
      figures: figures, stratum: figures.places?.number(of: stratum) ?? -1,
      areas: areas.map { figures.places?.areas.number(of: $0) ?? -1 },
      periods: periods.map { figures.places?.number(of: $0) ?? -1 })
    places = found
    return found
  }
}

extension ScreenedCells {
  /// Puts what is shown of a figure in its place.
  @inline(__always)
  fileprivate mutating func set(_ cell: ShownCell, at number: Int) {
    states[number] = 1 + cell.status.rawValue
    present[number] = cell.present
    (values[number], counts[number], denominators[number]) = (cell.value, cell.count, cell.denominator)
    texts[number] = cell.texts
  }
}
