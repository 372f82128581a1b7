import CZlib

/// Deflate in one step, in the zlib format (RFC 1950).
public enum Deflate {
  /// Compresses bytes (fewer than 4 GB) into a zlib stream.
  ///
  /// - Parameter level: 1 (fast) to 9 (small).
  /// - Complexity: O(n).
  public static func compress(_ bytes: UnsafeRawBufferPointer, level: Int = 6) -> [UInt8] {
    let bound = Int(compressBound(uLong(bytes.count)))
    return [UInt8](unsafeUninitializedCapacity: bound) { out, count in
      var length = uLongf(bound)
      // compress2 refuses a null source even for no bytes.
      var nothing: UInt8 = 0
      let status = withUnsafePointer(to: &nothing) { nothing in
        compress2(
          out.baseAddress!, &length, bytes.bindMemory(to: UInt8.self).baseAddress ?? nothing, uLong(bytes.count),
          Int32(min(max(level, 1), 9)))
      }
      // With compressBound's room the only failure is want of memory, which ends a Swift program anyway.
      precondition(status == Z_OK, "zlib cannot compress: \(status)")
      count = Int(length)
    }
  }

  /// Most bytes a deflate stream of `count` bytes can expand to, with a little over for short streams.
  public static func mostExpanded(from count: Int) -> Int {
    let (product, overflow) = count.multipliedReportingOverflow(by: 1032)
    return overflow ? .max : product.addingReportingOverflow(64).overflow ? .max : product + 64
  }

  /// Expands a zlib stream that holds exactly `length` bytes and nothing after itself.
  ///
  /// Never allocates more than `length` bytes; check that against `mostExpanded(from:)` where it was read from a file.
  ///
  /// - Parameter offset: what an error reports as its place.
  /// - Complexity: O(length).
  public static func decompress(
    _ stream: UnsafeRawBufferPointer, length: Int, offset: Int = 0
  ) throws(CoreError) -> [UInt8] {
    guard let source = stream.bindMemory(to: UInt8.self).baseAddress, length >= 0,
      length <= mostExpanded(from: stream.count)
    else { throw CoreError(.deflate, "\(stream.count) bytes cannot expand to \(length)", offset: offset) }
    var status = Z_OK
    var produced = uLongf(length)
    var consumed = uLong(stream.count)
    // One byte at least, as zlib wants an output buffer even for a stream of nothing.
    let bytes = [UInt8](unsafeUninitializedCapacity: max(length, 1)) { out, count in
      status = uncompress2(out.baseAddress!, &produced, source, &consumed)
      count = status == Z_OK ? Int(produced) : 0
    }
    guard status == Z_OK, bytes.count == length, consumed == uLong(stream.count) else {
      throw CoreError(
        .deflate, "zlib status \(status), \(produced) of \(length) bytes from \(consumed) of \(stream.count)",
        offset: offset)
    }
    return bytes
  }
}
