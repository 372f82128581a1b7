import TideCore
public import TideModel

/// One indicator, stratum and class of areas as of a snapshot: a dense matrix of areas x periods, read by windows.
///
/// The layers of the releases lie over each other, later ones on top.
public final class Panel {
  /// Which panel.
  public let key: PanelKey
  /// The areas, ascending by code.
  public let list: PanelAreas
  /// Area codes, ascending.
  public var areas: [String] { list.codes }
  /// Periods, ascending, with the labels of the newest release that speaks of them.
  public let periods: [Period]

  /// Oldest first.
  private let layers: [PanelLayer]
  private let texts: any TextTable
  private let reader: BatchReader
  /// Cells whose figures were suppressed or withdrawn after this vintage, and what is said of them since.
  private var withheld: [Int: Observation] = [:]
  /// What may be shown of it; nil where all may.
  var screen: (any PanelScreen)?
  /// What was read of whole panels, kept for those who ask cell by cell.
  private var everything: FigureBatch?

  init(
    key: PanelKey, layers: [PanelLayer], unions: AreaUnions, reader: BatchReader, texts: any TextTable
  ) {
    self.key = key
    self.reader = reader
    self.texts = texts
    let union = unions.union(of: layers.map(\.areas))
    list = union.areas
    if layers.count == 1 {
      periods = layers[0].periods
      self.layers = layers
      return
    }
    var newest: [Int64: Period] = [:]
    for period in layers.flatMap(\.periods) { newest[period.key] = period }
    let periods = newest.values.sorted()
    self.periods = periods
    self.layers = zip(layers, union.placements).map { $0.placed($1, periods) }
  }

  /// The position of an area.
  /// - Complexity: O(log areas).
  public func areaIndex(_ code: String) -> Int? { list.index(of: code) }

  /// The position of a period, whatever its label.
  /// - Complexity: O(log periods).
  public func periodIndex(_ period: Period) -> Int? {
    let index = periods.partitioningIndex { $0 >= period }
    return index < periods.count && periods[index] == period ? index : nil
  }

  /// All of the panel.
  public var whole: FigureWindow { FigureWindow(areas: 0..<list.count, periods: 0..<periods.count) }

  /// Some periods, ascending, in runs that follow each other: each of no more cells than are well read at once, or of a single
  /// period.
  public func runs(of periods: some Sequence<Int>) -> [Range<Int>] {
    let most = max(1, Self.cellsReadAtOnce / max(1, list.count))
    var runs: [Range<Int>] = []
    for period in periods {
      if let last = runs.last, last.upperBound == period, last.count < most {
        runs[runs.count - 1] = last.lowerBound..<period + 1
      } else {
        runs.append(period..<period + 1)
      }
    }
    return runs
  }

  private static let cellsReadAtOnce = 1 << 16

  // MARK: Batches

  /// The figures of a window, as they may be shown; what of the window lies outside the panel is left out.
  ///
  /// - Throws: `damaged` for what cannot be believed; `withheld` where nothing of the panel may be shown.
  /// - Complexity: O(cells of the chunks that the window touches, or of the window where these are few).
  public func batch(_ window: FigureWindow) throws(StoreError) -> FigureBatch {
    var asked = window
    asked.areas = window.areas.clamped(to: 0..<list.count)
    asked.periods = window.periods.clamped(to: 0..<periods.count)
    guard let screen else { return try stored(asked) }
    // What may be shown of a figure depends on all that is known of it.
    var known = asked
    (known.measures, known.hasTexts) = (.all, true)
    var batch = try stored(known)
    var cells = ScreenedCells(batch)
    try screen.screen(&cells)
    cells.apply(to: &batch)
    return batch
  }

  private func stored(_ window: FigureWindow) throws(StoreError) -> FigureBatch {
    var batch = FigureBatch(window, texts)
    for layer in layers { try reader.read(layer, into: &batch) }
    if withheld.isEmpty { return batch }
    for period in window.periods {
      for area in window.areas {
        let cell = window.cell(area, period)
        if let later = withheld[place(area, period)], batch.isPresent(cell) { batch.show(later, at: cell) }
      }
    }
    return batch
  }

  private func place(_ area: Int, _ period: Int) -> Int { period * list.count + area }

  // MARK: What was kept back

  /// Takes in what a release after this vintage says: the newest decides what is kept back.
  func withhold(_ layer: PanelLayer) throws(StoreError) {
    let places = layer.areas.codes.map { areaIndex($0) }
    let rows = layer.periods.map { periodIndex($0) }
    let states = try layer.segment.decoding { () throws(CoreError) in try layer.image.integers(.states) } ?? []
    for (cell, state) in states.enumerated() where state != 0 {
      guard let area = places[cell % places.count], let period = rows[cell / places.count] else { continue }
      let status = try layer.status(state)
      let isKept = status == .suppressed || status == .withdrawn
      withheld[place(area, period)] =
        isKept ? Observation(figures: Figures(), status: status, note: try note(layer, cell)) : nil
    }
    everything = nil
  }

  private func note(_ layer: PanelLayer, _ cell: Int) throws(StoreError) -> String {
    let id = try layer.integer(.notes, cell)
    return id == 0 ? "" : try texts.text(id)
  }

  /// Whether a cell's figures are kept back, because they were suppressed or withdrawn after this vintage.
  ///
  /// Of a hidden figure it is not told what became of it later.
  public func withholds(area: Int, period: Int) throws(StoreError) -> Bool {
    guard !withheld.isEmpty, withheld[place(area, period)] != nil else { return false }
    guard screen != nil, let (batch, cell) = try read(area, period) else { return true }
    return batch.shown[cell] != nil
  }

  // MARK: Cell by cell

  /// A panel of more cells is never held whole for those who ask cell by cell: most of it may be empty.
  public static let mostCellsHeld = 1 << 22

  /// All of the panel, read when it is first asked for.
  /// - Complexity: O(cells) of time and memory.
  public func batch() throws(StoreError) -> FigureBatch {
    if let everything { return everything }
    let batch = try batch(whole)
    everything = batch
    return batch
  }

  /// What a cell was read with, and its place there; nil for one outside the panel.
  private func read(_ area: Int, _ period: Int) throws(StoreError) -> (batch: FigureBatch, cell: Int)? {
    guard areas.indices.contains(area), periods.indices.contains(period) else { return nil }
    if whole.count <= Self.mostCellsHeld { return (try batch(), place(area, period)) }
    return (try batch(FigureWindow(areas: area..<area + 1, periods: period..<period + 1)), 0)
  }

  /// Everything published for a cell, or what is shown of it; nil where nothing was. The panel is read whole for it, unless
  /// it is very large.
  public func observation(area: Int, period: Int) throws(StoreError) -> Observation? {
    guard let (batch, cell) = try read(area, period) else { return nil }
    return try batch.observation(cell)
  }

  /// Whether anything was published for an area and period, be it only the status of an absent figure.
  public func isPresent(area: Int, period: Int) throws(StoreError) -> Bool {
    guard let (batch, cell) = try read(area, period) else { return false }
    return batch.isPresent(cell)
  }

  /// The status of a cell; nil where nothing was published.
  public func status(area: Int, period: Int) throws(StoreError) -> Status? {
    guard let (batch, cell) = try read(area, period) else { return nil }
    return batch.status(cell)
  }

  /// One number of a cell; nil where it is missing.
  public func figure(_ measure: Measure, area: Int, period: Int) throws(StoreError) -> Double? {
    guard let (batch, cell) = try read(area, period) else { return nil }
    return batch.number(measure, cell)
  }

  /// The sequence number of the release that last spoke of a cell; nil for a hidden figure.
  public func release(area: Int, period: Int) throws(StoreError) -> Int? {
    guard let (batch, cell) = try read(area, period) else { return nil }
    return batch.release(cell)
  }

  /// A whole measure: values and presence by cell = period x areas.count + area.
  public func matrix(_ measure: Measure) throws(StoreError) -> (values: [Double], present: [Bool]) {
    let batch = try batch()
    var values = [Double](repeating: 0, count: batch.count)
    var present = [Bool](repeating: false, count: batch.count)
    for cell in 0..<batch.count {
      guard let number = batch.number(measure, cell) else { continue }
      values[cell] = number
      present[cell] = true
    }
    return (values, present)
  }

  /// Cells in which something is published.
  func presentCount() throws(StoreError) -> Int {
    var spoken = [Bool](repeating: false, count: list.count * periods.count)
    for layer in layers { try layer.forEachState { area, period in spoken[period * list.count + area] = true } }
    return spoken.reduce(0) { $0 + ($1 ? 1 : 0) }
  }
}
