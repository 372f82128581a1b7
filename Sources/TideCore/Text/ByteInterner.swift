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
    let length = starts[index + 1] - start
    guard length == bytes.count else { return false }
    return storage.withUnsafeBytes { UnsafeRawBufferPointer(rebasing: $0[start..<start + length]).elementsEqual(bytes) }
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
