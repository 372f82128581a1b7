import Testing
import TideModel

@testable import TideMethods

@Suite struct RatesTests {
  @Test func exactPoissonLimitsAgreeWithTheReference() throws {
    var agreement = Agreement("poisson_ci_byars_exact.csv: exact, z")
    for row in try Vectors.rows("poisson_ci_byars_exact") {
      let x = try #require(row.number("x"))
      let confidence = try #require(row.number("confidence").flatMap(Confidence.init))
      let interval = try #require(Intervals.exactPoisson(count: x, confidence: confidence))
      agreement.nextRow()
      agreement.expect(confidence.z, row.number("z"))
      agreement.expect(interval.lower, row.number("exact_lower"), "\(row)")
      agreement.expect(interval.upper, row.number("exact_upper"), "\(row)")
    }
    agreement.report(rows: 217)
  }

  static func expect(_ estimate: Estimate, _ row: [String: String], _ suffix: (String, String), _ all: inout Agreement)
  {
    all.expect(estimate.value, row.number("value"), "\(row)")
    all.expect(estimate.interval?.lower, row.number(suffix.0), "\(row)")
    all.expect(estimate.interval?.upper, row.number(suffix.1), "\(row)")
  }

  @Test func ratesAgreeWithTheReference() throws {
    var agreement = Agreement("phe_rate.csv")
    for row in try Vectors.rows("phe_rate") {
      let confidence = try #require(row.number("confidence_arg").flatMap(Confidence.init))
      let estimate = Rates.rate(
        count: row.number("x"), denominator: row.number("n"), multiplier: try #require(row.number("multiplier")),
        confidence: confidence)
      agreement.nextRow()
      Self.expect(estimate, row, ("lowercl", "uppercl"), &agreement)
      #expect((estimate.method?.name ?? "") == row["method"])
      #expect((estimate.obstacle == nil) == (row["value"] != ""))
    }
    agreement.report(rows: 528)
  }

  @Test func proportionsAgreeWithTheReference() throws {
    var agreement = Agreement("phe_proportion.csv")
    for row in try Vectors.rows("phe_proportion") {
      let confidence = try #require(row.number("confidence_arg").flatMap(Confidence.init))
      let estimate = Rates.proportion(
        count: row.number("x"), denominator: row.number("n"), multiplier: try #require(row.number("multiplier")),
        confidence: confidence)
      agreement.nextRow()
      Self.expect(estimate, row, ("lowercl", "uppercl"), &agreement)
    }
    agreement.report(rows: 472)
  }

  @Test(arguments: ["phe_rate_two_levels", "phe_proportion_two_levels"])
  func twoLevelsAgreeWithTheReference(_ file: String) throws {
    var agreement = Agreement(file + ".csv")
    let rows = try Vectors.rows(file)
    for row in rows {
      let multiplier = try #require(row.number("multiplier"))
      agreement.nextRow()
      for (level, columns) in [
        (ConfidenceLevel.p95, ("lower95_0cl", "upper95_0cl")), (.p998, ("lower99_8cl", "upper99_8cl")),
      ] {
        let (x, n) = (row.number("x"), row.number("n"))
        let estimate =
          file.contains("rate")
          ? Rates.rate(count: x, denominator: n, multiplier: multiplier, confidence: level.confidence)
          : Rates.proportion(count: x, denominator: n, multiplier: multiplier, confidence: level.confidence)
        Self.expect(estimate, row, columns, &agreement)
      }
    }
    agreement.report(rows: file.contains("rate") ? 132 : 118)
  }

  /// The example of the help page: four areas of three rows each, of which one has a missing count.
  @Test func groupedSumsAgreeWithTheReference() throws {
    var agreement = Agreement("grouped_aggregation_doc.csv")
    for row in try Vectors.rows("grouped_aggregation_doc") {
      let n = try #require(row.number("n"))
      let parts = [n / 4, n / 4, n / 2]
      let counts: [Double?] = row.number("x").map { [$0 - 20, 8, 12] } ?? [65, nil, 82]
      let sums = Pooling.sums(
        counts: counts + [1], denominators: parts + [2], groups: [0, 0, 0, 7], groupCount: 1)
      let sum = try #require(sums.first)
      agreement.nextRow()
      agreement.expect(sum.count, row.number("x"))
      agreement.expect(sum.denominator, n)
      let estimate =
        row["fn"] == "phe_rate"
        ? Rates.rate(count: sum.count, denominator: sum.denominator)
        : Rates.proportion(count: sum.count, denominator: sum.denominator)
      Self.expect(estimate, row, ("lowercl", "uppercl"), &agreement)
    }
    agreement.report(rows: 8)
  }

  @Test func meansAgreeWithTheReference() throws {
    let input = Dictionary(grouping: try Vectors.rows("phe_mean_input")) { ($0["src"] ?? "") + ($0["area"] ?? "") }
    var agreement = Agreement("phe_mean_expected.csv")
    for row in try Vectors.rows("phe_mean_expected") {
      let values = try #require(input[(row["src"] ?? "") + (row["area"] ?? "")]).map { $0.number("values") }
      let confidence = try #require(row.number("confidence_arg").flatMap(Confidence.init))
      let mean = Means.mean(of: values, confidence: confidence)
      agreement.nextRow()
      agreement.expect(mean.sum, row.number("value_sum"))
      agreement.expect(mean.standardDeviation, row.number("stdev"))
      #expect(Double(mean.count) == row.number("value_count"))
      Self.expect(mean.estimate, row, ("lowercl", "uppercl"), &agreement)
    }
    agreement.report(rows: 18)
  }

  @Test func whatCannotBeARateSaysWhy() {
    func rate(_ x: Double?, _ n: Double?) -> String? { Rates.rate(count: x, denominator: n).reason }
    #expect(rate(nil, 1) == "no count")
    #expect(rate(1, nil) == "no denominator")
    #expect(rate(-1, 1) == "the count is negative")
    #expect(rate(.nan, 1) == "the count is not a finite number")
    #expect(rate(1, 0) == "the denominator is not above zero")
    #expect(rate(1, .infinity) == "the denominator is not above zero")
    #expect(rate(1e300, 1e-300) == "the result is out of range")
    #expect(rate(2, 1) == nil)
    #expect(Rates.proportion(count: 2, denominator: 1).reason == "the count is above the denominator")
    #expect(Rates.proportion(count: 2, denominator: 1).status == .notAvailable)
    #expect(Means.mean(of: []).estimate.reason == "no values")
    #expect(Means.mean(of: [1, nil]).estimate.reason == "a value is missing")
    #expect(Means.mean(of: [1, .infinity]).estimate.reason == "a value is not a finite number")
    #expect(Means.mean(of: [7]).estimate.value == 7)
    #expect(Means.mean(of: [7]).estimate.reason == "one value alone has no limits")
    #expect(Means.mean(of: [7, 7]).estimate.interval == Interval(lower: 7, upper: 7))
    for level in [0.5, 0.89, 1.5, 89, 101, .nan] { #expect(Confidence(level) == nil) }
    #expect(
      Rates.rate(count: 20, denominator: 100, confidence: Confidence(100) ?? .p95).reason
        == "the limits are out of range")
  }

  @Test func aMissingMemberMakesTheSumMissingAndASuppressedOneSuppressed() {
    let some = Pooling.sum(counts: [1, nil, 3], denominators: [10, 20, 30])
    #expect(some.count == nil && some.denominator == 60 && some.missing == [1])
    #expect(some.obstacle?.status == .notAvailable)
    let hidden = Pooling.sum(
      counts: [1, nil, 3], denominators: [10, 20, 30], statuses: [.none, .suppressed, .none])
    #expect(hidden.count == nil && hidden.denominator == nil && hidden.missing == [1])
    #expect(hidden.obstacle?.status == .suppressed)
    #expect(Pooling.sum(counts: [1], denominators: []).obstacle == .lengths)
    #expect(Pooling.sum(counts: [], denominators: []).obstacle?.text == "no members")
    #expect(Pooling.sum(counts: [.infinity], denominators: [1]).count == nil)
  }

  @Test func windowsThatShareDaysAreFound() throws {
    func overlap(_ labels: String...) throws -> [Int]? {
      let periods = try labels.map { try RecentTrendTests.period($0) }
      return Pooling.overlap(among: periods).map { [$0.earlier, $0.later] }
    }
    #expect(try overlap("2021", "2020", "2022") == nil)
    #expect(try overlap("2018 - 20", "2021 - 23") == nil)
    #expect(try overlap("2021 - 23", "2019 - 21") == [1, 0])
    #expect(try overlap("2020", "2021", "2020") == [0, 2])
    #expect(try overlap("2020", "2019/20") == [1, 0])
    #expect(try overlap() == nil)
  }

  /// Seeded, so that a failure can be had again.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func intervalsHoldTheValueShrinkWithNAndPoolsLieBetweenTheirMembers(_ seed: UInt64) throws {
    var numbers = SeededGenerator(seed: seed)
    for _ in 0..<400 {
      let n = Double(Int.random(in: 1...5000, using: &numbers))
      let x = Double(Int.random(in: 0...Int(n), using: &numbers))
      for estimate in [Rates.rate(count: x, denominator: n), Rates.proportion(count: x, denominator: n)] {
        let (value, interval) = (try #require(estimate.value), try #require(estimate.interval))
        #expect(interval.lower <= value && value <= interval.upper, "seed \(seed): \(x) of \(n)")
      }
      let width = { (k: Double) in
        Rates.rate(count: x * k, denominator: n * k).interval.map { $0.upper - $0.lower } ?? .nan
      }
      #expect(width(4) < width(1), "seed \(seed): \(x) of \(n)")
      let m = Double(Int.random(in: 1...5000, using: &numbers))
      let y = Double(Int.random(in: 0...Int(m), using: &numbers))
      let pooled = try #require(Rates.rate(count: x + y, denominator: n + m).value)
      let pair = [x / n * 100_000, y / m * 100_000]
      #expect(pooled >= pair.min()! * (1 - 1e-14) && pooled <= pair.max()! * (1 + 1e-14), "seed \(seed)")
    }
  }

  @Test func awkwardNumbersGiveFiniteNumbersOrAReason() {
    for x in awkward + [1e15] {
      for n in awkward + [1e15] {
        for estimate in Rates.rates(counts: [x], denominators: [n]) + Rates.proportions(counts: [x], denominators: [n])
        {
          #expect(estimate.value?.isFinite ?? (estimate.obstacle != nil), "\(x) \(n)")
          #expect(estimate.interval.map { $0.lower.isFinite && $0.upper.isFinite } ?? (estimate.obstacle != nil))
        }
      }
    }
    #expect(Rates.rates(counts: [1, 2], denominators: [1]).map(\.reason) == [nil, "no denominator"])
  }
}
