import GRDB
import TestSupport
import Testing
import TideModel

@testable import TideStore

/// Catalogues that are not what was committed: found by `verify`, never believed, and never the end of the segments.
@Suite("Damaged catalogue")
struct CatalogueDamageTests {
  /// Bytes to flip: the file's header, what the rows say, a sample of the other bytes in use, and a few of the rest.
  private static func offsets(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [Int] {
    if Seed.isLong { return Array(bytes.indices) }
    var chosen = Set(0..<100)
    for text in ["too small", "Infant mortality", "2017-19", "E08000026", "a.csv", "Most deprived", "Increasing"] {
      let word = Array(text.utf8)
      for start in 0...bytes.count - word.count where bytes[start..<start + word.count].elementsEqual(word) {
        chosen.formUnion(start..<start + word.count)
      }
    }
    for offset in bytes.indices where Int.random(in: 0..<(bytes[offset] == 0 ? 400 : 12), using: &generator) == 0 {
      chosen.insert(offset)
    }
    return chosen.sorted()
  }

  @Test("a flipped bit is found by verify and never changes an answer")
  func bitFlips() throws {
    let store = try SmallStore()
    let bytes = try Files.read(store.catalogue)
    var generator = Seed.generator()
    var outcomes: [DamageOutcome: Int] = [:]
    let offsets = Self.offsets(bytes, &generator)
    for offset in offsets {
      let bit = UInt8.random(in: 0..<8, using: &generator)
      let place: Comment = "seed \(Seed.value), bit \(bit) of byte \(offset) of \(bytes.count)"
      try Files.patch(store.catalogue, at: offset, to: bytes[offset] ^ 1 << bit)
      let verified = DamageOutcome.verifying(store.path).outcome
      #expect(verified == .refused(.damaged) || verified == .refused(.newerFormat), place)
      let read = try DamageOutcome.reading(store.path, expecting: store.newest)
      #expect(read != .wrong, place)
      outcomes[read, default: 0] += 1
      try Files.patch(store.catalogue, at: offset, to: bytes[offset])
    }
    print("catalogue bit flips: \(offsets.count) of \(bytes.count) bytes, all found by verify; reading: \(outcomes)")
    #expect(outcomes[.refused(.damaged)] ?? 0 > 100)
    #expect(try Files.read(store.catalogue) == bytes)
    #expect(DamageOutcome.verifying(store.path).outcome == .right)
    #expect(try DamageOutcome.reading(store.path, expecting: store.newest) == .right)
  }

  @Test("a catalogue cut short is refused by readers and writers, and the segments stay")
  func truncations() throws {
    let store = try SmallStore()
    let bytes = try Files.read(store.catalogue)
    let segments = try Files.names(store.segmentsFolder)
    var generator = Seed.generator()
    let stride = Seed.isLong ? 1 : 97
    let first = Int.random(in: 0..<stride, using: &generator)
    var cuts = 0
    for length in 0..<bytes.count where length < 120 || length % 4096 == 0 || length % stride == first {
      try Files.write(Array(bytes[..<length]), to: store.catalogue)
      let outcome = DamageOutcome.verifying(store.path).outcome
      #expect(outcome == .refused(.damaged), "seed \(Seed.value), cut to \(length)")
      let read = try DamageOutcome.reading(store.path, expecting: store.newest)
      #expect(read != .wrong, "seed \(Seed.value), cut to \(length)")
      cuts += 1
    }
    for length in [0, 1, 99, 100, 4095, 4096, 8192, bytes.count - 1] {
      try Files.write(Array(bytes[..<length]), to: store.catalogue)
      _ = try? StoreWriter(store.path, tool: "tests")
      #expect(try Files.names(store.segmentsFolder) == segments, "cut to \(length)")
    }
    print("catalogue truncations: \(cuts) of \(bytes.count), all refused")
    try Files.write(bytes, to: store.catalogue)
    #expect(try StoreContents.read(store.path) == store.newest)
  }

  @Test("a missing catalogue is named, and no writer makes a new one over segments")
  func missing() throws {
    let store = try SmallStore()
    try Files.remove(store.catalogue)
    let files = try Files.all(store.path)
    for attempt in [
      { _ = try Snapshot.open(store.path) }, { _ = try StoreWriter(store.path, tool: "tests") },
    ] as [() throws -> Void] {
      let error = #expect(throws: StoreError.self) { try attempt() }
      #expect(error?.code == .damaged && error?.file == "catalog.sqlite")
      #expect(try Files.all(store.path) == files)
    }
  }

  @Test("an empty database in place of the catalogue is refused, and no writer makes a new one over segments")
  func emptyDatabase() throws {
    let store = try SmallStore()
    let files = try Files.all(store.path)
    try Files.write([], to: store.catalogue)
    let error = #expect(throws: StoreError.self) { try StoreWriter(store.path, tool: "tests") }
    #expect(error?.code == .damaged && error?.file == "catalog.sqlite")
    #expect(try Files.all(store.path) == files)
  }

  @Test("a catalogue of an older release under a newer seal is found by verify")
  func rolledBack() throws {
    let folder = try TemporaryFolder()
    let store = folder.path("store")
    try SmallStore.first.commit(to: store)
    let older = try Files.read(store + "/catalog.sqlite")
    try SmallStore.second.commit(to: store)
    try Files.write(older, to: store + "/catalog.sqlite")
    #expect(DamageOutcome.verifying(store).outcome == .refused(.damaged))
  }

  @Test("a missing seal, or one of an older release, is no damage")
  func sealMissingOrOld() throws {
    let folder = try TemporaryFolder()
    let store = folder.path("store")
    try SmallStore.first.commit(to: store)
    let older = try Files.read(store + "/catalog.seal")
    try SmallStore.second.commit(to: store)
    let seal = store + "/catalog.seal"
    try Files.write(older, to: seal)
    #expect(DamageOutcome.verifying(store).outcome == .right)
    try Files.remove(seal)
    #expect(DamageOutcome.verifying(store).outcome == .right)
    // The next append writes it anew.
    try SmallStore.second.commit(to: store)
    #expect(Files.exists(seal))
    #expect(DamageOutcome.verifying(store).outcome == .right)
  }

  @Test func whoMayOnlyReadIsToldWhatAStoppedCommitNeeds() throws {
    let store = try RepairableStore(compacted: false)
    let journal = try store.hotJournal()
    try Files.write(journal, to: store.journal)
    let reader = StoppedFiles(after: 0, isWritable: false)
    let error = #expect(throws: StoreError.self) { try Snapshot.open(store.path, files: reader) }
    #expect(error?.code == .io, "\(String(describing: error))")
    #expect(error?.message.contains("stopped in the middle of a commit") == true)
    #expect(error?.remedy.contains("may write") == true)
    _ = try Snapshot.open(store.path).verify()
    #expect(try Snapshot.open(store.path, files: reader).releases().count == 5)
  }

  @Test("a damaged seal never traps and never changes an answer")
  func damagedSeal() throws {
    let store = try SmallStore()
    let bytes = try Files.read(store.seal)
    var found = 0
    for offset in bytes.indices {
      for bit in 0..<8 {
        try Files.patch(store.seal, at: offset, to: bytes[offset] ^ 1 << UInt8(bit))
        if DamageOutcome.verifying(store.path).outcome == .refused(.damaged) { found += 1 }
        try Files.patch(store.seal, at: offset, to: bytes[offset])
      }
    }
    for length in 0..<bytes.count {
      try Files.write(Array(bytes[..<length]), to: store.seal)
      #expect(DamageOutcome.verifying(store.path).outcome == .refused(.damaged), "cut to \(length)")
    }
    try Files.write(Array(repeating: 0xFF, count: 5000), to: store.seal)
    #expect(DamageOutcome.verifying(store.path).outcome == .refused(.damaged))
    #expect(try DamageOutcome.reading(store.path, expecting: store.newest) == .right)
    // A flip in the release's number makes the seal that of another release, which is not looked at.
    #expect(found >= 8 * (bytes.count - 1))
  }

  @Test(
    "a segment name that is no digest is not followed",
    arguments: ["../../etc/passwd", "..", "", String(repeating: "A", count: 64), String(repeating: "/", count: 64)])
  func pathInName(_ name: String) throws {
    let store = try SmallStore()
    let row = SegmentRow(name: name, release: 2, bytes: 1, panels: 0, cells: 0)
    try Catalogue(store: store.path, writing: true, files: System()).commit([], segment: row)
    for attempt in [
      { _ = try Snapshot.open(store.path) }, { _ = try StoreWriter(store.path, tool: "tests") },
    ] as [() throws -> Void] {
      let error = #expect(throws: StoreError.self) { try attempt() }
      #expect(error?.code == .damaged && error?.file == "catalog.sqlite")
    }
  }

  @Test("a segment that is not the one listed is refused", arguments: 0..<3)
  func listedOtherwise(_ field: Int) throws {
    let folder = try TemporaryFolder()
    let store = folder.path("store")
    try SmallStore.first.commit(to: store)
    let catalogue = try Catalogue(store: store, writing: true, files: System())
    let row = try catalogue.manifest().segments[0]
    let other = folder.path("other")
    _ = try StoreWriter(other, tool: "tests")
    let identity = try catalogue.identity().text
    try DatabaseQueue(path: other + "/catalog.sqlite").write {
      try $0.execute(sql: "UPDATE meta SET value = ? WHERE key = 'identity'", arguments: [identity])
    }
    try Files.copy(store + "/segments/\(row.name).tide", to: other + "/segments/\(row.name).tide")
    let changed = SegmentRow(
      name: row.name, release: row.release + (field == 0 ? 1 : 0), bytes: row.bytes,
      panels: row.panels + (field == 1 ? 1 : 0), cells: row.cells + (field == 2 ? 1 : 0))
    let release = Release(
      sequence: changed.release, published: CalendarDate(day: 0), recordedAt: 0, tool: "", counts: Release.Counts(),
      sources: [])
    try Catalogue(store: other, writing: true, files: System()).commit([.release(release)], segment: changed)
    let error = DamageOutcome.verifying(other).error
    #expect(error?.code == .damaged && error?.message.contains("not the one the catalogue lists") == true)
  }
}
