extension Int {
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
