import TideCore
import TideModel

/// One immutable segment file, mapped. Header and footer are checked when it is opened, every block when it is read.
final class Segment {
  let name: String
  /// The releases it holds.
  let releases: ClosedRange<Int>
  /// Which store it belongs to, and which release it follows.
  let lineage: Lineage
  /// Bytes of the file.
  var byteCount: Int { file.bytes.count }
  let panelCount: Int
  let cellCount: Int
  let file: MappedFile
  private let recordsOffset: Int
  private let fenceOffset: Int
  /// First key and byte offset of each page of the directory.
  private var fence: [(key: PanelKey, offset: Int)]?
  private var pages: [Int: [DirectoryEntry]] = [:]
  private var versionsByOffset: [Int: PanelVersions] = [:]
  /// Major version of the format it was written in.
  let major: Int
  private var images: [Int: PanelImage] = [:]
  private var areaLists: [PanelImage.Body: AreaList] = [:]
  private var periodLists: [PanelImage.Body: [Period]] = [:]

  /// Whether it may hold several releases.
  var isCompacted: Bool { major >= Int(SegmentLayout.compactedMajor) }
  /// Whether a release in it pins a profile of disclosure control.
  var isPinned: Bool { major >= Int(SegmentLayout.pinnedMajor) }
  /// The release it holds, or the newest of them.
  var release: Int { releases.upperBound }

  /// The file's path inside the store.
  let relativePath: String

  /// Opens the segment of a name.
  convenience init(store: String, name: String, files: any FileSystem) throws(StoreError) {
    let names = [SegmentLayout.fileExtension, SegmentLayout.uncommittedExtension].map { name + $0 }
    // One that has just been committed may be given its own name between the two looks.
    var file = names[0]
    if try files.kind(store + "/segments/" + names[0]) != .file,
      try files.kind(store + "/segments/" + names[1]) == .file
    {
      file = names[1]
    }
    try self.init(store: store, file: file, name: name, files: files)
  }

  /// Opens a file of the folder of segments.
  /// - Parameter name: the name it must have; the one its footer says where nil.
  init(store: String, file fileName: String, name: String?, files: any FileSystem) throws(StoreError) {
    let relative = "segments/" + fileName
    relativePath = relative
    let path = store + "/" + relative
    guard try files.kind(path) == .file else {
      throw StoreError(
        .damaged, "a segment of the store is missing", file: relative,
        remedy: "Restore the store from a backup, or run tidemark repair, which saves the releases of the others.")
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
    let crc = bytes.loadUnaligned(fromByteOffset: start + 112, as: UInt32.self).littleEndian
    guard numbers.count == 6, Array(bytes[(bytes.count - 8)...]) == SegmentLayout.endMagic,
      CRC32.agrees(crc, with: UnsafeRawBufferPointer(rebasing: bytes[start..<start + 112])),
      bytes.loadUnaligned(fromByteOffset: start + 116, as: UInt32.self) == 0
    else { throw damaged("the footer does not match its checksum, or the file was cut short", at: start) }
    guard numbers[5] == bytes.count else {
      throw damaged("the file does not have the length it was written with", at: start)
    }
    self.name = SHA256.hex(Array(bytes[(start + 80)..<(start + 112)]))
    guard self.name == name ?? self.name else {
      throw damaged("the file is not the segment its name says", at: start + 80)
    }
    fenceOffset = numbers[0]
    recordsOffset = numbers[1]
    panelCount = numbers[2]
    cellCount = numbers[3]
    let first = major >= SegmentLayout.compactedMajor ? footer.integer(Int64.self).map { Int($0) } ?? 0 : numbers[4]
    guard (0...bytes.count).contains(fenceOffset), (0...bytes.count).contains(recordsOffset),
      Self.sizes.contains(panelCount), Self.sizes.contains(cellCount)
    else {
      throw damaged("the footer points outside the file", at: start)
    }
    guard (1...Self.lastRelease).contains(numbers[4]), (1...numbers[4]).contains(first),
      numbers[4] - first < Self.mostReleases
    else {
      throw damaged("the footer names no releases", at: start)
    }
    releases = first...numbers[4]
    lineage = Lineage(
      identity: StoreIdentity(
        high: bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self).littleEndian,
        low: bytes.loadUnaligned(fromByteOffset: 32, as: UInt64.self).littleEndian),
      follows: Int(bytes.loadUnaligned(fromByteOffset: 40, as: Int64.self).littleEndian))
  }

  /// What can be a number of bytes, panels or cells. So many sums of them do not overflow.
  static let sizes = 0..<1 << 48
  /// No release has a greater number.
  static let lastRelease = Int(Int32.max)
  /// No segment holds more releases.
  static let mostReleases = 1 << 24

  /// - Returns: the major version.
  private static func checkHeader(_ bytes: UnsafeRawBufferPointer, _ path: String) throws(StoreError) -> Int {
    let crc = bytes.loadUnaligned(fromByteOffset: 60, as: UInt32.self).littleEndian
    guard CRC32.agrees(crc, with: UnsafeRawBufferPointer(rebasing: bytes[0..<60])),
      bytes[0..<8].elementsEqual(SegmentLayout.magic)
    else { throw damage("the header does not match its checksum", path, 0) }
    let major = bytes.loadUnaligned(fromByteOffset: 8, as: UInt16.self).littleEndian
    if major > SegmentLayout.pinnedMajor {
      throw StoreError(
        .newerFormat,
        "the segment has format \(major); this program reads up to format \(SegmentLayout.pinnedMajor)", file: path,
        remedy: "Use a newer tidemark.")
    }
    return Int(major)
  }

  static func damage(_ what: String, _ path: String, _ offset: Int) -> StoreError {
    StoreError(
      .damaged, what, file: path, offset: offset,
      remedy:
        "The figures in it cannot be trusted. Restore the store from a backup, or run tidemark repair, which saves the others."
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

  /// The bytes of the records.
  func recordBytes() throws(StoreError) -> [UInt8] { try block(at: recordsOffset) }

  /// The records of the releases, with which a catalogue can be rebuilt.
  func records() throws(StoreError) -> [CatalogueRecord] {
    let bytes = try recordBytes()
    guard let records = bytes.withUnsafeBytes({ CatalogueRecord.decode($0) }) else {
      throw Self.damage("the release's records cannot be read", relativePath, recordsOffset)
    }
    return records
  }
}

extension Segment {
  /// The marks of its releases; of none in a store without marks.
  func marks() throws(StoreError) -> [Int: Int] {
    var marks: [Int: Int] = [:]
    for case .fact(ReleaseFact.mark.rawValue, let release, let number) in try records() { marks[release] = number }
    return marks
  }

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

  /// The entry of a key; nil where the segment says nothing of the panel.
  /// - Complexity: O(log pages + log entries of a page).
  func entry(_ key: PanelKey) throws(StoreError) -> DirectoryEntry? {
    let starts = try pageStarts()
    let page = starts.partitioningIndex { key < $0.key } - 1
    guard page >= 0 else { return nil }
    let entries = try entries(page: page)
    let place = entries.partitioningIndex { !($0.key < key) }
    return place < entries.count && entries[place].key == key ? entries[place] : nil
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

  /// What the one release of the segment says of a panel.
  func image(_ entry: DirectoryEntry) throws(StoreError) -> PanelImage {
    guard major == 1 else { return try image(at: entry.offset) }
    if let known = images[entry.offset] { return known }
    let image = try upgraded(entry)
    images[entry.offset] = image
    return image
  }

  /// The matrix whose head stands at an offset.
  func image(at offset: Int) throws(StoreError) -> PanelImage {
    if let known = images[offset] { return known }
    let bytes = try content(holding: offset)
    let image = try decoding { () throws(CoreError) in
      try PanelImage(bytes, at: offset, floor: SegmentLayout.headerBytes, owner: file)
    }
    images[offset] = image
    return image
  }

  /// Which matrices a compacted segment has of a panel.
  func versions(_ entry: DirectoryEntry) throws(StoreError) -> PanelVersions {
    if let known = versionsByOffset[entry.offset] { return known }
    let bytes = try content(holding: entry.offset)
    guard let versions = PanelVersions(bytes, at: entry.offset, releases: releases) else {
      throw Self.damage("a panel's versions cannot be read", relativePath, entry.offset)
    }
    versionsByOffset[entry.offset] = versions
    return versions
  }

  /// What each release says of a panel, ascending by release. Nothing of it is kept in memory for others.
  func parts(_ entry: DirectoryEntry) throws(StoreError) -> [ReleasePart] {
    defer {
      images.removeAll()
      versionsByOffset.removeAll()
    }
    if isCompacted { return try parts(try versions(entry)) }
    let image = try image(entry)
    return [
      ReleasePart(release: release, parts: try decoding { () throws(CoreError) in try PanelParts(image) })
    ]
  }

  /// What each release of a compacted segment says of a panel, ascending by release.
  func parts(_ versions: PanelVersions) throws(StoreError) -> [ReleasePart] {
    var layers: [MergedPanel.Layer] = []
    for layer in versions.layers {
      let image = try image(at: layer.head)
      let parts = try decoding { () throws(CoreError) in try PanelParts(image) }
      layers.append(MergedPanel.Layer(parts: parts, releases: layer.releases))
    }
    let apart = layers[versions.nested...].map { ReleasePart(release: $0.releases[0], parts: $0.parts) }
    let nested = Array(layers[..<versions.nested])
    guard let first = nested.first, nested.count > 1 || first.releases.count > 1 else {
      return (apart + nested.map { ReleasePart(release: $0.releases[0], parts: $0.parts) })
        .sorted { $0.release < $1.release }
    }
    guard nested.allSatisfy({ Self.isTold($0, within: first.parts) }),
      versions.labels.allSatisfy({ $0.period < first.parts.periods.count })
    else { throw Self.damage("the versions of a panel make no sense", relativePath, versions.layers[0].head) }
    return (apart + MergedPanel.apart(nested, labels: versions.labels)).sorted { $0.release < $1.release }
  }

  /// Whether each cell of a layer is said by one of its releases, and stands in the first layer.
  private static func isTold(_ layer: MergedPanel.Layer, within first: PanelParts) -> Bool {
    let releases = Set(layer.releases.map { Int64($0) })
    let parts = layer.parts
    return Set(parts.areas).isSubset(of: first.areas) && Set(parts.periods).isSubset(of: first.periods)
      && (parts.releases.isEmpty
        ? releases.count == 1 : zip(parts.states, parts.releases).allSatisfy { $0 == 0 || releases.contains($1) })
  }

  /// The areas of a panel, by column of its matrix.
  ///
  /// - Parameter isStored: whether the matrix stands in the file, so that others may share the list.
  func areas(
    of image: PanelImage, isStored: Bool, code: (Int64) throws(StoreError) -> String
  ) throws(StoreError) -> AreaList {
    let body = isStored ? image.body(of: .areas) : nil
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
  func periods(of image: PanelImage, isStored: Bool) throws(StoreError) -> [Period] {
    let body = isStored ? image.body(of: .periods) : nil
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
}
