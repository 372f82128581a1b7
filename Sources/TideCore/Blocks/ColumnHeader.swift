/// Header and block table of a column, verified.
///
///     0          4             8      9       10     12
///     +----------+-------------+------+-------+------+--------+-----------------+-------------------+
///     | values n | blocks      | kind | nulls | each | CRC-32 | block table     | validity length   |
///     | u32      | u32         | u8   | u8    | u16  | u32    | u32, per block  | u32, mixed only   |
///     +----------+-------------+------+-------+------+--------+-----------------+-------------------+
///     | validity block (mixed only) | value blocks, `each` values (1...1,024) in all but the last     |
///
/// The CRC-32 covers bytes 0..<12, the block table and the validity length. A column without a value that is there
/// (all null, or empty) has no blocks.
struct ColumnHeader {
  static let fixedBytes = 16
  /// Most values in one column: far beyond any tile, and a bound on what a hostile header can make a reader allocate.
  static let maximumCount = 1 << 28

  let count: Int
  let blockCount: Int
  /// Values in every block but the last, which may hold fewer. A tile's blocks end where its periods do.
  let valuesPerBlock: Int
  let kind: ColumnKind
  let nulls: NullsKind
  /// Length of the validity block, 0 without one.
  let validityLength: Int
  /// Header, table, validity and blocks together.
  let byteLength: Int

  /// Where the validity block, or without one the first value block, starts.
  var bodyOffset: Int { ColumnHeader.fixedBytes + ColumnHeader.tableBytes(blockCount, nulls) }

  init(_ bytes: UnsafeRawBufferPointer) throws(CoreError) {
    guard bytes.count >= ColumnHeader.fixedBytes, let base = bytes.baseAddress else {
      throw CoreError(.truncated, "\(bytes.count) bytes left for a 16-byte column header")
    }
    count = Int(base.littleEndian(UInt32.self, at: 0))
    blockCount = Int(base.littleEndian(UInt32.self, at: 4))
    // An unknown null kind gets the short table; the checksum or the rules below refuse it.
    let nulls = NullsKind(rawValue: bytes[9])
    let tableBytes = ColumnHeader.tableBytes(blockCount, nulls ?? .none)
    guard let table = bytes.part(at: ColumnHeader.fixedBytes, length: tableBytes) else {
      throw CoreError(.truncated, "the column's table has \(tableBytes) bytes, \(bytes.count - 16) are there")
    }
    let checksum = CRC32.checksum(UnsafeRawBufferPointer(start: base, count: 12))
    guard CRC32.agrees(base.littleEndian(UInt32.self, at: 12), with: table, continuing: checksum) else {
      throw CoreError(.checksumMismatch, "the column header's CRC-32 does not match its bytes")
    }
    valuesPerBlock = Int(base.littleEndian(UInt16.self, at: 10))
    guard let kind = ColumnKind(rawValue: bytes[8]), kind != .bytes, let nulls,
      (1...Block.maximumFramedCount).contains(valuesPerBlock)
    else {
      throw CoreError(
        .malformed, "a column header of kind \(bytes[8]), nulls \(bytes[9]), \(valuesPerBlock) values a block")
    }
    self.kind = kind
    self.nulls = nulls
    guard count <= ColumnHeader.maximumCount, blockCount == ColumnHeader.blockCount(count, nulls, each: valuesPerBlock),
      count > 0 || nulls == .none
    else { throw CoreError(.malformed, "\(count) values, nulls \(nulls), in \(blockCount) blocks") }
    var total = ColumnHeader.fixedBytes + tableBytes
    for entry in 0..<tableBytes / 4 { total += Int(base.littleEndian(UInt32.self, at: 16 + 4 * entry)) }
    guard total <= bytes.count else {
      throw CoreError(.truncated, "the column has \(total) bytes, \(bytes.count) are there")
    }
    byteLength = total
    validityLength = nulls == .mixed ? Int(base.littleEndian(UInt32.self, at: 16 + 4 * blockCount)) : 0
  }

  /// Value blocks of a column of `count` values.
  static func blockCount(_ count: Int, _ nulls: NullsKind, each: Int) -> Int {
    nulls == .all ? 0 : (count + each - 1) / each
  }

  static func tableBytes(_ blockCount: Int, _ nulls: NullsKind) -> Int {
    4 * blockCount + (nulls == .mixed ? 4 : 0)
  }
}
