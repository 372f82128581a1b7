/// Picks the smallest codec for a block and writes it.
enum BlockEncoder {
  /// Appends one block of 1...1,024 words.
  ///
  /// Codecs are tried from the cheapest to decode to the dearest, and a later one must be smaller by a byte at least:
  /// so ties go to the cheapest.
  static func append(_ words: Words, kind: ColumnKind, to bytes: inout [UInt8]) {
    var best = (codec: BlockCodec.raw, plan: BlockPlan(payloadBytes: .max))
    for codec in kind == .integers ? integerCodecs : doubleCodecs {
      guard let plan = analyse(codec, words, budget: best.plan.payloadBytes) else { continue }
      best = (codec, plan)
      if codec == .constant { break }  // nothing is smaller
    }
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: Block.headerBytes + best.plan.payloadBytes))
    bytes.withUnsafeMutableBytes { bytes in
      let block = UnsafeMutableRawBufferPointer(rebasing: bytes[start...])
      let payload = UnsafeMutableRawBufferPointer(rebasing: block[Block.headerBytes...])
      encode(best.codec, words, plan: best.plan, into: payload)
      Block.seal(
        block, codec: best.codec, kind: kind, width: best.plan.width, parameter: best.plan.parameter,
        count: words.count)
    }
  }

  private static let integerCodecs: [BlockCodec] = [
    .constant, .raw, .runLength, .frameOfReference, .dictionary, .delta,
  ]
  private static let doubleCodecs: [BlockCodec] = [
    .constant, .raw, .runLength, .frameOfReference, .dictionary, .decimal,
  ]

  private static func analyse(_ codec: BlockCodec, _ words: Words, budget: Int) -> BlockPlan? {
    switch codec {
    case .constant: ConstantCodec.analyse(words, budget: budget)
    case .runLength: RunLengthCodec.analyse(words, budget: budget)
    case .frameOfReference: FrameOfReferenceCodec.analyse(words, budget: budget)
    case .delta: DeltaCodec.analyse(words, budget: budget)
    case .dictionary: DictionaryCodec.analyse(words, budget: budget)
    case .decimal: DecimalCodec.analyse(words, budget: budget)
    case .raw: RawCodec.analyse(words, budget: budget)
    case .deflate: nil
    }
  }

  private static func encode(
    _ codec: BlockCodec, _ words: Words, plan: BlockPlan, into payload: UnsafeMutableRawBufferPointer
  ) {
    switch codec {
    case .constant: ConstantCodec.encode(words, plan: plan, into: payload)
    case .runLength: RunLengthCodec.encode(words, plan: plan, into: payload)
    case .frameOfReference: FrameOfReferenceCodec.encode(words, plan: plan, into: payload)
    case .delta: DeltaCodec.encode(words, plan: plan, into: payload)
    case .dictionary: DictionaryCodec.encode(words, plan: plan, into: payload)
    case .decimal: DecimalCodec.encode(words, plan: plan, into: payload)
    case .raw: RawCodec.encode(words, plan: plan, into: payload)
    case .deflate: preconditionFailure("deflate is a codec of bytes")
    }
  }
}
