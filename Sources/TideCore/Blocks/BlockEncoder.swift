/// Picks the smallest codec for a block and writes it.
enum BlockEncoder {
  /// Appends one block of 1...1,024 words.
  ///
  /// Codecs are tried from the cheapest to decode to the dearest, and a later one must be smaller by a byte at least:
  /// so ties go to the cheapest.
  static func append(_ words: Words, kind: ColumnKind, to bytes: inout [UInt8]) {
    let best = smallest(words, among: kind == .integers ? integerCodecs : doubleCodecs, below: .max)
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

  /// Appends the same without the frame: codec, width, parameter, payload. A panel's chunks are framed by its columns.
  ///
  /// - Parameter budget: bytes that another way of storing the words needs.
  /// - Returns: false, and nothing is appended, when no codec needs fewer.
  static func appendChunk(_ words: Words, kind: ColumnKind, below budget: Int = .max, to bytes: inout [UInt8]) -> Bool {
    let best = smallest(
      words, among: kind == .integers ? chunkCodecs : doubleCodecs, below: budget == .max ? .max : budget - 3)
    guard best.plan.payloadBytes < .max, best.plan.payloadBytes + 3 < budget else { return false }
    bytes.append(best.codec.rawValue)
    bytes.append(UInt8(best.plan.width))
    bytes.append(UInt8(best.plan.parameter))
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: best.plan.payloadBytes))
    bytes.withUnsafeMutableBytes { bytes in
      encode(best.codec, words, plan: best.plan, into: UnsafeMutableRawBufferPointer(rebasing: bytes[start...]))
    }
    return true
  }

  private static func smallest(
    _ words: Words, among codecs: [BlockCodec], below budget: Int
  ) -> (codec: BlockCodec, plan: BlockPlan) {
    var best = (codec: BlockCodec.raw, plan: BlockPlan(payloadBytes: .max))
    for codec in codecs {
      guard let plan = analyse(codec, words, budget: min(budget, best.plan.payloadBytes)) else { continue }
      best = (codec, plan)
      if codec == .constant { break }  // nothing is smaller
    }
    return best
  }

  /// Those of format 1.
  private static let integerCodecs: [BlockCodec] = [
    .constant, .raw, .runLength, .frameOfReference, .dictionary, .delta,
  ]
  private static let chunkCodecs: [BlockCodec] = [
    .constant, .raw, .runLength, .frameOfReference, .sparse, .dictionary, .delta,
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
    case .sparse: SparseCodec.analyse(words, budget: budget)
    case .deflate, .derived: nil
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
    case .sparse: SparseCodec.encode(words, plan: plan, into: payload)
    case .deflate, .derived: preconditionFailure("deflate and derived blocks are planned elsewhere")
    }
  }
}
