import TestSupport
import Testing
import TideModel
import TideQuery
import TideStore

/// Areas and periods together, on figures that can be summed by hand.
@Suite struct AggregateTests {
  private static let places = [
    ("E92000001", "England"), ("E08000025", "Birmingham"), ("E08000026", "Coventry"), ("E08000029", "Solihull"),
    ("E08000031", "Wolverhampton"),
  ]

  private static func fixture(_ facts: [Fact], _ change: (inout Indicator) -> Void = { _ in }) -> StoreFixture {
    var share = Indicator(id: 1, name: "Coverage")
    (share.valueType, share.multiplier, share.unit, share.polarity) = (.proportion, 100, "%", .highIsGood)
    change(&share)
    var fixture = StoreFixture()
    fixture.indicators = [share]
    fixture.areas = places.map { code, name in
      var area = Area(code: code, name: name)
      if code != "E92000001" { area.parents = [AreaParent(hierarchy: "group", code: "four")] }
      return area
    }
    fixture.areas.append(Area(code: "four", name: "The four"))
    fixture.facts = facts
    return fixture
  }

  private static func share(_ area: String, _ period: String, _ count: Double, of people: Double) -> Fact {
    Fact(1, area, period, Figures(value: count / people * 100, count: count, denominator: people))
  }

  private static func sum(
    _ fixture: StoreFixture, _ aggregation: Aggregation, peers: Query.Peers = .areaType
  ) throws -> ResultTable {
    try fixture.withSnapshot {
      try QueryEngine($0).table(Query(.aggregate(aggregation), indicators: [1], area: nil, peers: peers))
    }
  }

  @Test func proportionsGetWilsonsInterval() throws {
    let answer = try Self.sum(
      Self.fixture([
        Self.share("E08000025", "2020", 30, of: 100), Self.share("E08000025", "2021", 20, of: 100),
        Self.share("E92000001", "2020", 600, of: 1000), Self.share("E92000001", "2021", 500, of: 1000),
      ]), Aggregation(.areas(["E08000025"]), periods: .latest(2)))
    #expect(answer.rows.count == 1 && answer.text(0, "period") == "2020 - 21")
    #expect(answer.number(0, "value") == 25 && answer.number(0, "count") == 50)
    // Wilson 1927 for 50 of 200.
    let z = 1.959963984540054
    let spread = z * (z * z + 4 * 50 * 0.75).squareRoot()
    let lower = (2 * 50 + z * z - spread) / (2 * (200 + z * z)) * 100
    #expect((try #require(answer.number(0, "lower_95")) - lower).magnitude < 1e-12 * lower)
    let benchmark = try #require(answer.number(0, "benchmark_value"))
    #expect((benchmark - 55).magnitude < 1e-12 && answer.text(0, "comparison") == "worse")
    #expect(answer.notes.contains("Intervals from the sums: Wilson."))
  }

  @Test func aSuppressedMemberSuppressesTheSum() throws {
    let answer = try Self.sum(
      Self.fixture([
        Self.share("E08000025", "2020", 30, of: 100), Self.share("E08000026", "2020", 20, of: 100),
        Fact(1, "E08000029", "2020", Figures(), status: .suppressed),
      ]), Aggregation(.areas(["E08000025", "E08000026", "E08000029"])))
    #expect(answer.rows.count == 1 && answer.text(0, "status") == "c")
    for column in ["value", "count", "denominator", "lower_95"] {
      #expect(answer.number(0, column) == nil, "\(column)")
    }
    #expect(answer.text(0, "note").hasPrefix("suppressed, as is Solihull"))
  }

  @Test func missingMembersAreNamed() throws {
    let facts = [
      Self.share("E08000025", "2020", 30, of: 100), Self.share("E08000026", "2020", 20, of: 100),
      Fact(1, "E08000029", "2020", Figures(value: 9)),
    ]
    let answer = try Self.sum(Self.fixture(facts), Aggregation(.peers), peers: .group("four"))
    #expect(answer.text(0, "status") == "x" && answer.number(0, "value") == nil)
    #expect(
      answer.text(0, "note").hasPrefix("no count or denominator of Solihull and Wolverhampton (2 of 4 figures)"))
    let years = try Self.sum(
      Self.fixture(facts + [Fact(1, "E08000025", "2019", Figures(value: 1))]),
      Aggregation(.areas(["E08000025"]), periods: .named([PeriodChoice("2019"), PeriodChoice("2020")])))
    #expect(years.text(0, "note").hasPrefix("no count or denominator of 2019 (1 of 2 figures)"))
  }

  @Test func overlappingWindowsAreRefused() throws {
    let facts = ["2018 - 20", "2019 - 21", "2021 - 23"].map { Self.share("E08000025", $0, 30, of: 100) }
    let members = Aggregation.Members.areas(["E08000025"])
    #expect(throws: QueryError.self) {
      try Self.sum(
        Self.fixture(facts),
        Aggregation(members, periods: .named([PeriodChoice("2018 - 20"), PeriodChoice("2019 - 21")])))
    }
    let apart = try Self.sum(
      Self.fixture(facts),
      Aggregation(members, periods: .named([PeriodChoice("2018 - 20"), PeriodChoice("2021 - 23")])))
    #expect(apart.number(0, "count") == 60 && apart.text(0, "period") == "2018 - 23")
    // The latest two that do not overlap.
    let latest = try Self.sum(Self.fixture(facts), Aggregation(members, periods: .latest(2)))
    #expect(latest.text(0, "period") == "2018 - 23")
    let side = try Self.sum(
      Self.fixture(facts),
      Aggregation(members, periods: .named([PeriodChoice("2018 - 20"), PeriodChoice("2019 - 21")]), keeping: [.period]))
    #expect(side.rows.count == 2)
  }

  @Test func whatIsNoRatioOfCountsIsNotSummed() throws {
    let facts = [Self.share("E08000025", "2020", 30, of: 100), Self.share("E08000026", "2020", 20, of: 100)]
    let both = Aggregation(.areas(["E08000025", "E08000026"]))
    let rates = try Self.sum(Self.fixture(facts) { $0.valueType = .directlyStandardisedRate }, both)
    #expect(rates.number(0, "value") == nil && rates.text(0, "status") == "x")
    #expect(rates.text(0, "note").hasPrefix("directly standardised rate cannot be pooled"))
    let odd = try Self.sum(Self.fixture(facts) { $0.intervalMethod = "Bootstrap" }, both)
    #expect(odd.number(0, "value") == 25 && odd.number(0, "lower_95") == nil)
    #expect(odd.text(0, "note").contains("by the indicator's method (Bootstrap) it does not follow from the sums"))
    let few = try Self.sum(
      Self.fixture([Self.share("E08000025", "2020", 3, of: 1000), Self.share("E08000026", "2020", 2, of: 1000)]) {
        ($0.valueType, $0.multiplier, $0.intervalMethod) = (.crudeRate, 1000, "Byar's method")
      }, both)
    // Exact Poisson limits of 5 events (Garwood 1936): 1.6235 to 11.6683.
    #expect((try #require(few.number(0, "lower_95")) - 1.623486 / 2).magnitude < 1e-5)
    #expect((try #require(few.number(0, "upper_95")) - 11.668332 / 2).magnitude < 1e-5)
  }

  @Test(arguments: [
    (-1.0, 100.0), (150, 100), (5, 0), (0, 0), (1e15, 1e15), (0, 1e15), (1e308, 1e308), (0.5, 1),
  ])
  func oddNumbersGiveAStatusOrANumber(count: Double, people: Double) throws {
    let facts = [
      Fact(1, "E08000025", "2020", Figures(value: 1, count: count, denominator: people)),
      Fact(1, "E08000026", "2020", Figures(value: 1, count: count, denominator: people)),
    ]
    for kind in [ValueType.proportion, .crudeRate] {
      let answer = try Self.sum(
        Self.fixture(facts) { $0.valueType = kind }, Aggregation(.areas(["E08000025", "E08000026"])))
      #expect(answer.rows.count == 1)
      if let value = answer.number(0, "value") {
        #expect(value.isFinite && answer.text(0, "status") == "")
      } else {
        #expect(answer.text(0, "status") == "x" && answer.text(0, "note") != "", "\(count) of \(people)")
      }
    }
  }

  /// A pooled rate lies between its members', and the order of areas is no matter.
  @Test func pooledRatesLieBetweenTheirMembers() throws {
    var generator = Seed.generator()
    for _ in 0..<20 {
      let facts = Self.places.dropFirst().map { code, _ in
        let people = Double(Int.random(in: 1...10_000, using: &generator))
        return Self.share(code, "2020", Double(Int.random(in: 0...Int(people), using: &generator)), of: people)
      }
      let values = facts.compactMap(\.observation.figures.value)
      let codes = facts.map(\.area).shuffled(using: &generator)
      let answer = try Self.sum(Self.fixture(facts), Aggregation(.areas(codes)))
      let pooled = try #require(answer.number(0, "value"))
      #expect(
        pooled >= (values.min() ?? 0) * (1 - 1e-12) && pooled <= (values.max() ?? 0) * (1 + 1e-12), "seed \(Seed.value)"
      )
      let other = try Self.sum(Self.fixture(facts), Aggregation(.areas(codes.sorted())))
      #expect(other.number(0, "value") == pooled && other.number(0, "lower_95") == answer.number(0, "lower_95"))
    }
  }

  /// The guards of a single proportion (facts section 2, phe_proportion): 0 ≤ x ≤ n and n > 0.
  @Test func membersThatAreNoProportionAreNamed() throws {
    let both = Aggregation(.areas(["E08000025", "E08000029"]))
    let good = Self.share("E08000025", "2020", 30, of: 1000)
    let above = try Self.sum(
      Self.fixture([good, Fact(1, "E08000029", "2020", Figures(value: 120, count: 600, denominator: 500))]), both)
    #expect(above.number(0, "value") == nil && above.text(0, "status") == "x")
    #expect(above.text(0, "note").hasPrefix("the count of Solihull is above its denominator (600 of 500)"))
    let nobody = Fact(1, "E08000029", "2020", Figures(count: 0, denominator: 0))
    let zero = try Self.sum(Self.fixture([good, nobody]), both)
    #expect(zero.text(0, "note").hasPrefix("the denominator of Solihull is zero"))
    // Events may be more than the people they happen to.
    let events = try Self.sum(
      Self.fixture([good, Fact(1, "E08000029", "2020", Figures(value: 1200, count: 600, denominator: 500))]) {
        ($0.valueType, $0.multiplier) = (.crudeRate, 1000)
      }, both)
    #expect(events.number(0, "value") == 420, "630 of 1,500, per 1,000")
  }

  /// 0 observed of 4 and 6 expected is a ratio of 0 whatever the ratio is told to; exact limits of 0 are 0 to 3.6889 (Garwood 1936).
  @Test func sumsOfZerosAreZero() throws {
    let facts = [("E08000025", 4.0), ("E08000026", 6)].map {
      Fact(1, $0.0, "2020", Figures(value: 0, count: 0, denominator: $0.1))
    }
    let both = Aggregation(.areas(["E08000025", "E08000026"]))
    let told = try Self.sum(
      Self.fixture(facts) { ($0.valueType, $0.multiplier) = (.indirectlyStandardisedRatio, 100) }, both)
    #expect(told.number(0, "value") == 0 && told.number(0, "lower_95") == 0)
    #expect((try #require(told.number(0, "upper_95")) - 36.88879).magnitude < 1e-4)
    let untold = try Self.sum(
      Self.fixture(facts) { ($0.valueType, $0.multiplier) = (.indirectlyStandardisedRatio, nil) }, both)
    let reason = "all values are 0, which does not tell what count over denominator is multiplied by"
    #expect(untold.text(0, "note").hasPrefix(reason))
  }

  @Test func periodsThatAreFewerOrLeftOutAreSaid() throws {
    let facts = ["2019", "2020", "2022"].map { Self.share("E08000025", $0, 30, of: 100) }
    let members = Aggregation.Members.areas(["E08000025"])
    func notes(_ facts: [Fact], _ number: Int) throws -> [String] {
      try Self.sum(Self.fixture(facts), Aggregation(members, periods: .latest(number))).notes.filter { note in
        ["asked for", "left out", "Nothing is"].contains { note.contains($0) }
      }
    }
    #expect(
      try notes(facts, 9) == [
        "Of the latest 9 periods asked for only 3 can be summed: 2019, 2020 and 2022.",
        "Nothing is published between 2020 and 2022.",
      ])
    #expect(try notes(facts, 2) == ["Nothing is published between 2020 and 2022."])
    #expect(try notes(facts, 1).isEmpty)
    let hollow = facts + ["2021", "2023"].map { Fact(1, "E08000025", $0, Figures(value: 30)) }
    #expect(try notes(hollow, 2) == ["2021 and 2023 left out: no counts are published."])
  }
}
