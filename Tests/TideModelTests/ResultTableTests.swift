import TestSupport
import Testing
import TideModel

@Suite("Tables by column")
struct ResultTableTests {
  private static let columns: [ResultTable.Column] = [
    .init("a", "A", .text), .init("b", "B", .integer), .init("c", "C", .number), .init("d", "D", .derived),
    .init("e", "E", .series), .init("f", "F", .heading),
  ]

  /// Rows of few different texts, many missing cells and runs of equal ones, and the cells as they were given.
  private static func random(
    _ generator: inout SeededGenerator, rows: Int
  ) -> (table: ResultTable, rows: [[ResultTable.Cell]]) {
    var table = ResultTable(columns: columns, title: "T", footnotes: ["f"], groupColumn: "a")
    var rows = (0..<rows).map { _ in row(&generator) }
    for place in rows.indices.dropFirst() where Bool.random(using: &generator) { rows[place][0] = rows[place - 1][0] }
    for row in rows { table.append(row) }
    return (table, rows)
  }

  private static func row(_ generator: inout SeededGenerator) -> [ResultTable.Cell] {
    let number = Double(Int.random(in: 0...5, using: &generator)) / 4
    let cells: [ResultTable.Cell] = [
      .text("t\(Int.random(in: 0...3, using: &generator))"), .integer(Int.random(in: -2...2, using: &generator)),
      .number(number), .number(-number), .series([number, nil]), .text("h"),
    ]
    return cells.map { Int.random(in: 0..<4, using: &generator) == 0 ? .missing : $0 }
  }

  @Test("rows come back as they were given, whole, in batches, chosen and in columns")
  func rowsComeBack() {
    for round in 0..<200 {
      var generator = Seed.generator(round)
      let (table, rows) = Self.random(&generator, rows: Int.random(in: 0...20, using: &generator))
      #expect(table.rowCount == rows.count && table.rows.map { Array($0) } == rows, "seed \(Seed.value), \(round)")
      #expect(table.cells("c") == rows.map { $0[2] } && table.cells("z") == [])
      var joined = table.header
      let others = Self.random(&generator, rows: 5)
      joined.append(contentsOf: table)
      joined.append(contentsOf: others.table)
      joined.append(contentsOf: table)
      #expect(joined.rows.map { Array($0) } == rows + others.rows + rows, "seed \(Seed.value), \(round)")
      let chosen = rows.indices.shuffled(using: &generator)
      #expect(table.selecting(rows: chosen).rows.map { Array($0) } == chosen.map { rows[$0] })
      let columns = [4, 0, 0]
      #expect(table.selecting(columns: columns).rows.map { Array($0) } == rows.map { row in columns.map { row[$0] } })
      #expect(table.prefix(3).rows.map { Array($0) } == Array(rows.prefix(3)))
      let again = ResultTable(
        columns: Self.columns,
        cells: Self.columns.enumerated().map { place, column in .init(rows.map { $0[place] }, of: column.kind) },
        title: "T", footnotes: ["f"], groupColumn: "a")
      #expect(again == table, "seed \(Seed.value), \(round)")
    }
  }

  @Test("a table whose lexicon is shared leaves the other alone")
  func sharedLexicon() {
    var one = ResultTable(columns: [.init("a", "A", .text)])
    one.append([.text("x")])
    var other = one
    other.append([.text("y")])
    one.append([.text("z")])
    #expect(one.cells("a") == [.text("x"), .text("z")])
    #expect(other.cells("a") == [.text("x"), .text("y")])
  }

  @Test("a column of one cell, and places in a lexicon, are columns like others")
  func madeByColumn() {
    let lexicon = ResultTable.Lexicon(texts: ["x", "", "z"])
    var table = ResultTable(
      columns: [.init("a", "A", .text), .init("b", "B", .text), .init("n", "N", .integer)],
      cells: [
        .repeated(.text("same"), count: 4), .coded(.init([2, -1, 1, 0], of: lexicon)),
        .integers([1, 2, 3, 4], valid: [true, true, false, true]),
      ])
    table.append([.text("other"), .text("x"), .missing])
    #expect(table.cells("a") == ["same", "same", "same", "same", "other"].map { .text($0) })
    #expect(table.cells("b") == [.text("z"), .missing, .missing, .text("x"), .text("x")])
    #expect(table.cells("n") == [.integer(1), .integer(2), .missing, .integer(4), .missing])
    #expect(lexicon.cells == [.text("x"), .missing, .text("z")])
  }

  @Test("rows one by one become batches, none of them empty")
  func gathered() throws {
    for count in [0, 1, RowBatches.size, RowBatches.size + 1] {
      var (headers, sizes, rows) = (0, [Int](), [ResultTable.Cell]())
      try RowBatches.gather(
        header: { _ in headers += 1 },
        batch: {
          sizes.append($0.rowCount)
          rows += $0.cells("n")
        },
        from: { header, row in
          try header(ResultTable(columns: [.init("n", "N", .integer)]))
          for number in 0..<count { try row([.integer(number)]) }
        })
      #expect(headers == 1 && rows == (0..<count).map { .integer($0) })
      #expect(sizes.allSatisfy { (1...RowBatches.size).contains($0) })
    }
  }

  @Test("a row of another width is a mistake of the program")
  func width() async {
    await #expect(processExitsWith: .failure) {
      var table = ResultTable(columns: [.init("a", "A", .text), .init("b", "B", .text)])
      table.append([.text("1")])
    }
    await #expect(processExitsWith: .failure) {
      var table = ResultTable(columns: [.init("a", "A", .text)])
      table.append([.text("1"), .text("2")])
    }
  }
}
