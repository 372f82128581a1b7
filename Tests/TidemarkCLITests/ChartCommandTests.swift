import Foundation
import Testing
import TideModel

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// `tidemark chart` on the datasets: pictures, text, files, and what cannot be drawn.
@Suite struct ChartCommandTests {
  /// What is drawn of the datasets, and the words that its title must have.
  private static let charts: [(name: String, arguments: [String], title: String)] = [
    (
      "trend", ["trend", "900301"],
      "Infant mortality rate in Birmingham was 8.8 per 1,000 live births in 2023, 2.3 times England's 3.9."
    ),
    (
      "compare", ["compare", "--priority", "maternal health"],
      "Birmingham is above England on 4 of 4 figures; none can be tested."
    ),
    (
      "rank", ["rank", "90284", "--sex", "persons", "--within", "West Midlands"],
      "was 86.12 per 10,000 in 2023/24, worse than England's 72.71: 12th of 14 areas."
    ),
    (
      "funnel", ["funnel", "91547"], "was 15.49% in 2022/23, above the upper 99.8% limit of the funnel (average 14.71)."
    ),
    ("spine", ["spine", "91547", "900301", "900201"], "Birmingham is worse than England on 2 of 2 figures compared"),
    (
      "inequality", ["inequality", "90284", "--sex", "persons", "--category", "County & UA"],
      "slope index 17.5 (15.6 to 19.3), lower than in 2016/17."
    ),
    (
      "gap", ["gap", "900301"],
      "was 4.9 per 1,000 live births above that of England in 2023; in 2016 the difference was 4."
    ),
    (
      "multiples", ["multiples", "900301", "91547", "900201", "--sex", "persons"],
      "Birmingham is worse than England on 2"
    ),
  ]

  private static func chart(_ arguments: [String]) throws -> BinaryUnderTest.Outcome {
    try BinaryUnderTest.run(["chart"] + arguments, store: try DatasetsStore.url)
  }

  /// The bytes that were looked at and found good. The day of the release is that of the test's own store.
  @Test(arguments: charts.indices)
  func picturesOfTheDatasetsAreAsTheyWere(index: Int) throws {
    let chart = Self.charts[index]
    let outcome = try Self.chart(chart.arguments)
    try #require(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.isEmpty)
    #expect(XMLParser(data: Data(outcome.output.utf8)).parse())
    let title =
      outcome.output.firstMatch(of: #/<title id="title">(.*?)</title>/#)?.1.replacing("&#39;", with: "'") ?? ""
    #expect(title.contains(chart.title), "\(title)")
    #expect(try Self.chart(chart.arguments).output == outcome.output)
    let file = BinaryUnderTest.packageRoot.appendingPathComponent(
      "Tests/TidemarkCLITests/GoldenCharts/\(chart.name).svg")
    let undated = outcome.output.replacing(#/\(\d{4}-\d\d-\d\d\)/#, with: "(DATE)")
    #expect(try String(contentsOf: file, encoding: .utf8) == undated, "\(chart.name) is drawn otherwise")
  }

  /// Every figure of a trend's table is in the picture's description, and no other.
  @Test func aTrendShowsTheFiguresOfTheTable() throws {
    let table = try BinaryUnderTest.run(["trend", "900301", "--format", "json"], store: try DatasetsStore.url).output
    let rows = try #require(try JSONSerialization.jsonObject(with: Data(table.utf8)) as? [[String: Any]])
    let picture = try Self.chart(["trend", "900301"]).output
    let expected = rows.map { row in
      "\(row["period"] ?? ""): \(row["value"] ?? ""), England \(row["benchmark_value"] ?? "")"
    }
    #expect(rows.count == 8 && picture.contains(expected.joined(separator: "; ")), "\(expected)")
    #expect(picture.components(separatedBy: "<circle").count - 1 == rows.count)
  }

  @Test func otherAreasAreDrawnBeside() throws {
    let alone = try Self.chart(["trend", "91547"]).output
    let beside = try Self.chart(["trend", "91547", "--peers", "core-cities"]).output
    let peers = beside.components(separatedBy: "stroke=\"#8C9296\"").count - 1
    // Seven core cities of England beside Birmingham.
    #expect(peers == 7 && !alone.contains("stroke=\"#8C9296\""), "\(peers)")
  }

  @Test(arguments: charts.indices)
  func theTerminalHasThemInCharacters(index: Int) throws {
    let arguments = Self.charts[index].arguments
    let text = try Self.chart(arguments + ["--format", "text"])
    #expect(text.status == 0 && !text.output.contains("<svg"), "\(text.errors)")
    let plain = try Self.chart(arguments + ["--format", "ascii"])
    #expect(plain.status == 0 && plain.output.utf8.allSatisfy { $0 == 10 || (32...126).contains($0) })
    #expect(plain.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(plain.output.contains("Birmingham") || plain.output.contains("England"))
  }

  @Test func aFileIsWholeOrNotThere() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.svg")
    let written = try Self.chart(["trend", "900301", "--output", path])
    #expect(written.status == 0 && written.output.isEmpty && written.errors.isEmpty)
    let before = try String(contentsOfFile: path, encoding: .utf8)
    #expect(before == (try Self.chart(["trend", "900301"]).output))
    // What cannot be drawn leaves the file as it was.
    let narrow = try Self.chart(["trend", "900301", "-o", path, "--width", "200"])
    #expect(narrow.status == 2 && narrow.errors.contains("must be at least 320 pixels wide"), "\(narrow.errors)")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == before)
    let nowhere = try Self.chart(["trend", "900301", "-o", folder.path("no/such/a.svg")])
    #expect(nowhere.status == 7 && nowhere.errors.contains("--output"), "\(nowhere.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["a.svg"])
  }

  @Test(arguments: [
    ([], "say what to draw"), (["pie"], "pie"), (["trend"], "indicator"),
    (["trend", "900301", "--width", "10"], "160 to 10000"),
    (["trend", "900301", "--period", "1890"], "nothing to draw"), (["trend", "infnt mortalty"], "infnt"),
    (["inequality", "90284"], "6 divisions of the population"), (["multiples"], "more than one picture can show"),
  ])
  func whatCannotBeDrawnIsTwo(arguments: [String], message: String) throws {
    let outcome = try Self.chart(arguments)
    #expect(outcome.status == 2 && outcome.output.isEmpty && !outcome.wasKilled, "\(arguments)")
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }

  @Test func theManualHasEveryKind() throws {
    let page = try BinaryUnderTest.run(["manual"]).output
    for kind in ["trend", "compare", "rank", "funnel", "spine", "inequality", "gap", "multiples", "decomposition"] {
      #expect(page.contains(".SS tidemark chart \(kind)\n"))
    }
  }

  @Test func aDecompositionIsDrawnOfAFile() throws {
    let folder = try TemporaryFolder()
    var lines = ["area,age,cause,deaths,population"]
    let ages = ["0", "1-4"] + stride(from: 5, to: 90, by: 5).map { "\($0)-\($0 + 4)" } + ["90+"]
    for (area, excess) in [("Birmingham", 3), ("England", 2)] {
      for (index, age) in ages.enumerated() {
        lines.append("\(area),\(age),Heart & <b>lungs</b>,\(excess * (index + 1)),10000")
        lines.append("\(area),\(age),Cancer,\(index * 2 + 1),10000")
      }
    }
    let file = try folder.write(lines.joined(separator: "\n") + "\n", to: "deaths.csv")
    let outcome = try BinaryUnderTest.run(["chart", "decomposition", file])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(XMLParser(data: Data(outcome.output.utf8)).parse())
    #expect(outcome.output.contains("Heart &amp; &lt;b&gt;lungs&lt;/b&gt; makes up most of it"))
  }
}
