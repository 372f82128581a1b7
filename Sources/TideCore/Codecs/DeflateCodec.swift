/// Bytes as a zlib stream (RFC 1950).
///
///     u32 length of the bytes | zlib stream
///
/// The one codec of bytes besides storing them; the verbs are those of the other codecs, over bytes.
enum DeflateCodec {
  /// The payload, or nil when it would not be smaller than the bytes: its size is known only by making it.
  static func analyse(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
    guard bytes.count > 16, bytes.count <= Int(UInt32.max) else { return nil }
    let stream = Deflate.compress(bytes)
    return stream.count + 4 < bytes.count ? stream : nil
  }

  /// Writes the stream `analyse` made behind its length; `payload` has exactly the room.
  static func encode(_ stream: [UInt8], length: Int, into payload: UnsafeMutableRawBufferPointer) {
    payload.baseAddress!.storeLittleEndian(UInt32(length), at: 0)
    UnsafeMutableRawBufferPointer(rebasing: payload[4...]).copyBytes(from: stream)
  }

  /// Every byte of the block.
  static func decode(_ block: Block) throws(CoreError) -> [UInt8] {
    guard block.payload.count >= 4 else { throw block.malformed("no room for the length") }
    let length = Int(block.payload.baseAddress!.littleEndian(UInt32.self, at: 0))
    guard length == block.count else { throw block.malformed("length \(length) in a block of \(block.count)") }
    let stream = UnsafeRawBufferPointer(rebasing: block.payload[4...])
    guard length <= Deflate.mostExpanded(from: stream.count) else {
      throw CoreError(
        .deflate, "\(length) bytes claimed of a stream of \(stream.count), more than deflate can hold",
        offset: block.offset)
    }
    return try Deflate.decompress(stream, length: length, offset: block.offset)
  }

  /// The byte at `index`, which is below `block.count`: the whole block is inflated for it.
  static func select(_ block: Block, at index: Int) throws(CoreError) -> UInt8 {
    try decode(block)[index]
  }
}
