import Foundation
import Testing
import TideModel

@testable import TideInterchange

@Suite struct ProvenanceTests {
  private let provenance = Provenance(
    program: "tidemark 9.9", format: "2.1", query: "tidemark compare --area 'King'\\''s Lynn'\n# x", release: 3,
    published: CalendarDate(year: 2026, month: 11, dayOfMonth: 24),
    sources: [.init(name: "a,b.csv", sha256: "00ff", release: 2), .init(name: "<c>.csv", sha256: "11ee")])

  private func text(_ format: OutputFormat, bom: Bool = false, plain: Bool = false) -> String {
    render(
      Samples.comparison(), format: format,
      options: OutputOptions(isPlain: plain, hasByteOrderMark: bom, provenance: provenance))
  }

  @Test func allFactsAreThereInEveryFormat() {
    for format in OutputFormat.allCases {
      let text = text(format)
      for fact in ["tidemark 9.9", "2.1", "2026-11-24", "00ff", "11ee", "a,b.csv", "compare --area"] {
        #expect(text.contains(fact), "\(format): \(fact)")
      }
    }
    #expect(text(.table, plain: true).contains("Source: a,b.csv, SHA-256 00ff, release 2\n"))
  }

  /// As `read.csv(comment.char = "#")` and `pandas.read_csv(comment="#")` skip them, and no line of the data is one.
  @Test(arguments: [OutputFormat.csv, .tsv])
  func commentsStandBeforeTheHeadings(format: OutputFormat) {
    let lines = text(format).split(separator: "\n")
    let comments = lines.prefix { $0.hasPrefix("# ") }
    #expect(comments.count == 5)
    let bare = render(Samples.comparison(), format: format).split(separator: "\n")
    #expect(Array(lines.dropFirst(comments.count)) == bare)
  }

  @Test func jsonHoldsTheSameRows() throws {
    let whole = try JSONSerialization.jsonObject(with: Data(text(.json).utf8)) as? [String: Any]
    let facts = try #require(whole?["provenance"] as? [String: Any])
    #expect(facts["release"] as? Int == 3 && facts["query"] as? String == provenance.query)
    #expect((facts["sources"] as? [[String: Any]])?.map { $0["sha256"] as? String } == ["00ff", "11ee"])
    let bare = try Samples.readJSON(render(Samples.comparison(), format: .json))
    #expect((whole?["rows"] as? [NSDictionary]) == bare.map { $0 as NSDictionary })
    var empty = Samples.comparison()
    empty = empty.header
    let none = render(empty, format: .json, options: OutputOptions(provenance: provenance))
    #expect((try JSONSerialization.jsonObject(with: Data(none.utf8)) as? [String: Any])?["rows"] as? [Int] == [])
    let lines = text(.jsonl).split(separator: "\n")
    #expect(lines.count == 4)
    #expect(
      try (JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any])?.keys.sorted() == ["provenance"])
  }

  @Test func theByteOrderMarkComesFirstAndOnlyWhereAskedFor() {
    #expect(Array(text(.csv, bom: true).utf8.prefix(5)) == [0xEF, 0xBB, 0xBF, UInt8(ascii: "#"), UInt8(ascii: " ")])
    #expect(text(.json, bom: true).utf8.first == UInt8(ascii: "{"))
    #expect(text(.csv).utf8.first == UInt8(ascii: "#"))
  }

  @Test func namesOfFilesTellTheFormat() {
    let named = [
      "a.csv", "b.TSV", "/x.y/c.json", "d.jsonl", "e.md", "f.html", "g.htm", "h.txt", "i.xlsx", "csv", "", "/", ".",
    ]
    #expect(
      named.map { OutputFormat(path: $0) } == [
        .csv, .tsv, .json, .jsonl, .markdown, .html, .html, .table, nil, nil, nil, nil, nil,
      ])
  }
}
