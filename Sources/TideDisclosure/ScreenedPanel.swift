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

  /// The indicator's hidden figures, and where in them the panel's are.
  private struct Places {
    let figures: HiddenFigures
    let stratum: Int?
    let areas: [Int?]
    let periods: [Int?]
  }

  init(_ panel: Panel, _ control: DisclosureControl) {
    key = panel.key
    areas = panel.areas
    periods = panel.periods
    self.control = control
    isSeen = Array(repeating: false, count: panel.areas.count * panel.periods.count)
  }

  func shown(_ observation: Observation, area: Int, period: Int) throws(StoreError) -> Observation {
    let (shown, outcome) = Self.shown(observation, try found(), area, period)
    let cell = period * areas.count + area
    if isSeen.indices.contains(cell), !isSeen[cell] {
      isSeen[cell] = true
      control.count(outcome)
    }
    return shown
  }

  private func found() throws(StoreError) -> Places {
    if let places { return places }
    let figures = try control.figures(of: key.indicator)
    let found = Places(
      figures: figures, stratum: figures.cells.place(of: try control.stratum(key.stratum)),
      areas: areas.map { figures.cells.place(of: $0) }, periods: periods.map { figures.cells.place(of: $0) })
    places = found
    return found
  }

  private static func shown(
    _ observation: Observation, _ places: Places, _ area: Int, _ period: Int
  ) -> (Observation, ShownFigure.Outcome) {
    guard places.areas.indices.contains(area), places.periods.indices.contains(period), let stratum = places.stratum,
      let area = places.areas[area], let period = places.periods[period]
    else {
      // A figure that no vintage was found to have, since it was appended a moment ago, has not been judged.
      return (ShownFigure.hidden, .hidden)
    }
    let place = CellPlace(stratum: stratum, area: area, period: period)
    if places.figures.hidden.contains(place) { return (ShownFigure.hidden, .hidden) }
    return places.figures.shape.of(observation)
  }
}
