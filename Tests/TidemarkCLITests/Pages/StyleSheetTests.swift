import Foundation
import TestSupport
import Testing

/// Rules of accessibility that need no browser: what a page is made of, and the colours and sizes of its style sheet.
@Suite struct StyleSheetTests {
  /// A rule of a style sheet: what it is for, and its declarations by name.
  private struct Rule {
    let selector: String
    let declarations: [(name: String, value: String)]
  }

  private func rules(_ html: String) throws -> [Rule] {
    let sheet = try #require(html.firstMatch(of: /<style>(?s:(.*?))<\/style>/)?.1)
    return sheet.matches(of: /([^{}]+)\{([^{}]*)\}/).map { match in
      let declarations = match.2.split(separator: ";").compactMap { part -> (name: String, value: String)? in
        let pair = part.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        return pair.count == 2 ? (pair[0], pair[1]) : nil
      }
      return Rule(selector: match.1.trimmingCharacters(in: .whitespacesAndNewlines), declarations: declarations)
    }
  }

  /// WCAG 2.2: 4.5:1 for letters (1.4.3), 3:1 for what shows the focus (1.4.11).
  @Test(arguments: PageUnderTest.allCases)
  func everyPairOfColoursHasContrast(page: PageUnderTest) throws {
    let rules = try rules(page.html)
    func colour(_ rule: Rule, _ names: String...) -> String? {
      rule.declarations.last { names.contains($0.name) }.map { $0.value }
    }
    let body = rules.filter { $0.selector == "body" }
    let ground = try #require(body.compactMap { colour($0, "background", "background-color") }.first)
    let ink = try #require(body.compactMap { colour($0, "color") }.first)
    var pairs = 0
    for rule in rules {
      let under = colour(rule, "background", "background-color")
      if let letters = colour(rule, "color") ?? under.map({ _ in ink }) {
        let ratio = try #require(Contrast.ratio(letters, under ?? ground), "\(rule.selector): write it as #RRGGBB")
        #expect(ratio >= 4.5, "\(rule.selector): \(letters) on \(under ?? ground)")
        pairs += 1
      }
      if let outline = colour(rule, "outline"), let edge = outline.firstMatch(of: /#[0-9A-Fa-f]{6}/)?.output {
        #expect(Contrast.ratio(edge, ground) ?? 0 >= 3, "\(rule.selector): \(edge)")
      }
    }
    #expect(pairs >= 2)
    // Colours elsewhere would escape this test.
    #expect(!(try page.html.contains(/style="[^"]*color/)))
  }

  /// Letters of 12 px at least, where the reader has left the usual 16 px.
  @Test(arguments: PageUnderTest.allCases)
  func noLetterIsSmall(page: PageUnderTest) throws {
    let pixels = ["rem": 16, "em": 16, "px": 1, "pt": 4.0 / 3, "%": 0.16]
    var sizes = 0
    for rule in try rules(page.html) {
      for (name, value) in rule.declarations where name == "font-size" || name == "font" {
        let size = try #require(value.firstMatch(of: /([0-9.]+)(rem|em|px|pt|%)/), "\(rule.selector): \(value)")
        #expect((Double(size.1) ?? 0) * (pixels[String(size.2)] ?? 0) >= 11.99, "\(rule.selector): \(value)")
        sizes += 1
      }
    }
    #expect(sizes >= 2)
  }

  @Test(arguments: PageUnderTest.allCases)
  func everythingHasANameAndItsPlace(page: PageUnderTest) throws {
    let read = ReportPage(try page.html.replacing(/<meta [^>]*[^\/]>/, with: ""))
    try #require(read.isWellFormed, "\(read.problem)")
    let elements = read.elements
    func all(_ name: String) -> [ReportPage.Element] { elements.filter { $0.name == name } }
    func isSaid(_ text: String?) -> Bool { !(text ?? "").allSatisfy(\.isWhitespace) }

    #expect(isSaid(elements.first?.attributes["lang"]) && isSaid(all("title").first?.text))
    #expect(all("main").count == 1 && all("h1").count == 1)
    let levels = elements.compactMap { $0.name.wholeMatch(of: /h([1-6])/).flatMap { Int($0.1) } }
    #expect(levels.first == 1 && zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 }, "\(levels)")
    let ids = elements.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count)

    for element in elements where ["a", "summary", "caption", "h1", "h2", "h3", "h4", "th"].contains(element.name) {
      #expect(isSaid(element.text), "<\(element.name)> without a name")
    }
    for element in elements where element.attributes["role"] == "region" || element.name == "nav" {
      let named = element.attributes["aria-labelledby"].map { name in elements.first { $0.attributes["id"] == name } }
      #expect(isSaid(element.attributes["aria-label"]) || isSaid(named??.text), "\(element)")
    }
    let names = elements.compactMap { $0.attributes["aria-label"] }
    #expect(Set(names).count == names.count, "two regions have one name")
    #expect(all("table").count == all("caption").count && !all("table").isEmpty)
    #expect(all("th").allSatisfy { ["col", "row", "rowgroup"].contains($0.attributes["scope"]) })
    #expect(!elements.contains { (Int($0.attributes["tabindex"] ?? "") ?? 0) > 0 }, "an order of its own for keys")
  }
}
