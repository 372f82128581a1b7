import Foundation
import Testing
import TideModel

@testable import TideReport

/// The chart of an inequality: every part of the people stands at its figure, and what is missing stands nowhere.
@Suite struct InequalityChartTests {
  /// Deciles of 1,000, 2,000, ... people with the figures 100, 90, ... 10, and their slope index, worked out by Python:
  /// `x = [(sum(w[:k]) + w[k]/2) / 55 for k in range(10)]`, slope of numpy.polyfit(x, y, 1, w=sqrt(w)).
  private static func tables(
    years: [Int], lost: [(year: Int, place: Int, status: String)] = [], parts: Int = 10, note: String = "the values"
  ) -> (table: ResultTable, parts: ResultTable) {
    var table = RandomTables.empty([
      "indicator", "area", "sex", "age", "category_type", "period", "period_start", "unit", "sii", "sii_lower_95",
      "sii_upper_95", "most_deprived", "least_deprived", "line_most_deprived", "line_least_deprived", "status",
    ])
    table.footnotes.append(
      Footnote(
        "SII and RII: a line through \(note), weighted by population; limits in closed form.",
        about: .line(throughValues: note == "the values")))
    var figures = RandomTables.empty([
      "sex", "age", "category_type", "category", "period", "value", "lower_95", "upper_95", "denominator", "status",
    ])
    for year in years {
      let isWhole = !lost.contains { $0.year == year }
      let numbers = [79.7, 70, 90, 100, 10, 79.8, 0.1].map { isWhole ? ResultTable.Cell.number($0) : .missing }
      table.append(
        words: [
          .text("A thing"), .text("England"), .text("Persons"), .text("All ages"), .text("Deciles"), .text("\(year)"),
          .text("\(year)-01-01"), .text("%"),
        ] + numbers + [isWhole ? .missing : .text("c")])
      for place in 1...parts {
        let hole = lost.first { $0.year == year && $0.place == place }
        let value = Double(110 - 10 * place)
        let numbers = [value, value - 2, value + 2].map { hole == nil ? ResultTable.Cell.number($0) : .missing }
        figures.append(
          words: [
            .text("Persons"), .text("All ages"), .text("Deciles"),
            .text(parts == 10 ? "Decile \(place)" : "Quintile \(place)"), .text("\(year)"),
          ] + numbers + [.integer(place * 1000), hole.map { .text($0.status) } ?? .missing])
      }
    }
    return (table, figures)
  }

  private func texts(_ chart: Chart) -> [String] {
    chart.canvas.marks.compactMap { if case .text(let label) = $0 { label.text } else { nil } }
  }

  private func lines(_ chart: Chart, _ stroke: Stroke) -> [[Point]] {
    chart.canvas.marks.compactMap { mark in
      if case .line(let points, stroke) = mark { points } else { nil }
    }
  }

  @Test func everyDecileHasALineOverTime() throws {
    let (table, figures) = Self.tables(years: [2019, 2020, 2021])
    let chart = try Chart(.inequality, of: table, beside: figures)
    #expect(lines(chart, .peer).map(\.count) == Array(repeating: 3, count: 8))
    #expect(texts(chart).contains("Most deprived 100") && texts(chart).contains("Least deprived 10"))
    #expect(
      chart.description.contains(
        "2020: deciles from the most deprived 100, 90, 80, 70, 60, 50, 40, 30, 20, 10, SII 79.7"))
    // Lines stand in the order of their figures, and are drawn from the lowest to the highest.
    let heights = lines(chart, .peer).map { $0[0].y }
    #expect(heights == heights.sorted(by: >))
    let alone = try Chart(.inequality, of: table)
    #expect(lines(alone, .peer).isEmpty && texts(alone).contains("Most deprived 100"))
  }

  /// A suppressed decile leaves a gap in its own line alone, with its marker; the slope index is missing as well.
  @Test func aMissingDecileIsAGapAndAMarker() throws {
    let (table, figures) = Self.tables(
      years: Array(2015...2021), lost: [(2017, 4, "c"), (2019, 1, "x")])
    let chart = try Chart(.inequality, of: table, beside: figures)
    #expect(lines(chart, .peer).map(\.count).sorted() == [2, 4] + Array(repeating: 7, count: 7))
    let strong = chart.canvas.marks.compactMap { mark -> Int? in
      if case .line(let points, let stroke) = mark, stroke.ink == .plum { points.count } else { nil }
    }
    #expect(strong == [4, 2])
    // One in the upper panel at each, and the slope index's own below.
    #expect(texts(chart).count { $0 == "[c]" } == 3 && texts(chart).count { $0 == "[x]" } == 1)
    #expect(chart.description.contains("2017: deciles from the most deprived 100, 90, 80, no figure [c], 60"))
  }

  /// One period: a mark for each decile at its figure and its place among the people, and the line from end to end.
  @Test(arguments: [[2021], [2020, 2021]])
  func fewPeriodsShowTheDeciles(years: [Int]) throws {
    let (table, figures) = Self.tables(years: years)
    let chart = try Chart(.inequality, of: table, beside: figures)
    let symbols = chart.canvas.marks.compactMap { mark -> Point? in
      if case .symbol(_, let point, _) = mark { point } else { nil }
    }
    try #require(symbols.count == 10 * years.count)
    let line = try #require(lines(chart, DecilePanel.lineStroke).first)
    for (place, symbol) in symbols.prefix(10).enumerated() {
      let before = Double(place * (place + 1)) / 2
      let share = (before + Double(place + 1) / 2) / 55
      #expect(abs(symbol.x - (line[0].x + share * (line[1].x - line[0].x))) < 0.01, "the place of decile \(place + 1)")
      // By the line's two ends, which stand at 79.8 and 0.1.
      let value = 79.8 + (symbol.y - line[0].y) / (line[1].y - line[0].y) * (0.1 - 79.8)
      #expect(abs(value - Double(100 - 10 * place)) < 0.01, "the figure of decile \(place + 1)")
    }
    #expect(lines(chart, DecilePanel.lineStroke).count == years.count)
    #expect(texts(chart).count { $0 == "SII 79.7" } == years.count)
    #expect(
      chart.title == "A thing in England, 2021: 100.0% among the most deprived and 10.0% among the least; slope "
        + "index 79.7 (70.0 to 90.0)" + (years.count == 1 ? "." : ", no clear change since 2020."))
  }

  @Test func withoutAnIndexTheDecilesAreStillDrawn() throws {
    let (table, figures) = Self.tables(years: [2021], lost: [(2021, 3, "c")])
    let chart = try Chart(.inequality, of: table, beside: figures)
    #expect(
      chart.title.hasSuffix(
        "100.0% among the most deprived and 10.0% among the least; no slope index can be calculated."))
    #expect(texts(chart).contains("[c]") && lines(chart, DecilePanel.lineStroke).isEmpty)
    #expect(throws: ChartError.self) { try Chart(.inequality, of: table) }
    let (end, others) = Self.tables(years: [2021], lost: [(2021, 10, "c")])
    #expect(try Chart(.inequality, of: end, beside: others).title.contains("is missing"))
  }

  /// A line through logarithms is not straight between its ends, and is not drawn as if it were.
  @Test func onlyAStraightLineIsDrawn() throws {
    let (table, figures) = Self.tables(years: [2021], note: "their logarithms")
    #expect(lines(try Chart(.inequality, of: table, beside: figures), DecilePanel.lineStroke).isEmpty)
  }

  @Test func quintilesAreCalledSo() throws {
    let (table, figures) = Self.tables(years: [2019, 2020, 2021], parts: 5)
    let chart = try Chart(.inequality, of: table, beside: figures)
    #expect(lines(chart, .peer).count == 3 && chart.description.contains("the quintiles between"))
  }

  /// Figures of another sex, kind of category or period are not those of this inequality.
  @Test func figuresOfOthersAreLeftOut() throws {
    let (table, figures) = Self.tables(years: [2021])
    for (column, text) in [(0, "Male"), (2, "Other deciles"), (4, "1999")] {
      var other = ResultTable(columns: figures.columns)
      for row in figures.rows {
        var row = Array(row)
        row[column] = .text(text)
        other.append(words: row)
      }
      let chart = try Chart(.inequality, of: table, beside: other)
      #expect(texts(chart).contains("Most deprived 100") && lines(chart, DecilePanel.lineStroke).isEmpty)
    }
  }
}
