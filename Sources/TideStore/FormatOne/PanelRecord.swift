/// A panel's record in a segment of format 1: its shape, and where its columns are. Columns may be shared with other
/// panels of the segment.
struct PanelRecord {
  var areaCount: Int
  var periodCount: Int
  /// Byte offset of the column of area ids.
  var areas: Int
  /// Byte offset of the column of period keys.
  var periods: Int
  /// Byte offsets of the columns present, by bit: measures by raw value, then parts.
  var columns: [Int: Int]

  /// Cells of the matrix, stored period by period: cell = period x areaCount + area.
  var cellCount: Int { areaCount * periodCount }

  /// No panel is larger than this; a record that claims more is refused before anything is allocated.
  static let maximumCells = 1 << 28

  /// Nil when the bytes are no panel record.
  init?(_ bytes: UnsafeRawBufferPointer) {
    var reader = ByteReader(bytes)
    guard let areaCount = reader.integer(UInt32.self), let periodCount = reader.integer(UInt32.self),
      let mask = reader.integer(UInt32.self), mask < 1 << 13, reader.integer(UInt32.self) == 0,
      let areas = reader.integer(UInt64.self), let periods = reader.integer(UInt64.self),
      areaCount > 0, periodCount > 0, UInt64(areaCount) * UInt64(periodCount) <= UInt64(Self.maximumCells)
    else { return nil }
    self.areaCount = Int(areaCount)
    self.periodCount = Int(periodCount)
    self.areas = Int(clamping: areas)
    self.periods = Int(clamping: periods)
    columns = [:]
    for bit in 0..<13 where mask & 1 << UInt32(bit) != 0 {
      guard let offset = reader.integer(UInt64.self) else { return nil }
      columns[bit] = Int(clamping: offset)
    }
    guard reader.isAtEnd, columns[Part.states.rawValue] != nil else { return nil }
  }
}

extension PanelRecord {
  /// What the columns of a panel record hold besides the measures. Raw values are bits of the record's mask.
  enum Part: Int, CaseIterable {
    /// Labels of the periods: 0 for the canonical one, else a text id.
    case labels = 8
    /// 0 where the release says nothing of a cell, else 1 + the status's raw value.
    case states = 9
    /// Text ids of value notes, 0 for none.
    case notes = 10
    /// Text ids of published trend texts, 0 for none.
    case trends = 11
    /// Text ids of published comparison texts, 0 for none.
    case comparisons = 12
  }
}
