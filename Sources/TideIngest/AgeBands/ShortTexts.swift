/// The places of texts of up to seven bytes, each of which is one number: its bytes and their count.
///
/// A table with open addressing, so that a text is found in one or two looks and without hashing its bytes one by one.
struct ShortTexts {
  private var keys: [UInt64] = Array(repeating: Self.none, count: 256)
  private var places: [Int32] = Array(repeating: 0, count: 256)
  private var count = 0
  private var last: (key: UInt64, place: Int32) = (none, 0)

  /// No text has eight bytes of ones.
  private static let none = UInt64.max

  /// A text's bytes, the first lowest, below their count; nil for more than seven.
  @inline(__always)
  static func key(_ bytes: UnsafeRawBufferPointer) -> UInt64? {
    let count = bytes.count
    guard count < 8 else { return nil }
    guard let text = bytes.baseAddress, count > 0 else { return 0 }
    if count >= 4 {
      let first = UInt64(UInt32(littleEndian: text.loadUnaligned(as: UInt32.self)))
      let end = UInt64(UInt32(littleEndian: text.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)))
      return first | end &<< UInt64(8 &* (count &- 4)) | UInt64(count) &<< 56
    }
    // Of one to three bytes these are all, some of them twice.
    let middle = count / 2
    return UInt64(bytes[0]) | UInt64(bytes[middle]) &<< UInt64(8 &* middle)
      | UInt64(bytes[count &- 1]) &<< UInt64(8 &* (count &- 1)) | UInt64(count) &<< 56
  }

  /// The place of a text; the one given, which it has from now on, where it is new.
  /// - Complexity: O(1) expected.
  @inline(__always)
  mutating func place(of key: UInt64, else new: Int32) -> Int32 {
    if key == last.key { return last.place }
    var slot = slot(key)
    while keys[slot] != key {
      if keys[slot] == Self.none {
        add(key, new, at: slot)
        last = (key, new)
        return new
      }
      slot = (slot &+ 1) & (keys.count &- 1)
    }
    last = (key, places[slot])
    return last.place
  }

  @inline(__always)
  private func slot(_ key: UInt64) -> Int {
    // The uppermost bits of the product depend on all bytes of the key.
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> UInt64(keys.count.leadingZeroBitCount &+ 1))
  }

  private mutating func add(_ key: UInt64, _ place: Int32, at slot: Int) {
    keys[slot] = key
    places[slot] = place
    count += 1
    if count * 2 > keys.count { grow() }
  }

  private mutating func grow() {
    let (old, oldPlaces) = (keys, places)
    keys = Array(repeating: Self.none, count: old.count * 2)
    places = Array(repeating: 0, count: old.count * 2)
    for (key, place) in zip(old, oldPlaces) where key != Self.none {
      var slot = slot(key)
      while keys[slot] != Self.none { slot = (slot &+ 1) & (keys.count &- 1) }
      keys[slot] = key
      places[slot] = place
    }
  }
}
