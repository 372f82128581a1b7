import Testing
import TideModel
import TideQuery
import TideStore

/// Inequality by deprivation, on ladders made by hand.
@Suite struct InequalityTests {
  /// A ladder of one period, the most deprived first.
  static func fixture(_ type: ValueType, _ categories: [String], _ figures: [Figures]) -> StoreFixture {
    var fixture = StoreFixture()
    var indicator = Indicator(id: 1, name: "Measure")
    (indicator.valueType, indicator.polarity) = (type, .noJudgement)
    fixture.indicators = [indicator]
    fixture.areas = [Area(code: "E92000001", name: "England")]
    fixture.facts = zip(categories, figures).map { category, figures in
      let stratum = Stratum(sex: "Persons", age: "All ages", categoryType: "Deprivation", category: category)
      return Fact(1, "E92000001", "2020", figures, stratum: stratum)
    }
    return fixture
  }

  static func table(_ fixture: StoreFixture, _ choice: InequalityChoice = InequalityChoice()) throws -> ResultTable {
    try fixture.withSnapshot {
      try QueryEngine($0).table(Query(.inequality(choice), indicators: [1], area: "E92000001"))
    }
  }

  static let quintiles = [
    "Most deprived quintile", "Second most deprived quintile", "Average deprived quintile",
    "Second least deprived quintile", "Least deprived quintile",
  ]

  /// The quintiles as the national service names them; equal populations, b = 0.1 ... 0.9: values 1 + 10 b have the slope 10.
  @Test func publishedQuintilesMakeALadder() throws {
    let figures = (0..<5).map { Figures(value: 2 + 2 * Double($0), denominator: 1000) }
    let answer = try Self.table(Self.fixture(.lifeExpectancy, Self.quintiles, figures))
    try #require(answer.rows.count == 1)
    #expect((try #require(answer.number(0, "sii")) - 10).magnitude < 1e-12)
    #expect((try #require(answer.number(0, "rii")) - 11).magnitude < 1e-12)
  }

  /// The line starts at 1 with an error far greater than that: by Fieller's theorem the ratio has no limits, the slope has.
  @Test func limitsThatAreOutOfRangeNameTheirIndex() throws {
    let figures = (0..<5).map { step in
      let value = 2 + 2 * Double(step)
      return Figures(value: value, lower95: value - 5, upper95: value + 5, denominator: 1000)
    }
    let answer = try Self.table(Self.fixture(.lifeExpectancy, Self.quintiles, figures))
    try #require(answer.rows.count == 1)
    #expect(answer.number(0, "sii_lower_95") != nil && answer.number(0, "rii_lower_95") == nil)
    #expect(answer.text(0, "note") == "RII: the limits are out of range")
  }

  /// Quintiles with counts and no limits answer as if they had been published with Byar's, written down here; and without
  /// limits where those that are published are wanted alone.
  @Test func quintilesWithCountsAloneHaveLimits() throws {
    let counts = [471.0, 380, 290, 190, 93]
    func figures(withLimits: Bool) -> [Figures] {
      counts.map { count in
        func limit(_ x: Double, _ z: Double) -> Double {
          let root = 1 - 1 / (9 * x) + z / (3 * x.squareRoot())
          return x * root * root * root / 100_000 * 1000
        }
        let z = 1.959963984540054
        return Figures(
          value: count / 100, lower95: withLimits ? limit(count, -z) : nil,
          upper95: withLimits ? limit(count + 1, z) : nil, count: count, denominator: 100_000)
      }
    }
    func fixture(withLimits: Bool) -> StoreFixture {
      var made = Self.fixture(.crudeRate, Self.quintiles, figures(withLimits: withLimits))
      (made.indicators[0].unit, made.indicators[0].multiplier) = ("per 1,000", 1000)
      return made
    }
    let (made, published) = (try Self.table(fixture(withLimits: false)), try Self.table(fixture(withLimits: true)))
    for column in ["sii_lower_95", "sii_upper_95", "rii_lower_95", "gap_lower_95", "gap_upper_95"] {
      let (one, other) = (try #require(made.number(0, column)), try #require(published.number(0, column)))
      #expect((one - other).magnitude < 1e-12 * other.magnitude, "\(column)")
    }
    #expect(made.notes.last == "Quantiles: limits calculated here (Byar, exact under 10).")
    let alone = try fixture(withLimits: false).withSnapshot {
      let choice = Query.Question.inequality(InequalityChoice())
      return try QueryEngine($0).table(Query(choice, indicators: [1], area: "E92000001", limits: .published))
    }
    #expect(alone.number(0, "sii") == made.number(0, "sii") && alone.number(0, "sii_lower_95") == nil)
    #expect(alone.number(0, "gap_lower_95") == nil)
  }

  /// Limits of rates of few events are simulated, the same every time, and said to be.
  @Test func fewEventsAreSimulatedAndSaidToBe() throws {
    func answer(_ count: Double) throws -> ResultTable {
      let figures = (0..<5).map { step -> Figures in
        let events = count - Double(step)
        let (lower, upper) = (events * 0.5, events * 1.8)
        return Figures(
          value: events * 10, lower95: lower * 10, upper95: upper * 10, count: events, denominator: 10_000)
      }
      let table = try Self.table(Self.fixture(.crudeRate, Self.quintiles, figures))
      try #require(table.rows.count == 1)
      return table
    }
    let few = try answer(9)
    #expect(
      few.text(0, "note") == "fewer than 50 events in a quantile: limits from 100,000 simulated fits with seed 1")
    #expect(few.notes.contains { $0.contains("or where noted from simulated fits") })
    #expect(try answer(9).number(0, "sii_lower_95") == few.number(0, "sii_lower_95"))
    let many = try answer(90)
    #expect(many.text(0, "note").isEmpty && many.notes.contains { $0.hasSuffix("limits in closed form.") })
  }
}
