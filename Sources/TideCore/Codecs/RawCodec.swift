/// The words as they are.
///
///     i64 value, count times
enum RawCodec: WordCodec {
  static func analyse(_ words: Words, budget: Int) -> BlockPlan? {
    let bytes = 8 * words.count
    return bytes < budget ? BlockPlan(payloadBytes: bytes) : nil
  }

  static func encode(_ words: Words, plan: BlockPlan, into payload: UnsafeMutableRawBufferPointer) {
    for i in 0..<words.count { payload.baseAddress!.storeLittleEndian(words[i], at: 8 * i) }
  }

  static func decode(_ block: Block, into words: MutableWords) throws(CoreError) {
    try block.requirePayload(8 * block.count)
    let payload = block.payload.baseAddress!
    let out = words.baseAddress!
    for i in 0..<block.count { out[i] = payload.littleEndian(Int64.self, at: 8 * i) }
  }

  static func select(_ block: Block, at index: Int) throws(CoreError) -> Int64 {
    try block.requirePayload(8 * block.count)
    return block.payload.baseAddress!.littleEndian(Int64.self, at: 8 * index)
  }
}
