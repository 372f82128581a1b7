/// The figures of one period by deprivation: a mark with its interval for each part of the people, from the most deprived at the
/// left, and the line whose slope is the slope index.
struct DecilePanel: Sendable {
  var heading = ""
  var unit = ""
  /// The figures of the parts from the most deprived.
  var points: [SeriesPoint] = []
  /// Where each part begins and ends among the people, from 0 to 1.
  var edges: [Double] = []
  /// The fitted line at its two ends, and what it is called; nil where it is not known or not straight.
  var line: (most: Double, least: Double, name: String)?
  /// The span of the axis.
  var span = (lower: 0.0, upper: 1.0)

  /// All figures that are drawn.
  var figures: [Double] {
    points.flatMap { [$0.value, $0.lower, $0.upper].compactMap { $0 } } + (line.map { [$0.most, $0.least] } ?? [])
  }

  /// How the part of a place is marked: the most and the least deprived as their lines over time are.
  static func sign(of place: Int, among parts: Int) -> ComparisonSign {
    if place == 0 { return ComparisonSign(.diamond, .plum) }
    return place == parts - 1 ? ComparisonSign(.circle, .teal) : ComparisonSign(.openCircle, .grey)
  }

  static let lineStroke = Stroke(ink: .blue, width: 2, dash: Stroke.Dash(on: 8, off: 4), glyph: "-")

  func draw(in box: Box, on canvas: inout Canvas) throws(ChartError) {
    let typeface = canvas.typeface
    let height = typeface.lineHeight(.small)
    let top = PanelHeading(heading: heading, unit: unit).write(in: box, lines: 0, on: &canvas)
    let room = Box(x: box.x, y: top, width: box.width, height: box.maxY - top)
    let bottom = typeface.whole(2 * height + 6, of: Typeface.cell.height)
    let ticks = Scale(from: span.lower, to: span.upper, at: 0, 1)
      .ticks(most: Axis.most(in: room.height - bottom, typeface))
    let name = typeface.cut(line?.name ?? "", to: room.width * 0.4, .strong)
    let plot = room.inset(
      left: Axis.labelWidth(ticks, typeface),
      right: typeface.whole(typeface.width(name, .strong) + 16, of: Typeface.cell.width), bottom: bottom)
    guard plot.width >= 100, plot.height >= 3 * height else {
      throw ChartError(.room, "there is no room for the marks of the chart", remedy: "Make it larger.")
    }
    let ends = typeface.ends(of: plot)
    let y = Scale(from: span.lower, to: span.upper, at: ends.lower, ends.upper)
    let x = Scale(from: 0, to: 1, at: plot.x, plot.maxX)
    Axis.atLeft(ticks, y, plot: plot, on: &canvas)
    drawFoot(x, plot, on: &canvas)
    drawLine(x, y, name, on: &canvas)
    drawMarks(x, y, plot, on: &canvas)
  }

  /// The number of each part, and which end is which.
  private func drawFoot(_ x: Scale, _ plot: Box, on canvas: inout Canvas) {
    let height = canvas.typeface.lineHeight(.small)
    Axis.drawFoot(of: plot, on: &canvas)
    for edge in edges {
      let place = x.place(edge)
      canvas.draw(
        .line([Point(x: place, y: plot.maxY), Point(x: place, y: plot.maxY + 4)], Stroke(ink: .grey, isGrid: true)))
    }
    for (place, point) in points.indices.map({ ($0, Point(x: middle($0, x), y: plot.maxY)) }) {
      canvas.write("\(place + 1)", .below, of: point, .small, .grey, gap: 4)
    }
    let words = plot.maxY + 4 + height * 1.5
    canvas.write("Most deprived", .right, of: Point(x: plot.x, y: words), .small, .grey)
    let right = "Least deprived"
    canvas.write(right, .left, of: Point(x: plot.maxX, y: words), .small, .grey)
  }

  private func middle(_ place: Int, _ x: Scale) -> Double { x.place((edges[place] + edges[place + 1]) / 2) }

  private func drawLine(_ x: Scale, _ y: Scale, _ name: String, on canvas: inout Canvas) {
    guard let line else { return }
    let ends = [Point(x: x.place(0), y: y.place(line.most)), Point(x: x.place(1), y: y.place(line.least))]
    canvas.draw(.line(ends, Self.lineStroke))
    canvas.write(name, .right, of: ends[1], .strong, Self.lineStroke.ink, gap: 8)
  }

  /// Marks with their intervals and figures; where a figure is missing its marker, at the foot of the plot.
  private func drawMarks(_ x: Scale, _ y: Scale, _ plot: Box, on canvas: inout Canvas) {
    for (place, point) in points.enumerated() {
      let x = middle(place, x)
      guard let value = point.value else {
        canvas.write(point.status.sign, .above, of: Point(x: x, y: plot.maxY), .small, .black, gap: 3)
        continue
      }
      let sign = Self.sign(of: place, among: points.count)
      if let lower = point.lower, let upper = point.upper {
        let ends = [lower, upper].map { Point(x: x, y: y.place($0)) }
        canvas.draw(.line(ends, Stroke(ink: .grey, width: 1.5, glyph: "|")))
      }
      canvas.draw(.symbol(sign.symbol, Point(x: x, y: y.place(value)), sign.ink))
    }
    for (place, point) in points.enumerated() {
      guard let value = point.value else { continue }
      let (above, below) = (y.place(max(value, point.upper ?? value)), y.place(min(value, point.lower ?? value)))
      let x = middle(place, x)
      let places: [(Canvas.Anchor, Point)] = [(.above, Point(x: x, y: above)), (.below, Point(x: x, y: below))]
      canvas.write(FigureText.published(value), at: places, within: plot, .small, gap: 7, isOptional: true)
    }
  }
}
