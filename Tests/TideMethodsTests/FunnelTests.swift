import Testing
import TideModel

@testable import TideMethods

@Suite struct FunnelTests {
  static func proportions() throws -> ([[String: String]], FunnelPlot) {
    let rows = try Vectors.rows("assign_funnel_significance_proportion")
    let records = rows.map { FunnelRecord(count: $0.number("numerator"), denominator: $0.number("denominator")) }
    return (rows, try FunnelPlot(.proportion, records, multiplier: 100))
  }

  static func ratios(_ kind: FunnelKind) throws -> ([[String: String]], FunnelPlot) {
    let rows = try Vectors.rows("assign_funnel_significance_ratio")
    let records = rows.map { FunnelRecord(count: $0.number("obs"), denominator: $0.number("expected")) }
    return (rows, try FunnelPlot(kind, records, multiplier: 1))
  }

  @Test func significancesAgreeWithTheReference() throws {
    let (rows, plot) = try Self.proportions()
    let found = plot.significances()
    for (row, significance) in zip(rows, found) { #expect(significance.text == row["expected_run"], "\(row)") }
    let (others, ratios) = try Self.ratios(.ratioOfCounts)
    for (row, significance) in zip(others, ratios.significances()) {
      #expect(significance.text == row["expected_run"], "\(row)")
    }
    #expect(rows.count == 303 && others.count == 300)
    print("agrees | assign_funnel_significance_proportion.csv, _ratio.csv | 603 rows | labels equal")
  }

  @Test func significancesOfRatesAgreeWithTheReference() throws {
    let all = try Vectors.rows("assign_funnel_significance_rate_pkg")
    var compared = 0
    for (column, kind, rate, multiplier) in [
      ("dsr_per_100000", FunnelKind.directlyStandardisedRate, "rate_dsr", 100_000.0),
      ("dsr_per_100", .directlyStandardisedRate, "rate_dsr", 100),
      ("crude_per_100000", .crudeRate, "rate_crude_per_100000", 100_000),
      ("crude_per_100", .crudeRate, "rate_crude_per_100", 100),
    ] {
      for (suffix, rows) in [("_with_0", all), ("_without_0", all.filter { $0.number("count") != 0 })] {
        let records = rows.map {
          FunnelRecord(count: $0.number("count"), denominator: $0.number("pop"), rate: $0.number(rate))
        }
        let plot = try FunnelPlot(kind, records, multiplier: multiplier)
        for (row, significance) in zip(rows, plot.significances()) {
          let expected = try #require(row[column + suffix])
          #expect(expected.hasPrefix(significance.text), "\(column)\(suffix) \(row)")
          compared += 1
        }
      }
    }
    #expect(compared == 316)
    print("agrees | assign_funnel_significance_rate_pkg.csv | 40 rows | \(compared) labels equal")
  }

  @Test func linesOfProportionsAgreeWithTheReference() throws {
    let (_, plot) = try Self.proportions()
    var agreement = Agreement("calculate_funnel_limits_proportion.csv")
    for (row, limits) in zip(try Vectors.rows("calculate_funnel_limits_proportion"), try plot.limits()) {
      agreement.nextRow()
      agreement.expect(limits.position, row.number("Population"), "\(row)")
      agreement.expect(limits.lower95.limit, row.number("lower_2s_limit"))
      agreement.expect(limits.upper95.limit, row.number("upper_2s_limit"))
      agreement.expect(limits.lower998.limit, row.number("lower_3s_limit"))
      agreement.expect(limits.upper998.limit, row.number("upper_3s_limit"))
      agreement.expect(plot.average * 100, row.number("baseline"))
    }
    agreement.report(rows: 100)
  }

  /// The reference finds its lines by halving an interval: 1e-4, as its notes say.
  static func compare(_ file: String, _ plot: FunnelPlot, _ position: String, _ denominator: String) throws {
    var agreement = Agreement(file + ".csv", tolerance: 1e-4)
    for (row, limits) in zip(try Vectors.rows(file), try plot.limits()) {
      agreement.nextRow()
      agreement.expect(limits.position, row.number(position), tolerance: 0, "\(row)")
      for (name, line) in [
        ("lower_2s", limits.lower95), ("upper_2s", limits.upper95), ("lower_3s", limits.lower998),
        ("upper_3s", limits.upper998),
      ] {
        agreement.expect(line.limit, row.number("\(name)_limit"), "\(name) \(row)")
        agreement.expect(line.denominator, row.number("\(name)_\(denominator)"), "\(name) \(row)")
      }
      if let baseline = row.number("baseline") { agreement.expect(plot.average * plot.multiplier, baseline) }
    }
    agreement.report(rows: 100)
  }

  @Test func linesOfRatiosAndRatesAgreeWithTheReference() throws {
    try Self.compare(
      "calculate_funnel_limits_ratio_count", try Self.ratios(.ratioOfCounts).1, "Observed_events", "exp_events")
    try Self.compare(
      "calculate_funnel_limits_ratio_isr", try Self.ratios(.standardisedRatio).1, "Observed_events", "exp_events")
    let rows = try Vectors.rows("calculate_funnel_limits_rate_input")
    let greatest = rows.compactMap { $0.number("ev") }.max()
    for (file, kind) in [
      ("rate_dsr_3yr", FunnelKind.directlyStandardisedRate), ("rate_crude_maxev_replaced_by_5", .crudeRate),
    ] {
      let records = rows.map { row in
        let count = row.number("ev")
        return FunnelRecord(
          count: kind == .crudeRate && count == greatest ? 5 : count, denominator: row.number("pop"),
          rate: row.number("rate"))
      }
      let plot = try FunnelPlot(kind, records, multiplier: 100_000, years: 3)
      try Self.compare("calculate_funnel_limits_\(file)", plot, "Events", "population_1_year")
    }
  }

  @Test func pointsAgreeWithTheReference() throws {
    var agreement = Agreement("calculate_funnel_points_dsr_3yr.csv")
    let rows = try Vectors.rows("calculate_funnel_points_dsr_3yr")
    let records = rows.map { FunnelRecord(count: $0.number("ev"), denominator: nil, rate: $0.number("rate")) }
    let plot = try FunnelPlot(.directlyStandardisedRate, records, multiplier: 100_000, years: 3)
    for (row, point) in zip(rows, plot.points()) {
      agreement.nextRow()
      agreement.expect(point.denominator, row.number("denominator_derived"), "\(row)")
      agreement.expect(point.value, row.number("rate_chart"), "\(row)")
    }
    agreement.report(rows: 50)
    let few = try FunnelPlot(
      .directlyStandardisedRate,
      [.init(count: 9, denominator: nil, rate: 3), .init(count: 10, denominator: nil, rate: 3)],
      multiplier: 1000)
    #expect(few.points().map(\.value) == [nil, 3])
    #expect(few.significances() == [.notApplicable(Obstacle("fewer than ten events")), .notSignificant])
    let shares = [FunnelRecord(count: 3, denominator: 4), FunnelRecord(count: nil, denominator: 4)]
    #expect(try FunnelPlot(.proportion, shares, multiplier: 100).points().map(\.value) == [75, nil])
    #expect(try FunnelPlot(.ratioOfCounts, shares, multiplier: 1).points()[0].value == -0.25)
    #expect(try FunnelPlot(.standardisedRatio, shares, multiplier: 1).points()[0].value == 75)
    let empty = try FunnelPlot(
      .crudeRate, [.init(count: 0, denominator: 30, rate: 0), .init(count: 2, denominator: 9, rate: 5)],
      multiplier: 100,
      years: 3)
    #expect(empty.points().map(\.denominator) == [10, 40.0 / 3])
  }

  @Test func theOrderOfAreasChangesNothing() throws {
    let (_, plot) = try Self.ratios(.ratioOfCounts)
    let rows = try Vectors.rows("assign_funnel_significance_ratio").reversed()
    let turned = try FunnelPlot(
      .ratioOfCounts, rows.map { FunnelRecord(count: $0.number("obs"), denominator: $0.number("expected")) },
      multiplier: 1)
    #expect(turned.significances() == plot.significances().reversed())
    #expect(try turned.limits() == plot.limits())
  }

  @Test func whatIsNoFunnelSaysWhy() {
    func reason(_ kind: FunnelKind, _ records: [FunnelRecord], _ multiplier: Double = 100) -> String? {
      do throws(Obstacle) {
        let plot = try FunnelPlot(kind, records, multiplier: multiplier)
        _ = (plot.points(), plot.significances())
        return try plot.limits().allSatisfy { $0.lower95.limit.isFinite && $0.upper998.limit.isFinite }
          ? nil : "infinite"
      } catch {
        return error.text
      }
    }
    #expect(reason(.proportion, []) == "no record has both a count and a denominator")
    #expect(reason(.proportion, [.init(count: 2, denominator: 1)]) == "the count is above the denominator")
    #expect(reason(.proportion, [.init(count: 2, denominator: 0)]) == "a count or denominator is impossible")
    #expect(
      reason(.proportion, [.init(count: 1, denominator: 2)], 0) == "the multiplier and the years must be above zero")
    #expect(reason(.crudeRate, [.init(count: 0, denominator: 9)]) == "there are no events")
    #expect(reason(.proportion, [.init(count: 0, denominator: 9)]) == nil)
    #expect(reason(.proportion, [.init(count: 5, denominator: 1e15)]) == nil)
    let uncounted = FunnelRecord(count: nil, denominator: .nan)
    #expect(reason(.proportion, [.init(count: 5, denominator: 9), uncounted]) == nil)
    #expect(reason(.proportion, [.init(count: 5, denominator: 1e300)]) == "the result is out of range")
    for kind in FunnelKind.allCases {
      for a in awkward {
        for b in awkward {
          let records = [
            FunnelRecord(count: a, denominator: b, rate: b), FunnelRecord(count: 20, denominator: 90, rate: 4),
          ]
          #expect(reason(kind, records) != "infinite", "\(kind) \(a) \(b)")
        }
      }
    }
  }

  /// A proportion lies between 0 and its multiplier: lines of 27 in 1,000 of small areas reach 0 below and far above 100.
  @Test(arguments: [1.0, 100, 1_000, 100_000])
  func linesOfProportionsEndAtTheMultiplier(multiplier: Double) throws {
    let records = [(27.0, 100.0), (54, 200), (9, 10)].map { FunnelRecord(count: $0.0, denominator: $0.1) }
    let plot = try FunnelPlot(.proportion, records, multiplier: multiplier)
    let limits = try plot.limits()
    // The first place is 1 person: p = 90/310, p + 3.09·√(p(1 − p)) is above 1, as at 1.96; and below 0.
    let first = try #require(limits.first)
    #expect(first.position == 1 && first.upper998.limit == multiplier && first.upper95.limit == multiplier)
    #expect(first.lower95.limit == 0)
    for place in limits {
      let p = 90.0 / 310
      let upper = p + 1.959963984540054 * (p * (1 - p) / place.position).squareRoot()
      #expect((place.upper95.limit - min(1, upper) * multiplier).magnitude < 1e-9 * multiplier)
    }
  }
}
