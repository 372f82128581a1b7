/// A block of opaque bytes, stored as they are or deflated, whichever is smaller.
public enum BytesBlock {
  /// The block of fewer than 4 GiB of bytes.
  ///
  /// - Complexity: O(n).
  public static func encode(_ bytes: [UInt8]) -> [UInt8] {
    precondition(bytes.count <= Int(UInt32.max) - 64, "a block holds fewer than 4 GiB")
    return bytes.withUnsafeBytes { source in
      let stream = DeflateCodec.analyse(source)
      let payloadBytes = stream.map { $0.count + 4 } ?? source.count
      var block = [UInt8](repeating: 0, count: Block.headerBytes + payloadBytes)
      block.withUnsafeMutableBytes { block in
        let payload = UnsafeMutableRawBufferPointer(rebasing: block[Block.headerBytes...])
        if let stream {
          DeflateCodec.encode(stream, length: source.count, into: payload)
        } else {
          payload.copyBytes(from: source)
        }
        Block.seal(
          block, codec: stream == nil ? .raw : .deflate, kind: .bytes, width: 0, parameter: 0, count: source.count)
      }
      return block
    }
  }

  /// The bytes of the block that starts where `block` starts.
  ///
  /// Never allocates more than deflate can expand the payload to (1,032 times its length and 64 bytes).
  ///
  /// - Throws: `CoreError` when the block is truncated, damaged, or not of bytes.
  /// - Complexity: O(n).
  public static func decode(_ block: UnsafeRawBufferPointer) throws(CoreError) -> [UInt8] {
    try decode(verified(block, offset: 0))
  }

  /// Header and payload together of the block that starts where `bytes` starts; checked to lie inside `bytes`.
  ///
  /// - Complexity: O(1); the checksum is not read.
  public static func byteLength(of bytes: UnsafeRawBufferPointer) throws(CoreError) -> Int {
    try Block.byteLength(of: bytes, offset: 0)
  }

  /// The block at the start of `bytes`, its checksum verified, known to be of bytes.
  static func verified(_ bytes: UnsafeRawBufferPointer, offset: Int) throws(CoreError) -> Block {
    let block = try Block(bytes, offset: offset)
    guard block.kind == .bytes else {
      throw CoreError(.wrongKind, "a block of \(block.kind) where bytes are due", offset: offset)
    }
    if block.codec == .raw { try block.requirePayload(block.count) }
    return block
  }

  /// The bytes of a block from `verified`.
  static func decode(_ block: Block) throws(CoreError) -> [UInt8] {
    block.codec == .raw ? [UInt8](block.payload) : try DeflateCodec.decode(block)
  }

  /// One byte of a block from `verified`.
  static func select(_ block: Block, at index: Int) throws(CoreError) -> UInt8 {
    guard index >= 0, index < block.count else {
      throw CoreError(.outOfRange, "byte \(index) of a block of \(block.count)", offset: block.offset)
    }
    return block.codec == .raw ? block.payload[index] : try DeflateCodec.select(block, at: index)
  }
}
