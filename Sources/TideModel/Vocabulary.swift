/// How names of a controlled vocabulary are compared: by letters and digits alone, in lower case,
/// so that `Counties & UAs (from Apr 2023)` and `counties & uas (from apr 2023)` are one word.
public enum Vocabulary {
  /// The ASCII letters (lower-cased) and digits of a text, and every non-ASCII character unchanged.
  public static func key(_ text: some StringProtocol) -> String {
    var out = String()
    out.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 65...90: out.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value) + 32))
      case 48...57, 97...122: out.unicodeScalars.append(scalar)
      case 0...127: continue
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  /// The words of a text for searching: runs of letters and digits, lower-cased.
  public static func words(_ text: some StringProtocol) -> [String] {
    text.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
  }
}
