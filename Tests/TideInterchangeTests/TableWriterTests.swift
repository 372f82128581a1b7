import Testing
import TideModel

@testable import TideInterchange

@Suite struct TableWriterTests {
  @Test func aSmallTable() {
    #expect(
      render(Samples.comparison(), format: .table) == """
        Birmingham against England

          Indicator              Id   Value      Count  Ratio  England
          ------------------  -----  ------  ---------  -----  ------------
        Cancer
          Under-75 mortality  40501  131.5       1,386   1.09  ◆ worse
          Stage 1 or 2        93671    6.93          -   -     ○ similar

        Mental health
          Suicide             41001    -     1,157,532   1.00  not compared

        [c] suppressed

        """)
  }

  @Test func missingNumbersAreADashAtTheUnitsAndMissingTextsAreBlank() {
    var table = ResultTable(columns: [
      .init(name: "value", title: "V", kind: .number), .init(name: "note", title: "Note", kind: .text),
      .init(name: "n", title: "N", kind: .integer),
    ])
    table.append([.number(12.5), .missing, .missing])
    table.append([.missing, .text("a"), .integer(1)])
    #expect(
      render(table, format: .table) == """
           V  Note  N
        ----  ----  -
        12.5        -
         -    a     1

        """)
  }

  @Test func numbersStandOnTheirDecimalPoints() throws {
    let numbers: [Double] = [1, 12.5, 123.45, -6.93158962798202, 1234.5, 0.0004, 7.125]
    let text = render(Samples.oneColumn(numbers.map { .number($0) }, kind: .number), format: .table)
    let lines = text.split(separator: "\n").dropFirst(2).map { Array($0) }
    let expected = ["1", "12.5", "123.45", "-6.93", "1,234.5", "0.0004", "7.13"]
    var places: Set<Int> = []
    for (line, number) in zip(lines, expected) {
      let shown = String(line).split(separator: " ")[0]
      #expect(shown == number)
      let start = try #require(line.firstIndex { $0 != " " })
      places.insert(start + (number.split(separator: ".").first?.count ?? 0))
    }
    #expect(places.count == 1, "\(text)")
  }

  @Test func precisionRoundsFiguresButNotCounts() {
    var table = ResultTable(columns: [
      .init(name: "value", title: "Value", kind: .number), .init(name: "count", title: "Count", kind: .number),
      .init(name: "ratio", title: "Ratio", kind: .derived), .init(name: "rank", title: "Rank", kind: .integer),
    ])
    table.append([.number(7.05), .number(1386), .number(1.08881), .integer(3)])
    func last(_ precision: Precision) -> [Substring] {
      render(table, format: .table, options: OutputOptions(precision: precision)).split(separator: "\n")[2]
        .split(separator: " ")
    }
    #expect(last(.published) == ["7.05", "1,386", "1.09", "3"])
    #expect(last(.decimals(0)) == ["7", "1,386", "1", "3"])
    #expect(last(.decimals(1)) == ["7.1", "1,386", "1.1", "3"])
    #expect(last(.decimals(4)) == ["7.0500", "1,386", "1.0888", "3"])
    #expect(last(.decimals(.max)).count == 4)
    #expect(last(.decimals(.min)) == ["7", "1,386", "1", "3"])
  }

  @Test func awkwardNumbersNeverTrap() {
    let numbers: [Double] = [
      .nan, .infinity, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1e22, -1e-300, 1e20,
    ]
    let shown = numbers.map { number in
      PeopleText(precision: .published).text(.number(number), in: .init(name: "v", title: "V", kind: .number))
    }
    #expect(
      shown == [
        nil, nil, "0", "5e-324", "1.7976931348623157e308", "1e22", "-1e-300", "100,000,000,000,000,000,000",
      ])
    for precision in [Precision.published, .decimals(0), .decimals(15)] {
      let figures: [ResultTable.Cell] = numbers.map { .number($0) } + [.missing]
      for (cells, kind) in [(figures, ResultTable.Kind.number), (figures, .derived), ([.integer(.min)], .integer)] {
        _ = render(
          Samples.oneColumn(cells, kind: kind), format: .table, options: OutputOptions(precision: precision))
      }
    }
  }

  @Test func identifiersHaveNoCommasAndOtherWholeNumbersHave() {
    let people = PeopleText(precision: .published)
    for name in ["indicator_id", "id", "year", "release", "from_release"] {
      #expect(people.text(.integer(93671), in: .init(name: name, title: "", kind: .integer)) == "93671")
    }
    #expect(people.text(.integer(-1_234_567), in: .init(name: "rows", title: "", kind: .integer)) == "-1,234,567")
    #expect(
      people.text(.integer(.min), in: .init(name: "n", title: "", kind: .integer)) == "-9,223,372,036,854,775,808")
  }

  @Test func comparisonWordsCarryShapesAndColourOnlyOnRequest() {
    let verdicts: [Verdict] = [
      .better(nil), .similar, .worse(.p998), .higher(.p95), .lower(nil), .notCompared(.method),
    ]
    let table = Samples.oneColumn(verdicts.map { .verdict($0) } + [.text("better"), .text("Better")], kind: .text)
    let plain = render(table, format: .table)
    for shown in ["● better", "○ similar", "◆ worse", "▲ higher", "▼ lower"] { #expect(plain.contains(shown)) }
    #expect(!plain.contains("\u{1B}"))
    let coloured = render(table, format: .table, options: OutputOptions(colour: true))
    #expect(coloured.contains("\u{1B}[38;5;30m● better\u{1B}[0m"))
    #expect(coloured.split(separator: "\u{1B}[").count == 11)
    var stripped = coloured
    for mark in ComparisonMark.allCases { stripped = stripped.replacing("\u{1B}[\(mark.rendition)m", with: "") }
    #expect(stripped.replacing("\u{1B}[0m", with: "") == plain)
    #expect(Set(ComparisonMark.allCases.map { $0.shape(.unicode) }).count == 5)
    #expect(Set(ComparisonMark.allCases.map { $0.shape(.ascii) }).count == 5)
  }

  @Test func hostileTextIsShownAndNotObeyed() {
    var table = Samples.oneColumn(Samples.hostile.map { .text($0) }, kind: .text)
    table.title = "a\u{1B}]0;title\u{7}"
    table.footnotes = ["\u{202E}note\n"]
    let text = render(table, format: .table)
    let dangerous = text.unicodeScalars.filter {
      ($0.value < 0x20 && $0 != "\n") || (0x7F...0x9F).contains($0.value) || (0x202A...0x202E).contains($0.value)
        || (0x2066...0x2069).contains($0.value)
    }
    #expect(dangerous.isEmpty)
    #expect(text.contains("\\u{1B}[31mred") && text.contains("line\\nbreak") && text.contains("abc\\u{202E}cba"))
    #expect(text.unicodeScalars.split(separator: "\n").count == Samples.hostile.count + 4)
  }
}
