import Testing
import TideModel

@testable import TideStore

/// A profile of disclosure control pinned in a store, and what it outlasts.
@Suite("Pinned disclosure control")
struct DisclosurePinTests {
  private func pin(_ path: String) throws -> Int? { try Snapshot.open(path).disclosurePin }

  @Test("the newest pin holds, for vintages of before it too, and the figures stand")
  func newest() throws {
    let store = try SmallStore()
    #expect(try pin(store.path) == nil)
    let release = try StoreWriter.pinDisclosure(store.path, number: 2, tool: "tests")
    #expect(release.sequence == 3 && release.disclosurePin == 2)
    for sequence in 0...3 {
      #expect(try Snapshot.open(store.path, asOf: .release(sequence)).disclosurePin == 2)
    }
    #expect(try StoreContents.read(store.path, asOf: .release(2)) == store.newest)
    _ = try StoreWriter.pinDisclosure(store.path, number: 1_000_005, tool: "tests")
    #expect(try Snapshot.open(store.path, asOf: .release(1)).disclosurePin == 1_000_005)
    #expect(try Snapshot.open(store.path).verify().releases == 4)
  }

  @Test("a store is of format 4 from its first pin on, and so is the pin's segment, whatever is compacted")
  func format() throws {
    let store = try SmallStore()
    #expect(try Snapshot.open(store.path).verify().formatVersion == "2.2")
    _ = try StoreWriter.pinDisclosure(store.path, number: 2, tool: "tests")
    #expect(try Snapshot.open(store.path).verify().formatVersion == "4.1")
    let majors = try store.segments().map { try Files.read($0)[8] }
    #expect(majors == [2, 2, 4])
    _ = try SmallStore.second.commit(to: store.path)
    #expect(try Snapshot.open(store.path).verify().formatVersion == "4.1")
    _ = try StoreWriter.compact(store.path, tool: "tests")
    #expect(try store.segments().map { try Files.read($0)[8] } == [4])
    #expect(try Snapshot.open(store.path).verify().formatVersion == "4.1")
    #expect(try pin(store.path) == 2)
  }

  @Test("a pin survives compaction, backup and restore", arguments: [false, true])
  func copies(_ compacted: Bool) throws {
    let store = try SmallStore()
    _ = try StoreWriter.pinDisclosure(store.path, number: 3, tool: "tests")
    _ = try SmallStore.second.commit(to: store.path)
    if compacted { _ = try StoreWriter.compact(store.path, tool: "tests") }
    let backup = store.folder.path("backup")
    _ = try Backup.make(of: store.path, at: backup)
    #expect(try pin(backup) == 3)
    let restored = store.folder.path("restored")
    _ = try Backup.restore(backup, to: restored)
    #expect(try pin(restored) == 3)
  }

  @Test("a pin survives the loss of the catalogue", arguments: [false, true])
  func repaired(_ compacted: Bool) throws {
    let store = try SmallStore()
    _ = try StoreWriter.pinDisclosure(store.path, number: 4, tool: "tests")
    if compacted { _ = try StoreWriter.compact(store.path, tool: "tests") }
    try Files.remove(store.catalogue)
    _ = try Repair.run(store.path, tool: "tests")
    #expect(try pin(store.path) == 4)
    #expect(try Snapshot.open(store.path).verify().formatVersion == "4.1")
    #expect(try StoreContents.read(store.path, asOf: .release(2)) == store.newest)
  }

  @Test("a pin whose segment is lost stands while the catalogue tells it")
  func lost() throws {
    let store = try SmallStore()
    _ = try StoreWriter.pinDisclosure(store.path, number: 4, tool: "tests")
    _ = try SmallStore.second.commit(to: store.path)
    try Files.remove(try store.segments()[2])
    _ = try Repair.run(store.path, tool: "tests")
    #expect(try Snapshot.open(store.path).releases().map(\.isLost) == [false, false, true, false])
    #expect(try pin(store.path) == 4)
    #expect(try Snapshot.open(store.path).verify().formatVersion == "4.1")
  }

  @Test("undoing takes back figures, never a pin")
  func undo() throws {
    let store = try SmallStore()
    _ = try StoreWriter.pinDisclosure(store.path, number: 2, tool: "tests")
    let (made, undone) = try StoreWriter.undo(store.path, tool: "tests")
    #expect(made.sequence == 4 && undone == 2)
    #expect(try pin(store.path) == 2)
    #expect(throws: StoreError.self) { try StoreWriter.undo(store.path, release: 3, tool: "tests") }
    #expect(try Snapshot.open(store.path).releases().count == 4)
  }
}
