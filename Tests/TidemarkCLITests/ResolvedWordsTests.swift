import Foundation
import Testing
import TideModel
import TideQuery
import TideStore

/// What the command line prints as resolved is what the library makes of the same words.
@Suite struct ResolvedWordsTests {
  private static let birmingham = Area.birminghamCode

  /// Command, question and words.
  private static let cases: [([String], Query.Question, QueryWords)] = [
    (["compare"], .compare, QueryWords(area: birmingham)),
    (
      ["compare", "--priority", "maternal health", "--benchmark", "median"], .compare,
      QueryWords(priority: "maternal health", area: birmingham, benchmark: "median")
    ),
    (
      ["compare", "infant mortality", "90284", "--area", "solihull", "--peers", "core-cities"], .compare,
      QueryWords(indicators: ["infant mortality", "90284"], area: "solihull", peers: PeerWords("core-cities"))
    ),
    (
      ["trend", "suicide", "rate", "--sex", "male", "--age", "10+", "--benchmark", "west midlands"], .trend,
      QueryWords(
        indicators: ["suicide rate"], area: birmingham, benchmark: "west midlands",
        selection: SelectionWords(sex: "male", age: "10+"))
    ),
    (
      ["rank", "90284", "--within", "West Midlands", "--period", "2023/24", "--area-type", "utla"], .rank,
      QueryWords(
        indicators: ["90284"], area: birmingham, selection: SelectionWords(period: "2023/24", areaType: "utla"),
        peers: .within("West Midlands"))
    ),
    (
      ["profile", "Walsall", "--category", "none"], .profile,
      QueryWords(area: "Walsall", selection: SelectionWords(category: CategoryWords("none")))
    ),
    (
      ["export", "--category", "deprivation", "--peers", "E08000025,E92000001"], .export(compared: false),
      QueryWords(
        selection: SelectionWords(category: CategoryWords("deprivation")), peers: PeerWords("E08000025,E92000001"))
    ),
    (
      ["changes", "--sex", "male"], .changes(since: .release(0)),
      QueryWords(area: birmingham, selection: SelectionWords(sex: "male"))
    ),
    (
      ["revisions", "--indicator", "infant mortality", "--area", "dudley"],
      .revisions(since: .release(0), listing: Set(VintageDifference.Change.allCases).subtracting([.new])),
      QueryWords(indicators: ["infant mortality"], area: "dudley")
    ),
  ]

  @Test(arguments: cases.indices)
  func theDoorPrintsWhatTheLibraryMakes(place: Int) throws {
    let (arguments, question, words) = Self.cases[place]
    let store = try DatasetsStore.url
    let outcome = try BinaryUnderTest.run(arguments + ["--query-json"], store: store)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let printed = try Query(json: Array(outcome.output.utf8))
    let vintage = printed.vintage
    let made = try Resolver(Snapshot.open(store.path, asOf: vintage.asOf)).query(question, words, vintage: vintage)
    #expect(made == printed, "\(arguments)")
    #expect(made.json == outcome.output, "\(arguments)")
  }
}
