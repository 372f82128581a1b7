import Testing
import TideDisclosure
import TideModel
import TideQuery

@Suite struct FinderTests {
  private static let fixture: StoreFixture = {
    var fixture = StoreFixture()
    let names = [
      "Infant mortality rate", "Infant mortality rate (three-year pooled; ONS Health Index)",
      "Neonatal mortality rate (<28 days)", "Late neonatal mortality rate (7-27 days)", "Depression: QOF prevalence",
      "QOF modelled prevalence: Depression (18+)", "Suicide rate", "Suicide rate (annual)",
      "Percentage of cancers diagnosed at stages 1 and 2",
    ]
    fixture.indicators = names.enumerated().map { Indicator(id: 901 + $0.offset, name: $0.element) }
    fixture.indicators[4].code = "DepQOF"
    var birmingham = Area(code: Area.birminghamCode, name: "Birmingham")
    birmingham.parents = [
      AreaParent(hierarchy: "region", code: "E12000005"), AreaParent(hierarchy: "group", code: "core-cities"),
    ]
    let region = Area(code: "E12000005", name: "West Midlands region")
    var gateshead = Area(code: "E08000020", name: "Gateshead")
    gateshead.successors = ["E08000037"]
    fixture.areas = [
      Area(code: Area.englandCode, name: "England"), birmingham, region, gateshead,
      Area(code: "E08000037", name: "Gateshead"), Area(code: "E47000007", name: "West Midlands Combined Authority"),
      Area(code: "E54000055", name: "NHS Birmingham and Solihull ICB"), Area(code: "E08000029", name: "Solihull"),
      Area(code: "E02001827", name: "Birmingham 001"), Area(code: "E14000560", name: "Birmingham"),
    ]
    fixture.facts = [Fact(901, Area.birminghamCode, "2023", Figures(value: 1))]
    return fixture
  }()

  @Test(arguments: [
    ("901", 901), ("infant mortality", 901), ("INFANT MORTALITY RATE", 901),
    ("neonatal mortality", 903), ("late neonatal", 904), ("depqof", 905), ("suicide", 907), ("cancers diagnosed", 909),
  ])
  func wordsStandForOneIndicator(text: String, id: Int) throws {
    try Self.fixture.withSnapshot { snapshot in
      let found = try Finder(snapshot).resolveIndicator(text)
      #expect(found.id == id)
    }
  }

  @Test func ambiguousWordsListTheCandidates() throws {
    try Self.fixture.withSnapshot { snapshot in
      let error = #expect(throws: QueryError.self) { try Finder(snapshot).resolveIndicator("mortality") }
      #expect(error?.code == .ambiguous)
      #expect(error?.candidates.count == 4)
      #expect(error?.candidates.contains("903  Neonatal mortality rate (<28 days)") == true)
    }
  }

  @Test func slipsAreGuessed() throws {
    try Self.fixture.withSnapshot { snapshot in
      let indicator = #expect(throws: QueryError.self) { try Finder(snapshot).resolveIndicator("infnat mortalty") }
      #expect(indicator?.code == .unknownIndicator)
      #expect(indicator?.candidates.first == "901  Infant mortality rate")
      let area = #expect(throws: QueryError.self) { try Finder(snapshot).resolveArea("Birmingam") }
      #expect(area?.code == .unknownArea)
      #expect(area?.candidates.first == "E08000025  Birmingham")
      let nothing = #expect(throws: QueryError.self) { try Finder(snapshot).resolveArea("zzz") }
      #expect(nothing?.candidates.isEmpty == true)
    }
  }

  @Test(arguments: [
    ("birmingham", "E08000025"), ("E08000025", "E08000025"), ("e12000005", "E12000005"),
    ("West Midlands", "E12000005"), ("england", "E92000001"), ("Gateshead", "E08000037"),
    ("core-cities", "core-cities"), ("Core Cities", "core-cities"), ("birmingham solihull", "E54000055"),
    ("combined authority", "E47000007"),
  ])
  func wordsStandForOneArea(text: String, code: String) throws {
    try Self.fixture.withSnapshot { snapshot in
      let found = try Finder(snapshot).resolveArea(text)
      #expect(found.code == code)
    }
  }

  @Test(arguments: [
    "", " ", "\u{0}", "(", "%%%", String(repeating: "x", count: 100_000), "🏥", "9999999999999999999999",
  ])
  func nonsenseIsUnknown(text: String) throws {
    try Self.fixture.withSnapshot { snapshot in
      let finder = Finder(snapshot)
      #expect(throws: QueryError.self) { try finder.resolveIndicator(text) }
      #expect(throws: QueryError.self) { try finder.resolveArea(text) }
      let found = try finder.find(text)
      #expect(found.matches.isEmpty)
    }
  }

  @Test func findListsClosestFirst() throws {
    try Self.fixture.withSnapshot { snapshot in
      let table = try Describe(ScreenedSnapshot(snapshot)).table(of: Finder(snapshot).find("birmingham"))
      #expect(table.columns.map(\.name) == ["kind", "id", "name", "unit_or_type", "periods", "found_in"])
      #expect(table.cells("id").first == .text("E08000025"))
      #expect(table.rows.count == 4)
    }
  }
}
