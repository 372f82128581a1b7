import TideCore
import TideModel

/// Reads windows of panels out of the matrices that the releases left, each chunk whole where many of its cells are wanted and
/// else cell by cell. One serves a snapshot; not thread-safe.
final class BatchReader {
  private let tile = TileReader()
  private let log: ReadingLog
  private var cells: [Int32] = []

  init(_ log: ReadingLog) { self.log = log }

  /// A cell is looked up by itself where fewer of its chunk are wanted than one in so many.
  private static let sparsity = 8

  /// Lays a layer's part of a window over what older layers said.
  func read(_ layer: PanelLayer, into batch: inout FigureBatch) throws(StoreError) {
    let rows = layer.rows(of: batch.window.periods)
    guard !rows.isEmpty else { return }
    let shape = layer.image.shape
    var chunk = rows.lowerBound * shape.areas / shape.cellsPerChunk
    let last = (rows.upperBound * shape.areas - 1) / shape.cellsPerChunk
    while chunk <= last {
      let first = chunk * shape.cellsPerChunk
      let end = first + shape.cells(in: chunk)
      let wanted = max(first, rows.lowerBound * shape.areas)..<min(end, rows.upperBound * shape.areas)
      try read(layer, chunk, first..<end, wanted, &batch)
      chunk += 1
    }
  }

  /// - Parameters:
  ///   - all: the cells of the matrix that the chunk holds.
  ///   - wanted: those of them in the rows wanted.
  private func read(
    _ layer: PanelLayer, _ chunk: Int, _ all: Range<Int>, _ wanted: Range<Int>, _ batch: inout FigureBatch
  ) throws(StoreError) {
    let window = batch.window
    if window.areas.count == 1 {
      guard let column = layer.column(of: window.areas.lowerBound) else { return }
      let width = layer.image.shape.areas
      let first = (wanted.lowerBound - column + width - 1) / width * width + column
      let places = stride(from: first, to: wanted.upperBound, by: width)
      let isDense = (wanted.count / max(1, width)) * Self.sparsity >= all.count
      if !isDense {
        for place in places { try select(layer, place, &batch) }
        return
      }
    }
    try decode(layer, chunk, all, wanted, &batch)
  }

  private func select(_ layer: PanelLayer, _ place: Int, _ batch: inout FigureBatch) throws(StoreError) {
    let (area, period) = layer.position(of: place)
    guard batch.window.contains(area: area, period: period) else { return }
    let cell = batch.window.cell(area, period)
    log.cells += 1
    let found = try layer.numbers(place, batch.window.measures)
    guard found.state != 0 else { return }
    _ = try layer.status(found.state)
    batch.columns.take(found, at: cell)
    if batch.window.hasTexts {
      for kind in TextKind.allCases { batch.set(kind, try layer.integer(kind.column, place), cell) }
    }
    if batch.window.hasReleases { batch.setRelease(try layer.release(place), cell) }
  }

  private func decode(
    _ layer: PanelLayer, _ chunk: Int, _ all: Range<Int>, _ wanted: Range<Int>, _ batch: inout FigureBatch
  ) throws(StoreError) {
    findCells(layer, all, wanted, batch.window)
    tile.open(layer.image, chunk: chunk)
    let (tile, cells) = (tile, cells)
    try layer.segment.decoding { () throws(CoreError) in try batch.columns.take(tile, cells: cells) }
    log.values += all.count
    try layer.checkStates(tile.stateMask)
    try beside(layer, chunk, &batch)
  }

  /// For each place of the chunk the cell of the window it is, -1 for none.
  private func findCells(_ layer: PanelLayer, _ all: Range<Int>, _ wanted: Range<Int>, _ window: FigureWindow) {
    cells.removeAll(keepingCapacity: true)
    cells.append(contentsOf: repeatElement(-1, count: all.count))
    let width = layer.image.shape.areas
    var place = wanted.lowerBound
    while place < wanted.upperBound {
      let row = place / width
      let end = min((row + 1) * width, wanted.upperBound)
      let base = window.cell(0, layer.period(of: row))
      layer.placement.areaOfColumn.withUnsafeBufferPointer { areas in
        for one in place..<end {
          let area = Int(areas[one &- row &* width])
          if window.areas.contains(area) { cells[one &- all.lowerBound] = Int32(truncatingIfNeeded: base &+ area) }
        }
      }
      place = end
    }
  }

  /// Texts and releases of the cells just found.
  private func beside(_ layer: PanelLayer, _ chunk: Int, _ batch: inout FigureBatch) throws(StoreError) {
    if batch.window.hasTexts {
      for kind in TextKind.allCases where layer.image.has(kind.column) || !batch.texts[kind.rawValue].isEmpty {
        let ids = try layer.integers(kind.column, chunk: chunk)
        try forEachSpokenCell(layer) { place, cell in batch.set(kind, ids.isEmpty ? 0 : ids[place], cell) }
      }
    }
    guard batch.window.hasReleases else { return }
    let only = layer.onlyRelease
    let releases = only == nil ? try layer.integers(.releases, chunk: chunk) : []
    try forEachSpokenCell(layer) { place, cell in
      batch.setRelease(only ?? Int(releases.isEmpty ? 0 : releases[place]), cell)
    }
  }

  private func forEachSpokenCell(_ layer: PanelLayer, _ body: (Int, Int) -> Void) throws(StoreError) {
    let states = try layer.segment.decoding { () throws(CoreError) in try tile.cellStates() }
    for (place, cell) in cells.enumerated() where cell >= 0 && states[place] != 0 { body(place, Int(cell)) }
  }
}

extension FigureBatch {
  fileprivate mutating func setRelease(_ release: Int, _ cell: Int) {
    if releases.isEmpty { releases = Array(repeating: 0, count: count) }
    releases[cell] = Int32(truncatingIfNeeded: release)
  }

  fileprivate mutating func set(_ kind: TextKind, _ id: Int64, _ cell: Int) {
    if texts[kind.rawValue].isEmpty {
      if id == 0 { return }
      texts[kind.rawValue] = Array(repeating: 0, count: count)
    }
    texts[kind.rawValue][cell] = id
  }
}
