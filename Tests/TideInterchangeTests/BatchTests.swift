import Foundation
import TestSupport
import Testing
import TideModel

@testable import TideInterchange

/// Batches are written as the same rows are that were put together cell by cell.
@Suite struct BatchTests {
  private static let columns: [ResultTable.Column] = [
    .init("id", "ID", .integer), .init("name", "Name", .text), .init("area", "Area", .text),
    .init("value", "Value", .number), .init("ratio", "Ratio", .derived), .init("series", "Series", .series),
    .init("note", "Note", .text),
  ]

  /// Cells stored in every way that there is; texts that have to be quoted and long ones among them.
  private static func batch(
    _ generator: inout SeededGenerator, _ lexicon: ResultTable.Lexicon, rows: Int
  ) -> ResultTable {
    func numbers() -> [Double] {
      (0..<rows).map { _ in
        let whole = Double(Int.random(in: -99_999...99_999, using: &generator))
        return [whole / 100, whole / 3, -0.0, .nan, whole][Int.random(in: 0..<5, using: &generator)]
      }
    }
    func flags() -> [Bool]? {
      Bool.random(using: &generator) ? nil : (0..<rows).map { _ in Bool.random(using: &generator) }
    }
    let places = (0..<rows).map { _ in Int32.random(in: -1..<Int32(lexicon.cells.count), using: &generator) }
    let long = String(repeating: "a long note, ", count: Int.random(in: 0..<9, using: &generator))
    return ResultTable(
      columns: columns,
      cells: [
        .integers((0..<rows).map { $0 - 3 }, valid: flags()), .repeated(.text("Smoking, \"all\""), count: rows),
        .coded(.init(places, of: lexicon)), .numbers(numbers(), valid: flags()),
        Bool.random(using: &generator) ? .repeated(.number(-0.0), count: rows) : .numbers(numbers(), valid: nil),
        .repeated(.series([1, 2]), count: rows),
        .repeated(long.isEmpty ? .missing : .text(long), count: rows),
      ])
  }

  private static func written(_ batches: [ResultTable], _ format: OutputFormat) throws -> String {
    var bytes: [UInt8] = []
    let writer = makeWriter(format: format) { bytes += Array($0) }
    try writer.begin(ResultTable(columns: columns))
    for batch in batches { try writer.batch(batch) }
    try writer.end()
    #expect(writer.report.rows == batches.reduce(0) { $0 + $1.rowCount })
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: OutputFormat.allCases)
  func storageMakesNoDifference(format: OutputFormat) throws {
    for round in 0..<20 {
      var generator = Seed.generator(round)
      let lexicons = [
        ResultTable.Lexicon(texts: Samples.hostile), ResultTable.Lexicon(texts: ["Birmingham", "", "Kingston, Upon"]),
      ]
      let batches = (0..<4).map { number in
        Self.batch(&generator, lexicons[number % 2], rows: Int.random(in: 0...30, using: &generator))
      }
      var rows = ResultTable(columns: Self.columns)
      for batch in batches { for row in batch.rows { rows.append(Array(row)) } }
      let text = try Self.written(batches, format)
      #expect(text == render(rows, format: format), "seed \(Seed.value), \(round)")
    }
  }

  /// What a reader of CSV and of JSON finds again.
  @Test func readersFindTheCells() throws {
    var generator = Seed.generator(50)
    let lexicon = ResultTable.Lexicon(texts: ["Birmingham", "a \"b\"", "c, d"])
    let batches = (0..<3).map { _ in Self.batch(&generator, lexicon, rows: 300) }
    let cells = batches.flatMap { batch in batch.rows.map { Array($0) } }
    let csv = CSVText.rows(try Self.written(batches, .csv)).dropFirst()
    let json = try Samples.readJSON(try Self.written(batches, .json))
    let lines = try Self.written(batches, .jsonl).split(separator: "\n")
    #expect(csv.count == 900 && json.count == 900 && lines.count == 900)
    for (row, (fields, object)) in zip(cells, zip(csv, json)) {
      let expected = [row[0], row[1], row[2], row[3], row[4], row[6]].map(Self.plain)
      #expect(fields.map { Double($0).map { "\($0)" } ?? $0 } == expected, "seed \(Seed.value)")
      let values = ["id", "name", "area", "value", "ratio", "note"].map { object[$0].map { "\($0)" } ?? "none" }
      #expect(values.map { $0 == "<null>" ? "" : Double($0).map { "\($0)" } ?? $0 } == expected, "seed \(Seed.value)")
    }
  }

  private static func plain(_ cell: ResultTable.Cell) -> String {
    switch cell {
    case .integer(let integer): "\(Double(integer))"
    case .number(let number): number.isFinite ? "\(number)" : ""
    default: cell.words ?? ""
    }
  }
}
