import Foundation
import Testing
import TideModel

@testable import TideStore

/// Where a store may lie, and who may read it.
@Suite("Folders")
struct FolderTests {
  @Test("no store, a file, and a folder of other things are told apart")
  func noStore() throws {
    let folder = try TemporaryFolder()
    let file = folder.path("file")
    try Files.write([1, 2, 3], to: file)
    for path in [folder.path("missing"), file, folder.path] {
      let error = #expect(throws: StoreError.self) { try Snapshot.open(path) }
      #expect(error?.code == .noStore, "\(path)")
      #expect(error?.remedy.contains("append") == true)
    }
    #expect(try Files.names(folder.path) == ["file"])
  }

  @Test("no store is made in place of a file or among other files; an empty folder is taken")
  func makingStores() throws {
    let folder = try TemporaryFolder()
    let file = folder.path("file")
    try Files.write([1, 2, 3], to: file)
    let cases: [(path: String, code: StoreError.Code)] = [(file, .io), (folder.path, .usage)]
    for (path, code) in cases {
      let error = #expect(throws: StoreError.self) { try StoreWriter(path, tool: "tests") }
      #expect(error?.code == code)
    }
    #expect(try Files.names(folder.path) == ["file"])
    #expect(try Files.read(file) == [1, 2, 3])
    let empty = folder.path("empty")
    try Files.makeFolder(empty)
    try SmallStore.first.commit(to: empty)
    #expect(try Snapshot.open(empty).release?.sequence == 1)
    let error = #expect(throws: StoreError.self) {
      try StoreWriter(folder.path("no/such/parent"), tool: "tests")
    }
    #expect(error?.code == .io)
  }

  @Test("a store whose first writer died before it made the tables is no store yet, and takes a release")
  func unborn() throws {
    let folder = try TemporaryFolder()
    let store = folder.path("store")
    try Files.makeFolder(store)
    try Files.makeFolder(store + "/segments")
    try Files.write([], to: store + "/catalog.sqlite")
    let error = #expect(throws: StoreError.self) { try Snapshot.open(store) }
    #expect(error?.code == .noStore)
    try SmallStore.first.commit(to: store)
    #expect(try Snapshot.open(store).release?.sequence == 1)
  }

  /// A power cut keeps any of the names that a new store gives before its folder is synced.
  @Test("whatever a power cut left of the names of a new store, the store is made", arguments: 0..<16)
  func namesKept(choice: Int) throws {
    let folder = try TemporaryFolder()
    let store = folder.path("store")
    try Files.makeFolder(store)
    let names = ["lock", "segments", "catalog.sqlite", "catalog.sqlite-journal"]
    for (bit, name) in names.enumerated() where choice >> bit & 1 == 1 {
      let path = store + "/" + name
      if name == "segments" { try Files.makeFolder(path) } else { try Files.write([], to: path) }
    }
    try SmallStore.first.commit(to: store)
    #expect(try Snapshot.open(store).verify().releases == 1)
  }

  @Test("a store without a release answers with nothing")
  func withoutRelease() throws {
    let folder = try TemporaryFolder()
    let store = folder.path("store")
    _ = try StoreWriter(store, tool: "tests")
    #expect(try StoreContents.read(store) == StoreContents())
    #expect(try Snapshot.open(store).verify().releases == 0)
    #expect(try Snapshot.open(store).panel(PanelKey(indicator: 1, stratum: 1, areaClass: .country)) == nil)
  }

  @Test("a store in a read-only folder is read, and append says why it cannot")
  func readOnly() async throws {
    let store = try SmallStore()
    try Files.setMode(0o755, of: store.folder.path)
    for file in try Files.all(store.path) { try Files.setMode(0o444, of: store.path + "/" + file) }
    try Files.setMode(0o555, of: store.segmentsFolder)
    try Files.setMode(0o555, of: store.path)
    defer {
      try? Files.setMode(0o755, of: store.path)
      try? Files.setMode(0o755, of: store.segmentsFolder)
    }
    let path = store.path
    #expect(try StoreContents.read(path) == store.newest)
    // In a process of its own, which a superuser leaves to be nobody.
    await #expect(processExitsWith: .success) { [path = path as String] in
      try User.becomeNobody()
      let snapshot = try Snapshot.open(path)
      #expect(try snapshot.verify().releases == 2)
      #expect(try StoreContents(snapshot).facts.count == 9)
      #expect(try StoreContents.read(path, asOf: .release(1)).facts.count == 8)
      let error = #expect(throws: StoreError.self) { try StoreWriter(path, tool: "tests") }
      #expect(error?.code == .io)
      #expect(error?.remedy.contains("who may read and write") == true)
    }
    #expect(try Files.all(store.path).count == 5)
  }
}

/// Who runs the tests.
enum User {
  /// Gives up the rights of root, for good; anybody else stays who they are.
  static func becomeNobody() throws {
    guard getuid() == 0 else { return }
    let nobody: UInt32 = 65_534
    guard setgroups(0, nil) == 0, setgid(nobody) == 0, setuid(nobody) == 0 else { throw POSIXError(.EPERM) }
  }
}
