import GRDB
import Testing
import TideModel

@testable import TideStore

/// Releases taken back, and figures kept back in older vintages.
@Suite("Undo and withholding")
struct UndoTests {
  /// What people see of a store, without its list of releases.
  private func answers(_ contents: StoreContents) -> StoreContents {
    var contents = contents
    contents.releases = []
    return contents
  }

  @Test("a release taken back is as if it had never been, and every vintage stands")
  func undo() throws {
    let small = try SmallStore()
    let (made, undone) = try StoreWriter.undo(small.path, tool: "test")
    #expect(made.sequence == 3 && undone == 2 && made.undoes == 2)
    #expect(answers(try StoreContents.read(small.path)) == answers(small.vintages[1]))
    for (sequence, contents) in small.vintages.enumerated() {
      #expect(try StoreContents.read(small.path, asOf: .release(sequence)) == contents)
    }
    let snapshot = try Snapshot.open(small.path)
    let releases = try snapshot.releases()
    #expect(releases.map { snapshot.holds($0) } == [true, false, true])
    #expect(snapshot.undoing(releases[1]) == .undone(by: 3))
    #expect(snapshot.undoing(releases[2]) == .undid(2))
    #expect(try snapshot.verify().segments == 3)
  }

  @Test("taking back the taking back brings the figures back")
  func redo() throws {
    let small = try SmallStore()
    _ = try StoreWriter.undo(small.path, tool: "test")
    let (made, undone) = try StoreWriter.undo(small.path, tool: "test")
    #expect(made.sequence == 4 && undone == 3)
    #expect(answers(try StoreContents.read(small.path)) == answers(small.newest))
    // And then one by one down to nothing.
    _ = try StoreWriter.undo(small.path, release: 2, tool: "test")
    _ = try StoreWriter.undo(small.path, release: 1, tool: "test")
    #expect(answers(try StoreContents.read(small.path)) == StoreContents())
    #expect(try Snapshot.open(small.path).verify().releases == 6)
  }

  @Test("only the newest in force can go")
  func refused() throws {
    let small = try SmallStore()
    for release in [0, 1, 3, -5] {
      #expect(throws: StoreError.self) { try StoreWriter.undo(small.path, release: release, tool: "test") }
    }
    #expect(try StoreContents.read(small.path) == small.newest)
    let folder = try TemporaryFolder()
    #expect(throws: StoreError.self) { try StoreWriter.undo(folder.path("none"), tool: "test") }
    #expect(!Files.exists(folder.path("none")))
  }

  @Test("appends go on from what stands, and a file of a release taken back may come again")
  func appends() throws {
    let small = try SmallStore()
    let source = String(repeating: "0a", count: 32)
    _ = try StoreWriter.undo(small.path, tool: "test")
    _ = try StoreWriter.undo(small.path, release: 1, tool: "test")
    do {
      // The lock goes with the writer.
      let writer = try StoreWriter(small.path, tool: "test")
      #expect(try writer.release(ofSource: source) == nil)
      writer.abandon()
    }
    let before = try StoreContents.read(small.path)
    let release = try SmallStore.first.commit(to: small.path)
    #expect(release.sequence == 5)
    #expect(try StoreContents.read(small.path) == before.after(SmallStore.first, release))
  }

  @Test("a lost or changed row about a release is damage")
  func damage() throws {
    for sql in ["DELETE FROM release_fact", "UPDATE release_fact SET number = 1", "DROP TABLE release_fact"] {
      let small = try SmallStore()
      _ = try StoreWriter.undo(small.path, tool: "test")
      try DatabaseQueue(path: small.catalogue).write { try $0.execute(sql: sql) }
      let error = #expect(throws: StoreError.self) { try Snapshot.open(small.path) }
      #expect(error?.code == .damaged, "\(sql)")
    }
  }

  @Test("a fact that a later minor version tells of a release is passed over, and still part of the digest")
  func unknownFact() throws {
    let small = try SmallStore()
    _ = try StoreWriter.undo(small.path, tool: "test")
    let before = try StoreContents.read(small.path)
    var digest = TableDigest()
    let catalogue = try Catalogue(store: small.path, writing: false, files: System())
    for record in try catalogue.records(.fact) { digest.add(record) }
    digest.add(.fact(name: "reviewed_by", release: 1, number: 7))
    try DatabaseQueue(path: small.catalogue).write { db in
      try db.execute(sql: "INSERT INTO release_fact VALUES (1, 'reviewed_by', 7)")
    }
    #expect(throws: StoreError.self) { try Snapshot.open(small.path) }
    try DatabaseQueue(path: small.catalogue).write { db in
      try db.execute(
        sql: "UPDATE meta SET value = ? WHERE key = 'digest.release_fact'", arguments: [digest.text])
    }
    #expect(try StoreContents.read(small.path) == before)
    let release = try SmallStore.first.commit(to: small.path)
    #expect(release.sequence == 4)
    // The records of a segment may hold such a fact as well.
    var body = ByteWriter()
    CatalogueRecord.fact(name: "reviewed_by", release: 1, number: 7).append(to: &body)
    #expect(body.bytes.withUnsafeBytes { CatalogueRecord.decode($0) }?.count == 1)
  }

  @Test("what was suppressed or withdrawn since is kept back in older vintages, unless it was taken back or came again")
  func withheld() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("store")
    func commit(_ value: Double?, _ status: Status) throws {
      var draft = ReleaseDraft()
      let figures = value.map { Figures(value: $0, count: 12) } ?? Figures()
      draft.set(1, "E08000025", SmallStore.period2020, Observation(figures: figures, status: status, note: "n"))
      draft.set(1, "E08000026", SmallStore.period2020, Observation(figures: Figures(value: value ?? 5)))
      _ = try draft.commit(to: path)
    }
    func observation(_ release: Int, withholding: Bool = true, area: Int = 0) throws -> Observation? {
      let snapshot = try Snapshot.open(path, asOf: .release(release), withholding: withholding)
      let panel = try #require(try snapshot.panel(try snapshot.panelKeys()[0]))
      let matrix = try panel.matrix(.value)
      let found = try panel.observation(area: area, period: 0)
      #expect(matrix.present[area] == (found?.figures.value != nil))
      #expect(try panel.figure(.value, area: area, period: 0) == found?.figures.value)
      #expect(try panel.status(area: area, period: 0) == found?.status)
      return found
    }
    try commit(7, .none)
    try commit(8, .none)
    #expect(try observation(1)?.figures.value == 7)
    for status in [Status.suppressed, .withdrawn] {
      try commit(nil, status)
      #expect(try observation(1) == Observation(figures: Figures(), status: status, note: "n"))
      #expect(try observation(2)?.figures == Figures())
      #expect(try observation(2, withholding: false)?.figures.value == 8)
      // Another area's figure is none of it.
      #expect(try observation(1, area: 1)?.figures.value == 7)
    }
    _ = try StoreWriter.undo(path, tool: "test")
    #expect(try observation(1)?.status == .suppressed)
    _ = try StoreWriter.undo(path, release: 3, tool: "test")
    #expect(try observation(1)?.figures.value == 7)
    try commit(nil, .suppressed)
    #expect(try observation(2)?.figures.value == nil)
    try commit(9, .none)
    #expect(try observation(2)?.figures.value == 8)
  }

  @Test("vintages made from an open store know of no release that came later, compacted or not")
  func vintagesOfOneMoment() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("store")
    func commit(_ value: Double?) throws {
      var draft = ReleaseDraft()
      let figures = value.map { Figures(value: $0) } ?? Figures()
      draft.set(
        1, "E08000025", SmallStore.period2020,
        Observation(figures: figures, status: value == nil ? .suppressed : .none))
      _ = try draft.commit(to: path)
    }
    func value(_ snapshot: Snapshot) throws -> Double? {
      let panel = try #require(try snapshot.panel(try snapshot.panelKeys()[0]))
      return try panel.observation(area: 0, period: 0)?.figures.value
    }
    try commit(7)
    try commit(8)
    let open = try Snapshot.open(path, withholding: true)
    try commit(nil)
    for isCompacted in [false, true] {
      if isCompacted { _ = try StoreWriter.compact(path, tool: "tests") }
      #expect(try open.vintage(.latest).release?.sequence == 2)
      #expect(try value(open.vintage(.latest)) == 8 && value(open.vintage(.release(1))) == 7)
      #expect(try open.vintage(.release(1)).vintage(.latest).release?.sequence == 2)
      let error = #expect(throws: StoreError.self) { try open.vintage(.release(3)) }
      #expect(error?.code == .noSuchRelease)
      // Who opens the store now knows of the suppression in both.
      let now = try Snapshot.open(path, withholding: true)
      #expect(try value(now) == nil && value(now.vintage(.release(1))) == nil)
    }
  }
}
