import Testing
import TideModel
import TideQuery

/// A figure over another one, with limits by formulas written down here.
@Suite struct RatioTests {
  private static let england = Area(code: "E92000001", name: "England")
  private static let birmingham = Area(code: "E08000025", name: "Birmingham")
  private static let manchester = Area(code: "E08000003", name: "Manchester")
  private static let males = Stratum(sex: "Male", age: "All ages")
  private static let females = Stratum(sex: "Female", age: "All ages")

  /// Infant deaths of two cities and England in two periods, by sex in the later one.
  private static func deaths() -> StoreFixture {
    var fixture = StoreFixture()
    var rate = Indicator(id: 1, name: "Infant deaths")
    (rate.valueType, rate.polarity, rate.unit, rate.multiplier) = (.crudeRate, .lowIsGood, "per 1,000", 1000)
    fixture.indicators = [rate]
    fixture.areas = [england, birmingham, manchester]
    func fact(_ area: Area, _ period: String, _ x: Double, _ n: Double, _ stratum: Stratum? = nil) -> Fact {
      Fact(
        1, area.code, period, Figures(value: x / n * 1000, count: x, denominator: n),
        stratum: stratum ?? Stratum(sex: "Persons", age: "All ages"))
    }
    fixture.facts = [
      fact(birmingham, "2012 - 14", 375, 52_112), fact(birmingham, "2015 - 17", 398, 50_738),
      fact(manchester, "2015 - 17", 151, 23_464), fact(england, "2015 - 17", 7_734, 1_974_348),
      fact(birmingham, "2015 - 17", 220, 26_000, males), fact(birmingham, "2015 - 17", 178, 24_738, females),
    ]
    return fixture
  }

  private func table(_ fixture: StoreFixture, _ query: Query) throws -> ResultTable {
    try fixture.withSnapshot { try QueryEngine($0).table(query) }
  }

  private static func query(_ other: Query.Counterpart = Query.Counterpart(), every: Bool = false) -> Query {
    Query(.ratio(other, everyPeriod: every), indicators: [1])
  }

  /// ln R ∓ 1.96 √(1/x₁ + 1/x₂).
  private static func expect(
    _ answer: ResultTable, at row: Int = 0, _ first: (Double, Double), over second: (Double, Double)
  ) throws {
    let ratio = first.0 / first.1 / (second.0 / second.1)
    let (error, z) = ((1 / first.0 + 1 / second.0).squareRoot(), 1.959963984540054)
    // eˣ by its series, so as to be none of our own.
    let factor = (1...40).reversed().reduce(1.0) { sum, term in 1 + z * error / Double(term) * sum }
    for (column, expected) in [
      ("ratio", ratio), ("ratio_lower_95", ratio / factor), ("ratio_upper_95", ratio * factor),
    ] {
      #expect((try #require(answer.number(row, column)) - expected).magnitude < 1e-12 * expected, "\(column)")
    }
    #expect(answer.text(row, "measure") == "rate ratio")
  }

  @Test func anAreaIsSetAgainstItsBenchmark() throws {
    let answer = try table(Self.deaths(), Self.query())
    #expect(answer.rows.count == 1 && answer.text(0, "with_area") == "England")
    #expect(answer.text(0, "limits_by") == "calculated" && answer.text(0, "with_limits_by") == "calculated")
    #expect(answer.number(0, "with_count") == 7_734 && answer.text(0, "period") == "2015 - 17")
    try Self.expect(answer, (398, 50_738), over: (7_734, 1_974_348))
    #expect(
      answer.notes[0].hasPrefix("The figure of Birmingham is 2.00 times that of England (95% limits 1.81 to 2.21)"))
    #expect(answer.notes.last?.contains("people in common") == true)
  }

  @Test func twoAreasSexesAndPeriodsAreSetAgainstEachOther() throws {
    let cities = try table(Self.deaths(), Self.query(.init(area: Self.manchester.code), every: true))
    #expect(cities.rows.count == 2 && cities.text(0, "note").contains("there is no figure of 2012 - 14"))
    try Self.expect(cities, at: 1, (398, 50_738), over: (151, 23_464))
    #expect(!cities.notes.joined().contains("in common"))

    var sexes = Self.query(.init(sex: "Female"))
    sexes.selection.strata = .of([1: [Self.males]])
    try Self.expect(try table(Self.deaths(), sexes), (220, 26_000), over: (178, 24_738))

    let earlier = Self.query(.init(period: try PeriodChoice("2012 - 14")))
    try Self.expect(try table(Self.deaths(), earlier), (398, 50_738), over: (375, 52_112))
  }

  @Test func withoutCountsTheLimitsOfTheTwoAreTaken() throws {
    var query = Self.query()
    query.limits = .published
    let answer = try table(Self.deaths(), query)
    #expect(answer.number(0, "ratio") != nil && answer.number(0, "ratio_lower_95") == nil)
    #expect(answer.text(0, "note") == "a figure has no limits" && answer.text(0, "measure") == "ratio")
  }

  /// Of the columns beside a comparison, by the same formula.
  @Test func theColumnsOfAComparisonHaveLimitsWhereTheyAreAskedFor() throws {
    let plain = try table(Self.deaths(), Query(.compare, indicators: [1]))
    #expect(plain.index(of: "ratio_lower_95") == nil)
    let asked = Query(.compare, indicators: [1]).giving(["ratio_lower_95"])
    #expect(asked.ratioLimits && !asked.rankIntervals)
    let answer = try table(Self.deaths(), asked)
    let place = try #require(answer.rows.indices.first { answer.text($0, "sex") == "Persons" })
    let alone = try table(Self.deaths(), Self.query())
    for column in ["ratio_lower_95", "ratio_upper_95", "difference_lower_95", "difference_upper_95"] {
      #expect(answer.number(place, column) != nil && answer.number(place, column) == alone.number(0, column))
    }
  }

  @Test func figuresOfDifferentBasesAreNeverSetAgainstEachOther() throws {
    var fixture = Self.deaths()
    var other = fixture.indicators[0]
    (other.id, other.name, other.basis) = (2, "Infant deaths by occurrence", .occurrence)
    fixture.indicators[0].basis = .registration
    var unit = fixture.indicators[0]
    (unit.id, unit.unit) = (3, "per 100,000")
    fixture.indicators += [other, unit]
    fixture.facts.append(Fact(2, Self.birmingham.code, "2015 - 17", Figures(value: 8, count: 400, denominator: 50_000)))
    for (id, reason) in [(2, "different bases"), (3, "there is no ratio of the two")] {
      let error = #expect(throws: QueryError.self) { try table(fixture, Self.query(.init(indicator: id))) }
      #expect(error?.message.contains(reason) == true)
    }
    fixture.indicators[1].basis = nil
    #expect(try table(fixture, Self.query(.init(indicator: 2))).number(0, "with_count") == 400)
  }

  @Test func aFigureHasNoRatioToItself() throws {
    let error = #expect(throws: QueryError.self) {
      try table(Self.deaths(), Self.query(.init(area: Self.birmingham.code)))
    }
    #expect(error?.message == "the two figures are one and the same")
  }

  @Test func aFigureOfNobodyHasARatioWithoutLimits() throws {
    var fixture = Self.deaths()
    fixture.facts = [
      Fact(1, Self.birmingham.code, "2020", Figures(value: 0, count: 0, denominator: 100)),
      Fact(1, Self.england.code, "2020", Figures(value: 2, count: 200, denominator: 100_000)),
    ]
    let none = try table(fixture, Self.query())
    #expect(none.number(0, "ratio") == 0 && none.number(0, "ratio_upper_95") == nil)
    #expect(none.text(0, "note").contains("nothing was counted in the first"))
    fixture.facts[1].observation = Observation(figures: Figures(), status: .suppressed)
    let hidden = try table(fixture, Self.query())
    #expect(hidden.number(0, "ratio") == nil && hidden.text(0, "note").contains("England"))
  }
}
