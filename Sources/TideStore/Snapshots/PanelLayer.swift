import TideCore
import TideModel

/// One matrix of a panel, of one release or of several laid together, and where it lies in the panel.
struct PanelLayer {
  let segment: Segment
  let image: PanelImage
  /// The release that said the cells, where one said all.
  let onlyRelease: Int?
  let areas: AreaList
  /// Periods by row of the layer, as it labels them.
  let periods: [Period]
  /// Where the columns stand among the areas of the panel.
  private(set) var placement: AreaPlacement
  /// Periods of the panel by row, ascending; nil where each row is the period of its number.
  private var periodOfRow: [Int]?

  init(
    segment: Segment, layer: SegmentLayer, code: (Int64) throws(StoreError) -> String,
    text: (Int64) throws(StoreError) -> String
  ) throws(StoreError) {
    self.segment = segment
    image = layer.image
    onlyRelease = image.has(.releases) ? nil : layer.release
    areas = try segment.areas(of: image, isStored: layer.isStored, code: code)
    periods = try Self.labelled(segment.periods(of: image, isStored: layer.isStored), segment, image, text)
    placement = areas.placement
  }

  private static func labelled(
    _ periods: [Period], _ segment: Segment, _ image: PanelImage, _ text: (Int64) throws(StoreError) -> String
  ) throws(StoreError) -> [Period] {
    guard let labels = try segment.decoding({ () throws(CoreError) in try image.integers(.labels) }) else {
      return periods
    }
    var out: [Period] = []
    for (period, label) in zip(periods, labels) {
      out.append(label == 0 ? period : period.labelled(try text(label)))
    }
    return out
  }

  /// The layer in its place in a panel of periods that hold all of its own.
  func placed(_ placement: AreaPlacement, _ panelPeriods: [Period]) -> PanelLayer {
    var layer = self
    layer.placement = placement
    var places: [Int] = []
    var place = 0
    for period in periods {
      while panelPeriods[place] != period { place += 1 }
      places.append(place)
    }
    layer.periodOfRow = places
    return layer
  }

  // MARK: Places

  /// The panel's period by row.
  func period(of row: Int) -> Int { periodOfRow?[row] ?? row }

  /// The rows of some periods of the panel.
  func rows(of wanted: Range<Int>) -> Range<Int> {
    guard let periodOfRow else { return wanted.clamped(to: 0..<periods.count) }
    let first = periodOfRow.partitioningIndex { $0 >= wanted.lowerBound }
    return first..<max(first, periodOfRow.partitioningIndex { $0 >= wanted.upperBound })
  }

  /// The column of an area of the panel; nil where the layer does not have it.
  func column(of area: Int) -> Int? {
    let column = placement.columnOfArea[area]
    return column < 0 ? nil : Int(column)
  }

  /// Area and period of the panel that a cell of the layer stands for.
  func position(of cell: Int) -> (area: Int, period: Int) {
    let row = cell / image.shape.areas
    return (Int(placement.areaOfColumn[cell - row * image.shape.areas]), period(of: row))
  }

  // MARK: Reading

  /// 0 where the layer has no such column.
  func integer(_ column: PanelColumn, _ cell: Int) throws(StoreError) -> Int64 {
    guard image.has(column) else { return 0 }
    return try segment.decoding { () throws(CoreError) in try image.integer(column, at: cell) } ?? 0
  }

  /// A column of integers in one chunk; none where the layer has no such column.
  func integers(_ column: PanelColumn, chunk: Int) throws(StoreError) -> [Int64] {
    try segment.decoding { () throws(CoreError) in try image.integers(column, chunk: chunk) }
  }

  /// The release that said a cell.
  func release(_ cell: Int) throws(StoreError) -> Int {
    if let onlyRelease { return onlyRelease }
    return Int(try integer(.releases, cell))
  }

  /// Some measures of a cell.
  func numbers(_ cell: Int, _ measures: MeasureSet) throws(StoreError) -> CellNumbers {
    try segment.decoding { () throws(CoreError) in try image.numbers(at: cell, measures: measures.rawValue) }
  }

  func status(_ state: Int64) throws(StoreError) -> Status {
    guard let status = Status(state: state) else { throw unknownState() }
    return status
  }

  /// Refuses states that no status has.
  /// - Parameter mask: a bit for each state that is there.
  func checkStates(_ mask: UInt16) throws(StoreError) {
    guard mask & ~Status.states == 0 else { throw unknownState() }
  }

  private func unknownState() -> StoreError {
    Segment.damage("a cell has a state that does not exist", segment.relativePath, image.offset)
  }

  /// Calls `body` with area and period of the panel for each cell the layer speaks of.
  func forEachState(_ body: (Int, Int) -> Void) throws(StoreError) {
    let states = try segment.decoding { () throws(CoreError) in try image.integers(.states) } ?? []
    for (cell, state) in states.enumerated() where state != 0 {
      let (area, period) = position(of: cell)
      if area >= 0 { body(area, period) }
    }
  }
}

extension Status {
  /// The status that a cell's state stands for: 1 + its raw value. Nil for 0, a cell not spoken of, and for all others.
  init?(state: Int64) {
    guard let raw = UInt8(exactly: state &- 1) else { return nil }
    self.init(rawValue: raw)
  }

  /// A bit for each state that a cell may have.
  static let states = allCases.reduce(UInt16(1)) { $0 | 1 << (UInt16($1.rawValue) + 1) }
}
