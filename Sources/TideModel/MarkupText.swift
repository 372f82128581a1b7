/// Text that stands in markup: HTML, SVG and other XML.
public enum MarkupText {
  /// The text with what would be read as markup, in an element or a quoted attribute, written as entities.
  /// - Complexity: O(length).
  public static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
