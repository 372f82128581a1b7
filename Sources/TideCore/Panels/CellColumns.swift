/// Columns of the numbers and states of some cells, filled from chunks of one panel or of several laid over each other.
///
/// What is taken later stands over what was taken before, wherever it says anything of a cell.
public struct CellColumns: Sendable {
  /// Cells.
  public let count: Int
  /// A bit for each measure there is room for, by its number.
  public let measures: UInt8
  /// By cell: 0 where nothing is said of it, else 1 + its status.
  public private(set) var states: [UInt8]
  /// By cell: a bit for each measure that is there.
  public private(set) var present: [UInt8]
  /// By measure that there is room for, then by cell; what stands where one is missing means nothing.
  private var numbers: [Double]

  /// Columns in which nothing is said yet.
  ///
  /// - Parameter measures: a bit for each measure that is wanted; others are never read.
  /// - Complexity: O(cells).
  public init(count: Int, measures: UInt8) {
    self.count = count
    self.measures = measures & 0x7F
    states = Array(repeating: 0, count: count)
    present = Array(repeating: 0, count: count)
    numbers = Array(repeating: 0, count: count * self.measures.nonzeroBitCount)
  }

  @inline(__always)
  private func slot(_ measure: Int) -> Int { (measures & (1 &<< UInt8(measure) &- 1)).nonzeroBitCount &* count }

  /// Whether there is room for a measure.
  public func has(_ measure: Int) -> Bool { measures >> UInt8(measure) & 1 == 1 }

  /// One number of a cell; nil where it is missing or there is no room for the measure.
  public func number(_ measure: Int, _ cell: Int) -> Double? {
    present[cell] >> UInt8(measure) & 1 == 1 ? numbers[slot(measure) &+ cell] : nil
  }

  /// Calls `body` with the numbers of a measure by cell, to be believed where `present` says so; nil without room for it.
  public func withNumbers<Result>(_ measure: Int, _ body: (UnsafeBufferPointer<Double>) throws -> Result) rethrows
    -> Result?
  {
    guard has(measure) else { return nil }
    let first = slot(measure)
    return try numbers.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[first..<first + count])) }
  }

  // MARK: Filling

  /// Takes what is said of one cell.
  public mutating func take(_ found: CellNumbers, at cell: Int) {
    guard found.state != 0 else { return }
    set(cell, state: UInt8(truncatingIfNeeded: found.state)) { found[$0] }
  }

  /// Says anew all there is of a cell.
  ///
  /// - Parameters:
  ///   - state: 0 for nothing, else 1 + the status.
  ///   - number: by measure; nil for a missing one.
  public mutating func set(_ cell: Int, state: UInt8, _ number: (Int) -> Double?) {
    states[cell] = state
    var mask: UInt8 = 0
    for measure in 0..<PanelColumn.measures where has(measure) {
      guard let value = number(measure) else { continue }
      numbers[slot(measure) &+ cell] = value
      mask |= 1 << UInt8(measure)
    }
    present[cell] = mask
  }

  /// Takes what the open chunk says.
  ///
  /// - Parameter cells: by place in the chunk the cell it is, -1 for one that is not wanted.
  /// - Complexity: O(cells of the chunk) a measure.
  public mutating func take(_ reader: TileReader, cells: [Int32]) throws(CoreError) {
    let found = try reader.cellStates()
    cells.withUnsafeBufferPointer { cells in
      for place in 0..<min(cells.count, reader.count) where cells[place] >= 0 && found[place] != 0 {
        states[Int(cells[place])] = found[place]
        present[Int(cells[place])] = 0
      }
    }
    for measure in 0..<PanelColumn.measures where has(measure) {
      guard let values = try reader.values(measure) else { continue }
      take(UnsafePointer(values), missing: try reader.missing(measure), count: reader.count, measure, cells)
    }
  }

  private mutating func take(
    _ values: UnsafePointer<Double>, missing: UnsafeBufferPointer<UInt16>, count: Int, _ measure: Int, _ cells: [Int32]
  ) {
    let first = slot(measure)
    let bit = UInt8(1) << UInt8(measure)
    var gap = 0
    numbers.withUnsafeMutableBufferPointer { numbers in
      present.withUnsafeMutableBufferPointer { present in
        cells.withUnsafeBufferPointer { cells in
          for place in 0..<min(cells.count, count) {
            if gap < missing.count, Int(missing[gap]) == place {
              gap &+= 1
              continue
            }
            let cell = Int(cells[place])
            guard cell >= 0 else { continue }
            numbers[first &+ cell] = values[place]
            present[cell] |= bit
          }
        }
      }
    }
  }
}
