import Foundation
import Testing
import TideModel

@testable import TideReport

/// Pages of random tables, whose names may be hostile: one well-formed document, and nothing of a name in its markup.
@Suite struct PageTests {
  @Test func namesAreInertInPages() throws {
    var pictures = 0
    for seed in 0..<60 as Range<UInt64> {
      var random = RandomTables(seed: seed)
      let table = random.rows(isRanking: false)
      let name = RandomTables.names[Int(seed) % RandomTables.names.count]
      var blocks: [Report.Block] = [.paragraph(name), .list([name, "plain"])]
      for kind in [Chart.Kind.compare, .compare] {
        guard let chart = try? Chart(kind, of: table) else { continue }
        blocks.append(.chart(chart, figures: table, columns: ["indicator", "area", "value", "sex", "no such column"]))
      }
      let report = Report(
        title: name, subtitle: name, sections: [Report.Section(name, blocks), Report.Section("", [])])
      let page = SVGDocument(report.html)
      #expect(page.isWellFormed, "seed \(seed): \(page.problem)")
      let names = Set(page.elements.map(\.name))
      #expect(names.isDisjoint(with: ["script", "object", "iframe", "img", "link", "b"]), "seed \(seed): \(names)")
      #expect(!page.elements.contains { $0.attributes.keys.contains { $0.hasPrefix("on") } })
      let ids = page.elements.compactMap { $0.attributes["id"] }
      #expect(Set(ids).count == ids.count, "seed \(seed)")
      pictures += page.elements.filter { $0.name == "svg" }.count
      // A missing figure is an empty cell and not a zero.
      let zeros = table.cells("value").filter { $0 == .number(0) }.count
      #expect(
        report.html.components(separatedBy: "<td class=\"number\">0</td>").count - 1 == zeros * (blocks.count - 2))
    }
    #expect(pictures > 80)
  }

  @Test func headlinesAreInOrderOfDistance() throws {
    var table = RandomTables.empty([
      "indicator", "area", "sex", "period", "value", "benchmark", "benchmark_value", "ratio", "comparison", "trend",
    ])
    let rows: [(String, Double, Double, String, String)] = [
      ("A", 11, 10, "worse", "Increasing and getting worse"), ("B", 5, 10, "worse", "No significant change"),
      ("C", 15, 10, "worse", "Cannot be calculated"), ("D", 9, 10, "better", "Decreasing and getting better"),
      ("E", 10, 10, "similar", ""),
    ]
    for (name, value, other, comparison, trend) in rows {
      table.append([
        .text(name), .text("Birmingham"), .text("Male"), .text("2023"), .number(value), .text("England"),
        .number(other),
        .number(value / other), .text(comparison), .text(trend),
      ])
    }
    let found = try Headlines(table)
    // 10/5 is further than 15/10, and that than 11/10.
    #expect(found.worse.map { $0.dropFirst(6).prefix(1) } == ["B", "C", "A"])
    #expect(found.better.count == 1 && found.gettingBetter.count == 1 && found.gettingWorse.count == 1)
    #expect(found.worse[1] == "Male: C in Birmingham was 15 in 2023, worse than England's 10 (1.5 times).")
    #expect(found.tally == "Birmingham is worse than England on 3 of 5 figures compared, better on 1, similar on 1.")
  }
}
