import Synchronization

/// Where the chunks of one column lie, and which of them have been verified.
///
/// A chunk's checksum is verified when it is first read through this table, and not again: the bytes are mapped from a
/// file that is never changed in place. Readers on several threads may verify the same chunk twice, never believe one
/// unverified.
final class ChunkTable: @unchecked Sendable {
  let bytes: UnsafeRawBufferPointer
  private(set) var count = 0
  private let capacity: Int
  private let starts: UnsafeMutablePointer<Int>
  private let lengths: UnsafeMutablePointer<UInt32>
  private let checksums: UnsafeMutablePointer<UInt32>
  private let verified: UnsafeMutablePointer<Atomic<Bool>>

  init(bytes: UnsafeRawBufferPointer, capacity: Int) {
    self.bytes = bytes
    self.capacity = capacity
    starts = .allocate(capacity: capacity)
    lengths = .allocate(capacity: capacity)
    checksums = .allocate(capacity: capacity)
    verified = .allocate(capacity: capacity)
  }

  deinit {
    starts.deallocate()
    lengths.deallocate()
    checksums.deallocate()
    verified.deinitialize(count: count)
    verified.deallocate()
  }

  /// Adds the next chunk, known to lie inside the bytes; without a checksum where the panel's head covers it.
  func append(start: Int, length: Int, checksum: UInt32?) {
    precondition(count < capacity, "more chunks than announced")
    (starts + count).initialize(to: start)
    (lengths + count).initialize(to: UInt32(length))
    (checksums + count).initialize(to: checksum ?? 0)
    (verified + count).initialize(to: Atomic(checksum == nil))
    count += 1
  }

  /// Bytes of a chunk.
  func length(of chunk: Int) -> Int { Int(lengths[chunk]) }

  /// A chunk, its checksum verified.
  @inline(__always)
  func block(_ chunk: Int, kind: ColumnKind, count values: Int) throws(CoreError) -> Block {
    guard chunk >= 0, chunk < count else { throw CoreError(.outOfRange, "chunk \(chunk) of \(count)") }
    let start = starts[chunk]
    let part = UnsafeRawBufferPointer(rebasing: bytes[start..<start + Int(lengths[chunk])])
    if !verified[chunk].load(ordering: .relaxed) { try verify(chunk, part) }
    return try Block(chunk: part, kind: kind, count: values, offset: start)
  }

  private func verify(_ chunk: Int, _ part: UnsafeRawBufferPointer) throws(CoreError) {
    guard CRC32.checksum(part) == checksums[chunk] else {
      throw CoreError(.checksumMismatch, "a chunk's CRC-32 does not match its bytes", offset: starts[chunk])
    }
    verified[chunk].store(true, ordering: .relaxed)
  }
}
