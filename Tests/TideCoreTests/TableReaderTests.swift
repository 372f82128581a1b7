import TestSupport
import Testing

@testable import TideCore

@Suite("A table read in pieces")
struct TableReaderTests {
  /// What a reader made of a table: its rows, and what stopped it.
  private struct Reading: Equatable {
    var rows: [[String?]] = []
    var numbers: [[Double]] = []
    var lines: [Int] = []
    var offsets: [Int] = []
    /// The numbers of the texts, to see that they are given in order of appearance.
    var ids: [[Int32]] = []
    var fault: CSVScanner.Fault?
    var end = 0

    mutating func take(_ block: RowBlock, _ texts: TextNumbers) {
      for row in 0..<block.count {
        let ids = (0..<block.textSlots).map { block.texts[row * block.textSlots + $0] }
        self.ids.append(ids)
        rows.append(ids.enumerated().map { $1 < 0 ? "" : texts.text($0, Int($1)) })
        numbers.append((0..<block.numberSlots).map { block.numbers[row * block.numberSlots + $0] })
        lines.append(block.lines[row])
        offsets.append(block.offsets[row])
      }
    }
  }

  private let plan = RowPlan(
    texts: [.init(column: 0, slot: 0), .init(column: 2, slot: 1)], textSlots: 2, numbers: [1], columnCount: 3)

  private func whole(_ bytes: UnsafeRawBufferPointer) -> Reading {
    var reading = Reading()
    let reader = RowBlockReader(bytes, from: 0, line: 1, plan: plan)
    let block = RowBlock(plan)
    while reader.read(into: block) { reading.take(block, reader.texts) }
    reading.fault = reader.state.fault
    reading.end = reader.state.position
    return reading
  }

  private func inPieces(_ bytes: UnsafeRawBufferPointer, of size: Int, threads: Int) throws -> Reading {
    var reading = Reading()
    let reader = TableReader(bytes, from: 0, line: 1, plan: plan, pieceBytes: size)
    let end = try reader.read(threads: threads) { reading.take($0, reader.texts) }
    reading.fault = end.fault
    reading.end = end.position
    return reading
  }

  /// Records with line ends inside quotes, blank lines, and every kind of line end.
  private func table(_ generator: inout some RandomNumberGenerator, rows: Int, broken: Bool) -> [UInt8] {
    let names = ["a", "\"two\nlines\"", "\"x,\"\"y\"\"\r\n,1,\n\"", "", "England", "\"\n\n\n\""]
    let ends = ["\n", "\r\n", "\r", "\n\n"]
    var text = ""
    for row in 0..<rows {
      text += names.randomElement(using: &generator) ?? ""
      text += ",\(row),"
      text += names.randomElement(using: &generator) ?? ""
      if broken, Int.random(in: 0..<rows, using: &generator) == 0 {
        text += Bool.random(using: &generator) ? "\"" : "\"q\"q"
      }
      text += ends.randomElement(using: &generator) ?? ""
    }
    return Array(text.utf8)
  }

  // The reader that reads everything from the start, on one thread, is the reference.
  @Test("pieces of any size, on any number of threads, give what the whole gives")
  func sameAsWhole() throws {
    var generator = Seed.generator()
    for round in 0..<150 {
      let table = table(
        &generator, rows: Int.random(in: 0...400, using: &generator), broken: round % 3 == 0)
      try table.withUnsafeBytes { bytes in
        let expected = whole(bytes)
        let asOne = try inPieces(bytes, of: 100, threads: 1)
        #expect(asOne == expected, "TIDEMARK_SEED=\(Seed.value), round \(round)")
        for _ in 0..<3 {
          let size = Int.random(in: 1...max(2, table.count), using: &generator)
          let threads = Int.random(in: 2...4, using: &generator)
          let found = try inPieces(bytes, of: size, threads: threads)
          #expect(
            found == expected, "TIDEMARK_SEED=\(Seed.value), round \(round), \(threads) threads, pieces of \(size)")
        }
      }
    }
  }

  @Test("a record too long for any piece is the fault it is in the whole")
  func longRecord() throws {
    let long = Array("a,1,b\n".utf8) + Array(repeating: UInt8(ascii: "x"), count: CSVScanner.maximumRecordBytes + 9)
    try long.withUnsafeBytes { bytes in
      let (expected, found) = (whole(bytes), try inPieces(bytes, of: 64 << 10, threads: 2))
      #expect(expected.fault == .tooLong(line: 2))
      #expect(found == expected)
    }
  }

  @Test("what the taker throws ends the reading")
  func stopped() {
    struct Enough: Error {}
    let table = Array(String(repeating: "a,1,b\n", count: 5000).utf8)
    table.withUnsafeBytes { bytes in
      let reader = TableReader(bytes, from: 0, line: 1, plan: plan, pieceBytes: 100)
      var rows = 0
      #expect(throws: Enough.self) {
        _ = try reader.read(threads: 3) { block in
          rows += block.count
          if rows > 200 { throw Enough() }
        }
      }
      #expect(rows < 300)
    }
  }
}
