/// A finite number as the shortest decimal that reads back as the same double.
///
/// The digits are those of Swift's `description` (SwiftDtoa, shortest and nearest); only the layout is ours, because
/// `description` writes 7 as `7.0` and 0.00001 as `1e-05`.
struct DecimalNumber: Equatable {
  var isNegative: Bool
  /// Digits 0...9 without leading or trailing zeros; empty for zero.
  private(set) var digits: [UInt8]
  /// How many of the digits stand before the decimal point; negative for zeros after it.
  private(set) var point: Int

  /// Nil for what is not a finite number.
  init?(_ number: Double) {
    guard number.isFinite else { return nil }
    isNegative = number.sign == .minus
    digits = []
    var before: Int?
    var exponent = 0
    var text = Substring(number.magnitude.description)
    if let mark = text.firstIndex(of: "e") {
      exponent = Int(text[text.index(after: mark)...]) ?? 0
      text = text[..<mark]
    }
    for byte in text.utf8 {
      if byte == UInt8(ascii: ".") { before = digits.count } else { digits.append(byte - UInt8(ascii: "0")) }
    }
    point = (before ?? digits.count) + exponent
    let zeros = digits.prefix { $0 == 0 }.count
    digits.removeFirst(zeros)
    point -= zeros
    trim()
  }

  var isZero: Bool { digits.isEmpty }

  /// How many decimals it has.
  var decimals: Int { max(0, digits.count - point) }

  private mutating func trim() {
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty { point = 0 }
  }

  /// Rounded to so many decimals, ties away from zero: 1.005 is 1.01, as the printed decimal says and not as its double.
  func rounded(to places: Int) -> DecimalNumber {
    guard decimals > places else { return self }
    var result = self
    let kept = point + places
    if kept < 0 {
      result.digits = []
    } else {
      let up = digits[kept] >= 5
      result.digits = Array(digits.prefix(kept))
      if up { result.increment(decimalsKept: places) }
    }
    result.trim()
    return result
  }

  /// Adds one unit of the last kept decimal.
  private mutating func increment(decimalsKept places: Int) {
    var index = digits.count - 1
    while index >= 0, digits[index] == 9 {
      digits[index] = 0
      index -= 1
    }
    if index >= 0 {
      digits[index] += 1
    } else {
      digits.insert(1, at: 0)
      point += 1
    }
  }

  /// Digits without an exponent: `-1234.5`; zeros are added up to `places` decimals, and commas between thousands on
  /// request. Rounds nothing.
  func plain(places: Int = 0, grouped: Bool = false) -> String {
    var text: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
    let whole = max(point, 0)
    if whole == 0 { text.append(UInt8(ascii: "0")) }
    for index in 0..<whole {
      if grouped, index > 0, (whole - index) % 3 == 0 { text.append(UInt8(ascii: ",")) }
      text.append(digit(index))
    }
    let fraction = max(decimals, places)
    if fraction > 0 {
      text.append(UInt8(ascii: "."))
      for index in 0..<fraction { text.append(digit(point + index)) }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private func digit(_ index: Int) -> UInt8 {
    UInt8(ascii: "0") + (digits.indices.contains(index) ? digits[index] : 0)
  }

  /// For machines: plain for decimal exponents -7...20, else with an exponent (`1.5e-8`, `1e21`). Reads back as the same
  /// double; minus zero is `-0`.
  var machineText: String {
    if isZero || (-6...21).contains(point) { return plain() }
    var text = isNegative ? "-" : ""
    text += String(digits[0])
    if digits.count > 1 { text += "." + digits.dropFirst().map(String.init).joined() }
    return text + "e\(point - 1)"
  }
}
