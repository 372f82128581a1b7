import GRDB
import TestSupport
import Testing
import TideCore
import TideModel

@testable import TideStore

/// A store of random releases, some taken back, with what each vintage must answer.
struct RandomHistory {
  let path: String
  /// After release 0, 1, 2 ...
  private(set) var vintages = [StoreContents()]
  private var random: RandomReleases

  init(_ path: String, generator: SeededGenerator) {
    self.path = path
    random = RandomReleases(generator: generator)
  }

  var newest: Int { vintages.count - 1 }

  mutating func chance(_ range: Range<Int>) -> Int { Int.random(in: range, using: &random.generator) }

  /// One more release, now and then one that takes the newest back.
  mutating func grow() throws {
    if newest > 1, chance(0..<5) == 0 {
      let (made, undone) = try StoreWriter.undo(path, tool: "tests")
      // What is taken back was the newest in force: the store answers as before it.
      var contents = vintages[undone - 1]
      contents.releases = vintages[newest].releases + [made]
      vintages.append(contents)
    } else {
      let draft = random.release(newest + 1)
      vintages.append(vintages[newest].after(draft, try draft.commit(to: path)))
    }
  }

  /// Lays some neighbouring segments together.
  mutating func compactSome() throws {
    let writer = try StoreWriter(path, tool: "tests")
    let rows = try writer.catalogue.manifest().segments
    let first = chance(0..<rows.count)
    let last = chance(first..<rows.count)
    _ = try Compactor(store: path, catalogue: writer.catalogue, files: System()).run(Array(rows[first...last]))
  }
}

/// Segments of several releases answer as those they were made of.
@Suite("Compaction")
struct CompactionTests {
  @Test("random releases, taken back and laid together at random, against a dictionary")
  func randomHistories() throws {
    let rounds = Seed.isLong ? 150 : 12
    var (facts, compactions, vintages) = (0, 0, 0)
    for round in 0..<rounds {
      let folder = try TemporaryFolder()
      var history = RandomHistory(folder.path("store"), generator: Seed.generator(round))
      for _ in 0..<history.chance(3..<9) {
        try history.grow()
        guard history.chance(0..<3) == 0 else { continue }
        try history.compactSome()
        compactions += 1
      }
      _ = try StoreWriter.compact(history.path, tool: "tests")
      for (sequence, expected) in history.vintages.enumerated() {
        let found = try StoreContents.read(history.path, asOf: .release(sequence))
        #expect(found == expected, "seed \(Seed.value), round \(round), release \(sequence) of \(history.newest)")
        facts += expected.facts.count
        vintages += 1
      }
      let statistics = try Snapshot.open(history.path).verify()
      #expect(statistics.figures == history.vintages.last?.facts.count, "seed \(Seed.value), round \(round)")
      #expect(statistics.segments == 1)
      #expect(try Files.names(history.path + "/segments").count == 1)
    }
    print("compaction: \(rounds) stores, \(compactions) compactions on the way, \(vintages) vintages, \(facts) figures")
    #expect(compactions > rounds / 2 && facts > 10 * rounds)
  }

  @Test("what later releases keep back is kept back after compaction")
  func withholding() throws {
    var kept = 0
    for round in 0..<8 {
      let folder = try TemporaryFolder()
      var history = RandomHistory(folder.path("store"), generator: Seed.generator(100 + round))
      for _ in 0..<6 { try history.grow() }
      func read(_ store: String, _ sequence: Int) throws -> StoreContents {
        try StoreContents(Snapshot.open(store, asOf: .release(sequence), withholding: true))
      }
      let before = try (0...history.newest).map { try read(history.path, $0) }
      if round % 2 == 0 { try history.compactSome() }
      _ = try StoreWriter.compact(history.path, tool: "tests")
      for sequence in 0...history.newest {
        #expect(try read(history.path, sequence) == before[sequence], "seed \(Seed.value), round \(round), \(sequence)")
        if before[sequence] != history.vintages[sequence] { kept += 1 }
      }
    }
    print("compaction: \(kept) vintages in which something is kept back")
    #expect(kept > 0)
  }

  @Test("what changed between two vintages is found in the same panels")
  func changedPanels() throws {
    let folder = try TemporaryFolder()
    var history = RandomHistory(folder.path("store"), generator: Seed.generator())
    for _ in 0..<7 { try history.grow() }
    func changes() throws -> [[PanelKey]] {
      let snapshots = try (0...history.newest).map { try Snapshot.open(history.path, asOf: .release($0)) }
      return try snapshots.flatMap { one in try snapshots.map { try one.panelKeys(notIn: $0) } }
    }
    let before = try changes()
    _ = try StoreWriter.compact(history.path, tool: "tests")
    #expect(try changes() == before)
    #expect(before.contains { !$0.isEmpty })
  }

  @Test("a snapshot answers on while its segments are compacted away")
  func snapshotStands() throws {
    let small = try SmallStore()
    let snapshots = try (0...2).map { try Snapshot.open(small.path, asOf: .release($0)) }
    _ = try StoreWriter.compact(small.path, tool: "tests")
    #expect(try small.segments().count == 1)
    for (snapshot, expected) in zip(snapshots, small.vintages) { #expect(try StoreContents(snapshot) == expected) }
  }

  @Test("cells of one release lie as if that release were alone")
  func asOneRelease() throws {
    let folder = try TemporaryFolder()
    var drafts = [SmallStore.first, ReleaseDraft()]
    drafts[1].set(41_001, "E08000025", SmallStore.period2020, Observation(figures: Figures(value: 1)))
    for draft in drafts { try draft.commit(to: folder.path("two")) }
    _ = try StoreWriter.compact(folder.path("two"), tool: "tests")
    let layers = try Snapshot.open(folder.path("two")).stacks(indicator: 92_196).map(\.layers)
    #expect(layers.map(\.count) == [1, 1, 1])
    #expect(layers.allSatisfy { !$0[0].image.has(.releases) })
  }

  @Test("a revised figure costs the newest vintage no second layer")
  func oneLayer() throws {
    let small = try SmallStore()
    #expect(try Snapshot.open(small.path).stacks(indicator: 92_196).map(\.layers.count).max() == 2)
    _ = try StoreWriter.compact(small.path, tool: "tests")
    let stacks = try Snapshot.open(small.path).stacks(indicator: 92_196)
    #expect(stacks.map(\.layers.count) == [1, 1, 1])
    #expect(stacks.contains { $0.layers[0].image.has(.releases) })
  }

  /// Releases that a matrix of all their areas and periods would not suit.
  @Test("releases that do not lie well together stand apart")
  func apart() throws {
    let folder = try TemporaryFolder()
    let store = folder.path("store")
    var vintages = [StoreContents()]
    for number in 0..<2 {
      var draft = ReleaseDraft()
      for index in 0..<600 {
        let year = SmallStore.year(1 + index + number * 600)
        draft.set(1, "E0\(1_000_000 + number)", year, Observation(figures: Figures(value: Double(index))))
        if index % 2 == 0 {
          let other = SmallStore.year(5000 + number)
          draft.set(1, "E0\(1_100_000 + index + number * 600)", other, Observation(figures: Figures(value: 1)))
        }
      }
      vintages.append(vintages[number].after(draft, try draft.commit(to: store)))
    }
    _ = try StoreWriter.compact(store, tool: "tests")
    for (sequence, expected) in vintages.enumerated() {
      #expect(try StoreContents.read(store, asOf: .release(sequence)) == expected)
    }
    #expect(try Snapshot.open(store).stacks(indicator: 1).map(\.layers.count).max() == 2)
    #expect(try Snapshot.open(store).verify().figures == vintages[2].facts.count)
  }

  @Test("a release that lists areas and periods of which it says nothing is listed with them still")
  func silentLists() throws {
    let folder = try TemporaryFolder()
    let store = folder.path("store")
    for number in 0..<3 {
      let writer = try StoreWriter(store, tool: "tests")
      let areas = ["E08000025", "E08000026", "E0800003\(number)"].map { writer.areaID($0) }
      let periods = (0...2).map { SmallStore.year(2001 + $0 + number) }
      let key = PanelKey(indicator: 1, stratum: writer.stratumID(Stratum(sex: "", age: "")), areaClass: .authority)
      var draft = PanelDraft(key: key, areas: areas, periods: periods, labels: [0, 0, 0])
      draft.set(cell: 4, status: .none, figures: Figures(value: Double(number)))
      try writer.add(draft)
      _ = try writer.commit(published: nil, counts: Release.Counts(), sources: [])
    }
    func lists() throws -> [[String]] {
      try (1...3).flatMap { sequence in
        let snapshot = try Snapshot.open(store, asOf: .release(sequence))
        let panel = try #require(try snapshot.panel(try snapshot.panelKeys()[0]))
        return [panel.areas, panel.periods.map(\.label)]
      }
    }
    let before = try lists()
    _ = try StoreWriter.compact(store, tool: "tests")
    #expect(try lists() == before)
    #expect(before.last?.count == 5)
  }

  @Test("a damaged segment is not laid together with others, and nothing is changed")
  func damaged() throws {
    let small = try SmallStore()
    let segment = try small.segments()[0]
    var bytes = try Files.read(segment)
    bytes[80] ^= 1
    try Files.write(bytes, to: segment)
    let files = try Files.all(small.path)
    let error = #expect(throws: StoreError.self) { try StoreWriter.compact(small.path, tool: "tests") }
    #expect(error?.code == .damaged)
    #expect(try Files.all(small.path) == files)
    #expect(try Snapshot.open(small.path).statistics().segments == 2)
  }

  @Test("a store of one segment is left as it is; no store is made")
  func nothingToDo() throws {
    let folder = try TemporaryFolder()
    #expect(throws: StoreError.self) { try StoreWriter.compact(folder.path("none"), tool: "tests") }
    #expect(!Files.exists(folder.path("none")))
    let small = try SmallStore()
    let first = try StoreWriter.compact(small.path, tool: "tests")
    #expect(first.segmentsBefore == 2 && first.segmentsAfter == 1)
    let catalogue = try Files.read(small.catalogue)
    let second = try StoreWriter.compact(small.path, tool: "tests")
    #expect(second.segmentsBefore == 1 && second.segmentsAfter == 1)
    #expect(try Files.read(small.catalogue) == catalogue)
  }

  @Test("the catalogue asks for the version that its newest segment needs")
  func versions() throws {
    let small = try SmallStore()
    func format() throws -> String { try Snapshot.open(small.path).statistics().formatVersion }
    #expect(try format() == "2.2")
    _ = try StoreWriter.compact(small.path, tool: "tests")
    #expect(try format() == "3.1")
    var draft = ReleaseDraft()
    draft.set(5, "E08000025", SmallStore.period2020, Observation(figures: Figures(value: 5)))
    try draft.commit(to: small.path)
    #expect(try format() == "3.1")
    #expect(try small.segments().count == 2)
    #expect(try Snapshot.open(small.path).verify().releases == 3)
  }

  @Test("killed before or after the one transaction, the store is whole and the next writer tidies up")
  func killed() throws {
    let small = try SmallStore()
    let folder = try TemporaryFolder()
    let (before, after) = (folder.path("before"), folder.path("after"))
    try Files.copy(small.path, to: before)
    _ = try StoreWriter.compact(small.path, tool: "tests")
    try Files.copy(small.path, to: after)
    let compacted = try Files.segments(after)[0].split(separator: "/").last!
    // Before it: the new segment is there and not listed, the seal says that it is being compacted.
    try Files.copy(after + "/segments/\(compacted)", to: before + "/segments/\(compacted).new")
    let sealed = try #require(try CatalogueSeal.read(store: after, files: System()))
    let pending = CatalogueSeal(
      release: 2, digest: CatalogueSeal.pending, identity: sealed.identity, mark: sealed.mark)
    try pending.write(store: before, files: System())
    // After it: the old segments are still there, the seal as above.
    for segment in try Files.segments(before) where segment.hasSuffix(".tide") {
      try Files.copy(segment, to: after + "/segments/\(segment.split(separator: "/").last!)")
    }
    try pending.write(store: after, files: System())
    for (store, segments) in [(before, 2), (after, 1)] {
      #expect(try Files.names(store + "/segments").count == 3)
      #expect(try Snapshot.open(store).verify().segments == segments)
      #expect(try StoreContents.read(store) == small.newest)
      _ = try StoreWriter(store, tool: "tests")
      #expect(try Files.segments(store).count == segments)
      #expect(try StoreContents.read(store) == small.newest)
    }
  }
}

/// When appends lay segments together by themselves.
@Suite("Automatic compaction")
struct CompactionRuleTests {
  private func due(_ kibibytes: [Int]) -> Int {
    let rows = kibibytes.enumerated().map { number, size in
      SegmentRow(name: "\(number)", release: number + 1, bytes: size << 10, panels: 1, cells: 1)
    }
    let due = CompactionRule.due(rows)
    #expect(due.map(\.release) == rows.suffix(due.count).map(\.release))
    return due.count
  }

  @Test("eight of a tier at the end, with the smaller ones among them")
  func rule() {
    let one = [Int](repeating: 64, count: 8)
    #expect(due(one) == 8)
    #expect(due(one.dropLast()) == 0)
    #expect(due([5000] + one) == 8)
    // A large one behind small ones keeps them apart from later ones.
    #expect(due(one.dropLast() + [5000]) == 0)
    #expect(due(one.dropLast() + [5000] + one) == 8)
    // Eight of the next tier take the seven small ones among them along.
    #expect(due([Int](repeating: 100, count: 7) + one.dropLast() + [100]) == 15)
    // What would take long is left to the command.
    #expect(due([Int](repeating: 40 << 10, count: 8)) == 0)
    #expect(due([]) == 0)
  }

  @Test("a thousand appends of any size leave few segments, and rewrite each byte a few times")
  func amortised() {
    var generator = Seed.generator()
    var sizes: [Int] = []
    var (written, rewritten, most) = (0, 0, 0)
    for _ in 0..<1000 {
      let size = 1 << Int.random(in: 12..<22, using: &generator)
      sizes.append(size)
      written += size
      while true {
        let rows = sizes.enumerated().map {
          SegmentRow(name: "\($0)", release: $0 + 1, bytes: $1, panels: 1, cells: 1)
        }
        let due = CompactionRule.due(rows)
        if due.isEmpty { break }
        let sum = due.reduce(0) { $0 + $1.bytes }
        rewritten += sum
        sizes = sizes.dropLast(due.count) + [sum]
      }
      most = max(most, sizes.count)
    }
    print(
      "rule: at most \(most) segments, each byte rewritten \(Double(rewritten) / Double(written)) times, seed \(Seed.value)"
    )
    // Smaller segments before a larger one wait for it, so that chance decides: 49 to 88 in 400 runs of another program.
    #expect(most < 128 && rewritten < 6 * written)
  }

  @Test("small appends are laid together as they pile up")
  func byThemselves() throws {
    let folder = try TemporaryFolder()
    let store = folder.path("store")
    var vintages = [StoreContents()]
    var counts: [Int] = []
    for number in 1...20 {
      var draft = ReleaseDraft()
      draft.set(1, "E08000025", SmallStore.year(2000 + number), Observation(figures: Figures(value: Double(number))))
      draft.set(1, "E08000025", SmallStore.year(2000), Observation(figures: Figures(value: Double(number))))
      vintages.append(vintages[number - 1].after(draft, try draft.commit(to: store)))
      counts.append(try Files.segments(store).count)
    }
    #expect(counts == [1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6])
    for (sequence, expected) in vintages.enumerated() {
      #expect(try StoreContents.read(store, asOf: .release(sequence)) == expected)
    }
    #expect(try Snapshot.open(store).verify().releases == 20)
  }
}
