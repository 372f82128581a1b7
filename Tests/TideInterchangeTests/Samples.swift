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
        .init(name: "comparison", title: "England", kind: .verdict),
      ], title: "Birmingham against England", footnotes: ["[c] suppressed"], groupColumn: "priority")
    table.append([
      .text("Cancer"), .text("Under-75 mortality"), .integer(40501), .number(131.5), .number(1386),
      .number(1.0888180804446217), .verdict(.worse(.p95)),
    ])
    table.append([
      .text("Cancer"), .text("Stage 1 or 2"), .integer(93671), .number(6.93158962798202), .missing, .missing,
      .verdict(.similar),
    ])
    table.append([
      .text("Mental health"), .text("Suicide"), .integer(41001), .missing, .number(1_157_532), .number(1),
      .verdict(.notCompared(.noInterval)),
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

  static func readJSON(_ text: String) throws -> [[String: Any]] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
  }
}
