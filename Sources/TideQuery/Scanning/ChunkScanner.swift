import TideCore
import TideModel
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
  /// The places of the areas that are looked at among a chunk's cells, and the areas and number of cells they are for.
  private var windows: [Range<Int>] = []
  private var windowed: (map: AreaMap?, cells: Int) = (nil, 0)
  /// Panels and figures; chunks are counted by the reader.
  private var counted = ScanWork()

  init() { mergedCounts.initialize(repeating: -1, count: PanelColumn.measures) }

  deinit {
    merged.deallocate()
    mergedCounts.deallocate()
  }

  /// What was read so far.
  var work: ScanWork {
    var work = counted
    work.chunks = reader.work.blocks
    work.bytesRead = reader.work.bytes
    work.values = reader.work.values
    return work
  }

  /// Calls `body` for each chunk of a layer of a panel, with the runs of cells in it.
  ///
  /// - Parameter map: the areas that are looked at, where the numbers of others may be anything; nil for all.
  func forEachChunk(
    _ panel: PanelScan, layer index: Int, of map: AreaMap?, _ body: (LayerScan, [CellRun]) throws -> Void
  ) throws {
    let layer = panel.layers[index]
    if index == 0 { counted.panels += 1 }
    try naming(panel, index) {
      for chunk in 0..<layer.image.shape.chunks {
        open(layer, chunk, map)
        counted.figures += reader.count
        try body(layer, runs)
      }
    }
  }

  /// What a layer says of its periods as a whole, by its rows.
  ///
  /// - Returns: nil where it does not say, or a newer release speaks of some of its cells: its chunks must be read.
  func summaries(_ panel: PanelScan, layer index: Int) throws -> [PeriodSummary]? {
    let layer = panel.layers[index]
    guard layer.covered.isEmpty else { return nil }
    var told: [PeriodSummary]?
    try naming(panel, index) { told = try layer.image.summaries() }
    guard told != nil else { return nil }
    if index == 0 { counted.panels += 1 }
    counted.figures += layer.image.shape.cells
    return told
  }

  /// For each chunk of a layer the places of the cells of which nothing is said; empty where there are none at all.
  func silent(_ panel: PanelScan, layer index: Int) throws -> [[UInt16]] {
    let layer = panel.layers[index]
    if let known = layer.silent { return known }
    var places: [[UInt16]] = []
    try naming(panel, index) {
      for chunk in 0..<layer.image.shape.chunks {
        reader.open(layer.image, chunk: chunk)
        places.append(Array(try reader.places(ofStates: 1)))
      }
    }
    let found = places.allSatisfy(\.isEmpty) ? [] : places
    layer.silent = found
    return found
  }

  /// Runs what reads chunks of a layer, and names the segment where that fails.
  private func naming(_ panel: PanelScan, _ layer: Int, _ body: () throws -> Void) throws {
    do {
      try body()
    } catch let error as CoreError {
      throw panel.stack.failure(layer, error)
    }
  }

  private func open(_ layer: LayerScan, _ chunk: Int, _ map: AreaMap?) {
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
    guard let map, map.count * 2 < shape.areas else {
      reader.open(layer.image, chunk: chunk)
      return
    }
    // Chunks of as many whole periods have the same windows.
    if windowed.map !== map || windowed.cells != end - first || end - first != shape.cellsPerChunk
      || runs[0].count != shape.areas
    {
      windowed = (map, end - first)
      findWindows(map)
    }
    reader.open(layer.image, chunk: chunk, windows: windows)
  }

  /// The places of the areas looked at in the chunk's runs, in whole rows of 16.
  private func findWindows(_ map: AreaMap) {
    windows.removeAll(keepingCapacity: true)
    for run in runs {
      for members in map.runs {
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
    let silent = Array(try reader.places(ofStates: 1))
    return covered.isEmpty ? silent : Set(silent + covered).sorted()
  }

  /// The places, ascending, of the cells of a status of which nothing newer is said.
  func places(of status: Status) throws -> [UInt16] {
    let places = Array(try reader.places(ofStates: 1 << (1 + UInt16(status.rawValue))))
    return covered.isEmpty ? places : places.filter { !covered.contains($0) }
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
