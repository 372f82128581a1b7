import Testing
import TideModel
import TideQuery
import TideStore

/// The tests of a trend as a table.
@Suite struct TrendTestTests {
  /// A rate of Birmingham that rises by 4 a year from 2014, England's by 1 a year; limits 2 and 1 either side.
  private static func fixture(years: ClosedRange<Int> = 2014...2023, missing: Int? = nil) -> StoreFixture {
    var fixture = StoreFixture()
    var rate = Indicator(id: 1, name: "Admissions")
    (rate.valueType, rate.polarity, rate.unit) = (.crudeRate, .lowIsGood, "per 100,000")
    fixture.indicators = [rate]
    fixture.areas = [Area(code: "E92000001", name: "England"), Area(code: "E08000025", name: "Birmingham")]
    for year in years where year != missing {
      let (own, theirs) = (100 + 4 * Double(year - 2014), 100 + Double(year - 2014))
      fixture.facts += [
        Fact(1, "E08000025", String(year), Figures(value: own, lower95: own - 2, upper95: own + 2)),
        Fact(1, "E92000001", String(year), Figures(value: theirs, lower95: theirs - 1, upper95: theirs + 1)),
      ]
    }
    return fixture
  }

  private func table(_ fixture: StoreFixture, _ selection: Query.Selection = Query.Selection()) throws -> ResultTable {
    try fixture.withSnapshot { try QueryEngine($0).table(Query(.trendTest, indicators: [1], selection: selection)) }
  }

  private static func isNear(_ actual: Double?, _ expected: Double) throws -> Bool {
    (try #require(actual) - expected).magnitude < 1e-9 * expected.magnitude
  }

  @Test func trendAndGapAreTestedWithTheirStatistics() throws {
    let answer = try table(Self.fixture())
    #expect(
      answer.rows.indices.map { answer.text($0, "test") }
        == ["recent trend", "gap to England, 5 points", "gap to England, 10 points"])
    #expect(
      answer.rows.indices.map { answer.text($0, "outcome") }
        == ["Increasing and getting worse", "widening", "widening"])
    // Equal weights 1/s²: slope 4, χ² = slope² Σ(t − t̄)² / s² with s = 4/3.92.
    #expect(try Self.isNear(answer.number(0, "slope"), 4))
    let chiSquared: Double = 16 * 10 * 3.92 * 3.92 / 16
    #expect(try Self.isNear(answer.number(0, "chi_squared"), chiSquared))
    #expect(try Self.isNear(answer.number(1, "slope"), 3))
    #expect(answer.number(1, "gap") == 27)
    // SE² = (s₁² + s₂²) / Σ(t − t̄)², s = (U − L)/3.92; 82.5 for ten years.
    let variance: Double = (16 + 4) / (3.92 * 3.92) / 82.5
    let upper: Double = 3 + 1.959963984540054 * variance.squareRoot()
    #expect(try Self.isNear(answer.number(2, "slope_upper_95"), upper))
    #expect(answer.text(0, "first_period") == "2019" && answer.text(0, "last_period") == "2023")
    #expect(answer.cells("points") == [.integer(5), .integer(5), .integer(10)])
  }

  @Test func whatCannotBeCalculatedSaysWhy() throws {
    let short = try table(Self.fixture(years: 2020...2023))
    #expect(short.text(0, "outcome") == "Cannot be calculated")
    #expect(short.text(0, "note") == "fewer than five points: 4")
    #expect(short.text(1, "outcome") == "cannot be calculated")
    #expect(short.text(1, "note") == "fewer than 5 independent points with limits in both series: 4")
    #expect(short.number(0, "slope") == nil)
    let gap = try table(Self.fixture(missing: 2021))
    #expect(gap.text(0, "note") == "fewer than five consecutive years: none before 2022")
    #expect(gap.text(1, "test") == "recent trend over gaps")
    #expect(gap.text(1, "outcome") == "Increasing and getting worse")
    #expect(gap.text(1, "first_period") == "2018")
    #expect(gap.text(2, "outcome") == "widening", "the gap is a matter of time, not of consecutive years")
  }

  @Test func anEarlierPeriodIsTestedAsItStoodThen() throws {
    let then = try table(Self.fixture(), Query.Selection(period: PeriodChoice("2020")))
    #expect(then.text(0, "last_period") == "2020")
    #expect(then.cells("points") == [.integer(5), .integer(5), .missing])
  }

  /// A suppressed latest year is one of the five, as in the trend itself; what can be told without it says so.
  @Test func aSuppressedLatestYearIsNotPassedOverInSilence() throws {
    var fixture = Self.fixture()
    fixture.facts.append(Fact(1, "E08000025", "2024", Figures(), status: .suppressed))
    let answer = try table(fixture)
    try #require(
      answer.rows.indices.map { answer.text($0, "test") } == [
        "recent trend", "recent trend over gaps", "gap to England, 5 points", "gap to England, 10 points",
      ])
    #expect(answer.text(0, "outcome") == "Cannot be calculated")
    #expect(answer.text(0, "note") == "fewer than five consecutive points: 2024 suppressed")
    #expect(answer.text(1, "outcome") == "Increasing and getting worse")
    for row in 1...3 {
      #expect(answer.text(row, "note") == "2024 suppressed, passed over" && answer.text(row, "last_period") == "2023")
    }
    let trend = try fixture.withSnapshot { try QueryEngine($0).table(Query(.trend, indicators: [1])) }
    let last = try #require(trend.rows.indices.last)
    #expect(trend.text(last, "period") == "2024" && trend.text(last, "trend") == "Cannot be calculated")
  }

  /// Limits that are published with the lower one above the upper are shown in their order, and said to have been.
  @Test func reversedLimitsAreShownInOrder() throws {
    var fixture = Self.fixture(years: 2022...2023)
    let odd = Figures(value: 5, lower95: 8, upper95: 3, lower998: 2, upper998: 9)
    fixture.facts[0] = Fact(1, "E08000025", "2022", odd)
    for (question, isVerbatim) in [(Query.Question.trend, false), (.export(compared: false), true)] {
      let table = try fixture.withSnapshot { snapshot in
        var found: ResultTable?
        try QueryEngine(snapshot).run(Query(question, indicators: [1]), header: { _ in }) { found = $0 }
        return try #require(found)
      }
      let row = try #require(table.rows.indices.first { table.text($0, "period") == "2022" })
      let limits = ["lower_95", "upper_95", "lower_998", "upper_998"].map { table.number(row, $0) }
      #expect(limits == (isVerbatim ? [8, 3, 2, 9] : [3, 8, 2, 9]))
      #expect(table.text(row, "note").contains("95% limits are published the wrong way round") != isVerbatim)
    }
  }
}
