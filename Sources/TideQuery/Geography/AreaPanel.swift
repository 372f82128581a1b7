import TideModel
import TideStore

/// The figures of one class of areas as a question sees them: as they were published, or for the areas of today.
///
/// Among the areas of today there are none that have been replaced. An area without a figure of its own for a period has
/// one made from those of its predecessors, or the reason why there is none.
final class AreaPanel {
  /// Area codes, ascending.
  let areas: [String]
  /// Periods, ascending.
  var periods: [Period] { panel.periods }

  private let panel: Panel
  /// Makes the figures of today's areas; nil where figures are answered as published.
  private let former: FormerFigures?
  private var made: [Int: FormerFigures.Outcome] = [:]

  /// The panel as it was published.
  init(_ panel: Panel) {
    self.panel = panel
    areas = panel.areas
    former = nil
  }

  /// The panel in the areas of today.
  init(_ panel: Panel, of indicator: Indicator, _ succession: Succession) {
    self.panel = panel
    var today: Set<String> = []
    for code in panel.areas {
      for successor in succession.successors(of: code) where AreaClass(code: successor) == panel.key.areaClass {
        today.insert(successor)
      }
    }
    areas = today.sorted()
    former = FormerFigures(panel, indicator, succession)
  }

  /// The position of an area.
  /// - Complexity: O(log areas).
  func areaIndex(_ code: String) -> Int? {
    var (low, high) = (0, areas.count)
    while low < high {
      let middle = (low + high) / 2
      if areas[middle] < code { low = middle + 1 } else { high = middle }
    }
    return low < areas.count && areas[low] == code ? low : nil
  }

  /// The position of a period, whatever its label.
  func periodIndex(_ period: Period) -> Int? { panel.periodIndex(period) }

  /// What there is for an area of today and a period.
  private func outcome(_ former: FormerFigures, _ area: Int, _ period: Int) throws -> FormerFigures.Outcome {
    guard areas.indices.contains(area), periods.indices.contains(period) else { return .nothing }
    let cell = period * areas.count + area
    if let known = made[cell] { return known }
    let outcome = try former.outcome(areas[area], period)
    made[cell] = outcome
    return outcome
  }

  /// Everything there is for a cell; nil where nothing was published.
  func observation(area: Int, period: Int) throws -> Observation? {
    guard let former else { return try panel.observation(area: area, period: period) }
    switch try outcome(former, area, period) {
    case .published(let observation, _), .made(let observation, _, _): return observation
    case .refused: return Observation(figures: Figures(), status: .notAvailable)
    case .nothing: return nil
    }
  }

  /// One number of a cell; nil where it is missing.
  func figure(_ measure: Measure, area: Int, period: Int) throws -> Double? {
    if former == nil { return try panel.figure(measure, area: area, period: period) }
    return try observation(area: area, period: period)?.figures[measure]
  }

  /// Whether there is anything for a cell, be it only why there is no figure.
  func isPresent(area: Int, period: Int) throws -> Bool {
    if former == nil { return try panel.isPresent(area: area, period: period) }
    return try observation(area: area, period: period) != nil
  }

  /// The release that last spoke of a cell, or of one that its figure is made from.
  func release(area: Int, period: Int) throws -> Int? {
    guard let former else { return try panel.release(area: area, period: period) }
    switch try outcome(former, area, period) {
    case .published(_, let release), .made(_, let release, _): return release
    case .refused, .nothing: return nil
    }
  }

  /// What has to be said of a figure that was not published for the area itself; nil for one that was.
  func remark(area: Int, period: Int) throws -> String? {
    guard let former else { return nil }
    switch try outcome(former, area, period) {
    case .made(_, _, let remark): return remark
    case .refused(let why): return "not summed: \(why)"
    case .published, .nothing: return nil
    }
  }

  /// Whether a figure was made from those of areas before this one.
  func isMadeOfFormer(area: Int, period: Int) throws -> Bool {
    guard let former, case .made = try outcome(former, area, period) else { return false }
    return true
  }

  /// Whether a cell's figures are kept back, because they were suppressed or withdrawn after this vintage.
  func withholds(area: Int, period: Int) -> Bool { former == nil && panel.withholds(area: area, period: period) }
}
