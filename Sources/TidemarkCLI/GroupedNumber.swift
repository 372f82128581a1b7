extension Int {
  /// The number with a noun, in the plural where it is not 1.
  func counted(_ noun: String) -> String { "\(grouped) \(noun)\(self == 1 ? "" : "s")" }

  /// With commas between thousands.
  var grouped: String {
    let digits = String(magnitude)
    var out = self < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { out.append(",") }
      out.append(digit)
    }
    return out
  }
}
