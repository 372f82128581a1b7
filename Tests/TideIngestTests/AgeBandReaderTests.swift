import TestSupport
import TideModel
import Testing

@testable import TideIngest

/// Files of age bands as tables: texts, numbers and markers, and the line on which each row stands.
@Suite struct AgeBandReaderTests {
  private func table(_ text: String) throws -> AgeBandTable {
    let bench = try Workbench()
    return try AgeBandReader.read(try bench.file("bands.csv", text), needs: [.age])
  }

  @Test func cellsAreTextsNumbersOrMarkers() throws {
    let table = try table(
      "area,age,count,population\n"
        + "\"Hull, City of\",0-4,12,\"1,234\"\nthe \"\"Wirral,5-9,c,\n\"the \"\"Wirral\"\"\",10+,*,9.50\nA,0-4,<5,x\nB\n"
    )
    let rows = table.rows.map { Array($0.cells) }
    typealias Cell = AgeBandTable.Cell
    #expect(
      rows[0] == [
        Cell(text: "Hull, City of"), Cell(text: "0-4"), Cell(text: "12", number: 12), Cell(text: "1,234", number: 1234),
      ])
    #expect(
      rows[1] == [
        Cell(text: "the \"\"Wirral"), Cell(text: "5-9"), Cell(text: "c", status: .suppressed), Cell(text: ""),
      ])
    #expect(rows[2].map(\.text) == ["the \"Wirral\"", "10+", "*", "9.50"])
    #expect(rows[2].map(\.status) == [.none, .none, .suppressed, .none] && rows[2][3].number == 9.5)
    #expect(rows[3].map(\.status) == [.none, .none, .suppressed, .notAvailable])
    #expect(rows[4].map(\.text) == ["B", "", "", ""])
    #expect(table.columns.map(\.role) == [nil, .age, .count, .population])
  }

  /// The same text in other bytes is the same, and told as it first stands; what differs to a reader is not.
  @Test(arguments: [
    ["A B", "A  B", " A B ", "C", "A\u{A0}B", "A b"], ["A  B", "A B", "C", "\"A B\"", "AB"],
    ["Môn", "Mo\u{302}n", "Mon", "Môn "], ["plain", "two  words", "two words", "plain", "plain "],
  ])
  func textsAreTheSameWhereTheyReadTheSame(texts: [String]) throws {
    let cells = try table("area,age\n" + texts.map { "\"\($0.replacing("\"", with: "\"\""))\",0-4\n" }.joined()).cells[
      0]
    for one in texts.indices {
      for other in texts.indices {
        let isSame = CleanText.key(texts[one]) == CleanText.key(texts[other])
        #expect((cells.same(one) == cells.same(other)) == isSame, "\(texts[one]) and \(texts[other])")
      }
      let first = try #require(texts.map { CleanText.key($0) }.first { $0 == CleanText.key(texts[one]) })
      #expect(cells[one].text.utf8.elementsEqual(first.utf8))
    }
  }

  /// Texts of up to ten letters, many of which differ in one of them or in length alone.
  @Test func textsOfAnyLengthAreToldApart() throws {
    var generator = SeededGenerator(seed: 23)
    let texts = (0..<6000).map { _ in
      String(
        (0..<Int.random(in: 1...10, using: &generator)).map { _ in "012A".randomElement(using: &generator) ?? "B" })
    }
    let cells = try table("area,age\n" + texts.map { "\($0),0-4\n" }.joined()).cells[0]
    #expect(texts.indices.allSatisfy { cells[$0].text == texts[$0] })
    #expect(Set(texts).count == cells.different.count && cells.different.count > 3000)
    #expect(Set(texts.indices.map { cells.same($0) }).count == cells.different.count)
  }

  @Test func everyRowKnowsItsLine() throws {
    var generator = SeededGenerator(seed: 17)
    var text = "area,age,count\r\n"
    var (line, lines): (Int, [Int]) = (2, [])
    for row in 0..<3000 {
      switch Int.random(in: 0..<12, using: &generator) {
      case 0:
        text += "\r\n,,\r\n"
        line += 2
      case 1:
        text += "\"over\ntwo\",\(row % 90),\(row)\r\n"
        lines.append(line)
        line += 2
      default:
        text += "A\(row % 50),\(row % 90),\(row)\r\n"
        lines.append(line)
        line += 1
      }
    }
    let table = try table(text)
    #expect(table.rows.map(\.line) == lines && lines.count > 2000)
    #expect(table.rows.allSatisfy { $0.cells[2].number.map { "\(Int($0))" } == $0.cells[2].text })
    #expect(table.cells.map(\.different.count)[1] == 90)
  }

  @Test(arguments: [
    ("0-4,1,2\n0-4,1,2,\n", 3, 4, "the row has 4 fields under 3 headings"),
    ("0-4,1,2\n,,,\n0-4,one,2\n", 4, 2, "'one' in"),
    ("0-4,1,2\n0-4,1,two\n0-4,one,2\n", 3, 3, "'two' in pop is neither a number nor a known marker"),
  ])
  func faultsNameLineAndColumn(rows: String, line: Int, column: Int, message: String) throws {
    let bench = try Workbench()
    let path = try bench.file("bands.csv", "age,count,pop\n" + rows)
    let error = #expect(throws: IngestError.self) { try AgeBandReader.read(path, needs: [.age]) }
    #expect(error?.line == line && error?.column == column && error?.message.hasPrefix(message) ?? false)
  }

  @Test func bytesThatAreNoTextAreRefused() throws {
    let bench = try Workbench()
    let path = try bench.file("bands.csv", Array("age,area\n0-4,A\n5-9,".utf8) + [0xFF, 0xFE, 0x0A])
    let error = #expect(throws: IngestError.self) { try AgeBandReader.read(path, needs: [.age]) }
    #expect(error?.line == 3 && error?.column == 2 && error?.message == "the text is not UTF-8")
  }
}
