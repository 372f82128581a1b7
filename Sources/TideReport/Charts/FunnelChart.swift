import TideModel

/// Areas against the control limits of a funnel.
struct FunnelChart: Drawing {
  let title: String
  let subtitle: String
  let notes: [String]
  let data: String
  private let points: [Dot]
  private let lines: [Line]
  private let average: Double?
  private let unit: String

  /// An area.
  private struct Dot: Sendable {
    let name: String
    let place: Point
    let isSubject: Bool
    let sign: ComparisonSign
  }

  /// A control line.
  private struct Line: Sendable {
    let name: String
    let points: [Point]
    let isInner: Bool
  }

  init(_ table: ResultTable, limits: ResultTable?, area: String) throws(ChartError) {
    let rows = try TableRows(
      table, needs: ["indicator", "area", "area_code", "value", "count", "denominator", "average", "funnel"],
      chart: "funnel")
    guard let limits else {
      throw ChartError(.columns, "a funnel is drawn of two tables", remedy: "Give the limits beside the areas.")
    }
    let control = try TableRows(
      limits, needs: ["position", "lower_95", "upper_95", "lower_998", "upper_998", "average"], chart: "funnel")
    guard Set(rows.indices.map { rows.stratum($0) }).count == 1 else {
      throw ChartError(
        .figures, "the funnel has several strata, and one chart shows one",
        remedy: "Choose one with --sex, --age or --category.")
    }
    let isOfPeople = limits.footnotes.contains { $0.subject == .placedBy(people: true) }
    let size = FunnelSize(rows, isOfPeople: isOfPeople)
    points = rows.indices.compactMap { row in
      guard let value = rows.number("value", row), let x = size.place(of: row) else { return nil }
      return Dot(
        name: rows.text("area", row), place: Point(x: x, y: value), isSubject: rows.text("area_code", row) == area,
        sign: FunnelSign.of(rows.funnelPlace(row)))
    }
    guard !points.isEmpty else {
      throw ChartError(
        .empty, "none of the areas has a value, a count and a denominator",
        remedy: "Choose another period with --period.")
    }
    let known = control.indices.lazy.compactMap { control.number("average", $0) }.first
    average = known
    lines = [
      ("99.8% limits", "upper_998", false), ("95% limits", "upper_95", true), ("", "lower_95", true),
      ("", "lower_998", false),
    ]
    .map { name, column, isInner in
      Line(
        name: name,
        points: control.indices.compactMap {
          guard let position = control.number("position", $0), let limit = control.number(column, $0) else {
            return nil
          }
          return FunnelSize.place(position, limit, average: known, isOfPeople: isOfPeople)
        }, isInner: isInner)
    }
    unit = rows.text("unit", 0)
    title = Self.title(rows, area)
    subtitle =
      "\(rows.stratum(0)). Each mark is an area: a triangle points up above the 99.8% limits and down below "
      + "them, an open circle is beyond the 95% limits (dashed), a square within; the disc is the area named. Across: "
      + "\(isOfPeople ? "people counted" : "events expected at the average")."
    let isElsewhere = SeriesPanel.startsElsewhere(
      Scale.span(of: points.map(\.place.y) + [known].compactMap { $0 }, includesZero: false))
    notes = rows.footnotes + (isElsewhere ? ["The vertical axis does not begin at 0."] : [])
    data = rows.indices.map { row in
      "\(rows.text("area", row)) \(rows.number("value", row).map(FigureText.published) ?? "no figure"), \(rows.text("funnel", row))"
    }.joined(separator: "; ")
  }

  private static func title(_ rows: TableRows, _ area: String) -> String {
    let average = rows.indices.lazy.compactMap { rows.number("average", $0) }.first
    let ending = average.map { " (average \(FigureText.published(($0 * 100).rounded() / 100)))" } ?? ""
    guard let own = rows.indices.first(where: { rows.text("area_code", $0) == area }),
      let value = rows.number("value", own)
    else {
      return "\(rows.text("indicator", 0)), \(rows.text("period", 0)): areas against the limits of a funnel\(ending)."
    }
    let place = FunnelSign.words(rows.funnelPlace(own))
    return "\(rows.text("indicator", own)) in \(rows.text("area", own)) was "
      + "\(Finding.figure(value, unit: rows.unit(own))) in \(rows.text("period", own)), \(place)\(ending)."
  }

  /// An axis that fits the areas: how far they are from the average is told by the limits, and not by their distance to 0.
  private var span: (lower: Double, upper: Double) {
    Scale.span(of: points.map(\.place.y) + [average].compactMap { $0 }, includesZero: false)
  }

  func heights(_ typeface: Typeface, width: Double) -> (natural: Double, least: Double) {
    typeface.rowHeight == Typeface.cell.height ? (16 * 20, 16 * 10) : (420, 220)
  }

  func draw(in body: Box, on canvas: inout Canvas) throws(ChartError) {
    let typeface = canvas.typeface
    let line = typeface.lineHeight(.small)
    canvas.write(unit, .right, of: Point(x: body.x, y: body.y + line / 2), .small, .grey)
    let span = self.span
    let room = body.inset(top: typeface.whole(line + 6, of: Typeface.cell.height))
    let bottom = typeface.whole(line + 6, of: Typeface.cell.height)
    let ticks = Scale(from: span.lower, to: span.upper, at: 0, 1)
      .ticks(most: Axis.most(in: room.height - bottom, typeface))
    let averageText = average.map { "Average \(FigureText.published(($0 * 100).rounded() / 100))" } ?? ""
    let right = typeface.whole(typeface.width(averageText, .label) + 16, of: Typeface.cell.width)
    let plot = room.inset(left: Axis.labelWidth(ticks, typeface), right: right, bottom: bottom)
    let ends = typeface.ends(of: plot)
    let y = Scale(from: span.lower, to: span.upper, at: ends.lower, ends.upper)
    let widest = (points.map(\.place.x) + lines.flatMap { $0.points.map(\.x) }).max() ?? 1
    let x = Scale(from: 0, to: widest, at: plot.x, plot.maxX)
    Axis.atLeft(ticks, y, plot: plot, on: &canvas)
    Axis.below(x.ticks(most: max(2, Int(plot.width / 90))), x, plot: plot, on: &canvas)
    drawLimits(x, y, plot, averageText, on: &canvas)
    // Those within the limits are the fewest where the limits are narrow: they stand over those beyond, and the area named over all.
    let order = { (point: Dot) in point.isSubject ? 2 : point.sign.ink == .plum ? 0 : 1 }
    for point in points.sorted(by: { order($0) < order($1) }) {
      let place = Point(x: x.place(point.place.x), y: y.place(point.place.y))
      canvas.draw(
        .symbol(point.isSubject ? .circle : point.sign.symbol, place, point.isSubject ? .blue : point.sign.ink))
    }
    nameAreas(x, y, plot, on: &canvas)
  }

  private func drawLimits(_ x: Scale, _ y: Scale, _ plot: Box, _ averageText: String, on canvas: inout Canvas) {
    var ends: [(text: String, y: Double)] = []
    if let average {
      let height = y.place(average)
      canvas.draw(
        .line(
          [Point(x: plot.x, y: height), Point(x: plot.maxX, y: height)], Stroke(ink: .grey, width: 2.5, glyph: "-")))
      ends.append((averageText, height))
    }
    for line in lines {
      let stroke = Stroke(
        ink: line.isInner ? .bandEdge : .blue, width: 1.5, dash: line.isInner ? Stroke.Dash(on: 5, off: 3) : nil,
        glyph: ".")
      for run in Clipping.inside(line.points, from: y.lower, to: y.upper) {
        let places = run.map { Point(x: x.place($0.x), y: y.place($0.y)) }
        canvas.draw(.line(places, stroke))
        if !line.name.isEmpty, run.last == line.points.last, let end = places.last { ends.append((line.name, end.y)) }
      }
    }
    let height = canvas.typeface.lineHeight(.small)
    let room = (plot.y - height / 2)...(plot.maxY + height / 2)
    guard let middles = LabelSpread.apart(ends.map(\.y), height: height, within: room) else { return }
    for (end, middle) in zip(ends, middles) {
      canvas.write(end.text, .right, of: Point(x: plot.maxX, y: middle), .small, .grey, gap: 8)
    }
  }

  /// The area named, and the two highest and the two lowest, where there is room.
  private func nameAreas(_ x: Scale, _ y: Scale, _ plot: Box, on canvas: inout Canvas) {
    let subject = points.filter(\.isSubject)
    let sorted = points.sorted { $0.place.y < $1.place.y }
    for point in subject + (sorted.suffix(2) + sorted.dropLast(2).prefix(2)).filter({ !$0.isSubject }) {
      let font: Font = point.isSubject ? .strong : .small
      let name = canvas.typeface.cut(point.name, to: plot.width * 0.4, font)
      let place = Point(x: x.place(point.place.x), y: y.place(point.place.y))
      let anchors: [Canvas.Anchor] = [.right, .left, .above, .below]
      canvas.write(
        name, at: anchors.map { ($0, place) }, within: plot, font, point.isSubject ? .blue : .grey, gap: 8,
        isOptional: !point.isSubject)
    }
  }
}
