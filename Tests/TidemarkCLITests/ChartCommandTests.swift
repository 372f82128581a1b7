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
      "trend", ["trend", "92196"],
      "Infant mortality rate in Birmingham was 7.84 per 1,000 live births in 2015 - 17, worse than England's 3.92 (2.0 times)"
    ),
    (
      "compare", ["compare", "--priority", "maternal health"],
      "Birmingham is worse than England on 12 of 16 figures compared, better on 1, similar on 3; 5 are not compared."
    ),
    (
      "rank", ["rank", "90284", "--sex", "persons", "--within", "West Midlands"],
      "was 86.12 per 10,000 in 2023/24, worse than England's 72.71: 12th of 14 areas."
    ),
    (
      "rank-interval", ["rank", "92196", "--peers", "core-cities", "--rank-interval"],
      "worse than England's 3.92 (2.0 times): 8th of 8 areas; with 95% certainty 8th."
    ),
    (
      "funnel", ["funnel", "91547"], "was 15.49% in 2022/23, above the upper 99.8% limit of the funnel (average 14.71)."
    ),
    ("spine", ["spine", "91547", "92196", "900201"], "Birmingham is worse than England on 3 of 3 figures compared"),
    (
      "inequality", ["inequality", "90284", "--sex", "persons", "--category", "County & UA"],
      "slope index 17.5 (15.6 to 19.3), lower than in 2016/17."
    ),
    (
      "inequality-deciles", ["inequality", "900401"],
      "Suicide rate in England, 2017 - 19: 14.1 among the most deprived and 7.4 per 100,000 among the least"
    ),
    (
      "gap", ["gap", "92196"],
      "was 3.93 per 1,000 live births above that of England in 2015 - 17 (95% confidence interval of the difference"
    ),
    (
      "multiples", ["multiples", "92196", "91547", "900201", "--sex", "persons"],
      "Birmingham is worse than England on 3"
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
    let table = try BinaryUnderTest.run(["trend", "900407", "--format", "json"], store: try DatasetsStore.url).output
    let rows = try #require(try JSONSerialization.jsonObject(with: Data(table.utf8)) as? [[String: Any]])
    let picture = try Self.chart(["trend", "900407"]).output
    let expected = rows.map { row in
      "\(row["period"] ?? ""): \(row["value"] ?? ""), England \(row["benchmark_value"] ?? "")"
    }
    #expect(rows.count == 9 && picture.contains(expected.joined(separator: "; ")), "\(expected)")
    #expect(picture.components(separatedBy: "<circle").count - 1 == rows.count)
  }

  /// Every decile's figure that is exported is in the picture's words, at most two decimals, and no other is.
  @Test(arguments: [
    ("90284", "County & UA deprivation deciles in England (IMD2019, 4/23 geography)", 8),
    ("91547", "District & UA deprivation deciles in England (IMD2019, 4/21 geography)", 2),
    ("93085", "County & UA deprivation deciles in England (IMD2019, 4/23 geography)", 1),
    ("900401", "Deprivation decile", 1), ("900209", "LSOA deprivation deciles in England (IMD2019)", 1),
  ])
  func anInequalityShowsEveryDecile(id: String, category: String, periods: Int) throws {
    let sex = id == "93085" ? "female" : "persons"
    let picture = try Self.chart(["inequality", id, "--sex", sex, "--category", category])
    try #require(picture.status == 0, "\(picture.errors)")
    let words = try #require(picture.output.firstMatch(of: #/<desc id="desc">(.*?)</desc>/#)?.1)
    var drawn: [String: [Double]] = [:]
    for match in words.matches(of: #/(\d\d\d\d[-\/ \d]*): deciles from the most deprived ([-−\d., ]+), SII/#) {
      drawn[String(match.1)] = match.2.split(separator: ", ").compactMap { Double($0.replacing(",", with: "")) }
    }
    let export = try BinaryUnderTest.run(
      ["export", id, "--area", "England", "--sex", sex, "--category", "all", "--format", "json"],
      store: try DatasetsStore.url
    ).output
    let rows = try #require(try JSONSerialization.jsonObject(with: Data(export.utf8)) as? [[String: Any]])
    var published: [String: [Double]] = [:]
    for row in rows where row["category_type"] as? String == category {
      published[row["period"] as? String ?? "", default: []].append(try #require(row["value"] as? Double))
    }
    #expect(published.count == periods && Set(published.keys) == Set(drawn.keys), "\(drawn.keys.sorted())")
    for (period, figures) in published {
      let shown = try #require(drawn[period])
      #expect(figures.count == 10 && shown.count == 10, "\(id) \(period)")
      for (figure, other) in zip(figures.sorted(), shown.sorted()) { #expect(abs(figure - other) <= 0.005001) }
    }
    // The ends, which the inequality itself names, stand first and last.
    let table = try BinaryUnderTest.run(
      ["inequality", id, "--sex", sex, "--category", category, "--format", "json"], store: try DatasetsStore.url
    ).output
    let answers = try #require(try JSONSerialization.jsonObject(with: Data(table.utf8)) as? [[String: Any]])
    for answer in answers {
      let shown = try #require(drawn[answer["period"] as? String ?? ""])
      let ends = [answer["most_deprived"] as? Double, answer["least_deprived"] as? Double].compactMap { $0 }
      #expect(ends.count == 2 && zip(ends, [shown[0], shown[9]]).allSatisfy { abs($0 - $1) <= 0.005001 })
    }
  }

  /// The line's ends as published figures give them: its height is the slope index, its middle the mean by population.
  @Test func theLineOfAnInequalityIsThatThroughItsDeciles() throws {
    let store = try DatasetsStore.url
    let arguments = ["91547", "--category", "District & UA deprivation deciles in England (IMD2019, 4/21 geography)"]
    func rows(_ arguments: [String]) throws -> [[String: Any]] {
      let text = try BinaryUnderTest.run(arguments + ["--format", "json"], store: store).output
      return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
    }
    let deciles = try rows(["export"] + arguments + ["--area", "England", "--period", "2021/22"])
    let answer = try #require(try rows(["inequality"] + arguments + ["--period", "2021/22"]).first)
    func number(_ row: [String: Any], _ name: String) throws -> Double { try #require(row[name] as? Double) }
    let people = try deciles.map { try number($0, "denominator") }
    let sum = try zip(deciles, people).reduce(0) { $0 + (try number($1.0, "value")) * $1.1 }
    let (most, least) = (try number(answer, "line_most_deprived"), try number(answer, "line_least_deprived"))
    #expect(deciles.count == 10 && abs((most + least) / 2 - sum / people.reduce(0, +)) < 1e-9)
    // A low value is good: the index is above 0 where the most deprived have more.
    #expect(abs(most - least - (try number(answer, "sii"))) < 1e-9)
    let logit = try #require(try rows(["inequality"] + arguments + ["--transform", "logit"]).last)
    let ends = (try number(logit, "line_most_deprived"), try number(logit, "line_least_deprived"))
    #expect(abs(ends.0 - ends.1 - (try number(logit, "sii"))) < 1e-9)
    #expect(abs(ends.0 / ends.1 - (try number(logit, "rii"))) < 1e-9 && ends.0 > ends.1)
  }

  @Test func otherAreasAreDrawnBeside() throws {
    let alone = try Self.chart(["trend", "91547"]).output
    let beside = try Self.chart(["trend", "91547", "--peers", "core-cities"]).output
    let peers = beside.components(separatedBy: "stroke=\"#7A8186\"").count - 1
    // Seven core cities of England beside Birmingham.
    #expect(peers == 7 && !alone.contains("stroke=\"#7A8186\""), "\(peers)")
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
    let written = try Self.chart(["trend", "92196", "--output", path])
    #expect(written.status == 0 && written.output.isEmpty && written.errors.isEmpty)
    let before = try String(contentsOfFile: path, encoding: .utf8)
    #expect(before == (try Self.chart(["trend", "92196"]).output))
    // What cannot be drawn leaves the file as it was.
    let narrow = try Self.chart(["trend", "92196", "-o", path, "--width", "200"])
    #expect(narrow.status == 2 && narrow.errors.contains("must be at least 320 pixels wide"), "\(narrow.errors)")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == before)
    let nowhere = try Self.chart(["trend", "92196", "-o", folder.path("no/such/a.svg")])
    #expect(nowhere.status == 7 && nowhere.errors.contains("--output"), "\(nowhere.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["a.svg"])
  }

  @Test(arguments: [
    ([], "say what to draw"), (["pie"], "pie"), (["trend"], "indicator"),
    (["trend", "92196", "--width", "10"], "160 to 10000"),
    (["trend", "92196", "--period", "1890"], "nothing to draw"), (["trend", "infnt mortalty"], "infnt"),
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
