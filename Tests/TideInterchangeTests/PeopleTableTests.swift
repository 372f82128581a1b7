import Testing
import TideModel

@testable import TideInterchange

/// What changes, and what does not, between a result and the table people read.
@Suite struct PeopleTableTests {
  private typealias Column = ResultTable.Column

  private func table(_ rows: [[ResultTable.Cell]]) -> ResultTable {
    var table = ResultTable(
      columns: [
        Column(name: "indicator_id", title: "ID", kind: .integer), Column(name: "sex", title: "Sex", kind: .text),
        Column(name: "period", title: "Period", kind: .text), Column(name: "value", title: "Value", kind: .number),
        Column(name: "note", title: "Note", kind: .text), Column(name: "release", title: "Release", kind: .integer),
        Column(name: "theme", title: "Theme", kind: .heading),
      ], title: "T", footnotes: ["last"], groupColumn: "theme")
    for row in rows { table.append(row) }
    return table
  }

  private func row(_ id: Int, _ sex: String, _ period: String, _ value: Double?, _ note: String?) -> [ResultTable.Cell]
  {
    [
      .integer(id), .text(sex), .text(period), value.map { .number($0) } ?? .missing,
      note.map { .text($0) } ?? .missing, .integer(1), .text("Cancer outcomes"),
    ]
  }

  @Test func noRowIsLostAndConstantKeysMoveToTheTitle() {
    let people = table([row(1, "Male", "2019", 5, nil), row(1, "Male", "2020", 6, nil)]).forPeople()
    #expect(people.columns.map(\.name) == ["period", "value", "theme"])
    #expect(people.title == "T (Male)")
    #expect(people.rows.count == 2)
    #expect(people.cells("value") == [.number(5), .number(6)])
    #expect(people.footnotes == ["last"])
  }

  @Test func whatAllRowsShareIsSaidOnceByTheTitle() {
    var table = ResultTable(
      columns: ["indicator", "area", "period", "unit"].map { Column(name: $0, title: $0, kind: .text) } + [
        Column(name: "value", title: "Value", kind: .number)
      ], title: "Suicide rate in 2023")
    for value in [1.0, 2] {
      table.append([.text("Suicide rate"), .text("Dudley"), .text("2023"), .text("per 100,000"), .number(value)])
    }
    #expect(table.forPeople().columns.map(\.name) == ["value"])
    #expect(table.forPeople().title == "Suicide rate in 2023 (Dudley, per 100,000)")
    table.title = "Suicide rate, per 100,000: Dudley"
    #expect(table.forPeople().columns.map(\.name) == ["period", "value"])
    #expect(table.forPeople().title == "Suicide rate, per 100,000: Dudley")
    #expect(table.forPeople(everyColumn: true).columns.count == 5)
  }

  @Test func namesSayWhatTellsRowsApart() {
    var table = ResultTable(
      columns: ["indicator_id", "indicator", "sex", "age", "category_type", "category", "value"].map {
        Column(name: $0, title: $0, kind: .text)
      })
    let rows = [
      ["1", "Suicide rate", "Persons", "10+", "", ""], ["1", "Suicide rate", "Female", "10+", "", ""],
      ["2", "Conceptions", "Female", "<18", "", ""], ["3", "Injuries", "Persons", "0-4", "", ""],
      ["3", "Injuries", "Persons", "0-14", "", ""], ["3", "Injuries", "Persons", "0-14", "Decile", "Most deprived"],
    ]
    for row in rows { table.append(row.map { $0.isEmpty ? .missing : .text($0) } + [.text("x")]) }
    let people = table.forPeople()
    #expect(people.columns.map(\.name) == ["indicator_id", "indicator", "value"])
    #expect(
      people.cells("indicator")
        == [
          "Suicide rate, Persons", "Suicide rate, Female", "Conceptions, Female", "Injuries, 0-4", "Injuries, 0-14",
          "Injuries, 0-14, Most deprived",
        ].map { .text($0) })
    #expect(table.forPeople(everyColumn: true).columns.count == 7)
    #expect(table.cells("indicator")[1] == .text("Suicide rate"))
  }

  @Test func keysThatDifferStay() {
    let people = table([row(1, "Male", "2019", 5, nil), row(2, "Female", "2019", 6, nil)]).forPeople()
    #expect(people.columns.map(\.name) == ["indicator_id", "sex", "period", "value", "theme"])
    #expect(people.title == "T")
  }

  @Test func equalNotesShareALetterAndStandUnderTheTable() {
    let people = table([
      row(1, "Male", "2019", 5, "x"), row(1, "Male", "2020", nil, "y"), row(1, "Male", "2021", 6, nil),
      row(1, "Male", "2022", 7, "x"),
    ]).forPeople()
    #expect(people.cells("note") == [.text("a"), .text("b"), .missing, .text("a")])
    #expect(people.footnotes.map(\.text) == ["a  x", "b  y", "last"])
    #expect([0, 25, 26, 27, 701, 702].map(FootnoteLetters.letter) == ["a", "z", "aa", "ab", "zz", "aaa"])
  }

  @Test func anEmptyTableIsTaken() {
    #expect(table([]).forPeople().rows.isEmpty)
  }

  @Test(arguments: [OutputFormat.csv, .tsv, .json, .jsonl])
  func headingsAreNoneOfAMachinesColumns(format: OutputFormat) {
    let text = render(table([row(1, "Male", "2019", 5, nil)]), format: format)
    #expect(!text.contains("theme") && !text.contains("Cancer"))
    #expect(text.contains("release"))
  }

  @Test func headingsGroupTheRowsOfPeople() {
    let text = render(table([row(1, "Male", "2019", 5, nil)]).forPeople(), format: .table)
    #expect(text.contains("\nCancer outcomes\n"))
    #expect(!text.contains("Theme"))
  }
}
