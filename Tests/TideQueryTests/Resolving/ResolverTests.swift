import Testing
import TideDisclosure
import TideModel
import TideQuery
import TideStore

/// Words made into queries by the library alone, as any door may have it done.
@Suite struct ResolverTests {
  private static let persons = Stratum(sex: "Persons", age: "All ages")
  private static let males = Stratum(sex: "Male", age: "<75 yrs")
  private static let poorest = Stratum(
    sex: "Persons", age: "All ages", categoryType: "Deprivation deciles", category: "Most deprived decile")

  private static let fixture: StoreFixture = {
    var fixture = StoreFixture()
    let themes: [(String, [String])] = [
      ("Infant mortality rate", ["Maternal health", "Children"]), ("Neonatal mortality rate", ["Maternal health"]),
      ("Cancer diagnosed early", ["Cancer"]),
    ]
    fixture.indicators = themes.enumerated().map { place, named in
      var indicator = Indicator(id: 901 + place, name: named.0)
      indicator.themes = named.1
      return indicator
    }
    var birmingham = Area(code: Area.birminghamCode, name: "Birmingham")
    birmingham.parents = [AreaParent(hierarchy: "group", code: "core-cities")]
    fixture.areas = [
      Area(code: Area.englandCode, name: "England"), birmingham, Area(code: "E08000029", name: "Solihull"),
      Area(code: "E12000005", name: "West Midlands region"), Area(code: "E02001827", name: "Birmingham 001"),
    ]
    fixture.facts = [persons, males, poorest].map {
      Fact(901, Area.birminghamCode, "2023", Figures(value: 1), stratum: $0)
    }
    return fixture
  }()

  /// Words and what they stand for, worked out by hand.
  private static func cases() throws -> [(QueryWords, Query)] {
    let dated = Query.Selection(strata: .of([901: [males]]), period: try PeriodChoice("2023"), areaType: .region)
    return [
      (QueryWords(), Query(.compare, area: nil)),
      (
        QueryWords(indicators: ["infant mortality", "903"], area: "birmingham"),
        Query(.compare, indicators: [901, 903])
      ),
      (QueryWords(indicators: ["903", "901"]), Query(.compare, indicators: [903, 901], area: nil)),
      (QueryWords(priority: "maternal"), Query(.compare, indicators: [901, 902], area: nil)),
      (QueryWords(priority: "maternal health", theme: "children"), Query(.compare, indicators: [901], area: nil)),
      (
        QueryWords(indicators: ["902", "903"], priority: "maternal"), Query(.compare, indicators: [902], area: nil)
      ),
      (QueryWords(area: "e08000029"), Query(.compare, area: "E08000029")),
      (QueryWords(benchmark: "Median"), Query(.compare, area: nil, benchmark: .median)),
      (QueryWords(benchmark: "POOLED"), Query(.compare, area: nil, benchmark: .pooled)),
      (QueryWords(benchmark: "mean"), Query(.compare, area: nil, benchmark: .mean)),
      (QueryWords(benchmark: "west midlands"), Query(.compare, area: nil, benchmark: .area("E12000005"))),
      (
        QueryWords(
          indicators: ["901"], selection: SelectionWords(sex: "male", age: "<75", period: "2023", areaType: "Regions")),
        Query(.compare, indicators: [901], area: nil, selection: dated)
      ),
      (
        QueryWords(indicators: ["901"], selection: SelectionWords(category: CategoryWords("most deprived"))),
        Query(.compare, indicators: [901], area: nil, selection: .init(strata: .of([901: [poorest]])))
      ),
      (
        QueryWords(selection: SelectionWords(category: CategoryWords("All"))),
        Query(.compare, area: nil, selection: .init(strata: .every))
      ),
      (
        QueryWords(selection: SelectionWords(category: CategoryWords("none"))),
        Query(.compare, area: nil, selection: .init(strata: .whole))
      ),
      (QueryWords(peers: .within("west midlands")), Query(.compare, area: nil, peers: .within("E12000005"))),
      (QueryWords(peers: PeerWords("Core Cities")), Query(.compare, area: nil, peers: .group("core-cities"))),
      (
        QueryWords(peers: PeerWords("E08000029, E08000025,E08000029")),
        Query(.compare, area: nil, peers: .members(["E08000025", "E08000029"], title: ""))
      ),
      (
        QueryWords(peers: .listed(ListedAreas([.init("solihull", at: "near.txt:1")], title: "near"))),
        Query(.compare, area: nil, peers: .members(["E08000029"], title: "near"))
      ),
      (
        QueryWords(peers: .listed(ListedAreas([], title: "nobody"))),
        Query(.compare, area: nil, peers: .members([], title: "nobody"))
      ),
    ]
  }

  @Test func wordsBecomeAQuery() throws {
    try Self.fixture.withSnapshot { snapshot in
      let resolver = Resolver(snapshot)
      for (words, expected) in try Self.cases() {
        let query = try resolver.query(.compare, words)
        #expect(query == expected, "\(words)")
        #expect(query.json == expected.json, "\(words)")
      }
    }
  }

  @Test func whatIsNoWordsIsTakenAsItIs() throws {
    try Self.fixture.withSnapshot { snapshot in
      let vintage = Query.VintageChoice(asOf: .release(1), disclosure: .hes)
      let query = try Resolver(snapshot).query(
        .rank, QueryWords(area: "solihull"), geography: .current, comparing: .controlLimits, vintage: vintage)
      #expect(
        query
          == Query(.rank, area: "E08000029", geography: .current, comparing: .controlLimits, vintage: vintage))
    }
  }

  private static func error(_ words: QueryWords, choosing choice: Resolver.Choice? = nil) throws -> QueryError? {
    try fixture.withSnapshot { snapshot in
      #expect(throws: QueryError.self, "\(words)") {
        try Resolver(snapshot, choosing: choice).query(.compare, words)
      }
    }
  }

  @Test func withoutAChoiceWhatIsAmbiguousIsAnError() throws {
    let indicator = try Self.error(QueryWords(indicators: ["mortality"]))
    #expect(indicator?.code == .ambiguous)
    #expect(indicator?.candidates == ["901  Infant mortality rate", "902  Neonatal mortality rate"])
    for words in [QueryWords(area: "birm"), QueryWords(benchmark: "birm"), QueryWords(peers: .within("birm"))] {
      let area = try Self.error(words)
      #expect(area?.code == .ambiguous && area?.candidates == ["E08000025  Birmingham", "E02001827  Birmingham 001"])
    }
  }

  @Test func withAChoiceWhatIsChosenIsMeant() throws {
    try Self.fixture.withSnapshot { snapshot in
      var told: [String] = []
      let resolver = Resolver(snapshot) { error in
        told.append(error.message)
        return error.candidates.last.map { String($0.prefix { $0 != " " }) }
      }
      let words = QueryWords(
        indicators: ["mortality", "903"], area: "birm", benchmark: "solihall", peers: .within("birm"))
      let query = try resolver.query(.compare, words)
      #expect(
        query
          == Query(
            .compare, indicators: [902, 903], area: "E02001827", benchmark: .area("E08000029"),
            peers: .within("E02001827")))
      #expect(
        told == [
          "'birm' fits 2 areas", "'mortality' fits 2 indicators", "no area is called 'solihall'", "'birm' fits 2 areas",
        ])
    }
  }

  /// Of a list nobody is asked, and where no choice is made the error is that of before.
  @Test func noChoiceIsTheErrorItself() throws {
    let (error, other) = (
      try Self.error(QueryWords(area: "birm")) { _ in nil }, try Self.error(QueryWords(area: "birm"))
    )
    #expect(error == other && error?.code == .ambiguous)
    var isAsked = false
    let list = ListedAreas([.init("birm", at: "list.txt:7")])
    let listed = try Self.error(QueryWords(peers: .listed(list))) { _ in
      isAsked = true
      return Area.birminghamCode
    }
    #expect(!isAsked && listed?.code == .ambiguous)
  }

  @Test func anEntryOfAListIsNamedByItsPlace() throws {
    func message(_ entries: [ListedAreas.Entry]) throws -> QueryError? {
      try Self.error(QueryWords(peers: .listed(ListedAreas(entries, title: "near"))))
    }
    let unknown = try message([.init("Solihull", at: "near.txt:1"), .init("Birmingam", at: "near.txt:4")])
    #expect(unknown?.code == .unknownArea && unknown?.message == "near.txt:4: no area is called 'Birmingam'")
    #expect(unknown?.candidates.first == "E08000025  Birmingham" && unknown?.remedy.isEmpty == false)
    let ambiguous = try message([.init("birm", at: "config:2: peers.near")])
    #expect(ambiguous?.message == "config:2: peers.near: 'birm' fits 2 areas")
    #expect(try message([.init("nowhere")])?.message == "no area is called 'nowhere'")
  }

  @Test func theFirstWordThatStandsForNothingIsTold() throws {
    var words = QueryWords(
      indicators: ["zzz"], priority: "zzz", area: "zzz", benchmark: "zzz",
      selection: SelectionWords(sex: "x", period: "when?", areaType: "galaxy"), peers: PeerWords("zzz"))
    #expect(try Self.error(words)?.message == "no area is called 'zzz'")
    words.area = nil
    #expect(try Self.error(words)?.message == "no indicator is called 'zzz'")
    words.indicators = ["903"]
    #expect(try Self.error(words)?.message.hasPrefix("there is no priority 'zzz'") == true)
    words.priority = "maternal"
    #expect(try Self.error(words)?.message == "none of the indicators named belongs to 'maternal'")
    words.priority = nil
    #expect(try Self.error(words)?.code == .unknownArea)
    words.benchmark = "mean"
    #expect(try Self.error(words)?.candidates.contains("region  Region") == true)
    words.selection.areaType = nil
    #expect(try Self.error(words)?.message == "'when?' is no period")
    words.selection.period = nil
    #expect(try Self.error(words)?.code == .unknownArea)
    words.peers = .areaType
    try Self.fixture.withSnapshot { snapshot in
      let query = try Resolver(snapshot).query(.compare, words)
      #expect(query.selection.strata == .of([:]), "no figures of the indicator, and no strata")
    }
  }

  /// A sex that only the other vintage has.
  @Test func ofAChangeTheStrataOfEitherVintageAreMeant() throws {
    var first = Self.fixture
    first.facts = [Fact(901, Area.birminghamCode, "2023", Figures(value: 1))]
    try first.withSnapshot { opened in
      try Self.fixture.write(to: opened.path)
      let before = try Snapshot.open(opened.path).vintage(.release(1))
      let resolver = Resolver(before)
      let words = QueryWords(indicators: ["901"], selection: SelectionWords(sex: "male"))
      #expect(try resolver.query(.compare, words).selection.strata == .of([901: []]))
      for question in [Query.Question.changes(since: .release(2)), .revisions(since: .release(2), listing: [])] {
        #expect(try resolver.query(question, words).selection.strata == .of([901: [Self.males]]))
      }
    }
  }

  @Test func theOneThingDescribedIsFound() throws {
    try Self.fixture.withSnapshot { snapshot in
      let resolver = Resolver(snapshot)
      let subjects = try ["infant mortality", "solihull", "maternal health"].map(resolver.subject)
      #expect(subjects == [.indicator(901), .area("E08000029"), .theme("Maternal health")])
      #expect(throws: QueryError.self) { try resolver.subject("mortality") }
      #expect(try resolver.areas(["solihull", "England"]) == ["E08000029", Area.englandCode])
    }
  }
}
