/// A finite number as the shortest decimal that reads back as the same double.
///
/// The digits are those of Swift's `description` (SwiftDtoa, shortest and nearest); only the layout is ours, because
/// `description` writes 7 as `7.0` and 0.00001 as `1e-05`.
public struct DecimalNumber: Sendable, Equatable {
  /// Whether it has a minus sign; so may zero.
  public private(set) var isNegative: Bool
  /// Digits 0...9 without leading or trailing zeros; empty for zero.
  private var digits: [UInt8]
  /// How many of the digits stand before the decimal point; negative for zeros after it.
  private var point: Int

  /// Nil for what is not a finite number.
  public init?(_ number: Double) {
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

  /// Whether it is zero, of either sign.
  public var isZero: Bool { digits.isEmpty }

  /// How many digits it has after the point.
  public var decimals: Int { max(0, digits.count - point) }

  /// The magnitude as a whole number, of 17 digits at most, times a power of ten; 0 and 0 for zero.
  public var parts: (digits: UInt64, tens: Int) {
    (digits.reduce(0) { $0 * 10 + UInt64($1) }, digits.isEmpty ? 0 : point - digits.count)
  }

  private mutating func trim() {
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty { point = 0 }
  }

  /// How many decimals show two after the point, or so many significant digits where those are more.
  public func places(significant: Int) -> Int { isZero ? 2 : max(2, significant - point) }

  /// For people: as published, at most two decimals, or three significant digits where those are more: 6.93, 0.0216,
  /// 0.00453.
  public var published: String { figure(places: min(decimals, places(significant: 3))) }

  /// For people: rounded to so many decimals, with commas between thousands, and zero without a sign. Numbers that would
  /// take more than 21 digits before the point or 15 after it are written as for machines.
  public func figure(places: Int) -> String {
    let places = max(places, 0)
    guard point <= 21, places <= 15 else { return machineText }
    var figure = rounded(to: places)
    if figure.isZero { figure.isNegative = false }
    return figure.plain(places: places, grouped: true)
  }

  /// Rounded to so many decimals, ties away from zero: 1.005 is 1.01, as the printed decimal says and not as its double.
  public func rounded(to places: Int) -> DecimalNumber {
    let places = max(places, 0)
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
  public func plain(places: Int = 0, grouped: Bool = false) -> String {
    let whole = point > 0 ? text(0..<point) : "0"
    let fraction = max(decimals, places)
    return (isNegative ? "-" : "") + (grouped ? Self.grouped(whole) : whole)
      + (fraction > 0 ? "." + text(point..<(point + fraction)) : "")
  }

  /// Digits with commas between thousands.
  public static func grouped(_ digits: String) -> String {
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// The digits in a range of places, counted from the first digit; zeros beyond both ends.
  private func text(_ places: Range<Int>) -> String {
    String(
      decoding: places.map { UInt8(ascii: "0") + (digits.indices.contains($0) ? digits[$0] : 0) }, as: UTF8.self)
  }

  /// For machines: plain for decimal exponents -7...20, else with an exponent (`1.5e-8`, `1e21`). Reads back as the same
  /// double; minus zero is `-0`.
  public var machineText: String {
    if isZero || (-6...21).contains(point) { return plain() }
    var text = isNegative ? "-" : ""
    text += String(digits[0])
    if digits.count > 1 { text += "." + digits.dropFirst().map(String.init).joined() }
    return text + "e\(point - 1)"
  }
}
