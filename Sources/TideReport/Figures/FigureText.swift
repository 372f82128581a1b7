import TideModel

/// Figures as people read them in titles and labels: as ``DecimalNumber`` writes them for people, with a true minus sign;
/// nothing for what is not a number.
enum FigureText {
  /// As published.
  static func published(_ figure: Double) -> String { DecimalNumber(figure).map { minus($0.published) } ?? "" }

  /// The result of arithmetic, with so many decimals as the figures it was made of have at most, and two at most or three
  /// significant digits.
  static func derived(_ figure: Double, like others: [Double?]) -> String {
    guard let number = DecimalNumber(figure) else { return "" }
    let own = others.compactMap { $0.flatMap(DecimalNumber.init)?.decimals }.max() ?? number.decimals
    return minus(number.figure(places: min(own, number.places(significant: 3))))
  }

  /// With so many decimals.
  static func rounded(_ figure: Double, decimals: Int) -> String {
    DecimalNumber(figure).map { minus($0.figure(places: decimals)) } ?? ""
  }

  /// Digits with commas between thousands.
  static func grouped(_ digits: [Character]) -> String { DecimalNumber.grouped(String(digits)) }

  private static func minus(_ text: String) -> String { text.hasPrefix("-") ? "−" + text.dropFirst() : text }
}
