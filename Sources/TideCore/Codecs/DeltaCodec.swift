/// The first word, and each word's difference from the one before, as bit-packed offsets from the least difference.
///
/// Differences are modulo 2^64. The first value's own offset is stored as 0, which keeps one offset per value and so
/// the whole-row layout of `BitPacking`; it costs `width` bits a block.
///
///     i64 first | i64 least difference | packed offsets (the first is 0)
enum DeltaCodec: WordCodec {
  static func analyse(_ words: Words, budget: Int) -> BlockPlan? {
    guard words.count >= 2 else { return nil }
    let width = differences(of: words).width
    let bytes = 16 + BitPacking.byteCount(count: words.count, width: width)
    return bytes < budget ? BlockPlan(payloadBytes: bytes, width: width) : nil
  }

  static func encode(_ words: Words, plan: BlockPlan, into payload: UnsafeMutableRawBufferPointer) {
    let least = differences(of: words).least
    payload.baseAddress!.storeLittleEndian(words[0], at: 0)
    payload.baseAddress!.storeLittleEndian(least, at: 8)
    withUnsafeTemporaryAllocation(of: Int64.self, capacity: words.count) { differences in
      differences[0] = least
      for i in 1..<words.count { differences[i] = words[i] &- words[i - 1] }
      BitPacking.pack(
        Words(differences), subtracting: least, width: plan.width, into: payload.baseAddress! + 16)
    }
  }

  static func decode(_ block: Block, into words: MutableWords) throws(CoreError) {
    try block.requirePayload(16 + BitPacking.byteCount(count: block.count, width: block.width))
    let base = block.payload.baseAddress!
    let first = base.littleEndian(Int64.self, at: 0)
    let least = base.littleEndian(Int64.self, at: 8)
    let out = words.baseAddress!
    BitPacking.unpack(base + 16, count: block.count, width: block.width, adding: least, into: out)
    guard out[0] == least else { throw block.malformed("the first value has a difference") }
    var value = first
    out[0] = first
    for i in 1..<max(1, block.count) {
      value &+= out[i]
      out[i] = value
    }
  }

  static func select(_ block: Block, at index: Int) throws(CoreError) -> Int64 {
    try BlockDecoder.withScratch { (words) throws(CoreError) in
      try decode(block, into: words)
      return words[index]
    }
  }

  private static func differences(of words: Words) -> FrameOfReferenceCodec.Range {
    var least = Int64.max
    var greatest = Int64.min
    for i in 1..<words.count {
      let difference = words[i] &- words[i - 1]
      least = min(least, difference)
      greatest = max(greatest, difference)
    }
    return FrameOfReferenceCodec.Range(least: least, greatest: greatest)
  }
}
