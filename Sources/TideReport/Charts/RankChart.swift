import TideModel

/// Areas as bars in the order of a ranking, with their intervals; one of them marked, and a line at the benchmark.
struct RankChart: Drawing {
  let title: String
  let subtitle: String
  let notes: [String]
  let data: String
  private let grid: RowGrid
  private let bars: [Bar]
  /// Lines across all bars, at the benchmark and the goal, where every area has the same.
  private let rules: [Rule]

  private struct Rule: Sendable {
    let name: String
    let value: Double
    let stroke: Stroke
  }

  /// An area's figure.
  private struct Bar: Sendable {
    let value: Double?
    let lower: Double?
    let upper: Double?
    let isSubject: Bool
  }

  private static let mostRows = 400

  init(_ table: ResultTable, area: String) throws(ChartError) {
    let rows = try TableRows(
      table, needs: ["indicator", "area", "area_code", "period", "value", "rank"], chart: "rank")
    let strata = Set(rows.indices.map { "\(rows.text("indicator_id", $0))\u{1F}\(rows.stratum($0))" })
    guard strata.count == 1 else {
      throw ChartError(
        .figures, "the ranking has \(strata.count) strata, and one chart shows one",
        remedy: "Choose one with --sex, --age or --category.")
    }
    guard rows.indices.count <= Self.mostRows else {
      throw ChartError(
        .figures, "\(rows.indices.count) areas are more than one picture can show (\(Self.mostRows))",
        remedy: "Choose fewer with --within or --peers.")
    }
    guard rows.indices.contains(where: { rows.number("value", $0) != nil }) else {
      throw ChartError(.empty, "none of the areas has a value", remedy: "Choose another period with --period.")
    }
    bars = rows.indices.map {
      Bar(
        value: rows.number("value", $0), lower: rows.number("lower_95", $0), upper: rows.number("upper_95", $0),
        isSubject: rows.text("area_code", $0) == area)
    }
    let isTested = rows.indices.contains { rows.number("rank_lower_95", $0) != nil }
    var grid = RowGrid(headings: [isTested ? "Rank (95%)" : "Rank", rows.unit(0).isPercent ? "%" : "Value"])
    grid.rows = rows.indices.map { row in
      let value = rows.number("value", row).map(FigureText.published) ?? rows.status(row).sign
      return RowGrid.Row(
        name: rows.text("area", row), figures: [Self.rank(rows, row), value],
        isStrong: rows.text("area_code", row) == area)
    }
    self.grid = grid
    let values = Set(rows.indices.compactMap { rows.number("benchmark_value", $0) })
    let benchmark = values.count == 1 ? values.first : nil
    let goals = GoalFigures(rows: rows, indices: Array(rows.indices)).ends.compactMap { end in
      Set(end.values).count == 1 ? end.values.first.flatMap { $0 }.map { (end.name, $0) } : nil
    }
    rules =
      (benchmark.map { [Rule(name: rows.title("benchmark_value"), value: $0, stroke: Self.rule)] } ?? [])
      + goals.map { Rule(name: $0.0, value: $0.1, stroke: .goal) }
    title = Self.title(rows, area)
    subtitle = Self.subtitle(rows, hasLimits: bars.contains { $0.lower != nil })
    let isMissing = rows.indices.contains {
      rows.number("value", $0) == nil && rows.status($0).isShownAsNotAvailable
    }
    notes = rows.footnotes + rows.legend(ofMissing: isMissing)
    data = rows.indices.map { row in
      "\(Self.rank(rows, row)) \(rows.text("area", row)) \(grid.rows[row].figures[1])"
    }.joined(separator: "; ")
  }

  private static func title(_ rows: TableRows, _ area: String) -> String {
    guard let own = rows.indices.first(where: { rows.text("area_code", $0) == area }) else {
      let first = rows.text("area", 0)
      return
        "\(rows.text("indicator", 0)), \(rows.text("period", 0)): \(first) is first of \(rows.indices.count) areas."
    }
    let finding = Finding(rows: rows, row: own).sentence
    guard let rank = rows.number("rank", own), let ranked = rows.number("ranked", own) else { return finding + "." }
    let sureness = places(rows, own).map { "; with 95% certainty \($0)" } ?? ""
    return "\(finding): \(Ordinal.text(Int(rank))) of \(Int(ranked)) areas\(sureness)."
  }

  /// A rank, and where that is told the places of its 95% interval: `122 (120 to 123)`.
  private static func rank(_ rows: TableRows, _ row: Int) -> String {
    let rank = rows.text("rank", row)
    guard let first = rows.number("rank_lower_95", row), let last = rows.number("rank_upper_95", row) else {
      return rank
    }
    return first == last ? "\(rank) (\(Int(first)))" : "\(rank) (\(Int(first)) to \(Int(last)))"
  }

  /// The places of an area's interval in words; nil where that is not told.
  private static func places(_ rows: TableRows, _ row: Int) -> String? {
    guard let first = rows.number("rank_lower_95", row), let last = rows.number("rank_upper_95", row) else {
      return nil
    }
    return first == last ? Ordinal.text(Int(first)) : "\(Ordinal.text(Int(first))) to \(Ordinal.text(Int(last)))"
  }

  private static func subtitle(_ rows: TableRows, hasLimits: Bool) -> String {
    let values = rows.indices.compactMap { row in rows.number("rank", row).flatMap { _ in rows.number("value", row) } }
    let order = (values.first ?? 0) <= (values.last ?? 0) ? "Lowest first" : "Highest first"
    return [
      rows.stratum(0), rows.text("area_type", 0), order, hasLimits ? "Lines: 95% confidence intervals" : "",
    ].filter { !$0.isEmpty }.joined(separator: ". ") + "."
  }

  func heights(_ typeface: Typeface, width: Double) -> (natural: Double, least: Double) {
    let heights = grid.heights(typeface, width: width)
    let labels = Double(rules.count) * typeface.lineHeight(.small)
    return (heights.natural + labels, heights.least + labels)
  }

  func draw(in body: Box, on canvas: inout Canvas) throws(ChartError) {
    let line = canvas.typeface.lineHeight(.small)
    let places = try grid.write(in: body.inset(top: Double(rules.count) * line), on: &canvas)
    let figures = bars.flatMap { [$0.value, $0.lower, $0.upper].compactMap { $0 } } + rules.map(\.value)
    let span = Scale.span(of: figures, includesZero: true)
    let scale = Scale(from: span.lower, to: span.upper, at: places.plot.x, places.plot.maxX)
    let most = max(2, Int(places.plot.width / 70))
    Axis.below(scale.ticks(most: most), scale, plot: places.plot, on: &canvas)
    for (bar, middle) in zip(bars, places.middles) { draw(bar, at: middle, places.step, scale, on: &canvas) }
    for (index, rule) in rules.enumerated() {
      // Each has a line of text of its own above the plot, the first next to it.
      let place = Point(x: scale.place(rule.value), y: body.y + (Double(rules.count - index) - 0.5) * line)
      canvas.drawEdged(
        [Point(x: place.x, y: places.plot.y - 4), Point(x: place.x, y: places.plot.maxY)], rule.stroke)
      let anchors: [Canvas.Anchor] = [.centre, .left, .right]
      canvas.write(
        "\(rule.name) \(FigureText.published(rule.value))", at: anchors.map { ($0, place) }, within: body, .small,
        .black,
        gap: 0)
    }
  }

  private static let rule = Stroke(ink: .black, width: 1.5, dash: Stroke.Dash(on: 6, off: 3), glyph: "|")

  private func draw(_ bar: Bar, at middle: Double, _ step: Double, _ scale: Scale, on canvas: inout Canvas) {
    guard let value = bar.value else { return }
    let (zero, end) = (scale.place(0), scale.place(value))
    let height = step * 0.7
    canvas.draw(
      .bar(
        Box(x: min(zero, end), y: middle - height / 2, width: (end - zero).magnitude, height: height),
        bar.isSubject ? .area : .peer))
    guard let lower = bar.lower, let upper = bar.upper else { return }
    let ends = [lower, upper].map { Point(x: scale.place($0), y: middle) }
    canvas.drawEdged(ends, .interval(.black))
    for end in ends {
      canvas.drawEdged(
        [Point(x: end.x, y: middle - 3), Point(x: end.x, y: middle + 3)], Stroke(ink: .black, width: 1.5, isGrid: true))
    }
  }
}
