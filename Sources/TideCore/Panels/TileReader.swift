/// Decodes one chunk of one panel at a time, column by column as they are asked for, into buffers of its own.
///
/// Not thread-safe: one reader a thread. What it returns is good until the next `open`.
public final class TileReader {
  /// Cells of the open chunk.
  public private(set) var count = 0
  /// The place of its first cell in the panel.
  public private(set) var firstCell = 0
  /// What has been read since the reader was made.
  public private(set) var work = TileWork()

  private var panel: PanelImage?
  /// The open panel's, for the loops that must not count references to it.
  private var columns: PanelImage.ColumnSet?
  private var chunk = 0
  private var windows: [Range<Int>] = []
  private let figures: UnsafeMutablePointer<Double>
  private let words: MutableWords
  private let positions: UnsafeMutablePointer<UInt16>
  /// How many places each measure is missing at; -1 where that is not yet known.
  private let missingCounts: UnsafeMutablePointer<Int>
  private var decoded: UInt32 = 0
  private let states: UnsafeMutablePointer<UInt8>
  /// The state of most cells; the places of the others, and bits of the states among those.
  private var commonState: UInt8 = 0
  private let others: UnsafeMutablePointer<UInt16>
  private var otherCount = 0
  private var otherStates: UInt16 = 0
  private var hasStates = false

  private static let capacity = Block.maximumCount

  /// A reader with nothing open.
  public init() {
    figures = .allocate(capacity: PanelColumn.measures * Self.capacity)
    figures.initialize(repeating: 0, count: PanelColumn.measures * Self.capacity)
    words = .allocate(capacity: Self.capacity)
    words.initialize(repeating: 0)
    // One more for the places of states.
    positions = .allocate(capacity: (PanelColumn.measures + 1) * Self.capacity)
    positions.initialize(repeating: 0, count: (PanelColumn.measures + 1) * Self.capacity)
    states = .allocate(capacity: Self.capacity)
    states.initialize(repeating: 0, count: Self.capacity)
    others = .allocate(capacity: Self.capacity)
    others.initialize(repeating: 0, count: Self.capacity)
    missingCounts = .allocate(capacity: PanelColumn.measures)
    missingCounts.initialize(repeating: -1, count: PanelColumn.measures)
  }

  deinit {
    figures.deallocate()
    words.deallocate()
    positions.deallocate()
    states.deallocate()
    others.deallocate()
    missingCounts.deallocate()
  }

  /// Turns to a chunk; nothing is read yet.
  ///
  /// - Parameter windows: the cells that will be looked at, ascending; others may hold anything. All where empty.
  public func open(_ panel: PanelImage, chunk: Int, windows: [Range<Int>] = []) {
    if self.panel !== panel {
      self.panel = panel
      columns = panel.columns
    }
    self.chunk = chunk
    if !self.windows.isEmpty || !windows.isEmpty { self.windows = windows }
    count = panel.shape.cells(in: chunk)
    firstCell = chunk * panel.shape.cellsPerChunk
    decoded = 0
    hasStates = false
    missingCounts.update(repeating: -1, count: PanelColumn.measures)
  }

  /// The numbers of a measure by cell; what stands where one is missing means nothing. Nil where the panel has none.
  ///
  /// - Complexity: O(cells); operands of a derived column are read too.
  public func values(_ measure: Int) throws(CoreError) -> UnsafeMutablePointer<Double>? {
    guard let column = columns?[measure] else { return nil }
    let out = figures + measure * Self.capacity
    if decoded >> UInt32(measure) & 1 == 1 { return out }
    let block = try column.table.block(chunk, kind: .doubles, count: count)
    column.table.prefetch(after: chunk)
    column.table.countDecoding(chunk)
    work.blocks += 1
    work.bytes += block.payload.count + Block.chunkHeaderBytes
    work.values += block.count
    if block.codec == .derived {
      guard let model = column.model else { throw block.malformed("a derived chunk of a column without a model") }
      var bits = model.rule.operandBits
      while bits != 0 {
        _ = try values(bits.trailingZeroBitCount)
        bits &= bits &- 1
      }
      try DerivedCodec.decode(
        block, model, windows: windows, operands: figures, stride: Self.capacity, room: words, into: out)
    } else {
      try decode(block, into: out)
    }
    decoded |= 1 << UInt32(measure)
    return out
  }

  private func decode(_ block: Block, into out: UnsafeMutablePointer<Double>) throws(CoreError) {
    if block.codec == .decimal, !windows.isEmpty {
      return try DecimalCodec.decode(block, windows: windows, into: out)
    }
    let room = UnsafeMutableRawPointer(out).assumingMemoryBound(to: Int64.self)
    try BlockDecoder.decode(block, into: MutableWords(start: room, count: Self.capacity))
  }

  /// The places, rising, of the cells that lack a measure; all of them where the panel does not have it.
  public func missing(_ measure: Int) throws(CoreError) -> UnsafeBufferPointer<UInt16> {
    let out = positions + measure * Self.capacity
    if missingCounts[measure] < 0 { missingCounts[measure] = try findMissing(measure, out) }
    return UnsafeBufferPointer(start: out, count: missingCounts[measure])
  }

  /// The places, rising, of the cells of some states, a bit for each; good until the next call.
  ///
  /// - Parameter mask: bit 0 for cells of which nothing is said, bit 1 + s for those of status s.
  public func places(ofStates mask: UInt16) throws(CoreError) -> UnsafeBufferPointer<UInt16> {
    let out = positions + PanelColumn.measures * Self.capacity
    return UnsafeBufferPointer(start: out, count: try missing(underMask: ~mask, out))
  }

  /// The state of each cell: 0 where nothing is said of it, else 1 + its status.
  public func cellStates() throws(CoreError) -> UnsafePointer<UInt8> {
    if !hasStates { try readStates() }
    return UnsafePointer(states)
  }

  /// A bit for each state that a cell of the chunk has; good once the states were read.
  public var stateMask: UInt16 { hasStates ? 1 << UInt16(commonState & 15) | otherStates : 0 }

  private func findMissing(_ measure: Int, _ out: UnsafeMutablePointer<UInt16>) throws(CoreError) -> Int {
    guard let column = columns?[measure] else {
      for place in 0..<count { out[place] = UInt16(truncatingIfNeeded: place) }
      return count
    }
    switch column.presence {
    case .byState(let mask): return try missing(underMask: mask, out)
    case .column: return try missing(inColumnOf: measure, out)
    case .like(let other):
      // The other measure's own places, so that its column is decoded once.
      let found = try missing(other)
      if found.count > 0, let start = found.baseAddress { out.update(from: start, count: found.count) }
      return found.count
    }
  }

  private func missing(underMask mask: UInt16, _ out: UnsafeMutablePointer<UInt16>) throws(CoreError) -> Int {
    if !hasStates { try readStates() }
    guard mask >> UInt16(commonState) & 1 == 1 else { return allMissing(underMask: mask, out) }
    if otherStates & ~mask == 0 { return 0 }
    var found = 0
    for other in 0..<otherCount {
      out[found] = others[other]
      found &+= mask >> UInt16(states[Int(others[other])]) & 1 == 0 ? 1 : 0
    }
    return found
  }

  private func allMissing(underMask mask: UInt16, _ out: UnsafeMutablePointer<UInt16>) -> Int {
    var found = 0
    for place in 0..<count {
      out[found] = UInt16(truncatingIfNeeded: place)
      found &+= mask >> UInt16(states[place]) & 1 == 0 ? 1 : 0
    }
    return found
  }

  private func missing(inColumnOf measure: Int, _ out: UnsafeMutablePointer<UInt16>) throws(CoreError) -> Int {
    try readWords(.presence(of: measure))
    var found = 0
    for place in 0..<count {
      out[found] = UInt16(truncatingIfNeeded: place)
      found &+= words[place] == 1 ? 0 : 1
    }
    return found
  }

  private func readWords(_ id: PanelColumn) throws(CoreError) {
    guard let column = columns?[Int(id.id)] else {
      throw CoreError(.malformed, "a panel without its column \(id.id)", offset: panel?.offset ?? 0)
    }
    let block = try column.table.block(chunk, kind: .integers, count: count)
    column.table.prefetch(after: chunk)
    column.table.countDecoding(chunk)
    work.blocks += 1
    work.bytes += block.payload.count + Block.chunkHeaderBytes
    try BlockDecoder.decode(block, into: words)
  }

  private func readStates() throws(CoreError) {
    guard let column = columns?[Int(PanelColumn.states.id)] else {
      throw CoreError(.malformed, "a panel without states", offset: panel?.offset ?? 0)
    }
    let block = try column.table.block(chunk, kind: .integers, count: count)
    column.table.prefetch(after: chunk)
    column.table.countDecoding(chunk)
    work.blocks += 1
    work.bytes += block.payload.count + Block.chunkHeaderBytes
    (otherCount, otherStates) = (0, 0)
    switch block.codec {
    case .constant: try readCommon(ConstantCodec.select(block, at: 0))
    case .sparse:
      let sparse = try SparseCodec.Parts(block)
      try readCommon(sparse.common)
      var isKnown = true
      try sparse.forEach(block) { place, state in
        isKnown = isKnown && state & ~15 == 0
        addOther(place, UInt8(truncatingIfNeeded: state))
      }
      guard isKnown else { throw unknownState() }
    default:
      try BlockDecoder.decode(block, into: words)
      try readCommon(words[0])
      for place in 0..<count where words[place] != words[0] {
        guard words[place] & ~15 == 0 else { throw unknownState() }
        addOther(place, UInt8(truncatingIfNeeded: words[place]))
      }
    }
    hasStates = true
  }

  private func readCommon(_ state: Int64) throws(CoreError) {
    guard state & ~15 == 0 else { throw unknownState() }
    commonState = UInt8(truncatingIfNeeded: state)
    states.update(repeating: commonState, count: count)
  }

  @inline(__always)
  private func addOther(_ place: Int, _ state: UInt8) {
    states[place] = state
    others[otherCount] = UInt16(truncatingIfNeeded: place)
    otherCount &+= 1
    otherStates |= 1 << UInt16(state & 15)
  }

  private func unknownState() -> CoreError {
    CoreError(.malformed, "a cell of a panel has a state that does not exist", offset: panel?.offset ?? 0)
  }
}

/// What a reader has read.
public struct TileWork: Sendable {
  /// Chunks of columns.
  public var blocks = 0
  /// Their bytes.
  public var bytes = 0
  /// Values decoded.
  public var values = 0

  /// Nothing yet.
  public init() {}
}
