import Testing
import TideModel

@testable import TideMethods

/// Limits of healthy life expectancy that count the deaths beside the sampling of the prevalences.
@Suite struct HealthyLifeExpectancyTests {
  /// Where everybody is in good health, healthy life expectancy is life expectancy, limits and all: those of the reference.
  @Test func inPerfectHealthLimitsAreThoseOfLifeExpectancy() throws {
    let input = Dictionary(grouping: try Vectors.rows("phe_life_expectancy_input")) { $0["area"] ?? "" }
    var agreement = Agreement("phe_life_expectancy_expected.csv: healthy")
    for row in try Vectors.rows("phe_life_expectancy_expected") where row["value"] != "" {
      let rows = try #require(input[row["area"] ?? ""])
      let confidence = try #require(row.number("confidence_arg").flatMap(Confidence.init))
      let place = try #require(rows.firstIndex { $0["startage"] == row["startage"] })
      let table = try LifeTable(deaths: rows.map { $0.number("deaths") }, populations: rows.map { $0.number("pops") })
      for respondents in [[], rows.map { _ in Double?(1) }] {
        let healthy = table.healthyExpectancies(
          goodHealth: rows.map { _ in 1 }, respondents: respondents, countsDeaths: true, confidence: confidence)
        agreement.nextRow()
        RatesTests.expect(healthy[place], row, ("lowercl", "uppercl"), &agreement)
        // Where nobody gets so old there are no limits.
        #expect((healthy[place].obstacle == nil) == (row["lowercl"] != ""), "\(row)")
      }
    }
    agreement.report(rows: 720)
  }

  /// Standard errors of simulated life tables: of 4,000,000, so that they are sure to 0.04%. In a ward of few deaths they are a
  /// little wider than those of a straight line through the figure, which is what the limits stand on.
  @Test func errorsAgreeWithSimulatedLifeTables() throws {
    let sets = Dictionary(grouping: try Vectors.rows("hle_both_variances")) { $0["set"] ?? "" }
    #expect(sets.count == 3)
    for (name, rows) in sets {
      let table = try LifeTable(deaths: rows.map { $0.number("deaths") }, populations: rows.map { $0.number("pops") })
      let shares = rows.map { $0.number("share") }
      let deaths = table.healthyExpectancies(goodHealth: shares, countsDeaths: true)
      let both = table.healthyExpectancies(
        goodHealth: shares, respondents: rows.map { $0.number("respondents") }, countsDeaths: true)
      var agreement = Agreement("hle_both_variances.csv: \(name)", tolerance: name == "ward" ? 0.03 : 0.006)
      for (index, row) in rows.enumerated() {
        agreement.nextRow()
        agreement.expect(both[index].value, row.number("hle"), tolerance: 1e-12)
        for (estimate, column) in [(deaths[index], "se_deaths"), (both[index], "se_both")] {
          let interval = try #require(estimate.interval)
          agreement.expect((interval.upper - interval.lower) / 2 / Confidence.p95.z, row.number(column), "\(row)")
        }
      }
      agreement.report(rows: 20)
    }
  }

  /// HLE at birth as a function of what varies: q of each band but the last, M of the last, and each π. Written out from the
  /// survivors, apart from the table's own code.
  private static func expectancy(_ dying: [Double], _ lastRate: Double, _ shares: [Double], _ starts: [Double])
    -> Double
  {
    var (alive, years) = (1.0, 0.0)
    for (band, q) in dying.enumerated() {
      let lived = band == 0 && starts[1] == 1 ? 0.1 : 0.5
      let width = starts[band + 1] - starts[band]
      years += shares[band] * alive * width * (1 - q + lived * q)
      alive *= 1 - q
    }
    return years + shares[dying.count] * alive / lastRate
  }

  /// The delta method by numbers: each slope from two nearby figures, times the variance of what varies.
  @Test(arguments: [1.0, 0.3])
  func errorsAreThoseOfTheDeltaMethod(size: Double) throws {
    let starts: [Double] = [0, 1, 15, 45, 65, 75, 85]
    let people = [9000.0, 120_000, 300_000, 200_000, 80_000, 40_000, 15_000].map { $0 * size }
    let deaths = [50.0, 20, 240, 1200, 1600, 2000, 2100].map { $0 * size }
    let shares = [0.98, 0.97, 0.9, 0.75, 0.6, 0.5, 0.35]
    let asked = [300.0, 900, 1500, 1200, 500, 300, 120]
    let rates = zip(deaths, people).map { $0 / $1 }
    let dying = (0..<6).map { band in
      let (n, a) = (starts[band + 1] - starts[band], band == 0 ? 0.1 : 0.5)
      return rates[band] * n / (1 + rates[band] * n * (1 - a))
    }
    var variances = (deaths: 0.0, sampling: 0.0)
    let step = 1e-5
    func slope(_ value: Double, _ expectancy: (Double) -> Double) -> Double {
      (expectancy(value * (1 + step)) - expectancy(value * (1 - step))) / (2 * step * value)
    }
    for band in 0..<6 {
      let change = slope(dying[band]) { q in
        var moved = dying
        moved[band] = q
        return Self.expectancy(moved, rates[6], shares, starts)
      }
      variances.deaths += change * change * dying[band] * dying[band] * (1 - dying[band]) / deaths[band]
    }
    let last = slope(rates[6]) { Self.expectancy(dying, $0, shares, starts) }
    // The variance of D/P, D a Poisson count.
    variances.deaths += last * last * deaths[6] / (people[6] * people[6])
    for band in 0..<7 {
      let change = slope(shares[band]) { share in
        var moved = shares
        moved[band] = share
        return Self.expectancy(dying, rates[6], moved, starts)
      }
      variances.sampling += change * change * shares[band] * (1 - shares[band]) / asked[band]
    }
    let bands = try #require(LifeTableBands(starts: starts))
    let table = try LifeTable(deaths: deaths, populations: people, bands: bands)
    func error(_ respondents: [Double?], _ countsDeaths: Bool) throws -> Double {
      let estimate = table.healthyExpectancies(
        goodHealth: shares, respondents: respondents, countsDeaths: countsDeaths)[0]
      #expect(Vectors.agree(estimate.value, Self.expectancy(dying, rates[6], shares, starts)))
      let interval = try #require(estimate.interval)
      return (interval.upper - interval.lower) / 2 / Confidence.p95.z
    }
    var agreement = Agreement("the delta method by numbers", tolerance: 1e-7)
    agreement.nextRow()
    agreement.expect(try error([], true), variances.deaths.squareRoot())
    agreement.expect(try error(asked, true), (variances.deaths + variances.sampling).squareRoot())
    agreement.expect(try error(asked, false), variances.sampling.squareRoot())
    agreement.report(rows: 1)
    #expect(table.healthyExpectancies(goodHealth: shares)[0].reason == "no respondents were given")
  }
}
