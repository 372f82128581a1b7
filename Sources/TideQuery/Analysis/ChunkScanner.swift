import TideCore
import TideStore

/// A run of neighbouring cells of one period in an open chunk.
struct CellRun {
  /// Place of the first cell in the chunk.
  let start: Int
  let count: Int
  /// The indicator's period.
  let period: Int
  /// Column of the first cell.
  let column: Int
}

/// Takes one thread through panels chunk by chunk. Cells that a newer release speaks of count as missing.
final class ChunkScanner {
  private let reader = TileReader()
  /// Missing and covered places together, a chunk's room for each measure; and how many, -1 where not yet merged.
  private let merged = UnsafeMutablePointer<UInt16>.allocate(
    capacity: PanelColumn.measures * PanelShape.mostCellsPerChunk)
  private let mergedCounts = UnsafeMutablePointer<Int>.allocate(capacity: PanelColumn.measures)
  private var covered: [UInt16] = []
  private var runs: [CellRun] = []
  /// The places of the upper-tier areas among a chunk's cells, and the list and number of cells they are for.
  private var windows: [Range<Int>] = []
  private var windowed: (places: AreaPlaces?, cells: Int) = (nil, 0)
  /// Panels and figures; chunks are counted by the reader.
  private var counted = AnalysisWork()

  init() { mergedCounts.initialize(repeating: -1, count: PanelColumn.measures) }

  deinit {
    merged.deallocate()
    mergedCounts.deallocate()
  }

  /// What was read so far.
  var work: AnalysisWork {
    var work = counted
    work.chunks = reader.work.blocks
    work.bytesRead = reader.work.bytes
    work.values = reader.work.values
    return work
  }

  /// Calls `body` for each chunk of each layer of a panel, with the runs of cells in it.
  ///
  /// - Parameter upperTier: whether only upper-tier areas are looked at; the numbers of others may then be anything.
  func forEachChunk(
    _ panel: PanelScan, upperTier: Bool = false, _ body: (LayerScan, [CellRun]) throws -> Void
  ) throws {
    for layer in panel.layers.indices { try forEachChunk(panel, layer: layer, upperTier: upperTier, body) }
  }

  /// As above, of one of the panel's layers.
  func forEachChunk(
    _ panel: PanelScan, layer index: Int, upperTier: Bool = false, _ body: (LayerScan, [CellRun]) throws -> Void
  ) throws {
    let layer = panel.layers[index]
    if index == 0 { counted.panels += 1 }
    try naming(panel, index) {
      for chunk in 0..<layer.image.shape.chunks {
        open(layer, chunk, upperTier: upperTier)
        counted.figures += reader.count
        try body(layer, runs)
      }
    }
  }

  /// Adds what a layer says of its periods as a whole to the summaries of the indicator's.
  ///
  /// - Returns: false where it does not say, or a newer release speaks of some of its cells: its chunks must be read.
  func summaries(_ panel: PanelScan, layer index: Int, to groups: inout [PeriodSummary]) throws -> Bool {
    let layer = panel.layers[index]
    guard layer.covered.isEmpty else { return false }
    var told: [PeriodSummary]?
    try naming(panel, index) { told = try layer.image.summaries() }
    guard let told else { return false }
    if index == 0 { counted.panels += 1 }
    counted.figures += layer.image.shape.cells
    for (row, summary) in told.enumerated() { groups[layer.periods[row]].add(summary) }
    return true
  }

  /// Runs what reads chunks of a layer, and names the segment where that fails.
  private func naming(_ panel: PanelScan, _ layer: Int, _ body: () throws -> Void) throws {
    do {
      try body()
    } catch let error as CoreError {
      throw panel.stack.failure(layer, error)
    }
  }

  /// Calls `body` for each run of cells of one of the indicator's periods; chunks without any are not read.
  func forEachRun(_ panel: PanelScan, period: Int, _ body: (LayerScan, CellRun) throws -> Void) throws {
    counted.panels += 1
    for (index, layer) in panel.layers.enumerated() {
      guard let row = layer.periods.firstIndex(of: period) else { continue }
      let shape = layer.image.shape
      let cells = row * shape.areas..<(row + 1) * shape.areas
      try naming(panel, index) {
        for chunk in cells.lowerBound / shape.cellsPerChunk...(cells.upperBound - 1) / shape.cellsPerChunk {
          open(layer, chunk)
          for run in runs where run.period == period {
            counted.figures += run.count
            try body(layer, run)
          }
        }
      }
    }
  }

  private func open(_ layer: LayerScan, _ chunk: Int, upperTier: Bool = false) {
    let shape = layer.image.shape
    if !covered.isEmpty || !layer.covered.isEmpty { covered = layer.covered.isEmpty ? [] : layer.covered[chunk] }
    mergedCounts.update(repeating: -1, count: PanelColumn.measures)
    runs.removeAll(keepingCapacity: true)
    let first = chunk * shape.cellsPerChunk
    let end = first + shape.cells(in: chunk)
    var row = first / shape.areas
    var column = first - row * shape.areas
    var cell = first
    while cell < end {
      let count = min(shape.areas - column, end - cell)
      runs.append(CellRun(start: cell - first, count: count, period: layer.periods[row], column: column))
      cell += count
      row += 1
      column = 0
    }
    guard upperTier, layer.places.upperTier.count * 2 < shape.areas else {
      reader.open(layer.image, chunk: chunk)
      return
    }
    // Chunks of as many whole periods have the same windows.
    if windowed.places !== layer.places || windowed.cells != end - first || end - first != shape.cellsPerChunk
      || runs[0].count != shape.areas
    {
      windowed = (layer.places, end - first)
      findWindows(layer.places)
    }
    reader.open(layer.image, chunk: chunk, windows: windows)
  }

  /// The places of the upper-tier areas in the chunk's runs, in whole rows of 16.
  private func findWindows(_ places: AreaPlaces) {
    windows.removeAll(keepingCapacity: true)
    for run in runs {
      for members in places.upperRuns {
        let columns = members.clamped(to: run.column..<run.column + run.count)
        guard !columns.isEmpty else { continue }
        let start = (run.start + columns.lowerBound - run.column) / 16 * 16
        let end = run.start + columns.upperBound - run.column
        if let last = windows.last, start <= last.upperBound {
          windows[windows.count - 1] = last.lowerBound..<max(end, last.upperBound)
        } else {
          windows.append(start..<end)
        }
      }
    }
    // Where a run of periods has no such area nothing need be read; one row is, since no windows mean all.
    if windows.isEmpty { windows.append(0..<1) }
  }

  /// The places, ascending, of the cells of which nothing is said, or something newer.
  func absent() throws -> [UInt16] {
    let states = try reader.cellStates()
    let silent = (0..<reader.count).filter { states[$0] == 0 }.map { UInt16($0) }
    return covered.isEmpty ? silent : (silent + covered).sorted()
  }

  /// The numbers of a measure, to be changed freely once all columns that follow from it are read; nil where the panel
  /// has none.
  func values(_ measure: Int) throws -> UnsafeMutablePointer<Double>? {
    try reader.values(measure)
  }

  /// The places of the cells that lack a measure, ascending.
  func missing(_ measure: Int) throws -> UnsafeBufferPointer<UInt16> {
    let missing = try reader.missing(measure)
    if covered.isEmpty { return missing }
    let out = merged + measure * PanelShape.mostCellsPerChunk
    if mergedCounts[measure] < 0 { mergedCounts[measure] = Self.merge(missing, covered, into: out) }
    return UnsafeBufferPointer(start: out, count: mergedCounts[measure])
  }

  private static func merge(
    _ one: UnsafeBufferPointer<UInt16>, _ other: [UInt16], into out: UnsafeMutablePointer<UInt16>
  ) -> Int {
    var (i, j, merged) = (0, 0, 0)
    while i < one.count || j < other.count {
      let next = i < one.count && (j == other.count || one[i] <= other[j]) ? one[i] : other[j]
      if i < one.count, one[i] == next { i += 1 }
      if j < other.count, other[j] == next { j += 1 }
      out[merged] = next
      merged += 1
    }
    return merged
  }
}

extension UnsafeBufferPointer<UInt16> {
  /// The index of the first place from `start` on, given that places ascend.
  func firstIndex(from start: Int) -> Int {
    if start == 0 || isEmpty { return 0 }
    if Int(self[count &- 1]) < start { return count }
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if Int(self[middle]) >= start { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The places inside a run.
  func inside(_ run: CellRun) -> UnsafeBufferPointer<UInt16> {
    let first = firstIndex(from: run.start)
    return UnsafeBufferPointer(rebasing: self[first..<Swift.max(first, firstIndex(from: run.start &+ run.count))])
  }
}
