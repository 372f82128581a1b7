/// One common word, and where others stand: states of cells, notes beside a few of them.
///
///     i64 common | i64 least other | u16 others | packed positions, rising | packed others, as offsets from the least
///
/// The header's width is that of the others, its parameter that of the positions: the fewest bits that hold the last.
enum SparseCodec: WordCodec {
  private static let fixedBytes = 18

  static func analyse(_ words: Words, budget: Int) -> BlockPlan? {
    guard let common = likelyCommon(words) else { return nil }
    var others = 0
    var last = 0
    var least = Int64.max
    var greatest = Int64.min
    for i in 0..<words.count where words[i] != common {
      others += 1
      last = i
      least = min(least, words[i])
      greatest = max(greatest, words[i])
    }
    guard others > 0, others <= words.count / 2 else { return nil }
    let width = FrameOfReferenceCodec.Range(least: least, greatest: greatest).width
    let positionWidth = Int.bitWidth - last.leadingZeroBitCount
    let bytes = payloadBytes(others: others, width: width, positionWidth: positionWidth)
    return bytes < budget ? BlockPlan(payloadBytes: bytes, width: width, parameter: positionWidth) : nil
  }

  static func encode(_ words: Words, plan: BlockPlan, into payload: UnsafeMutableRawBufferPointer) {
    let base = payload.baseAddress!
    let common = likelyCommon(words) ?? 0
    withUnsafeTemporaryAllocation(of: Int64.self, capacity: 2 * words.count) { room in
      var others = 0
      var least = Int64.max
      for i in 0..<words.count where words[i] != common {
        room[others] = Int64(i)
        room[words.count + others] = words[i]
        least = min(least, words[i])
        others += 1
      }
      base.storeLittleEndian(common, at: 0)
      base.storeLittleEndian(least, at: 8)
      base.storeLittleEndian(UInt16(others), at: 16)
      let positions = Words(rebasing: Words(room)[..<others])
      let values = Words(rebasing: Words(room)[words.count..<words.count + others])
      BitPacking.pack(positions, subtracting: 0, width: plan.parameter, into: base + fixedBytes)
      let positionBytes = BitPacking.byteCount(count: others, width: plan.parameter)
      BitPacking.pack(values, subtracting: least, width: plan.width, into: base + fixedBytes + positionBytes)
    }
  }

  static func decode(_ block: Block, into words: MutableWords) throws(CoreError) {
    let parts = try Parts(block)
    words.baseAddress!.update(repeating: parts.common, count: block.count)
    try parts.forEach(block) { words[$0] = $1 }
  }

  static func select(_ block: Block, at index: Int) throws(CoreError) -> Int64 {
    let parts = try Parts(block)
    var low = 0
    var high = parts.others
    while low < high {
      let middle = (low + high) / 2
      let position = parts.position(middle)
      if position == index { return parts.other(middle) }
      if position > index { high = middle } else { low = middle + 1 }
    }
    return parts.common
  }

  /// The word that most of a block has, if there is one (Boyer and Moore's majority vote, 1991).
  private static func likelyCommon(_ words: Words) -> Int64? {
    guard var candidate = words.first else { return nil }
    var votes = 0
    for word in words {
      if votes == 0 { candidate = word }
      votes += word == candidate ? 1 : -1
    }
    return candidate
  }

  private static func payloadBytes(others: Int, width: Int, positionWidth: Int) -> Int {
    fixedBytes + BitPacking.byteCount(count: others, width: positionWidth)
      + BitPacking.byteCount(count: others, width: width)
  }

  /// The fields of the payload, their lengths verified against it.
  struct Parts {
    let common: Int64
    let others: Int
    private let least: Int64
    private let positions: UnsafeRawPointer
    private let values: UnsafeRawPointer
    private let width: Int
    private let positionWidth: Int
    private static let mostPositionBits = Int.bitWidth - (Block.maximumCount - 1).leadingZeroBitCount

    init(_ block: Block) throws(CoreError) {
      guard block.payload.count >= fixedBytes, let base = block.payload.baseAddress else {
        throw block.malformed("no room for the common word")
      }
      common = base.littleEndian(Int64.self, at: 0)
      least = base.littleEndian(Int64.self, at: 8)
      others = Int(base.littleEndian(UInt16.self, at: 16))
      width = block.width
      positionWidth = block.parameter
      guard others <= block.count, positionWidth <= Self.mostPositionBits else {
        throw block.malformed("\(others) others")
      }
      try block.requirePayload(payloadBytes(others: others, width: width, positionWidth: positionWidth))
      positions = base + fixedBytes
      values = positions + BitPacking.byteCount(count: others, width: positionWidth)
    }

    func position(_ other: Int) -> Int {
      Int(BitPacking.extract(positions, at: other, count: others, width: positionWidth))
    }

    func other(_ other: Int) -> Int64 {
      least &+ Int64(bitPattern: BitPacking.extract(values, at: other, count: others, width: width))
    }

    /// Calls `body` with each position, rising, and the word there.
    @inline(__always)
    func forEach(_ block: Block, _ body: (Int, Int64) -> Void) throws(CoreError) {
      guard others < BitPacking.laneThreshold, positionWidth > 0 else {
        try forEachExtracted(block, body)
        return
      }
      // Few others lie in one stream of bits, which is read as it comes.
      var floor = -1
      var pending: UInt64 = 0
      var filled = 0
      var place = 0
      let mask: UInt64 = (1 << UInt64(positionWidth)) &- 1
      for index in 0..<others {
        while filled < positionWidth {
          pending |= UInt64(positions.load(fromByteOffset: place, as: UInt8.self)) &<< UInt64(filled)
          place &+= 1
          filled &+= 8
        }
        let position = Int(truncatingIfNeeded: pending & mask)
        pending &>>= UInt64(positionWidth)
        filled &-= positionWidth
        guard position > floor, position < block.count else { throw block.malformed("another word at \(position)") }
        body(position, width == 0 ? least : other(index))
        floor = position
      }
    }

    private func forEachExtracted(_ block: Block, _ body: (Int, Int64) -> Void) throws(CoreError) {
      var floor = -1
      for index in 0..<others {
        let position = self.position(index)
        guard position > floor, position < block.count else { throw block.malformed("another word at \(position)") }
        body(position, other(index))
        floor = position
      }
    }
  }
}
