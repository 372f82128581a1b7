import TideModel

/// What causes of death or ages make up a gap in life expectancy: a bar for each, from 0 to either side.
struct DecompositionChart: Drawing {
  let title: String
  let subtitle: String
  let notes: [String]
  let data: String
  private let grid: RowGrid
  /// The contribution of each row of the grid; nil for headings and where there is none.
  private let bars: [Double?]

  private static let mostRows = 200

  init(_ table: ResultTable) throws(ChartError) {
    let rows = try TableRows(
      table, needs: ["contribution", "area_value", "comparator_value", "gap"], chart: "decomposition")
    guard rows.indices.count <= Self.mostRows else {
      throw ChartError(
        .figures, "\(rows.indices.count) contributions are more than one picture can show (\(Self.mostRows))",
        remedy: "Choose --parts cause or --parts age.")
    }
    guard rows.indices.contains(where: { rows.number("contribution", $0) != nil }) else {
      throw ChartError(
        .empty, "no contribution can be calculated", remedy: "'tidemark decompose' says why.")
    }
    var grid = RowGrid(headings: ["Years", "% of the gap"])
    var bars: [Double?] = []
    let groups = rows.groups { row in Self.keys(table).map { rows.text($0, row) }.joined(separator: ", ") }
    for group in groups {
      if groups.count > 1, !group.key.isEmpty {
        grid.rows.append(RowGrid.Row(name: group.key, isHeading: true))
        bars.append(nil)
      }
      for row in group.rows {
        let part = [rows.text("age", row), rows.text("cause", row)].filter { !$0.isEmpty }.joined(separator: ": ")
        let contribution = rows.number("contribution", row)
        let share = rows.number("share", row)
        grid.rows.append(
          RowGrid.Row(
            name: part,
            figures: [
              contribution.map { FigureText.rounded($0, decimals: 2) } ?? "[\(rows.text("status", row))]",
              share.map { FigureText.rounded($0, decimals: 0) } ?? "",
            ]))
        bars.append(contribution)
      }
    }
    self.grid = grid
    self.bars = bars
    title = Self.title(rows, groups)
    subtitle =
      "Years of life expectancy at birth. Bars to the left shorten life in \(rows.title("area_value")) beside "
      + "\(rows.title("comparator_value")), bars to the right lengthen it."
    notes = rows.footnotes
    data = grid.rows.filter { !$0.isHeading }.map { "\($0.name) \($0.figures[0]) years" }.joined(separator: "; ")
  }

  /// The columns that tell groups apart: those before the parts.
  private static func keys(_ table: ResultTable) -> [String] {
    let parts = ["age", "cause", "contribution"].compactMap { table.index(of: $0) }.min() ?? 0
    return table.columns.prefix(parts).map(\.name)
  }

  private static func title(_ rows: TableRows, _ groups: [(key: String, rows: [Int])]) -> String {
    let (area, other) = (rows.title("area_value"), rows.title("comparator_value"))
    guard let group = groups.first(where: { $0.rows.contains { rows.number("gap", $0) != nil } }),
      let row = group.rows.first(where: { rows.number("gap", $0) != nil }), let gap = rows.number("gap", row),
      let value = rows.number("area_value", row), let reference = rows.number("comparator_value", row)
    else { return "What makes up the gap in life expectancy between \(area) and \(other)." }
    let who = group.key.isEmpty || groups.count == 1 ? "" : " (\(group.key))"
    let years = FigureText.rounded(gap.magnitude, decimals: 1)
    let stands = gap == 0 ? "the same as" : "\(years) years \(gap < 0 ? "less" : "more") than"
    let most = group.rows.filter { (rows.number("contribution", $0) ?? 0) * gap > 0 }
      .max { (rows.number("contribution", $0) ?? 0).magnitude < (rows.number("contribution", $1) ?? 0).magnitude }
    var ending = ""
    if let most, let part = rows.number("contribution", most) {
      let name = [rows.text("age", most), rows.text("cause", most)].filter { !$0.isEmpty }.joined(separator: ": ")
      ending = "; \(name) makes up most of it (\(FigureText.rounded(part.magnitude, decimals: 2)) years)"
    }
    return "Life expectancy in \(area)\(who) is \(FigureText.rounded(value, decimals: 1)) years, \(stands) the "
      + "\(FigureText.rounded(reference, decimals: 1)) of \(other)\(ending)."
  }

  func heights(_ typeface: Typeface, width: Double) -> (natural: Double, least: Double) {
    grid.heights(typeface, width: width)
  }

  func draw(in body: Box, on canvas: inout Canvas) throws(ChartError) {
    let places = try grid.write(in: body, on: &canvas)
    let figures = bars.compactMap { $0 }
    let span = Scale.span(of: figures, includesZero: true)
    let scale = Scale(from: span.lower, to: span.upper, at: places.plot.x + 8, places.plot.maxX - 8)
    Axis.below(scale.ticks(most: max(2, Int(places.plot.width / 70))), scale, plot: places.plot, on: &canvas)
    let zero = scale.place(0)
    for (bar, middle) in zip(bars, places.middles) {
      guard let bar else { continue }
      let end = scale.place(bar)
      let height = places.step * 0.7
      canvas.draw(
        .bar(
          Box(x: min(zero, end), y: middle - height / 2, width: (end - zero).magnitude, height: height),
          bar < 0 ? .area : .peer))
    }
    canvas.draw(
      .line(
        [Point(x: zero, y: places.plot.y), Point(x: zero, y: places.plot.maxY)],
        Stroke(ink: .black, width: 1.5, glyph: "|")))
  }
}
