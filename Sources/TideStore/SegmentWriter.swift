import TideCore
import TideModel

/// Writes one segment: panels in key order, then the directory, the catalogue records of its releases, and the footer.
///
/// Equal columns (area lists, period lists, denominators shared by many indicators) are written once.
final class SegmentWriter {
  private let file: OutputFile
  private var digest = SHA256()
  private var entries: [DirectoryEntry] = []
  private var written: [ContentHash: [(offset: Int, bytes: [UInt8])]] = [:]
  private var rememberedBytes = 0
  private let releases: ClosedRange<Int>
  private let major: UInt16
  /// Cells of all panels.
  private(set) var cellCount = 0

  /// Columns are kept for sharing up to this many bytes; later ones are written each for itself.
  private static let mostRemembered = 64 << 20

  /// A segment of one release.
  convenience init(_ path: String, sequence: Int, _ lineage: Lineage, files: any FileSystem) throws(StoreError) {
    try self.init(
      path, releases: sequence...sequence, lineage, version: (SegmentLayout.major, SegmentLayout.minor), files: files)
  }

  /// A segment of several releases, or of one that pins a profile of disclosure control.
  convenience init(
    _ path: String, releases: ClosedRange<Int>, _ lineage: Lineage, isPinned: Bool, files: any FileSystem
  ) throws(StoreError) {
    let version =
      isPinned
      ? (SegmentLayout.pinnedMajor, SegmentLayout.pinnedMinor)
      : (SegmentLayout.compactedMajor, SegmentLayout.compactedMinor)
    try self.init(path, releases: releases, lineage, version: version, files: files)
  }

  private init(
    _ path: String, releases: ClosedRange<Int>, _ lineage: Lineage, version: (major: UInt16, minor: UInt16),
    files: any FileSystem
  ) throws(StoreError) {
    file = try OutputFile(path, files: files)
    self.releases = releases
    major = version.major
    // The total length stands in the footer: the header is written before it is known.
    var header = ByteWriter()
    for byte in SegmentLayout.magic { header.append(byte) }
    header.append(version.major)
    header.append(version.minor)
    header.append(UInt32(SegmentLayout.headerBytes))
    header.append(UInt64(releases.upperBound))
    header.append(lineage.identity.high)
    header.append(lineage.identity.low)
    header.append(Int64(lineage.follows))
    for _ in 0..<3 { header.append(UInt32(0)) }
    header.append(header.bytes.withUnsafeBytes { CRC32.checksum($0) })
    try put(header.bytes)
  }

  var panelCount: Int { entries.count }

  /// The SHA-256 of what has been written so far.
  func digestSoFar() -> [UInt8] {
    let copy = digest
    return copy.finalize()
  }

  /// Appends a panel. Keys must come in ascending order.
  func add(_ prepared: PreparedPanel) throws(StoreError) {
    let (offset, cells) = try write(prepared.panel)
    list(prepared.key, at: offset, cells: cells)
  }

  /// Appends what several releases say of a panel: layers of which so many are nested, and labels of those.
  func add(
    _ key: PanelKey, nested: Int, _ layers: [MergedPanel.Layer], labels: [MergedPanel.Label]
  ) throws(StoreError) {
    var heads: [PanelVersions.Layer] = []
    var cells: [Int] = []
    for layer in layers {
      let written = try write(EncodedPanel(layer.parts))
      heads.append(PanelVersions.Layer(head: written.offset, releases: layer.releases))
      cells.append(written.cells)
    }
    let offset = file.length
    let versions = PanelVersions(nested: nested, layers: heads, labels: labels)
    try put(versions.encoded(at: offset, first: releases.lowerBound))
    list(key, at: offset, cells: nested > 0 ? cells[0] : cells.reduce(0, +))
  }

  private func list(_ key: PanelKey, at offset: Int, cells: Int) {
    cellCount += cells
    entries.append(DirectoryEntry(key: key, offset: offset, cells: cells))
  }

  /// Writes one matrix, and tells where its head stands.
  private func write(_ panel: EncodedPanel) throws(StoreError) -> (offset: Int, cells: Int) {
    var places: [Int] = []
    for body in panel.bodies { places.append(try share(body)) }
    let offset = file.length
    try put(panel.head(at: offset, bodiesAt: places))
    return (offset, panel.cellCount)
  }

  /// Writes directory, records and footer and makes the file durable.
  /// - Returns: the SHA-256 of all bytes before the digest, in hexadecimal: the segment's name.
  func finish(records: [UInt8]) throws(StoreError) -> (name: String, length: Int) {
    var fence = ByteWriter()
    for start in stride(from: 0, to: entries.count, by: SegmentLayout.pageEntries) {
      let page = entries[start..<min(start + SegmentLayout.pageEntries, entries.count)]
      appendKey(page[start].key, to: &fence)
      fence.append(UInt64(file.length))
      var body = ByteWriter()
      for entry in page {
        appendKey(entry.key, to: &body)
        body.append(UInt64(entry.offset))
        body.append(UInt64(entry.cells))
      }
      try put(BytesBlock.encode(body.bytes))
    }
    let fenceOffset = file.length
    try put(BytesBlock.encode(fence.bytes))
    let recordsOffset = file.length
    try put(BytesBlock.encode(records))
    var footer = ByteWriter()
    footer.append(UInt64(fenceOffset))
    footer.append(UInt64(recordsOffset))
    footer.append(UInt64(entries.count))
    footer.append(UInt64(cellCount))
    footer.append(UInt64(releases.upperBound))
    footer.append(UInt64(file.length + SegmentLayout.footerBytes))
    footer.append(UInt64(major >= SegmentLayout.compactedMajor ? releases.lowerBound : 0))
    for _ in 0..<3 { footer.append(UInt64(0)) }
    try put(footer.bytes)
    let name = digest.finalize()
    var end = ByteWriter()
    for byte in name { end.append(byte) }
    footer.bytes.withUnsafeBytes { footerBytes in
      end.bytes.withUnsafeBytes { digestBytes in
        end.append(CRC32.checksum(digestBytes, continuing: CRC32.checksum(footerBytes)))
      }
    }
    end.append(UInt32(0))
    for byte in SegmentLayout.endMagic { end.append(byte) }
    try file.append(end.bytes)
    let length = file.length
    try file.finish()
    return (SHA256.hex(name), length)
  }

  private func appendKey(_ key: PanelKey, to out: inout ByteWriter) {
    out.append(Int64(key.indicator))
    out.append(UInt32(key.stratum))
    out.append(UInt32(key.areaClass.rawValue))
  }

  private func put(_ bytes: [UInt8]) throws(StoreError) {
    bytes.withUnsafeBytes { digest.update($0) }
    try file.append(bytes)
  }

  /// The offset of these bytes in the file, written now unless they stand there already.
  private func share(_ bytes: [UInt8]) throws(StoreError) -> Int {
    let hash = bytes.withUnsafeBytes { ContentHash(hashing: $0) }
    if let same = written[hash]?.first(where: { $0.bytes == bytes }) { return same.offset }
    let offset = file.length
    try put(bytes)
    if rememberedBytes < Self.mostRemembered {
      written[hash, default: []].append((offset, bytes))
      rememberedBytes += bytes.count
    }
    return offset
  }
}
