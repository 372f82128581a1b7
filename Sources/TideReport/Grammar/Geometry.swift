/// A place on the canvas, in pixels from its upper left corner.
struct Point: Equatable, Sendable {
  var x: Double
  var y: Double
}

/// An upright rectangle on the canvas.
struct Box: Equatable, Sendable {
  var x: Double
  var y: Double
  var width: Double
  var height: Double

  var maxX: Double { x + width }
  var maxY: Double { y + height }
  var midX: Double { x + width / 2 }
  var midY: Double { y + height / 2 }

  /// Whether the two share more than an edge.
  func overlaps(_ other: Box) -> Bool {
    x < other.maxX - 0.01 && other.x < maxX - 0.01 && y < other.maxY - 0.01 && other.y < maxY - 0.01
  }

  /// Whether the other lies wholly inside.
  func holds(_ other: Box) -> Bool {
    other.x >= x - 0.01 && other.y >= y - 0.01 && other.maxX <= maxX + 0.01 && other.maxY <= maxY + 0.01
  }

  /// Whether a point lies inside.
  func holds(_ point: Point) -> Bool { point.x >= x && point.x <= maxX && point.y >= y && point.y <= maxY }

  /// Whether a straight line between two points passes through the inside, by the part of it that is left where each pair of
  /// edges cuts it off.
  func isCrossed(from start: Point, to end: Point) -> Bool {
    var (first, last) = (0.0, 1.0)
    for (place, change, low, high) in [(start.x, end.x - start.x, x, maxX), (start.y, end.y - start.y, y, maxY)] {
      if change == 0 {
        if place <= low || place >= high { return false }
        continue
      }
      let (a, b) = ((low - place) / change, (high - place) / change)
      first = max(first, min(a, b))
      last = min(last, max(a, b))
    }
    return first < last
  }

  /// The box without so much of each side.
  func inset(left: Double = 0, top: Double = 0, right: Double = 0, bottom: Double = 0) -> Box {
    Box(x: x + left, y: y + top, width: max(0, width - left - right), height: max(0, height - top - bottom))
  }

  /// A box about a point.
  static func around(_ point: Point, radius: Double) -> Box {
    Box(x: point.x - radius, y: point.y - radius, width: 2 * radius, height: 2 * radius)
  }
}
