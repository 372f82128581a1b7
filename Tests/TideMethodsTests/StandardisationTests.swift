import Testing
import TideModel

@testable import TideMethods

@Suite struct StandardisationTests {
  static func grouped(_ file: String) throws -> [String: [[String: String]]] {
    Dictionary(grouping: try Vectors.rows(file)) { ($0["src"] ?? "") + "|" + ($0["area"] ?? "") }
  }

  static func key(_ row: [String: String]) -> String { (row["src"] ?? "") + "|" + (row["area"] ?? "") }

  static func direct(
    _ rows: [[String: String]], _ confidence: Confidence, multiplier: Double = 100_000
  ) throws -> DirectlyStandardisedRate {
    DirectStandardisation.rate(
      counts: rows.map { $0.number("count") }, populations: rows.map { $0.number("pop") },
      weights: try rows.map { try #require($0.number("stdpop")) }, multiplier: multiplier, confidence: confidence)
  }

  @Test func directlyStandardisedRatesAgreeWithTheReference() throws {
    let input = try Self.grouped("calculate_dsr_input")
    var agreement = Agreement("calculate_dsr_expected.csv")
    for row in try Vectors.rows("calculate_dsr_expected") {
      let confidence = try #require(row.number("confidence_arg").flatMap(Confidence.init))
      let rate = try Self.direct(try #require(input[Self.key(row)]), confidence)
      agreement.nextRow()
      agreement.expect(rate.totalCount, row.number("total_count"))
      agreement.expect(rate.totalPopulation, row.number("total_pop"))
      RatesTests.expect(rate.estimate, row, ("lowercl", "uppercl"), &agreement)
      if row["value"] == "" { #expect(rate.estimate.reason == "fewer than ten events") }
    }
    agreement.report(rows: 56)
    var two = Agreement("calculate_dsr_expected_two_levels_per1000.csv")
    for row in try Vectors.rows("calculate_dsr_expected_two_levels_per1000") {
      two.nextRow()
      for (level, columns) in [
        (Confidence.p95, ("lower95_0cl", "upper95_0cl")), (.p998, ("lower99_8cl", "upper99_8cl")),
      ] {
        let rate = try Self.direct(try #require(input[Self.key(row)]), level, multiplier: 1000)
        RatesTests.expect(rate.estimate, row, columns, &two)
      }
    }
    two.report(rows: 14)
  }

  @Test func repeatedEventsAgreeWithTheReference() throws {
    let input = Dictionary(grouping: try Vectors.rows("calculate_dsr_nonindependent_input")) { $0["area"] ?? "" }
    var agreement = Agreement("calculate_dsr_nonindependent_expected.csv")
    for row in try Vectors.rows("calculate_dsr_nonindependent_expected") {
      let rows = try #require(row["area"].flatMap { input[$0] })
      var bands: [String] = []
      for row in rows where !bands.contains(row["ageband"] ?? "") { bands.append(row["ageband"] ?? "") }
      let first = bands.compactMap { band in rows.first { $0["ageband"] == band } }
      let events = try rows.map { row in
        RepeatedEvents(
          band: try #require(bands.firstIndex(of: row["ageband"] ?? "")), eventsEach: try #require(row.number("freq")),
          persons: row.number("persons"))
      }
      agreement.nextRow()
      for (level, columns) in [
        (Confidence.p95, ("lower95_0cl", "upper95_0cl")), (.p998, ("lower99_8cl", "upper99_8cl")),
      ] {
        let rate = DirectStandardisation.rate(
          repeated: events, populations: first.map { $0.number("pop") },
          weights: first.map { $0.number("stdpop") ?? -1 }, confidence: level)
        agreement.expect(rate.totalCount, row.number("total_count"))
        agreement.expect(rate.totalPopulation, row.number("total_pop"))
        RatesTests.expect(rate.estimate, row, columns, &agreement)
        if rate.estimate.value != nil { #expect(rate.estimate.method?.name == row["method"]) }
      }
    }
    agreement.report(rows: 4)
  }

  @Test func indirectlyStandardisedFiguresAgreeWithTheReference() throws {
    let input = try Self.grouped("calculate_ISR_input")
    for (file, isRate) in [("calculate_ISRate_expected", true), ("calculate_ISRatio_expected", false)] {
      var agreement = Agreement(file + ".csv")
      for row in try Vectors.rows(file) {
        let rows = try #require(input[Self.key(row)])
        let bands = IndirectStandardisation.Bands(
          populations: rows.map { $0.number("pop") }, referenceCounts: rows.map { $0.number("refcount") },
          referencePopulations: rows.map { $0.number("refpop") })
        let observed = IndirectStandardisation.observed(rows.map { $0.number("count") })
        let confidence = try #require(row.number("confidence_arg").flatMap(Confidence.init))
        let result =
          isRate
          ? IndirectStandardisation.rate(observed: observed, bands: bands, confidence: confidence)
          : IndirectStandardisation.ratio(observed: observed, bands: bands, confidence: confidence)
        agreement.nextRow()
        agreement.expect(result.observed, row.number("observed"))
        agreement.expect(result.expected, row.number("expected"))
        if isRate { agreement.expect(result.reference, row.number("ref_rate")) }
        RatesTests.expect(result.estimate, row, ("lowercl", "uppercl"), &agreement)
        #expect(result.estimate.method?.name == row["method"])
      }
      agreement.report(rows: 24)
    }
  }

  @Test func standardsAreMatchedByNameAndNeverByPlace() throws {
    let standard = StandardPopulation.esp2013
    #expect(standard.bands.reduce(0) { $0 + $1.weight } == 100_000)
    #expect(try standard.weights(for: ["90+", "00-04", "5 to 9 years", "85–89"]) == [1000, 5000, 5500, 1500])
    #expect(try standard.weights(for: ["85+", "0-14"]) == [2500, 16000])
    func refusal(_ names: [String]) -> String? {
      do { return try standard.weights(for: names).isEmpty ? "" : nil } catch { return error.text }
    }
    #expect(refusal(["0-4", "00-04"]) == "the age band 00-04 is there twice")
    #expect(refusal(["0-3"]) == "the age band 0-3 does not fit the bands of the European Standard Population 2013")
    #expect(refusal(["all ages"]) == "not an age band: all ages")
    #expect(refusal(["85+", "90+"]) == "the age band 90+ is there twice")
    let own = try StandardPopulation(name: "ours", weights: [("65+", 3), ("0-64", 7)])
    #expect(try own.weights(for: ["0 - 64", "65 and over"]) == [7, 3])
    #expect(throws: Obstacle.self) { try StandardPopulation(name: "bad", weights: [("0-64", 7), ("60+", 1)]) }
    #expect(throws: Obstacle.self) { try StandardPopulation(name: "bad", weights: [("0-64", -7)]) }
    for text in ["Oct-14", "5-Sep", "05 May", "quintile 3", "All ages", ""] {
      #expect(AgeRange(text) == nil, "\(text)")
    }
    #expect(AgeRange("Aged 5 to 9 years") == AgeRange("05-09") && AgeRange("85 and over")?.through == nil)
    #expect(AgeRange("<1")?.text == "0" && AgeRange("under 75")?.text == "0-74" && AgeRange("17")?.text == "17")
    for (text, ages) in [
      ("65 and above", "65+"), (">=65", "65+"), ("≥ 65", "65+"), (">17", "18+"), ("more than 17", "18+"),
      ("older than 17", "18+"), ("above 17", "18+"), ("18 -", "18+"), ("18– years", "18+"), ("65 or more", "65+"),
      ("65 & over", "65+"), ("over 90", "90+"), ("65 years and older", "65+"), ("less than 18", "0-17"),
      ("younger than 18", "0-17"), ("17 or less", "0-17"), ("17 and under", "0-17"), ("17 or younger", "0-17"),
      ("<=17", "0-17"), ("≤17", "0-17"), ("up to 17", "0-17"), ("< 18 yrs", "0-17"), ("aged 17", "17"),
    ] { #expect(AgeRange(text)?.text == ages, "\(text)") }
    for text in ["-17", "to 17", "+5", "under 0", "5 > 4", "over 5 under", "=", "=5", "5*", "over 5-9", "17 months"] {
      #expect(AgeRange(text) == nil, "\(text)")
    }
    for text in ["", "-", "9-4", "12345", "0-4-9", "five to nine", "1 2"] { #expect(AgeRange(text) == nil, "\(text)") }
  }

  /// A rate standardised to the population itself is the crude rate, and the order of bands is no matter.
  @Test func standardisedToItselfARateIsTheCrudeOne() throws {
    let counts: [Double?] = [3, 10, 40, 7]
    let populations: [Double?] = [1000, 5000, 2000, 300]
    let weights = populations.compactMap { $0 }
    let rate = DirectStandardisation.rate(counts: counts, populations: populations, weights: weights)
    let crude = Rates.rate(count: 60, denominator: 8300)
    var agreement = Agreement("a directly standardised rate and the crude one")
    agreement.nextRow()
    agreement.expect(rate.estimate.value, crude.value)
    agreement.expect(rate.estimate.interval?.lower, crude.interval?.lower)
    agreement.expect(rate.estimate.interval?.upper, crude.interval?.upper)
    let turned = DirectStandardisation.rate(
      counts: counts.reversed(), populations: populations.reversed(), weights: weights.reversed())
    agreement.expect(turned.estimate.value, rate.estimate.value)
    let both = DirectStandardisation.rates(
      counts: [counts, counts], populations: [populations], weights: weights)
    #expect(both.first == rate && both.last?.estimate.reason == "the lists differ in length")
    agreement.report(rows: 1)
  }

  @Test func whatCannotBeStandardisedSaysWhy() {
    func direct(_ counts: [Double?], _ populations: [Double?], _ weights: [Double]) -> String? {
      DirectStandardisation.rate(counts: counts, populations: populations, weights: weights).estimate.reason
    }
    #expect(direct([20], [nil], [1]) == "the population of age band 1 is missing or not above zero")
    #expect(direct([20, 1], [5, 0], [1, 1]) == "the population of age band 2 is missing or not above zero")
    #expect(direct([-20], [5], [1]) == "the count of age band 1 is negative or not a number")
    #expect(direct([20], [5], [-1]) == "the standard population of age band 1 is negative or not a number")
    #expect(direct([20], [5], [0]) == "the standard population is zero")
    #expect(direct([20], [5, 6], [1, 1]) == "the lists differ in length")
    #expect(direct([], [], []) == "no age bands")
    #expect(direct([9], [50], [1]) == "fewer than ten events")
    #expect(direct([1e15], [1e15], [1]) == nil)
    func ratio(_ observed: Double?, _ n: Double?, _ events: Double?, _ reference: Double?) -> String? {
      IndirectStandardisation.ratio(
        observed: observed,
        bands: .init(populations: [n], referenceCounts: [events], referencePopulations: [reference])
      ).estimate.reason
    }
    #expect(ratio(nil, 1, 1, 1) == "no count")
    #expect(ratio(1, 0, 1, 1) == "no events are expected")
    #expect(ratio(1, nil, 1, 1) == "no events are expected")
    #expect(ratio(1, 1, 1, 0) == "the reference population of age band 1 is missing or not above zero")
    #expect(ratio(1, -1, 1, 1) == "age band 1 has a negative number or none")
    #expect(ratio(0, 1e15, 1, 1) == nil)
    for a in awkward {
      for b in awkward {
        let rate = DirectStandardisation.rate(counts: [a, 20], populations: [b, 30], weights: [1, 2]).estimate
        #expect(rate.value?.isFinite ?? (rate.obstacle != nil), "\(a) \(b)")
      }
    }
  }
}
