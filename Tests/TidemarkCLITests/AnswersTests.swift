import Foundation
import TestSupport
import Testing

/// Questions put to the program over the committed figures.
@Suite struct AnswersTests {
  private func run(_ arguments: String..., environment: [String: String] = [:]) throws -> BinaryUnderTest.Outcome {
    try BinaryUnderTest.run(arguments, store: try DatasetsStore.url, environment: environment)
  }

  @Test(arguments: [
    ["overview"], ["compare", "--rank-interval", "--priority", "maternal"], ["compare", "--category", "none"],
    ["trend", "infant mortality"], ["rank", "infant mortality"],
    ["profile", "Solihull"], ["export", "infant mortality", "--compare"], ["aggregate", "90284", "--by", "period"],
    ["inequality", "90284"], ["funnel", "91547"], ["funnel", "91547", "--limits"], ["excess"], ["ratio", "92196"],
    ["compare", "--ratio-limits"], ["excess", "90284"],
    ["watchlist"], ["watchlist", "--area", "Walsall", "--goal", "last-year"], ["gap", "suicide"], ["peers"],
    ["peers", "core-cities"], ["changes"],
    ["lifetable", FileAnswers.vector("phe_life_expectancy_input")],
    ["standardise", FileAnswers.vector("phe_life_expectancy_input")], ["rates", FileAnswers.vector("phe_rate")],
    ["rates", FileAnswers.vector("phe_mean_input"), "--kind", "mean", "--by", "area", "--confidence", "99"],
    [
      "decompose", FileAnswers.vector("le_gap_arriaga_input"), "--area", "area", "--comparator", "comparator",
      "--parts",
      "both",
    ],
  ])
  func everyFormatHasTheSameRows(arguments: [String]) throws {
    func lines(_ format: String) throws -> [String] {
      let outcome = try BinaryUnderTest.run(arguments + ["--format", format], store: try DatasetsStore.url)
      #expect(outcome.status == 0 && !outcome.wasKilled, "\(format): \(outcome.errors)")
      return outcome.output.split(separator: "\n").map(String.init)
    }
    let csv = try lines("csv")
    let rows = csv.count - 1
    #expect(rows > 0)
    #expect(try lines("tsv").count == rows + 1)
    #expect(try lines("jsonl").count == rows)
    let json = try JSONSerialization.jsonObject(with: Data(try lines("json").joined(separator: "\n").utf8))
    #expect((json as? [[String: Any]])?.count == rows)
    #expect(try lines("markdown").filter { $0.hasPrefix("|") }.count == rows + 2)
    let page = try lines("html").filter { $0.hasPrefix("<tr>") }
    #expect(page.count { !$0.contains("rowgroup") } == rows + 1)
    // On a pipe nothing is said but CSV.
    let piped = try BinaryUnderTest.run(arguments, store: try DatasetsStore.url).output
    #expect(piped.split(separator: "\n").map(String.init) == csv)
  }

  @Test func everyAreaOfATableIsInTheCSV() throws {
    let csv = CSVText.rows(try run("rank", "infant mortality", "--peers", "core-cities").output)
    let area = try #require(csv.first?.firstIndex(of: "area"))
    let table = try run("rank", "infant mortality", "--peers", "core-cities", "--format", "table").output
    #expect(csv.count == 9)
    for row in csv.dropFirst() { #expect(table.contains(" \(row[area]) "), "\(row[area])") }
    #expect(table.contains("Birmingham is 8 of 8"))
  }

  @Test func narrowTerminalsSayWhatTheyLeaveOut() throws {
    let outcome = try run("compare", "--format", "table", environment: ["COLUMNS": "80"])
    #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(outcome.errors.contains("--format csv has every column"))
    #expect(outcome.output.contains("Comparison") && outcome.output.contains("England"))
  }

  @Test func coloursFollowTheEnvironment() throws {
    let plain = try run("compare", "--format", "table")
    #expect(!plain.output.contains("\u{1B}"))
    let forced = try BinaryUnderTest.run(
      ["compare", "--format", "table"], store: try DatasetsStore.url,
      environment: ["NO_COLOR": "", "CLICOLOR_FORCE": "1"])
    #expect(forced.output.contains("\u{1B}[38;5;166m◆ worse"))
    let both = try run("compare", "--format", "table", environment: ["CLICOLOR_FORCE": "1"])
    #expect(!both.output.contains("\u{1B}"))
  }

  @Test func releasesAreChosenByNumberAndDay() throws {
    let now = try run("compare")
    #expect(try run("compare", "--as-of", "1").output == now.output)
    #expect(try run("compare", "--as-of", "1", "--format", "csv").status == 0)
    #expect(try run("compare", "--as-of", "99").status == 2)
  }

  @Test func statusCountsWhatIsStored() throws {
    let json = try JSONSerialization.jsonObject(with: Data(try run("status", "--format", "json").output.utf8))
    let facts = try #require((json as? [[String: Any]])?.first)
    #expect(facts["releases"] as? Int == 1)
    #expect(facts["format_version"] as? String == "2.2")
    let figures = CSVText.rows(try run("export").output).count - 1
    #expect(facts["figures"] as? Int == figures)
  }

  @Test func explainTellsWhatWasReadAndChangesNoAnswer() throws {
    let plain = try run("trend", "infant mortality")
    let explained = try run("trend", "infant mortality", "--explain")
    #expect(explained.output == plain.output)
    let lines = explained.errors.split(separator: "\n").map(String.init)
    let (planned, took) = (lines.prefix { $0 != "What the answer took:" }, lines.drop { $0 != "What the answer took:" })
    func numbers(_ name: String, in lines: ArraySlice<String>? = nil) -> [Int] {
      let line = (lines ?? took).first { $0.hasPrefix("  \(name) ") } ?? ""
      return line.filter { $0 != "," }.split { !$0.isNumber }.compactMap { Int($0) }
    }
    let (panels, blocks, bytes, figures) = (numbers("panels"), numbers("blocks"), numbers("bytes"), numbers("figures"))
    #expect(panels.count == 2 && panels[0] >= 2 && panels[0] < panels[1], "\(explained.errors)")
    #expect(planned.first == "What may be read:" && numbers("panels", in: planned).first ?? 0 >= panels[0])
    #expect(blocks.count == 2 && blocks[0] > 0)
    #expect(bytes.count == 3 && bytes[0] > 0 && bytes[0] + bytes[1] < bytes[2])
    #expect(figures.count == 2 && figures[0] > 0)
    #expect(lines.count { $0.hasPrefix("  time ") && $0.contains(" ms to ") } == 4)
    #expect(try run("export", "infant mortality", "--explain").status == 0)
  }

  /// The figures of a series stand only where they are drawn, and no other form takes more of the store for them.
  @Test func seriesAreReadOnlyWhereTheyAreDrawn() throws {
    func lookedUp(_ options: String...) throws -> Int {
      let outcome = try BinaryUnderTest.run(
        ["compare", "900101", "--explain"] + options, store: try DatasetsStore.url)
      let line = try #require(outcome.errors.split(separator: "\n").first { $0.hasPrefix("  figures ") })
      return try #require(Int(line.filter { $0 != "," }.split { !$0.isNumber }[0]))
    }
    let read = try lookedUp("--format", "csv")
    #expect(try lookedUp("--format", "json") == read)
    #expect(try lookedUp("--format", "markdown") == read)
    #expect(try lookedUp("--plain") == read)
    #expect(try lookedUp("--format", "table") >= read)
    #expect(try lookedUp("--format", "html") >= read)
  }
}
