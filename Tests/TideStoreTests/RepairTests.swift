import Foundation
import GRDB
import TestSupport
import Testing
import TideModel

@testable import TideStore

/// A store of five releases that can be damaged in many ways, and what must be left of it.
struct RepairableStore {
  let folder: TemporaryFolder
  let path: String
  let drafts: [ReleaseDraft]
  let releases: [Release]
  /// The catalogue as it was after each release, and a journal that SQLite would play back into it.
  let catalogues: [[UInt8]]
  let seals: [[UInt8]]

  var catalogue: String { path + "/catalog.sqlite" }
  var journal: String { path + "/catalog.sqlite-journal" }
  var seal: String { path + "/catalog.seal" }

  /// - Parameter compacted: whether the first three releases are in one segment.
  init(compacted: Bool) throws {
    folder = try TemporaryFolder()
    path = folder.path("store")
    var drafts = [SmallStore.first, SmallStore.second]
    drafts[1].set(
      41_001, "E08000031", SmallStore.year(2019), Observation(figures: Figures(value: 2), note: "named by release 2"))
    for number in 3...5 {
      var draft = ReleaseDraft()
      draft.published = CalendarDate(year: 2020 + number, month: 6)
      draft.indicators = [Indicator(id: 92_196, name: "Infant mortality, release \(number)", code: "InfMort")]
      draft.areas = [Area(code: "E08000025", name: "Birmingham \(number)")]
      draft.set(
        92_196, "E08000025", SmallStore.year(2020 + number),
        Observation(figures: Figures(value: Double(number)), note: number == 4 ? "named by release 2" : "too small"))
      draft.set(92_196, "E08000026", SmallStore.pooled, Observation(figures: Figures(value: 10.0 + Double(number))))
      drafts.append(draft)
    }
    self.drafts = drafts
    var releases: [Release] = []
    var (catalogues, seals): ([[UInt8]], [[UInt8]]) = ([], [])
    for (number, draft) in drafts.enumerated() {
      releases.append(try draft.commit(to: path))
      if compacted, number == 2 { _ = try StoreWriter.compact(path, tool: "tests") }
      catalogues.append(try Files.read(path + "/catalog.sqlite"))
      seals.append(try Files.read(path + "/catalog.seal"))
    }
    (self.releases, self.catalogues, self.seals) = (releases, catalogues, seals)
  }

  /// The path of the segment that holds a release.
  func segment(_ release: Int) throws -> String {
    let rows = try Catalogue(store: path, writing: false, files: System()).manifest().segments
    return path + "/segments/\(rows.first { $0.releases.contains(release) }!.name).tide"
  }

  func execute(_ sql: String) throws { try DatabaseQueue(path: catalogue).write { try $0.execute(sql: sql) } }

  /// The journal of a transaction that changes a row, as it lies on the disk before the transaction commits.
  func hotJournal() throws -> [UInt8] {
    let copy = folder.path("copy.sqlite")
    try Files.copy(catalogue, to: copy)
    let queue = try DatabaseQueue(path: copy)
    return try queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA synchronous = OFF; BEGIN IMMEDIATE; UPDATE release SET tool = 'x', new = 77")
      defer { try? db.execute(sql: "ROLLBACK") }
      return try Files.read(copy + "-journal")
    }
  }

  /// What a vintage must answer when only some releases are there.
  func expected(after release: Int, without lost: Set<Int>) -> StoreContents {
    var contents = StoreContents()
    for sequence in 1..<release + 1 where !lost.contains(sequence) {
      contents = contents.after(drafts[sequence - 1], releases[sequence - 1])
    }
    return contents
  }
}

/// One way to damage a store.
struct Damage: Sendable {
  let name: String
  /// Releases that cannot be saved where no segment holds several, and where one holds the first three.
  var lost: Set<Int> = []
  var lostCompacted: Set<Int>?
  /// A word of the report's problems.
  var named = ""
  let harm: @Sendable (RepairableStore) throws -> Void

  private static func flip(_ path: String, at offset: Int) throws {
    let bytes = try Files.read(path)
    let place = offset < 0 ? bytes.count + offset : offset
    try Files.patch(path, at: place, to: bytes[place] ^ 4)
  }

  static let all: [Damage] = [
    Damage(name: "catalogue missing", named: "missing") { try Files.remove($0.catalogue) },
    Damage(name: "catalogue empty", named: "catalogue") { try Files.write([], to: $0.catalogue) },
    Damage(name: "catalogue cut in half", named: "catalogue") {
      try Files.write(Array($0.catalogues[4].prefix($0.catalogues[4].count / 2)), to: $0.catalogue)
    },
    Damage(name: "catalogue without its header", named: "catalogue") {
      try Files.write(Array(repeating: 0, count: 100) + $0.catalogues[4].dropFirst(100), to: $0.catalogue)
    },
    Damage(name: "a page of zeros in the catalogue", named: "catalogue") {
      var bytes = $0.catalogues[4]
      for offset in 4096..<8192 { bytes[offset] = 0 }
      try Files.write(bytes, to: $0.catalogue)
    },
    Damage(name: "catalogue a text file", named: "catalogue") {
      try Files.write(Array("not a database\n".utf8), to: $0.catalogue)
    },
    Damage(name: "catalogue older than its segments and seal", named: "sealed") {
      try Files.write($0.catalogues[3], to: $0.catalogue)
    },
    Damage(name: "catalogue older than its segments, no seal", named: "older") {
      try Files.write($0.catalogues[3], to: $0.catalogue)
      try Files.remove($0.seal)
    },
    Damage(name: "catalogue and seal older than the segments", named: "older") {
      try Files.write($0.catalogues[2], to: $0.catalogue)
      try Files.write($0.seals[2], to: $0.seal)
    },
    Damage(name: "catalogue and journal of different times", named: "catalogue") {
      try Files.write(try $0.hotJournal(), to: $0.journal)
      try Files.write($0.catalogues[3], to: $0.catalogue)
    },
    Damage(name: "a stale journal", named: "catalogue") {
      let journal = try $0.hotJournal()
      try $0.execute("UPDATE release SET tool = 'y'; UPDATE meta SET value = 'z' WHERE key = 'created_by'")
      try Files.write(journal, to: $0.journal)
    },
    Damage(name: "a journal and no catalogue", named: "missing") {
      try Files.write(try $0.hotJournal(), to: $0.journal)
      try Files.remove($0.catalogue)
    },
    Damage(name: "a text lost", named: "text") { try $0.execute("DELETE FROM text WHERE id = 2") },
    Damage(name: "a release changed", named: "release") {
      try $0.execute("UPDATE release SET published = 0 WHERE sequence = 3")
    },
    Damage(name: "a segment not listed", named: "segment") { try $0.execute("DELETE FROM segment WHERE release = 4") },
    Damage(name: "a digest lost", named: "digest") { try $0.execute("DELETE FROM meta WHERE key = 'digest.area'") },
    Damage(name: "a table lost", named: "indicator") { try $0.execute("DROP TABLE indicator") },
    Damage(name: "a file source lost", named: "release") { try $0.execute("DELETE FROM source") },
    Damage(name: "version unreadable", named: "version") {
      try $0.execute("UPDATE meta SET value = 'one' WHERE key = 'format'")
    },
    Damage(name: "seal torn", named: "seal") { try Files.write(Array("5 abc".utf8), to: $0.seal) },
    Damage(name: "seal of another catalogue", named: "bytes") {
      var bytes = $0.seals[4]
      bytes[2] = bytes[2] == 48 ? 49 : 48
      try Files.write(bytes, to: $0.seal)
    },
    Damage(name: "catalogue and seal missing", named: "missing") {
      try Files.remove($0.catalogue)
      try Files.remove($0.seal)
    },
    Damage(name: "two segments with each other's name", named: "has the name") {
      let (one, other) = (try $0.segment(4), try $0.segment(5))
      try FileManager.default.moveItem(atPath: one, toPath: one + "x")
      try FileManager.default.moveItem(atPath: other, toPath: one)
      try FileManager.default.moveItem(atPath: one + "x", toPath: other)
    },
    Damage(name: "a segment renamed and the catalogue missing", named: "has the name") {
      try FileManager.default.moveItem(atPath: try $0.segment(2), toPath: $0.path + "/segments/0.tide")
      try Files.remove($0.catalogue)
    },
    Damage(name: "newest segment missing", lost: [5], named: "missing") { try Files.remove(try $0.segment(5)) },
    Damage(name: "a segment missing", lost: [3], lostCompacted: [1, 2, 3], named: "missing") {
      try Files.remove(try $0.segment(3))
    },
    Damage(name: "a segment cut short", lost: [2], lostCompacted: [1, 2, 3], named: "damaged") {
      let path = try $0.segment(2)
      try Files.write(try Files.read(path).dropLast(), to: path)
    },
    Damage(name: "a bit of a segment's header", lost: [4], named: "damaged") { try flip(try $0.segment(4), at: 17) },
    Damage(name: "a bit of a segment's body", lost: [1], lostCompacted: [1, 2, 3], named: "damaged") {
      try flip(try $0.segment(1), at: 90)
    },
    Damage(name: "a bit of a segment's footer", lost: [5], named: "damaged") { try flip(try $0.segment(5), at: -100) },
    Damage(name: "another segment's bytes under a name", lost: [4], named: "missing") {
      let path = try $0.segment(4)
      try Files.write(try Files.read(try $0.segment(5)), to: path)
    },
    // Release 4 uses a text that only release 2 named.
    Damage(name: "a segment and the catalogue missing", lost: [2, 4], lostCompacted: [1, 2, 3, 4, 5], named: "speaks") {
      let path = try $0.segment(2)
      try Files.remove($0.catalogue)
      try Files.remove(path)
    },
    Damage(name: "newest segment and the catalogue missing", lost: [5], named: "missing") {
      let path = try $0.segment(5)
      try Files.remove($0.catalogue)
      try Files.remove(path)
    },
  ]
}

/// Row 11 of the promises: damage is named, and every release that is whole is brought back.
@Suite("Repair")
struct RepairTests {
  @Test("damaged stores are repaired", arguments: Damage.all.indices)
  func repaired(_ number: Int) throws {
    // The short form takes one of two stores for each damage.
    for compacted in Seed.isLong ? [false, true] : [(number + Int(Seed.value % 2)) % 2 == 0] {
      try repaired(Damage.all[number], compacted: compacted)
    }
  }

  private func repaired(_ damage: Damage, compacted: Bool) throws {
    let place: Comment = "\(damage.name), compacted: \(compacted)"
    let store = try RepairableStore(compacted: compacted)
    let lost = compacted ? damage.lostCompacted ?? damage.lost : damage.lost
    try damage.harm(store)
    #expect(DamageOutcome.verifying(store.path).outcome != .right, place)
    let copy = store.folder.path("again")
    try Files.copy(store.path, to: copy)
    let files = try Files.all(copy)

    let plan = try Repair.run(copy, dryRun: true, tool: "tests")
    #expect(plan.outcome == .dryRun && plan.keptAside.isEmpty)
    #expect(try Files.all(copy).filter { $0 != "lock" } == files.filter { $0 != "lock" })
    for file in files where file != "lock" {
      #expect(try Files.read(copy + "/" + file) == Files.read(store.path + "/" + file), "\(file)")
    }

    let former = Files.exists(store.catalogue) ? try Files.read(store.catalogue) : nil
    let report = try Repair.run(store.path, tool: "tests")
    #expect(report.outcome == .repaired)
    #expect(report.problems == plan.problems && report.lost == plan.lost)
    #expect(report.problems.contains { $0.contains(damage.named) }, "\(place): \(report.problems)")
    #expect(Set(report.lost.map(\.sequence)) == lost, "\(place): \(report.problems)")
    #expect(report.restored == (1...5).filter { !lost.contains($0) })
    if let former { #expect(try Files.read(store.catalogue + ".before-repair-1") == former) }

    _ = try Snapshot.open(store.path).verify()
    for sequence in 0...5 {
      var found = try StoreContents.read(store.path, asOf: .release(sequence))
      #expect(found.releases.map(\.sequence) == Array(1..<sequence + 1))
      #expect(Set(found.releases.filter(\.isLost).map(\.sequence)) == lost.filter { $0 <= sequence })
      found.releases.removeAll { $0.isLost }
      #expect(found == store.expected(after: sequence, without: lost), "\(place), release \(sequence)")
    }
    #expect(try Repair.run(store.path, tool: "tests").outcome == .nothingToDo)
    try appends(store)
  }

  /// A repaired store takes releases, and texts that were lost come again.
  private func appends(_ store: RepairableStore) throws {
    let before = try StoreContents.read(store.path)
    var draft = ReleaseDraft()
    draft.set(
      92_196, "E08000099", SmallStore.year(1999), Observation(figures: Figures(value: 1), note: "named by release 2"))
    let after = before.after(draft, try draft.commit(to: store.path))
    #expect(try StoreContents.read(store.path) == after)
    _ = try StoreWriter.compact(store.path, tool: "tests")
    #expect(try StoreContents.read(store.path) == after)
    _ = try Snapshot.open(store.path).verify()
  }

  @Test("there are at least 28 kinds of damage")
  func count() { #expect(Damage.all.count >= 28) }

  @Test("a whole store is left as it is, and what was never committed is not brought in", arguments: [false, true])
  func whole(compacted: Bool) throws {
    let store = try RepairableStore(compacted: compacted)
    // A segment whose writer was killed before the commit, and so before the segment had its own name.
    let other = store.folder.path("other")
    try Files.copy(store.path, to: other)
    try SmallStore.second.commit(to: other)
    let known = Set(try Files.names(store.path + "/segments"))
    for name in try Files.names(other + "/segments") where !known.contains(name) {
      try Files.copy(other + "/segments/" + name, to: store.path + "/segments/" + name + ".new")
    }
    let catalogue = try Files.read(store.catalogue)
    let report = try Repair.run(store.path, tool: "tests")
    #expect(report.outcome == .nothingToDo && report.restored == [1, 2, 3, 4, 5] && report.problems.isEmpty)
    #expect(try Files.read(store.catalogue) == catalogue)
  }

  @Test("segments from before a compaction stand in for a damaged one")
  func leftovers() throws {
    let store = try RepairableStore(compacted: false)
    let old = try Files.segments(store.path).map { ($0, try! Files.read($0)) }
    _ = try StoreWriter.compact(store.path, tool: "tests")
    let compacted = try store.segment(1)
    for (path, bytes) in old { try Files.write(bytes, to: path) }
    try Files.patch(compacted, at: 100, to: try Files.read(compacted)[100] ^ 1)
    let report = try Repair.run(store.path, tool: "tests")
    #expect(report.outcome == .repaired && report.lost.isEmpty)
    #expect(report.keptAside.contains { $0.hasPrefix("set-aside/") })
    #expect(try StoreContents.read(store.path) == store.expected(after: 5, without: []))
    #expect(try Snapshot.open(store.path).verify().segments == 5)
  }

  @Test("where there are no segments nothing is repaired, and nothing is made")
  func noStore() throws {
    let folder = try TemporaryFolder()
    for path in [folder.path("none"), folder.path] {
      let error = #expect(throws: StoreError.self) { try Repair.run(path, tool: "tests") }
      #expect(error?.code == .noStore)
    }
    #expect(try Files.names(folder.path).isEmpty)
  }
}
