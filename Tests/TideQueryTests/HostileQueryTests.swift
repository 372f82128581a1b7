import Foundation
import TestSupport
import Testing
import TideModel
import TideQuery
import TideStore

/// Questions that nobody's command line would make, but somebody's JSON may.
@Suite struct HostileQueryTests {
  private static let questions: [Query.Question] = [
    .compare, .trend, .trendTest, .rank, .watchlist, .gap, .peers(listing: true), .audit(listing: true),
    .export(compared: true), .aggregate(Aggregation(.areas(["E08000025", "E06000001"]), periods: .latest(3))),
    .aggregate(Aggregation(.peers, keeping: [.area, .period])), .inequality(InequalityChoice(repetitions: 1000)),
    .funnel(showsLimits: true), .excess(everyPeriod: true),
    .ratio(Query.Counterpart(area: "E06000001", category: "a"), everyPeriod: true), .changes(since: .release(0)),
    .disclosure,
    .revisions(since: .release(0), listing: [.new]),
    .summary(Summary(by: [.indicator, .area, .period], measures: [.rate, .percentile(50), .slope], rolling: 2)),
  ]
  private static var numbers: [Any] { [0, -1, 1, 2, 1001, 2_147_483_648, Int.max, Int.min, 0.5, -1e300, 1e300] }
  private static var texts: [Any] {
    ["", " ", "0", "E92000001", "9999-12-31", "0001-01-01", "\u{0}", "p-1", "p1e99", "in:"]
  }

  /// Any value of a JSON object in the place of another, at any depth.
  private static func changed(_ value: Any, _ random: inout SeededGenerator, at place: inout Int) -> Any {
    place -= 1
    if place == 0 {
      switch value {
      case is String: return texts.randomElement(using: &random) ?? ""
      case is NSNumber: return numbers.randomElement(using: &random) ?? 0
      case let list as [Any]: return Bool.random(using: &random) ? [] : list + list
      default: return [String: Any]()
      }
    }
    switch value {
    case let object as [String: Any]:
      var object = object
      for key in object.keys.sorted() { object[key] = object[key].map { changed($0, &random, at: &place) } }
      return object
    case let list as [Any]: return list.map { changed($0, &random, at: &place) }
    default: return value
    }
  }

  /// Each is refused, or answered: nothing in a question stops the program.
  @Test func noQuestionStopsTheProgram() throws {
    var random = Seed.generator(71)
    var (answered, refused) = (0, 0)
    try RandomStore(&random).fixture.withSnapshot { snapshot in
      for _ in 0..<3000 {
        var query = Query(try #require(Self.questions.randomElement(using: &random)), indicators: [101, 104])
        query.selection = Query.Selection(
          strata: Bool.random(using: &random) ? .usual : .of([101: [Stratum(sex: "Persons", age: "All ages")]]),
          period: Bool.random(using: &random) ? nil : try PeriodChoice("2020"))
        query.comparing = Bool.random(using: &random) ? .published : .goal(.range(1, 2))
        query.shape.limit = 5
        var object = try JSONSerialization.jsonObject(with: Data(query.json.utf8))
        for _ in 0..<Int.random(in: 1...2, using: &random) {
          var place = Int.random(in: 2...30, using: &random)
          object = Self.changed(object, &random, at: &place)
        }
        let bytes = Array(try JSONSerialization.data(withJSONObject: object))
        do {
          let read = try Query(json: bytes)
          #expect(try Query(json: Array(read.json.utf8)) == read)
          _ = try QueryEngine(snapshot).table(read)
          answered += 1
        } catch is QueryError {
          refused += 1
        } catch is StoreError {
          refused += 1
        }
      }
    }
    #expect(answered > 50 && refused > 50, "TIDEMARK_SEED=\(Seed.value): \(answered) answered, \(refused) refused")
  }
}
