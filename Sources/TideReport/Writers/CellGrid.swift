/// A canvas as characters: a grid of cells, of eight dots each where the terminal has Unicode's braille patterns.
struct CellGrid {
  private let columns: Int
  private let rows: Int
  private let isPlain: Bool
  /// What stands in each cell; a wide character leaves the cell after it without any.
  private var cells: [[String]]
  private var dots: [[UInt8]]

  /// - Parameter isPlain: whether only characters of ASCII are used.
  static func text(_ canvas: Canvas, isPlain: Bool) -> String {
    var grid = CellGrid(canvas, isPlain: isPlain)
    for mark in canvas.marks { grid.draw(mark, isText: false) }
    grid.setDots()
    for mark in canvas.marks { grid.draw(mark, isText: true) }
    return grid.lines.joined(separator: "\n") + "\n"
  }

  private init(_ canvas: Canvas, isPlain: Bool) {
    columns = Int((canvas.size.width / Typeface.cell.width).rounded(.up))
    rows = Int((canvas.size.height / Typeface.cell.height).rounded(.up))
    self.isPlain = isPlain
    cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
    dots = Array(repeating: Array(repeating: 0, count: columns), count: rows)
  }

  private var lines: [String] {
    cells.map { row in
      var line = row.joined()
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  /// Lines and surfaces first; symbols and texts over them.
  private mutating func draw(_ mark: Mark, isText: Bool) {
    switch mark {
    case .line(let points, let stroke) where !isText && !stroke.isGrid: line(points, stroke)
    case .area(let points, let fill) where !isText: area(points, fill)
    case .bar(let box, let fill) where !isText: bar(box, fill)
    case .symbol(let symbol, let point, _) where isText:
      set(column(point.x), row(point.y), isPlain ? symbol.plainGlyph : symbol.glyph)
    case .text(let label) where isText: text(label)
    default: break
    }
  }

  private func column(_ x: Double) -> Int { Int((x / Typeface.cell.width).rounded(.down)) }
  private func row(_ y: Double) -> Int { Int((y / Typeface.cell.height).rounded(.down)) }

  private mutating func set(_ column: Int, _ row: Int, _ character: Character) {
    guard cells.indices.contains(row), cells[row].indices.contains(column) else { return }
    cells[row][column] = String(character)
  }

  private mutating func text(_ label: Label) {
    var place = column(label.box.x + 0.5)
    let row = row(label.box.midY)
    for character in label.text {
      let width = Int(Typeface.cells.width(String(character), label.font) / Typeface.cell.width)
      guard width > 0 else { continue }
      for offset in 0..<width where cells.indices.contains(row) && cells[row].indices.contains(place + offset) {
        cells[row][place + offset] = offset == 0 ? shown(character) : ""
      }
      place += width
    }
  }

  /// The character, or one of ASCII that stands for it.
  private func shown(_ character: Character) -> String {
    guard isPlain, !character.isASCII else { return String(character) }
    return switch character {
    case "−", "–", "—": "-"
    case "…": "~"
    case "’", "‘": "'"
    case "●": "@"
    case "○": "o"
    case "◆": "X"
    case "▲": "^"
    case "▼": "v"
    case "×": "x"
    default: "?"
    }
  }

  private mutating func area(_ points: [Point], _ fill: Fill) {
    for row in 0..<rows {
      for column in 0..<columns {
        let centre = Point(
          x: (Double(column) + 0.5) * Typeface.cell.width, y: (Double(row) + 0.5) * Typeface.cell.height)
        if Self.holds(points, centre) { set(column, row, isPlain ? fill.plainGlyph : fill.glyph) }
      }
    }
  }

  /// Whether a point lies in a polygon, by the number of edges to its left.
  private static func holds(_ points: [Point], _ point: Point) -> Bool {
    var isInside = false
    var last = points.last
    for next in points {
      if let from = last, (from.y > point.y) != (next.y > point.y),
        point.x < (next.x - from.x) * (point.y - from.y) / (next.y - from.y) + from.x
      {
        isInside.toggle()
      }
      last = next
    }
    return isInside
  }

  private mutating func bar(_ box: Box, _ fill: Fill) {
    let row = row(box.midY)
    let first = Int((box.x / Typeface.cell.width).rounded())
    let last = max(first + (box.width > 1 ? 1 : 0), Int((box.maxX / Typeface.cell.width).rounded()))
    for column in first..<max(first, last) { set(column, row, isPlain ? fill.plainGlyph : fill.glyph) }
  }

  /// A line in dots, or in its own character. A dash is a dash on a terminal as well.
  private mutating func line(_ points: [Point], _ stroke: Stroke) {
    var travelled = 0.0
    for (from, to) in zip(points, points.dropFirst()) {
      let length = max((to.x - from.x).magnitude, (to.y - from.y).magnitude)
      let steps = max(1, Int(length))
      for step in 0...steps {
        let share = Double(step) / Double(steps)
        let point = Point(x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share)
        let place = travelled + share * length
        if stroke.dash != nil, !isPlain, Int(place / 8) % 2 == 1 { continue }
        dot(point, stroke)
      }
      travelled += length
    }
  }

  private mutating func dot(_ point: Point, _ stroke: Stroke) {
    let (column, row) = (column(point.x), row(point.y))
    guard cells.indices.contains(row), cells[row].indices.contains(column) else { return }
    guard !isPlain else { return set(column, row, stroke.glyph) }
    let x = Int(point.x / 4) & 1
    let y = Int(point.y / 4) & 3
    let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
    dots[row][column] |= bits[y][x]
  }

  private mutating func setDots() {
    for row in 0..<rows {
      for column in 0..<columns where dots[row][column] > 0 {
        guard let scalar = Unicode.Scalar(0x2800 + UInt32(dots[row][column])) else { continue }
        cells[row][column] = String(Character(scalar))
      }
    }
  }
}
