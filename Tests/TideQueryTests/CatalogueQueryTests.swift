import TestSupport
import Testing
import TideModel
import TideStore

@testable import TideQuery

/// Questions about the catalogue, as values.
@Suite struct CatalogueQueryTests {
  private static let questions: [CatalogueQuery.Question] = [
    .status, .releases, .find("infant mortality"), .find(""), .describe(.indicator(101)), .describe(.area("E08000025")),
    .describe(.theme("Cancer \u{1F600}")),
  ]

  @Test(arguments: questions)
  func whatIsWrittenIsReadAgain(question: CatalogueQuery.Question) throws {
    for vintage in [
      Query.VintageChoice(), Query.VintageChoice(asOf: .release(3), allowsWithdrawn: true),
    ] {
      for shape in [Query.Shape(), Query.Shape(columns: ["name"], order: ["-name"], limit: 2)] {
        let query = CatalogueQuery(question, vintage: vintage, shape: shape)
        let bytes = Array(query.json.utf8)
        #expect(try CatalogueQuery(json: bytes) == query)
        #expect(CatalogueQuery.isMeant(by: bytes))
        #expect(throws: QueryError.self) { try Query(json: bytes) }
      }
    }
    #expect(!CatalogueQuery.isMeant(by: Array(Query(.compare).json.utf8)))
  }

  /// No text of another byte is another question than the one it says, and none stops the program.
  @Test func damagedTextsAreRefusedOrRead() throws {
    var random = Seed.generator(73)
    var refused = 0
    for question in Self.questions {
      let text = Array(CatalogueQuery(question, shape: Query.Shape(limit: 3)).json.utf8)
      for _ in 0..<300 {
        var bytes = text
        let place = Int.random(in: 0..<bytes.count, using: &random)
        if Bool.random(using: &random) {
          bytes.remove(at: place)
        } else {
          bytes[place] = UInt8.random(in: 32..<127, using: &random)
        }
        do throws(QueryError) {
          let read = try CatalogueQuery(json: bytes)
          #expect(throws: Never.self) { try CatalogueQuery(json: Array(read.json.utf8)) }
        } catch {
          refused += 1
        }
      }
    }
    #expect(refused > 500, "TIDEMARK_SEED=\(Seed.value)")
  }

  @Test(arguments: [
    (#"{"question": "status"}"#, "'tidemark_catalogue_query' is missing"),
    (#"{"tidemark_catalogue_query": 9, "question": "status"}"#, "the query has form 9"),
    (#"{"tidemark_catalogue_query": 1, "question": "statuses"}"#, "'statuses' means nothing here"),
    (#"{"tidemark_catalogue_query": 1, "question": "find"}"#, "'find' means nothing here"),
    (#"{"tidemark_catalogue_query": 1, "question": {"find": {"words": "a", "in": "b"}}}"#, "'in' means nothing here"),
    (#"{"tidemark_catalogue_query": 1, "question": {"describe": {"place": "b"}}}"#, "'place' means nothing here"),
    (#"{"tidemark_catalogue_query": 1, "question": "status", "area": "b"}"#, "'area' means nothing here"),
  ])
  func whatIsNotUnderstoodIsRefused(text: String, message: String) {
    let error = #expect(throws: QueryError.self) { try CatalogueQuery(json: Array(text.utf8)) }
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  @Test func whatAStoreDoesNotHoldIsAnError() throws {
    var random = Seed.generator(79)
    try RandomStore(&random).fixture.withSnapshot { snapshot in
      let engine = try QueryEngine(snapshot)
      for subject: CatalogueQuery.Subject in [.indicator(9), .area("E99999999"), .theme("nothing")] {
        #expect(throws: QueryError.self) { try engine.answer(CatalogueQuery(.describe(subject))) }
      }
      #expect(try engine.answer(CatalogueQuery(.find("nothing at all"))).table.rows.isEmpty)
      #expect(try engine.answer(CatalogueQuery(.status)).table.rowCount == 1)
      let known = try engine.answer(CatalogueQuery(.describe(.indicator(101)))).table
      #expect(known.cell(0, "value") == .text("101"))
    }
  }
}
