import CTideCPU
import Synchronization

/// Where the chunks of one column lie, and which of them have been verified.
///
/// A chunk's checksum is verified when it is first read through this table, and not again: the bytes are mapped from a
/// file that is never changed in place. Readers on several threads may verify the same chunk twice, never believe one
/// unverified.
///
/// A plain value over memory that whoever made it frees: the loops over chunks must not count references.
struct ChunkTable {
  let count: Int
  private let base: UnsafeRawPointer
  private let entries: UnsafeMutablePointer<Entry>
  private let verified: UnsafeMutablePointer<Atomic<Bool>>

  private struct Entry {
    var start: Int
    var length: UInt32
    var checksum: UInt32
    /// How often the chunk was decoded whole; a hint, since several threads may count at once.
    var decodings: UInt32 = 0
  }

  /// Room for `count` chunks of these bytes; each must be set before it is read.
  init(_ bytes: UnsafeRawBufferPointer, count: Int) {
    self.count = count
    // Chunks that are set lie inside the bytes, so that there are some.
    base = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1)!
    entries = .allocate(capacity: count)
    entries.initialize(repeating: Entry(start: 0, length: 0, checksum: 0), count: count)
    verified = .allocate(capacity: count)
    for chunk in 0..<count { (verified + chunk).initialize(to: Atomic(false)) }
  }

  /// Gives the memory back.
  func free() {
    entries.deallocate()
    verified.deinitialize(count: count)
    verified.deallocate()
  }

  /// Sets a chunk, known to lie inside the bytes; without a checksum where the panel's head covers it.
  func set(_ chunk: Int, start: Int, length: Int, checksum: UInt32?) {
    entries[chunk] = Entry(start: start, length: UInt32(length), checksum: checksum ?? 0)
    if checksum == nil { verified[chunk].store(true, ordering: .relaxed) }
  }

  /// Bytes of a chunk.
  func length(of chunk: Int) -> Int { Int(entries[chunk].length) }

  /// A chunk, its checksum verified.
  @inline(__always)
  func block(_ chunk: Int, kind: ColumnKind, count values: Int) throws(CoreError) -> Block {
    guard chunk >= 0, chunk < count else { throw CoreError(.outOfRange, "chunk \(chunk) of \(count)") }
    let entry = entries[chunk]
    let part = UnsafeRawBufferPointer(start: base + entry.start, count: Int(entry.length))
    if !verified[chunk].load(ordering: .relaxed) { try verify(chunk, part) }
    return try Block(chunk: part, kind: kind, count: values, offset: entry.start)
  }

  /// Counts a chunk as decoded whole once more.
  @inline(__always)
  func countDecoding(_ chunk: Int) { entries[chunk].decodings &+= 1 }

  /// Asks for the bytes of the chunk behind one that is read now, if there is one.
  @inline(__always)
  func prefetch(after chunk: Int) {
    guard chunk + 1 < count else { return }
    let next = entries[chunk + 1]
    tide_prefetch(base + next.start, Int(next.length))
  }

  /// Adds up the chunks and bytes that have been read through this table, and those that have not.
  ///
  /// Chunks that stand in the panel's head were read with it.
  func add(to extent: inout PanelExtent) {
    for chunk in 0..<count {
      let length = Int(entries[chunk].length)
      extent.decodings += Int(entries[chunk].decodings)
      if entries[chunk].decodings > 0 { extent.chunksDecoded += 1 }
      if verified[chunk].load(ordering: .relaxed) {
        extent.chunksRead += 1
        extent.bytesRead += length
      } else {
        extent.chunksSkipped += 1
        extent.bytesSkipped += length
      }
    }
  }

  private func verify(_ chunk: Int, _ part: UnsafeRawBufferPointer) throws(CoreError) {
    guard CRC32.agrees(entries[chunk].checksum, with: part) else {
      throw CoreError(.checksumMismatch, "a chunk's CRC-32 does not match its bytes", offset: entries[chunk].start)
    }
    verified[chunk].store(true, ordering: .relaxed)
  }
}
