import Testing
import TideModel

@testable import TideStore

/// Compaction, repair and copies that end at any of their calls.
@Suite("Interrupted keeping")
struct InterruptedKeepingTests {
  /// Runs a task on a copy of a store, stopped before each of its calls in turn, until it comes to its end.
  /// - Returns: how many times it was stopped.
  private func stopped(
    _ store: String, _ folder: TemporaryFolder, _ task: (String, StoppedFiles) throws -> Void,
    _ check: (String, Comment) throws -> Void
  ) throws -> Int {
    for calls in 0..<1000 {
      let copy = folder.path("copy-\(calls)")
      try Files.copy(store, to: copy)
      let files = StoppedFiles(after: calls)
      let outcome = Result { try task(copy, files) }
      try check(copy, "stopped after \(calls) calls")
      if files.count <= calls {
        try outcome.get()
        return calls
      }
    }
    Issue.record("it does not come to an end")
    return 0
  }

  @Test("compaction stopped before each of its calls: the same answers, and the next one completes")
  func compaction() throws {
    let small = try SmallStore()
    var outcomes: [Int: Int] = [:]
    let stops = try stopped(
      small.path, small.folder, { _ = try StoreWriter.compact($0, tool: "tests", files: $1) },
      { (store, place) throws in
        let segments = try Snapshot.open(store).verify().segments
        outcomes[segments, default: 0] += 1
        for (sequence, expected) in small.vintages.enumerated() {
          #expect(try StoreContents.read(store, asOf: .release(sequence)) == expected, place)
        }
        _ = try StoreWriter.compact(store, tool: "tests")
        #expect(try StoreContents.read(store) == small.newest, place)
        #expect(try Files.all(store).count == 4, place)
      })
    print("compaction stopped \(stops) times; segments afterwards: \(outcomes)")
    #expect(stops > 10 && outcomes[1] ?? 0 > 1 && outcomes[2] ?? 0 > 5)
  }

  @Test("repair stopped before each of its calls can be done again")
  func repair() throws {
    let store = try RepairableStore(compacted: true)
    try Files.write(Array("junk".utf8), to: store.catalogue)
    let expected = store.expected(after: 5, without: [])
    let stops = try stopped(
      store.path, store.folder, { _ = try Repair.run($0, tool: "tests", files: $1) },
      { (copy, place) throws in
        _ = try Repair.run(copy, tool: "tests")
        #expect(try StoreContents.read(copy) == expected, place)
        _ = try Snapshot.open(copy).verify()
        #expect(try Files.read(copy + "/catalog.sqlite.before-repair-1") == Array("junk".utf8), place)
      })
    print("repair stopped \(stops) times")
    #expect(stops > 8)
  }

  @Test("a backup stopped before each of its calls has no name, the store is as it was, and the next backup succeeds")
  func backup() throws {
    let small = try SmallStore()
    let stops = try stopped(
      small.path, small.folder, { _ = try Backup.make(of: $0, at: $0 + ".backup", files: $1) },
      { (store, place) throws in
        #expect(try StoreContents.read(store) == small.newest, place)
        // The last calls make the name durable and let go of the lock.
        if !Files.exists(store + ".backup") { _ = try Backup.make(of: store, at: store + ".backup") }
        #expect(try StoreContents.read(store + ".backup") == small.newest, place)
        #expect(!Files.exists(store + ".backup.partial"), place)
      })
    print("backup stopped \(stops) times")
    #expect(stops > 15)
  }
}
