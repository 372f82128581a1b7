import Foundation
import GRDB
import TestSupport
import Testing
import TideModel

@testable import TideStore

/// What can be wrong with the files of a store beside its bytes: files of other stores, of other days, or none.
enum Mixture: String, CaseIterable, Sendable {
  case nothing, foreignSegment, otherLine, unreadableSegment, stray
  case olderCatalogue, olderSeal, olderPair, pairFromBeforeCompaction, missingSegment, foreignCatalogue, foreignPair
  case foreignSegmentAndNoCatalogue, otherLineAndNoCatalogue

  /// Mixes a store of five releases up.
  func mix(_ store: RepairableStore, with other: RepairableStore) throws {
    let segments = store.path + "/segments/"
    switch self {
    case .nothing: break
    case .foreignSegment:
      // Of the numbers that come next, and of one that is there.
      for draft in [SmallStore.second, SmallStore.first] { try draft.commit(to: other.path) }
      for release in [4, 6, 7] {
        let path = try other.segment(release)
        try Files.copy(path, to: segments + path.split(separator: "/").last!)
      }
    case .otherLine:
      // A copy takes another fifth and sixth release.
      let path = try Self.copyOfFour(store) + "/segments/"
      for name in try Files.names(path) where !Files.exists(segments + name) {
        try Files.copy(path + name, to: segments + name)
      }
    case .unreadableSegment:
      try Files.write(Array("junk".utf8), to: segments + String(repeating: "a", count: 64) + ".tide")
    case .stray:
      let copy = store.folder.path("copy")
      try Files.copy(store.path, to: copy)
      try SmallStore.second.commit(to: copy)
      for name in try Files.names(copy + "/segments") where !Files.exists(segments + name) {
        try Files.copy(copy + "/segments/" + name, to: segments + name + ".new")
      }
    case .olderCatalogue: try Files.write(store.catalogues[3], to: store.catalogue)
    case .olderSeal: try Files.write(store.seals[3], to: store.seal)
    case .olderPair:
      try Files.write(store.catalogues[3], to: store.catalogue)
      try Files.write(store.seals[3], to: store.seal)
    case .pairFromBeforeCompaction:
      _ = try StoreWriter.compact(store.path, tool: "tests")
      try Files.write(store.catalogues[4], to: store.catalogue)
      try Files.write(store.seals[4], to: store.seal)
    case .foreignSegmentAndNoCatalogue:
      try Mixture.foreignSegment.mix(store, with: other)
      try Files.remove(store.catalogue)
    case .otherLineAndNoCatalogue:
      try Mixture.otherLine.mix(store, with: other)
      try Files.remove(store.catalogue)
    case .missingSegment: try Files.remove(try store.segment(4))
    case .foreignCatalogue: try Files.write(other.catalogues[4], to: store.catalogue)
    case .foreignPair:
      try Files.write(other.catalogues[4], to: store.catalogue)
      try Files.write(other.seals[4], to: store.seal)
    }
  }

  /// A copy of the store as it was after four releases, to which others have come since.
  private static func copyOfFour(_ store: RepairableStore) throws -> String {
    let copy = store.folder.path("copy")
    try Files.copy(store.path, to: copy)
    try Files.remove(try store.segment(5).replacingOccurrences(of: store.path, with: copy))
    try Files.write(store.catalogues[3], to: copy + "/catalog.sqlite")
    try Files.write(store.seals[3], to: copy + "/catalog.seal")
    for draft in [SmallStore.first, SmallStore.second] { try draft.commit(to: copy) }
    return copy
  }

  /// Whether a writer, a copy and `verify` refuse the store.
  var isRefused: Bool {
    switch self {
    case .nothing, .foreignSegment, .otherLine, .unreadableSegment, .stray, .olderSeal: false
    case .olderCatalogue, .olderPair, .pairFromBeforeCompaction, .missingSegment, .foreignCatalogue, .foreignPair,
      .foreignSegmentAndNoCatalogue, .otherLineAndNoCatalogue:
      true
    }
  }

  var lost: Set<Int> { self == .missingSegment ? [4] : [] }
}

/// What can be done with a store.
enum Task: String, CaseIterable, Sendable {
  case append, undo, compact, pin, backup, restore, repair

  /// - Returns: the store that there is then.
  func run(_ store: RepairableStore) throws -> String {
    let copy = store.folder.path("copied")
    switch self {
    case .append: try Self.draft.commit(to: store.path)
    case .undo: _ = try StoreWriter.undo(store.path, tool: "tests")
    case .compact: _ = try StoreWriter.compact(store.path, tool: "tests")
    case .pin: _ = try StoreWriter.pinDisclosure(store.path, number: 2, tool: "tests")
    case .backup: _ = try Backup.make(of: store.path, at: copy)
    case .restore: _ = try Backup.restore(store.path, to: copy)
    case .repair: _ = try Repair.run(store.path, tool: "tests")
    }
    return Files.exists(copy) ? copy : store.path
  }

  static let draft: ReleaseDraft = {
    var draft = ReleaseDraft()
    draft.set(92_196, "E08000099", SmallStore.year(1999), Observation(figures: Figures(value: 1), note: "new"))
    return draft
  }()

  /// What a vintage answers once it has been done.
  func expected(_ store: RepairableStore, without lost: Set<Int>) -> [FactKey: Fact] {
    switch self {
    case .append:
      let five = store.expected(after: 5, without: lost)
      var six = store.releases[4]
      six.sequence = 6
      return five.after(Self.draft, six).facts
    case .undo: return store.expected(after: 4, without: lost).facts
    case .compact, .pin, .backup, .restore, .repair: return store.expected(after: 5, without: lost).facts
    }
  }
}

/// No store is taken for another: each file belongs to one store and one line of releases.
@Suite("Lineage")
struct LineageTests {
  /// Every byte of a segment that there was is still there, unless its releases stand in another one.
  private func expectNothingDeleted(_ store: String, _ before: [String: [UInt8]], _ place: Comment) throws {
    let after = Set(try Files.all(store).map { try Files.read(store + "/" + $0) })
    var held: Set<Int> = []
    if Files.exists(store + "/catalog.sqlite") {
      let catalogue = try Catalogue(store: store, writing: false, files: System())
      held = Set(try catalogue.manifest().segments.flatMap(\.releases))
    }
    for (name, bytes) in before where !after.contains(bytes) && !name.hasSuffix(".new") {
      let path = TemporaryFolderOfBytes(bytes)
      #expect(held.isSuperset(of: try path.segment().releases), "\(place): \(name) is gone")
    }
  }

  @Test("each task on each mixture: refused or right, nothing deleted, and repair ends it", arguments: Mixture.allCases)
  func matrix(_ mixture: Mixture) throws {
    for task in Task.allCases {
      for compacted in Seed.isLong ? [false, true] : [(Seed.value &+ UInt64(task.rawValue.count)) % 2 == 0] {
        if compacted, mixture == .missingSegment { continue }
        try run(task, mixture, compacted)
      }
    }
  }

  @Test("a catalogue that says it is of another store is not read with these segments", arguments: [true, false])
  func identityChanged(hasSeal: Bool) throws {
    let store = try RepairableStore(compacted: hasSeal)
    let other = StoreIdentity(high: 7, low: 8).text
    try store.execute("UPDATE meta SET value = '\(other)' WHERE key = 'identity'")
    if !hasSeal { try Files.remove(store.seal) }
    let expected = store.expected(after: 5, without: [])
    #expect(try DamageOutcome.reading(store.path, expecting: expected) == .refused(.damaged))
    #expect(try Snapshot.open(store.path).doubt != nil || !hasSeal)
    #expect(DamageOutcome.verifying(store.path).outcome == .refused(.damaged))
    #expect(throws: StoreError.self) { try Task.append.run(store) }
    #expect(try Repair.run(store.path, tool: "tests").outcome == .repaired)
    #expect(try StoreContents.read(store.path) == expected)
    #expect(DamageOutcome.verifying(store.path).outcome == .right)
  }

  private func run(_ task: Task, _ mixture: Mixture, _ compacted: Bool) throws {
    let place: Comment = "\(task) of \(mixture), compacted: \(compacted)"
    let (store, other) = (try RepairableStore(compacted: compacted), try RepairableStore(compacted: false))
    try mixture.mix(store, with: other)
    var before: [String: [UInt8]] = [:]
    let segments = store.path + "/segments/"
    for name in try Files.names(segments) { before[name] = try Files.read(segments + name) }
    let verified = DamageOutcome.verifying(store.path)
    #expect((verified.outcome != .right) == mixture.isRefused, "\(place): \(verified)")
    if mixture == .foreignSegment {
      let named = try Snapshot.open(store.path).verify().alien
      #expect(named.count == 3 && named.allSatisfy { $0.hasSuffix("belongs to another store") }, "\(place): \(named)")
    }

    var done = store.path
    if mixture.isRefused, task != .repair || mixture == .foreignPair {
      let files = try Files.all(store.path)
      let error = #expect(throws: StoreError.self, place) { done = try task.run(store) }
      #expect(error?.code == .damaged, place)
      #expect(error?.remedy.contains("repair") == true, "\(place): \(String(describing: error))")
      #expect(try Files.all(store.path) == files, place)
    } else {
      done = try task.run(store)
      let facts = try StoreContents.read(done).facts
      #expect(facts == task.expected(store, without: mixture.lost), place)
      let again = DamageOutcome.verifying(done)
      #expect(again.outcome == .right, "\(place): \(again)")
      if task == .pin { #expect(try Snapshot.open(done).disclosurePin == 2) }
    }
    try expectNothingDeleted(store.path, before, place)
    if mixture == .foreignPair {
      // Which is right, the catalogue or the segments, only people know.
      for file in [store.catalogue, store.seal] { try Files.remove(file) }
    }
    let report = try Repair.run(store.path, tool: "tests")
    // One that has been repaired is whole without what is lost.
    #expect(Set(report.lost.map(\.sequence)) == (task == .repair ? [] : mixture.lost), place)
    #expect(DamageOutcome.verifying(store.path).outcome == .right, place)
    #expect(try Snapshot.open(store.path).verify().alien.isEmpty, place)
    if done == store.path || mixture.isRefused {
      let isDone = !mixture.isRefused || task == .repair && mixture != .foreignPair
      let due =
        isDone ? task.expected(store, without: mixture.lost) : store.expected(after: 5, without: mixture.lost).facts
      #expect(try StoreContents.read(store.path).facts == due, place)
    }
    try expectNothingDeleted(store.path, before, place)
  }
}

/// A segment's bytes, to be looked at.
private struct TemporaryFolderOfBytes {
  private let folder: TemporaryFolder?

  init(_ bytes: [UInt8]) {
    folder = try? TemporaryFolder()
    if let folder {
      try? Files.makeFolder(folder.path("segments"))
      try? Files.write(bytes, to: folder.path("segments/it.tide"))
    }
  }

  func segment() throws -> Segment {
    try Segment(store: folder?.path ?? "", file: "it.tide", name: nil, files: System())
  }
}
