/// A 128-bit hash of bytes, fast enough to run over every block written, for finding blocks that may be equal.
///
/// Not for security: whoever chooses the bytes can make two blocks collide, so the caller confirms equality by
/// comparing the bytes. The value is the same on every CPU and may be stored.
///
/// Two 64-bit lanes each take in all the bytes, 16 at a time, by folding full 128-bit products (the multiply-mix of
/// wyhash, under different keys), the last 16 padded with zeros and the length mixed in at the end.
public struct ContentHash: Hashable, Sendable {
  /// The first lane.
  public let high: UInt64
  /// The second lane.
  public let low: UInt64

  /// The hash of `bytes`.
  ///
  /// - Complexity: O(n).
  public init(hashing bytes: UnsafeRawBufferPointer) {
    var first = ContentHash.keys.0
    var second = ContentHash.keys.1
    let whole = bytes.count & ~15
    if let base = bytes.baseAddress {
      var place = 0
      while place < whole {
        ContentHash.mix(
          base.littleEndian(UInt64.self, at: place), base.littleEndian(UInt64.self, at: place &+ 8), &first, &second)
        place &+= 16
      }
    }
    if whole < bytes.count {
      var tail: (UInt64, UInt64) = (0, 0)
      withUnsafeMutableBytes(of: &tail) { $0.copyBytes(from: bytes[whole...]) }
      ContentHash.mix(UInt64(littleEndian: tail.0), UInt64(littleEndian: tail.1), &first, &second)
    }
    let length = UInt64(bytes.count)
    let closed = ContentHash.fold(first ^ length ^ ContentHash.keys.2, second ^ ContentHash.keys.3)
    high = ContentHash.fold(first ^ ContentHash.keys.3, closed ^ ContentHash.keys.0)
    low = ContentHash.fold(second ^ ContentHash.keys.2, closed ^ length ^ ContentHash.keys.1)
  }

  /// The first 256 bits of the fraction of pi, as nothing-up-my-sleeve keys.
  private static let keys: (UInt64, UInt64, UInt64, UInt64) = (
    0x243F_6A88_85A3_08D3, 0x1319_8A2E_0370_7344, 0xA409_3822_299F_31D0, 0x082E_FA98_EC4E_6C89
  )

  @inline(__always)
  private static func mix(_ a: UInt64, _ b: UInt64, _ first: inout UInt64, _ second: inout UInt64) {
    // The rotated state is added, so that a zero factor cannot wipe out what came before.
    let kept = first << 29 | first >> 35
    first = fold(a ^ keys.2, b ^ first) &+ kept
    let keptSecond = second << 41 | second >> 23
    second = fold(b ^ keys.3, a ^ second) &+ keptSecond
  }

  @inline(__always)
  private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }
}
