import TideModel
import TideStore

/// The figures of one class of areas as a question sees them: as they were published, or for the areas of today.
///
/// Figures are read in windows of many cells and kept as long as the panel: an area's series some periods at a time from the
/// latest on, all areas of a period at once, and all of the panel where many series are asked for.
///
/// Among the areas of today there are none that have been replaced. An area without a figure of its own for a period has
/// one made from those of its predecessors, or the reason why there is none.
final class AreaPanel {
  /// The areas; panels that have the same ones share the list.
  let list: PanelAreas
  /// Periods, ascending.
  var periods: [Period] { panel.periods }
  /// Area codes, ascending.
  var areas: [String] { list.codes }

  private let panel: Panel
  /// Makes the figures of today's areas; nil where figures are answered as published.
  private let former: FormerFigures?
  /// Gives figures that were published without limits those that follow from their counts; nil where none is to.
  private let completion: FigureCompletion?
  private var made: [Int: FormerFigures.Outcome] = [:]
  private var batches: [FigureBatch] = []
  /// The batch that the last cell was found in.
  private var recent = 0
  private var readings = 0

  /// So many periods of a series are read at once.
  private static let stretch = 8
  /// A panel of no more cells is read whole.
  private static let smallest = 512
  /// Beyond so many windows all of the panel is read, where it is not too large to be held.
  private static let mostReadings = 12
  /// So many windows of a panel too large are held, the latest ones.
  private static let mostBatches = 64

  /// The panel as it was published.
  init(_ panel: Panel, completion: FigureCompletion? = nil) {
    self.panel = panel
    self.completion = completion
    list = panel.list
    former = nil
  }

  /// The panel in the areas of today.
  init(
    _ panel: Panel, of indicator: Indicator, today: PanelAreas, _ succession: Succession,
    completion: FigureCompletion? = nil
  ) {
    self.panel = panel
    self.completion = completion
    list = today
    former = FormerFigures(panel, indicator, succession)
  }

  /// The position of an area.
  /// - Complexity: O(log areas).
  func areaIndex(_ code: String) -> Int? { list.index(of: code) }

  /// The position of a period, whatever its label.
  func periodIndex(_ period: Period) -> Int? { panel.periodIndex(period) }

  // MARK: Windows

  /// Some periods in runs that are well read at once.
  func runs(of periods: [Int]) -> [Range<Int>] { panel.runs(of: periods) }

  /// Figures as they were published.
  func batch(_ window: FigureWindow) throws -> FigureBatch { try panel.batch(window) }

  /// Reads all areas of a period at once, for those who look at them one after another.
  func load(period: Int, _ measures: MeasureSet) throws {
    try load(
      FigureWindow(
        areas: areas.indices, periods: period..<period + 1, measures: measures, hasTexts: false, hasReleases: false))
  }

  /// Reads all that is known of an area's series.
  func load(area: Int) throws { try load(FigureWindow(areas: area..<area + 1, periods: periods.indices)) }

  /// Reads all that is known of a period, for those who look at all areas: all of the panel where that may be held.
  func loadAll(at period: Int) throws {
    if isHeld { return try loadAll() }
    try load(FigureWindow(areas: areas.indices, periods: period..<period + 1))
  }

  private func loadAll() throws {
    guard former == nil, isHeld, !batches.contains(where: { $0.window.covers(panel.whole) }) else { return }
    batches = [try panel.batch()]
    recent = 0
  }

  /// Whether the panel may be held whole.
  private var isHeld: Bool { panel.whole.count <= Panel.mostCellsHeld }

  private func load(_ window: FigureWindow) throws {
    guard former == nil, !batches.contains(where: { $0.window.covers(window) }) else { return }
    readings += 1
    // What lies in one block is read once.
    if isHeld, readings > Self.mostReadings || panel.whole.count <= Self.smallest { return try loadAll() }
    if batches.count == Self.mostBatches { batches.removeFirst() }
    recent = batches.count
    batches.append(try panel.batch(window))
  }

  /// The batch that a cell was read with, and its place there; read now where it was not yet.
  private func cell(
    _ area: Int, _ period: Int, _ measures: MeasureSet, full: Bool = false
  ) throws -> (batch: Int, cell: Int)? {
    guard areas.indices.contains(area), periods.indices.contains(period) else { return nil }
    let wanted = FigureWindow(
      areas: area..<area + 1, periods: period..<period + 1, measures: measures, hasTexts: full, hasReleases: full)
    if recent >= batches.count || !batches[recent].window.covers(wanted) {
      if let known = batches.firstIndex(where: { $0.window.covers(wanted) }) {
        recent = known
      } else {
        try load(full ? wanted : series(area, period))
      }
    }
    return (recent, batches[recent].window.cell(area, period))
  }

  /// Some periods of a series, among them one; counted from the latest.
  private func series(_ area: Int, _ period: Int) -> FigureWindow {
    let later = (periods.count - 1 - period) / Self.stretch * Self.stretch
    let end = periods.count - later
    return FigureWindow(
      areas: area..<area + 1, periods: max(0, end - Self.stretch)..<end, measures: .tested, hasTexts: false,
      hasReleases: false)
  }

  // MARK: Cells

  /// What there is for an area of today and a period.
  private func outcome(_ former: FormerFigures, _ area: Int, _ period: Int) throws -> FormerFigures.Outcome {
    guard areas.indices.contains(area), periods.indices.contains(period) else { return .nothing }
    let cell = period * areas.count + area
    if let known = made[cell] { return known }
    let outcome = try former.outcome(areas[area], period)
    made[cell] = outcome
    return outcome
  }

  /// Everything there is for a cell, with limits that were worked out; nil where nothing was published.
  func observation(area: Int, period: Int) throws -> Observation? {
    try completed(area: area, period: period)?.observation
  }

  /// The same, and what has to be said of what was worked out; nil for nothing.
  func completed(area: Int, period: Int) throws -> (observation: Observation, remark: String?)? {
    guard var found = try published(area: area, period: period) else { return nil }
    let made = completion?.complete(found.figures, found.status)
    if let made { found.figures = made.figures }
    return (found, made?.remark)
  }

  /// Everything that was published for a cell; nil for nothing.
  func published(area: Int, period: Int) throws -> Observation? {
    if let former { return try observation(former, area, period) }
    guard let (batch, cell) = try cell(area, period, .all, full: true) else { return nil }
    return try batches[batch].observation(cell)
  }

  private func observation(_ former: FormerFigures, _ area: Int, _ period: Int) throws -> Observation? {
    switch try outcome(former, area, period) {
    case .published(let observation, _), .made(let observation, _, _): return observation
    case .refused: return Observation(figures: Figures(), status: .notAvailable)
    case .nothing: return nil
    }
  }

  /// What tests need of a cell: value, 95% limits, count, denominator and status; nil where nothing was published.
  func tested(area: Int, period: Int) throws -> (figures: Figures, status: Status)? {
    let found: (figures: Figures, status: Status)
    if let former {
      guard let made = try observation(former, area, period) else { return nil }
      found = (made.figures, made.status)
    } else {
      guard let (batch, cell) = try cell(area, period, .tested), let status = batches[batch].status(cell) else {
        return nil
      }
      found = (batches[batch].figures(cell), status)
    }
    guard let made = completion?.complete(found.figures, found.status) else { return found }
    return (made.figures, found.status)
  }

  /// One number of a cell as published, or a value that was worked out; nil where it is missing.
  func figure(_ measure: Measure, area: Int, period: Int) throws -> Double? {
    if let former {
      return try observation(former, area, period)?.figures[measure] ?? calculated(measure, area, period)
    }
    guard let (batch, cell) = try cell(area, period, MeasureSet(measure)) else { return nil }
    if let number = batches[batch].number(measure, cell) { return number }
    // Where the status says that there is no figure, none is worked out.
    guard let status = batches[batch].status(cell), !status.isAbsence else { return nil }
    return try calculated(measure, area, period)
  }

  /// A value that follows from count and denominator; nil for none.
  private func calculated(_ measure: Measure, _ area: Int, _ period: Int) throws -> Double? {
    guard measure == .value, let completion, completion.makesValues else { return nil }
    return try tested(area: area, period: period)?.figures.value
  }

  /// Whether there is anything for a cell, be it only why there is no figure.
  func isPresent(area: Int, period: Int) throws -> Bool {
    if let former { return try observation(former, area, period) != nil }
    guard let (batch, cell) = try cell(area, period, []) else { return false }
    return batches[batch].isPresent(cell)
  }

  /// The release that last spoke of a cell, or of one that its figure is made from.
  func release(area: Int, period: Int) throws -> Int? {
    guard let former else {
      guard let (batch, cell) = try cell(area, period, .all, full: true) else { return nil }
      return batches[batch].release(cell)
    }
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
  func withholds(area: Int, period: Int) throws -> Bool {
    try former == nil && panel.withholds(area: area, period: period)
  }
}
