import TideModel

/// The difference between an area's figures and the benchmark's over time, with its interval where the table has one.
struct GapChart: Drawing {
  let title: String
  let subtitle: String
  let notes: [String]
  let data: String
  private let panel: SeriesPanel

  init(_ table: ResultTable) throws(ChartError) {
    let rows = try TableRows(table, needs: ["indicator", "area", "period", "difference"], chart: "gap")
    guard Set(rows.indices.map { "\(rows.text("indicator_id", $0))\u{1F}\(rows.stratum($0))" }).count == 1 else {
      throw ChartError(
        .figures, "the answer has several indicators or strata, and one chart shows one",
        remedy: "Choose one with --sex, --age or --category.")
    }
    guard let last = rows.indices.last(where: { rows.number("difference", $0) != nil }),
      let difference = rows.number("difference", last)
    else {
      throw ChartError(
        .empty, "there is no difference in any period", remedy: "Name another benchmark with --benchmark.")
    }
    let all = Array(rows.indices)
    let hasLimits = all.contains { rows.number("difference_lower_95", $0) != nil }
    let benchmark = rows.benchmark.isEmpty ? rows.text("benchmark", last) : rows.benchmark
    let points = all.map {
      SeriesPoint(
        value: rows.number("difference", $0), lower: rows.number("difference_lower_95", $0),
        upper: rows.number("difference_upper_95", $0), status: rows.status($0))
    }
    var panel = SeriesPanel(
      unit: "Difference\(rows.text("unit", 0).isEmpty ? "" : ", \(rows.text("unit", 0))"): 0 is \(benchmark)",
      labels: all.map { rows.text("period", $0) }, times: PeriodTimes.of(rows, all),
      series: [Series(name: "Difference", points: points, stroke: .area, symbol: .circle, isSubject: true)])
    let goals = GoalFigures(rows: rows, indices: all).ends
    panel.series += goals.map { end in
      // Like the area's, its distance from the benchmark.
      let distances = zip(end.values, all).map { value, row in
        value.flatMap { goal in rows.number("benchmark_value", row).map { goal - $0 } }
      }
      return Series(name: end.name, points: distances.map { SeriesPoint(value: $0) }, stroke: .goal)
    }
    panel.span = Scale.span(of: panel.figures, includesZero: true)
    self.panel = panel
    title = Self.title(rows, last, difference, benchmark)
    let stratum = rows.stratum(last)
    subtitle =
      (stratum.isEmpty ? "" : stratum + ". ") + "\(rows.text("area", last)) less \(benchmark)."
      + (hasLimits ? " Band: 95% confidence interval of the difference." : "")
      + (goals.isEmpty ? "" : " Long dashes: the goal less \(benchmark).")
    notes = rows.footnotes
    data = all.map { row in
      "\(rows.text("period", row)): \(Self.number(rows, row) ?? "no figure [\(rows.text("status", row))]")"
    }.joined(separator: "; ")
  }

  /// The difference with as many decimals as the figures it was made of.
  private static func number(_ rows: TableRows, _ row: Int) -> String? {
    rows.number("difference", row).map {
      FigureText.derived($0, like: [rows.number("value", row), rows.number("benchmark_value", row)])
    }
  }

  private static func title(_ rows: TableRows, _ last: Int, _ difference: Double, _ benchmark: String) -> String {
    let parts = [rows.number("value", last), rows.number("benchmark_value", last)]
    let size = FigureText.derived(difference.magnitude, like: parts)
    let unit =
      rows.unit(last).isPercent
      ? " percentage points" : rows.text("unit", last).isEmpty ? "" : " \(rows.text("unit", last))"
    let stands = difference == 0 ? "the same as" : "\(size)\(unit) \(difference > 0 ? "above" : "below")"
    let first = rows.indices.first { rows.number("difference", $0) != nil }
    var since = ""
    if let first, first != last, let before = number(rows, first) {
      since = "; in \(rows.text("period", first)) the difference was \(before)"
    }
    return "\(rows.text("indicator", last)) in \(rows.text("area", last)) was \(stands) that of \(benchmark) in "
      + "\(rows.text("period", last))\(limits(rows, last, like: parts))\(since)."
  }

  /// The limits of the difference as it stands in the table: below the benchmark they are below 0.
  private static func limits(_ rows: TableRows, _ row: Int, like parts: [Double?]) -> String {
    guard let lower = rows.number("difference_lower_95", row), let upper = rows.number("difference_upper_95", row)
    else {
      return ""
    }
    let ends = [lower, upper].map { FigureText.derived($0, like: parts) }
    return " (95% confidence interval of the difference \(ends[0]) to \(ends[1]))"
  }

  func heights(_ typeface: Typeface, width: Double) -> (natural: Double, least: Double) {
    typeface.rowHeight == Typeface.cell.height ? (16 * 18, 16 * 8) : (340, 180)
  }

  func draw(in body: Box, on canvas: inout Canvas) throws(ChartError) { try panel.draw(in: body, on: &canvas) }
}
