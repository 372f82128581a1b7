import TideModel

/// Inequality by deprivation over time: the most and the least deprived above, the slope index with its interval below.
struct InequalityChart: Drawing {
  let title: String
  let subtitle: String
  let notes: [String]
  let data: String
  private let ends: SeriesPanel
  private let slope: SeriesPanel

  init(_ table: ResultTable) throws(ChartError) {
    let rows = try TableRows(
      table,
      needs: ["indicator", "area", "period", "sii", "sii_lower_95", "sii_upper_95", "most_deprived", "least_deprived"],
      chart: "inequality")
    let parts = Set(
      rows.indices.map { "\(rows.text("sex", $0))\u{1F}\(rows.text("age", $0))\u{1F}\(rows.text("category_type", $0))" }
    )
    guard parts.count == 1 else {
      throw ChartError(
        .figures, "the answer has \(parts.count) divisions of the population, and one chart shows one",
        remedy: "Choose one with --sex, --age or --category.")
    }
    guard rows.indices.contains(where: { rows.number("sii", $0) != nil }) else {
      throw ChartError(
        .empty, "no slope index can be calculated in any period", remedy: "'tidemark inequality' says why.")
    }
    let all = Array(rows.indices)
    let labels = all.map { rows.text("period", $0) }
    let times = PeriodTimes.of(rows, all)
    func series(_ name: String, _ column: String, _ stroke: Stroke, _ symbol: Symbol, _ limits: (String, String)?)
      -> Series
    {
      Series(
        name: name,
        points: all.map { row in
          SeriesPoint(
            value: rows.number(column, row), lower: limits.flatMap { rows.number($0.0, row) },
            upper: limits.flatMap { rows.number($0.1, row) }, status: rows.text("status", row))
        }, stroke: stroke, symbol: symbol, isSubject: true)
    }
    let unit = rows.text("unit", 0)
    ends = SeriesPanel(
      unit: unit, labels: labels, times: times,
      series: [
        series("Most deprived", "most_deprived", Stroke(ink: .plum, width: 2.5, glyph: "*"), .diamond, nil),
        series("Least deprived", "least_deprived", Stroke(ink: .teal, width: 2.5, glyph: "o"), .circle, nil),
      ])
    var slope = SeriesPanel(
      unit: "Slope index of inequality\(unit.isEmpty ? "" : ", \(unit)")", labels: labels, times: times,
      series: [series("SII", "sii", .area, .circle, ("sii_lower_95", "sii_upper_95"))])
    slope.span = Scale.span(of: slope.figures, includesZero: true)
    self.slope = slope
    title = Self.title(rows)
    let stratum = [rows.text("sex", 0), rows.text("age", 0), rows.text("category_type", 0)].filter { !$0.isEmpty }
    subtitle = (stratum.isEmpty ? "" : stratum.joined(separator: ", ") + ". ") + "Band: 95% confidence interval."
    let elsewhere = SeriesPanel.startsElsewhere(ends.usualSpan)
    notes = rows.footnotes + (elsewhere ? ["The upper vertical axis does not begin at 0."] : [])
    data = rows.indices.map { row in
      let numbers = ["most_deprived", "least_deprived", "sii"].map {
        rows.number($0, row).map { FigureText.rounded($0, decimals: 1) } ?? "no figure"
      }
      return "\(labels[row]): most deprived \(numbers[0]), least deprived \(numbers[1]), SII \(numbers[2])"
    }.joined(separator: "; ")
  }

  private static func title(_ rows: TableRows) -> String {
    let known = rows.indices.filter { rows.number("sii", $0) != nil }
    guard let last = known.last, let most = rows.number("most_deprived", last),
      let least = rows.number("least_deprived", last), let index = rows.number("sii", last)
    else { return "\(rows.text("indicator", 0)): inequality by deprivation in \(rows.text("area", 0))." }
    func short(_ value: Double) -> String { FigureText.rounded(value, decimals: 1) }
    let unit = rows.text("unit", last)
    let shownUnit = unit == "%" ? "%" : unit.isEmpty ? "" : " \(unit)"
    var limits = ""
    if let lower = rows.number("sii_lower_95", last), let upper = rows.number("sii_upper_95", last) {
      limits = " (\(short(lower)) to \(short(upper)))"
    }
    return "\(rows.text("indicator", last)) in \(rows.text("area", last)), \(rows.text("period", last)): "
      + "\(short(most)) among the most deprived and \(short(least))\(shownUnit) among the least; "
      + "slope index \(short(index))\(limits)\(since(rows, known))."
  }

  /// Whether the slope index differs from that of the first period: only where their intervals lie apart.
  private static func since(_ rows: TableRows, _ known: [Int]) -> String {
    guard let first = known.first, let last = known.last, first != last,
      let before = limits(rows, first), let after = limits(rows, last)
    else { return "" }
    let period = rows.text("period", first)
    if after.lower > before.upper { return ", higher than in \(period)" }
    if after.upper < before.lower { return ", lower than in \(period)" }
    return ", no clear change since \(period)"
  }

  private static func limits(_ rows: TableRows, _ row: Int) -> (lower: Double, upper: Double)? {
    rows.number("sii_lower_95", row).flatMap { lower in rows.number("sii_upper_95", row).map { (lower, $0) } }
  }

  func heights(_ typeface: Typeface) -> (natural: Double, least: Double) {
    typeface.rowHeight == Typeface.cell.height ? (16 * 26, 16 * 16) : (500, 300)
  }

  func draw(in body: Box, on canvas: inout Canvas) throws(ChartError) {
    let cell = Typeface.cell.height
    let upper = canvas.typeface.whole(body.height * 0.52, of: cell)
    let gap = canvas.typeface.whole(14, of: cell)
    try ends.draw(in: Box(x: body.x, y: body.y, width: body.width, height: upper - gap), on: &canvas)
    try slope.draw(
      in: Box(x: body.x, y: body.y + upper, width: body.width, height: body.height - upper), on: &canvas)
  }
}
