import TideModel
import TideStore

/// The rows of an append, by panel, in order of reading: in memory up to a budget, beyond it in a scratch file.
///
/// Rows stand in chunks in the order they are read; a panel knows the runs that are its own. When the chunks have
/// reached the budget, all rows go to the file panel by panel, and the chunks are used again.
final class RowStore {
  /// A panel before it is known which indicator its rows are of.
  struct SlotKey {
    let slot: Int
    let stratum: Int
    let areaClass: AreaClass
  }

  /// Rows that stand behind each other.
  private struct Run {
    /// Index among the rows in memory, or byte offset in the file.
    var start: Int
    var count: Int
  }

  private struct PanelEntry {
    let key: SlotKey
    var count = 0
    var inFile: [Run] = []
    var inMemory: [Run] = []

    /// Takes the row with this index in memory.
    @inline(__always)
    mutating func append(_ row: Int) {
      count &+= 1
      let newest = inMemory.count &- 1
      if newest >= 0, inMemory[newest].start &+ inMemory[newest].count == row {
        inMemory[newest].count &+= 1
      } else {
        inMemory.append(Run(start: row, count: 1))
      }
    }
  }

  private static let rowBytes = MemoryLayout<FigureRow>.stride

  private let writer: StoreWriter
  /// A chunk is two to this power of rows.
  private let chunkShift: Int
  private let mostChunks: Int
  private var chunks: [UnsafeMutablePointer<FigureRow>] = []
  private var filled = 0
  private var panels: [PanelEntry] = []
  private var numbers = NumberTable()
  private var last: (key: NumberKey, panel: Int) = (NumberKey(), -1)
  private var scratch: ScratchFile?

  /// A store that holds about `memory` bytes of rows in memory.
  init(writer: StoreWriter, memory: Int) {
    self.writer = writer
    // At worst each row is a run of its own.
    let mostRows = max(1, memory / (Self.rowBytes + MemoryLayout<Run>.stride))
    chunkShift = min(14, Int.bitWidth - 1 - mostRows.leadingZeroBitCount)
    mostChunks = mostRows >> chunkShift
  }

  deinit {
    for chunk in chunks { chunk.deallocate() }
  }

  /// The panels' keys, by number.
  var keys: [SlotKey] { panels.map(\.key) }

  /// Memory for the next row, which becomes one by `keep`. What stands in it is of no meaning: all of it is to be set.
  @inline(__always)
  func place() throws(StoreError) -> UnsafeMutablePointer<FigureRow> {
    if filled >> chunkShift == chunks.count { try extend() }
    return address(filled)
  }

  @inline(__always)
  private func address(_ row: Int) -> UnsafeMutablePointer<FigureRow> {
    chunks[row >> chunkShift] + row & (1 << chunkShift &- 1)
  }

  private func extend() throws(StoreError) {
    if chunks.count >= mostChunks { return try spill() }
    chunks.append(UnsafeMutablePointer<FigureRow>.allocate(capacity: 1 << chunkShift))
  }

  /// Keeps the row placed last, for a panel.
  @inline(__always)
  func keep(slot: Int32, stratum: Int32, areaClass: AreaClass) {
    let key = NumberKey(a: slot, b: stratum, c: Int32(areaClass.rawValue))
    if last.panel < 0 || last.key != key { last = (key, panel(key, areaClass)) }
    panels[last.panel].append(filled)
    filled &+= 1
  }

  private func panel(_ key: NumberKey, _ areaClass: AreaClass) -> Int {
    if let known = numbers.value(key) { return Int(known) }
    panels.append(PanelEntry(key: SlotKey(slot: Int(key.a), stratum: Int(key.b), areaClass: areaClass)))
    numbers.set(key, to: Int32(truncatingIfNeeded: panels.count - 1))
    return panels.count - 1
  }

  /// Puts all rows in memory into the file, panel by panel.
  private func spill() throws(StoreError) {
    let file = if let scratch { scratch } else { try writer.scratchFile() }
    scratch = file
    for panel in panels.indices where !panels[panel].inMemory.isEmpty {
      let start = file.length
      var count = 0
      for run in panels[panel].inMemory {
        for piece in pieces(of: run) { try file.append(UnsafeRawBufferPointer(piece)) }
        count += run.count
      }
      panels[panel].inFile.append(Run(start: start, count: count))
      panels[panel].inMemory = []
    }
    filled = 0
  }

  /// The parts of a run that stand in one chunk.
  private func pieces(of run: Run) -> [UnsafeBufferPointer<FigureRow>] {
    var pieces: [UnsafeBufferPointer<FigureRow>] = []
    var start = run.start
    while start < run.start + run.count {
      let stop = min(run.start + run.count, (start >> chunkShift + 1) << chunkShift)
      pieces.append(UnsafeBufferPointer(start: address(start), count: stop - start))
      start = stop
    }
    return pieces
  }

  /// Ends the keeping of rows; only then are they got back.
  func finish() throws(StoreError) { try scratch?.flush() }

  /// Gives `rows` the rows of some panels, one panel's behind the other's. Several threads may ask.
  func get(panels numbers: [Int], into rows: inout [FigureRow]) throws(StoreError) {
    rows.removeAll(keepingCapacity: true)
    rows.reserveCapacity(numbers.reduce(0) { $0 + panels[$1].count })
    for number in numbers {
      for run in panels[number].inFile {
        let held = rows.count
        rows.append(contentsOf: repeatElement(FigureRow(), count: run.count))
        try rows.withUnsafeMutableBufferPointer { (rows) throws(StoreError) in
          let wanted = UnsafeMutableBufferPointer(rebasing: rows[held...])
          try scratch?.read(into: UnsafeMutableRawBufferPointer(wanted), at: run.start)
        }
      }
      for run in panels[number].inMemory {
        for piece in pieces(of: run) { rows.append(contentsOf: piece) }
      }
    }
  }
}
