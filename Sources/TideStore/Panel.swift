import TideCore
public import TideModel

/// One indicator, stratum and class of areas as of a snapshot: a dense matrix of areas x periods.
///
/// The layers of the releases lie over each other, later ones on top. A single cell is read from its chunk; when many
/// are asked for, or a whole measure, the measure is decoded and kept as long as the panel.
public final class Panel {
  /// Which panel.
  public let key: PanelKey
  /// Area codes, ascending.
  public let areas: [String]
  /// Periods, ascending, with the labels of the newest release that speaks of them.
  public let periods: [Period]

  /// Oldest first.
  private let layers: [PanelLayer]
  private let text: (Int64) throws(StoreError) -> String
  private var figures: [Measure: (values: [Double], present: [Bool])] = [:]
  /// For each cell, 1 + the index of the newest layer that speaks of it; 0 for none. Empty until it is needed.
  private var owners: [Int] = []
  /// Cells read one by one so far.
  private var readings = 0
  private let log: ReadingLog
  /// Cells whose figures were suppressed or withdrawn after this vintage, and what is said of them since.
  private var withheld: [Int: Observation] = [:]
  /// What may be shown of it; nil where all may.
  var screen: (any PanelScreen)?

  init(
    key: PanelKey, layers: [PanelLayer], log: ReadingLog, text: @escaping (Int64) throws(StoreError) -> String
  ) throws(StoreError) {
    self.key = key
    self.log = log
    self.text = text
    if layers.count == 1 {
      areas = layers[0].areas.sorted
      periods = layers[0].periods
    } else {
      areas = Array(Set(layers.flatMap(\.areas.codes))).sorted()
      var newest: [Int64: Period] = [:]
      for period in layers.flatMap(\.periods) { newest[period.key] = period }
      periods = newest.values.sorted()
    }
    let (areas, periods) = (areas, periods)
    self.layers = layers.map { $0.placed(among: areas, periods) }
  }

  /// The position of an area.
  /// - Complexity: O(log areas).
  public func areaIndex(_ code: String) -> Int? {
    let index = areas.partitioningIndex { $0 >= code }
    return index < areas.count && areas[index] == code ? index : nil
  }

  /// The position of a period, whatever its label.
  /// - Complexity: O(log periods).
  public func periodIndex(_ period: Period) -> Int? {
    let index = periods.partitioningIndex { $0 >= period }
    return index < periods.count && periods[index] == period ? index : nil
  }

  /// The newest layer that speaks of a cell, and what it says.
  private func owner(_ area: Int, _ period: Int) throws(StoreError) -> (layer: PanelLayer, cell: Int, state: Int64)? {
    guard areas.indices.contains(area), periods.indices.contains(period) else { return nil }
    for layer in layers.reversed() {
      guard let cell = layer.cell(area, period) else { continue }
      let state = try layer.integer(.states, cell)
      if state != 0 { return (layer, cell, state) }
    }
    return nil
  }

  /// Whether anything was published for an area and period, be it only the status of an absent figure.
  public func isPresent(area: Int, period: Int) throws(StoreError) -> Bool { try owner(area, period) != nil }

  /// Takes in what a release after this vintage says: the newest decides what is kept back.
  func withhold(_ layer: PanelLayer) throws(StoreError) {
    let states = try layer.segment.decoding { () throws(CoreError) in try layer.image.integers(.states) } ?? []
    let width = layer.areas.codes.count
    for (cell, state) in states.enumerated() where state != 0 {
      guard let area = areaIndex(layer.areas.codes[cell % width]), let period = periodIndex(layer.periods[cell / width])
      else { continue }
      let status = try layer.status(state)
      withheld[period * areas.count + area] =
        status == .suppressed || status == .withdrawn
        ? Observation(figures: Figures(), status: status, note: try text(layer, .notes, cell)) : nil
    }
    if !withheld.isEmpty { figures.removeAll() }
  }

  /// Whether a cell's figures are kept back, because they were suppressed or withdrawn after this vintage.
  public func withholds(area: Int, period: Int) -> Bool {
    !withheld.isEmpty && withheld[period * areas.count + area] != nil
  }

  /// The status of a cell; nil where nothing was published.
  public func status(area: Int, period: Int) throws(StoreError) -> Status? {
    if screen != nil { return try observation(area: area, period: period)?.status }
    guard let (layer, _, state) = try owner(area, period) else { return nil }
    if let later = withheld[period * areas.count + area] { return later.status }
    return try layer.status(state)
  }

  /// One number of a cell; nil where it is missing.
  public func figure(_ measure: Measure, area: Int, period: Int) throws(StoreError) -> Double? {
    if withholds(area: area, period: period) { return nil }
    if screen != nil { return try observation(area: area, period: period)?.figures[measure] }
    readings += 1
    if figures[measure] == nil, readings <= max(64, areas.count * periods.count / 8) {
      guard let (layer, cell, _) = try owner(area, period) else { return nil }
      log.cells += 1
      return try layer.number(measure, cell)
    }
    guard areas.indices.contains(area), periods.indices.contains(period) else { return nil }
    let cell = period * areas.count + area
    let matrix = try matrix(measure)
    return matrix.present[cell] ? matrix.values[cell] : nil
  }

  /// Everything published for a cell, or what is shown of it; nil where nothing was.
  public func observation(area: Int, period: Int) throws(StoreError) -> Observation? {
    guard let published = try stored(area: area, period: period) else { return nil }
    return try screen?.shown(published, area: area, period: period) ?? published
  }

  private func stored(area: Int, period: Int) throws(StoreError) -> Observation? {
    guard let (layer, cell, state) = try owner(area, period) else { return nil }
    if let later = withheld[period * areas.count + area] { return later }
    log.cells += 1
    let numbers = try layer.numbers(cell)
    var row = Figures()
    for measure in Measure.allCases { row[measure] = numbers[Int(measure.rawValue)] }
    return Observation(
      figures: row, status: try layer.status(state), note: try text(layer, .notes, cell),
      publishedTrend: try text(layer, .trends, cell), publishedComparison: try text(layer, .comparisons, cell))
  }

  private func text(_ layer: PanelLayer, _ column: PanelColumn, _ cell: Int) throws(StoreError) -> String {
    let id = try layer.integer(column, cell)
    return id == 0 ? "" : try text(id)
  }

  /// The sequence number of the release that last spoke of a cell.
  public func release(area: Int, period: Int) throws(StoreError) -> Int? {
    guard let (layer, cell, _) = try owner(area, period) else { return nil }
    return try layer.release(cell)
  }

  /// A whole measure: values and presence by cell = period x areas.count + area.
  public func matrix(_ measure: Measure) throws(StoreError) -> (values: [Double], present: [Bool]) {
    if let known = figures[measure] { return known }
    if screen != nil { return try shownMatrix(measure) }
    try findOwners()
    var values = [Double](repeating: 0, count: owners.count)
    var present = [Bool](repeating: false, count: owners.count)
    for (index, layer) in layers.enumerated() {
      try layer.forEachNumber(measure) { area, period, number in
        let cell = period * areas.count + area
        guard owners[cell] == index + 1, withheld.isEmpty || withheld[cell] == nil else { return }
        values[cell] = number
        present[cell] = true
      }
    }
    figures[measure] = (values, present)
    log.values += values.count
    return (values, present)
  }

  private func shownMatrix(_ measure: Measure) throws(StoreError) -> (values: [Double], present: [Bool]) {
    var values = [Double](repeating: 0, count: areas.count * periods.count)
    var present = [Bool](repeating: false, count: values.count)
    for cell in values.indices {
      guard let number = try figure(measure, area: cell % areas.count, period: cell / areas.count) else { continue }
      values[cell] = number
      present[cell] = true
    }
    figures[measure] = (values, present)
    return (values, present)
  }

  private func findOwners() throws(StoreError) {
    guard owners.isEmpty else { return }
    owners = Array(repeating: 0, count: areas.count * periods.count)
    for (index, layer) in layers.enumerated() {
      try layer.forEachState { area, period in owners[period * areas.count + area] = index + 1 }
    }
  }

  /// Cells in which something is published.
  func presentCount() throws(StoreError) -> Int {
    try findOwners()
    return owners.reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
  }
}
