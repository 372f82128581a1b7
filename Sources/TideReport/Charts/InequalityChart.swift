import TideModel

/// Inequality by deprivation. Over time: the parts of the people above, the most and the least deprived drawn strongly, and the
/// slope index with its interval below. Of one period or two: the figure of each part, and the line whose slope is the index.
struct InequalityChart: Drawing {
  let title: String
  let subtitle: String
  let notes: [String]
  let data: String
  private let panels: Panels

  private enum Panels: Sendable {
    case overTime(parts: SeriesPanel, slope: SeriesPanel)
    case ofPeriods([DecilePanel])
  }

  /// - Parameters:
  ///   - table: the inequality of one division of the population.
  ///   - figures: the figures of its parts, among others; nil to draw the ends alone.
  init(_ table: ResultTable, figures: ResultTable?) throws(ChartError) {
    let rows = try TableRows(
      table,
      needs: ["indicator", "area", "period", "sii", "sii_lower_95", "sii_upper_95", "most_deprived", "least_deprived"],
      chart: "inequality")
    try Self.checkDivisions(rows)
    var ladder: DeprivationLadder?
    if let figures, !figures.rows.isEmpty {
      ladder = DeprivationLadder(
        rows,
        among: try TableRows(figures, needs: ["category", "category_type", "period", "value"], chart: "inequality")
      )
    }
    guard ladder != nil || rows.indices.contains(where: { rows.number("sii", $0) != nil }) else {
      throw ChartError(
        .empty, "no slope index can be calculated in any period", remedy: "'tidemark inequality' says why.")
    }
    let words = InequalityWords(rows: rows, ladder: ladder)
    var startsElsewhere = false
    if let ladder, rows.indices.count <= 2 {
      let panels = Self.periods(rows, ladder)
      self.panels = .ofPeriods(panels)
      startsElsewhere = SeriesPanel.startsElsewhere(panels[0].span)
      subtitle = words.subtitle(hasLine: panels.contains { $0.line != nil })
    } else {
      let parts = Self.parts(rows, ladder)
      panels = .overTime(parts: parts, slope: Self.slope(rows))
      startsElsewhere = SeriesPanel.startsElsewhere(parts.usualSpan)
      subtitle = words.subtitleOverTime
    }
    title = words.title
    data = words.data
    let axis = rows.indices.count <= 2 && ladder != nil ? "vertical axis" : "upper vertical axis"
    notes =
      rows.footnotes + rows.legend(ofMissing: words.isMissingUnexplained)
      + (startsElsewhere ? ["The \(axis) does not begin at 0."] : [])
  }

  private static func checkDivisions(_ rows: TableRows) throws(ChartError) {
    let parts = rows.groups { row in
      ["sex", "age", "category_type"].map { rows.text($0, row) }.filter { !$0.isEmpty }.joined(separator: ", ")
    }.map(\.key)
    guard parts.count > 1 else { return }
    throw ChartError(
      .figures, "the answer has \(parts.count) divisions of the population, and one chart shows one",
      remedy: "Choose one with --sex, --age or --category:\n  " + parts.joined(separator: "\n  "))
  }

  /// The lines of the parts, or of the ends alone where the figures of the parts are not known.
  private static func parts(_ rows: TableRows, _ ladder: DeprivationLadder?) -> SeriesPanel {
    let all = Array(rows.indices)
    let ends =
      ladder.map { [$0.rungs[0].map(\.point), $0.rungs[$0.rungs.count - 1].map(\.point)] }
      ?? ["most_deprived", "least_deprived"].map { column in
        all.map { SeriesPoint(value: rows.number(column, $0), status: rows.status($0)) }
      }
    var series = [
      Series(
        name: "Most deprived", points: ends[0], stroke: Stroke(ink: .plum, width: 3.5, glyph: "*"), symbol: .diamond,
        isSubject: true),
      Series(
        name: "Least deprived", points: ends[1],
        stroke: Stroke(ink: .teal, width: 2.5, dash: Stroke.Dash(on: 8, off: 3), glyph: "o"), symbol: .circle,
        isSubject: true),
    ]
    for rung in ladder?.rungs.dropFirst().dropLast() ?? [] {
      series.append(Series(points: rung.map(\.point), stroke: .peer, isSubject: true))
    }
    // Intervals of ten lines would hide the lines.
    for index in series.indices {
      series[index].points = series[index].points.map { SeriesPoint(value: $0.value, status: $0.status) }
    }
    return SeriesPanel(
      unit: rows.text("unit", 0), labels: all.map { rows.text("period", $0) }, times: PeriodTimes.of(rows, all),
      series: series)
  }

  private static func slope(_ rows: TableRows) -> SeriesPanel {
    let all = Array(rows.indices)
    let unit = rows.text("unit", 0)
    let points = all.map {
      SeriesPoint(
        value: rows.number("sii", $0), lower: rows.number("sii_lower_95", $0), upper: rows.number("sii_upper_95", $0),
        status: rows.status($0))
    }
    var panel = SeriesPanel(
      unit: "Slope index of inequality\(unit.isEmpty ? "" : ", \(unit)")", labels: all.map { rows.text("period", $0) },
      times: PeriodTimes.of(rows, all),
      series: [Series(name: "SII", points: points, stroke: .area, symbol: .square, isSubject: true)])
    panel.span = Scale.span(of: panel.figures, includesZero: true)
    return panel
  }

  /// A panel for each period, all with one scale.
  private static func periods(_ rows: TableRows, _ ladder: DeprivationLadder) -> [DecilePanel] {
    // Fitted on the logarithms or log odds the line is not straight.
    let isStraight = rows.table.footnotes.contains { $0.subject == .line(throughValues: true) }
    var panels = rows.indices.map { row in
      var panel = DecilePanel(
        heading: rows.indices.count > 1 ? rows.text("period", row) : "", unit: rows.text("unit", row),
        points: ladder.rungs.map { $0[row].point }, edges: ladder.edges(period: row))
      if isStraight, let most = rows.number("line_most_deprived", row),
        let least = rows.number("line_least_deprived", row), let index = rows.number("sii", row)
      {
        panel.line = (most, least, "SII \(rows.shortened(index))")
      }
      return panel
    }
    let span = Scale.span(of: panels.flatMap(\.figures), includesZero: nil)
    for index in panels.indices { panels[index].span = span }
    return panels
  }

  func heights(_ typeface: Typeface, width: Double) -> (natural: Double, least: Double) {
    switch panels {
    case .overTime: typeface.isCells ? (16 * 26, 16 * 16) : (520, 300)
    case .ofPeriods: typeface.isCells ? (16 * 20, 16 * 10) : (380, 200)
    }
  }

  func draw(in body: Box, on canvas: inout Canvas) throws(ChartError) {
    let typeface = canvas.typeface
    switch panels {
    case .overTime(let parts, let slope):
      let upper = typeface.whole(body.height * 0.56, of: Typeface.cell.height)
      let gap = typeface.whole(14, of: Typeface.cell.height)
      let above = Box(x: body.x, y: body.y, width: body.width, height: upper - gap)
      let below = Box(x: body.x, y: body.y + upper, width: body.width, height: body.height - upper)
      let margins = (parts.margins(in: above, typeface), slope.margins(in: below, typeface))
      let common = (max(margins.0.left, margins.1.left), max(margins.0.right, margins.1.right))
      try parts.draw(in: above, margins: common, on: &canvas)
      try slope.draw(in: below, margins: common, on: &canvas)
    case .ofPeriods(let panels):
      let gap = typeface.whole(20, of: Typeface.cell.width)
      let width = (body.width - gap * Double(panels.count - 1)) / Double(panels.count)
      for (index, panel) in panels.enumerated() {
        let x = body.x + Double(index) * (width + gap)
        try panel.draw(in: Box(x: x, y: body.y, width: width, height: body.height), on: &canvas)
      }
    }
  }
}
