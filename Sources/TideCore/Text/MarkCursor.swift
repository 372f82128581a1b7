import CTideCPU

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

  /// Passes the separators up to the next mark of another kind, and that mark, appending to `list` the fields that end
  /// in a separator.
  ///
  /// - Parameters:
  ///   - first: where the first of the fields starts; afterwards where the field starts that the mark found stands in.
  ///   - limit: where passing may stop, if that is before `end`, the end of the text.
  /// - Returns: the offset of the mark; `end` when there is none, or none near the limit.
  @inline(never)
  mutating func passFields(
    _ text: UnsafePointer<UInt8>, from first: inout Int, limit: Int, end: Int, _ separator: UInt8, _ list: FieldList
  ) -> Int {
    var bits = bits
    var base = base
    var start = first
    var place = end
    var fields = list.storage + list.count
    var room = list.storage + list.capacity
    search: while true {
      while bits != 0 {
        place = base &+ bits.trailingZeroBitCount
        bits &= bits &- 1
        guard text[place] == separator else { break search }
        if fields == room {
          list.count = list.capacity
          list.grow()
          fields = list.storage + list.count
          room = list.storage + list.capacity
        }
        fields.pointee = CSVField(start: start, length: place &- start)
        fields += 1
        start = place &+ 1
      }
      base &+= 64
      guard base < limit else {
        place = end
        break
      }
      bits = Self.marks(text, base, end, separator)
    }
    self.bits = bits
    self.base = base
    list.count = fields - list.storage
    first = start
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
