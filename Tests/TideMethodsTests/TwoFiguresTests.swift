import Testing
import TideModel

@testable import TideMethods

@Suite struct TwoFiguresTests {
  static func expect(_ estimate: Estimate, _ row: [String: String], _ name: String, _ all: inout Agreement) {
    all.expect(estimate.value, row.number(name), "\(name) \(row)")
    all.expect(estimate.interval?.lower, row.number("\(name)_lower"), "\(name) \(row)")
    all.expect(estimate.interval?.upper, row.number("\(name)_upper"), "\(name) \(row)")
  }

  @Test func ratiosDifferencesAndExcessesAgreeWithTheReference() throws {
    var agreement = Agreement("two_figures.csv")
    for row in try Vectors.rows("two_figures") {
      let first = TwoFigures.Figure(count: row.number("x1"), denominator: row.number("n1"))
      let second = TwoFigures.Figure(count: row.number("x2"), denominator: row.number("n2"))
      let c = try #require(row.number("confidence").flatMap(Confidence.init))
      agreement.nextRow()
      Self.expect(TwoFigures.rateRatio(first, to: second, confidence: c), row, "rate_ratio", &agreement)
      Self.expect(TwoFigures.riskRatio(first, to: second, confidence: c), row, "risk_ratio", &agreement)
      Self.expect(TwoFigures.rateDifference(first, less: second, confidence: c), row, "rate_difference", &agreement)
      Self.expect(TwoFigures.riskDifference(first, less: second, confidence: c), row, "risk_difference", &agreement)
      let benchmark = try #require(row.number("x2")) / (try #require(row.number("n2")))
      let excess = Excess.events(
        count: first.count, denominator: first.denominator, benchmark: benchmark, multiplier: 1, confidence: c)
      Self.expect(excess, row, "excess", &agreement)
    }
    agreement.report(rows: 27)
  }

  /// Newcombe 1998, table II, method 10: 56 of 70 less 48 of 80 is 0.2 (0.0524 to 0.3339).
  @Test func theDifferenceOfProportionsIsThePublishedOne() throws {
    let difference = TwoFigures.riskDifference(
      .init(count: 56, denominator: 70), less: .init(count: 48, denominator: 80), multiplier: 1)
    let interval = try #require(difference.interval)
    #expect(((try #require(difference.value)) - 0.2).magnitude < 1e-15)
    #expect((interval.lower - 0.0524).magnitude < 5e-5 && (interval.upper - 0.3339).magnitude < 5e-5)
  }

  /// Two directly standardised rates, worked out in Python; and the same simulated there by the normal logarithms of the two:
  /// the middle 95% of 4 million quotients are 1.0815 to 1.1613.
  @Test func theRatioOfPublishedFiguresRestsOnTheirLimits() throws {
    let first = Figures(value: 138.12528, lower95: 133.32011, upper95: 143.05819)
    let second = Figures(value: 123.2309, lower95: 122.66, upper95: 123.80)
    let ratio = TwoFigures.ratio(first, to: second)
    #expect(ratio.value == 138.12528 / 123.2309 && ratio.method == .squareAndAddLogs)
    let interval = try #require(ratio.interval)
    #expect((interval.lower - 1.0815494883215282).magnitude < 1e-14)
    #expect((interval.upper - 1.1612506217238667).magnitude < 1e-14)
    let open = TwoFigures.ratio(Figures(value: 2, lower95: 0, upper95: 5), to: second)
    #expect(open.interval?.lower == 0 && open.interval?.upper.isFinite == true)
  }

  @Test(
    arguments: [
      (Figures(), nil, "a value is missing"),
      (Figures(value: 0, lower95: -1, upper95: 1), nil, "there is no ratio to 0"),
      (Figures(value: -2, lower95: -3, upper95: -1), nil, "there is no ratio to 0"),
      (Figures(value: 2), 0.5, "a figure has no limits"), (Figures(value: 2, lower95: 3, upper95: 4), 0.5, "outside"),
      (Figures(value: 2, lower95: 0, upper95: 4), 0.5, "reach 0"),
    ] as [(Figures, Double?, String)])
  func aRatioThatThereIsNotSaysWhy(second: Figures, value: Double?, reason: String) throws {
    let ratio = TwoFigures.ratio(Figures(value: 1, lower95: 0.5, upper95: 1.5), to: second)
    #expect(ratio.value == value && ratio.interval == nil && ratio.reason?.contains(reason) == true)
  }

  /// The same from the Wilson limits of the two, as published limits would be (worked out in Python); and why there are none.
  @Test func theDifferenceOfPublishedFiguresRestsOnTheirLimits() throws {
    let first = Figures(value: 0.8, lower95: 0.6918335550374693, upper95: 0.8769526075163705)
    let second = Figures(value: 0.6, lower95: 0.4904546500516039, upper95: 0.7003817240412906)
    let interval = try #require(TwoFigures.difference(first, less: second).interval)
    #expect((interval.lower - 0.0524314724023649).magnitude < 1e-15)
    #expect((interval.upper - 0.333872654036906).magnitude < 1e-15)
    for (other, reason) in [
      (Figures(), "a value is missing"), (Figures(value: 1), "a figure has no limits"),
      (Figures(value: 1, lower95: .nan, upper95: 2), "a figure has no limits"),
      (Figures(value: 3, lower95: 1, upper95: 2), "a figure lies outside its limits"),
      (Figures(value: 1, lower95: 2, upper95: 0), "a figure lies outside its limits"),
      (Figures(value: -.infinity, lower95: 0, upper95: 1), "a figure lies outside its limits"),
    ] {
      let difference = TwoFigures.difference(first, less: other)
      #expect(difference.interval == nil && difference.reason == reason, "\(other)")
    }
    #expect(TwoFigures.difference(first, less: Figures(value: 0.5)).value == 0.8 - 0.5)
  }

  /// A rate of 120 against England's 100 on 240 deaths: 40 fewer at England's; the same by count and population.
  @Test func theTwoWaysToAnExcessAgree() throws {
    let rate = Rates.rate(count: 240, denominator: 200_000)
    let byRate = Excess.events(count: 240, value: rate.value, interval: rate.interval, benchmark: 100)
    let byCount = Excess.events(count: 240, denominator: 200_000, benchmark: 100, multiplier: 100_000)
    var agreement = Agreement("excess by rate and by count")
    agreement.nextRow()
    agreement.expect(byRate.value, 40)
    agreement.expect(byCount.value, 40)
    agreement.expect(byRate.interval?.lower, byCount.interval?.lower)
    agreement.expect(byRate.interval?.upper, byCount.interval?.upper)
    agreement.report(rows: 1)
    let share = Excess.events(count: 30, denominator: 100, benchmark: 25, multiplier: 100, isProportion: true)
    #expect(share.value == 5 && share.method == .wilson)
  }

  /// Deaths at 62.5 lose 12.5 years before 75, those at 72.5 lose 2.5, those at 77.5 none.
  @Test func yearsOfLifeLostAreCountedFromTheMiddleOfTheBand() throws {
    let starts: [Double] = [60, 65, 70, 75]
    let years = YearsOfLifeLost.years(to: 75, starts: starts)
    #expect(years == [12.5, 7.5, 2.5, 0])
    let total = YearsOfLifeLost.total(deaths: [20, nil, 40, 1000], yearsEach: years)
    #expect(total.value == 350)
    // √Var/O and Byar's limits of 60 deaths, worked from facts section 3.
    let byar = try #require(Intervals.byar(count: 60, z: ConfidenceLevel.p95.z))
    let scale = ((20 * 156.25 + 40 * 6.25) / 60.0).squareRoot()
    #expect(Vectors.agree(total.interval?.lower, 350 + scale * (byar.lower - 60)))
    #expect(Vectors.agree(total.interval?.upper, 350 + scale * (byar.upper - 60)))
    let rate = YearsOfLifeLost.rate(
      deaths: [20, nil, 40, 1000], populations: [1000, 900, 800, 700], weights: [3, 2, 1, 9], yearsEach: years)
    let expected = 10_000 * (20 * 12.5 * 3 / 1000 + 40 * 2.5 / 800) / 6
    #expect(Vectors.agree(rate.value, expected))
    #expect(YearsOfLifeLost.total(deaths: [3], yearsEach: [10]).reason == "fewer than ten deaths have no limits")
    #expect(YearsOfLifeLost.total(deaths: [3], yearsEach: [10]).value == 30)
    #expect(YearsOfLifeLost.total(deaths: [3], yearsEach: []).reason == "the lists differ in length")
    #expect(
      YearsOfLifeLost.total(deaths: [-3], yearsEach: [1]).reason
        == "the deaths or years of age band 1 are negative or not a number")
    #expect(
      YearsOfLifeLost.rate(deaths: [9], populations: [9], weights: [1], yearsEach: [1]).reason
        == "fewer than ten events")
  }

  @Test func whatCannotBeComparedSaysWhy() {
    let some = TwoFigures.Figure(count: 5, denominator: 9)
    let none = TwoFigures.Figure(count: 0, denominator: 9)
    #expect(
      TwoFigures.rateRatio(some, to: none).reason
        == "nothing was counted in the second, by which the first is divided")
    #expect(TwoFigures.rateRatio(none, to: some).value == 0)
    #expect(TwoFigures.rateRatio(none, to: some).reason == "nothing was counted in the first")
    #expect(
      TwoFigures.riskRatio(.init(count: 10, denominator: 9), to: some).reason == "the count is above the denominator")
    #expect(TwoFigures.rateDifference(.init(count: nil, denominator: 9), less: some).reason == "no count")
    #expect(
      TwoFigures.riskDifference(some, less: .init(count: 1, denominator: 0)).reason
        == "the denominator is not above zero")
    #expect(
      Excess.events(count: 5, denominator: 9, benchmark: .nan, multiplier: 1).reason
        == "the benchmark is missing or impossible")
    #expect(
      Excess.events(count: 5, value: 0, interval: nil, benchmark: 1).reason == "the value is missing or not above zero")
    #expect(Excess.events(count: 5, value: 2, interval: nil, benchmark: 1).reason == "the value has no limits")
    for a in awkward {
      for b in awkward {
        let (one, two) = (TwoFigures.Figure(count: a, denominator: b), TwoFigures.Figure(count: b, denominator: a))
        for estimate in [
          TwoFigures.rateRatio(one, to: two), TwoFigures.riskRatio(one, to: two),
          TwoFigures.rateDifference(one, less: two),
          TwoFigures.riskDifference(one, less: two),
          Excess.events(count: a, denominator: b, benchmark: a, multiplier: b),
          Excess.events(count: a, value: b, interval: Interval(lower: a, upper: b), benchmark: a),
          YearsOfLifeLost.total(deaths: [a], yearsEach: [b]),
          YearsOfLifeLost.rate(deaths: [a, 20], populations: [b, 90], weights: [1, 1], yearsEach: [a, b]),
        ] {
          #expect(estimate.value?.isFinite ?? (estimate.obstacle != nil), "\(a) \(b)")
        }
      }
    }
  }
}
