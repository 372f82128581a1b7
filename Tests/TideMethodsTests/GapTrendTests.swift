import Testing
import TideModel

@testable import TideMethods

@Suite struct GapTrendTests {
  static func point(_ label: String, _ value: Double?, _ lower: Double?, _ upper: Double?, _ status: Status = .none)
    throws -> TrendPoint
  {
    TrendPoint(
      period: try RecentTrendTests.period(label), figures: Figures(value: value, lower95: lower, upper95: upper),
      status: status)
  }

  @Test func agreesWithTheReference() throws {
    let directions: [String: [GapTrend.Direction]] = [
      "away": [.widening, .widening], "towards": [.closing, .closing], "below": [.closing, .closing],
      "level": [.noSignificantChange, .noSignificantChange], "both": [.noSignificantChange, .noSignificantChange],
    ]
    var agreement = Agreement("gap_trend.csv")
    for (name, rows) in Dictionary(grouping: try Vectors.rows("gap_trend"), by: { $0["set"] ?? "" }) {
      let area = try rows.map { row in
        try Self.point(try #require(row["year"]), row.number("value"), row.number("lower"), row.number("upper"))
      }
      let benchmark = try rows.map { row in
        try Self.point(
          try #require(row["year"]), row.number("benchmark"), row.number("benchmark_lower"),
          row.number("benchmark_upper"))
      }
      let last = try #require(rows.last)
      agreement.nextRow()
      for (count, direction) in zip([GapTrend.views.short, GapTrend.views.long], try #require(directions[name])) {
        let trend = GapTrend.of(area: area, benchmark: benchmark, points: count)
        let (difference, error) = (last.number("difference\(count)"), last.number("error\(count)"))
        agreement.expect(trend.slopeDifference.value, difference, "\(name)")
        let half = trend.slopeDifference.interval.map { ($0.upper - $0.lower) / 2 / ConfidenceLevel.p95.z }
        agreement.expect(half, error, "\(name)")
        #expect(trend.direction == direction, "\(name) \(count): \(trend.slopeDifference)")
        #expect(trend.periods.count == count)
        // The order of the points is no matter.
        #expect(GapTrend.of(area: area.reversed(), benchmark: benchmark.reversed(), points: count) == trend)
      }
    }
    agreement.report(rows: 5)
  }

  @Test func pooledWindowsAreTakenWhereTheyShareNoDays() throws {
    let labels = (2001...2015).map { "\($0) - \(String(($0 + 2) % 100 + 100).dropFirst())" }
    let area = try labels.enumerated().map { try Self.point($1, 100 + 2 * Double($0), 90, 110) }
    let benchmark = try labels.map { try Self.point($0, 100, 99, 101) }
    let trend = GapTrend.of(area: area, benchmark: benchmark, points: 5)
    #expect(trend.periods.map(\.label) == ["2003 - 05", "2006 - 08", "2009 - 11", "2012 - 14", "2015 - 17"])
    #expect((try #require(trend.slopeDifference.value) - 2).magnitude < 1e-12)
    #expect(trend.latestGap == 28)
  }

  @Test func whatCannotBeToldSaysWhy() throws {
    let years = (2010...2016).map(String.init)
    var area = try years.enumerated().map { try Self.point($1, Double($0), Double($0) - 1, Double($0) + 1) }
    let benchmark = try years.map { try Self.point($0, 5, 4, 6) }
    func trend(_ count: Int = 5) -> GapTrend { GapTrend.of(area: area, benchmark: benchmark, points: count) }
    #expect(trend().direction != .cannotBeCalculated && trend().slopeDifference.obstacle == nil)
    #expect(trend(2).slopeDifference.reason == "a trend needs at least three points")
    #expect(
      trend(8).slopeDifference.reason == "fewer than 8 independent points with limits in both series: 7")
    area[4] = try Self.point("2014", nil, nil, nil, .suppressed)
    #expect(trend().periods.map(\.label) == ["2011", "2012", "2013", "2015", "2016"])
    area[3] = try Self.point("2013", 3, nil, nil)
    #expect(trend().periods.map(\.label) == ["2010", "2011", "2012", "2015", "2016"])
    area[1] = try Self.point("2011", 1, 0, 2, .seriesBreak)
    #expect(trend().slopeDifference.reason == "fewer than 5 independent points with limits in both series: 4")
    #expect(trend().direction.text == "cannot be calculated")
    for a in awkward {
      for b in awkward {
        let odd = try years.map { try Self.point($0, a, b, a) }
        let found = GapTrend.of(area: odd, benchmark: benchmark, points: 5)
        #expect(found.slopeDifference.value?.isFinite ?? (found.slopeDifference.obstacle != nil))
      }
    }
  }

  /// A gap of −5, −3.5, −2, −0.5 and then +1 shrank to nothing and grew on the other side: it did not widen. With equal weights the
  /// slopes differ by 1.5 a year, and the limits 0.1 either side are far too narrow to hold 0.
  @Test func aGapThatCrossesIsNotCalledWidening() throws {
    func direction(_ gaps: Double...) throws -> GapTrend.Direction {
      let area = try gaps.enumerated().map { try Self.point(String(2019 + $0), 20 + $1, 19.9 + $1, 20.1 + $1) }
      let benchmark = try gaps.indices.map { try Self.point(String(2019 + $0), 20, 19.9, 20.1) }
      return GapTrend.of(area: area, benchmark: benchmark, points: 5).direction
    }
    #expect(try direction(-5, -3.5, -2, -0.5, 1) == .crossed)
    #expect(try direction(5, 3.5, 2, 0.5, -1) == .crossed)
    #expect(try direction(-4, -2, 0, 2, 4) == .crossed)
    // It lay on the other side, but is wider now than it was then.
    #expect(try direction(-2, 0, 2, 4, 6) == .widening && direction(2, 0, -2, -4, -6) == .widening)
    #expect(GapTrend.Direction.crossed.text == "closed and now on the other side")
    // Nothing of it is left, or less on the same side: closed. From nothing, or more on the same side: widened.
    #expect(try direction(-4, -3, -2, -1, 0) == .closing && direction(4, 3, 2, 1, 0) == .closing)
    #expect(try direction(-5, -4, -3, -2, -1) == .closing)
    #expect(try direction(0, 1, 2, 3, 4) == .widening && direction(0, -1, -2, -3, -4) == .widening)
    #expect(try direction(1, 2, 3, 4, 5) == .widening)
  }
}
