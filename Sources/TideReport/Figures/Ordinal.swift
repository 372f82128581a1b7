/// `1st`, `2nd`, `11th`.
public enum Ordinal {
  /// A place with the ending that English gives it.
  public static func text(_ number: Int) -> String {
    let isTeen = (11...13).contains(number % 100)
    let ending =
      switch (number % 10, isTeen) {
      case (1, false): "st"
      case (2, false): "nd"
      case (3, false): "rd"
      default: "th"
      }
    return "\(number)\(ending)"
  }
}
