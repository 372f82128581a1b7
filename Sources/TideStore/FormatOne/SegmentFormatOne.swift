import TideCore
import TideModel

// Panels of segments written in format 1: each measure is a column with a bitmap of its own, and nothing is derived.
// They are read whole and brought into today's form in memory, so that everything behind this file knows one form.

extension Segment {
  private func record(_ entry: DirectoryEntry) throws(StoreError) -> PanelRecord {
    let bytes = try block(at: entry.offset)
    guard let record = bytes.withUnsafeBytes({ PanelRecord($0) }) else {
      throw Self.damage("a panel's record cannot be read", relativePath, entry.offset)
    }
    return record
  }

  /// A panel of format 1 in today's form.
  func upgraded(_ entry: DirectoryEntry) throws(StoreError) -> PanelImage {
    let record = try record(entry)
    let cells = record.cellCount
    var parts = PanelParts(
      areas: try integers(at: record.areas, count: record.areaCount),
      periods: try integers(at: record.periods, count: record.periodCount),
      states: try part(.states, of: record, count: cells),
      figures: Array(repeating: [], count: Measure.allCases.count),
      present: Array(repeating: [], count: Measure.allCases.count))
    for measure in Measure.allCases {
      let index = Int(measure.rawValue)
      guard let offset = record.columns[index] else { continue }
      let column = try doubles(at: offset, count: cells)
      parts.figures[index] = column.values
      parts.present[index] = zip(column.valid ?? Array(repeating: true, count: cells), parts.states).map {
        $0 && $1 != 0
      }
    }
    parts.labels = try part(.labels, of: record, count: record.periodCount)
    parts.notes = try part(.notes, of: record, count: cells)
    parts.trends = try part(.trends, of: record, count: cells)
    parts.comparisons = try part(.comparisons, of: record, count: cells)
    let panel = PanelInMemory(EncodedPanel(parts))
    return try decoding { () throws(CoreError) in try panel.image() }
  }

  /// Reads all of a panel of format 1; its states are as many as the directory says, and exist.
  func verifyFormatOne(_ entry: DirectoryEntry, _ known: KnownIDs?) throws(StoreError) {
    let image = try upgraded(entry)
    _ = try periods(of: image, isStored: false)
    let record = try record(entry)
    try expectStates(part(.states, of: record, count: record.cellCount), cells: entry.cells, of: entry)
    try expectIDs(of: image, known, entry)
  }

  /// A part by cell or period; empty when the panel has none.
  private func part(_ part: PanelRecord.Part, of record: PanelRecord, count: Int) throws(StoreError) -> [Int64] {
    guard let offset = record.columns[part.rawValue] else { return [] }
    return try integers(at: offset, count: count)
  }

  /// A column, its header checked.
  func column(at offset: Int) throws(StoreError) -> ColumnReader {
    let bytes = try rest(from: offset)
    return try decoding(at: offset) { () throws(CoreError) in try ColumnReader(bytes) }
  }

  /// Whole columns of integers and doubles, of exactly `count` values.
  func integers(at offset: Int, count: Int) throws(StoreError) -> [Int64] {
    let column = try column(at: offset)
    try expect(column, count, at: offset)
    var values = [Int64](repeating: 0, count: count)
    try decoding(at: offset) { () throws(CoreError) in
      try values.withUnsafeMutableBufferPointer { buffer throws(CoreError) in try column.integers(into: buffer) }
    }
    return values
  }

  func doubles(at offset: Int, count: Int) throws(StoreError) -> (values: [Double], valid: [Bool]?) {
    let column = try column(at: offset)
    try expect(column, count, at: offset)
    var values = [Double](repeating: 0, count: count)
    let valid = try decoding(at: offset) { () throws(CoreError) in
      try values.withUnsafeMutableBufferPointer { buffer throws(CoreError) in try column.doubles(into: buffer) }
      return try column.validity()
    }
    return (values, valid)
  }

  private func expect(_ column: ColumnReader, _ count: Int, at offset: Int) throws(StoreError) {
    guard column.count == count else {
      throw Self.damage("a column has \(column.count) values where \(count) are due", relativePath, offset)
    }
  }
}
