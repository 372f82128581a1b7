import Foundation
import GRDB
import Synchronization
import Testing
import TideModel

@testable import TideStore

/// One writer at a time, readers whenever they like, and nothing left behind by writers that died.
@Suite("Writers and readers")
struct WriterTests {
  private static func draft(_ number: Int) -> ReleaseDraft {
    var draft = ReleaseDraft()
    for code in ["E08000025", "E08000026", "E92000001"] {
      // Every figure of a vintage is its release's number: an answer mixed of two shows.
      draft.set(
        1, code, SmallStore.period2020,
        Observation(figures: Figures(value: Double(number), count: Double(number)), note: "release \(number)"))
    }
    draft.indicators = [Indicator(id: 1, name: "release \(number)")]
    return draft
  }

  @Test("a second writer is told that the store is locked, and waits when asked to")
  func secondWriter() throws {
    let folder = try TemporaryFolder()
    let store = folder.path("store")
    var first: StoreWriter? = try StoreWriter(store, tool: "tests")
    let error = #expect(throws: StoreError.self) { try StoreWriter(store, tool: "tests") }
    #expect(error?.code == .locked)
    #expect(error?.remedy.isEmpty == false)
    _ = try Self.draft(1).commit(try #require(first))
    // Spent, but still there: the lock is held until the writer goes.
    #expect(throws: StoreError.self) { try StoreWriter(store, tool: "tests") }
    let isWaiting = Atomic(false)
    let outcome = Mutex<Result<Int, StoreError>?>(nil)
    let thread = InThread {
      isWaiting.store(true, ordering: .releasing)
      do throws(StoreError) {
        let writer = try StoreWriter(store, waitingUpTo: 900, tool: "tests")
        outcome.withLock { $0 = .success(writer.sequence) }
      } catch {
        outcome.withLock { $0 = .failure(error) }
      }
    }
    // Not awaited: where all of the pool is busy with other tests, the time could pass before this goes on.
    while !isWaiting.load(ordering: .acquiring) { usleep(1000) }
    #expect(outcome.withLock { $0 } == nil)
    first = nil
    thread.join()
    #expect(outcome.withLock { $0 } == .success(2))
  }

  @Test("a reader beside a writer sees the old release until the commit, and the new one after it")
  func readerBesideWriter() throws {
    let folder = try TemporaryFolder()
    let store = folder.path("store")
    var contents = StoreContents()
    contents = contents.after(Self.draft(1), try Self.draft(1).commit(to: store))
    let writer = try StoreWriter(store, tool: "tests")
    writer.describe(Indicator(id: 1, name: "not yet"))
    var early = PanelDraft(
      key: PanelKey(indicator: 1, stratum: 1, areaClass: .country), areas: [writer.areaID("E92000001")],
      periods: [SmallStore.period2020], labels: [0])
    early.set(cell: 0, status: .none, figures: Figures(value: 2))
    try writer.add(early)
    #expect(try StoreContents.read(store) == contents)
    #expect(try Snapshot.open(store).verify().releases == 1)
    let before = try Snapshot.open(store)
    _ = try writer.commit(published: nil, counts: Release.Counts(), sources: [])
    #expect(try StoreContents(before) == contents)
    let after = try StoreContents.read(store)
    #expect(after.indicators[1]?.name == "not yet")
    #expect(after.facts.values.filter { $0.release == 2 }.map(\.figures.value) == [2])
  }

  @Test("four readers during thirty appends: each answer is that of one release")
  func readersDuringAppends() throws {
    let folder = try TemporaryFolder()
    let store = folder.path("store")
    try Self.draft(1).commit(to: store)
    let appends = 30
    let isDone = Atomic(false)
    let answers = Atomic(0)
    let problems = Mutex<[String]>([])
    let seen = Mutex<Set<Int>>([])
    let readers = (0..<4).map { reader in
      InThread {
        var newest = 0
        while !isDone.load(ordering: .acquiring) {
          do {
            let snapshot = try Snapshot.open(store)
            let release = snapshot.release?.sequence ?? 0
            if reader == 0 { _ = try snapshot.verify() }
            let contents = try StoreContents(snapshot)
            let values = Set(
              contents.facts.values.flatMap { [$0.figures.value, $0.figures.count, Double($0.release)] })
            let words = Set(contents.facts.values.map(\.note) + contents.indicators.values.map(\.name))
            if values != [Double(release)] || words != ["release \(release)"] || contents.facts.count != 3
              || release < newest || contents.releases.count != release
            {
              problems.withLock { $0.append("release \(release) after \(newest): \(values) \(words)") }
            }
            newest = release
            seen.withLock { _ = $0.insert(release) }
            answers.add(1, ordering: .relaxed)
          } catch {
            problems.withLock { $0.append("\(error)") }
          }
        }
      }
    }
    for number in 2...appends + 1 {
      do {
        try Self.draft(number).commit(to: store)
      } catch {
        problems.withLock { $0.append("append \(number): \(error)") }
      }
    }
    isDone.store(true, ordering: .releasing)
    for reader in readers { reader.join() }
    #expect(problems.withLock { $0 } == [])
    let count = seen.withLock { $0.count }
    print("answers during \(appends) appends: \(answers.load(ordering: .relaxed)), of \(count) releases")
    #expect(count > 1)
    #expect(try Snapshot.open(store).verify().releases == appends + 1)
  }

  @Test("eight writers at once commit one after the other, each its own release")
  func manyWriters() throws {
    let folder = try TemporaryFolder()
    let store = folder.path("store")
    let sequences = Mutex<[Int]>([])
    let writers = (1...8).map { number in
      InThread {
        guard let release = try? Self.draft(number).commit(to: store) else { return }
        sequences.withLock { $0.append(release.sequence) }
      }
    }
    for writer in writers { writer.join() }
    #expect(sequences.withLock { $0.sorted() } == Array(1...8))
    #expect(try Snapshot.open(store).verify().releases == 8)
  }

  @Test("sealing and verifying give up no lock that another reader of the process holds")
  func sealKeepsLocks() throws {
    let store = try SmallStore()
    let reader = try DatabaseQueue(path: store.catalogue)
    let attributes = try FileManager.default.attributesOfItem(atPath: store.catalogue)
    let inode = try #require(attributes[.systemFileNumber] as? Int)
    let pid = ProcessInfo.processInfo.processIdentifier
    // /proc/locks: "1: POSIX  ADVISORY  READ 1234 08:01:5678 1073741826 1073742335".
    func isLocked() throws -> Bool {
      let locks = String(decoding: try Data(contentsOf: URL(fileURLWithPath: "/proc/locks")), as: UTF8.self)
      return locks.split(separator: "\n").contains { line in
        let words = line.split(separator: " ").map(String.init)
        return words.contains("POSIX") && words.contains("\(pid)") && words.contains { $0.hasSuffix(":\(inode)") }
      }
    }
    var held: [Bool] = []
    try reader.read { db in
      _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM release")
      held.append(try isLocked())
      _ = try Snapshot.open(store.path).verify()
      held.append(try isLocked())
    }
    held.append(try isLocked())
    #expect(held == [true, true, false])
  }

  @Test("a writer that was abandoned, or died, leaves nothing that counts, and the next one sweeps it")
  func strays() throws {
    let store = try SmallStore()
    let files = try Files.all(store.path)
    let bytes = try Files.read(try store.segments()[0])
    let unlisted = "segments/\(String(repeating: "0f", count: 32)).tide.new"
    let strays = ["segments/release-3.tmp", unlisted, "catalog.seal.tmp"]
    for stray in strays { try Files.write(bytes, to: store.path + "/" + stray) }
    try Files.write([1], to: store.segmentsFolder + "/kept.txt")
    #expect(try StoreContents.read(store.path) == store.newest)
    #expect(DamageOutcome.verifying(store.path).outcome == .right)
    _ = try StoreWriter(store.path, tool: "tests")
    // What is not the store's is not its to delete.
    #expect(try Files.all(store.path) == (files + ["segments/kept.txt"]).sorted())
    #expect(try StoreContents.read(store.path) == store.newest)
  }

  @Test("a first commit that fails at its last step leaves nothing that keeps the next one out")
  func failedFirstCommit() throws {
    let folder = try TemporaryFolder()
    let store = folder.path("store")
    do {
      let writer = try StoreWriter(store, tool: "tests")
      // The segment is written and named when this refuses the transaction.
      try DatabaseQueue(path: store + "/catalog.sqlite").write { db in
        try db.execute(
          sql: "CREATE TRIGGER full BEFORE INSERT ON segment BEGIN SELECT RAISE(ABORT, 'disk full'); END")
      }
      #expect(throws: StoreError.self) { try Self.draft(1).commit(writer) }
    }
    #expect(!Files.exists(store))
    #expect(try Self.draft(1).commit(to: store).sequence == 1)
    #expect(try Snapshot.open(store).verify().figures == 3)
  }

  @Test("an abandoned writer leaves the store as it was")
  func abandoned() throws {
    let store = try SmallStore()
    let files = try Files.all(store.path)
    let catalogue = try Files.read(store.catalogue)
    let writer = try StoreWriter(store.path, tool: "tests")
    var draft = PanelDraft(
      key: PanelKey(indicator: 5, stratum: writer.stratumID(SmallStore.women), areaClass: .country),
      areas: [writer.areaID("E92000001")], periods: [SmallStore.period2020], labels: [0])
    draft.set(cell: 0, status: .none, figures: Figures(value: 1))
    try writer.add(draft)
    #expect(try Files.all(store.path).count == files.count + 1)
    writer.abandon()
    #expect(try Files.all(store.path) == files)
    #expect(try Files.read(store.catalogue) == catalogue)
    #expect(DamageOutcome.verifying(store.path).outcome == .right)
  }
}

/// A thread of the system's, so that a test that blocks in it takes none from the pool the tests run on.
final class InThread: Sendable {
  private let done = DispatchSemaphore(value: 0)

  init(_ body: @escaping @Sendable () -> Void) {
    let done = done
    Thread {
      body()
      done.signal()
    }.start()
  }

  func join() { done.wait() }
}
