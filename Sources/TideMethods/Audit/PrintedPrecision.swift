/// With how many digits numbers were printed, read off the numbers themselves.
///
/// Publishers print a column either with so many decimals or with so many significant digits. A single number does not tell,
/// since zeros at its end are not seen; of many, the longest do.
public struct PrintedPrecision: Sendable, Hashable {
  /// The most decimals any of the numbers has.
  public private(set) var decimals = 0
  /// The most significant digits any of them has.
  public private(set) var significant = 0

  /// The precision of no number yet.
  public init() {}

  /// The precision of one number: its shortest decimal that reads back as the same double.
  public init(of number: Double) { include(number) }

  /// Takes a number in; what is not finite tells nothing.
  public mutating func include(_ number: Double) {
    guard number.isFinite, number != 0 else { return }
    var digits = 0
    var afterPoint = 0
    var trailing = 0
    var isAfterPoint = false
    var exponent = 0
    var text = number.magnitude.description[...]
    if let mark = text.firstIndex(of: "e") {
      exponent = Int(text[text.index(after: mark)...]) ?? 0
      text = text[..<mark]
    }
    for byte in text.utf8 {
      if byte == UInt8(ascii: ".") {
        isAfterPoint = true
        continue
      }
      if isAfterPoint { afterPoint += 1 }
      if byte == UInt8(ascii: "0") {
        trailing += 1
        if digits > 0 { digits += 1 }
      } else {
        trailing = 0
        digits += 1
      }
    }
    decimals = max(decimals, afterPoint - min(trailing, afterPoint) - exponent)
    significant = max(significant, digits - trailing)
  }

  /// Takes all that another has seen in.
  public mutating func include(_ other: PrintedPrecision) {
    decimals = max(decimals, other.decimals)
    significant = max(significant, other.significant)
  }

  /// The unit of the last place printed of a number: of its decimals, or of its significant digits where those end sooner.
  /// - Complexity: O(digits).
  public func unit(at number: Double) -> Double {
    let byDecimals = Self.powerOfTen(-decimals)
    guard number != 0, number.isFinite, significant > 0 else { return byDecimals }
    return max(byDecimals, Self.powerOfTen(Self.exponent(of: number) + 1 - significant))
  }

  /// The power of ten of a number's first digit: 2 for 115.2.
  static func exponent(of number: Double) -> Int {
    var exponent = 0
    var rest = number.magnitude
    while rest >= 10, exponent < 400 {
      rest /= 10
      exponent += 1
    }
    while rest < 1, exponent > -400 {
      rest *= 10
      exponent -= 1
    }
    return exponent
  }

  static func powerOfTen(_ exponent: Int) -> Double {
    var power = 1.0
    for _ in 0..<min(exponent.magnitude, 400) { power *= 10 }
    return exponent < 0 ? 1 / power : power
  }
}
