import GRDB
import Testing
import TideCore
import TideModel

@testable import TideStore

/// What this version of the program does with stores of other versions.
@Suite("Format versions")
struct FormatVersionTests {
  /// The header of a segment with another version and the checksum that belongs to it.
  private func setVersion(_ segment: String, major: UInt8, minor: UInt8) throws {
    var bytes = try Files.read(segment)
    bytes[8] = major
    bytes[10] = minor
    let crc = bytes[..<60].withUnsafeBytes { CRC32.checksum($0) }
    for place in 0..<4 { bytes[60 + place] = UInt8(truncatingIfNeeded: crc >> UInt32(8 * place)) }
    try Files.write(bytes, to: segment)
  }

  private func setFormat(_ store: SmallStore, _ version: String) throws {
    try DatabaseQueue(path: store.catalogue).write { db in
      try db.execute(sql: "UPDATE meta SET value = ? WHERE key = 'format'", arguments: [version])
    }
  }

  @Test("a segment of a newer major version is refused as newer, not as damaged")
  func newerSegment() throws {
    let store = try SmallStore()
    try setVersion(try store.segments()[1], major: UInt8(SegmentLayout.pinnedMajor) + 1, minor: 0)
    #expect(DamageOutcome.verifying(store.path).outcome == .refused(.newerFormat))
    #expect(try DamageOutcome.reading(store.path, expecting: store.newest) == .refused(.newerFormat))
    #expect(try StoreContents.read(store.path, asOf: .release(1)) == store.vintages[1])
  }

  @Test("a segment of a newer minor version is read")
  func newerMinor() throws {
    let store = try SmallStore()
    try setVersion(try store.segments()[1], major: UInt8(SegmentLayout.major), minor: 7)
    #expect(try StoreContents.read(store.path) == store.newest)
  }

  @Test("a catalogue of a newer major version is refused by readers and writers", arguments: ["5.0", "10.3"])
  func newerCatalogue(_ version: String) throws {
    let store = try SmallStore()
    try setFormat(store, version)
    let files = try Files.all(store.path)
    for attempt in [
      { _ = try Snapshot.open(store.path) }, { _ = try StoreWriter(store.path, tool: "tests") },
    ] as [() throws -> Void] {
      let error = #expect(throws: StoreError.self) { try attempt() }
      #expect(error?.code == .newerFormat)
      #expect(error?.message.contains(version) == true)
    }
    #expect(try Files.all(store.path) == files)
  }

  @Test("a catalogue of a newer minor version is read; one whose version makes no sense is not")
  func otherCatalogues() throws {
    let store = try SmallStore()
    try setFormat(store, "2.9")
    #expect(try StoreContents.read(store.path) == store.newest)
    for version in ["", "one", "0.9", "-1.0", "99999999999999999999.0"] {
      try setFormat(store, version)
      #expect(try DamageOutcome.reading(store.path, expecting: store.newest) == .refused(.damaged), "\(version)")
    }
  }
}
