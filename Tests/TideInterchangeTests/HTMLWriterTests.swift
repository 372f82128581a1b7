import Foundation
import TestSupport
import Testing
import TideModel

@testable import TideInterchange

@Suite struct HTMLWriterTests {
  /// A page's elements as they open and close; text between them. A reader of its own, which knows void elements.
  private struct Page {
    var problems: [String] = []
    var names: [String] = []
    var texts: [String] = []
    var attributes: [String] = []

    init(_ html: String) {
      var open: [String] = []
      var rest = html[...]
      while let start = rest.firstIndex(of: "<"), let end = rest[start...].firstIndex(of: ">") {
        let text = rest[..<start].trimmingCharacters(in: .whitespacesAndNewlines)
        if !text.isEmpty { texts.append(text) }
        let tag = rest[rest.index(after: start)..<end]
        rest = rest[rest.index(after: end)...]
        let name = String(tag.drop { $0 == "/" || $0 == "!" }.prefix { $0.isLetter || $0.isNumber })
        if tag.hasPrefix("!") || name == "meta" { continue }
        if tag.hasPrefix("/") {
          if open.popLast() != name { problems.append("</\(name)>") }
        } else {
          open.append(name)
          names.append(name)
          attributes.append(String(tag.dropFirst(name.count)))
        }
      }
      problems += open
    }
  }

  private func page(_ table: ResultTable) -> String { render(table, format: .html) }

  @Test func thePageIsWellFormedAndItsTableCanBeReadAloud() {
    let html = page(Samples.comparison())
    let read = Page(html)
    #expect(read.problems.isEmpty)
    #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en-GB\">"))
    #expect(html.contains("<title>Birmingham against England</title>"))
    #expect(html.contains("<caption id=\"caption\">Birmingham against England</caption>"))
    #expect(html.contains("<th scope=\"col\">Indicator</th><th scope=\"col\" class=\"n\">Id</th>"))
    #expect(html.contains("scope=\"rowgroup\" colspan=\"6\">Mental health</th>"))
    #expect(html.contains("<th scope=\"row\">Under-75 mortality</th>"))
    #expect(html.contains("<td class=\"worse\"><span aria-hidden=\"true\">◆</span> worse</td>"))
    #expect(html.contains("<li>[c] suppressed</li>"))
    #expect(read.names.filter { $0 == "tr" }.count == 1 + 3 + 2)
    #expect(read.names.filter { $0 == "h1" }.count == 1 && !read.names.contains("script") && !html.contains("http"))
  }

  @Test func figuresStandOnTheirDecimalPoints() {
    let html = page(Samples.oneColumn([.number(131.5), .number(6.93), .number(7)], kind: .number))
    #expect(html.contains("<td class=\"n\" style=\"--d:1.0\">131.5</td>"))
    #expect(html.contains("<td class=\"n\">6.93</td>"))
    #expect(html.contains("<td class=\"n\" style=\"--d:2.5\">7</td>"))
  }

  @Test func markupInNamesIsInert() {
    var table = Samples.oneColumn(
      (Samples.hostile + ["<img src=x onerror=alert(1)>", "</td></table><script>x</script>", "\" onload=\"x", "' x='"])
        .map {
          .text($0)
        }, kind: .text)
    table.title = "</title><script>alert(1)</script>"
    table.footnotes = ["<b>\u{202E}"]
    table.columns[0].title = "<i>"
    let html = page(table)
    let clean = Page(html)
    #expect(clean.problems.isEmpty)
    #expect(!clean.names.contains { ["script", "img", "b", "i"].contains($0) })
    #expect(clean.names.filter { $0 == "tr" }.count == table.rows.count + 1)
    #expect(clean.attributes.allSatisfy { !$0.contains("onerror") && !$0.contains("onload") })
    #expect(html.unicodeScalars.allSatisfy { !VisibleText.isHidden($0) || $0 == "\n" })
  }

  /// WCAG 2.2, 1.4.3: every colour of text in the style sheet on white.
  @Test func everyColourOfTextHasContrast() throws {
    let colours = HTMLStyle.sheet.matches(of: /[{ ]color: (#[0-9A-F]{6})/).map(\.1)
    #expect(colours.count == 6)
    for colour in colours { #expect(try #require(Contrast.ratio(colour, "#FFFFFF")) >= 4.5, "\(colour)") }
  }

  @Test func anEmptyTableIsAPage() {
    #expect(Page(page(ResultTable(columns: []))).problems.isEmpty)
    #expect(Page(page(Samples.comparison().header)).problems.isEmpty)
  }
}
