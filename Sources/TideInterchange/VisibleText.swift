/// Text made safe to print: what would move the cursor, change colours, reverse the reading order or hide is shown
/// instead of obeyed.
public enum VisibleText {
  /// The text with every control character written out: `\n`, `\t`, `\u{1B}`. Ordinary text comes back unchanged.
  ///
  /// Written out are C0 and C1 controls, DEL, line and paragraph separators, bidirectional controls, zero-width space and
  /// byte-order mark, interlinear marks and tag characters. Zero-width joiners stay: scripts and emoji need them.
  public static func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isHidden) else { return text }
    var out = ""
    for scalar in text.unicodeScalars {
      guard isHidden(scalar) else {
        out.unicodeScalars.append(scalar)
        continue
      }
      switch scalar {
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      default: out += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      }
    }
    return out
  }

  /// Every run of line ends and tabs as one space.
  static func onOneLine(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isBreak) else { return text }
    var out = ""
    var pending = false
    for scalar in text.unicodeScalars {
      if isBreak(scalar) {
        pending = true
        continue
      }
      if pending { out += " " }
      pending = false
      out.unicodeScalars.append(scalar)
    }
    return pending ? out + " " : out
  }

  private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\n" || scalar == "\r" || scalar == "\t"
  }

  static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E: false
    case 0x00...0x1F, 0x7F...0x9F: true
    case 0x061C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    case 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
    default: false
    }
  }
}
