/// What a column or block holds.
public enum ColumnKind: UInt8, Sendable {
  /// 64-bit signed integers: ids, codes, states.
  case integers = 1
  /// IEEE 754 binary64, kept bit for bit.
  case doubles = 2
  /// Opaque bytes: text, bitmaps.
  case bytes = 3
}

/// One block of the format, its checksum verified, its payload not yet interpreted.
///
///     byte 0       1      2           3           4..7    8..11            12..15
///     +--------+--------+-----------+-----------+-------+----------------+--------+---------
///     | codec  | kind   | bit width | parameter | count | payload length | CRC-32 | payload
///     +--------+--------+-----------+-----------+-------+----------------+--------+---------
///
/// The CRC-32 covers bytes 0..<12 and then the payload.
struct Block {
  static let headerBytes = 16
  /// Bytes before the payload of a chunk, which has no frame of its own.
  static let chunkHeaderBytes = 3
  /// Values in a chunk of a panel's column.
  static let maximumCount = 2048
  /// Values in a framed block of integers or doubles; blocks of bytes are exempt.
  static let maximumFramedCount = 1024

  let codec: BlockCodec
  let kind: ColumnKind
  let width: Int
  let parameter: Int
  let count: Int
  let payload: UnsafeRawBufferPointer
  /// Where the block starts in the bytes the caller handed in; errors carry it.
  let offset: Int

  /// Verifies the block at the start of `bytes`, which may run on past its end.
  init(_ bytes: UnsafeRawBufferPointer, offset: Int) throws(CoreError) {
    let length = try Block.byteLength(of: bytes, offset: offset)
    let base = bytes.baseAddress!
    payload = UnsafeRawBufferPointer(rebasing: bytes[Block.headerBytes..<length])
    let checksum = CRC32.checksum(UnsafeRawBufferPointer(start: base, count: 12))
    guard CRC32.agrees(base.littleEndian(UInt32.self, at: 12), with: payload, continuing: checksum) else {
      throw CoreError(.checksumMismatch, "the block's CRC-32 does not match its bytes", offset: offset)
    }
    guard let codec = BlockCodec(rawValue: bytes[0]) else {
      throw CoreError(.unknownCodec, "codec \(bytes[0]) is not known to this version", offset: offset)
    }
    guard let kind = ColumnKind(rawValue: bytes[1]) else {
      throw CoreError(.malformed, "block kind \(bytes[1]) does not exist", offset: offset)
    }
    self.codec = codec
    self.kind = kind
    width = Int(bytes[2])
    parameter = Int(bytes[3])
    count = Int(base.littleEndian(UInt32.self, at: 4))
    self.offset = offset
    guard width <= 64 else { throw malformed("bit width \(width)") }
    guard codec.holds(kind) else { throw malformed("not a codec of \(kind)") }
    guard kind == .bytes || (1...Block.maximumFramedCount).contains(count) else {
      throw malformed("\(count) values in a block")
    }
  }

  /// A chunk of a panel's column, its checksum verified by the caller: codec, width, parameter, payload.
  init(chunk: UnsafeRawBufferPointer, kind: ColumnKind, count: Int, offset: Int) throws(CoreError) {
    guard chunk.count >= Block.chunkHeaderBytes else {
      throw CoreError(.truncated, "\(chunk.count) bytes for a chunk", offset: offset)
    }
    guard let codec = BlockCodec(rawValue: chunk[0]) else {
      throw CoreError(.unknownCodec, "codec \(chunk[0]) is not known to this version", offset: offset)
    }
    self.codec = codec
    self.kind = kind
    width = Int(chunk[1])
    parameter = Int(chunk[2])
    self.count = count
    payload = UnsafeRawBufferPointer(rebasing: chunk[Block.chunkHeaderBytes...])
    self.offset = offset
    guard width <= 64 else { throw malformed("bit width \(width)") }
    guard codec.holds(kind) else { throw malformed("not a codec of \(kind)") }
  }

  /// Header and payload together, from the header alone; not yet checksummed.
  static func byteLength(of bytes: UnsafeRawBufferPointer, offset: Int) throws(CoreError) -> Int {
    guard bytes.count >= headerBytes, let base = bytes.baseAddress else {
      throw CoreError(.truncated, "\(bytes.count) bytes left for a 16-byte block header", offset: offset)
    }
    let payloadLength = Int(base.littleEndian(UInt32.self, at: 8))
    guard payloadLength <= bytes.count - headerBytes else {
      throw CoreError(
        .truncated, "the block's payload has \(payloadLength) bytes, \(bytes.count - headerBytes) are there",
        offset: offset)
    }
    return headerBytes + payloadLength
  }

  /// Writes header and checksum in front of a payload already in place.
  ///
  /// `block` is the whole block: 16 bytes to fill, then the payload.
  static func seal(
    _ block: UnsafeMutableRawBufferPointer, codec: BlockCodec, kind: ColumnKind, width: Int, parameter: Int, count: Int
  ) {
    let base = block.baseAddress!
    base.storeBytes(of: codec.rawValue, toByteOffset: 0, as: UInt8.self)
    base.storeBytes(of: kind.rawValue, toByteOffset: 1, as: UInt8.self)
    base.storeBytes(of: UInt8(width), toByteOffset: 2, as: UInt8.self)
    base.storeBytes(of: UInt8(parameter), toByteOffset: 3, as: UInt8.self)
    base.storeLittleEndian(UInt32(count), at: 4)
    base.storeLittleEndian(UInt32(block.count - headerBytes), at: 8)
    let header = CRC32.checksum(UnsafeRawBufferPointer(start: base, count: 12))
    let checksum = CRC32.checksum(UnsafeRawBufferPointer(rebasing: block[headerBytes...]), continuing: header)
    base.storeLittleEndian(checksum, at: 12)
  }

  /// An error about this block's contents.
  func malformed(_ what: String) -> CoreError {
    CoreError(.malformed, "\(codec) block: \(what)", offset: offset)
  }

  /// Refuses a payload of any other length: a block has one encoding length, so that no byte of it goes unread.
  @inline(__always)
  func requirePayload(_ length: Int) throws(CoreError) {
    guard payload.count == length else {
      throw malformed("payload of \(payload.count) bytes where \(length) are due")
    }
  }
}
