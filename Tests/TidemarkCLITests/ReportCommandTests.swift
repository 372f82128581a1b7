import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// `tidemark report` on the datasets: one page that needs nothing else, whose figures are those of the questions.
@Suite struct ReportCommandTests {
  private static let page: Result<String, any Error> = Result {
    let outcome = try BinaryUnderTest.run(["report"], store: try DatasetsStore.url)
    try #require(outcome.status == 0, "\(outcome.errors)")
    return outcome.output
  }

  private func page() throws -> (text: String, elements: [ReportPage.Element]) {
    let text = try Self.page.get()
    let page = ReportPage(text)
    try #require(page.isWellFormed, "\(page.problem)")
    return (text, page.elements)
  }

  @Test func thePageNeedsNothingElse() throws {
    let (text, elements) = try page()
    #expect(!text.contains("<script") && !text.contains("@import") && !text.contains("url("))
    let links = elements.flatMap { $0.attributes.filter { ["href", "src", "xlink:href", "srcset"].contains($0.key) } }
    #expect(!links.isEmpty && links.allSatisfy { $0.key == "href" && $0.value.hasPrefix("#") })
    #expect(!elements.contains { $0.attributes.keys.contains { $0.hasPrefix("on") } })
    #expect(try BinaryUnderTest.run(["report"], store: try DatasetsStore.url).output == text)
  }

  @Test func headingsNamesAndPicturesAreInOrder() throws {
    let elements = try page().elements
    #expect(elements.first?.attributes["lang"] == "en-GB")
    let levels = elements.compactMap { $0.name.wholeMatch(of: /h([1-6])/).flatMap { Int($0.1) } }
    #expect(levels.first == 1 && levels.filter { $0 == 1 }.count == 1 && levels.contains(3))
    #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 }, "no level is left out")
    for landmark in ["header", "nav", "main"] { #expect(elements.filter { $0.name == landmark }.count == 1) }
    #expect(elements.first { $0.name == "a" }?.attributes["href"] == "#main")
    let ids = elements.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count)
    for element in elements {
      for name in ["aria-labelledby", "href"] {
        let targets = element.attributes[name]?.replacing("#", with: "").split(separator: " ") ?? []
        #expect(targets.allSatisfy { ids.contains(String($0)) })
      }
      if let size = element.attributes["font-size"] { #expect((Double(size) ?? 0) >= 12) }
    }
    let pictures = elements.filter { $0.name == "svg" }
    #expect(pictures.count > 15 && pictures.allSatisfy { $0.attributes["role"] == "img" })
    #expect(elements.filter { $0.name == "details" }.count == pictures.count)
    #expect(elements.filter { $0.name == "table" }.count > pictures.count)
    let regions = elements.filter { $0.attributes["class"] == "wide" }
    #expect(regions.count == pictures.count + elements.filter { $0.name == "table" }.count)
    #expect(regions.allSatisfy { $0.attributes["tabindex"] == "0" && $0.attributes["role"] == "region" })
    #expect(Set(regions.compactMap { $0.attributes["aria-label"] }).count == regions.count)
    let headings = elements.filter { $0.name == "h2" }.map(\.text)
    #expect(
      headings == [
        "Contents", "Headlines", "What changed since the last release", "Cancer outcomes",
        "Inflammation and chronic disease", "Maternal health and perinatal mortality", "Mental health", "Child health",
        "Life expectancy", "Modelled estimates", "Public claims beside the figures", "Methods", "Statuses",
        "Where the figures are from",
      ])
    let links = elements.filter { $0.name == "a" }.dropFirst().map(\.text)
    #expect(links == Array(headings.dropFirst()))
  }

  private static let names = [
    "Indicator": "indicator", "Sex": "sex", "Age": "age", "Category": "category", "Period": "period", "Value": "value",
    "Lower 95%": "lower_95", "Upper 95%": "upper_95", "Limits by": "limits_by", "Unit": "unit",
    "England": "benchmark_value",
    "Comparison": "comparison", "Trend": "trend", "Rank": "rank", "of": "ranked", "Status": "status",
  ]

  /// Each row of the tables of comparisons is one of `compare`: its texts letter by letter, its numbers to their last digit.
  @Test func figuresAreThoseOfTheQuestions() throws {
    let answer = try BinaryUnderTest.run(["compare", "--format", "json"], store: try DatasetsStore.url).output
    let known = try #require(try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [[String: Any]])
    var found = 0
    for table in try page().text.components(separatedBy: "<table>").dropFirst() {
      let titles = table.matches(of: #/<th scope="col">(.*?)</th>/#).map { Self.plain($0.1) }
      guard titles.contains("Comparison"), titles.contains("Indicator"), titles.contains("Rank") else { continue }
      for row in table.matches(of: #/<tr><th scope="row">(.*?)</th>(.*?)</tr>/#) {
        let cells =
          [Self.plain(row.1)] + row.2.matches(of: #/<td[^>]*>(.*?)</td>/#).map { Self.plain($0.1) }
        #expect(cells.count == titles.count)
        #expect(known.contains { Self.agree(titles, cells, $0) }, "\(cells)")
        found += 1
      }
    }
    #expect(found > 30, "\(found)")
  }

  private static func plain(_ text: some StringProtocol) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&#39;", "'"), ("&amp;", "&"), ("−", "-")].reduce(String(text)) {
      $0.replacingOccurrences(of: $1.0, with: $1.1)
    }
  }

  private static func agree(_ titles: [String], _ cells: [String], _ row: [String: Any]) -> Bool {
    zip(titles, cells).allSatisfy { title, cell in
      guard let name = names[title] else { return false }
      switch row[name] {
      case let text as String: return cell == text
      case let number as NSNumber:
        let digits = cell.drop { $0 != "." }.dropFirst().count
        let unit = pow(10, -Double(digits))
        let shown = Double(cell.replacingOccurrences(of: ",", with: "")) ?? .nan
        return abs(shown - number.doubleValue) <= unit / 2 * (1 + 1e-9)
      default: return cell.isEmpty
      }
    }
  }

  /// Under a heading of worse or better stands what `compare` calls so, each indicator once, the furthest from England first.
  @Test(arguments: ["worse", "better"])
  func headlinesStandUnderTheirWord(word: String) throws {
    let rows = try FileAnswers.rows(["compare"], store: try DatasetsStore.url).filter { $0.text("comparison") == word }
    func distance(_ row: [String: Any]) -> Double { row.number("ratio").map { max($0, 1 / $0) } ?? 0 }
    let first = try #require(rows.max { distance($0) < distance($1) })
    let heading = "<h3>\(word.prefix(1).uppercased() + word.dropFirst()) than England, the furthest first</h3>"
    let after = try #require(page().text.components(separatedBy: heading).dropFirst().first)
    let lines = after.components(separatedBy: "</ul>")[0].components(separatedBy: "<li>").dropFirst()
    let all = Set(rows.map { $0.text("indicator") }).count
    #expect(lines.count == min(all, 8))
    #expect(all <= 8 || after.components(separatedBy: "<h3>")[0].contains("\(all - 8) more "))
    #expect(lines.first?.contains(first.text("indicator")) ?? false)
    for line in lines {
      #expect(line.contains("\(word) than England") && rows.contains { line.contains($0.text("indicator")) })
    }
  }

  @Test func claimsAreSetBesideWhatTheFiguresSay() throws {
    let text = try page().text
    // Stoke's 82 deaths among 10,183 births (8.05) against Birmingham's 398 among 50,738 (7.84), of 123 areas published in
    // January 2020. A simulation of the 123 as in `Vectors/rank_interval.py` has the places 120 to 123 as well.
    #expect(
      text.contains(
        "It may be, but that is not shown: of 123 areas of Birmingham&#39;s kind with a figure for 2015 - 17, 1 figure is higher "
          + "(Stoke-on-Trent); with 95% certainty it is anything from the 1st to the 4th highest."))
    #expect(
      text.contains("<td>Life expectancy at birth in Birmingham was 2.6 years below that of England in 2023 - 25"))
    #expect(text.contains("<td>Healthy life expectancy at birth in Birmingham was 3.3 years below that of England"))
  }

  /// The lines were worked out by hand from the two files: England falls past Birmingham's lower limit in one, Birmingham
  /// rises to England in another, and an older figure of a third is revised.
  /// A claim on figures that England has none of is told, and nothing else is lost.
  @Test func aClaimWithoutAGapIsTold() throws {
    let folder = try TemporaryFolder()
    try folder.write("indicator_id,name,unit\n1,Life expectancy at birth,years\n", to: "indicators.csv")
    let figures = try folder.write(
      "indicator_id,area_code,area,sex,age,period,value\n1,E08000025,Birmingham,Male,All ages,2022,77.1\n", to: "1.csv")
    let store = folder.url.appendingPathComponent("store")
    #expect(try BinaryUnderTest.run(["append", folder.path("indicators.csv"), figures], store: store).status == 0)
    let outcome = try BinaryUnderTest.run(["report"], store: store)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("No gap can be told: there is no difference in any period."))
    #expect(outcome.output.contains("Life expectancy at birth in Birmingham was 77.1 years in 2022"))
  }

  @Test func whatTheNewestReleaseChangedIsListed() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "area_code,name,area_type\nE92000001,England,Country\nE08000025,Birmingham,County & UA\n", to: "areas.csv")
    try folder.write(
      """
      indicator_id,name,unit,value_type,polarity,comparison_method,themes
      1,Smoking at delivery,%,Proportion,low is good,Confidence intervals overlapping reference value (95.0),Maternal health
      2,Breast screening,%,Proportion,high is good,Confidence intervals overlapping reference value (95.0),Cancer outcomes
      3,Suicide,"per 100,000",Crude rate,low is good,Confidence intervals overlapping reference value (95.0),Mental health
      4,Stillbirths,"per 1,000",Crude rate,low is good,Confidence intervals overlapping reference value (95.0),Maternal health

      """, to: "indicators.csv")
    try folder.write(
      """
      indicator_id,area_code,sex,age,period,value,lower_95,upper_95,status
      1,E92000001,Female,All ages,2022,9,8.8,9.2,
      1,E08000025,Female,All ages,2022,9.1,8.5,9.7,
      2,E92000001,Female,53-70 yrs,2022,70,69,71,
      2,E08000025,Female,53-70 yrs,2022,66,65,67,
      3,E92000001,Persons,10+ yrs,2022,10.5,10.3,10.7,
      3,E08000025,Persons,10+ yrs,2022,8,7,9,
      3,E08000025,Persons,10+ yrs,2021,7.7,7,9,
      4,E08000025,Persons,All ages,2022,5.25,4,6,

      """, to: "1.csv")
    try folder.write(
      """
      indicator_id,area_code,sex,age,period,value,lower_95,upper_95,status
      1,E92000001,Female,All ages,2022,8.4,8.2,8.6,
      2,E92000001,Female,53-70 yrs,2023,71,70,72,
      2,E08000025,Female,53-70 yrs,2023,71.5,70.5,72.5,
      3,E08000025,Persons,10+ yrs,2021,7.9,7.1,9.1,
      4,E08000025,Persons,All ages,2022,,,,c

      """, to: "2.csv")
    let store = folder.url.appendingPathComponent("store")
    for (files, day) in [(["areas.csv", "indicators.csv", "1.csv"], "2025-01-01"), (["2.csv"], "2026-01-01")] {
      let made = try BinaryUnderTest.run(["append", "--published", day] + files, in: folder.url, store: store)
      #expect(made.status == 0, "\(made.errors)")
    }
    let page = ReportText(try BinaryUnderTest.run(["report"], store: store).output)
    let section = "What changed since the last release"
    let lines = page.texts.filter { $0.section == section }.map(\.text)
    #expect(
      lines.contains(
        "Release 2, published 2026-01-01: 2 new figures, 3 revised, 0 withdrawn, 1 newly suppressed, of all areas."))
    let counts = "Of the figures of Birmingham, of every period: 1 new, 1 revised, 1 suppressed. "
    #expect(lines.contains { $0.hasPrefix(counts) }, "\(lines)")
    #expect(
      lines.suffix(2) == [
        "Breast screening (Female, 53-70 yrs): worse became similar. It was 66% in 2022 and is 71.5% in 2023, against 71% of "
          + "England now.",
        "Smoking at delivery (Female, All ages): similar became worse. It was 9.1% in 2022 and is 9.1% in 2022, against 8.4% "
          + "of England now.",
      ])
    let tables = page.tables.filter { $0.section == section }
    #expect(
      tables.map(\.caption) == ["Latest figures before and after", "Figures of every period that were revised or went"])
    #expect(
      tables.last?.rows.map { $0.joined(separator: "|") } == [
        "Suicide|Persons|10+ yrs|2021|revised|7.7|7.9||not compared|not compared",
        "Stillbirths|Persons|All ages|2022|suppressed|||c|not compared|not compared",
      ])
    // What was suppressed since is told by no page.
    #expect(!page.texts.contains { $0.text.contains("5.25") } && !tables.contains { "\($0.rows)".contains("5.25") })
    let headlines = page.texts.filter { $0.section == "Headlines" }.map(\.text)
    #expect(headlines.contains { $0.hasPrefix("Release 2, published 2026-01-01: 2 comparisons turned over; ") })
    // A priority without figures is named, and says so.
    #expect(
      page.texts.filter { $0.section == "Inflammation and chronic disease" }.map(\.text).count == 1)
  }

  @Test func anotherAreaHasAReportAndAFileIsWhole() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("solihull.html")
    let outcome = try BinaryUnderTest.run(["report", "--area", "Solihull", "-o", path], store: try DatasetsStore.url)
    #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.errors)")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.contains("<h1>Solihull against England</h1>") && text.hasSuffix("</html>\n"))
    #expect(!text.contains("Public claims"))
    let nobody = try BinaryUnderTest.run(["report", "--period", "1890"], store: try DatasetsStore.url)
    #expect(nobody.status == 2 && nobody.errors.contains("nothing to report"), "\(nobody.errors)")
  }
}

/// A report as Foundation reads it.
final class ReportPage: NSObject, XMLParserDelegate {
  /// An element with its attributes, and the text right inside it.
  struct Element {
    let name: String
    let attributes: [String: String]
    var text = ""
  }

  private(set) var elements: [Element] = []
  private(set) var isWellFormed = false
  private(set) var problem = ""
  private var open: [Int] = []

  init(_ html: String) {
    super.init()
    let parser = XMLParser(data: Data(html.utf8))
    parser.delegate = self
    isWellFormed = parser.parse()
    problem = parser.parserError.map { "\($0)" } ?? ""
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    open.append(elements.count)
    elements.append(Element(name: name, attributes: attributes))
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if let last = open.last { elements[last].text += string }
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    open.removeLast()
  }
}
