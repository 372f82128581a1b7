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
        let columns = ["indicator", "area", "value", "sex", "no such column"]
        blocks.append(.chart(chart, [Report.Figures(table, columns: columns)]))
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
      table.append(words: [
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

  /// Strata of one indicator share a sentence; of what cannot be tested the worse side is told, by what is good.
  @Test func strataShareASentenceAndTheWorseSideIsTold() throws {
    var table = RandomTables.empty([
      "indicator", "area", "sex", "period", "unit", "value", "benchmark", "benchmark_value", "ratio", "comparison",
      "trend", "polarity",
    ])
    let rows: [(String, String, Double, Double, String, String)] = [
      ("Deaths", "Persons", 8.8, 3.9, "not compared", "low is good"),
      ("Screening", "Male", 60, 70, "not compared", "high is good"),
      ("Screening", "Female", 50, 70, "not compared", "high is good"),
      ("Weight", "Persons", 3, 4, "not compared", "low is good"),
      ("Prevalence", "Persons", 9, 4, "not compared", "no judgement"),
      ("Injuries", "Persons", 86, 72, "worse", "low is good"), ("Injuries", "Male", 96, 78, "worse", "low is good"),
    ]
    for (name, sex, value, other, comparison, polarity) in rows {
      table.append(words: [
        .text(name), .text("Leeds"), .text(sex), .text("2023"), .text("%"), .number(value), .text("England"),
        .number(other), .number(value / other), .text(comparison), .text("Cannot be calculated"),
        .text(polarity),
      ])
    }
    let found = try Headlines(table)
    #expect(
      found.untested == [
        "Deaths in Leeds was 8.8% in 2023, 2.3 times England's 3.9.",
        "Screening in Leeds, 2023: Male 60%, below England's 70; Female 50%, below England's 70.",
      ])
    #expect(
      found.worse == [
        "Injuries in Leeds, 2023: Persons 86%, worse than England's 72; Male 96%, worse than England's 78."
      ])
    #expect(found.reasons == "no confidence interval is published (5)")
    #expect(found.all.count == 5)
  }

  @Test func gapsAreToldWithTheirLimitsAsSeenFromTheirSide() throws {
    var table = RandomTables.empty([
      "indicator", "sex", "unit", "outcome", "gap", "slope", "slope_lower_95", "slope_upper_95", "first_period",
      "last_period", "polarity",
    ])
    func add(_ name: String, _ outcome: String, _ gap: Double, _ slope: Double?, _ limits: [Double], _ polarity: String)
    {
      let numbers = ([slope] + limits).map { $0.map { ResultTable.Cell.number($0) } ?? .missing }
      table.append(
        words: [.text(name), .text("Persons"), .text("%"), .text(outcome), .number(gap)] + numbers
          + Array(repeating: .missing, count: 3 - numbers.count) + [
            .text("2018"), .text("2022"), .text(polarity),
          ])
    }
    add("A", "closing", 2, -0.5, [-0.75, -0.25], "low is good")
    add("B", "widening", -2, -0.5, [-0.75, -0.25], "high is good")
    add("E", "closed and now on the other side", 1, 1.5, [1.25, 1.75], "low is good")
    add("C", "no significant change", 2, 1.25, [-1, 3.5], "low is good")
    add("D", "cannot be calculated", 0, nil, [], "low is good")
    let found = try GapCourses(table, benchmark: "England")
    #expect(
      found.changing == [
        "B: the gap to England is widening by 0.50 percentage points a year (95% limits 0.25 to 0.75) from 2018 to 2022, for "
          + "the worse.",
        "E: the gap to England closed and is now on the other side: moved by 1.50 percentage points a year (95% limits "
          + "1.25 to 1.75) from 2018 to 2022, for the worse.",
        "A: the gap to England is closing by 0.50 percentage points a year (95% limits 0.25 to 0.75) from 2018 to 2022, for "
          + "the better.",
      ])
    #expect(
      found.steady == [
        "C: the gap to England shows no clear change: widening by 1.25 percentage points a year (95% limits −1.00 to 3.50) "
          + "from 2018 to 2022."
      ])
    #expect(
      found.sentences.hasPrefix(
        "Of 5 gaps to England 1 widens, 1 closes, 1 closed and is now on the other side, 1 shows no clear "
          + "change, 1 cannot be tested.")
    )
    #expect(found.reasons == "fewer than 5 independent points with limits in both series (1)")
  }
}
