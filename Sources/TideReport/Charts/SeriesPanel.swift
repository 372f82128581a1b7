import TideModel

/// A figure of a series in one period.
struct SeriesPoint: Sendable {
  var value: Double?
  var lower: Double?
  var upper: Double?
  /// Why it is absent or qualified.
  var status = Status.none
}

/// Figures over the periods of a panel.
struct Series: Sendable {
  /// Beside the end of its line; empty for a line that has no name.
  var name = ""
  var points: [SeriesPoint]
  var stroke: Stroke
  var symbol: Symbol?
  /// Whether statuses of missing figures and breaks are shown: those of what the chart is about.
  var isSubject = false
}

/// Lines over time in one box: gaps where a figure is missing, with its marker; a line where the definition breaks; names
/// beside the lines' ends.
struct SeriesPanel: Sendable {
  var heading = ""
  /// What the figures are in, above the axis.
  var unit = ""
  /// Labels of the periods, and when they begin, in years.
  var labels: [String] = []
  var times: [Double] = []
  var series: [Series] = []
  /// Other areas, in grey and without names.
  var peers: [[Double?]] = []
  /// The span of the axis; nil for one that fits the figures.
  var span: (lower: Double, upper: Double)?

  var headings: PanelHeading { PanelHeading(heading: heading, unit: unit) }

  /// All figures that are drawn.
  var figures: [Double] {
    series.flatMap { $0.points.flatMap { [$0.value, $0.lower, $0.upper].compactMap { $0 } } }
      + peers.flatMap { $0.compactMap { $0 } }
  }

  /// Whether an axis that fits these figures begins elsewhere than at 0.
  static func startsElsewhere(_ span: (lower: Double, upper: Double)) -> Bool { span.lower > 0 || span.upper < 0 }

  var usualSpan: (lower: Double, upper: Double) { span ?? Scale.span(of: figures, includesZero: nil) }

  /// The room that labels take to the left and to the right of the plot.
  func margins(in room: Box, _ typeface: Typeface) -> (left: Double, right: Double) {
    let names = endLabels(typeface, most: room.width * 0.4)
    return (
      Axis.labelWidth(ticks(in: room.height, typeface), typeface),
      (names.map { typeface.width($0.text, .strong) }.max() ?? 0) + 16
    )
  }

  private func ticks(in height: Double, _ typeface: Typeface) -> Ticks {
    Scale(from: usualSpan.lower, to: usualSpan.upper, at: 0, 1)
      .ticks(most: Axis.most(in: height - Self.footHeight(typeface), typeface))
  }

  private static func footHeight(_ typeface: Typeface) -> Double {
    typeface.whole(typeface.lineHeight(.small) + 6, of: Typeface.cell.height)
  }

  /// - Parameters:
  ///   - headingLines: how many lines the headings of the panels beside it take.
  ///   - margins: the least room beside the plot, so that panels under each other have one time axis.
  func draw(
    in box: Box, headingLines: Int = 0, margins: (left: Double, right: Double) = (0, 0), on canvas: inout Canvas
  ) throws(ChartError) {
    let typeface = canvas.typeface
    let line = typeface.lineHeight(.label)
    let top = headings.write(in: box, lines: headingLines, on: &canvas)
    let room = Box(x: box.x, y: top, width: box.width, height: box.maxY - top)
    let own = self.margins(in: room, typeface)
    let plot = room.inset(
      left: max(own.left, margins.left), right: max(own.right, margins.right), bottom: Self.footHeight(typeface))
    guard plot.width >= 60, plot.height >= 2 * line else {
      throw ChartError(.room, "there is no room for the lines of the chart", remedy: "Make it larger.")
    }
    let ends = typeface.ends(of: plot)
    let scale = Scale(from: usualSpan.lower, to: usualSpan.upper, at: ends.lower, ends.upper)
    let places = self.places(in: plot, typeface)
    Axis.atLeft(ticks(in: room.height, typeface), scale, plot: plot, on: &canvas)
    Axis.periods(labels, at: places, plot: plot, on: &canvas)
    let runs = Runs(self, places: places, scale: scale)
    drawBands(runs, on: &canvas)
    drawPeers(runs, on: &canvas)
    let breaks = breaks(places)
    for x in breaks { canvas.draw(.line([Point(x: x, y: plot.y), Point(x: x, y: plot.maxY)], .breakLine)) }
    drawLines(runs, on: &canvas)
    // Texts come after all lines, so that they can keep clear of them.
    try drawNames(endLabels(typeface, most: room.width * 0.4), scale, plot: plot, on: &canvas)
    drawMissing(places, plot: plot, on: &canvas)
    for x in breaks { nameBreak(at: x, plot: plot, on: &canvas) }
  }

  /// Periods where they fall in time; at equal distances where that is not known.
  private func places(in plot: Box, _ typeface: Typeface) -> [Double] {
    let first = typeface.width(labels.first ?? "", .small) / 2
    let room = plot.inset(left: max(10, min(first, plot.width * 0.15)), right: 10)
    guard labels.count > 1 else { return labels.map { _ in room.midX } }
    let ascending = zip(times, times.dropFirst()).allSatisfy { $0 < $1 }
    let positions = ascending && times.count == labels.count ? times : labels.indices.map(Double.init)
    let scale = Scale(from: positions.first ?? 0, to: positions.last ?? 1, at: room.x, room.maxX)
    return positions.map(scale.place)
  }

  private func drawBands(_ runs: Runs, on canvas: inout Canvas) {
    for (index, series) in series.enumerated() {
      for run in runs.bands(of: index) {
        if run.upper.count == 1 {
          canvas.draw(.line(run.upper + run.lower, .interval(series.stroke.ink)))
        } else {
          canvas.draw(.area(run.upper + run.lower.reversed(), .band))
          canvas.draw(.line(run.upper, .bandEdge))
          canvas.draw(.line(run.lower, .bandEdge))
        }
      }
    }
  }

  private func drawPeers(_ runs: Runs, on canvas: inout Canvas) {
    for peer in peers {
      for run in runs.lines(of: peer, statuses: []) { draw(run, .peer, on: &canvas) }
    }
  }

  private func drawLines(_ runs: Runs, on canvas: inout Canvas) {
    for series in series.reversed() {
      let lines = runs.lines(of: series.points.map(\.value), statuses: series.points.map(\.status))
      guard let symbol = series.symbol else {
        for run in lines { draw(run, series.stroke, on: &canvas) }
        continue
      }
      for run in lines { canvas.draw(.line(run, series.stroke)) }
      // Where they would hide the line, dots stand only for figures that no line joins to others.
      for run in lines where hasRoomForDots || run.count == 1 {
        for point in run { canvas.draw(.symbol(symbol, point, series.stroke.ink)) }
      }
    }
  }

  /// A stretch of a line without symbols; a dash for a figure that no line joins to others.
  private func draw(_ run: [Point], _ stroke: Stroke, on canvas: inout Canvas) {
    let dash = run.flatMap { [Point(x: $0.x - 3, y: $0.y), Point(x: $0.x + 3, y: $0.y)] }
    canvas.draw(.line(run.count == 1 ? dash : run, stroke))
  }

  private var hasRoomForDots: Bool { labels.count <= (heading.isEmpty ? 40 : 8) }

  /// Where the definition changed: half-way to the period that is marked.
  private func breaks(_ places: [Double]) -> [Double] {
    places.indices.dropFirst().filter { index in
      series.contains { $0.isSubject && $0.points[index].status == .seriesBreak }
    }.map { (places[$0 - 1] + places[$0]) / 2 }
  }

  private func nameBreak(at x: Double, plot: Box, on canvas: inout Canvas) {
    let half = canvas.typeface.lineHeight(.small) / 2
    let places = [plot.y + half, plot.maxY - half, plot.y + 3 * half].flatMap { y -> [(Canvas.Anchor, Point)] in
      [(.right, Point(x: x, y: y)), (.left, Point(x: x, y: y))]
    }
    canvas.write("[b] break in series", at: places, within: plot, .small, .plum)
  }

  /// The marker of a missing figure stands where the figure would, at the foot of the plot or at its top: never at a value.
  private func drawMissing(_ places: [Double], plot: Box, on canvas: inout Canvas) {
    let line = canvas.typeface.lineHeight(.small)
    for index in places.indices {
      let missing = series.filter { $0.isSubject && $0.points[index].value == nil }
      let markers = Set(missing.map { $0.points[index].status }).sorted { $0.marker < $1.marker }.map(\.sign)
      let (foot, top) = (Point(x: places[index], y: plot.maxY), Point(x: places[index], y: plot.y))
      let second = Point(x: places[index], y: plot.maxY - line)
      canvas.write(
        markers.joined(), at: [(.above, foot), (.below, top), (.above, second)], within: canvas.size, .small,
        missing.first?.stroke.ink.forText ?? .black, gap: 3)
    }
  }

  /// Name and last figure of each series, cut to a width.
  private func endLabels(_ typeface: Typeface, most: Double) -> [(text: String, series: Int, value: Double)] {
    series.indices.compactMap { index in
      let series = series[index]
      guard !series.name.isEmpty, let last = series.points.lastIndex(where: { $0.value != nil }),
        let value = series.points[last].value
      else { return nil }
      let when = last == labels.count - 1 ? "" : " (\(labels[last]))"
      let figure = " \(FigureText.published(value))\(when)"
      let room = max(0, most - typeface.width(figure, .strong))
      return (typeface.cut(typeface.cut(series.name, to: room, .strong) + figure, to: most, .strong), index, value)
    }
  }

  private func drawNames(
    _ names: [(text: String, series: Int, value: Double)], _ scale: Scale, plot: Box, on canvas: inout Canvas
  ) throws(ChartError) {
    let height = canvas.typeface.lineHeight(.strong)
    let room = (plot.y - height / 2)...(plot.maxY + height / 2)
    guard let middles = LabelSpread.apart(names.map { scale.place($0.value) }, height: height, within: room) else {
      throw ChartError(.room, "there is no room for the names of the lines", remedy: "Make the chart higher.")
    }
    for (name, middle) in zip(names, middles) {
      let stroke = series[name.series].stroke
      canvas.write(
        name.text, .right, of: Point(x: plot.maxX, y: middle), series[name.series].isSubject ? .strong : .label,
        stroke.ink.forText, gap: 8)
    }
  }
}
