import TideModel

/// The latest figures of an area as ratios to the benchmark's, with their intervals, by theme.
struct CompareChart: Drawing {
  let title: String
  let subtitle: String
  let notes: [String]
  let data: String
  private let grid: RowGrid
  /// The ratio of each row of the grid; nil for headings and where there is none.
  private let ratios: [Ratio?]
  private let benchmark: String

  /// A figure over the benchmark's.
  private struct Ratio: Sendable {
    let value: Double
    let limits: (lower: Double, upper: Double)?
    let sign: ComparisonSign
  }

  /// More rows than a page shows so that they can be read.
  private static let mostRows = 250

  init(_ table: ResultTable) throws(ChartError) {
    let rows = try TableRows(
      table, needs: ["indicator", "area", "period", "value", "benchmark_value", "comparison"], chart: "compare")
    guard rows.indices.count <= Self.mostRows else {
      throw ChartError(
        .figures, "\(rows.indices.count) figures are more than one picture can show (\(Self.mostRows))",
        remedy: "Name indicators, or narrow them with --sex, --age or --category.")
    }
    benchmark = rows.title("benchmark_value")
    var grid = RowGrid(headings: ["Period", rows.text("area", 0), benchmark], wordHeading: "Comparison")
    var ratios: [Ratio?] = []
    let groups = rows.groups { row in table.groupColumn.map { rows.text($0, row) } ?? "" }
    for group in groups {
      if groups.count > 1, !group.key.isEmpty {
        grid.rows.append(RowGrid.Row(name: group.key, isHeading: true))
        ratios.append(nil)
      }
      for row in group.rows {
        grid.rows.append(Self.row(rows, row))
        ratios.append(Self.ratio(rows, row))
      }
    }
    guard ratios.contains(where: { $0 != nil }) else {
      throw ChartError(
        .empty, "none of the figures has a benchmark above 0 to be a ratio of",
        remedy: "Name another with --benchmark, or see 'tidemark compare'.")
    }
    self.grid = grid
    self.ratios = ratios
    title =
      rows.indices.count == 1
      ? Finding(rows: rows, row: 0).sentence + "."
      : Tally(rows, Array(rows.indices)).sentence(area: rows.text("area", 0), benchmark: rows.benchmark) + "."
    subtitle =
      "Latest figures as multiples of the figure of \(benchmark), on a scale of equal ratios. Lines are 95% confidence "
      + "intervals where they are published. Diamond: worse; disc: better; open circle: similar; triangle: higher or lower; "
      + "square: not compared."
    notes = rows.footnotes + rows.legend(ofMissing: rows.indices.contains { Self.isMissing(rows, $0) })
    data = Self.data(rows)
  }

  private static func row(_ rows: TableRows, _ row: Int) -> RowGrid.Row {
    let sex = rows.text("sex", row)
    let who = [sex == Stratum.persons ? "" : sex, rows.text("category", row)].filter { !$0.isEmpty }.joined(
      separator: ", ")
    let unit = rows.unit(row).isPercent ? "%" : ""
    let pair = [rows.number("value", row), rows.number("benchmark_value", row)]
    let value =
      pair[0].map { FigureText.derived($0, like: pair) + unit } ?? rows.status(row).sign
    let other = pair[1].map { FigureText.derived($0, like: pair) + unit } ?? Status.none.sign
    return RowGrid.Row(
      name: (who.isEmpty ? "" : "\(who): ") + rows.text("indicator", row),
      figures: [rows.text("period", row), value, other], word: rows.text("comparison", row))
  }

  /// Whether a figure or its benchmark's is shown as not available.
  private static func isMissing(_ rows: TableRows, _ row: Int) -> Bool {
    rows.number("benchmark_value", row) == nil
      || rows.number("value", row) == nil && rows.status(row).isShownAsNotAvailable
  }

  private static func ratio(_ rows: TableRows, _ row: Int) -> Ratio? {
    guard let value = rows.number("value", row), let other = rows.number("benchmark_value", row), other > 0, value >= 0
    else { return nil }
    var limits: (lower: Double, upper: Double)?
    if let lower = rows.number("lower_95", row), let upper = rows.number("upper_95", row) {
      limits = (max(0, lower / other), upper / other)
    }
    return Ratio(value: value / other, limits: limits, sign: ComparisonSign(rows.verdict(row)?.kind))
  }

  private static func data(_ rows: TableRows) -> String {
    rows.indices.map { row in
      let line = Self.row(rows, row)
      return "\(line.name), \(line.figures[0]): \(line.figures[1]) against \(line.figures[2]), \(line.word)"
    }.joined(separator: "; ")
  }

  var pageWidth: Double { 1000 }

  func heights(_ typeface: Typeface, width: Double) -> (natural: Double, least: Double) {
    grid.heights(typeface, width: width)
  }

  func draw(in body: Box, on canvas: inout Canvas) throws(ChartError) {
    let places = try grid.write(in: body, on: &canvas)
    let shown = ratios.compactMap { $0 }.flatMap { [$0.value, $0.limits?.lower, $0.limits?.upper].compactMap { $0 } }
      .filter { $0 > 0 }
    let plot = places.plot.inset(left: 8, right: 8)
    let scale = Scale(
      ratiosFrom: max(0.05, (shown.min() ?? 1) / 1.1), to: min(20, (shown.max() ?? 1) * 1.1), at: plot.x, plot.maxX)
    drawAxis(scale, places.plot, on: &canvas)
    for (ratio, middle) in zip(ratios, places.middles) {
      guard let ratio else { continue }
      if let limits = ratio.limits {
        let ends = [limits.lower, limits.upper].map { Point(x: scale.place($0), y: middle) }
        canvas.draw(.line(ends, .interval(.grey)))
      }
      canvas.draw(.symbol(ratio.sign.symbol, Point(x: scale.place(ratio.value), y: middle), ratio.sign.ink))
    }
  }

  /// One, which is the benchmark, before all others, which are left out where they would touch it or each other.
  private func drawAxis(_ scale: Scale, _ plot: Box, on canvas: inout Canvas) {
    Axis.drawFoot(of: plot, on: &canvas)
    let ticks: [(Double, String)] = [
      (1, "1"), (2, "2"), (0.5, "0.5"), (4, "4"), (0.25, "0.25"), (1.5, "1.5"), (0.75, "0.75"), (3, "3"), (0.1, "0.1"),
      (10, "10"), (20, "20"), (0.05, "0.05"), (1.25, "1.25"), (0.9, "0.9"), (1.1, "1.1"),
    ]
    for (value, label) in ticks where value >= scale.lower && value <= scale.upper {
      let x = scale.place(value)
      let stroke = value == 1 ? Stroke(ink: .grey, width: 1.5, glyph: "|") : .grid
      var box = canvas.box(of: label, .below, of: Point(x: x, y: plot.maxY), .small, gap: 4)
      (box.x, box.width) = (box.x - 4, box.width + 8)
      if canvas.isFree(box), canvas.write(label, .below, of: Point(x: x, y: plot.maxY), .small, .grey, gap: 4) {
        canvas.draw(.line([Point(x: x, y: plot.y), Point(x: x, y: plot.maxY)], stroke))
      }
    }
  }
}
