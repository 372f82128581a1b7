/// A surface of known size: marks in drawing order, and the boxes of its texts, none of which overlaps another or leaves the
/// surface.
struct Canvas: Sendable {
  let size: Box
  let typeface: Typeface
  private(set) var marks: [Mark] = []
  /// The boxes of the texts.
  private(set) var taken: [Box] = []
  /// Points that labels with a choice of places stay clear of.
  private var obstacles: [Point] = []

  /// Where a text stands about the point it belongs to.
  enum Anchor: Sendable {
    case left, right, above, below, centre
  }

  init(width: Double, height: Double, typeface: Typeface) {
    size = Box(x: 0, y: 0, width: width, height: height)
    self.typeface = typeface
  }

  /// Adds a mark that is no text.
  mutating func draw(_ mark: Mark) {
    if case .symbol(_, let point, _) = mark { obstacles.append(point) }
    marks.append(mark)
  }

  /// Whether a text of that box would overlap none before it.
  func isFree(_ box: Box) -> Bool { size.holds(box) && !taken.contains { $0.overlaps(box) } }

  /// The box of a text about a point.
  func box(of text: String, _ anchor: Anchor, of point: Point, _ font: Font, gap: Double = 0) -> Box {
    let width = typeface.width(text, font)
    let height = typeface.lineHeight(font)
    let x: Double =
      switch anchor {
      case .left: point.x - gap - width
      case .right: point.x + gap
      case .above, .below, .centre: point.x - width / 2
      }
    let y: Double =
      switch anchor {
      case .above: point.y - gap - height
      case .below: point.y + gap
      case .left, .right, .centre: point.y - height / 2
      }
    return typeface.aligned(Box(x: x, y: y, width: width, height: height))
  }

  /// Writes a text where there is room for it.
  /// - Returns: whether there was.
  @discardableResult
  mutating func write(
    _ text: String, _ anchor: Anchor, of point: Point, _ font: Font = .label, _ ink: Ink = .black, gap: Double = 0
  ) -> Bool {
    guard !text.isEmpty else { return true }
    let box = box(of: text, anchor, of: point, font, gap: gap)
    guard isFree(box) else { return false }
    taken.append(box)
    marks.append(.text(Label(text: text, box: box, font: font, ink: ink)))
    return true
  }

  /// Writes a text at the first of some places that is free and clear of symbols; else at the first free one.
  @discardableResult
  mutating func write(
    _ text: String, near point: Point, _ anchors: [Anchor], within room: Box, _ font: Font = .label,
    _ ink: Ink = .black, gap: Double = 6
  ) -> Bool {
    let free = anchors.filter {
      let box = box(of: text, $0, of: point, font, gap: gap)
      return room.holds(box) && isFree(box)
    }
    let clear = free.first { anchor in
      let box = box(of: text, anchor, of: point, font, gap: gap)
      return !obstacles.contains { $0 != point && box.holds($0) }
    }
    guard let anchor = clear ?? free.first else { return false }
    return write(text, anchor, of: point, font, ink, gap: gap)
  }

  /// Writes the lines of a text under each other.
  /// - Returns: the lower edge of the last.
  mutating func write(lines: [String], x: Double, y: Double, _ font: Font, _ ink: Ink) -> Double {
    var y = y
    for line in lines {
      write(line, .right, of: Point(x: x, y: y + typeface.lineHeight(font) / 2), font, ink)
      y += typeface.lineHeight(font)
    }
    return y
  }
}
