import Foundation
import Testing
import TideModel

@testable import TideInterchange

@Suite struct JSONWriterTests {
  @Test func aSmallTable() {
    var table = ResultTable(columns: [
      .init(name: "area_name", title: "Area", kind: .text), .init(name: "value", title: "Value", kind: .number),
    ])
    table.append([.text("Birmingham"), .number(7)])
    table.append([.missing, .number(.nan)])
    #expect(
      render(table, format: .json) == """
        [
        {"area_name":"Birmingham","value":7},
        {"area_name":null,"value":null}
        ]

        """)
    #expect(
      render(table, format: .jsonl) == """
        {"area_name":"Birmingham","value":7}
        {"area_name":null,"value":null}

        """)
  }

  @Test func anEmptyTableIsAnEmptyArray() throws {
    let table = Samples.oneColumn([], kind: .text)
    #expect(render(table, format: .json) == "[]\n")
    #expect(render(table, format: .jsonl) == "")
  }

  @Test func anotherReaderFindsTheSameRows() throws {
    let rows = try Samples.readJSON(render(Samples.comparison(), format: .json))
    #expect(rows.count == 3)
    #expect(rows[0]["indicator_id"] as? Int == 40501)
    #expect(rows[0]["comparison"] as? String == "worse")
    #expect(rows[1]["count"] is NSNull)
    #expect(rows[2]["comparison"] as? String == "not compared")
    #expect(rows.allSatisfy { $0.count == 7 })
  }

  @Test func hostileTextComesBackAsItWas() throws {
    let table = Samples.oneColumn(Samples.hostile.map { .text($0) }, kind: .text)
    let text = render(table, format: .json)
    let rows = try Samples.readJSON(text)
    #expect(rows.map { ($0["x"] as? String).map { Array($0.utf8) } } == Samples.hostile.map { Array($0.utf8) })
    let raw = text.unicodeScalars.filter { scalar in
      (scalar.value < 0x20 && scalar != "\n") || (0x7F...0x9F).contains(scalar.value) || scalar == "\u{2028}"
        || scalar == "\u{2029}"
    }
    #expect(raw.isEmpty)
    let lines = render(table, format: .jsonl).split(separator: "\n")
    #expect(lines.count == Samples.hostile.count)
    for line in lines { #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) } }
  }

  @Test func columnNamesAreEscaped() throws {
    let rows = try Samples.readJSON(
      render(Samples.oneColumn([.integer(1)], kind: .integer, name: "a\"b"), format: .json))
    #expect(rows[0]["a\"b"] as? Int == 1)
  }
}
