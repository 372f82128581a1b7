/// What a canvas holds, in the order in which it is drawn.
enum Mark: Equatable, Sendable {
  /// Points joined by straight lines.
  case line([Point], Stroke)
  /// A filled polygon.
  case area([Point], Fill)
  /// A filled box.
  case bar(Box, Fill)
  /// A shape at a point.
  case symbol(Symbol, Point, Ink)
  /// A text.
  case text(Label)
}

/// How a line is drawn: on a page by ink, width and dashes, on a terminal without fine dots by a character.
struct Stroke: Equatable, Sendable {
  var ink: Ink
  var width: Double = 1
  /// Lengths of dash and gap; nil for an unbroken line.
  var dash: Dash?
  var glyph: Character = "."
  /// Whether a terminal leaves the line out: a grid repeats what the axis says.
  var isGrid = false
  /// Whether labels may stand on it.
  var isBackground: Bool { isGrid || self == .axis || ink == .peer }

  struct Dash: Equatable, Sendable {
    var on: Double
    var off: Double
  }

  static let grid = Stroke(ink: .grid, isGrid: true)
  static let axis = Stroke(ink: .grey, glyph: "_")
  static let area = Stroke(ink: .blue, width: 2.5, glyph: "*")
  static let benchmark = Stroke(ink: .grey, width: 2, dash: Dash(on: 6, off: 3), glyph: "-")
  /// Other areas, and parts of the people between the ends.
  static let peer = Stroke(ink: .peer, glyph: ".")
  static let goal = Stroke(ink: .plum, width: 1.5, dash: Dash(on: 12, off: 4), glyph: "=")
  static let bandEdge = Stroke(ink: .bandEdge, isGrid: true)
  static let spineEdge = Stroke(ink: .grey, isGrid: true)
  static let breakLine = Stroke(ink: .plum, width: 1.5, dash: Dash(on: 2, off: 3), glyph: "|")
  static func interval(_ ink: Ink) -> Stroke { Stroke(ink: ink, width: 1.5, glyph: "-") }
}

/// How a surface is filled: on a page by ink, on a terminal by a character.
struct Fill: Equatable, Sendable {
  var ink: Ink
  var glyph: Character
  var plainGlyph: Character

  static let band = Fill(ink: .band, glyph: "░", plainGlyph: ":")
  static let innerBand = Fill(ink: .innerBand, glyph: "▒", plainGlyph: "=")
  static let peer = Fill(ink: .peer, glyph: "▒", plainGlyph: "=")
  static let area = Fill(ink: .blue, glyph: "█", plainGlyph: "#")
}

/// A shape that says on its own what its colour says.
enum Symbol: Equatable, Sendable {
  case circle, openCircle, diamond, triangleUp, triangleDown, square

  /// The shape as a character.
  var glyph: Character {
    switch self {
    case .circle: "●"
    case .openCircle: "○"
    case .diamond: "◆"
    case .triangleUp: "▲"
    case .triangleDown: "▼"
    case .square: "■"
    }
  }

  /// The shape as a character of ASCII.
  var plainGlyph: Character {
    switch self {
    case .circle: "@"
    case .openCircle: "o"
    case .diamond: "X"
    case .triangleUp: "^"
    case .triangleDown: "v"
    case .square: "#"
    }
  }

  /// Half its width on a page.
  static let radius = 4.5
}

/// A text on one line and the box it fills.
struct Label: Equatable, Sendable {
  var text: String
  var box: Box
  var font: Font
  var ink: Ink
}

/// Size in pixels and weight.
struct Font: Equatable, Sendable {
  var size: Double
  var isBold = false

  static let title = Font(size: 19, isBold: true)
  static let subtitle = Font(size: 14)
  static let label = Font(size: 13)
  static let strong = Font(size: 13, isBold: true)
  static let small = Font(size: 12)
}
