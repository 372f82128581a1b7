/// Hands a verified block to its codec.
enum BlockDecoder {
  /// Every value of a block of words; `words` has room for `block.count`.
  static func decode(_ block: Block, into words: MutableWords) throws(CoreError) {
    switch block.codec {
    case .constant: try ConstantCodec.decode(block, into: words)
    case .runLength: try RunLengthCodec.decode(block, into: words)
    case .frameOfReference: try FrameOfReferenceCodec.decode(block, into: words)
    case .delta: try DeltaCodec.decode(block, into: words)
    case .dictionary: try DictionaryCodec.decode(block, into: words)
    case .decimal: try DecimalCodec.decode(block, into: words)
    case .raw: try RawCodec.decode(block, into: words)
    case .sparse: try SparseCodec.decode(block, into: words)
    case .deflate: throw block.malformed("a codec of bytes in a block of numbers")
    case .derived: throw block.malformed("a derived block outside a panel")
    }
  }

  /// The value at `index` of a block of words.
  static func select(_ block: Block, at index: Int) throws(CoreError) -> Int64 {
    guard index >= 0, index < block.count else {
      throw CoreError(.outOfRange, "value \(index) of a block of \(block.count)", offset: block.offset)
    }
    switch block.codec {
    case .constant: return try ConstantCodec.select(block, at: index)
    case .runLength: return try RunLengthCodec.select(block, at: index)
    case .frameOfReference: return try FrameOfReferenceCodec.select(block, at: index)
    case .delta: return try DeltaCodec.select(block, at: index)
    case .dictionary: return try DictionaryCodec.select(block, at: index)
    case .decimal: return try DecimalCodec.select(block, at: index)
    case .raw: return try RawCodec.select(block, at: index)
    case .sparse: return try SparseCodec.select(block, at: index)
    case .deflate: throw block.malformed("a codec of bytes in a block of numbers")
    case .derived: throw block.malformed("a derived block outside a panel")
    }
  }

  /// Room for the words of one block, for the length of the call.
  static func withScratch<Result>(_ body: (MutableWords) throws(CoreError) -> Result) throws(CoreError) -> Result {
    let result = withUnsafeTemporaryAllocation(of: Int64.self, capacity: Block.maximumCount) { words in
      Swift.Result { () throws(CoreError) in try body(words) }
    }
    return try result.get()
  }
}
