import CZlib

/// Inflates a gzip (RFC 1952) or zlib (RFC 1950) stream that arrives in pieces.
///
/// Gzip members written one behind the other come out as one stream, as `cat a.gz b.gz` means them to; zeros that pad
/// the end of the last one are ignored.
public final class GzipReader {
  // zlib keeps the address of its stream, so the stream has one of its own.
  private let stream: UnsafeMutablePointer<z_stream>
  private let room: UnsafeMutableRawBufferPointer
  private var state = State.betweenMembers
  private var members = 0
  private var position = 0

  private enum State {
    case betweenMembers
    case insideMember
    case failed(CoreError)
  }

  /// A reader at the start of a stream.
  public init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    room = .allocate(byteCount: 1 << 16, alignment: 16)
    // 15 bits of window, and 32 to tell gzip from zlib by the first bytes.
    let status = inflateInit2_(stream, 15 + 32, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib cannot start: \(status)")
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    room.deallocate()
  }

  /// Inflates the next piece and hands on what comes out, up to 64 KiB at a time.
  ///
  /// The bytes given to `output` are only good until it returns.
  ///
  /// - Throws: `CoreError` for a damaged stream, and again on every call after that; or what `output` throws.
  public func inflate(_ input: UnsafeRawBufferPointer, _ output: (UnsafeRawBufferPointer) throws -> Void) throws {
    if case .failed(let error) = state { throw error }
    var rest = input[...]
    while !rest.isEmpty {
      if case .betweenMembers = state {
        if members > 0, rest[rest.startIndex] == 0 {
          rest = rest.dropFirst()
          position += 1
          continue
        }
        state = .insideMember
      }
      // zlib counts in 32 bits.
      let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
      let consumed = try step(piece, output)
      rest = rest.dropFirst(consumed)
      position += consumed
    }
  }

  /// Says that there is no more input.
  ///
  /// - Throws: `CoreError` with code `truncated` when the stream is not at the end of a member.
  public func finish() throws(CoreError) {
    switch state {
    case .failed(let error): throw error
    case .insideMember: throw CoreError(.truncated, "the compressed stream ends too early", offset: position)
    case .betweenMembers where members == 0: throw CoreError(.truncated, "no compressed stream at all")
    case .betweenMembers: return
    }
  }

  /// Inflates one piece to its end or the member's; returns how much of it was consumed.
  private func step(
    _ piece: UnsafeRawBufferPointer, _ output: (UnsafeRawBufferPointer) throws -> Void
  ) throws -> Int {
    stream.pointee.next_in = UnsafeMutablePointer(mutating: piece.bindMemory(to: UInt8.self).baseAddress)
    stream.pointee.avail_in = uInt(piece.count)
    while true {
      stream.pointee.next_out = room.bindMemory(to: UInt8.self).baseAddress
      stream.pointee.avail_out = uInt(room.count)
      let status = CZlib.inflate(stream, Z_NO_FLUSH)
      let consumed = piece.count - Int(stream.pointee.avail_in)
      let produced = room.count - Int(stream.pointee.avail_out)
      guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
        let reason = stream.pointee.msg.map { String(cString: $0) } ?? "status \(status)"
        let error = CoreError(.deflate, "zlib: \(reason)", offset: position + consumed)
        state = .failed(error)
        throw error
      }
      if produced > 0 {
        do { try output(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(room)[..<produced])) } catch {
          // What was inflated is lost to the caller, so nothing may follow it.
          state = .failed(CoreError(.deflate, "the reader of the inflated bytes failed", offset: position + consumed))
          throw error
        }
      }
      if status == Z_STREAM_END {
        inflateReset(stream)
        members += 1
        state = .betweenMembers
        return consumed
      }
      if stream.pointee.avail_out > 0 { return consumed }
    }
  }
}
