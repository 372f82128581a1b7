/// Figures as people read them in titles and labels: as published, at most two decimals, or three significant digits where
/// those are more; commas between thousands and a true minus sign.
enum FigureText {
  /// As published.
  static func published(_ figure: Double) -> String {
    guard let digits = Digits(figure) else { return "" }
    return text(figure, digits, places: min(digits.decimals, max(2, 3 - digits.point)))
  }

  /// The result of arithmetic, with so many decimals as the figures it was made of have at most, and two at most or three
  /// significant digits.
  static func derived(_ figure: Double, like others: [Double?]) -> String {
    guard let digits = Digits(figure) else { return "" }
    let own = others.compactMap { $0.flatMap(Digits.init)?.decimals }.max() ?? digits.decimals
    return text(figure, digits, places: min(own, max(2, 3 - digits.point)))
  }

  /// With so many decimals.
  static func rounded(_ figure: Double, decimals: Int) -> String {
    guard let digits = Digits(figure) else { return "" }
    return text(figure, digits, places: decimals)
  }

  /// Digits with commas between thousands.
  static func grouped(_ digits: [Character]) -> String {
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }

  private static func text(_ figure: Double, _ digits: Digits, places: Int) -> String {
    let (whole, fraction) = digits.rounded(to: min(max(places, 0), 15))
    let isZero = (whole + fraction).allSatisfy { $0 == "0" }
    let sign = figure < 0 && !isZero ? "−" : ""
    return sign + grouped(whole) + (fraction.isEmpty ? "" : "." + String(fraction))
  }

  /// The shortest decimal that reads back as the same double.
  private struct Digits {
    /// Without zeros at either end.
    var digits: [Int] = []
    /// How many of them stand before the decimal point; negative for zeros after it.
    var point = 0

    var decimals: Int { max(0, digits.count - point) }

    init?(_ figure: Double) {
      guard figure.isFinite else { return nil }
      let parts = figure.magnitude.description.split(separator: "e")
      guard let mantissa = parts.first else { return nil }
      let halves = mantissa.split(separator: ".")
      digits = halves.joined().compactMap(\.wholeNumberValue)
      point = (halves.first?.count ?? 0) + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
      let zeros = digits.prefix { $0 == 0 }.count
      digits.removeFirst(zeros)
      point -= zeros
      while digits.last == 0 { digits.removeLast() }
      if digits.isEmpty { point = 0 }
    }

    /// Whole part and fraction, ties away from zero.
    func rounded(to places: Int) -> (whole: [Character], fraction: [Character]) {
      func digit(_ place: Int) -> Int { digits.indices.contains(place) ? digits[place] : 0 }
      let wholes = max(point, 1)
      var kept = (0..<(wholes + places)).map { digit($0 - wholes + point) }
      if digit(point + places) >= 5 { Self.increment(&kept) }
      let text = kept.map { Character(String($0)) }
      return (Array(text.dropLast(places)), Array(text.suffix(places)))
    }

    private static func increment(_ digits: inout [Int]) {
      for place in digits.indices.reversed() {
        if digits[place] < 9 {
          digits[place] += 1
          return
        }
        digits[place] = 0
      }
      digits.insert(1, at: 0)
    }
  }
}
