import TideCore
import TideModel

/// What a cell of a number column says.
enum FigureCell: Equatable {
  case missing
  /// Missing, and the cell says why.
  case marked(Status)
  case number(Double)
  case unreadable

  /// Reads a cell as published: a decimal, a marker, or either inside HTML.
  init(_ bytes: UnsafeRawBufferPointer) {
    switch DecimalParser.parse(bytes) {
    case .empty: self = .missing
    case .number(let number): self = .number(number)
    // A longer cell is prose; cutting it could cut a number in two.
    case .text: self = bytes.count > 2000 ? .unreadable : Self.worded(String(decoding: bytes, as: UTF8.self))
    }
  }

  private static func worded(_ text: String) -> FigureCell {
    let bare = trimmed(text.contains("<") ? withoutTags(text) : text)
    if bare != text {
      switch Array(bare.utf8).withUnsafeBytes({ DecimalParser.parse($0) }) {
      case .empty: return .missing
      case .number(let number): return .number(number)
      case .text: break
      }
    }
    if isBelow(bare) { return .marked(.suppressed) }
    switch bare.lowercased() {
    case "*", "c", "[c]", "suppressed", "dsr na": return .marked(.suppressed)
    case "-", "..", ":", "--", "–", "na", "n/a", "nan", "null", "none", "x", "[x]": return .marked(.notAvailable)
    case "z", "[z]": return .marked(.notApplicable)
    case "[w]", "w": return .marked(.withdrawn)
    case "[low]": return .marked(.low)
    default: return .unreadable
    }
  }

  /// `<5` or `< 8`: a small number withheld, with only its bound told.
  private static func isBelow(_ text: String) -> Bool {
    guard text.first == "<" else { return false }
    let digits = trimmed(String(text.dropFirst()))
    return (1...3).contains(digits.utf8.count) && digits.utf8.allSatisfy { (48...57).contains($0) }
  }

  /// A text without `<...>` and with non-breaking spaces as spaces.
  static func withoutTags(_ text: String) -> String {
    var out = ""
    var isTag = false
    var rest = text[...]
    while let character = rest.popFirst() {
      // `<5` is no tag: a tag begins with a letter or a slash.
      if character == "<", let next = rest.first, next.isLetter || next == "/" {
        isTag = true
      } else if character == ">", isTag {
        isTag = false
      } else if !isTag {
        out.append(character)
      }
    }
    return isTag ? text : out.split(separator: "&nbsp;").joined(separator: " ")
  }

  static func trimmed(_ text: String) -> String {
    var rest = text[...]
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }
}

/// Keys and texts as they are compared: white space folded, wrapping quotes gone.
enum CleanText {
  /// A text with runs of white space (newlines and control characters too) as one space, none at the ends, and without
  /// the pair of literal quotes that some exports put around it, or the apostrophe that keeps spreadsheets from running it.
  static func key(_ text: String) -> String {
    if isClean(text) { return text }
    var words = text.split { $0.isWhitespace || $0.unicodeScalars.contains(where: isControl) }
      .joined(separator: " ")[...]
    if words.count >= 2, words.first == "\"", words.last == "\"" { words = words.dropFirst().dropLast() }
    let apostrophe = UInt8(ascii: "'")
    if words.utf8.first == apostrophe, let first = words.utf8.first(where: { $0 != apostrophe }),
      "=+-@".utf8.contains(first)
    {
      words = Substring(words.utf8.dropFirst())
    }
    return String(words)
  }

  /// Whether a text is plain ASCII with nothing to be folded or taken off, as nearly all are.
  private static func isClean(_ text: String) -> Bool {
    var before = UInt8(ascii: " ")
    for byte in text.utf8 {
      if byte < 0x20 || byte > 0x7E || byte == before && byte == UInt8(ascii: " ") { return false }
      before = byte
    }
    guard let first = text.utf8.first else { return true }
    return before != UInt8(ascii: " ") && first != UInt8(ascii: "\"") && first != UInt8(ascii: "'")
  }

  /// C0 and C1 controls and DEL: no name has a use for them, and terminals obey them.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
  }
}
