/// Gives equal byte strings equal small numbers, in order of first appearance from 0.
///
/// Columns of published files repeat a few hundred texts over millions of rows, mostly as runs of one text or in the
/// same order again and again: the text last asked for, and the one that followed it before, are tried by comparison
/// before anything is hashed.
public struct ByteInterner: ~Copyable {
  private struct Entry {
    var start: Int
    var length: Int
    var hash: UInt64
    /// The entry that was asked for after this one.
    var follower: Int
  }

  private var slots: [Int32]
  private var entries: UnsafeMutablePointer<Entry>
  private var entryCapacity = 32
  private var storage: UnsafeMutableRawPointer
  private var storageCapacity = 1024
  private var storageCount = 0
  private var last = -1

  /// The number of different byte strings.
  public private(set) var count = 0

  /// An interner that knows nothing yet.
  public init() {
    slots = Array(repeating: -1, count: 64)
    entries = .allocate(capacity: entryCapacity)
    storage = .allocate(byteCount: storageCapacity, alignment: 8)
  }

  deinit {
    entries.deallocate()
    storage.deallocate()
  }

  /// The number of a byte string, given now if it has none.
  /// - Complexity: O(length) expected.
  @inline(__always)
  public mutating func intern(_ bytes: UnsafeRawBufferPointer) -> Int {
    guard let text = bytes.baseAddress, last >= 0 else { return find(bytes) }
    if isEqual(last, text, bytes.count) { return last }
    let guess = entries[last].follower
    if isEqual(guess, text, bytes.count) {
      last = guess
      return guess
    }
    return find(bytes)
  }

  /// The byte string with a number; valid until the next one is interned.
  public subscript(index: Int) -> UnsafeRawBufferPointer {
    precondition(index >= 0 && index < count, "no byte string has this number")
    return UnsafeRawBufferPointer(start: storage + entries[index].start, count: entries[index].length)
  }

  @inline(never)
  private mutating func find(_ bytes: UnsafeRawBufferPointer) -> Int {
    let hash = ContentHash(hashing: bytes).low
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      if entries[index].hash == hash, self[index].elementsEqual(bytes) { return follow(index) }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = Int32(count)
    append(bytes, hash)
    if count * 2 > slots.count { rehash() }
    return follow(count - 1)
  }

  private mutating func follow(_ index: Int) -> Int {
    if last >= 0 { entries[last].follower = index }
    last = index
    return index
  }

  private mutating func append(_ bytes: UnsafeRawBufferPointer, _ hash: UInt64) {
    if count == entryCapacity {
      let larger = UnsafeMutablePointer<Entry>.allocate(capacity: entryCapacity * 2)
      larger.update(from: entries, count: count)
      entries.deallocate()
      entries = larger
      entryCapacity *= 2
    }
    if storageCount + bytes.count > storageCapacity {
      storageCapacity = max(storageCapacity * 2, storageCount + bytes.count)
      let larger = UnsafeMutableRawPointer.allocate(byteCount: storageCapacity, alignment: 8)
      larger.copyMemory(from: storage, byteCount: storageCount)
      storage.deallocate()
      storage = larger
    }
    if let text = bytes.baseAddress { (storage + storageCount).copyMemory(from: text, byteCount: bytes.count) }
    entries[count] = Entry(start: storageCount, length: bytes.count, hash: hash, follower: count)
    storageCount += bytes.count
    count += 1
  }

  @inline(__always)
  private func isEqual(_ index: Int, _ text: UnsafeRawPointer, _ count: Int) -> Bool {
    guard entries[index].length == count else { return false }
    let known = UnsafeRawPointer(storage + entries[index].start)
    if count >= 8 {
      var place = 0
      while place < count &- 8 {
        if Self.word(known, place) != Self.word(text, place) { return false }
        place &+= 8
      }
      return Self.word(known, count &- 8) == Self.word(text, count &- 8)
    }
    var difference: UInt8 = 0
    for place in 0..<count {
      difference |= known.load(fromByteOffset: place, as: UInt8.self) ^ text.load(fromByteOffset: place, as: UInt8.self)
    }
    return difference == 0
  }

  @inline(__always)
  private static func word(_ bytes: UnsafeRawPointer, _ place: Int) -> UInt64 {
    bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
  }

  private mutating func rehash() {
    slots = Array(repeating: -1, count: slots.count * 2)
    for index in 0..<count {
      var slot = Int(truncatingIfNeeded: entries[index].hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(truncatingIfNeeded: index)
    }
  }
}
