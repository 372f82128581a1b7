import Testing
import TideModel

@testable import TideMethods

@Suite struct RecentTrendTests {
  static func period(_ label: String) throws -> Period { try #require(PeriodParser.parse(label)).period }

  /// Yearly points from `first`, each with the given figures.
  static func series(_ figures: [Figures], from first: Int = 2018, status: [Int: Status] = [:]) throws -> [TrendPoint] {
    try figures.enumerated().map { index, figures in
      TrendPoint(period: try period(String(first + index)), figures: figures, status: status[index] ?? .none)
    }
  }

  /// Five values with limits 1 either side.
  static func rates(_ values: Double...) throws -> [TrendPoint] {
    try series(values.map { Figures(value: $0, lower95: $0 - 1, upper95: $0 + 1) })
  }

  static func proportions(_ counts: Double...) throws -> [TrendPoint] {
    try series(counts.map { Figures(value: $0 / 10, count: $0, denominator: 1000) })
  }

  @Test func agreesWithTheReferenceSeries() throws {
    let input = Dictionary(grouping: try Vectors.rows("recent_trend_input"), by: { $0["series"] ?? "" })
    let polarities: [String: Polarity] = ["none": .noJudgement, "low": .lowIsGood, "high": .highIsGood]
    var tested = 0
    for row in try Vectors.rows("recent_trend_expected") {
      let rows = try #require(row["series"].flatMap { input[$0] })
      let points = try rows.map { point in
        TrendPoint(
          period: try Self.period(try #require(point["year"])),
          figures: Figures(
            value: point.number("value"), lower95: point.number("lower95"), upper95: point.number("upper95"),
            count: point.number("count"), denominator: point.number("denominator")))
      }
      let byCounts = row["method"] == "proportion_chi2_trend"
      let polarity = try #require(rows[0]["polarity"].flatMap { polarities[$0] })
      let trend = RecentTrend.of(points: points, valueType: byCounts ? .proportion : .crudeRate, polarity: polarity)
      let statistic = try #require(trend.statistic)
      #expect(statistic.method == (byCounts ? .proportions : .weightedSlope))
      #expect(trend.text == row["label"], "\(row)")
      #expect(Vectors.agree(statistic.chiSquared, row.number("chi2")), "\(row)")
      #expect(Vectors.agree(statistic.slope, row.number("slope")), "\(row)")
      #expect(statistic.slopesLeavingOneOut.count == 5)
      for (index, slope) in statistic.slopesLeavingOneOut.enumerated() {
        #expect(Vectors.agree(slope, row.number("loo_slope_drop\(index + 1)")), "\(row)")
      }
      tested += 1
    }
    #expect(tested == 14)
  }

  @Test func theTextFollowsPolarity() throws {
    let up = try Self.rates(10, 12, 14, 16, 18)
    let down = try Self.rates(18, 16, 14, 12, 10)
    let texts: [(Polarity, String, String)] = [
      (.lowIsGood, "Increasing and getting worse", "Decreasing and getting better"),
      (.highIsGood, "Increasing and getting better", "Decreasing and getting worse"),
      (.noJudgement, "Increasing", "Decreasing"), (.unknown, "Increasing", "Decreasing"),
      (.notApplicable, "Increasing", "Decreasing"),
    ]
    for (polarity, rising, falling) in texts {
      #expect(RecentTrend.of(points: up, valueType: .crudeRate, polarity: polarity).text == rising)
      #expect(RecentTrend.of(points: down, valueType: .crudeRate, polarity: polarity).text == falling)
    }
  }

  @Test func onlyTheLatestFivePointsCount() throws {
    let points = try Self.rates(100, 50, 1, 10, 12, 14, 16, 18)
    let trend = RecentTrend.of(points: points, valueType: .mean, polarity: .unknown)
    #expect(trend == RecentTrend.of(points: Array(points.suffix(5)), valueType: .mean, polarity: .unknown))
    #expect(trend.direction == .increasing)
  }

  @Test func onePointAloneDecidesNoTrend() throws {
    let trend = RecentTrend.of(
      points: try Self.rates(20, 10, 10.2, 10.4, 10.6), valueType: .crudeRate, polarity: .lowIsGood)
    #expect(try #require(trend.statistic).chiSquared > TrendStatistic.threshold)
    #expect(trend.text == "No significant change")
  }

  private func obstacle(_ points: [TrendPoint], _ type: ValueType = .crudeRate) -> TrendObstacle? {
    let trend = RecentTrend.of(points: points, valueType: type, polarity: .lowIsGood)
    #expect((trend.obstacle == nil) == (trend.text != "Cannot be calculated"))
    #expect((trend.obstacle == nil) == (trend.statistic != nil))
    #expect(trend.reason != "")
    return trend.obstacle
  }

  @Test func tooFewPointsOrTheWrongValueType() throws {
    let five = try Self.rates(1, 2, 3, 4, 5)
    #expect(obstacle([]) == .tooFewPoints(0))
    #expect(obstacle(Array(five.suffix(4))) == .tooFewPoints(4))
    #expect(obstacle(five) == nil)
    for type in [ValueType.count, .score, .number, .percentagePoint, .monthsLifeLost, .relativeIndexOfInequality] {
      #expect(obstacle(five, type) == .valueType(type))
    }
    #expect(TrendObstacle.valueType(.score).text == "value type not allowed: score")
  }

  @Test func periodsMustBeSingleYearsThatFollowOneAnother() throws {
    func points(_ labels: String...) throws -> [TrendPoint] {
      try labels.enumerated().map { index, label in
        TrendPoint(
          period: try Self.period(label),
          figures: Figures(value: Double(index), lower95: Double(index) - 1, upper95: Double(index) + 1))
      }
    }
    #expect(
      obstacle(try points("2014 - 16", "2015 - 17", "2016 - 18", "2017 - 19", "2018 - 20")) == .overlappingPeriods)
    #expect(obstacle(try points("2006 - 08", "2009 - 11", "2012 - 14", "2015 - 17", "2018 - 20")) == .notYearly)
    #expect(obstacle(try points("2019 Q1", "2019 Q2", "2019 Q3", "2019 Q4", "2020 Q1")) == .notYearly)
    #expect(obstacle(try points("2022", "2021", "2020", "2019", "2018")) == .overlappingPeriods)
    #expect(obstacle(try points("2018", "2018", "2019", "2020", "2021")) == .overlappingPeriods)
    #expect(obstacle(try points("2017", "2018", "2019", "2021", "2022")) == .gap(before: "2021"))
    #expect(obstacle(try points("2017/18", "2018/19", "2019/20", "2020/21", "2021/22")) == nil)
    // A gap before the last five is no matter.
    #expect(obstacle(try points("2010", "2017", "2018", "2019", "2020", "2021")) == nil)
  }

  @Test func theWalkStopsAtTheFirstPointThatCannotBeUsed() throws {
    var points = try Self.rates(1, 2, 3, 4, 5, 6)
    points[3] = TrendPoint(period: points[3].period, figures: Figures(), status: .suppressed)
    #expect(obstacle(points) == .noValue(period: "2021", why: "suppressed"))
    points[3] = TrendPoint(period: points[3].period, figures: Figures())
    #expect(obstacle(points) == .noValue(period: "2021", why: "not available"))
    points[3] = TrendPoint(period: points[3].period, figures: Figures(value: 3))
    #expect(obstacle(points) == .noInterval(period: "2021"))
    #expect(obstacle(points, .unknown) == .unknownValueType)
  }

  @Test func aBreakInsideTheFivePointsEndsTheTest() throws {
    let figures = (1...6).map { Figures(value: Double($0), lower95: 0, upper95: Double($0) + 1) }
    #expect(obstacle(try Self.series(figures, status: [2: .seriesBreak])) == .seriesBreak(period: "2020"))
    #expect(obstacle(try Self.series(figures, status: [0: .seriesBreak])) == nil)
    #expect(TrendObstacle.seriesBreak(period: "2020").text.hasPrefix("break in the series"))
  }

  @Test func proportionsNeedUsableCounts() throws {
    #expect(obstacle(try Self.proportions(10, 20, 30, 40, 50), .proportion) == nil)
    #expect(obstacle(try Self.rates(10, 20, 30, 40, 50), .proportion) == .noCounts(period: "2022"))
    #expect(
      obstacle(try Self.proportions(10, 20, 1000, 40, 50), .proportion) == .countEqualsDenominator(period: "2020"))
    #expect(obstacle(try Self.proportions(10, 20, 0, 40, 50), .proportion) == .zeroCount(period: "2020"))
    #expect(obstacle(try Self.proportions(0, 0, 0, 0, 0), .proportion) == .zeroCount(period: "2022"))
    #expect(obstacle(try Self.proportions(10, 20, 1001, 40, 50), .proportion) == .impossibleNumbers(period: "2020"))
    #expect(obstacle(try Self.proportions(10, 20, -1, 40, 50), .proportion) == .impossibleNumbers(period: "2020"))
  }

  /// Published trends of small areas with zero counts say so; the test needs the odds only for a direction.
  @Test func aZeroCountWithoutSignificanceIsNoChange() throws {
    let trend = RecentTrend.of(points: try Self.proportions(1, 0, 2, 0, 1), valueType: .proportion, polarity: .unknown)
    #expect(trend.text == "No significant change")
    #expect(trend.statistic?.slope == nil)
    #expect(trend.statistic.map { $0.chiSquared < TrendStatistic.threshold } == true)
  }

  @Test func anUnknownValueTypeIsNeverGuessedToBeAProportion() throws {
    #expect(obstacle(try Self.proportions(10, 20, 30, 40, 50), .unknown) == .unknownValueType)
    let trend = RecentTrend.of(points: try Self.rates(1, 3, 5, 7, 9), valueType: .unknown, polarity: .unknown)
    #expect(trend.statistic?.method == .weightedSlope)
  }

  @Test func awkwardNumbersNeverTrapAndGiveAReason() throws {
    for type in ValueType.allCases {
      for a in awkward {
        for b in awkward {
          let odd = Figures(value: a, lower95: b, upper95: a, count: a, denominator: b)
          let plain = Figures(value: 10, lower95: 9, upper95: 11, count: 10, denominator: 100)
          _ = obstacle(try Self.series([plain, odd, plain, odd, plain]), type)
          _ = obstacle(try Self.series([odd, odd, odd, odd, odd]), type)
        }
      }
    }
    #expect(
      obstacle(try Self.series(Array(repeating: Figures(value: 5, lower95: 5, upper95: 5), count: 5)))
        == .impossibleNumbers(period: "2022"))
  }
}
