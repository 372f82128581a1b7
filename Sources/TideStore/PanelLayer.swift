import TideCore
import TideModel

/// One matrix of a panel, of one release or of several laid together, and where it lies in the panel.
struct PanelLayer {
  let segment: Segment
  let image: PanelImage
  /// The release that said the cells, where one said all.
  private let onlyRelease: Int?
  let areas: AreaList
  /// Periods by row of the layer, as it labels them.
  let periods: [Period]
  /// Columns of the layer by area of the panel, and areas of the panel by column; -1 for none.
  private var columnOfArea: [Int] = []
  private var areaOfColumn: [Int] = []
  private var rowOfPeriod: [Int] = []
  private var periodOfRow: [Int] = []

  init(
    segment: Segment, layer: SegmentLayer, code: (Int64) throws(StoreError) -> String,
    text: (Int64) throws(StoreError) -> String
  ) throws(StoreError) {
    self.segment = segment
    image = layer.image
    onlyRelease = image.has(.releases) ? nil : layer.release
    areas = try segment.areas(of: image, isStored: layer.isStored, code: code)
    periods = try Self.labelled(segment.periods(of: image, isStored: layer.isStored), segment, image, text)
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

  /// The layer in its place in a panel of these areas and periods, which hold all of its own.
  func placed(among areas: [String], _ panelPeriods: [Period]) -> PanelLayer {
    var layer = self
    layer.columnOfArea = Array(repeating: -1, count: areas.count)
    layer.areaOfColumn = Array(repeating: 0, count: self.areas.codes.count)
    var area = 0
    for column in self.areas.order {
      while areas[area] != self.areas.codes[column] { area += 1 }
      layer.columnOfArea[area] = column
      layer.areaOfColumn[column] = area
    }
    layer.rowOfPeriod = Array(repeating: -1, count: panelPeriods.count)
    layer.periodOfRow = Array(repeating: 0, count: periods.count)
    var place = 0
    for (row, period) in periods.enumerated() {
      while panelPeriods[place] != period { place += 1 }
      layer.rowOfPeriod[place] = row
      layer.periodOfRow[row] = place
    }
    return layer
  }

  /// The layer's cell for an area and period of the panel; nil where it has none.
  func cell(_ area: Int, _ period: Int) -> Int? {
    let (column, row) = (columnOfArea[area], rowOfPeriod[period])
    return column < 0 || row < 0 ? nil : row * self.areas.codes.count + column
  }

  /// 0 where the layer has no such column.
  func integer(_ column: PanelColumn, _ cell: Int) throws(StoreError) -> Int64 {
    try segment.decoding { () throws(CoreError) in try image.integer(column, at: cell) } ?? 0
  }

  /// The release that said a cell.
  func release(_ cell: Int) throws(StoreError) -> Int {
    if let onlyRelease { return onlyRelease }
    return Int(try integer(.releases, cell))
  }

  func number(_ measure: Measure, _ cell: Int) throws(StoreError) -> Double? {
    try segment.decoding { () throws(CoreError) in try image.number(Int(measure.rawValue), at: cell) }
  }

  /// All measures of a cell.
  func numbers(_ cell: Int) throws(StoreError) -> CellNumbers {
    try segment.decoding { () throws(CoreError) in try image.numbers(at: cell) }
  }

  func status(_ state: Int64) throws(StoreError) -> Status {
    guard let status = Status(state: state) else {
      throw Segment.damage("a cell has a state that does not exist", segment.relativePath, image.offset)
    }
    return status
  }

  /// Calls `body` with area and period of the panel for each cell the layer speaks of.
  func forEachState(_ body: (Int, Int) -> Void) throws(StoreError) {
    let states = try segment.decoding { () throws(CoreError) in try image.integers(.states) } ?? []
    let width = self.areas.codes.count
    for (cell, state) in states.enumerated() where state != 0 {
      body(areaOfColumn[cell % width], periodOfRow[cell / width])
    }
  }

  /// Calls `body` with area and period of the panel, and the number, for each cell that has the measure.
  func forEachNumber(_ measure: Measure, _ body: (Int, Int, Double) -> Void) throws(StoreError) {
    let number = Int(measure.rawValue)
    guard image.has(.measure(number)) else { return }
    let reader = TileReader()
    let width = self.areas.codes.count
    for chunk in 0..<image.shape.chunks {
      reader.open(image, chunk: chunk)
      try segment.decoding { () throws(CoreError) in
        guard let values = try reader.values(number) else { return }
        var missing = try reader.missing(number).makeIterator()
        var next = missing.next().map(Int.init)
        for place in 0..<reader.count {
          if place == next {
            next = missing.next().map(Int.init)
            continue
          }
          let cell = reader.firstCell + place
          body(areaOfColumn[cell % width], periodOfRow[cell / width], values[place])
        }
      }
    }
  }
}

extension Status {
  /// The status that a cell's state stands for: 1 + its raw value. Nil for 0, a cell not spoken of, and for all others.
  init?(state: Int64) {
    guard let raw = UInt8(exactly: state &- 1) else { return nil }
    self.init(rawValue: raw)
  }
}
