import Foundation
import Testing
import TideModel

@testable import TideReport

/// That pictures say what their tables say: read back off the marks by the labels of the axes alone.
@Suite struct ChartTruthTests {
  private func labels(_ chart: Chart) -> [Label] {
    chart.canvas.marks.compactMap { if case .text(let label) = $0 { label } else { nil } }
  }

  private func number(_ text: String) -> Double? {
    Double(text.replacing(",", with: "").replacing("−", with: "-"))
  }

  /// A figure's value from its place and two labelled places of the axis.
  private func reader(_ ticks: [(place: Double, value: Double)]) throws -> (Double) -> Double {
    let first = try #require(ticks.first)
    let last = try #require(ticks.last)
    return { first.value + ($0 - first.place) / (last.place - first.place) * (last.value - first.value) }
  }

  @Test func dotsOfATrendStandAtTheirFigures() throws {
    var drawn = 0
    for seed in 100..<140 as Range<UInt64> {
      var random = RandomTables(seed: seed)
      let table = random.tables(for: .gap).table
      guard let chart = try? Chart(.trend, of: table) else { continue }
      let marks = chart.canvas.marks
      let dots = marks.compactMap { mark -> Point? in
        if case .symbol(.circle, let point, _) = mark { point } else { nil }
      }
      let left = labels(chart).filter { $0.font == .small && $0.box.maxX < (dots.map(\.x).min() ?? 0) }
      let ticks = left.compactMap { label in number(label.text).map { (place: label.box.midY, value: $0) } }
      guard ticks.count > 1 else { continue }
      let value = try reader(ticks)
      let figures = table.cells("value").compactMap { if case .number(let figure) = $0 { figure } else { nil } }
      #expect(dots.count == figures.count, "one dot a figure, none for what is missing")
      let size = (ticks.map(\.value).max() ?? 1) - (ticks.map(\.value).min() ?? 0)
      for (dot, figure) in zip(dots.sorted { $0.x < $1.x }, figures) {
        #expect(abs(value(dot.y) - figure) < size * 0.01, "seed \(seed): \(value(dot.y)) for \(figure)")
      }
      drawn += 1
    }
    #expect(drawn > 20)
  }

  @Test func barsBeginAtZeroAndEndAtTheirFigures() throws {
    var drawn = 0
    for seed in 200..<240 as Range<UInt64> {
      var random = RandomTables(seed: seed)
      let table = random.rows(isRanking: true)
      guard let chart = try? Chart(.rank, of: table) else { continue }
      let bars = chart.canvas.marks.compactMap { mark -> Box? in
        if case .bar(let box, _) = mark { box } else { nil }
      }
      let foot = labels(chart).filter { $0.font == .small && $0.box.y > (bars.map(\.maxY).max() ?? 0) }
      let ticks = foot.compactMap { label in number(label.text).map { (place: label.box.midX, value: $0) } }
      guard ticks.count > 1 else { continue }
      let value = try reader(ticks)
      let figures = table.cells("value").compactMap { if case .number(let figure) = $0 { figure } else { nil } }
      let size = ticks.map(\.value).max() ?? 1
      #expect(bars.count == figures.count)
      for (bar, figure) in zip(bars, figures) {
        #expect(abs(value(bar.x)) < size * 0.01, "a bar begins at \(value(bar.x))")
        #expect(abs(value(bar.maxX) - figure) < size * 0.01, "seed \(seed): \(value(bar.maxX)) for \(figure)")
      }
      drawn += 1
    }
    #expect(drawn > 20)
  }

  /// Every bar of a ranking, also the last, is seen in characters; bars that are longer have no fewer of them.
  @Test func barsAreSeenOnATerminal() throws {
    var table = RandomTables.empty(["indicator", "area", "area_code", "period", "unit", "value", "rank"])
    for rank in 1...9 {
      table.append(words: [
        .text("A rate"), .text("Area \(rank)"), .text(rank == 9 ? RandomTables.area : "E\(rank)"), .text("2023"),
        .missing, .number(Double(rank)), .integer(rank),
      ])
    }
    let chart = try Chart(.rank, of: table, Chart.Setting(medium: .terminal))
    for (isPlain, glyphs) in [(false, "▒█"), (true, "=#")] {
      let lengths = chart.text(isPlain: isPlain).split(separator: "\n").filter { $0.hasPrefix("Area") }
        .map { line in line.filter { glyphs.contains($0) }.count }
      #expect(lengths.count == 9 && lengths.allSatisfy { $0 > 0 } && lengths == lengths.sorted(), "\(lengths)")
      #expect(abs(Double(lengths[8]) / Double(lengths[2]) - 3) < 0.2)
    }
  }

  /// A series with a suppressed figure, a period left out, one not available and a break.
  static var holes: ResultTable {
    var table = RandomTables.empty([
      "indicator", "area_code", "area", "period", "period_start", "value", "lower_95", "upper_95", "status",
      "benchmark",
      "benchmark_value", "comparison",
    ])
    let rows: [(Int, Double?, String)] = [
      (2010, 50, ""), (2011, 48, ""), (2012, nil, "c"), (2013, 44, ""), (2014, 43, ""), (2016, 40, ""), (2017, 60, "b"),
      (2018, 58, ""), (2019, nil, ""), (2020, 55, ""),
    ]
    for (year, value, status) in rows {
      let limits: [ResultTable.Cell] = [value.map { $0 - 2 }, value.map { $0 + 2 }].map {
        $0.map { .number($0) } ?? .missing
      }
      let keys: [ResultTable.Cell] = [
        .text("A thing"), .text(RandomTables.area), .text("Birmingham"), .text("\(year)"), .text("\(year)-01-01"),
        value.map { .number($0) } ?? .missing,
      ]
      table.append(
        words: keys + limits + [
          status.isEmpty ? .missing : .text(status), .text("England"), .number(45), .text("worse"),
        ])
    }
    return table
  }

  @Test func linesJoinNothingAcrossAGap() throws {
    let chart = try Chart(.trend, of: Self.holes)
    let lines = chart.canvas.marks.compactMap { mark -> Int? in
      if case .line(let points, .area) = mark { points.count } else { nil }
    }
    // 2010-11 | [c] | 2013-14 | 2015 left out | 2016 | break | 2017-18 | no figure | 2020
    #expect(lines == [2, 2, 1, 2, 1])
    let texts = labels(chart).map(\.text)
    #expect(texts.contains("[c]") && texts.contains("[x]") && texts.contains("[b] break in series"))
    #expect(texts.contains("[x] not available"))
    #expect(chart.canvas.marks.contains { if case .line(_, .breakLine) = $0 { true } else { false } })
    #expect(chart.description.contains("2012: no figure [c]"))
  }

  @Test func titlesSayTheFindingInTheTablesWords() throws {
    #expect(try Chart(.trend, of: Self.holes).title == "A thing in Birmingham was 55 in 2020, worse than England's 45.")
    var table = RandomTables.empty([
      "indicator", "area_code", "area", "period", "unit", "value", "benchmark", "benchmark_value", "ratio",
      "comparison",
      "trend",
    ])
    table.append(words: [
      .text("Infant mortality"), .text("E08000025"), .text("Birmingham"), .text("2023"), .text("per 1,000 live births"),
      .number(8.8), .text("England"), .number(3.9), .number(8.8 / 3.9), .text("not compared"),
      .text("No significant change"),
    ])
    #expect(
      try Chart(.trend, of: table).title
        == "Infant mortality in Birmingham was 8.8 per 1,000 live births in 2023, 2.3 times England's 3.9. "
        + "There is no significant recent change.")
    #expect(
      try Chart(.compare, of: table).title
        == "Infant mortality in Birmingham was 8.8 per 1,000 live births in 2023, 2.3 times England's 3.9.")
  }

  /// A goal, a median and quantiles are not the figure of an area, and titles do not speak as if they were.
  @Test func titlesNameWhatIsComparedWith() throws {
    func titles(_ comparison: String, by rule: String, of benchmark: String, heading: String) throws -> [String] {
      var one = RandomTables.empty(
        ["indicator", "area", "period", "value", "benchmark", "benchmark_value", "ratio", "comparison", "compared_by"],
        benchmark: heading)
      let row: [ResultTable.Cell] = [
        .text("A rate"), .text("Birmingham"), .text("2023"), .number(11), .text(benchmark), .number(10), .number(1.1),
        .text(comparison), .text(rule),
      ]
      one.append(words: row)
      var two = one
      two.append(words: row)
      return [try Chart(.trend, of: one).title, try Chart(.compare, of: two).title]
    }
    #expect(
      try titles("worse", by: "goal", of: "England", heading: "England") == [
        "A rate in Birmingham was 11 in 2023, the goal not reached; England 10.",
        "Birmingham reaches the goal on none of 2 figures.",
      ])
    #expect(
      try titles("worse", by: "interval95", of: "median of 153 areas", heading: "Median") == [
        "A rate in Birmingham was 11 in 2023, worse than the median of 153 areas (10).",
        "Birmingham is worse than the median on 2 of 2 figures compared.",
      ])
    #expect(
      try titles("2nd highest quintile", by: "quintiles", of: "England", heading: "England") == [
        "A rate in Birmingham was 11 in 2023, 2nd highest quintile; England 10.",
        "Birmingham has 2 figures placed in quantiles of all areas.",
      ])
    #expect(
      try titles("better", by: "interval95", of: "England (pooled from 3 of 4 areas)", heading: "England") == [
        "A rate in Birmingham was 11 in 2023, better than the 10 of England (pooled from 3 of 4 areas).",
        "Birmingham is worse than England on none of 2 figures compared, better on 2.",
      ])
    #expect(
      try titles("higher", by: "interval95", of: "England", heading: "England")[1]
        == "Birmingham is higher than England on 2 of 2 figures compared.")
  }

  /// The columns of a gap with limits: a band about the difference, and the limits in the title.
  @Test func aGapWithLimitsHasABand() throws {
    var table = RandomTables.empty([
      "indicator", "area", "period", "unit", "value", "benchmark_value", "difference", "difference_lower_95",
      "difference_upper_95",
    ])
    for (year, difference) in [(2021, -1.0), (2022, -2.0), (2023, -2.5)] {
      let numbers = [60 + difference, 60, difference, difference - 0.51, difference + 0.52].map {
        ResultTable.Cell.number($0)
      }
      table.append(words: [.text("A share"), .text("Birmingham"), .text("\(year)"), .text("%")] + numbers)
    }
    let chart = try Chart(.gap, of: table)
    #expect(
      chart.title == "A share in Birmingham was 2.5 percentage points below that of England in 2023 (95% confidence "
        + "interval of the difference −3.0 to −2.0); in 2021 the difference was −1.")
    let bands = chart.canvas.marks.filter { if case .area(_, .band) = $0 { true } else { false } }
    #expect(bands.count == 1)
  }

  /// A goal is a line at its value with its name; an answer without one has none.
  @Test func aGoalIsALineWithItsName() throws {
    func table(_ goals: [Double]?) -> ResultTable {
      var table = RandomTables.empty(
        [
          "indicator", "area", "area_code", "period", "value", "benchmark", "benchmark_value", "difference",
          "comparison",
          "compared_by", "rank",
        ] + (goals == nil ? [] : ["goal_lower", "goal_upper"]))
      for (index, value) in [10.0, 9, 7].enumerated() {
        table.append(
          words: [
            .text("A rate"), .text("Birmingham"), .text(RandomTables.area), .text("\(2020 + index)"), .number(value),
            .text("England"), .number(6), .number(value - 6), .text("worse"), .text("goal"), .integer(index + 1),
          ] + (goals ?? []).map { .number($0) })
      }
      return table
    }
    for kind in [Chart.Kind.trend, .gap, .rank] {
      func goals(_ ends: [Double]?) throws -> (lines: Int, texts: [String]) {
        let chart = try Chart(kind, of: table(ends))
        let lines = chart.canvas.marks.count { if case .line(_, .goal) = $0 { true } else { false } }
        return (lines, labels(chart).map(\.text).filter { $0.hasPrefix("Goal") })
      }
      #expect(try goals(nil) == (0, []))
      #expect(try goals([5, 5]) == (1, [kind == .gap ? "Goal −1" : "Goal 5"]))
      #expect(
        Set(try goals([5, 8]).texts)
          == (kind == .gap ? ["Goal from −1", "Goal to 2"] : ["Goal from 5", "Goal to 8"]))
    }
    #expect(
      try Chart(.trend, of: table([5, 5])).title
        == "A rate in Birmingham was 7 in 2022, the goal of 5 not reached; England 6.")
    #expect(try Chart(.trend, of: table([5, 8])).title.contains("the goal of 5 to 8 not reached"))
  }

  /// Long names take as many lines as they need, also on the width of a page of paper, and the plot keeps its room.
  @Test(arguments: [Chart.Kind.compare, .spine, .rank])
  func longNamesAreWhole(kind: Chart.Kind) throws {
    let name = "Under 75 mortality rate from cardiovascular diseases considered preventable"
    var table = RandomTables.empty([
      "indicator_id", "indicator", "area", "area_code", "period", "value", "benchmark_value", "comparison", "rank",
    ])
    for index in 0..<3 {
      table.append(words: [
        .integer(1), .text(kind == .rank ? "A rate" : name), .text(kind == .rank ? name : "Birmingham"),
        .text(index == 1 ? RandomTables.area : "E\(index)"), .text("2022 - 24"), .number(Double(40 + index)),
        .number(30.23), .text("worse"), .integer(index + 1),
      ])
    }
    for (width, medium) in [(680.0, Chart.Medium.page), (nil, .page), (nil, .terminal)] {
      let chart = try Chart(kind, of: table, Chart.Setting(width: width, medium: medium))
      let body = labels(chart).filter { $0.font == .label || $0.font == .strong }
      #expect(body.allSatisfy { !$0.text.contains("…") }, "\(body.map(\.text))")
      let left = body.filter { $0.box.x == (medium == .page ? 20 : 0) }.map(\.text).joined(separator: " ")
      #expect(left.contains(name), "\(left)")
      guard medium == .page else { continue }
      let lines = chart.canvas.marks.compactMap { mark -> Double? in
        if case .line(let points, .axis) = mark { points[1].x - points[0].x } else { nil }
      }
      let bands = chart.canvas.marks.compactMap { mark -> Double? in
        if case .bar(let box, .band) = mark { box.width } else { nil }
      }
      #expect((kind == .spine ? bands : lines).max() ?? 0 >= 104, "\(kind): \(lines)")
    }
  }

  @Test func anAxisThatDoesNotBeginAtZeroSaysSo() throws {
    var table = RandomTables.empty(["indicator", "area", "period", "value"])
    for (year, value) in [(2020, 81.2), (2021, 81.4), (2022, 80.9)] {
      table.append(words: [.text("Life expectancy"), .text("Birmingham"), .text("\(year)"), .number(value)])
    }
    #expect(labels(try Chart(.trend, of: table)).contains { $0.text == "The vertical axis does not begin at 0." })
    #expect(!labels(try Chart(.trend, of: Self.holes)).contains { $0.text.contains("begin at 0") })
  }

  /// No rows, no columns, no figures, figures that no axis can have: an error, with what to do, and no picture.
  @Test(arguments: Chart.Kind.allCases)
  func whatCannotBeDrawnIsSaid(kind: Chart.Kind) throws {
    var random = RandomTables(seed: 12)
    let (full, beside) = random.tables(for: kind)
    // The deciles behind an inequality are drawn also where it has no index.
    let second = kind == .inequality ? nil : beside
    func code(_ table: ResultTable) -> ChartError.Code? {
      do {
        _ = try Chart(kind, of: table, beside: second)
        return nil
      } catch {
        #expect(!error.message.isEmpty && !error.remedy.isEmpty)
        return error.code
      }
    }
    #expect(code(ResultTable(columns: full.columns)) == .empty)
    #expect(code(ResultTable(columns: [])) == .columns)
    var blank = ResultTable(columns: full.columns)
    var huge = ResultTable(columns: full.columns)
    var odd = ResultTable(columns: full.columns)
    for row in full.rows.prefix(1) {
      blank.append(row.map { if case .number = $0 { .missing } else { $0 } })
      huge.append(row.map { if case .number = $0 { .number(1e300) } else { $0 } })
      odd.append(row.map { if case .number = $0 { .number(.nan) } else { $0 } })
    }
    #expect(code(blank) == .empty, "\(kind)")
    #expect(code(huge) == .figures, "\(kind)")
    #expect(code(odd) == .figures, "\(kind)")
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, -5, 0, 1e300, 20_001])
  func impossibleSizesAreRefused(size: Double) {
    for setting in [
      Chart.Setting(width: size), Chart.Setting(height: size), Chart.Setting(width: size, medium: .terminal),
    ] {
      #expect(throws: ChartError.self) { try Chart(.trend, of: Self.holes, setting) }
    }
  }

  /// A rank that no ranking has is not a number, and does not stop the program.
  @Test func wholeNumbersBeyondTheAxisAreNone() throws {
    for seed in 0..<10 as Range<UInt64> {
      var random = RandomTables(seed: seed)
      let all = random.rows(isRanking: true)
      var table = ResultTable(columns: all.columns)
      for row in all.rows { table.append(words: row.map { if case .integer = $0 { .integer(.max) } else { $0 } }) }
      for kind in [Chart.Kind.rank, .compare] where table.rows.count > 5 {
        #expect(!(try Chart(kind, of: table).svg.isEmpty), "seed \(seed)")
      }
    }
  }

  /// The middle half of a spine, against the quantiles of R's type 7 for the numbers 1 to 10.
  @Test func quartilesAreThoseOfR() {
    let values = (1...10).map(Double.init)
    #expect(SpineChart.quantile(values, 0.25) == 3.25)
    #expect(SpineChart.quantile(values, 0.75) == 7.75)
    #expect(SpineChart.quantile([4], 0.25) == 4)
  }

  /// An area of a rate's funnel stands among the lines where its own expected events put it.
  @Test func placesOfAFunnelAreOfOneScale() throws {
    // An area with 100 events at 20 per unit where the average is 10 expects 50.
    var table = RandomTables.empty(["count", "value", "average", "denominator"])
    table.append(words: [.number(100), .number(20), .number(10), .number(5)])
    table.append(words: [.number(0), .number(0), .number(10), .number(3)])
    let rows = try TableRows(table, needs: [], chart: "funnel")
    let size = FunnelSize(rows, isOfPeople: false)
    #expect(size.place(of: 0) == 50)
    #expect(size.place(of: 1) == 30)
    #expect(FunnelSize(rows, isOfPeople: true).place(of: 0) == 5)
    // The same 100 events on a line at 20 stand in the same place.
    #expect(FunnelSize.place(100, 20, average: 10, isOfPeople: false) == Point(x: 50, y: 20))
  }
}
