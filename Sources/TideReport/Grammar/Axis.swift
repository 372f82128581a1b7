/// Axes and their grids.
enum Axis {
  /// The room that the labels of a scale take to the left of it.
  static func labelWidth(_ ticks: Ticks, _ typeface: Typeface) -> Double {
    typeface.whole((ticks.labels.map { typeface.width($0, .small) }.max() ?? 0) + 8, of: Typeface.cell.width)
  }

  /// How many ticks a height has room for.
  static func most(in height: Double, _ typeface: Typeface) -> Int {
    min(7, max(2, Int(height / (typeface.lineHeight(.small) * 2))))
  }

  /// Labels to the left of a plot and a line of the grid at each.
  static func atLeft(_ ticks: Ticks, _ scale: Scale, plot: Box, on canvas: inout Canvas) {
    for (value, label) in zip(ticks.values, ticks.labels) {
      let y = scale.place(value)
      canvas.draw(.line([Point(x: plot.x, y: y), Point(x: plot.maxX, y: y)], value == 0 ? .axis : .grid))
      canvas.write(label, .left, of: Point(x: plot.x, y: y), .small, .grey, gap: 8)
    }
  }

  /// Labels under a plot and a line of the grid at each.
  static func below(_ ticks: Ticks, _ scale: Scale, plot: Box, on canvas: inout Canvas) {
    drawFoot(of: plot, on: &canvas)
    for (value, label) in zip(ticks.values, ticks.labels) {
      let x = scale.place(value)
      canvas.draw(.line([Point(x: x, y: plot.y), Point(x: x, y: plot.maxY)], .grid))
      canvas.write(label, .below, of: Point(x: x, y: plot.maxY), .small, .grey, gap: 4)
    }
  }

  /// Names of periods under a plot: every one, or every second, third and so on up to the last, so that none is crowded.
  static func periods(_ labels: [String], at places: [Double], plot: Box, on canvas: inout Canvas) {
    // On a terminal at the foot of the last row, above the labels.
    drawLine(at: canvas.typeface.isCells ? plot.maxY - 1 : plot.maxY, plot, on: &canvas)
    guard !labels.isEmpty else { return }
    let chosen = stride(of: labels, at: places, plot: plot, canvas)
    for index in chosen {
      let x = places[index]
      canvas.draw(.line([Point(x: x, y: plot.maxY), Point(x: x, y: plot.maxY + 4)], Stroke(ink: .grey, isGrid: true)))
      canvas.write(labels[index], .below, of: Point(x: x, y: plot.maxY), .small, .grey, gap: 5)
    }
  }

  /// The line under a plot of rows; a terminal has none, since it would run through the last row.
  static func drawFoot(of plot: Box, on canvas: inout Canvas) {
    if !canvas.typeface.isCells { drawLine(at: plot.maxY, plot, on: &canvas) }
  }

  private static func drawLine(at y: Double, _ plot: Box, on canvas: inout Canvas) {
    canvas.draw(.line([Point(x: plot.x, y: y), Point(x: plot.maxX, y: y)], .axis))
  }

  private static func stride(of labels: [String], at places: [Double], plot: Box, _ canvas: Canvas) -> [Int] {
    let boxes = labels.indices.map {
      canvas.box(of: labels[$0], .below, of: Point(x: places[$0], y: plot.maxY), .small, gap: 5)
    }
    for step in 1...labels.count {
      let chosen = Array(Swift.stride(from: labels.count - 1, through: 0, by: -step))
      let crowded = zip(chosen, chosen.dropFirst()).contains { boxes[$0].x < boxes[$1].maxX + 8 }
      if !crowded { return chosen.reversed() }
    }
    return [labels.count - 1]
  }
}
