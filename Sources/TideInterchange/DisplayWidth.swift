/// How many columns of a terminal a text takes: combining and invisible scalars none, East Asian wide ones and emoji two,
/// all others one. Scalars are added up, so that a joined emoji may be counted too wide, never too narrow.
enum DisplayWidth {
  /// - Complexity: O(n).
  static func of(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + width($1) }
  }

  /// The widest word of a text.
  static func ofWidestWord(_ text: String) -> Int {
    text.split(separator: " ").reduce(0) { max($0, of(String($1))) }
  }

  /// The text in lines of at most `limit` columns, broken at spaces, and inside words too long for a line.
  /// - Parameter hanging: how many spaces lines after the first begin with.
  static func wrapped(_ text: String, to limit: Int?, hanging: Int = 0) -> [String] {
    guard let limit, limit > hanging, of(text) > limit else { return [text] }
    let margin = String(repeating: " ", count: hanging)
    var lines: [String] = []
    var line = ""
    var room: Int { lines.isEmpty ? limit : limit - hanging }
    func end() {
      while line.last == " " { line.removeLast() }
      lines.append((lines.isEmpty ? "" : margin) + line)
      line = ""
    }
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      if word.isEmpty, line.isEmpty { continue }
      var word = String(word)
      if !line.isEmpty, of(line) + 1 + of(word) > room { end() }
      while of(word) > room {
        while let first = word.first, line.isEmpty || of(line) + of(String(first)) <= room {
          line.append(first)
          word.removeFirst()
        }
        end()
      }
      line += line.isEmpty ? word : " " + word
    }
    if !line.isEmpty { end() }
    return lines
  }

  static func width(_ scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return scalar.value == 0xAD ? 0 : 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    if scalar.properties.isEmojiPresentation { return 2 }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3: return 2
    case 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6: return 2
    case 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD: return 2
    default: return 1
    }
  }
}
