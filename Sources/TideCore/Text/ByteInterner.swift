/// Gives equal byte strings equal small numbers, in order of first appearance from 0.
///
/// Columns of published files repeat a few hundred texts over millions of rows; the text itself is made once.
public struct ByteInterner {
  private var slots: [Int32]
  private var hashes: [UInt64] = []
  private var starts: [Int] = [0]
  private var storage: [UInt8] = []
  private var lastIndex = -1

  /// An interner that knows nothing yet.
  public init() { slots = Array(repeating: -1, count: 64) }

  /// The number of different byte strings.
  public var count: Int { hashes.count }

  /// The number of a byte string, given now if it has none.
  /// - Complexity: O(length) expected; the string last asked for is found by one comparison.
  public mutating func intern(_ bytes: UnsafeRawBufferPointer) -> Int {
    if lastIndex >= 0, isEqual(lastIndex, bytes) { return lastIndex }
    let hash = ContentHash(hashing: bytes).low
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      if hashes[index] == hash, isEqual(index, bytes) {
        lastIndex = index
        return index
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    let index = hashes.count
    hashes.append(hash)
    storage.append(contentsOf: bytes)
    starts.append(storage.count)
    slots[slot] = Int32(index)
    if hashes.count * 2 > slots.count { grow() }
    lastIndex = index
    return index
  }

  private func isEqual(_ index: Int, _ bytes: UnsafeRawBufferPointer) -> Bool {
    let start = starts[index]
    let length = starts[index &+ 1] &- start
    guard length == bytes.count else { return false }
    guard length > 0, let other = bytes.baseAddress else { return true }
    return storage.withUnsafeBytes { Self.isEqual($0.baseAddress! + start, other, length) }
  }

  /// Eight bytes at a time, the last eight once more where they are not whole.
  @inline(__always)
  private static func isEqual(_ one: UnsafeRawPointer, _ other: UnsafeRawPointer, _ length: Int) -> Bool {
    var at = 0
    while at &+ 8 <= length {
      if one.loadUnaligned(fromByteOffset: at, as: UInt64.self)
        != other.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      {
        return false
      }
      at &+= 8
    }
    if at == length { return true }
    if length >= 8 {
      return one.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)
        == other.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)
    }
    while at < length {
      if one.load(fromByteOffset: at, as: UInt8.self) != other.load(fromByteOffset: at, as: UInt8.self) { return false }
      at &+= 1
    }
    return true
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 2)
    for (index, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(index)
    }
  }
}
