/// One word, repeated.
///
///     i64 value
enum ConstantCodec: WordCodec {
  static let payloadBytes = 8

  static func analyse(_ words: Words, budget: Int) -> BlockPlan? {
    let first = words[0]
    guard payloadBytes < budget, words.allSatisfy({ $0 == first }) else { return nil }
    return BlockPlan(payloadBytes: payloadBytes)
  }

  static func encode(_ words: Words, plan: BlockPlan, into payload: UnsafeMutableRawBufferPointer) {
    payload.baseAddress!.storeLittleEndian(words[0], at: 0)
  }

  static func decode(_ block: Block, into words: MutableWords) throws(CoreError) {
    let value = try select(block, at: 0)
    UnsafeMutableBufferPointer(rebasing: words[..<block.count]).update(repeating: value)
  }

  static func select(_ block: Block, at index: Int) throws(CoreError) -> Int64 {
    try block.requirePayload(payloadBytes)
    return block.payload.baseAddress!.littleEndian(Int64.self, at: 0)
  }
}
