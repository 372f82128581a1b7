/// Lines cut where they leave a span.
enum Clipping {
  /// The stretches of a line that lie between two heights, with the points where it crosses them.
  static func inside(_ points: [Point], from lower: Double, to upper: Double) -> [[Point]] {
    var runs: [[Point]] = []
    var run: [Point] = []
    func isIn(_ point: Point) -> Bool { point.y >= lower && point.y <= upper }
    for (index, point) in points.enumerated() {
      if index > 0, isIn(points[index - 1]) != isIn(point) {
        let before = points[index - 1]
        let outside = isIn(point) ? before : point
        let edge = outside.y > upper ? upper : lower
        let share = (edge - before.y) / (point.y - before.y)
        run.append(Point(x: before.x + (point.x - before.x) * share, y: edge))
      }
      if isIn(point) {
        run.append(point)
      } else if !run.isEmpty {
        runs.append(run)
        run = []
      }
    }
    return run.isEmpty ? runs : runs + [run]
  }
}
