import Testing
import TideModel

@testable import TideInterchange

@Suite struct ResultWriterTests {
  struct Closed: Error, Equatable {}

  @Test(arguments: OutputFormat.allCases)
  func rowByRowAndWholeGiveTheSameBytes(format: OutputFormat) throws {
    let table = Samples.comparison()
    var bytes: [UInt8] = []
    let writer = makeWriter(format: format) { bytes += Array($0) }
    try writer.begin(table)
    for row in table.rows.indices { try writer.batch(table, rows: row..<row + 1) }
    try writer.end()
    #expect(String(decoding: bytes, as: UTF8.self) == render(table, format: format))
    #expect(writer.report.rows == table.rows.count)
  }

  @Test(arguments: [OutputFormat.csv, .tsv, .json, .jsonl, .markdown])
  func rowsLeaveBeforeTheEnd(format: OutputFormat) throws {
    var chunks = 0
    var largest = 0
    let writer = makeWriter(format: format) { chunk in
      chunks += 1
      largest = max(largest, chunk.count)
    }
    let table = Samples.comparison()
    try writer.begin(table)
    for _ in 0..<5000 { try writer.batch(table, rows: 0..<1) }
    #expect(chunks > 5)
    #expect(largest < 40_000)
    let before = chunks
    try writer.end()
    #expect(chunks == before + 1)
  }

  @Test(arguments: OutputFormat.allCases)
  func anErrorOfTheSinkReachesTheCaller(format: OutputFormat) throws {
    let writer = makeWriter(format: format) { _ in throw Closed() }
    #expect(throws: Closed.self) {
      try writer.begin(Samples.comparison())
      for _ in 0..<5000 { try writer.batch(Samples.comparison(), rows: 0..<1) }
      try writer.end()
    }
  }

  @Test func formatsAreNamedAsOnTheCommandLine() {
    #expect(OutputFormat.allCases.map(\.rawValue) == ["table", "csv", "tsv", "json", "jsonl", "markdown", "html"])
    #expect(OutputFormat.allCases.filter(\.isForPeople) == [.table, .markdown, .html])
  }
}
