/// A view of a column over bytes that outlive it, usually mapped from a segment.
///
/// The header and table are verified once, at init; each block's checksum on every read of it. Bytes behind the
/// column's end are ignored. In a null slot the readers leave the value before it (in a column of nulls, NaN or 0):
/// ask `validity()` which values are there.
///
/// Sendable, because it only reads, on the promise that nobody writes to the bytes meanwhile.
public struct ColumnReader: @unchecked Sendable {
  private let bytes: UnsafeRawBufferPointer
  private let header: ColumnHeader
  /// Where each value block starts, and behind them where the last one ends.
  private let starts: [Int]

  /// Verifies the header and block table of the column that starts where `bytes` starts.
  ///
  /// - Complexity: O(number of blocks).
  public init(_ bytes: UnsafeRawBufferPointer) throws(CoreError) {
    let header = try ColumnHeader(bytes)
    self.bytes = bytes
    self.header = header
    var start = header.bodyOffset + header.validityLength
    starts = [Int](unsafeUninitializedCapacity: header.blockCount + 1) { starts, count in
      for block in 0..<header.blockCount {
        starts.initializeElement(at: block, to: start)
        start += Int(bytes.baseAddress!.littleEndian(UInt32.self, at: ColumnHeader.fixedBytes + 4 * block))
      }
      starts.initializeElement(at: header.blockCount, to: start)
      count = header.blockCount + 1
    }
  }

  /// Total length in bytes of the column that starts where `bytes` starts, header verified; it lies inside `bytes`.
  ///
  /// - Complexity: O(number of blocks).
  public static func byteLength(of bytes: UnsafeRawBufferPointer) throws(CoreError) -> Int {
    try ColumnHeader(bytes).byteLength
  }

  /// Values, nulls among them.
  public var count: Int { header.count }

  /// Integers or doubles.
  public var kind: ColumnKind { header.kind }

  /// Whether none, all or some of the values are null.
  public var nullsKind: NullsKind { header.nulls }

  /// Values in every block but the last, which may hold fewer.
  public var valuesPerBlock: Int { header.valuesPerBlock }

  /// Blocks of values; none when all are null.
  public var blockCount: Int { header.blockCount }

  /// The codec of each block, for reports; read without verifying the blocks.
  public var codecs: [BlockCodec] {
    get throws(CoreError) {
      var codecs: [BlockCodec] = []
      codecs.reserveCapacity(blockCount)
      for block in 0..<blockCount {
        guard starts[block] < starts[block + 1], let codec = BlockCodec(rawValue: bytes[starts[block]]) else {
          throw CoreError(.unknownCodec, "block \(block) names no known codec", offset: starts[block])
        }
        codecs.append(codec)
      }
      return codecs
    }
  }
}

// MARK: - Whole columns and blocks

extension ColumnReader {
  /// Every value; `values` has room for `count`.
  ///
  /// - Complexity: O(n).
  public func doubles(into values: UnsafeMutableBufferPointer<Double>) throws(CoreError) {
    try require(.doubles)
    if nullsKind == .all { try fill(values, with: .nan) }
    try values.withMemoryRebound(to: Int64.self) { (words) throws(CoreError) in try all(into: words) }
  }

  /// Every value; `values` has room for `count`.
  ///
  /// - Complexity: O(n).
  public func integers(into values: UnsafeMutableBufferPointer<Int64>) throws(CoreError) {
    try require(.integers)
    if nullsKind == .all { try fill(values, with: 0) }
    try all(into: values)
  }

  /// The values of block `block`, `valuesPerBlock` or in the last block fewer; returns how many.
  ///
  /// - Complexity: O(1,024).
  public func doubles(
    block: Int, into values: UnsafeMutableBufferPointer<Double>
  ) throws(CoreError) -> Int {
    try require(.doubles)
    return try values.withMemoryRebound(to: Int64.self) { (words) throws(CoreError) in
      try decode(block, into: words)
    }
  }

  /// The values of block `block`, `valuesPerBlock` or in the last block fewer; returns how many.
  ///
  /// - Complexity: O(1,024).
  public func integers(
    block: Int, into values: UnsafeMutableBufferPointer<Int64>
  ) throws(CoreError) -> Int {
    try require(.integers)
    return try decode(block, into: values)
  }

  /// Which values are there; nil when all are.
  ///
  /// - Complexity: O(n).
  public func validity() throws(CoreError) -> [Bool]? {
    switch nullsKind {
    case .none: return nil
    case .all: return [Bool](repeating: false, count: count)
    case .mixed: return Validity.flags(of: try Validity.bits(of: validityBlock(), count: count), count: count)
    }
  }

  /// Reads everything and throws at the first thing that is not as the format says.
  ///
  /// - Complexity: O(n).
  public func check() throws(CoreError) {
    if nullsKind == .mixed { _ = try Validity.bits(of: validityBlock(), count: count) }
    try BlockDecoder.withScratch { (words) throws(CoreError) in
      for block in 0..<blockCount { _ = try decode(block, into: words) }
    }
  }

  private func all(into words: MutableWords) throws(CoreError) {
    try requireRoom(words.count, for: count)
    for block in 0..<blockCount {
      _ = try decode(block, into: MutableWords(rebasing: words[(block * valuesPerBlock)...]))
    }
  }

  private func decode(_ block: Int, into words: MutableWords) throws(CoreError) -> Int {
    let verified = try verified(block)
    try requireRoom(words.count, for: verified.count)
    try BlockDecoder.decode(verified, into: words)
    return verified.count
  }

  private func fill<Value>(_ values: UnsafeMutableBufferPointer<Value>, with value: Value) throws(CoreError) {
    try requireRoom(values.count, for: count)
    UnsafeMutableBufferPointer(rebasing: values[..<count]).update(repeating: value)
  }
}

// MARK: - One value

extension ColumnReader {
  /// The value at `index`, nil when it is null.
  ///
  /// - Complexity: the one block is checksummed, and no more of it decoded than its codec needs (`Codecs/README.md`).
  public func double(at index: Int) throws(CoreError) -> Double? {
    try require(.doubles)
    return try word(at: index).map { Double(bitPattern: UInt64(bitPattern: $0)) }
  }

  /// The value at `index`, nil when it is null.
  ///
  /// - Complexity: the one block is checksummed, and no more of it decoded than its codec needs (`Codecs/README.md`).
  public func integer(at index: Int) throws(CoreError) -> Int64? {
    try require(.integers)
    return try word(at: index)
  }

  private func word(at index: Int) throws(CoreError) -> Int64? {
    guard index >= 0, index < count else {
      throw CoreError(.outOfRange, "value \(index) of a column of \(count)")
    }
    switch nullsKind {
    case .none: break
    case .all: return nil
    case .mixed: guard try Validity.isValid(validityBlock(), at: index, count: count) else { return nil }
    }
    return try BlockDecoder.select(verified(index / valuesPerBlock), at: index % valuesPerBlock)
  }
}

// MARK: - Checks

extension ColumnReader {
  private func require(_ kind: ColumnKind) throws(CoreError) {
    guard self.kind == kind else { throw CoreError(.wrongKind, "\(kind) asked of a column of \(self.kind)") }
  }

  private func requireRoom(_ room: Int, for needed: Int) throws(CoreError) {
    guard room >= needed else { throw CoreError(.outOfRange, "room for \(room) of \(needed) values") }
  }

  /// Block `block`, its checksum verified and known to hold the values the table has it hold.
  private func verified(_ block: Int) throws(CoreError) -> Block {
    guard block >= 0, block < blockCount else {
      throw CoreError(.outOfRange, "block \(block) of \(blockCount)")
    }
    let start = starts[block]
    let verified = try Block(UnsafeRawBufferPointer(rebasing: bytes[start..<starts[block + 1]]), offset: start)
    guard verified.kind == kind, verified.payload.count == starts[block + 1] - start - Block.headerBytes,
      verified.count == min(valuesPerBlock, count - block * valuesPerBlock)
    else { throw verified.malformed("not the block the column's table announces") }
    return verified
  }

  private func validityBlock() throws(CoreError) -> Block {
    let start = header.bodyOffset
    guard let part = bytes.part(at: start, length: header.validityLength) else {
      throw CoreError(.truncated, "the validity block runs past the column", offset: start)
    }
    let verified = try BytesBlock.verified(part, offset: start)
    guard verified.payload.count == header.validityLength - Block.headerBytes else {
      throw verified.malformed("not the length the column's table announces")
    }
    return verified
  }
}
