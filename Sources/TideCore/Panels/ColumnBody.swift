/// The chunks of one column, written once and pointed to by every panel that has equal ones.
///
///     0        4             8
///     +--------+-------------+------------------------------------------+--------
///     | CRC-32 | table bytes | for each chunk: length (variable), CRC-32 | chunks
///     | u32    | u32         |                                    u32   |
///     +--------+-------------+------------------------------------------+--------
///
/// The first CRC-32 covers the table's length and the table; each chunk's own covers the chunk.
enum ColumnBody {
  static let headerBytes = 8

  static func encode(_ chunks: [[UInt8]]) -> [UInt8] {
    var table: [UInt8] = []
    for chunk in chunks {
      VariableInteger.append(chunk.count, to: &table)
      let checksum = chunk.withUnsafeBytes { CRC32.checksum($0) }
      withUnsafeBytes(of: checksum.littleEndian) { table.append(contentsOf: $0) }
    }
    var body = [UInt8](repeating: 0, count: headerBytes)
    body.append(contentsOf: table)
    body.withUnsafeMutableBytes { body in
      let base = body.baseAddress!
      base.storeLittleEndian(UInt32(table.count), at: 4)
      let covered = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(body)[4...])
      base.storeLittleEndian(CRC32.checksum(covered), at: 0)
    }
    for chunk in chunks { body.append(contentsOf: chunk) }
    return body
  }

  /// Where the chunks of the body at `offset` lie.
  ///
  /// - Complexity: O(chunks); their checksums are not read.
  static func chunks(
    in bytes: UnsafeRawBufferPointer, at offset: Int, count: Int
  ) throws(CoreError) -> ChunkTable {
    guard let header = bytes.part(at: offset, length: headerBytes), let base = header.baseAddress else {
      throw CoreError(.truncated, "no room for a column at byte \(offset)", offset: offset)
    }
    let tableBytes = Int(base.littleEndian(UInt32.self, at: 4))
    guard let covered = bytes.part(at: offset + 4, length: 4 + tableBytes) else {
      throw CoreError(.truncated, "a column's table of \(tableBytes) bytes runs past the end", offset: offset)
    }
    guard CRC32.agrees(base.littleEndian(UInt32.self, at: 0), with: covered) else {
      throw CoreError(.checksumMismatch, "a column's CRC-32 does not match its table", offset: offset)
    }
    var fields = FieldReader(UnsafeRawBufferPointer(rebasing: covered[4...]))
    // Each chunk has at least five bytes in the table: nothing is allocated for a count that lies.
    guard count <= tableBytes / 5 else { throw CoreError(.malformed, "a column's table is too short", offset: offset) }
    let table = ChunkTable(bytes, count: count)
    var start = offset + headerBytes + tableBytes
    for chunk in 0..<count {
      guard let length = fields.integer(), let checksum = fields.fixed(UInt32.self),
        bytes.part(at: start, length: length) != nil, length <= UInt32.max
      else {
        table.free()
        throw CoreError(.malformed, "a column's table of \(count) chunks", offset: offset)
      }
      table.set(chunk, start: start, length: length, checksum: checksum)
      start += length
    }
    guard fields.isAtEnd else {
      table.free()
      throw CoreError(.malformed, "a column's table is too long", offset: offset)
    }
    return table
  }
}
