import CTideBytes

/// Walks over the separators, quotes and line ends of a text, finding them 64 bytes at a time.
struct MarkCursor {
  /// Marks not yet passed of the 64 bytes at `base`.
  private var bits: UInt64
  private var base: Int

  /// A cursor before the first mark at or after `position`.
  init(_ bytes: UnsafeRawBufferPointer, from position: Int, separator: UInt8) {
    base = position
    bits = 0
    if let text = bytes.baseAddress, position < bytes.count {
      bits = Self.marks(text.assumingMemoryBound(to: UInt8.self), position, bytes.count, separator)
    }
  }

  /// Passes the next mark of a text of `end` bytes.
  /// - Returns: its offset; `end` when there is none.
  @inline(__always)
  mutating func next(_ text: UnsafePointer<UInt8>, _ end: Int, _ separator: UInt8) -> Int {
    while bits == 0 {
      base &+= 64
      guard base < end else { return end }
      bits = Self.marks(text, base, end, separator)
    }
    let place = base &+ bits.trailingZeroBitCount
    bits &= bits &- 1
    return place
  }

  @inline(__always)
  private static func marks(_ text: UnsafePointer<UInt8>, _ base: Int, _ end: Int, _ separator: UInt8) -> UInt64 {
    end &- base >= 64 ? tide_csv_marks(text + base, separator) : lastMarks(text + base, end &- base, separator)
  }

  /// The marks of fewer than 64 bytes.
  @inline(never)
  private static func lastMarks(_ text: UnsafePointer<UInt8>, _ count: Int, _ separator: UInt8) -> UInt64 {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { padded in
      padded.initialize(repeating: 0)
      for place in 0..<count { padded[place] = text[place] }
      return tide_csv_marks(padded.baseAddress, separator) & (1 << UInt64(count) &- 1)
    }
  }
}
