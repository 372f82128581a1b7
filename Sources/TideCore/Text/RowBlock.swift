/// Which columns of a table are read, and as what.
public struct RowPlan: Sendable {
  /// A column of texts.
  public struct TextColumn: Sendable {
    /// Its place in the record, from 0.
    public var column: Int
    /// Where its texts go, from 0.
    public var slot: Int
    /// The column whose text makes this one needless; nil for a column that is always read.
    public var unlessColumn: Int?

    /// A column of texts.
    public init(column: Int, slot: Int, unlessColumn: Int? = nil) {
      self.column = column
      self.slot = slot
      self.unlessColumn = unlessColumn
    }
  }

  /// Columns of texts; each has a slot of its own below `textSlots`.
  public let texts: [TextColumn]
  /// Slots for texts, also for those no column fills.
  public let textSlots: Int
  /// For each slot of numbers, the column that fills it; -1 for none. At most 8.
  public let numbers: [Int]
  /// Columns of the table; what stands in fields beyond them is out of place.
  public let columnCount: Int

  /// A plan of reading.
  public init(texts: [TextColumn], textSlots: Int, numbers: [Int], columnCount: Int) {
    precondition(numbers.count <= 8 && texts.allSatisfy { $0.slot < textSlots })
    self.texts = texts
    self.textSlots = textSlots
    self.numbers = numbers
    self.columnCount = columnCount
  }
}

/// Some rows of a table, each text as a number that equal texts share, each number as a double.
///
/// The memory is used again for the next rows. Texts and numbers stand row by row, `textSlots` and `numberSlots` for
/// each.
public final class RowBlock {
  /// Most rows of a block.
  public static let mostRows = 1024

  /// Rows read.
  public internal(set) var count = 0
  /// Texts of a row.
  public let textSlots: Int
  /// Numbers of a row.
  public let numberSlots: Int
  /// The number of each text within its column; -1 for an empty field, or none.
  public let texts: UnsafeMutablePointer<Int32>
  /// The numbers; 0 where there is none.
  public let numbers: UnsafeMutablePointer<Double>
  /// For each row, bit s for a number in slot s.
  public let present: UnsafeMutablePointer<UInt8>
  /// For each row, bit s for something in slot s that is no plain number.
  public let worded: UnsafeMutablePointer<UInt8>
  /// For each row, whether something stands in a field beyond the table's columns.
  public let overflows: UnsafeMutablePointer<Bool>
  /// For each row, the byte offset at which its record starts.
  public let offsets: UnsafeMutablePointer<Int>
  /// For each row, the line on which its record starts.
  public let lines: UnsafeMutablePointer<Int>

  /// An empty block for rows of a plan.
  public init(_ plan: RowPlan) {
    let rows = Self.mostRows
    textSlots = plan.textSlots
    numberSlots = plan.numbers.count
    texts = .allocate(capacity: max(1, rows * textSlots))
    texts.initialize(repeating: -1, count: rows * textSlots)
    numbers = .allocate(capacity: max(1, rows * numberSlots))
    numbers.initialize(repeating: 0, count: rows * numberSlots)
    present = .allocate(capacity: rows)
    present.initialize(repeating: 0, count: rows)
    worded = .allocate(capacity: rows)
    worded.initialize(repeating: 0, count: rows)
    overflows = .allocate(capacity: rows)
    overflows.initialize(repeating: false, count: rows)
    offsets = .allocate(capacity: rows)
    offsets.initialize(repeating: 0, count: rows)
    lines = .allocate(capacity: rows)
    lines.initialize(repeating: 0, count: rows)
  }

  deinit {
    texts.deallocate()
    numbers.deallocate()
    present.deallocate()
    worded.deallocate()
    overflows.deallocate()
    offsets.deallocate()
    lines.deallocate()
  }
}
