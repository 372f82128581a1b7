import TestSupport
import Testing
import TideModel
import TideQuery
import TideStore

/// Areas ranked among those of a list, and the groups there are.
@Suite struct PeerListTests {
  /// Four authorities, a district, a county and two ICBs; the value of an area is its place in this list.
  private static let codes = [
    "E08000025", "E08000026", "E06000014", "W06000015", "E07000026", "E10000031", "E54000055", "E54000062",
  ]

  private static func fixture() -> StoreFixture {
    var fixture = StoreFixture()
    var rate = Indicator(id: 1, name: "Admissions")
    (rate.valueType, rate.polarity) = (.crudeRate, .lowIsGood)
    fixture.indicators = [rate]
    fixture.areas = codes.map { Area(code: $0, name: "Area \($0)") }
    fixture.areas[0].name = "Birmingham"
    fixture.facts = codes.enumerated().map { Fact(1, $1, "2023", Figures(value: Double($0 + 1))) }
    return fixture
  }

  private func ranked(_ codes: [String], area: String = "E08000025", title: String = "") throws -> ResultTable {
    try Self.fixture().withSnapshot {
      try QueryEngine($0).table(
        Query(.rank, indicators: [1], area: area, peers: .members(codes.sorted(), title: title)))
    }
  }

  private func areas(_ table: ResultTable) -> [String] { table.rows.indices.map { table.text($0, "area_code") } }

  @Test func theAreaJoinsItsNeighbours() throws {
    let table = try ranked(["E08000026", "W06000015"], title: "neighbours")
    #expect(areas(table) == ["E08000025", "E08000026", "W06000015"], "other countries' too")
    #expect(table.cells("ranked").allSatisfy { $0 == .integer(3) })
    #expect(table.title == "Admissions, 2023: County & UA of neighbours, lowest (best) first")
    #expect(try ranked(["E08000026"]).title.contains("County & UA of a list of 1 area,"))
    #expect(try areas(ranked(["E08000025", "E08000026"])) == ["E08000025", "E08000026"])
  }

  @Test func theTypeOfTheListDecides() throws {
    // Birmingham is a county-level authority and a district too: districts in the list make it one.
    #expect(try areas(ranked(["E07000026", "E08000026"])) == ["E08000025", "E08000026", "E07000026"])
    #expect(try areas(ranked(["E10000031", "E08000026"])) == ["E08000025", "E08000026", "E10000031"])
    let boards = try ranked(["E54000055", "E54000062"])
    #expect(areas(boards) == ["E54000055", "E54000062"])
    #expect(boards.notes.contains("Birmingham is not among these areas (Persons, All ages)."))
    let mixed = try ranked(["E08000026", "E06000014", "E54000055"])
    #expect(areas(mixed) == ["E08000025", "E08000026", "E06000014"])
    #expect(mixed.notes.contains("Listed but not County & UA, and left out: Area E54000055 (E54000055)."))
  }

  @Test func aComparisonNeedsPeersOfTheAreasType() throws {
    try Self.fixture().withSnapshot { snapshot in
      let boards = Query.Peers.members(["E54000055", "E54000062"], title: "")
      let error = #expect(throws: QueryError.self) {
        try QueryEngine(snapshot).table(Query(.compare, indicators: [1], peers: boards))
      }
      #expect(error?.code == .usage && error?.message.contains("which is icb") ?? false)
      let compared = try QueryEngine(snapshot).table(
        Query(.compare, indicators: [1], peers: .members(["E08000026", "E06000014"], title: "")))
      #expect(compared.cells("rank") == [.integer(1)] && compared.cells("ranked") == [.integer(3)])
      let listed = try QueryEngine(snapshot).table(Query(.export(compared: false), area: nil, peers: boards))
      #expect(areas(listed) == ["E54000055", "E54000062"])
    }
  }

  /// A sum of a list is of the list alone: (2 + 3) events of (100 + 100).
  @Test func aSumLeavesTheAreaOut() throws {
    var fixture = Self.fixture()
    (fixture.indicators[0].valueType, fixture.indicators[0].multiplier) = (.proportion, 100)
    for index in fixture.facts.indices {
      let value = Double(index + 1)
      fixture.facts[index].observation.figures = Figures(value: value, count: value, denominator: 100)
    }
    let table = try fixture.withSnapshot {
      try QueryEngine($0).table(
        Query(
          .aggregate(Aggregation(.peers)), indicators: [1], peers: .members(["E06000014", "E08000026"], title: "nb")))
    }
    #expect(table.cells("value") == [.number(2.5)] && table.cells("members") == [.integer(2)])
    #expect(table.text(0, "area") == "nb (2 County & UA areas)")
  }

  /// Counted from the fixture's own list of areas.
  @Test func groupsAreCounted() throws {
    var random = Seed.generator(44)
    let fixture = RandomStore(&random).fixture
    try fixture.withSnapshot { snapshot in
      let groups = try QueryEngine(snapshot).table(Query(.peers(listing: false)))
      let today = fixture.areas.filter {
        $0.validTo == nil && $0.successors.isEmpty && AreaType.upperTier.contains(code: $0.code)
          && $0.code.hasPrefix("E")
      }
      func members(_ code: String) -> Int { today.count { $0.parents.contains { $0.code == code } } }
      let found = Dictionary(
        uniqueKeysWithValues: groups.rows.indices.map { (groups.text($0, "code"), groups.number($0, "members")) })
      #expect(found["upper-tier"] == Double(today.count))
      for code in ["E12000002", "E12000005", "core-cities"] { #expect(found[code] == Double(members(code)), "\(code)") }
      #expect(groups.text(0, "option") == "area-type")
      let birmingham = try #require(fixture.areas.first { $0.code == "E08000025" })
      for row in groups.rows.indices.dropFirst() {
        let isParent = birmingham.parents.contains { $0.code == groups.text(row, "code") }
        #expect((groups.text(row, "holds_area") == "yes") == isParent)
        #expect(groups.text(row, "option") == (groups.text(row, "code") == "core-cities" ? "peers" : "within"))
      }
      let listed = try QueryEngine(snapshot).table(Query(.peers(listing: true), peers: .group("core-cities")))
      let expected = fixture.areas.filter {
        AreaType.upperTier.contains(code: $0.code) && $0.parents.contains { $0.code == "core-cities" }
      }
      #expect(Set(areas(listed)) == Set(expected.map(\.code)))
      for area in ["E92000001", "E12000005", "W06000015"] {
        #expect(try !QueryEngine(snapshot).table(Query(.peers(listing: false), area: area)).rows.isEmpty)
      }
    }
  }
}
