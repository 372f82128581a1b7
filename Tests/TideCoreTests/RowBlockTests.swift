import TestSupport
import Testing

@testable import TideCore

@Suite("Blocks of rows")
struct RowBlockTests {
  /// A table made at random, with the cells it is made of.
  private struct Table {
    var text: [UInt8] = []
    var rows: [[String]] = []
    var lines: [Int] = []
  }

  private let words = ["", "a", "Bristol, City of", "a\"b", "two\nlines", "England", "E92000001", "x\"\"y", "é"]
  private let cells = ["", "1", "2.5", "-3", "1,234", " ", "*", "<5", "12345678.9012345", "1e3"]

  private func table(_ generator: inout some RandomNumberGenerator, columns: Int, rows: Int) -> Table {
    var table = Table()
    var line = 1
    for _ in 0..<rows {
      let width =
        Int.random(in: 0..<8, using: &generator) == 0 ? Int.random(in: 1...columns + 2, using: &generator) : columns
      let row = (0..<width).map { column in
        (column % 3 == 1 ? cells : words).randomElement(using: &generator) ?? ""
      }
      // A lone empty cell is a blank line, and no row.
      if row != [""] {
        table.rows.append(row)
        table.lines.append(line)
      }
      let fields = row.map { cell in
        let mustQuote = cell.contains { "\",\n".contains($0) }
        return mustQuote || Bool.random(using: &generator) && row != [""]
          ? "\"\(cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\"" : cell
      }
      table.text += Array((fields.joined(separator: ",") + "\n").utf8)
      line += 1 + row.reduce(0) { $0 + $1.count { $0 == "\n" } }
    }
    return table
  }

  // The cells that the table was made of are what must come out.
  @Test("texts, numbers, lines and fields out of place are those the table was made of")
  func contents() throws {
    var generator = Seed.generator()
    for round in 0..<20 {
      let columns = Int.random(in: 2...9, using: &generator)
      let table = table(&generator, columns: columns, rows: Int.random(in: 0...1500, using: &generator))
      let textColumns = (0..<columns).filter { $0 % 3 != 1 }
      let numberColumns = (0..<columns).filter { $0 % 3 == 1 }
      let plan = RowPlan(
        texts: textColumns.enumerated().map { RowPlan.TextColumn(column: $1, slot: $0) },
        textSlots: textColumns.count, numbers: numberColumns, columnCount: columns)
      var row = 0
      try table.text.withUnsafeBytes { bytes in
        let reader = RowBlockReader(bytes, from: 0, line: 1, plan: plan)
        let block = RowBlock(plan)
        while reader.read(into: block) {
          for place in 0..<block.count {
            let cells = try #require(row < table.rows.count ? table.rows[row] : nil)
            let found = textColumns.indices.map { slot in
              let number = Int(block.texts[place * block.textSlots + slot])
              return number < 0 ? "" : reader.texts.text(slot, number)
            }
            let expected = textColumns.map { $0 < cells.count ? cells[$0] : "" }
            #expect(found == expected, "TIDEMARK_SEED=\(Seed.value), round \(round), row \(row)")
            #expect(block.lines[place] == table.lines[row], "TIDEMARK_SEED=\(Seed.value), round \(round), row \(row)")
            #expect(block.overflows[place] == cells.dropFirst(columns).contains { !$0.isEmpty })
            for (slot, column) in numberColumns.enumerated() {
              check(block, place, slot, column < cells.count ? cells[column] : "")
            }
            row += 1
          }
        }
        #expect(reader.state.fault == nil)
      }
      #expect(row == table.rows.count, "TIDEMARK_SEED=\(Seed.value), round \(round)")
    }
  }

  private func check(_ block: RowBlock, _ row: Int, _ slot: Int, _ cell: String) {
    let bit: UInt8 = 1 << UInt8(slot)
    let plain = ["1": 1, "2.5": 2.5, "-3": -3, "1,234": 1234, "12345678.9012345": 12_345_678.9012345, "1e3": 1000]
    let number = block.numbers[row * block.numberSlots + slot]
    #expect(block.present[row] & bit != 0 ? number == plain[cell] : plain[cell] == nil && number == 0, "\(cell)")
    #expect((block.worded[row] & bit != 0) == ["*", "<5"].contains(cell), "\(cell)")
  }

  @Test("a column is passed over where the one it stands in for has a text")
  func unless() {
    let plan = RowPlan(
      texts: [.init(column: 0, slot: 0), .init(column: 1, slot: 1, unlessColumn: 0)], textSlots: 2, numbers: [],
      columnCount: 2)
    Array("a,b\n,b\nc,\n".utf8).withUnsafeBytes { bytes in
      let reader = RowBlockReader(bytes, from: 0, line: 1, plan: plan)
      let block = RowBlock(plan)
      #expect(reader.read(into: block))
      #expect((0..<6).map { block.texts[$0] } == [0, -1, -1, 0, 1, -1])
      #expect(!reader.read(into: block))
    }
  }

  @Test("equal byte strings have one number, different ones different numbers, in order of appearance")
  func interner() {
    var generator = Seed.generator()
    var interner = ByteInterner()
    var known: [[UInt8]: Int] = [:]
    var last: [[UInt8]] = []
    for round in 0..<20_000 {
      var bytes = (0..<Int.random(in: 0...20, using: &generator)).map { _ in UInt8.random(in: 0...1, using: &generator)
      }
      // Often the texts of before, in the order of before.
      if last.count > 100, Bool.random(using: &generator) { bytes = last[last.count - 100] }
      last.append(bytes)
      let number = bytes.withUnsafeBytes { interner.intern($0) }
      #expect(number == known[bytes, default: known.count], "TIDEMARK_SEED=\(Seed.value), round \(round)")
      known[bytes] = number
      #expect(Array(interner[number]) == bytes, "TIDEMARK_SEED=\(Seed.value), round \(round)")
    }
    #expect(interner.count == known.count)
  }
}
