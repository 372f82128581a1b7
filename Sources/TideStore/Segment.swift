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
  /// Major version of the format it was written in.
  let major: Int
  private var images: [Int: PanelImage] = [:]
  private var areaLists: [PanelImage.Body: AreaList] = [:]
  private var periodLists: [PanelImage.Body: [Period]] = [:]

  /// The file's path inside the store.
  var relativePath: String { "segments/" + name + SegmentLayout.fileExtension }

  init(store: String, name: String, files: any FileSystem) throws(StoreError) {
    self.name = name
    let relative = "segments/" + name + SegmentLayout.fileExtension
    let path = store + "/" + relative
    guard try files.kind(path) == .file else {
      throw StoreError(
        .damaged, "a segment of the store is missing", file: relative,
        remedy: "Put the file back from a backup, or append the source files to a new store.")
    }
    file = try MappedFile(path, files: files)
    let bytes = file.bytes
    func damaged(_ what: String, at offset: Int) -> StoreError { Self.damage(what, relative, offset) }
    guard bytes.count >= SegmentLayout.headerBytes + SegmentLayout.footerBytes else {
      throw damaged("the file is too short to be a segment (\(bytes.count) bytes)", at: 0)
    }
    major = try Self.checkHeader(bytes, relative)
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

  /// - Returns: the major version.
  private static func checkHeader(_ bytes: UnsafeRawBufferPointer, _ path: String) throws(StoreError) -> Int {
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
    return Int(major)
  }

  static func damage(_ what: String, _ path: String, _ offset: Int) -> StoreError {
    StoreError(
      .damaged, what, file: path, offset: offset,
      remedy:
        "The figures in it cannot be trusted. Put the file back from a backup, or append the source files to a new store."
    )
  }

  /// Runs a decoder of TideCore, handed the bytes from `offset` on, and names this file where it fails.
  func decoding<T>(at offset: Int = 0, _ body: () throws(CoreError) -> T) throws(StoreError) -> T {
    do {
      return try body()
    } catch {
      throw Self.damage(
        "a block cannot be believed (\(error.code.rawValue): \(error.message))", relativePath, offset + error.offset)
    }
  }

  /// The bytes up to the footer, `offset` known to lie among them.
  private func content(holding offset: Int) throws(StoreError) -> UnsafeRawBufferPointer {
    guard offset >= SegmentLayout.headerBytes, offset <= file.bytes.count - SegmentLayout.footerBytes else {
      throw Self.damage("an offset points outside the file", relativePath, offset)
    }
    return UnsafeRawBufferPointer(rebasing: file.bytes[..<(file.bytes.count - SegmentLayout.footerBytes)])
  }

  /// The bytes from an offset up to the footer.
  func rest(from offset: Int) throws(StoreError) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: try content(holding: offset)[offset...])
  }

  /// A block of bytes.
  func block(at offset: Int) throws(StoreError) -> [UInt8] {
    let bytes = try rest(from: offset)
    return try decoding(at: offset) { () throws(CoreError) in try BytesBlock.decode(bytes) }
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
  func image(_ entry: DirectoryEntry) throws(StoreError) -> PanelImage {
    if let known = images[entry.offset] { return known }
    let image: PanelImage
    if major == 1 {
      image = try upgraded(entry)
    } else {
      let bytes = try content(holding: entry.offset)
      image = try decoding { () throws(CoreError) in
        try PanelImage(bytes, at: entry.offset, floor: SegmentLayout.headerBytes, owner: file)
      }
    }
    images[entry.offset] = image
    return image
  }

  /// The areas of a panel, by column of its matrix.
  func areas(
    of image: PanelImage, code: (Int64) throws(StoreError) -> String
  ) throws(StoreError) -> AreaList {
    let body = major > 1 ? image.body(of: .areas) : nil
    if let body, let known = areaLists[body] { return known }
    let ids = try decoding { () throws(CoreError) in try image.integers(.areas) } ?? []
    var codes: [String] = []
    codes.reserveCapacity(ids.count)
    for id in ids { codes.append(try code(id)) }
    let list = AreaList(codes: codes)
    if let body { areaLists[body] = list }
    return list
  }

  /// The periods of a panel under canonical labels, by row of its matrix.
  func periods(of image: PanelImage) throws(StoreError) -> [Period] {
    let body = major > 1 ? image.body(of: .periods) : nil
    if let body, let known = periodLists[body] { return known }
    let keys = try decoding { () throws(CoreError) in try image.integers(.periods) } ?? []
    var periods: [Period] = []
    for key in keys {
      guard let period = Period(key: key), periods.last.map({ $0 < period }) ?? true else {
        throw Self.damage("the periods of a panel make no sense", relativePath, image.offset)
      }
      periods.append(period)
    }
    if let body { periodLists[body] = periods }
    return periods
  }

  /// Checks the digest of the whole file, then every block of every panel.
  func verify() throws(StoreError) {
    let end = file.bytes.count - 48
    var digest = SHA256()
    digest.update(UnsafeRawBufferPointer(rebasing: file.bytes[0..<end]))
    let entries = try directory()
    for entry in entries { try major == 1 ? verifyFormatOne(entry) : verify(entry) }
    _ = try records()
    guard SHA256.hex(digest.finalize()) == name else {
      throw Self.damage("the file's SHA-256 is not the one it was written with", relativePath, end)
    }
  }

  private func verify(_ entry: DirectoryEntry) throws(StoreError) {
    let image = try image(entry)
    try decoding { () throws(CoreError) in try image.check() }
    _ = try periods(of: image)
    let states = try decoding { () throws(CoreError) in try image.integers(.states) } ?? []
    try expectStates(states, of: entry)
  }

  /// States that exist, as many of them as the directory says.
  func expectStates(_ states: [Int64], of entry: DirectoryEntry) throws(StoreError) {
    guard states.reduce(into: 0, { $0 += $1 != 0 ? 1 : 0 }) == entry.cells,
      states.allSatisfy({ $0 == 0 || UInt8(exactly: $0 - 1).flatMap(Status.init(rawValue:)) != nil })
    else { throw Self.damage("a panel's states make no sense", relativePath, entry.offset) }
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
