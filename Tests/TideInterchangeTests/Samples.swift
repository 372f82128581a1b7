import Foundation
import Testing
import TideModel

@testable import TideInterchange

/// Tables and readers that several suites use.
enum Samples {
  /// Two groups, three kinds of number, missing cells and a comparison column.
  static func comparison() -> ResultTable {
    var table = ResultTable(
      columns: [
        .init(name: "priority", title: "Priority", kind: .text),
        .init(name: "indicator_name", title: "Indicator", kind: .text),
        .init(name: "indicator_id", title: "Id", kind: .integer, priority: 3),
        .init(name: "value", title: "Value", kind: .number),
        .init(name: "count", title: "Count", kind: .number, priority: 2),
        .init(name: "ratio", title: "Ratio", kind: .derived, priority: 1),
        .init(name: "comparison", title: "England", kind: .text),
      ], title: "Birmingham against England", footnotes: ["[c] suppressed"], groupColumn: "priority")
    table.append([
      .text("Cancer"), .text("Under-75 mortality"), .integer(40501), .number(131.5), .number(1386),
      .number(1.0888180804446217), .text("worse"),
    ])
    table.append([
      .text("Cancer"), .text("Stage 1 or 2"), .integer(93671), .number(6.93158962798202), .missing, .missing,
      .text("similar"),
    ])
    table.append([
      .text("Mental health"), .text("Suicide"), .integer(41001), .missing, .number(1_157_532), .number(1),
      .text("not compared"),
    ])
    return table
  }

  /// Texts that have broken or attacked readers of tables.
  static let hostile = [
    "=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(A1)", "\tx", "\rx", "\nx", "<script>alert(1)</script>", "a\"b", "a,b",
    "a|b",
    "line\nbreak", "cr\r\nlf", "tab\there", "\u{1B}[31mred\u{1B}[0m", "\u{9B}31m", "abc\u{202E}cba",
    "\u{2066}x\u{2069}",
    "zero\u{0}byte", "back\\slash", "\\t", "sep\u{2028}\u{2029}", " lead", "trail ", "", "'", "日本語", "e\u{301}", "👍🏽",
    "![x](http://a/b)", "*bold* _it_ `code`", "&amp;", "\u{7F}\u{85}\u{FEFF}", "null", "1e5", "\"", "\"\"", ",",
  ]

  static func oneColumn(_ cells: [ResultTable.Cell], kind: ResultTable.Kind, name: String = "x") -> ResultTable {
    var table = ResultTable(columns: [
      .init(name: name, title: "X", kind: kind), .init(name: "n", title: "N", kind: .integer),
    ])
    for (index, cell) in cells.enumerated() { table.append([cell, .integer(index)]) }
    return table
  }

  /// An independent reader of RFC 4180, a state machine over bytes.
  static func readCSV(_ text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var field: [UInt8] = []
    var inQuotes = false
    let bytes = Array(text.utf8)
    var index = 0
    func finished() -> String { String(decoding: field, as: UTF8.self) }
    while index < bytes.count {
      let byte = bytes[index]
      if inQuotes {
        if byte == 34, index + 1 < bytes.count, bytes[index + 1] == 34 {
          field.append(34)
          index += 1
        } else if byte == 34 {
          inQuotes = false
        } else {
          field.append(byte)
        }
      } else {
        switch byte {
        case 34: inQuotes = true
        case 44:
          row.append(finished())
          field = []
        case 10:
          row.append(finished())
          field = []
          rows.append(row)
          row = []
        default: field.append(byte)
        }
      }
      index += 1
    }
    #expect(!inQuotes && field.isEmpty && row.isEmpty, "the text does not end with a whole row")
    return rows
  }

  static func readJSON(_ text: String) throws -> [[String: Any]] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
  }
}

/// SplitMix64: a seeded generator, so that a failing case can be had again.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
