import Testing
import TideModel

@testable import TideInterchange

@Suite struct TableWidthTests {
  private func write(_ table: ResultTable, width: Int?) throws -> (text: String, report: WriterReport) {
    var bytes: [UInt8] = []
    let writer = makeWriter(format: .table, options: OutputOptions(terminalWidth: width)) { bytes += Array($0) }
    try writer.write(table)
    return (String(decoding: bytes, as: UTF8.self), writer.report)
  }

  private func widest(_ text: String) -> Int {
    text.split(separator: "\n").map { DisplayWidth.of(String($0)) }.max() ?? 0
  }

  @Test func columnsOfTheHighestPriorityNumberGoFirst() throws {
    let full = try write(Samples.comparison(), width: nil)
    #expect(full.report.droppedColumns.isEmpty && widest(full.text) == 67)
    #expect(try write(Samples.comparison(), width: 67).report.droppedColumns == [])
    #expect(try write(Samples.comparison(), width: 66).report.droppedColumns == ["indicator_id"])
    #expect(try write(Samples.comparison(), width: 57).report.droppedColumns == ["indicator_id", "count"])
    #expect(try write(Samples.comparison(), width: 42).report.droppedColumns == ["indicator_id", "count", "ratio"])
  }

  @Test func noLineIsEverWiderThanTheTerminalWhileWhatMustStayFits() throws {
    // Priority 0 takes 2 + 18 + 2 + 6 + 2 + 12 columns.
    for width in 42...80 {
      let result = try write(Samples.comparison(), width: width)
      #expect(widest(result.text) <= width, "\(width)\n\(result.text)")
      #expect(result.text.contains("Suicide") && result.text.contains("not compared"))
    }
  }

  @Test func whatMustStayIsNeverDropped() throws {
    let result = try write(Samples.comparison(), width: 1)
    #expect(result.report.droppedColumns == ["indicator_id", "count", "ratio"])
    #expect(result.report.rows == 3)
  }

  @Test func ofEqualPrioritiesTheRightmostGoesFirst() throws {
    var table = ResultTable(columns: [
      .init(name: "a", title: "aaaa", kind: .text), .init(name: "b", title: "bbbb", kind: .text, priority: 1),
      .init(name: "c", title: "cccc", kind: .text, priority: 1),
    ])
    table.append([.text("1"), .text("2"), .text("3")])
    #expect(try write(table, width: 12).report.droppedColumns == ["c"])
    #expect(try write(table, width: 6).report.droppedColumns == ["c", "b"])
  }

  @Test func longTextsAreBrokenIntoLinesAndNeverCut() throws {
    var table = ResultTable(columns: [
      .init(name: "name", title: "Name", kind: .text), .init(name: "value", title: "Value", kind: .number),
    ])
    table.append([.text("Under 75 mortality rate from cancer considered preventable"), .number(1.5)])
    table.append([.text("short"), .number(2)])
    #expect(
      try write(table, width: 40).text == """
        Name                               Value
        ---------------------------------  -----
        Under 75 mortality rate from         1.5
          cancer considered preventable
        short                                2

        """)
    #expect(try write(table, width: nil).text.contains("rate from cancer considered preventable    1.5"))
    for width in 20...70 {
      let result = try write(table, width: width)
      #expect(widest(result.text) <= width, "\(width)")
      let words = result.text.split { $0 == " " || $0 == "\n" }
      #expect(["mortality", "cancer", "considered", "preventable", "1.5"].allSatisfy { words.contains(Substring($0)) })
    }
  }

  @Test func headingsOfSeveralWordsGiveRoomBeforeColumnsGo() throws {
    var table = ResultTable(columns: [
      .init(name: "a", title: "Lower 95%", kind: .number),
      .init(name: "b", title: "Upper 95%", kind: .number, priority: 1),
    ])
    table.append([.number(1.25), .number(2.5)])
    #expect(
      try write(table, width: 12).text == """
        Lower  Upper
          95%    95%
        -----  -----
         1.25    2.5

        """)
    #expect(try write(table, width: 12).report.droppedColumns == [])
    #expect(try write(table, width: 11).report.droppedColumns == ["b"])
    #expect(try write(table, width: 20).text.hasPrefix("Lower 95%  Upper 95%\n"))
  }

  @Test func aSeriesIsNoColumnToBeMissed() throws {
    var table = ResultTable(columns: [
      .init(name: "area", title: "Area", kind: .text),
      .init(name: "series", title: "Series", kind: .series, priority: 4),
    ])
    table.append([.text("Birmingham"), .series([1, 2])])
    #expect(try write(table, width: 15).report.droppedColumns == [])
    #expect(try !write(table, width: 15).text.contains("Series"))
  }

  @Test func titleHeadingsAndFootnotesAreWrapped() throws {
    var table = Samples.oneColumn([.text("x")], kind: .text)
    table.title = "A title of several words that does not fit"
    table.footnotes = [Footnote(String(repeating: "y", count: 50))]
    let result = try write(table, width: 20)
    #expect(widest(result.text) <= 20)
    #expect(result.text.hasPrefix("A title of several\nwords that does not\nfit\n"))
    #expect(result.text.filter { $0 == "y" }.count == 50)
    table.footnotes = [Footnote("ab  not compared: no interval", about: .note(letter: "ab"))]
    #expect(try write(table, width: 20).text.hasSuffix("\nab  not compared: no\n    interval\n"))
  }

  @Test func wideAndCombiningCharactersKeepTheColumns() {
    #expect(DisplayWidth.of("日本") == 4)
    #expect(DisplayWidth.of("e\u{301}") == 1)
    #expect(DisplayWidth.of("ﾊﾝｶｸ") == 4)
    #expect(DisplayWidth.of("👍") == 2)
    #expect(DisplayWidth.of("● ○ ◆ ▲ ▼ …") == 11)
    #expect(DisplayWidth.wrapped("日本語", to: 4) == ["日本", "語"])
    #expect(DisplayWidth.wrapped("a bc def", to: 5, hanging: 2) == ["a bc", "  def"])
    #expect(DisplayWidth.wrapped("abc", to: 0) == ["abc"])
    let table = Samples.oneColumn([.text("日本"), .text("e\u{301}a"), .text("abcd")], kind: .text)
    let lines = render(table, format: .table).split(separator: "\n").dropFirst(2)
    #expect(Set(lines.map { DisplayWidth.of(String($0)) }) == [7])
  }
}
