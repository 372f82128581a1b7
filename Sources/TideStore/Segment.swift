import TideCore
import TideModel

/// One immutable segment file, mapped. Header and footer are checked when it is opened, every block when it is read.
final class Segment {
  let name: String
  let release: Int
  let panelCount: Int
  let cellCount: Int
  private let file: MappedFile
  private let recordsOffset: Int
  private let fenceOffset: Int
  /// First key and byte offset of each page of the directory.
  private var fence: [(key: PanelKey, offset: Int)]?
  private var pages: [Int: [DirectoryEntry]] = [:]

  /// The file's path inside the store.
  var relativePath: String { "segments/" + name + SegmentLayout.fileExtension }

  init(store: String, name: String) throws(StoreError) {
    self.name = name
    let relative = "segments/" + name + SegmentLayout.fileExtension
    let path = store + "/" + relative
    guard System.kind(path) == .file else {
      throw StoreError(
        .damaged, "a segment of the store is missing", file: relative,
        remedy: "Put the file back from a backup, or append the source files to a new store.")
    }
    file = try MappedFile(path)
    let bytes = file.bytes
    func damaged(_ what: String, at offset: Int) -> StoreError { Self.damage(what, relative, offset) }
    guard bytes.count >= SegmentLayout.headerBytes + SegmentLayout.footerBytes else {
      throw damaged("the file is too short to be a segment (\(bytes.count) bytes)", at: 0)
    }
    try Self.checkHeader(bytes, relative)
    let start = bytes.count - SegmentLayout.footerBytes
    var footer = ByteReader(UnsafeRawBufferPointer(rebasing: bytes[start...]))
    let numbers = footer.integers(6) ?? []
    let crc = CRC32.checksum(UnsafeRawBufferPointer(rebasing: bytes[start..<start + 112]))
    guard numbers.count == 6, Array(bytes[(bytes.count - 8)...]) == SegmentLayout.endMagic,
      bytes.loadUnaligned(fromByteOffset: start + 112, as: UInt32.self).littleEndian == crc,
      bytes.loadUnaligned(fromByteOffset: start + 116, as: UInt32.self) == 0
    else { throw damaged("the footer does not match its checksum, or the file was cut short", at: start) }
    guard numbers[5] == bytes.count else {
      throw damaged("the file does not have the length it was written with", at: start)
    }
    guard SHA256.hex(Array(bytes[(start + 80)..<(start + 112)])) == name else {
      throw damaged("the file is not the segment its name says", at: start + 80)
    }
    fenceOffset = numbers[0]
    recordsOffset = numbers[1]
    panelCount = numbers[2]
    cellCount = numbers[3]
    release = numbers[4]
    guard (0...bytes.count).contains(fenceOffset), (0...bytes.count).contains(recordsOffset), panelCount >= 0 else {
      throw damaged("the footer points outside the file", at: start)
    }
  }

  private static func checkHeader(_ bytes: UnsafeRawBufferPointer, _ path: String) throws(StoreError) {
    guard
      bytes.loadUnaligned(fromByteOffset: 60, as: UInt32.self).littleEndian
        == CRC32.checksum(UnsafeRawBufferPointer(rebasing: bytes[0..<60])),
      bytes[0..<8].elementsEqual(SegmentLayout.magic)
    else { throw damage("the header does not match its checksum", path, 0) }
    let major = bytes.loadUnaligned(fromByteOffset: 8, as: UInt16.self).littleEndian
    if major > SegmentLayout.major {
      throw StoreError(
        .newerFormat, "the segment has format \(major); this program reads up to format \(SegmentLayout.major)",
        file: path, remedy: "Use a newer tidemark.")
    }
  }

  static func damage(_ what: String, _ path: String, _ offset: Int) -> StoreError {
    StoreError(
      .damaged, what, file: path, offset: offset,
      remedy:
        "The figures in it cannot be trusted. Put the file back from a backup, or append the source files to a new store."
    )
  }

  /// Runs a decoder of TideCore and names this file where it fails.
  func decoding<T>(at offset: Int, _ body: () throws(CoreError) -> T) throws(StoreError) -> T {
    do {
      return try body()
    } catch {
      throw Self.damage(
        "a block cannot be believed (\(error.code.rawValue): \(error.message))", relativePath, offset + error.offset)
    }
  }

  private func rest(from offset: Int) throws(StoreError) -> UnsafeRawBufferPointer {
    guard offset >= SegmentLayout.headerBytes, offset <= file.bytes.count - SegmentLayout.footerBytes else {
      throw Self.damage("an offset points outside the file", relativePath, offset)
    }
    return UnsafeRawBufferPointer(rebasing: file.bytes[offset..<file.bytes.count - SegmentLayout.footerBytes])
  }

  /// A block of bytes.
  func block(at offset: Int) throws(StoreError) -> [UInt8] {
    let bytes = try rest(from: offset)
    return try decoding(at: offset) { () throws(CoreError) in try BytesBlock.decode(bytes) }
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

  /// The records of the release, with which a catalogue can be rebuilt.
  func records() throws(StoreError) -> [CatalogueRecord] {
    let bytes = try block(at: recordsOffset)
    guard let records = bytes.withUnsafeBytes({ CatalogueRecord.decode($0) }) else {
      throw Self.damage("the release's records cannot be read", relativePath, recordsOffset)
    }
    return records
  }
}

extension Segment {
  /// All entries, in key order.
  func directory() throws(StoreError) -> [DirectoryEntry] {
    var out: [DirectoryEntry] = []
    for page in try pageStarts().indices { out += try entries(page: page) }
    guard out.count == panelCount else {
      throw Self.damage("the directory lists \(out.count) panels of \(panelCount)", relativePath, fenceOffset)
    }
    return out
  }

  /// Entries with keys from `first` up to, not including, `last`; reads only the pages they can stand on.
  /// - Complexity: O(log pages) and the pages read.
  func directory(from first: PanelKey, upTo last: PanelKey) throws(StoreError) -> [DirectoryEntry] {
    let starts = try pageStarts()
    var out: [DirectoryEntry] = []
    var page = max(0, (starts.partitioningIndex { first < $0.key }) - 1)
    while page < starts.count, starts[page].key < last {
      out += try entries(page: page).filter { first <= $0.key && $0.key < last }
      page += 1
    }
    return out
  }

  private func pageStarts() throws(StoreError) -> [(key: PanelKey, offset: Int)] {
    if let fence { return fence }
    let bytes = try block(at: fenceOffset)
    let starts = bytes.withUnsafeBytes { buffer -> [(key: PanelKey, offset: Int)]? in
      guard buffer.count % SegmentLayout.fenceBytes == 0 else { return nil }
      var reader = ByteReader(buffer)
      var out: [(key: PanelKey, offset: Int)] = []
      while !reader.isAtEnd {
        guard let key = Self.key(&reader), let offset = reader.integer(UInt64.self) else { return nil }
        out.append((key, Int(clamping: offset)))
      }
      return out
    }
    guard let starts else { throw Self.damage("the directory's index cannot be read", relativePath, fenceOffset) }
    fence = starts
    return starts
  }

  private func entries(page: Int) throws(StoreError) -> [DirectoryEntry] {
    if let known = pages[page] { return known }
    let offset = try pageStarts()[page].offset
    let bytes = try block(at: offset)
    let entries = bytes.withUnsafeBytes { buffer -> [DirectoryEntry]? in
      guard buffer.count % SegmentLayout.entryBytes == 0 else { return nil }
      var reader = ByteReader(buffer)
      var out: [DirectoryEntry] = []
      while !reader.isAtEnd {
        guard let key = Self.key(&reader), let offset = reader.integer(UInt64.self),
          let cells = reader.integer(UInt64.self)
        else { return nil }
        out.append(DirectoryEntry(key: key, offset: Int(clamping: offset), cells: Int(clamping: cells)))
      }
      return out
    }
    guard let entries else { throw Self.damage("a page of the directory cannot be read", relativePath, offset) }
    pages[page] = entries
    return entries
  }

  private static func key(_ reader: inout ByteReader) -> PanelKey? {
    guard let indicator = reader.integer(Int64.self), let stratum = reader.integer(UInt32.self),
      let raw = reader.integer(UInt32.self), let areaClass = UInt8(exactly: raw).flatMap(AreaClass.init(rawValue:))
    else { return nil }
    return PanelKey(indicator: Int(indicator), stratum: Int(stratum), areaClass: areaClass)
  }

  /// What the segment says of a panel.
  func fragment(_ entry: DirectoryEntry) throws(StoreError) -> PanelFragment {
    let bytes = try block(at: entry.offset)
    guard let record = bytes.withUnsafeBytes({ PanelRecord($0) }) else {
      throw Self.damage("a panel's record cannot be read", relativePath, entry.offset)
    }
    return PanelFragment(segment: self, record: record)
  }

  /// Checks the digest of the whole file, then every block of every panel.
  func verify() throws(StoreError) {
    let end = file.bytes.count - 48
    var digest = SHA256()
    digest.update(UnsafeRawBufferPointer(rebasing: file.bytes[0..<end]))
    let entries = try directory()
    for entry in entries { try fragment(entry).verify(cells: entry.cells) }
    _ = try records()
    guard SHA256.hex(digest.finalize()) == name else {
      throw Self.damage("the file's SHA-256 is not the one it was written with", relativePath, end)
    }
  }
}

/// What one segment says of one panel.
struct PanelFragment {
  let segment: Segment
  let record: PanelRecord

  func areas() throws(StoreError) -> [Int64] {
    try segment.integers(at: record.areas, count: record.areaCount)
  }

  func periods() throws(StoreError) -> [Period] {
    let keys = try segment.integers(at: record.periods, count: record.periodCount)
    var out: [Period] = []
    for key in keys {
      guard let period = Period(key: key) else {
        throw Segment.damage("a period key stands for no period", segment.relativePath, record.periods)
      }
      out.append(period)
    }
    return out
  }

  /// Text ids of the labels by period; nil when all labels are canonical.
  func labels() throws(StoreError) -> [Int64]? {
    guard let offset = record.columns[SegmentLayout.Part.labels.rawValue] else { return nil }
    return try segment.integers(at: offset, count: record.periodCount)
  }

  /// A part by cell; nil when no cell has it.
  func part(_ part: SegmentLayout.Part) throws(StoreError) -> [Int64]? {
    guard let offset = record.columns[part.rawValue] else { return nil }
    return try segment.integers(at: offset, count: record.cellCount)
  }

  /// A measure by cell; nil when no cell has it.
  func figures(_ measure: Measure) throws(StoreError) -> (values: [Double], valid: [Bool]?)? {
    guard let offset = record.columns[Int(measure.rawValue)] else { return nil }
    return try segment.doubles(at: offset, count: record.cellCount)
  }

  func verify(cells: Int) throws(StoreError) {
    _ = try areas()
    _ = try periods()
    _ = try labels()
    for measure in Measure.allCases { _ = try figures(measure) }
    for part in SegmentLayout.Part.allCases where part != .labels { _ = try self.part(part) }
    let states = try part(.states) ?? []
    guard states.reduce(into: 0, { $0 += $1 != 0 ? 1 : 0 }) == cells,
      states.allSatisfy({ $0 == 0 || UInt8(exactly: $0 - 1).flatMap(Status.init(rawValue:)) != nil })
    else {
      throw Segment.damage("a panel's states make no sense", segment.relativePath, record.areas)
    }
  }
}

extension Array {
  /// The first index at which `isAfter` holds, given that it holds for all elements behind it; `count` when for none.
  func partitioningIndex(_ isAfter: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
