import TestSupport
import Testing
import TideModel

@testable import TideInterchange

@Suite struct TableShapeTests {
  /// Rows of random numbers and words with gaps, some of them equal.
  private func table(_ generator: inout SeededGenerator, rows: Int) -> ResultTable {
    var table = ResultTable(
      columns: [
        .init(name: "area", title: "Area", kind: .text), .init(name: "value", title: "Value", kind: .number),
        .init(name: "rank", title: "Rank", kind: .integer), .init(name: "series", title: "Series", kind: .series),
        .init(name: "theme", title: "Theme", kind: .heading),
      ], title: "T", groupColumn: "theme")
    for number in 0..<rows {
      func maybe(_ cell: ResultTable.Cell) -> ResultTable.Cell {
        Int.random(in: 0..<5, using: &generator) == 0 ? .missing : cell
      }
      table.append([
        maybe(.text(["b", "A", "a", "C"].randomElement(using: &generator) ?? "")),
        maybe(.number(Double(Int.random(in: -3...3, using: &generator)) / 2)), .integer(number), .series([1]),
        .text("Theme"),
      ])
    }
    return table
  }

  private func number(_ cell: ResultTable.Cell) -> Double? {
    if case .number(let number) = cell { number } else { nil }
  }

  /// Against insertion of one row after another, by rules written out once more.
  @Test func rowsComeInTheOrderAskedFor() throws {
    var generator = SeededGenerator(seed: 20_261_126)
    for _ in 0..<50 {
      let table = table(&generator, rows: 40)
      let shaped = try TableShape(sort: ["-value"]).plan(for: table).applied(to: table)
      var expected: [[ResultTable.Cell]] = []
      for row in table.rows {
        let mine = number(row[1])
        let place = expected.firstIndex { other in
          guard let mine else { return false }
          return number(other[1]).map { mine > $0 } ?? true
        }
        expected.insert(Array(row), at: place ?? expected.count)
      }
      #expect(shaped.cells("rank") == expected.map { $0[2] })
    }
  }

  @Test func severalKeysTextWithoutCaseAndMissingLast() throws {
    var table = ResultTable(columns: [
      .init(name: "area", title: "", kind: .text), .init(name: "value", title: "", kind: .number),
    ])
    let rows: [(String?, Double?)] = [("b", 1), (nil, 9), ("A", nil), ("a", 2), ("B", 3), ("a", 10)]
    for row in rows { table.append([row.0.map { .text($0) } ?? .missing, row.1.map { .number($0) } ?? .missing]) }
    let up = try TableShape(sort: ["area", "-value"]).plan(for: table).applied(to: table)
    #expect(up.cells("value") == [.number(10), .number(2), .missing, .number(3), .number(1), .number(9)])
    let down = try TableShape(sort: ["-area", "value"]).plan(for: table).applied(to: table)
    #expect(down.cells("value") == [.number(1), .number(3), .number(2), .number(10), .missing, .number(9)])
  }

  @Test func columnsComeInTheOrderNamedAndGroupsGo() throws {
    var generator = SeededGenerator(seed: 1)
    let table = table(&generator, rows: 5)
    let shaped = try TableShape(columns: ["rank", "AREA"], limit: 3).plan(for: table).applied(to: table)
    #expect(shaped.columns.map(\.name) == ["rank", "area"])
    #expect(shaped.rows.map { $0[0] } == [.integer(0), .integer(1), .integer(2)])
    #expect(shaped.groupColumn == nil && shaped.title == "T")
    let sorted = try TableShape(sort: ["rank"]).plan(for: table).applied(to: table)
    #expect(sorted.groupColumn == nil && sorted.index(of: "theme") == nil && sorted.index(of: "series") != nil)
    let limited = try TableShape(limit: 2).plan(for: table).applied(to: table)
    #expect(limited.groupColumn == "theme" && limited == table.prefix(2) && limited.rowCount == 2)
    #expect(try TableShape(limit: 9).plan(for: table).applied(to: table) == table)
  }

  @Test func unknownColumnsSayWhatThereIs() throws {
    var generator = SeededGenerator(seed: 1)
    let table = table(&generator, rows: 1)
    let error = try #require(throws: TableShape.UnknownColumn.self) {
      try TableShape(columns: ["vlaue"]).plan(for: table)
    }
    #expect(error.suggestions == ["value"] && error.columns == ["area", "value", "rank"])
    #expect(throws: TableShape.UnknownColumn.self) { try TableShape(sort: ["-theme"]).plan(for: table) }
    #expect(throws: TableShape.UnknownColumn.self) { try TableShape(columns: ["series"]).plan(for: table) }
    let far = try #require(throws: TableShape.UnknownColumn.self) { try TableShape(columns: [""]).plan(for: table) }
    #expect(far.suggestions.isEmpty)
  }
}
