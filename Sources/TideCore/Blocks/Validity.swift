/// Whether any value of a column is null.
public enum NullsKind: UInt8, Sendable {
  /// Every value is there.
  case none = 0
  /// No value is there; nothing is stored but the count.
  case all = 1
  /// Some are there; a bitmap says which.
  case mixed = 2
}

/// The bitmap of a column with some nulls: bit i % 8 of byte i / 8 is 1 when value i is there; unused bits are 0.
enum Validity {
  static func byteCount(_ count: Int) -> Int { count / 8 + (count % 8 == 0 ? 0 : 1) }

  static func kind(of valid: [Bool]) -> NullsKind {
    guard let first = valid.first, valid.contains(false) else { return .none }
    return first || valid.contains(true) ? .mixed : .all
  }

  static func bitmap(of valid: [Bool]) -> [UInt8] {
    var bits = [UInt8](repeating: 0, count: byteCount(valid.count))
    for i in 0..<valid.count where valid[i] { bits[i >> 3] |= 1 << UInt8(i & 7) }
    return bits
  }

  static func flags(of bits: [UInt8], count: Int) -> [Bool] {
    [Bool](unsafeUninitializedCapacity: count) { flags, filled in
      for i in 0..<count { flags.initializeElement(at: i, to: bits[i >> 3] >> UInt8(i & 7) & 1 == 1) }
      filled = count
    }
  }

  /// The bitmap of `count` values in a verified block of bytes.
  static func bits(of block: Block, count: Int) throws(CoreError) -> [UInt8] {
    try requireSize(block, count: count)
    let bits = try BytesBlock.decode(block)
    if count % 8 > 0, bits[bits.count - 1] >> UInt8(count % 8) != 0 {
      throw block.malformed("validity bits past the last value")
    }
    return bits
  }

  /// Whether value `index` of `count` is there.
  static func isValid(_ block: Block, at index: Int, count: Int) throws(CoreError) -> Bool {
    try requireSize(block, count: count)
    return try BytesBlock.select(block, at: index >> 3) >> UInt8(index & 7) & 1 == 1
  }

  private static func requireSize(_ block: Block, count: Int) throws(CoreError) {
    guard block.count == byteCount(count) else {
      throw block.malformed("a bitmap of \(block.count) bytes for \(count) values")
    }
  }
}
