import Testing
import TideModel

@testable import TideMethods

@Suite struct LifeTableTests {
  @Test func lifeExpectanciesAgreeWithTheReference() throws {
    let input = Dictionary(grouping: try Vectors.rows("phe_life_expectancy_input")) { $0["area"] ?? "" }
    let reasons = [
      "deaths_gt_pop": "the deaths of the age band from 50 are more than its population",
      "neg_deaths": "the deaths of the age band from 25 are negative",
      "under_5000": "no more than 5,000 people in all",
      "zero_deaths_90plus": "no deaths in the last age band",
      "zero_pop": "the population of the age band from 30 is not above zero",
    ]
    var agreement = Agreement("phe_life_expectancy_expected.csv")
    for var row in try Vectors.rows("phe_life_expectancy_expected") {
      // Where nobody dies in the last band the reference has limits without end, which are never printed here.
      if row["uppercl"] == "Inf" { row["uppercl"] = "" }
      let area = try #require(row["area"])
      let rows = try #require(input[area])
      let confidence = try #require(row.number("confidence_arg").flatMap(Confidence.init))
      let place = try #require(rows.firstIndex { $0["startage"] == row["startage"] })
      let (deaths, people) = (rows.map { $0.number("deaths") }, rows.map { $0.number("pops") })
      let estimates = try #require(
        LifeTable.expectancies(deaths: [deaths], populations: [people], confidence: confidence).first)
      agreement.nextRow()
      RatesTests.expect(estimates[place], row, ("lowercl", "uppercl"), &agreement)
      if row["value"] == "" {
        #expect(estimates[place].reason?.isEmpty == false)
        if place == 0, let expected = reasons[area] { #expect(estimates[0].reason?.prefix(12) == expected.prefix(12)) }
      } else {
        let table = try LifeTable(deaths: deaths, populations: people)
        agreement.expect(table.rows[place].populationFromHere, row.number("pops_used"))
        agreement.expect(table.rows[place].deathsFromHere, row.number("dths_used"))
      }
    }
    agreement.report(rows: 560)
  }

  @Test func healthyLifeExpectanciesAgreeWithTheReference() throws {
    let rows = try Vectors.rows("hle_sullivan")
    let table = try LifeTable(deaths: rows.map { $0.number("deaths") }, populations: rows.map { $0.number("pops") })
    let healthy = table.healthyExpectancies(
      goodHealth: rows.map { $0.number("prop_good_health") }, respondents: rows.map { $0.number("survey_n") })
    let whole = table.healthyExpectancies(goodHealth: rows.map { _ in 1 })
    var agreement = Agreement("hle_sullivan.csv")
    for (index, row) in rows.enumerated() {
      agreement.nextRow()
      agreement.expect(table.expectancies()[index].value, row.number("le"))
      agreement.expect(healthy[index].value, row.number("hle"))
      agreement.expect(healthy[index].interval?.lower, row.number("lower95"))
      agreement.expect(healthy[index].interval?.upper, row.number("upper95"))
      agreement.expect(whole[index].value, row.number("le"))
    }
    agreement.report(rows: 20)
    #expect(table.healthyExpectancies(goodHealth: [1]).count == 20)
    #expect(
      table.healthyExpectancies(goodHealth: rows.map { _ in 1.5 })[0].reason
        == "the share in good health of the age band from 90 is missing or not between 0 and 1")
    #expect(
      table.healthyExpectancies(goodHealth: rows.map { _ in 0.5 }, respondents: rows.map { _ in 0 })[3].reason
        == "the respondents of the age band from 90 are missing or not above zero")
  }

  static let causeNames = ["circulatory", "cancer", "respiratory", "other"]

  static func gap(_ direction: LifeExpectancyGap.Direction) throws -> LifeExpectancyGap {
    let input = Dictionary(grouping: try Vectors.rows("le_gap_arriaga_input")) { $0["area"] ?? "" }
    let comparator = try #require(input["comparator"])
    let area = try #require(input["area"])
    func table(_ rows: [[String: String]]) throws -> LifeTable {
      try LifeTable(deaths: rows.map { $0.number("deaths") }, populations: rows.map { $0.number("pops") })
    }
    let causes = causeNames.map { name in
      CauseOfDeath(
        name: name, comparator: comparator.compactMap { $0.number(name) }, area: area.compactMap { $0.number(name) })
    }
    return try LifeExpectancyGap(
      comparator: try table(comparator), area: try table(area), causes: causes, direction: direction)
  }

  @Test func gapsAgreeWithTheReference() throws {
    let (gap, averaged) = (try Self.gap(.fromComparator), try Self.gap(.averaged))
    var agreement = Agreement("le_gap_arriaga_expected.csv")
    for (index, row) in try Vectors.rows("le_gap_arriaga_expected").enumerated() {
      agreement.nextRow()
      let isTotal = row["startage"] == "total"
      func figure(_ ages: [Double]) -> Double { isTotal ? ages.reduce(0, +) : ages[index] }
      agreement.expect(figure(gap.byAge), row.number("delta_age_total_B_to_A"), "\(row)")
      agreement.expect(figure(averaged.byAge), row.number("delta_age_total_averaged"), "\(row)")
      for (cause, name) in zip(gap.byCause, Self.causeNames) {
        agreement.expect(figure(cause), row.number("delta_\(name)"), "\(row)")
      }
    }
    agreement.report(rows: 21)
  }

  @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
  func contributionsSumToTheGap(_ seed: UInt64) throws {
    var numbers = SeededGenerator(seed: seed)
    func table(_ bands: LifeTableBands) throws -> (table: LifeTable, causes: [[Double]]) {
      let people = bands.starts.map { _ in Double(Int.random(in: 5000...90_000, using: &numbers)) }
      let causes = bands.starts.map { _ in (0..<3).map { _ in Double(Int.random(in: 1...300, using: &numbers)) } }
      let table = try LifeTable(deaths: causes.map { $0.reduce(0, +) }, populations: people, bands: bands)
      return (table, (0..<3).map { cause in causes.map { $0[cause] } })
    }
    for bands in [LifeTableBands.standard, try #require(LifeTableBands(starts: [0, 1, 5, 20, 50, 85]))] {
      let (one, two) = (try table(bands), try table(bands))
      let causes = (0..<3).map { CauseOfDeath(name: "\($0)", comparator: one.causes[$0], area: two.causes[$0]) }
      for direction in [LifeExpectancyGap.Direction.fromComparator, .averaged] {
        let gap = try LifeExpectancyGap(comparator: one.table, area: two.table, causes: causes, direction: direction)
        let byAge = gap.byAge.reduce(0, +)
        let byCause = gap.byCause.joined().reduce(0, +)
        #expect((byAge - gap.gap).magnitude < 1e-9, "seed \(seed)")
        #expect((byCause - gap.gap).magnitude < 1e-9, "seed \(seed)")
      }
      let none = try LifeExpectancyGap(comparator: one.table, area: one.table)
      #expect(none.gap == 0 && none.byAge.allSatisfy { $0 == 0 })
    }
  }

  /// Nobody dies before the last band: everyone lives to its start and then the inverse of its death rate.
  @Test func otherBandsAreWorkedByTheSameRule() throws {
    let bands = try #require(LifeTableBands(starts: [0, 1, 5, 85]))
    let table = try LifeTable(deaths: [0, 0, 0, 500], populations: [2000, 2000, 2000, 4000], bands: bands)
    #expect(table.expectancies().compactMap(\.value).map { $0.rounded() } == [93, 92, 88, 8])
    #expect(table.rows[3].width == 16)
    for starts in [[0], [1, 2], [0, 5, 5], [0, .nan], [0, 1000]] as [[Double]] {
      #expect(LifeTableBands(starts: starts) == nil)
    }
    let two = try #require(LifeTableBands(starts: [0, 65]))
    let short = try LifeTable(deaths: [650, 100], populations: [65_000, 2000], bands: two)
    // q = 65 × 0.01/(1 + 65 × 0.01/2) = 0.4906; L = 65 (1 − q/2); e = L + (1 − q)/0.05.
    let q = 0.65 / 1.325
    #expect(Vectors.agree(short.expectancies()[0].value, 65 * (1 - q / 2) + (1 - q) / 0.05))
  }

  @Test func whatCannotBeALifeTableSaysWhy() throws {
    let bands = try #require(LifeTableBands(starts: [0, 65]))
    func reason(_ deaths: [Double?], _ people: [Double?]) -> String? {
      LifeTable.expectancies(deaths: [deaths], populations: [people], bands: bands)[0][0].reason
    }
    #expect(reason([1, 10], [9000, 100]) == nil)
    #expect(reason([1, nil], [9000, 100]) == "the deaths or the population of the age band from 65 are missing")
    #expect(reason([-1, 10], [9000, 100]) == "the deaths of the age band from 0 are negative")
    #expect(reason([1, 10], [9000, 0]) == "the population of the age band from 65 is not above zero")
    #expect(reason([1, 101], [9000, 100]) == "the deaths of the age band from 65 are more than its population")
    #expect(reason([1, 10], [4900, 100]) == "no more than 5,000 people in all")
    #expect(reason([1, 0], [9000, 100]) == "no deaths in the last age band")
    #expect(reason([1], [9000, 100]) == "a life table of 2 age bands needs as many deaths and populations")
    #expect(reason([1e15, 1e14], [1e16, 1e15]) == nil)
    let wide = LifeTable.expectancies(deaths: [[1, 1]], populations: [[5000, 40]], bands: bands)[0][0]
    #expect(wide.value == nil && wide.interval != nil)
    #expect(wide.reason == "the limits are more than ten years off" && wide.status == .error)
    for a in awkward {
      for b in awkward {
        let all = LifeTable.expectancies(deaths: [[a, 5]], populations: [[b, 6000]], bands: bands)[0]
        #expect(all.allSatisfy { $0.value?.isFinite ?? ($0.obstacle != nil) })
      }
    }
    let one = try LifeTable(deaths: [1, 10], populations: [9000, 100], bands: bands)
    let other = try LifeTable(deaths: [1, 10, 10], populations: [9000, 100, 90], bands: .init(starts: [0, 65, 80])!)
    #expect(throws: Obstacle("the two life tables have different age bands")) {
      try LifeExpectancyGap(comparator: one, area: other)
    }
    #expect(throws: Obstacle("the deaths of x are not one a band")) {
      try LifeExpectancyGap(comparator: one, area: one, causes: [.init(name: "x", comparator: [1], area: [1, 2])])
    }
  }

  /// Equal death rates of all causes together, of which two weigh each other out: the limit of Arriaga's formula as the rates of all
  /// causes come to be equal, in closed form.
  ///
  /// With bands 0-64 and 65+, M = 650/65,000 = 0.01 and 100/2,000 = 0.05 in both populations: q = 65·0.01/1.325, and
  /// dδ/dM = −q²/(65·0.01²)·(32.5 + 1/0.05) in the first, −(1 − q)/0.05² in the last. A cause has 300 deaths in the one and 200 in
  /// the other in the first band, 40 and 60 in the last.
  @Test func causesThatWeighEachOtherOutHaveParts() throws {
    let bands = try #require(LifeTableBands(starts: [0, 65]))
    let table = try LifeTable(deaths: [650, 100], populations: [65_000, 2000], bands: bands)
    let causes = [
      CauseOfDeath(name: "a", comparator: [300, 40], area: [200, 60]),
      CauseOfDeath(name: "b", comparator: [350, 60], area: [450, 40]),
    ]
    let q = 0.65 / 1.325
    let young = q * q / (65 * 0.01 * 0.01) * (32.5 + 20) * 100 / 65_000
    let old = (1 - q) / (0.05 * 0.05) * 20 / 2000
    for direction in [LifeExpectancyGap.Direction.fromComparator, .averaged] {
      let gap = try LifeExpectancyGap(comparator: table, area: table, causes: causes, direction: direction)
      #expect(gap.gap == 0 && gap.byAge == [0, 0])
      for (found, wanted) in zip(gap.byCause.joined(), [young, -old, -young, old]) {
        #expect((found - wanted).magnitude < 1e-10 * wanted.magnitude, "\(found) \(wanted)")
      }
      // One death more changes next to nothing.
      let other = try LifeTable(deaths: [651, 100], populations: [65_000, 2000], bands: bands)
      let near = try LifeExpectancyGap(comparator: table, area: other, causes: causes, direction: direction)
      for (found, close) in zip(gap.byCause.joined(), near.byCause.joined()) {
        #expect((found - close).magnitude < 0.01 * found.magnitude)
      }
    }
    // Nobody dies young: no causes either.
    let none = try LifeTable(deaths: [0, 100], populations: [65_000, 2000], bands: bands)
    let cause = CauseOfDeath(name: "c", comparator: [0, 40], area: [0, 40])
    #expect(try LifeExpectancyGap(comparator: none, area: none, causes: [cause]).byCause == [[0, 0]])
  }
}
