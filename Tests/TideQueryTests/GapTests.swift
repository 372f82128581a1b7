import Foundation
import Testing
import TideModel
import TideQuery
import TideStore

/// The difference to the benchmark over time.
@Suite struct GapTests {
  /// A rate of Birmingham that rises by 4 a year from 2014, England's by 1 a year; limits 2 and 1 either side.
  private static func rising(_ polarity: Polarity = .lowIsGood, below: Bool = false) -> StoreFixture {
    var fixture = StoreFixture()
    var rate = Indicator(id: 1, name: "Admissions")
    (rate.valueType, rate.polarity, rate.unit) = (.directlyStandardisedRate, polarity, "per 100,000")
    fixture.indicators = [rate]
    fixture.areas = [Area(code: "E92000001", name: "England"), Area(code: "E08000025", name: "Birmingham")]
    for year in 2014...2023 {
      let step = Double(year - 2014)
      let (own, theirs) = below ? (100 - 4 * step, 100 - step) : (100 + 4 * step, 100 + step)
      fixture.facts += [
        Fact(1, "E08000025", String(year), Figures(value: own, lower95: own - 2, upper95: own + 2)),
        Fact(1, "E92000001", String(year), Figures(value: theirs, lower95: theirs - 1, upper95: theirs + 1)),
      ]
    }
    return fixture
  }

  private func table(_ fixture: StoreFixture, _ query: Query = Query(.gap, indicators: [1])) throws -> ResultTable {
    try fixture.withSnapshot { try QueryEngine($0).table(query) }
  }

  private static func isNear(_ actual: Double?, _ expected: Double) throws -> Bool {
    (try #require(actual) - expected).magnitude <= 1e-12 * max(1, expected.magnitude)
  }

  /// Zou and Donner 2008: with limits 2 and 1 either side those of the difference are √5 either side.
  @Test func differencesHaveTheirLimits() throws {
    let answer = try table(Self.rising())
    #expect(answer.rows.count == 10)
    for row in answer.rows.indices {
      let gap = 3 * Double(row)
      #expect(answer.number(row, "difference") == gap)
      #expect(try Self.isNear(answer.number(row, "difference_lower_95"), gap - 5.0.squareRoot()))
      #expect(try Self.isNear(answer.number(row, "difference_upper_95"), gap + 5.0.squareRoot()))
      #expect(answer.text(row, "side") == (row == 0 ? "equal" : "unfavourable"))
    }
    #expect(answer.text(9, "comparison") == "worse" && answer.text(0, "comparison") == "similar")
    #expect(answer.number(9, "ratio") == 136.0 / 109)
    #expect(answer.number(9, "benchmark_lower_95") == 108)
  }

  /// From 3 above to 1 below in five years, with limits so wide that chance may have done it: that is neither widening nor
  /// closing.
  @Test func aCrossingThatIsNotSignificantIsNotCalledWidening() throws {
    var fixture = Self.rising()
    fixture.facts = []
    for year in 2019...2023 {
      let own = Double(103 - (year - 2019))
      fixture.facts += [
        Fact(1, "E08000025", String(year), Figures(value: own, lower95: own - 20, upper95: own + 20)),
        Fact(1, "E92000001", String(year), Figures(value: 100, lower95: 80, upper95: 120)),
      ]
    }
    let told = try table(fixture).notes[1]
    #expect(told.hasPrefix("The gap to England shows no significant change"))
    #expect(told.contains("the figures crossed, moved by 1.00 a year"))
    #expect(!told.contains(": widening") && !told.contains(": closing"))
  }

  /// SE² of the slopes' difference is (2² + 1²)·(2/3.92)²/(4·Σ(t − t̄)²), t a year, Σ 10 for five years and 82.5 for ten.
  @Test func theFindingIsTheDifferenceOfTheSlopes() throws {
    func limits(_ sum: Double) -> (String, String) {
      let spread = 1.959963984540054 * ((16 + 4) / (3.92 * 3.92) / sum).squareRoot()
      return (String(format: "%.2f", 3 - spread), String(format: "%.2f", 3 + spread))
    }
    let (five, ten) = (limits(10), limits(82.5))
    let own = String(format: "%.2f", 27 - 5.0.squareRoot()), other = String(format: "%.2f", 27 + 5.0.squareRoot())
    #expect(
      try table(Self.rising()).notes.prefix(3) == [
        "In 2023 Birmingham is 27.00 above England (95% limits \(own) to \(other)), on the worse side.",
        "The gap to England is widening by 3.00 a year (95% limits \(five.0) to \(five.1)) over the latest 5 independent "
          + "points, 2019 to 2023, for the worse.",
        "The gap to England is widening by 3.00 a year (95% limits \(ten.0) to \(ten.1)) over the latest 10 independent "
          + "points, 2014 to 2023, for the worse.",
      ])
    let falling = try table(Self.rising(.lowIsGood, below: true)).notes
    #expect(falling[0].contains("27.00 below England (95% limits \(own) to \(other)), on the better side"))
    #expect(falling[1].contains("widening by 3.00 a year (95% limits \(five.0) to \(five.1))"))
    #expect(falling[1].hasSuffix("2019 to 2023, for the better."))
    let neutral = try table(Self.rising(.noJudgement))
    #expect(neutral.notes[1].hasSuffix("2019 to 2023.") && neutral.text(9, "side") == "above")
    #expect(try table(Self.rising(.highIsGood)).text(9, "side") == "favourable")
  }

  /// 98 (93 to 103) less 100 (98 to 102): 5² + 2² is 29, whose root is 5.385.
  @Test func limitsOnBothSidesSayWhichIsWhich() throws {
    var fixture = Self.rising()
    fixture.facts = [
      Fact(1, "E08000025", "2023", Figures(value: 98, lower95: 93, upper95: 103)),
      Fact(1, "E92000001", "2023", Figures(value: 100, lower95: 98, upper95: 102)),
    ]
    #expect(
      try table(fixture).notes[0].hasPrefix(
        "In 2023 Birmingham is 2.00 below England (95% limits 3.39 above to 7.39 below)"))
  }

  /// The same gap, slope and limits as the test of a trend gives.
  @Test func theGapIsThatOfTheTrendsTest() throws {
    let test = try table(Self.rising(), Query(.trendTest, indicators: [1]))
    let watched = try table(Self.rising(), Query(.watchlist, indicators: [1]))
    let gap = try table(Self.rising())
    #expect(test.number(1, "gap") == gap.number(9, "difference"))
    for (theirs, own) in [
      ("slope", "gap_slope"), ("slope_lower_95", "gap_slope_lower_95"), ("slope_upper_95", "gap_slope_upper_95"),
    ] { #expect(test.number(1, theirs) == watched.number(0, own)) }
    #expect(test.text(1, "outcome") == watched.text(0, "gap_trend"))
  }

  /// Newcombe 1998, table II, method 10: 56 of 70 less 48 of 80 is 0.2 (0.0524 to 0.3339).
  @Test func countsGiveTheLimitsThatAreNotPublished() throws {
    var fixture = StoreFixture()
    var share = Indicator(id: 1, name: "Screening coverage")
    (share.valueType, share.multiplier, share.polarity, share.unit) = (.proportion, 100, .highIsGood, "%")
    fixture.indicators = [share]
    fixture.areas = [Area(code: "E92000001", name: "England"), Area(code: "E08000025", name: "Birmingham")]
    fixture.facts = [
      Fact(1, "E08000025", "2023", Figures(value: 80, count: 56, denominator: 70)),
      Fact(1, "E92000001", "2023", Figures(value: 60, count: 48, denominator: 80)),
      Fact(1, "E08000025", "2022", Figures(value: 80)), Fact(1, "E92000001", "2022", Figures(value: 60)),
    ]
    let answer = try table(fixture)
    #expect(((try #require(answer.number(1, "difference_lower_95"))) - 5.24).magnitude < 5e-3)
    #expect(((try #require(answer.number(1, "difference_upper_95"))) - 33.39).magnitude < 5e-3)
    // Wilson's limits of 56 of 70, 69.2 to 87.7, are beyond 60.
    #expect(answer.text(1, "note").hasSuffix("limits calculated here (Wilson)"))
    #expect(answer.text(1, "side") == "favourable" && answer.text(1, "comparison") == "better")
    #expect(answer.number(0, "difference") == 20 && answer.cell(0, "difference_lower_95") == .missing)
    #expect(answer.text(0, "note").hasSuffix("no limits of the difference: the value has none"))
    #expect(answer.notes[1].hasPrefix("What becomes of the gap to England cannot be calculated: fewer than 5"))
    // By published limits alone there are none.
    var published = Query(.gap, indicators: [1])
    published.limits = .published
    let bare = try table(fixture, published)
    #expect(bare.cell(1, "difference_lower_95") == .missing && bare.text(1, "comparison") == "not compared")
    // A standardised rate has limits in the proportion of its count's, 56 events: Byar's 42.30 to 72.72.
    fixture.indicators[0].valueType = .directlyStandardisedRate
    let standardised = try table(fixture)
    #expect(standardised.text(1, "note").contains("all ages weighed alike"))
    #expect(((try #require(standardised.number(1, "lower_95"))) - 80 * 42.30 / 56).magnitude < 0.02)
  }

  @Test func nothingIsSaidOfFiguresThatAreNotThere() throws {
    var fixture = Self.rising()
    fixture.facts.removeAll { $0.area == "E92000001" }
    fixture.facts[9].observation = Observation(figures: Figures(), status: .suppressed)
    let answer = try table(fixture)
    #expect(answer.rows.count == 10 && answer.cells("difference").allSatisfy { $0 == .missing })
    #expect(answer.cells("side").allSatisfy { $0 == .missing })
    #expect(answer.text(9, "status") == "c")
    #expect(!answer.notes.contains { $0.contains("Birmingham is") })
    #expect(
      try table(Self.rising(), Query(.gap, indicators: [1], selection: .init(period: PeriodChoice("1999")))).rows
        .isEmpty)
  }

  /// Gaps of 10, 8, 6 ... −8 with limits √5 either side: the slopes differ by 2 a year, downwards.
  @Test func aGapThatCrossedIsSaidToHave() throws {
    var fixture = Self.rising()
    fixture.facts = (2014...2023).flatMap { year in
      let gap = 10 - 2 * Double(year - 2014)
      return [
        Fact(1, "E08000025", String(year), Figures(value: 100 + gap, lower95: 98 + gap, upper95: 102 + gap)),
        Fact(1, "E92000001", String(year), Figures(value: 100, lower95: 99, upper95: 101)),
      ]
    }
    let notes = try table(fixture).notes
    // Over ten years the gap was 10 and is −8; over five it was 0.
    #expect(notes[1].hasPrefix("The gap to England is widening by 2.00 a year"))
    let crossed = "The gap to England closed and is now on the other side: moved by 2.00 a year (95% limits "
    #expect(notes[2].hasPrefix(crossed))
    #expect(notes[2].hasSuffix("over the latest 10 independent points, 2014 to 2023, for the better."))
  }
}
