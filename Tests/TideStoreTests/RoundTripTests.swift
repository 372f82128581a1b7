import TestSupport
import Testing
import TideModel

@testable import TideStore

/// What was committed comes out again, bit for bit, in every vintage.
@Suite("Round trip")
struct RoundTripTests {
  /// Sums of the greatest numbers there are overflow, and those of both signs are no number at all: a sound store is whole.
  @Test("panels of any finite numbers verify", arguments: [1.7e308, 9e307, 1e300, 2.3e-308, 1])
  func anyNumbersVerify(greatest: Double) throws {
    var generator = Seed.generator(Int(greatest.bitPattern >> 52))
    for isAnyBits in [false, true] {
      let folder = try TemporaryFolder()
      var draft = ReleaseDraft()
      draft.indicators = [Indicator(id: 1, name: "Any")]
      for area in 0..<80 {
        for year in 1990..<2020 {
          func number() -> Double {
            guard isAnyBits else { return Bool.random(using: &generator) ? greatest : -greatest }
            let any = Double(bitPattern: UInt64.random(in: 0...(.max), using: &generator))
            return any.isFinite ? any : greatest
          }
          let figures = Figures(value: number(), count: number(), denominator: number())
          draft.set(
            1, "E0700\(1000 + area)", SmallStore.year(year), Observation(figures: figures),
            stratum: Stratum(sex: "Persons", age: "All ages"))
        }
      }
      let expected = StoreContents().after(draft, try draft.commit(to: folder.path("store")))
      #expect(try Snapshot.open(folder.path("store")).verify().figures == 2400, "seed \(Seed.value)")
      #expect(try StoreContents.read(folder.path("store")) == expected, "seed \(Seed.value)")
    }
  }

  @Test("random releases laid over each other equal a plain dictionary, in every vintage")
  func randomReleases() throws {
    let rounds = Seed.isLong ? 500 : 100
    var facts = 0
    var revised = 0
    for round in 0..<rounds {
      let folder = try TemporaryFolder()
      let store = folder.path("store")
      var random = RandomReleases(generator: Seed.generator(round))
      var vintages = [StoreContents()]
      for number in 1...Int.random(in: 2...4, using: &random.generator) {
        let draft = random.release(number)
        revised += draft.facts.keys.reduce(0) { $0 + (vintages.last!.facts[$1] == nil ? 0 : 1) }
        vintages.append(vintages.last!.after(draft, try draft.commit(to: store)))
      }
      for (sequence, expected) in vintages.enumerated() {
        let found = try StoreContents.read(store, asOf: .release(sequence))
        try #require(found == expected, "seed \(Seed.value) round \(round) release \(sequence)")
      }
      let newest = try #require(vintages.last)
      #expect(try StoreContents.read(store) == newest)
      let statistics = try Snapshot.open(store).verify()
      #expect(statistics.figures == newest.facts.count)
      #expect(statistics.releases == newest.releases.count)
      #expect(statistics.indicators == newest.indicators.count)
      #expect(statistics.areas == newest.areas.count)
      facts += newest.facts.count
    }
    print("round trip: \(rounds) stores, \(facts) figures, \(revised) said again by a later release")
    #expect(facts > 10 * rounds && revised > rounds / 2)
  }

  @Test("equal releases at an equal moment make equal stores; without a moment each store has an identity of its own")
  func equalBytes() throws {
    let folder = try TemporaryFolder()
    var random = RandomReleases(generator: Seed.generator())
    var draft = random.release(1)
    for number in 2...6 { draft.facts.merge(random.release(number).facts) { _, new in new } }
    func make(_ name: String, at moment: Int?) throws -> (segment: [UInt8], catalogue: [UInt8], seal: CatalogueSeal) {
      let path = folder.path(name)
      _ = try draft.commit(StoreWriter(path, at: moment, tool: "tests"))
      let seal = try #require(try CatalogueSeal.read(store: path, files: System()))
      return (try Files.read(try Files.segments(path)[0]), try Files.read(path + "/catalog.sqlite"), seal)
    }
    let (one, other) = (try make("one", at: 1_700_000_000), try make("other", at: 1_700_000_000))
    #expect(one.segment.count > 300)
    let isEqual = one.segment == other.segment && one.catalogue == other.catalogue
    #expect(isEqual && one.seal == other.seal)
    let (third, fourth) = (try make("third", at: nil), try make("fourth", at: nil))
    #expect(third.seal.identity != fourth.seal.identity && third.seal.identity != .none)
  }

  @Test(
    "large panels of every shape",
    arguments: [(400, 30), (1, 5000), (33_755, 1), (1024, 1), (1, 1024), (1025, 3)])
  func largePanels(areas: Int, periods: Int) throws {
    let folder = try TemporaryFolder()
    let store = folder.path("store")
    var random = RandomReleases(generator: Seed.generator())
    var drafts: [PanelDraft] = []
    var codes: [String] = []
    for _ in 0..<2 {
      let writer = try StoreWriter(store, tool: "tests")
      codes = (0..<areas).map { "E02\(String($0 + 1_000_000).dropFirst())" }
      let days = (0..<periods).map {
        Period(start: CalendarDate(day: Int32($0)), unit: .day, count: 1, yearType: .calendar)!
      }
      let key = PanelKey(indicator: 7, stratum: writer.stratumID(Stratum(sex: "", age: "")), areaClass: .msoa)
      var draft = PanelDraft(
        key: key, areas: codes.map { writer.areaID($0) }, periods: days, labels: Array(repeating: 0, count: periods))
      for cell in 0..<areas * periods where cell % 11 != 3 || drafts.isEmpty {
        if !drafts.isEmpty, cell % 5 != 0 { continue }
        let figures = Figures(value: random.number(), count: cell % 3 == 0 ? nil : Double(cell))
        draft.set(cell: cell, status: cell % 97 == 0 ? .provisional : .none, figures: figures)
      }
      try writer.add(draft)
      _ = try writer.commit(published: nil, counts: Release.Counts(), sources: [])
      drafts.append(draft)
    }
    for asOf in 1...2 {
      let panel = try #require(try Snapshot.open(store, asOf: .release(asOf)).panel(drafts[0].key))
      #expect(panel.areas == codes && panel.periods == drafts[0].periods)
      var wrong = 0
      for cell in 0..<areas * periods {
        let newest = drafts[..<asOf].last { $0.states[cell] != 0 }
        let found = try panel.observation(area: cell % areas, period: cell / areas)
        let expected = newest.map { draft in
          Figures(value: draft.figures[0][cell], count: draft.present[5][cell] ? draft.figures[5][cell] : nil)
        }
        if found?.figures.value?.bitPattern != expected?.value?.bitPattern || found?.figures.count != expected?.count
          || found.map({ 1 + Int64($0.status.rawValue) }) != newest?.states[cell]
        {
          wrong += 1
        }
      }
      #expect(wrong == 0, "seed \(Seed.value), \(areas) x \(periods), release \(asOf)")
    }
    _ = try Snapshot.open(store).verify()
  }

  @Test("every status comes back, with and without a figure")
  func statuses() throws {
    let folder = try TemporaryFolder()
    var draft = ReleaseDraft()
    for (index, status) in Status.allCases.enumerated() {
      let period = Period(start: CalendarDate(year: 2000 + index)!, unit: .year, count: 1, yearType: .calendar)!
      draft.set(1, "E08000025", period, Observation(figures: Figures(), status: status))
      draft.set(1, "E08000026", period, Observation(figures: Figures(value: Double(index)), status: status))
    }
    try draft.commit(to: folder.path("store"))
    let panel = try #require(
      try Snapshot.open(folder.path("store")).panel(PanelKey(indicator: 1, stratum: 1, areaClass: .authority)))
    for (index, status) in Status.allCases.enumerated() {
      #expect(try panel.observation(area: 0, period: index) == Observation(figures: Figures(), status: status))
      #expect(try panel.status(area: 1, period: index) == status)
      #expect(try panel.figure(.value, area: 1, period: index) == Double(index))
    }
  }
}
