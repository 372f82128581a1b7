import TestSupport
import Testing
import TideCore
import TideModel

@testable import TideStore

/// Segments whose bytes are not what was written: named by `verify`, and never believed by a reader.
@Suite("Damaged segments")
struct SegmentDamageTests {
  @Test("a flipped bit in any byte is found by verify and never changes an answer")
  func bitFlips() throws {
    let store = try SmallStore()
    var generator = Seed.generator()
    var flips = 0
    var outcomes: [DamageOutcome: Int] = [:]
    for segment in try store.segments() {
      let bytes = try Files.read(segment)
      for offset in bytes.indices {
        let isFrame = offset < SegmentLayout.headerBytes || offset >= bytes.count - SegmentLayout.footerBytes
        for bit in isFrame || Seed.isLong ? Array(0..<8) : [Int.random(in: 0..<8, using: &generator)] {
          let place: Comment = "seed \(Seed.value), bit \(bit) of byte \(offset) of \(bytes.count)"
          try Files.patch(segment, at: offset, to: bytes[offset] ^ 1 << UInt8(bit))
          let (verified, error) = DamageOutcome.verifying(store.path)
          #expect(verified == .refused(.damaged) || verified == .refused(.newerFormat), place)
          #expect(error.map { segment.hasSuffix($0.file) && !$0.file.isEmpty } == true, place)
          #expect(error.map { !$0.remedy.isEmpty } == true, place)
          let read = try DamageOutcome.reading(store.path, expecting: store.newest)
          #expect(read != .wrong, place)
          outcomes[read, default: 0] += 1
          flips += 1
        }
        try Files.patch(segment, at: offset, to: bytes[offset])
      }
      #expect(try Files.read(segment) == bytes)
    }
    print("segment bit flips: \(flips), all found by verify; reading: \(outcomes)")
    #expect(flips > 2000)
    #expect(DamageOutcome.verifying(store.path).outcome == .right)
    #expect(try DamageOutcome.reading(store.path, expecting: store.newest) == .right)
  }

  @Test("a segment cut short anywhere is refused")
  func truncations() throws {
    let store = try SmallStore()
    let segment = try store.segments()[0]
    let bytes = try Files.read(segment)
    for length in 0..<bytes.count {
      try Files.write(Array(bytes[..<length]), to: segment)
      let error = DamageOutcome.verifying(store.path).error
      #expect(error?.code == .damaged && segment.hasSuffix(error?.file ?? "?"), "cut to \(length) bytes")
      #expect(
        try DamageOutcome.reading(store.path, expecting: store.newest) == .refused(.damaged), "cut to \(length) bytes")
    }
    print("segment truncations: \(bytes.count), all refused")
  }

  @Test("bytes behind the end are refused")
  func appended() throws {
    let store = try SmallStore()
    let segment = try store.segments()[0]
    let bytes = try Files.read(segment)
    for tail in [[0], Array(bytes.suffix(128)), bytes] {
      try Files.write(bytes + tail, to: segment)
      #expect(
        try DamageOutcome.reading(store.path, expecting: store.newest) == .refused(.damaged), "\(tail.count) bytes")
    }
  }

  /// Found by fuzzing: one state overflowed.
  @Test("states that no status has are refused", arguments: [.min, -1, Int64(UInt8.max) + 1, .max])
  func states(state: Int64) throws {
    let folder = try TemporaryFolder()
    let writer = try StoreWriter(folder.path("store"), tool: "tests")
    let key = PanelKey(
      indicator: 1, stratum: writer.stratumID(Stratum(sex: "Persons", age: "All ages")), areaClass: .country)
    var draft = PanelDraft(
      key: key, areas: [writer.areaID("E92000001")], periods: [SmallStore.period2020], labels: [0])
    draft.set(cell: 0, status: .none, figures: Figures(value: 1))
    draft.states[0] = state
    try writer.add(draft)
    let refused = #expect(throws: StoreError.self) {
      try writer.commit(published: nil, counts: Release.Counts(), sources: [])
    }
    #expect(refused?.message.contains("cannot be read back") == true)
    #expect(try Files.names(folder.path) == [], "a store was left")
    let unread = try StoreWriter(folder.path("store"), tool: "tests")
    let again = unread.stratumID(Stratum(sex: "Persons", age: "All ages"))
    try #require(again == key.stratum && unread.areaID("E92000001") == draft.areas[0])
    try unread.add(draft)
    _ = try StoreWriter.$readsBack.withValue(false) {
      try unread.commit(published: nil, counts: Release.Counts(), sources: [])
    }
    let snapshot = try Snapshot.open(folder.path("store"))
    #expect(throws: StoreError.self) { try snapshot.verify() }
    let panel = try #require(try snapshot.panel(key))
    let error = #expect(throws: StoreError.self) { try panel.observation(area: 0, period: 0) }
    #expect(error?.code == .damaged)
  }

  /// Found by fuzzing: the number of a release was not looked at.
  @Test("a segment whose release has no number is refused", arguments: [Int64.min, 0, Int64(Int32.max) + 1, .max])
  func releases(number: Int64) throws {
    let store = try SmallStore()
    let segment = try store.segments()[0]
    var bytes = try Files.read(segment)
    let start = bytes.count - SegmentLayout.footerBytes
    bytes.replaceSubrange(start + 32..<start + 40, with: withUnsafeBytes(of: number.littleEndian, Array.init))
    let crc = bytes[start..<start + 112].withUnsafeBytes { CRC32.checksum($0) }
    bytes.replaceSubrange(start + 112..<start + 116, with: withUnsafeBytes(of: crc.littleEndian, Array.init))
    try Files.write(bytes, to: segment)
    let error = #expect(throws: StoreError.self) {
      try Segment(store: store.path, file: String(segment.split(separator: "/").last!), name: nil, files: System())
    }
    #expect(error?.message == "the footer names no releases")
  }

  @Test("swapped segments are refused")
  func swapped() throws {
    let store = try SmallStore()
    let segments = try store.segments()
    let bytes = try segments.map { try Files.read($0) }
    try Files.write(bytes[1], to: segments[0])
    #expect(try DamageOutcome.reading(store.path, expecting: store.newest) == .refused(.damaged))
    try Files.write(bytes[0], to: segments[1])
    let error = DamageOutcome.verifying(store.path).error
    #expect(error?.code == .damaged && segments[0].hasSuffix(error?.file ?? "?"))
    #expect(throws: StoreError.self) { try StoreContents.read(store.path) }
  }

  @Test("a missing segment is named, and its vintage and later ones are refused; earlier ones are not")
  func missing() throws {
    let store = try SmallStore()
    let segment = try store.segments()[1]
    try Files.remove(segment)
    let error = DamageOutcome.verifying(store.path).error
    #expect(error?.code == .damaged && segment.hasSuffix(error?.file ?? "?"))
    #expect(throws: StoreError.self) { try StoreContents.read(store.path) }
    #expect(try StoreContents.read(store.path, asOf: .release(1)) == store.vintages[1])
  }

  @Test("a folder in place of a segment is refused")
  func folderInPlace() throws {
    let store = try SmallStore()
    let segment = try store.segments()[0]
    try Files.remove(segment)
    try Files.makeFolder(segment)
    #expect(try DamageOutcome.reading(store.path, expecting: store.newest) == .refused(.damaged))
  }

  @Test("a segment of another store is refused, though it is whole and has the same shape")
  func foreign() throws {
    let store = try SmallStore()
    let other = store.folder.path("other")
    var draft = SmallStore.first
    draft.set(92_196, "E08000026", SmallStore.pooled, Observation(figures: Figures(value: 99)))
    try draft.commit(to: other)
    let segment = try store.segments()[0]
    try Files.remove(segment)
    try Files.copy(try Files.segments(other)[0], to: segment)
    #expect(DamageOutcome.verifying(store.path).outcome == .refused(.damaged))
    #expect(try DamageOutcome.reading(store.path, expecting: store.newest) == .refused(.damaged))
  }
}
