import GRDB
import Synchronization
import TestSupport
import Testing
import TideModel

@testable import TideStore

/// Copies of stores.
@Suite("Backup and restore")
struct BackupTests {
  /// Row 21 of the promises.
  @Test("twenty backups while releases are appended and compacted: each is one release, whole, and can be restored")
  func duringAppends() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("store")
    try Chain.draft(1).commit(to: path)
    let isDone = Atomic(false)
    let problems = Mutex<[String]>([])
    let made = Atomic(1)
    let writer = InThread {
      do {
        while !isDone.load(ordering: .acquiring) {
          let number = made.add(1, ordering: .relaxed).newValue
          try Chain.draft(number).commit(to: path)
          if number % 7 == 0 { _ = try StoreWriter.compact(path, tool: "tests") }
        }
      } catch {
        problems.withLock { $0.append("\(error)") }
      }
    }
    let backups = Result { try (0..<20).map { try backUp(path, folder, $0) } }
    isDone.store(true, ordering: .releasing)
    writer.join()
    #expect(problems.withLock { $0 } == [])
    let newest = try backups.get()
    print("backups: 20 of releases \(newest), while \(made.load(ordering: .relaxed)) were appended")
    #expect(newest == newest.sorted() && newest[0] < newest[19])
  }

  /// One backup, restored again, and both read.
  private func backUp(_ path: String, _ folder: TemporaryFolder, _ number: Int) throws -> Int {
    let backup = folder.path("backup-\(number)")
    let restored = folder.path("restored-\(number)")
    let report = try Backup.make(of: path, at: backup)
    #expect(try Backup.restore(backup, to: restored) == report)
    for copy in [backup, restored] {
      #expect(try Snapshot.open(copy).verify().releases == report.newest)
      for asOf in Set([1, max(1, report.newest / 2), report.newest]) {
        #expect(try Chain.problems(Snapshot.open(copy, asOf: .release(asOf)), release: asOf) == [])
      }
    }
    #expect(try Files.all(restored).count { $0.hasPrefix("segments/") } == report.segments)
    return report.newest
  }

  @Test("nothing is overwritten, whatever is there")
  func overwritesNothing() throws {
    let small = try SmallStore()
    let backup = small.folder.path("backup")
    _ = try Backup.make(of: small.path, at: backup)
    let file = small.folder.path("file")
    try Files.write([1], to: file)
    let files = try Files.all(small.folder.path)
    for destination in [backup, small.path, file, small.folder.path] {
      let attempts: [() throws -> Void] = [
        { _ = try Backup.make(of: small.path, at: destination) }, { _ = try Backup.restore(backup, to: destination) },
      ]
      for attempt in attempts {
        let error = #expect(throws: StoreError.self) { try attempt() }
        #expect(error?.code == .usage && error?.message.contains(destination) == true)
      }
    }
    // Somebody's folder of the name that a copy has while it is made is left alone; one in which a copy was cut short
    // is taken over, and one in which a copy is being made is not.
    let partial = small.folder.path("new.partial")
    try Files.makeFolder(partial)
    try Files.write([1], to: partial + "/mine")
    #expect(throws: StoreError.self) { try Backup.make(of: small.path, at: small.folder.path("new")) }
    #expect(try Files.names(partial) == ["mine"])
    try Files.remove(partial + "/mine")
    try Files.write([1], to: partial + "/catalog.seal.tmp")
    let lock = try FileLock(partial + "/lock", waitingUpTo: 0, files: System())
    let held = #expect(throws: StoreError.self) { try Backup.make(of: small.path, at: small.folder.path("new")) }
    #expect(held?.code == .locked)
    withExtendedLifetime(lock) {}
    try Files.remove(partial)
    #expect(try Files.all(small.folder.path) == files)
    // An empty folder is taken, with or without a slash.
    try Files.makeFolder(small.folder.path("empty"))
    _ = try Backup.make(of: small.path, at: small.folder.path("empty/"))
    #expect(try StoreContents.read(small.folder.path("empty")) == small.newest)
  }

  @Test("a store whose catalogue is damaged is not backed up")
  func damagedCatalogue() throws {
    let statements = [
      "UPDATE area SET name = 'Elsewhere'", "UPDATE release SET new = new + 1",
      "UPDATE text SET text = text || 'x'", "DELETE FROM source", "UPDATE indicator SET name = 'Other'",
      "UPDATE stratum SET sex = 'Nobody'", "UPDATE segment SET cells = cells + 1",
    ]
    for statement in statements {
      let small = try SmallStore()
      let queue = try DatabaseQueue(path: small.catalogue)
      let changed = try queue.write { db in
        try db.execute(sql: statement)
        return db.changesCount
      }
      try queue.close()
      try #require(changed > 0, "\(statement)")
      try #require((try? Snapshot.open(small.path).verify()) == nil, "\(statement)")
      let error = #expect(throws: StoreError.self) {
        try Backup.make(of: small.path, at: small.folder.path("backup"))
      }
      #expect(error?.code == .damaged, "\(statement)")
      #expect(try Files.names(small.folder.path) == ["store"], "\(statement)")
    }
  }

  @Test("what is damaged is neither backed up nor restored, and leaves nothing behind")
  func damaged() throws {
    let small = try SmallStore()
    let backup = small.folder.path("backup")
    _ = try Backup.make(of: small.path, at: backup)
    for store in [small.path, backup] {
      let segment = try Files.segments(store)[0]
      var bytes = try Files.read(segment)
      bytes[70] ^= 1
      try Files.write(bytes, to: segment)
    }
    let files = try Files.all(small.folder.path)
    for attempt in [
      { _ = try Backup.make(of: small.path, at: small.folder.path("new")) },
      { _ = try Backup.restore(backup, to: small.folder.path("new")) },
      { _ = try Backup.restore(small.folder.path("none"), to: small.folder.path("new")) },
    ] as [() throws -> Void] {
      let error = #expect(throws: StoreError.self) { try attempt() }
      #expect(error?.code == .damaged || error?.code == .noStore)
    }
    #expect(try Files.all(small.folder.path) == files)
    #expect(!Files.exists(small.folder.path("new")) && !Files.exists(small.folder.path("new.partial")))
  }
}

/// Releases of which each says one thing everywhere, so that an answer mixed from two is seen.
enum Chain {
  static let codes = ["E08000025", "E08000026", "E08000027"]

  /// Release n: n in every figure of every earlier year, and a year of its own; the indicator is called n.
  static func draft(_ number: Int) -> ReleaseDraft {
    var draft = ReleaseDraft()
    draft.indicators = [Indicator(id: 1, name: "release \(number)")]
    for code in codes {
      for year in Set([0, number / 2, number]) {
        draft.set(1, code, SmallStore.year(1900 + year), Observation(figures: Figures(value: Double(number))))
      }
    }
    return draft
  }

  /// The newest release that said a year, as of a release.
  private static func teller(of year: Int, asOf release: Int) -> Int? {
    if year == 0 { return release }
    // Release n says years n / 2 and n.
    return (1..<release + 1).last { $0 == year || $0 / 2 == year }
  }

  /// What in a snapshot's answers is not as of a release; nothing where it answers as that release all over.
  static func problems(_ snapshot: Snapshot, release: Int) throws -> [String] {
    var problems: [String] = []
    if snapshot.release?.sequence != release { problems.append("it is of another release") }
    if try snapshot.indicator(1)?.name != "release \(release)" { problems.append("another description") }
    guard let panel = try snapshot.panel(PanelKey(indicator: 1, stratum: 1, areaClass: .authority)),
      panel.areas == codes, panel.periods.count == release + 1
    else { return problems + ["another panel"] }
    for (row, period) in panel.periods.enumerated() {
      let expected = teller(of: period.start.civil.year - 1900, asOf: release)
      for area in codes.indices {
        let value = try panel.figure(.value, area: area, period: row)
        let teller = try panel.release(area: area, period: row)
        if value != expected.map({ Double($0) }) || teller != expected {
          problems.append("\(period.label): \(value ?? -1)")
        }
      }
    }
    return problems
  }
}

/// Row 17 of the promises.
@Suite("Readers beside a writer")
struct ReaderTests {
  @Test("eight readers beside appends and compactions: each answer is one release, and none fails")
  func readers() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("store")
    try Chain.draft(1).commit(to: path)
    let rounds = Seed.isLong ? 100 : 20
    let isDone = Atomic(false)
    let problems = Mutex<[String]>([])
    let answers = Mutex<[Int: Int]>([:])
    let readers = (0..<8).map { reader in
      InThread {
        var turn = reader
        while !isDone.load(ordering: .acquiring) {
          do {
            let newest = try Snapshot.open(path).release?.sequence ?? 0
            turn += 7
            // The newest, which may have become an older one by now, or any before it.
            let release = turn % 2 == 0 ? newest : 1 + turn % newest
            let found = try Chain.problems(Snapshot.open(path, asOf: .release(release)), release: release)
            problems.withLock { $0 += found }
            answers.withLock { $0[release, default: 0] += 1 }
          } catch {
            problems.withLock { $0.append("\(error)") }
          }
        }
      }
    }
    for number in 2..<rounds + 2 {
      do {
        try Chain.draft(number).commit(to: path)
        if number % 3 == 0 { _ = try StoreWriter.compact(path, tool: "tests") }
      } catch {
        problems.withLock { $0.append("append \(number): \(error)") }
      }
    }
    isDone.store(true, ordering: .releasing)
    for reader in readers { reader.join() }
    #expect(problems.withLock { $0 } == [])
    let (count, releases) = answers.withLock { ($0.values.reduce(0, +), $0.count) }
    print("readers: \(count) answers of \(releases) releases by 8 readers during \(rounds) appends and compactions")
    #expect(count > 16 && releases > 1)
    #expect(try Snapshot.open(path).verify().releases == rounds + 1)
  }
}
