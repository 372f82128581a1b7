/// A surface of known size: marks in drawing order, and the boxes of its texts, none of which overlaps another or leaves the
/// surface.
struct Canvas: Sendable {
  let size: Box
  let typeface: Typeface
  private(set) var marks: [Mark] = []
  /// The boxes of the texts.
  private(set) var taken: [Box] = []
  /// Points and lines that labels with a choice of places stay clear of.
  private var symbols: [Point] = []
  private var lines: [(from: Point, to: Point)] = []

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
    switch mark {
    case .symbol(_, let point, _): symbols.append(point)
    case .line(let points, let stroke) where !stroke.isBackground:
      lines += zip(points, points.dropFirst()).map { (from: $0, to: $1) }
    default: break
    }
    marks.append(mark)
  }

  /// Adds a line with a white edge on both sides, for one that crosses surfaces as dark as itself.
  mutating func drawEdged(_ points: [Point], _ stroke: Stroke) {
    draw(.line(points, Stroke(ink: .white, width: stroke.width + 2, isGrid: true)))
    draw(.line(points, stroke))
  }

  /// Keeps a box for what is written later.
  mutating func keepFree(_ box: Box) { taken.append(box) }

  /// Gives such a box back.
  mutating func release(_ box: Box) { taken.removeAll { $0 == box } }

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

  /// Whether no symbol stands in a box, and no line runs through it.
  func isClear(_ box: Box) -> Bool {
    !symbols.contains { box.overlaps(.around($0, radius: Symbol.radius)) }
      && !lines.contains { box.isCrossed(from: $0.from, to: $0.to) }
  }

  /// Writes a text at the first of some places that is free and clear of symbols and lines; else at the first free one, unless
  /// it can be done without.
  @discardableResult
  mutating func write(
    _ text: String, at places: [(anchor: Anchor, point: Point)], within room: Box, _ font: Font = .label,
    _ ink: Ink = .black, gap: Double = 6, isOptional: Bool = false
  ) -> Bool {
    let free = places.filter { place in
      let box = box(of: text, place.anchor, of: place.point, font, gap: gap)
      return room.holds(box) && isFree(box)
    }
    let clear = free.first { isClear(box(of: text, $0.anchor, of: $0.point, font, gap: gap)) }
    guard let place = clear ?? (isOptional ? nil : free.first) else { return false }
    return write(text, place.anchor, of: place.point, font, ink, gap: gap)
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
