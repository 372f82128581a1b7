/// How much room a text takes, so that the boxes of labels are known before anything is drawn.
enum Typeface: Sendable {
  /// Arial, Helvetica or Liberation Sans, which share their widths; what is not in the table below is taken to be
  /// as wide as the widest usual letter of its kind.
  case sans
  /// A terminal: every character fills one cell or two, whatever size is asked for.
  case cells

  /// The pixels that stand for one cell of a terminal.
  static let cell = (width: 8.0, height: 16.0)

  /// The width of a text in pixels.
  func width(_ text: String, _ font: Font) -> Double {
    switch self {
    case .cells: Double(text.unicodeScalars.reduce(0) { $0 + Self.cells($1) }) * Self.cell.width
    case .sans:
      Double(text.unicodeScalars.reduce(0) { $0 + Self.thousandths($1, isBold: font.isBold) }) * font.size / 1000
    }
  }

  /// The height of a line of text.
  func lineHeight(_ font: Font) -> Double {
    switch self {
    case .cells: Self.cell.height
    case .sans: (font.size * 1.25).rounded()
    }
  }

  /// The height of a row of a chart that has a row for each area or indicator.
  var rowHeight: Double {
    switch self {
    case .cells: Self.cell.height
    case .sans: 20
    }
  }

  /// A length rounded up to whole cells where there are cells.
  func whole(_ length: Double, of unit: Double) -> Double {
    switch self {
    case .cells: (length / unit).rounded(.up) * unit
    case .sans: length
    }
  }

  /// The nearest box that begins with a cell, where there are cells.
  func aligned(_ box: Box) -> Box {
    guard case .cells = self else { return box }
    var box = box
    box.x = (box.x / Self.cell.width).rounded() * Self.cell.width
    box.y = (box.y / Self.cell.height).rounded() * Self.cell.height
    return box
  }

  /// The two ends of a scale up a plot: the middles of its first and last row where there are cells.
  func ends(of plot: Box) -> (lower: Double, upper: Double) {
    let inset = isCells ? Self.cell.height / 2 : 0
    return (plot.maxY - inset, plot.y + inset)
  }

  /// Whether this is a terminal.
  var isCells: Bool { if case .cells = self { true } else { false } }

  /// The text cut to a width, with an ellipsis where something was cut.
  func cut(_ text: String, to limit: Double, _ font: Font) -> String {
    guard width(text, font) > limit else { return text }
    var out = ""
    var used = width("…", font)
    for character in text {
      used += width(String(character), font)
      if used > limit { break }
      out.append(character)
    }
    while out.last == " " { out.removeLast() }
    return out + "…"
  }

  /// The text in lines of at most a width, broken at spaces, and inside words too long for a line.
  /// - Parameter most: how many lines at most; the last ends with an ellipsis where that is not all.
  func wrapped(_ text: String, to limit: Double, _ font: Font, most: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ").map(String.init) {
      let longer = line.isEmpty ? word : line + " " + word
      if width(longer, font) <= limit || line.isEmpty {
        line = longer
      } else {
        lines.append(line)
        line = word
      }
      while width(line, font) > limit, line.count > 1 {
        let head = head(of: line, limit, font)
        lines.append(head)
        line = String(line.dropFirst(head.count))
      }
    }
    if !line.isEmpty { lines.append(line) }
    guard lines.count > most else { return lines }
    return lines.prefix(most - 1) + [cut(lines[(most - 1)...].joined(separator: " "), to: limit, font)]
  }

  /// As many characters of a word as fit, at least one.
  private func head(of word: String, _ limit: Double, _ font: Font) -> String {
    var out = ""
    var used = 0.0
    for character in word {
      used += width(String(character), font)
      if used > limit, !out.isEmpty { break }
      out.append(character)
    }
    return out
  }

  private static func cells(_ scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    if scalar.properties.isEmojiPresentation { return 2 }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }

  private static func thousandths(_ scalar: Unicode.Scalar, isBold: Bool) -> Int {
    let table = isBold ? boldWidths : widths
    if let place = Int(exactly: scalar.value), place >= 32, place - 32 < table.count { return table[place - 32] }
    switch scalar.value {
    case 0x2013: return 556
    case 0x2212: return 584
    case 0x2018, 0x2019: return 278
    // Lower-case letters that are wider than their neighbours, of Welsh names among them.
    case 0xE6, 0x10F, 0x149, 0x153, 0x175: return 1000
    case 0xC0...0x17F: return scalar.properties.isLowercase ? 667 : 1000
    // Ideographs fill their square.
    case 0x2E80...0xD7FF: return 1000
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter: return 1250
    default: return scalar.properties.isEmojiPresentation ? 1250 : 1000
    }
  }

  /// Advance widths of U+0020 to U+007E in thousandths of the size, from Adobe's metrics of Helvetica.
  private static let widths = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
  ]

  /// The same of Helvetica Bold.
  private static let boldWidths = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611,
    556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389,
    280, 389, 584,
  ]
}
