import TideModel

/// The numbers of the segment format, version 1.0. FORMAT.md draws them.
enum SegmentLayout {
  static let magic: [UInt8] = Array("TIDEMARK".utf8)
  static let endMagic: [UInt8] = Array("TIDE-END".utf8)
  static let major: UInt16 = 1
  static let minor: UInt16 = 0
  static let headerBytes = 64
  static let footerBytes = 128
  /// Panels listed on one page of the directory.
  static let pageEntries = 128
  static let entryBytes = 32
  static let fenceBytes = 24
  static let fileExtension = ".tide"

  /// Values in a block of a panel's columns: as many whole periods as fit in 1,024, so that one period of one panel is
  /// read from one block; for panels of more areas than that, 1,024.
  static func valuesPerBlock(areas: Int) -> Int {
    areas > 1024 ? 1024 : max(1, 1024 / max(1, areas)) * areas
  }

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

/// Where a panel lies in a segment: one entry of the directory.
struct DirectoryEntry {
  let key: PanelKey
  /// Byte offset of the panel's record.
  let offset: Int
  /// Cells the release says something of.
  let cells: Int
}

/// A panel's record: its shape, and where its columns are. Columns may be shared with other panels of the segment.
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

  func encoded() -> [UInt8] {
    var out = ByteWriter()
    out.append(UInt32(areaCount))
    out.append(UInt32(periodCount))
    out.append(columns.keys.reduce(UInt32(0)) { $0 | 1 << UInt32($1) })
    out.append(UInt32(0))
    out.append(UInt64(areas))
    out.append(UInt64(periods))
    for bit in columns.keys.sorted() { out.append(UInt64(columns[bit] ?? 0)) }
    return out.bytes
  }

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
    guard reader.isAtEnd, columns[SegmentLayout.Part.states.rawValue] != nil else { return nil }
  }

  init(areaCount: Int, periodCount: Int, areas: Int, periods: Int) {
    self.areaCount = areaCount
    self.periodCount = periodCount
    self.areas = areas
    self.periods = periods
    columns = [:]
  }
}
