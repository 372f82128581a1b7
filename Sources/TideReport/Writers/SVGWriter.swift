import TideModel

/// A canvas as an SVG document: the same bytes for the same canvas, with its title and description for those who do not see it.
struct SVGWriter {
  private var out = ""

  /// The document.
  /// - Parameter suffix: after the names of title and description, where several stand in one page.
  static func document(_ canvas: Canvas, title: String, description: String, suffix: String = "") -> String {
    var writer = SVGWriter()
    let (width, height) = (number(canvas.size.width), number(canvas.size.height))
    writer.out +=
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
      + "viewBox=\"0 0 \(width) \(height)\" role=\"img\" aria-labelledby=\"title\(suffix) desc\(suffix)\" "
      + "font-family=\"Arial, Helvetica, 'Liberation Sans', sans-serif\">\n"
    writer.out += "<title id=\"title\(suffix)\">\(escaped(title))</title>\n"
    writer.out += "<desc id=\"desc\(suffix)\">\(escaped(description))</desc>\n"
    writer.out += "<rect width=\"\(width)\" height=\"\(height)\" fill=\"\(Ink.white.hex)\"/>\n"
    for mark in canvas.marks { writer.write(mark) }
    writer.out += "</svg>\n"
    return writer.out
  }

  private mutating func write(_ mark: Mark) {
    switch mark {
    case .line(let points, let stroke): line(points, stroke)
    case .area(let points, let fill):
      guard points.count > 2 else { return }
      out += "<path d=\"\(Self.path(points))Z\" fill=\"\(fill.ink.hex)\"/>\n"
    case .bar(let box, let fill):
      out +=
        "<rect x=\"\(Self.number(box.x))\" y=\"\(Self.number(box.y))\" width=\"\(Self.number(box.width))\" "
        + "height=\"\(Self.number(box.height))\" fill=\"\(fill.ink.hex)\"/>\n"
    case .symbol(let symbol, let point, let ink): self.symbol(symbol, point, ink)
    case .text(let label): text(label)
    }
  }

  private mutating func line(_ points: [Point], _ stroke: Stroke) {
    guard points.count > 1 else { return }
    out +=
      "<path d=\"\(Self.path(points))\" fill=\"none\" stroke=\"\(stroke.ink.hex)\" "
      + "stroke-width=\"\(Self.number(stroke.width))\""
    if let dash = stroke.dash { out += " stroke-dasharray=\"\(Self.number(dash.on)) \(Self.number(dash.off))\"" }
    out += "/>\n"
  }

  private mutating func symbol(_ symbol: Symbol, _ point: Point, _ ink: Ink) {
    let r = Symbol.radius
    func corners(_ offsets: [(Double, Double)]) -> String {
      let path = Self.path(offsets.map { Point(x: point.x + $0.0 * r, y: point.y + $0.1 * r) })
      return "<path d=\"\(path)Z\" fill=\"\(ink.hex)\" stroke=\"\(ink.edge.hex)\"/>\n"
    }
    switch symbol {
    case .circle, .openCircle:
      let (fill, edge, width) = symbol == .circle ? (ink, ink.edge, 1.0) : (Ink.white, ink, 2.0)
      out +=
        "<circle cx=\"\(Self.number(point.x))\" cy=\"\(Self.number(point.y))\" r=\"\(Self.number(r))\" "
        + "fill=\"\(fill.hex)\" stroke=\"\(edge.hex)\" stroke-width=\"\(Self.number(width))\"/>\n"
    case .diamond: out += corners([(0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)])
    case .triangleUp: out += corners([(0, -1.15), (1.15, 0.95), (-1.15, 0.95)])
    case .triangleDown: out += corners([(0, 1.15), (1.15, -0.95), (-1.15, -0.95)])
    case .square: out += corners([(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)])
    }
  }

  /// The base line stands where Helvetica's ascenders and descenders are centred in the box.
  private mutating func text(_ label: Label) {
    let base = label.box.midY + label.font.size * 0.36
    out +=
      "<text x=\"\(Self.number(label.box.x))\" y=\"\(Self.number(base))\" font-size=\"\(Self.number(label.font.size))\""
      + (label.font.isBold ? " font-weight=\"bold\"" : "")
      + " fill=\"\(label.ink.hex)\">\(Self.escaped(label.text))</text>\n"
  }

  private static func path(_ points: [Point]) -> String {
    points.enumerated().map { "\($0.offset == 0 ? "M" : "L")\(number($0.element.x)) \(number($0.element.y))" }.joined()
  }

  /// A place rounded to hundredths, without an exponent.
  static func number(_ value: Double) -> String {
    let hundredths = Int((min(max(value, -1e9), 1e9) * 100).rounded())
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest % 10 == 0 ? rest / 10 : rest)"
  }

  /// The text with what XML would read as markup written as entities.
  static func escaped(_ text: String) -> String { MarkupText.escaped(text) }
}
