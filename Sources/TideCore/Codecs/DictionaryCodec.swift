/// The distinct words in order of first appearance, and for each value its bit-packed index among them.
///
///     u16 distinct | i64 word, distinct times | packed indices (the header's bit width)
enum DictionaryCodec: WordCodec {
  static func analyse(_ words: Words, budget: Int) -> BlockPlan? {
    // The distinct words alone must fit: past this many the codec has lost and analysis stops.
    let most = min(words.count, max(0, (budget - 3) / 8))
    return index(words, most: most) { distinct, _ in
      let width = Self.width(distinct: distinct.count)
      let bytes = 2 + 8 * distinct.count + BitPacking.byteCount(count: words.count, width: width)
      return bytes < budget ? BlockPlan(payloadBytes: bytes, width: width) : nil
    } ?? nil
  }

  static func encode(_ words: Words, plan: BlockPlan, into payload: UnsafeMutableRawBufferPointer) {
    let base = payload.baseAddress!
    index(words, most: words.count) { distinct, indices in
      base.storeLittleEndian(UInt16(distinct.count), at: 0)
      for i in 0..<distinct.count { base.storeLittleEndian(distinct[i], at: 2 + 8 * i) }
      BitPacking.pack(indices, subtracting: 0, width: plan.width, into: base + 2 + 8 * distinct.count)
    }
  }

  static func decode(_ block: Block, into words: MutableWords) throws(CoreError) {
    let distinct = try distinct(of: block)
    let dictionary = block.payload.baseAddress! + 2
    let out = words.baseAddress!
    BitPacking.unpack(
      dictionary + 8 * distinct, count: block.count, width: block.width, adding: 0, into: out)
    // One branch a block instead of one a value: an index past the last word makes its difference, and so all, negative.
    var room: Int64 = 0
    for i in 0..<block.count { room |= Int64(distinct &- 1) &- out[i] }
    guard room >= 0 else { throw block.malformed("an index past the \(distinct) words") }
    for i in 0..<block.count {
      out[i] = dictionary.littleEndian(Int64.self, at: 8 &* Int(truncatingIfNeeded: out[i]))
    }
  }

  static func select(_ block: Block, at index: Int) throws(CoreError) -> Int64 {
    let distinct = try distinct(of: block)
    let dictionary = block.payload.baseAddress! + 2
    let place = BitPacking.extract(
      dictionary + 8 * distinct, at: index, count: block.count, width: block.width)
    guard place < UInt64(distinct) else { throw block.malformed("index \(place) of \(distinct) words") }
    return dictionary.littleEndian(Int64.self, at: 8 * Int(place))
  }

  /// Number of distinct words, once the payload's length and the bit width are known to agree with it.
  private static func distinct(of block: Block) throws(CoreError) -> Int {
    guard block.payload.count >= 2 else { throw block.malformed("no room for the number of words") }
    let distinct = Int(block.payload.baseAddress!.littleEndian(UInt16.self, at: 0))
    guard distinct >= 1, block.width == width(distinct: distinct) else {
      throw block.malformed("\(distinct) words with \(block.width)-bit indices")
    }
    try block.requirePayload(2 + 8 * distinct + BitPacking.byteCount(count: block.count, width: block.width))
    return distinct
  }

  private static func width(distinct: Int) -> Int {
    Int.bitWidth - (distinct - 1).leadingZeroBitCount
  }

  /// Numbers the distinct words by first appearance in an open-addressing table; nil when there are more than `most`.
  @discardableResult
  private static func index<Result>(_ words: Words, most: Int, _ body: (Words, Words) -> Result) -> Result? {
    let slots = 2 * Block.maximumCount
    return withUnsafeTemporaryAllocation(of: UInt16.self, capacity: slots) { table in
      withUnsafeTemporaryAllocation(of: Int64.self, capacity: 2 * words.count) { room in
        table.initialize(repeating: 0)
        let distinct = room.baseAddress!
        let indices = distinct + words.count
        var found = 0
        for i in 0..<words.count {
          let word = words[i]
          var slot = hash(word)
          while true {
            let entry = Int(table[slot])
            if entry == 0 {
              guard found < most else { return nil }
              distinct[found] = word
              found += 1
              table[slot] = UInt16(found)
              indices[i] = Int64(found - 1)
              break
            }
            if distinct[entry - 1] == word {
              indices[i] = Int64(entry - 1)
              break
            }
            slot = (slot + 1) & (slots - 1)
          }
        }
        return body(Words(start: distinct, count: found), Words(start: indices, count: words.count))
      }
    }
  }

  /// Fibonacci hashing to 11 bits, for the 2,048 slots.
  @inline(__always)
  private static func hash(_ word: Int64) -> Int {
    let bits = UInt64(bitPattern: word)
    return Int(((bits ^ (bits >> 32)) &* 0x9E37_79B9_7F4A_7C15) >> 53)
  }
}
