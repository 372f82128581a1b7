/// The least word, and how far each word lies above it, bit-packed.
///
/// Offsets are differences modulo 2^64, so the full range of Int64 fits in 64 bits of width.
///
///     i64 least | packed offsets (BitPacking, the header's bit width)
enum FrameOfReferenceCodec: WordCodec {
  static func analyse(_ words: Words, budget: Int) -> BlockPlan? {
    let range = Range(of: words)
    let bytes = 8 + BitPacking.byteCount(count: words.count, width: range.width)
    return bytes < budget ? BlockPlan(payloadBytes: bytes, width: range.width) : nil
  }

  static func encode(_ words: Words, plan: BlockPlan, into payload: UnsafeMutableRawBufferPointer) {
    let least = Range(of: words).least
    payload.baseAddress!.storeLittleEndian(least, at: 0)
    BitPacking.pack(words, subtracting: least, width: plan.width, into: payload.baseAddress! + 8)
  }

  static func decode(_ block: Block, into words: MutableWords) throws(CoreError) {
    let least = try least(of: block)
    BitPacking.unpack(
      block.payload.baseAddress! + 8, count: block.count, width: block.width, adding: least, into: words.baseAddress!)
  }

  static func select(_ block: Block, at index: Int) throws(CoreError) -> Int64 {
    let least = try least(of: block)
    let offset = BitPacking.extract(
      block.payload.baseAddress! + 8, at: index, count: block.count, width: block.width)
    return least &+ Int64(bitPattern: offset)
  }

  private static func least(of block: Block) throws(CoreError) -> Int64 {
    try block.requirePayload(8 + BitPacking.byteCount(count: block.count, width: block.width))
    return block.payload.baseAddress!.littleEndian(Int64.self, at: 0)
  }

  /// Least word, and the bits the greatest offset from it takes.
  struct Range {
    var least: Int64
    var width: Int

    @inline(__always)
    init(least: Int64, greatest: Int64) {
      self.least = least
      width = 64 - UInt64(bitPattern: greatest &- least).leadingZeroBitCount
    }

    init(of words: Words) {
      var least = Int64.max
      var greatest = Int64.min
      for word in words {
        least = min(least, word)
        greatest = max(greatest, word)
      }
      self.init(least: least, greatest: greatest)
    }
  }
}
