import TideModel

/// The rows read for one panel, in order of reading.
struct PanelRows {
  /// One row, in about a hundred bytes.
  struct Row {
    /// Id of the area.
    var area: Int64
    /// Key of the period.
    var period: Int64
    /// Text ids, 0 for none; that of the period's label is 0 where it is the canonical one.
    var label: Int32
    var note: Int32
    var trend: Int32
    var comparison: Int32
    var line: UInt32
    var file: UInt16
    /// 1 + the status.
    var state: UInt8
    /// A bit for each measure that is there.
    var mask: UInt8
    /// Numbers by raw value of the measure.
    var numbers: SIMD8<Double>

    /// The numbers.
    var figures: Figures {
      var out = Figures()
      for measure in Measure.allCases where has(measure) { out[measure] = numbers[Int(measure.rawValue)] }
      return out
    }

    @inline(__always)
    func has(_ measure: Measure) -> Bool { mask >> measure.rawValue & 1 == 1 }

    /// Whether two rows publish the same figure: numbers bit for bit, status and note.
    func agrees(with other: Row) -> Bool {
      guard state == other.state, mask == other.mask, note == other.note else { return false }
      return Measure.allCases.allSatisfy { measure in
        let place = Int(measure.rawValue)
        return !has(measure) || numbers[place].bitPattern == other.numbers[place].bitPattern
      }
    }

    /// Whether the publisher's texts about two rows differ.
    func textsDiffer(from other: Row) -> Bool { trend != other.trend || comparison != other.comparison }
  }

  private(set) var rows: [Row] = []

  var count: Int { rows.count }

  subscript(row: Int) -> Row { rows[row] }

  mutating func append(_ row: Row) { rows.append(row) }
  mutating func append(contentsOf other: PanelRows) { rows += other.rows }

  /// Places of the rows by period, then area, then as they were read.
  ///
  /// - Complexity: O(n) for rows in that order, else O(n log n).
  func order() -> [Int] {
    struct Key {
      let period: Int64
      let area: Int64
      let row: Int
    }
    func precedes(_ one: Key, _ other: Key) -> Bool {
      if one.period != other.period { return one.period < other.period }
      return one.area == other.area ? one.row < other.row : one.area < other.area
    }
    var keys = rows.indices.map { Key(period: rows[$0].period, area: rows[$0].area, row: $0) }
    let isOrdered = keys.indices.dropFirst().allSatisfy { precedes(keys[$0 - 1], keys[$0]) }
    if !isOrdered { keys.sort(by: precedes) }
    return keys.map(\.row)
  }
}
