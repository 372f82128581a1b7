import Testing
import TideStore

/// Which texts hold words, and the better ones first.
@Suite struct WordIndexTests {
  private static let entries = [
    ["Breast screening coverage", "Women aged 53 to 70 who were screened"],
    ["Cervical cancer", "Coverage of the cervical programme"], ["Naïve café", "Accents"],
    ["Smoking", "Adults who smoke"],
  ]

  private func search(_ groups: [String]...) throws -> [Int] {
    try WordIndex(weights: [10, 1], entries: Self.entries).search(groups)
  }

  /// FTS5 takes a star behind a word for the beginning of longer ones (sqlite.org/fts5.html, section 3.3).
  @Test func theBeginningOfAWordFindsIt() throws {
    #expect(try search(["cov"]) == [0, 1])
    #expect(try search(["cerv"]) == [1])
    #expect(try search(["scre"]) == [0])
    #expect(try search(["b"], ["s"]) == [0])
    #expect(try search(["overage"]).isEmpty)
    #expect(try search(["cov"], ["zzz"]).isEmpty)
  }

  @Test func stemsAndAccentsDoNotTellWordsApart() throws {
    #expect(try search(["screened"]) == [0])
    #expect(try search(["smokes"]) == [3])
    #expect(try search(["naive"], ["CAFÉ"]) == [2])
  }

  @Test func oneWordOfEachGroupIsEnough() throws {
    #expect(Set(try search(["tobacco", "smoking"])) == [3])
    #expect(Set(try search(["breast", "cervical"], ["coverage"])) == [0, 1])
    #expect(try search().isEmpty)
    #expect(try search(["breast"], []).isEmpty)
    #expect(try search(["\"", "*", "NEAR("]).isEmpty)
  }
}
