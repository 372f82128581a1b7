import CZlib

/// CRC-32 as in gzip, PNG and Ethernet (ISO 3309), computed by zlib.
public enum CRC32 {
  /// The CRC-32 of `bytes`, or of the bytes behind `checksum` followed by `bytes`.
  ///
  /// - Complexity: O(n).
  public static func checksum(_ bytes: UnsafeRawBufferPointer, continuing checksum: UInt32 = 0) -> UInt32 {
    guard var next = bytes.bindMemory(to: UInt8.self).baseAddress else { return checksum }
    var left = bytes.count
    var register = uLong(checksum)
    // zlib counts in 32 bits; a chunk of 1 GiB stays clear of that.
    while left > 0 {
      let chunk = min(left, 1 << 30)
      register = crc32(register, next, uInt(chunk))
      next += chunk
      left -= chunk
    }
    return UInt32(truncatingIfNeeded: register)
  }

  /// Whether `bytes`, behind those of `checksum`, have the CRC-32 that is stored of them.
  ///
  /// A build for fuzzing believes every checksum, or no input made by chance would get behind the first.
  @inline(__always)
  public static func agrees(
    _ stored: UInt32, with bytes: UnsafeRawBufferPointer, continuing checksum: UInt32 = 0
  ) -> Bool {
    #if FUZZING
      true
    #else
      self.checksum(bytes, continuing: checksum) == stored
    #endif
  }
}
