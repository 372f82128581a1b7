/// Writes a sequence of values, some of which may be null, as a column.
public struct ColumnEncoder {
  /// The column of these doubles, kept bit for bit.
  ///
  /// What stands in a null slot is not kept: the slot takes the value before it, so that it costs little.
  ///
  /// - Parameters:
  ///   - values: up to 2^28 of them.
  ///   - valid: false where the value is null, as many as values; nil when none is.
  ///   - valuesPerBlock: 1...1,024, for blocks that end where the periods of a tile do.
  /// - Complexity: O(n).
  public static func encode(_ values: [Double], valid: [Bool]?, valuesPerBlock: Int = 1024) -> [UInt8] {
    values.withUnsafeBufferPointer { values in
      values.withMemoryRebound(to: Int64.self) { encode($0, kind: .doubles, valid: valid, each: valuesPerBlock) }
    }
  }

  /// The column of these integers.
  ///
  /// What stands in a null slot is not kept: the slot takes the value before it, so that it costs little.
  ///
  /// - Parameters:
  ///   - values: up to 2^28 of them.
  ///   - valid: false where the value is null, as many as values; nil when none is.
  ///   - valuesPerBlock: 1...1,024, for blocks that end where the periods of a tile do.
  /// - Complexity: O(n).
  public static func encode(_ values: [Int64], valid: [Bool]?, valuesPerBlock: Int = 1024) -> [UInt8] {
    values.withUnsafeBufferPointer { encode($0, kind: .integers, valid: valid, each: valuesPerBlock) }
  }

  private static func encode(_ words: Words, kind: ColumnKind, valid: [Bool]?, each: Int) -> [UInt8] {
    precondition((1...Block.maximumFramedCount).contains(each), "a block holds 1 to 1,024 values")
    precondition(words.count <= ColumnHeader.maximumCount, "a column holds up to 2^28 values")
    precondition(valid == nil || valid?.count == words.count, "one validity flag for each value")
    guard let valid, case let nulls = Validity.kind(of: valid), nulls != .none else {
      return assemble(words, kind: kind, nulls: .none, validity: [], each: each)
    }
    guard nulls == .mixed else { return assemble(words, kind: kind, nulls: .all, validity: [], each: each) }
    let filled = fill(words, valid: valid)
    return filled.withUnsafeBufferPointer {
      assemble($0, kind: kind, nulls: .mixed, validity: BytesBlock.encode(Validity.bitmap(of: valid)), each: each)
    }
  }

  /// Each null slot given the last value before it that is there; the leading ones the first that is.
  private static func fill(_ words: Words, valid: [Bool]) -> [Int64] {
    var last = words[valid.firstIndex(of: true) ?? 0]
    return [Int64](unsafeUninitializedCapacity: words.count) { filled, count in
      for i in 0..<words.count {
        if valid[i] { last = words[i] }
        filled.initializeElement(at: i, to: last)
      }
      count = words.count
    }
  }

  private static func assemble(
    _ words: Words, kind: ColumnKind, nulls: NullsKind, validity: [UInt8], each: Int
  ) -> [UInt8] {
    let blockCount = ColumnHeader.blockCount(words.count, nulls, each: each)
    let tableBytes = ColumnHeader.tableBytes(blockCount, nulls)
    var column = [UInt8](repeating: 0, count: ColumnHeader.fixedBytes + tableBytes)
    column.append(contentsOf: validity)
    var lengths: [UInt32] = []
    lengths.reserveCapacity(blockCount + 1)
    for block in 0..<blockCount {
      let start = block * each
      let end = min(start + each, words.count)
      let before = column.count
      BlockEncoder.append(Words(rebasing: words[start..<end]), kind: kind, to: &column)
      lengths.append(UInt32(column.count - before))
    }
    if nulls == .mixed { lengths.append(UInt32(validity.count)) }
    column.withUnsafeMutableBytes { column in
      let base = column.baseAddress!
      base.storeLittleEndian(UInt32(words.count), at: 0)
      base.storeLittleEndian(UInt32(blockCount), at: 4)
      base.storeBytes(of: kind.rawValue, toByteOffset: 8, as: UInt8.self)
      base.storeBytes(of: nulls.rawValue, toByteOffset: 9, as: UInt8.self)
      base.storeLittleEndian(UInt16(each), at: 10)
      for (entry, length) in lengths.enumerated() { base.storeLittleEndian(length, at: 16 + 4 * entry) }
      let checksum = CRC32.checksum(UnsafeRawBufferPointer(start: base, count: 12))
      let table = UnsafeRawBufferPointer(start: base + ColumnHeader.fixedBytes, count: tableBytes)
      base.storeLittleEndian(CRC32.checksum(table, continuing: checksum), at: 12)
    }
    return column
  }
}
