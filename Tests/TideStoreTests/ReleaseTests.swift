import TestSupport
import Testing
import TideModel

@testable import TideStore

/// Vintages by hand: small stores whose answers are written out.
@Suite("Releases")
struct ReleaseTests {
  private let birmingham = "E08000025"
  private let year2020 = PeriodParser.parse("2020")!.period
  private let year2021 = PeriodParser.parse("2021")!.period

  private func value(_ number: Double?, _ status: Status = .none, note: String = "") -> Observation {
    Observation(figures: Figures(value: number), status: status, note: note)
  }

  private func draft(_ day: String) -> ReleaseDraft {
    var draft = ReleaseDraft()
    draft.published = CalendarDate(iso: day)
    return draft
  }

  /// Release 1 of June 2021: 2020 is 10. Release 2 of June 2022: 2020 revised to 11, 2021 is 20.
  /// Release 3 of June 2023: 2020 suppressed.
  private func makeStore(_ store: String) throws {
    var first = draft("2021-06-01")
    first.set(1, birmingham, year2020, value(10, note: "first"))
    first.indicators = [Indicator(id: 1, name: "old name")]
    first.areas = [Area(code: birmingham, name: "Brum")]
    try first.commit(to: store)
    var second = draft("2022-06-01")
    second.set(1, birmingham, year2020, value(11, .revised))
    second.set(1, birmingham, year2021, value(20))
    second.indicators = [Indicator(id: 1, name: "new name")]
    try second.commit(to: store)
    var third = draft("2023-06-01")
    third.set(1, birmingham, year2020, value(nil, .suppressed))
    third.areas = [Area(code: birmingham, name: "Birmingham")]
    try third.commit(to: store)
  }

  private func observations(_ store: String, _ asOf: AsOf) throws -> [Observation?] {
    let panel = try #require(
      try Snapshot.open(store, asOf: asOf).panel(PanelKey(indicator: 1, stratum: 1, areaClass: .authority)))
    return try panel.periods.indices.map { try panel.observation(area: 0, period: $0) }
  }

  @Test("each release and each day answers as it stood")
  func vintages() throws {
    let folder = try TemporaryFolder()
    let store = folder.path("store")
    try makeStore(store)
    let stood: [[Observation?]] = [
      [value(10, note: "first")], [value(11, .revised), value(20)], [value(nil, .suppressed), value(20)],
    ]
    for sequence in 1...3 { #expect(try observations(store, .release(sequence)) == stood[sequence - 1]) }
    for (day, sequence) in [
      ("2021-06-01", 1), ("2022-05-31", 1), ("2022-06-01", 2), ("2023-05-31", 2), ("2023-06-01", 3), ("2030-01-01", 3),
    ] {
      #expect(try observations(store, .date(CalendarDate(iso: day)!)) == stood[sequence - 1], "\(day)")
    }
    #expect(try observations(store, .latest) == stood[2])
  }

  @Test("before the first release there is nothing, and after the last no release")
  func bounds() throws {
    let folder = try TemporaryFolder()
    let store = folder.path("store")
    try makeStore(store)
    for asOf in [AsOf.release(0), .date(CalendarDate(iso: "2021-05-31")!)] {
      let snapshot = try Snapshot.open(store, asOf: asOf)
      #expect(snapshot.release == nil)
      #expect(try StoreContents(snapshot) == StoreContents())
      #expect(try snapshot.verify().figures == 0)
    }
    let error = #expect(throws: StoreError.self) { try Snapshot.open(store, asOf: .release(4)) }
    #expect(error?.code == .noSuchRelease)
  }

  @Test("descriptions are those of the vintage")
  func descriptions() throws {
    let folder = try TemporaryFolder()
    let store = folder.path("store")
    try makeStore(store)
    let names = try (1...3).map { sequence in
      let snapshot = try Snapshot.open(store, asOf: .release(sequence))
      return [try snapshot.indicator(1)?.name, try snapshot.area(birmingham)?.name]
    }
    #expect(names == [["old name", "Brum"], ["new name", "Brum"], ["new name", "Birmingham"]])
  }

  @Test("a period is labelled as the newest release of the vintage has it")
  func labels() throws {
    let folder = try TemporaryFolder()
    let store = folder.path("store")
    let pooled = PeriodParser.parse("2017 - 19")!.period
    for label in ["2017-19", "2017 to 2019", pooled.label] {
      var draft = ReleaseDraft()
      draft.set(1, birmingham, pooled.labelled(label), value(1))
      try draft.commit(to: store)
    }
    let found = try (1...3).map { sequence in
      try Snapshot.open(store, asOf: .release(sequence))
        .panel(PanelKey(indicator: 1, stratum: 1, areaClass: .authority))?.periods.map(\.label)
    }
    #expect(found == [["2017-19"], ["2017 to 2019"], ["2017 - 19"]])
  }

  @Test("a snapshot goes on answering as it did while releases are added")
  func snapshotStands() throws {
    let folder = try TemporaryFolder()
    let store = folder.path("store")
    var first = draft("2021-06-01")
    first.set(1, birmingham, year2020, value(10, note: "first"))
    try first.commit(to: store)
    let snapshot = try Snapshot.open(store)
    var second = draft("2022-06-01")
    second.set(1, birmingham, year2020, value(11, note: "second"))
    second.indicators = [Indicator(id: 1, name: "late")]
    try second.commit(to: store)
    let contents = try StoreContents(snapshot)
    #expect(contents.facts.values.map(\.note) == ["first"])
    #expect(contents.indicators.isEmpty)
    #expect(try snapshot.verify().figures == 1)
  }

  @Test("a file loaded before is known by its digest")
  func sources() throws {
    let folder = try TemporaryFolder()
    let store = folder.path("store")
    let digest = String(repeating: "ab", count: 32)
    var first = draft("2021-06-01")
    first.sources = [Release.Source(name: "a.csv", sha256: digest, bytes: 12, rows: 1)]
    try first.commit(to: store)
    let writer = try StoreWriter(store, tool: "tests")
    #expect(try writer.release(ofSource: digest)?.sequence == 1)
    #expect(try writer.release(ofSource: String(repeating: "cd", count: 32)) == nil)
  }

  @Test("every segment carries the catalogue rows of its release")
  func recordsInSegments() throws {
    let folder = try TemporaryFolder()
    let store = folder.path("store")
    var rows = 0
    var random = RandomReleases(generator: Seed.generator())
    for number in 1...6 { try random.release(number).commit(to: store) }
    let catalogue = try Catalogue(store: store, writing: false, files: System())
    let segments = try catalogue.manifest().segments
    #expect(segments.map(\.release) == Array(1...6))
    var carried: [CatalogueSchema.Table: [CatalogueRecord]] = [:]
    for row in segments {
      for record in try Segment(store: store, name: row.name, files: System()).records() {
        carried[CatalogueSchema.table(of: record), default: []].append(record)
      }
    }
    for table in CatalogueSchema.Table.allCases where table != .segment {
      let held = try catalogue.records(table)
      #expect(held.count == carried[table]?.count ?? 0, "\(table)")
      #expect(held.allSatisfy { (carried[table] ?? []).contains($0) }, "\(table)")
      rows += held.count
    }
    print("catalogue rows found again in segments: \(rows)")
    #expect(rows > 6)
  }

  @Test("texts a file may hold leave the store whole", arguments: HostileText.all)
  func hostileTexts(_ text: String) throws {
    let folder = try TemporaryFolder()
    let store = folder.path("store")
    var release = draft("2021-06-01")
    release.set(
      1, birmingham, year2020.labelled(text),
      Observation(figures: Figures(value: 1), note: text, publishedTrend: text, publishedComparison: text),
      stratum: Stratum(sex: text, age: text, categoryType: text, category: text))
    release.set(1, "X" + text, year2020, value(2))
    var indicator = Indicator(id: 1, name: text, code: text)
    indicator.themes = [text, "", text]
    indicator.definition = text
    var area = Area(code: birmingham, name: text, kind: text)
    area.parents = [AreaParent(hierarchy: text, code: text), AreaParent(hierarchy: "", code: "")]
    area.successors = [text, ""]
    area.aliases = ["", text]
    area.validFrom = CalendarDate(day: .max)
    release.indicators = [indicator]
    release.areas = [area]
    release.sources = [Release.Source(name: text, sha256: text, bytes: 0, rows: 0)]
    try release.commit(to: store)
    #expect(try Snapshot.open(store).verify().figures == 2)
    #expect(try Snapshot.open(store).indicator(1) != nil)
    // Said again, it is nothing new.
    let writer = try StoreWriter(store, tool: "tests")
    #expect(!writer.describe(indicator))
    #expect(!writer.describe(area))
    #expect(!writer.hasChanges)
  }
}

/// Texts that break careless storage.
enum HostileText {
  static let all = [
    "a;b=c", ";;", "=", "a\u{0}b", "\u{0}", "e\u{301} and \u{E9}", "\u{202E}gnp.exe", "'); DROP TABLE release; --",
    "../../../etc/passwd", String(repeating: "x", count: 100_000), "\u{FEFF}bom", "\r\n\t",
  ]
}
