import Foundation
import TestSupport
import Testing
import TideDisclosure
import TideModel
import TideQuery
import TideStore

/// The JSON form of queries.
@Suite struct QueryFormTests {
  private static let questions: [Query.Question] = [
    .compare, .trend, .trendTest, .rank, .profile, .watchlist, .gap, .peers(listing: true), .audit(listing: false),
    .export(compared: true),
    .aggregate(Aggregation(.areas(["E08000025"]), periods: .latest(3), keeping: [.area, .sex])),
    .inequality(InequalityChoice(transform: .log, repetitions: 2000, seed: .max)), .funnel(showsLimits: true),
    .excess(everyPeriod: true), .ratio(Query.Counterpart(), everyPeriod: true),
    .ratio(
      Query.Counterpart(indicator: 7, area: "E08000003", sex: "Female", age: "", category: "\""), everyPeriod: false),
    .changes(since: .release(3)), .disclosure,
    .revisions(since: .date(CalendarDate(iso: "2024-06-30")!), listing: [.revised, .suppressed]),
    .summary(Summary(by: [.indicator, .parent("region"), .period], measures: [.rate, .percentile(2.5)], rolling: 3)),
  ]
  private static let comparisons: [Query.Comparing] = [
    .published, .controlLimits, .method(.interval998), .goal(.limit(0.1)), .goal(.limitByInterval(-3)),
    .goal(.range(1, 2.5)), .goal(.percentiles(0.25, 0.75)), .goal(.lastYear),
  ]

  /// Any query, with names that JSON has to escape among its texts.
  private static func next(_ random: inout SeededGenerator) throws -> Query {
    func one<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &random)] }
    let stratum = Stratum(sex: "Male", age: "<75 \"yrs\"", categoryType: "Déciles\n", category: "1/2\\")
    let period = try PeriodChoice(one(["2023", "2021/22", "2020 - 22", "2023/24 Q1", "Mar 2024", "2024-03-05"]))
    return Query(
      one(questions), indicators: one([[], [90284], [1, 900_301]]), area: one([nil, "E08000025"]),
      benchmark: one([.area("E92000001"), .mean, .median, .pooled]),
      selection: Query.Selection(
        strata: one([.usual, .every, .whole, .of([:]), .of([90284: [stratum], 1: []])]), period: one([nil, period]),
        areaType: one([nil, .upperTier, .integratedCareBoard])),
      peers: one([
        .areaType, .within("E12000005"), .group("core-cities"), .members(["E06000001", "E08000025"], title: "a \"b\""),
      ]), geography: one([.published, .current]), comparing: one(comparisons),
      vintage: Query.VintageChoice(
        asOf: one([.latest, .release(0), .release(7), .date(CalendarDate(iso: "1999-12-31")!)]),
        allowsWithdrawn: Bool.random(using: &random), disclosure: one([nil, .hes, .below(9)])),
      shape: Query.Shape(
        columns: one([[], ["area", "value"]]), order: one([[], ["-value"]]), limit: one([nil, 1, 500])))
  }

  @Test func whatIsWrittenIsReadAgain() throws {
    var random = Seed.generator(59)
    for _ in 0..<2000 {
      let query = try Self.next(&random)
      let text = query.json
      let read = try Query(json: Array(text.utf8))
      #expect(read == query, "TIDEMARK_SEED=\(Seed.value) \(text)")
      #expect(read.json == text, "TIDEMARK_SEED=\(Seed.value)")
      // Another reader of JSON takes it too.
      #expect(try JSONSerialization.jsonObject(with: Data(text.utf8)) is [String: Any])
    }
  }

  @Test func whatIsNotUnderstoodIsNeverAsked() throws {
    let text = Query(.compare).json
    let faults: [(String, String, String)] = [
      ("\"question\" : \"compare\"", "\"question\" : \"compere\"", "'compere' means nothing here"),
      ("\"geography\"", "\"geografy\"", "'geografy' means nothing here"),
      ("\"tidemark_query\" : 1", "\"tidemark_query\" : 2", "form 2"),
      ("\"indicators\" : [", "\"indicators\" : [ \"90284\"", "at indicators"),
      ("\"benchmark\" : {", "\"benchmark\" : { \"mean\" : 1,", "at benchmark"), ("{", "", "this is no query"),
    ]
    try Self.expectRefused(text, faults)
    let nested = Query(
      .export(compared: true), selection: .init(strata: .of([1: [Stratum(sex: "Male", age: "All ages")]])),
      peers: .members(["E08000025"], title: "one")
    ).json
    try Self.expectRefused(
      nested,
      [
        ("\"compared\" : true", "\"compared\" : true, \"other\" : 1", "'other' means nothing here"),
        ("\"sex\" : \"Male\"", "\"sex\" : \"Male\", \"sax\" : \"\"", "'sax' means nothing here"),
        ("\"title\" : \"one\"", "\"title\" : \"one\", \"name\" : \"\"", "'name' means nothing here"),
        ("\"as_of\" : \"latest\"", "\"as_of\" : { \"release\" : -1 }", "'release' means nothing here"),
      ])
  }

  private static func expectRefused(_ text: String, _ faults: [(String, String, String)]) throws {
    for (part, other, message) in faults {
      let place = try #require(text.range(of: part))
      let broken = text.replacingCharacters(in: place, with: other)
      do {
        let query = try Query(json: Array(broken.utf8))
        Issue.record("\(broken) was taken for \(query)")
      } catch {
        #expect(error.code == .usage && error.message.contains(message), "\(error.message)")
        #expect(!error.remedy.isEmpty)
      }
    }
  }

  /// However a text is cut or changed, it is read or refused.
  @Test func damagedTextsAreRefusedOrRead() throws {
    var random = Seed.generator(61)
    for _ in 0..<2000 {
      var bytes = Array(try Self.next(&random).json.utf8)
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        default: bytes.insert(UInt8.random(in: 32...126, using: &random), at: place)
        }
      }
      _ = try? Query(json: bytes)
    }
  }
}
