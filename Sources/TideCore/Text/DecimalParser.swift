/// Reads printed decimals as the nearest IEEE double.
public enum DecimalParser {
  /// What a cell of a number column holds.
  public enum Cell: Equatable, Sendable {
    /// Nothing but white space.
    case empty
    /// A finite number.
    case number(Double)
    /// Anything else.
    case text
  }

  /// The number printed in `bytes`: optional white space, sign, digits with optional thousands commas (`12,345`),
  /// fraction and exponent.
  ///
  /// Up to 15 significant digits and powers of ten up to 22 the double is one exact integer times or over one exact
  /// power of ten, which rounds correctly (W. D. Clinger, "How to read floating point numbers accurately", 1990). Longer
  /// ones go to the standard library, which rounds correctly too.
  public static func parse(_ bytes: UnsafeRawBufferPointer) -> Cell {
    if let number = short(bytes) { return .number(number) }
    return general(bytes)
  }

  /// Any form, byte by byte.
  static func general(_ bytes: UnsafeRawBufferPointer) -> Cell {
    var at = 0
    var end = bytes.count
    while at < end, isSpace(bytes[at]) { at += 1 }
    while end > at, isSpace(bytes[end - 1]) { end -= 1 }
    if at == end { return .empty }
    let first = at
    var negative = false
    if bytes[at] == UInt8(ascii: "-") || bytes[at] == UInt8(ascii: "+") {
      negative = bytes[at] == UInt8(ascii: "-")
      at += 1
    }
    var mantissa: UInt64 = 0
    var digits = 0
    var significant = 0
    var scale = 0
    var sinceComma = -1
    var hasComma = false
    while at < end {
      let byte = bytes[at]
      if byte >= 48, byte <= 57 {
        if significant < 19 {
          mantissa = mantissa &* 10 &+ UInt64(byte &- 48)
          if mantissa != 0 { significant += 1 }
        } else {
          scale += 1
          significant += 1
        }
        digits += 1
        if sinceComma >= 0 { sinceComma += 1 }
      } else if byte == UInt8(ascii: ",") {
        // Thousands never begin with a zero: 0,123 is a decimal comma, and no number here.
        guard sinceComma == 3 || (sinceComma < 0 && (1...3).contains(digits) && mantissa != 0) else { return .text }
        sinceComma = 0
        hasComma = true
      } else {
        break
      }
      at += 1
    }
    if hasComma, sinceComma != 3 { return .text }
    if at < end, bytes[at] == UInt8(ascii: ".") {
      at += 1
      while at < end, bytes[at] >= 48, bytes[at] <= 57 {
        if significant < 19 {
          mantissa = mantissa &* 10 &+ UInt64(bytes[at] &- 48)
          if mantissa != 0 { significant += 1 }
          scale -= 1
        } else {
          significant += 1
        }
        digits += 1
        at += 1
      }
    }
    if digits == 0 { return .text }
    if at < end {
      guard let (exponent, next) = exponent(bytes, at, end) else { return .text }
      scale += exponent
      at = next
    }
    guard at == end else { return .text }
    if mantissa == 0, significant == 0 { return .number(negative ? -0.0 : 0.0) }
    if mantissa <= 1 << 53, significant <= 19, scale >= -22, scale <= 22 {
      let number = scale < 0 ? Double(mantissa) / powers[-scale] : Double(mantissa) * powers[scale]
      return .number(negative ? -number : number)
    }
    return slow(bytes, first, end)
  }

  /// The exponent written at `at`, and the offset behind it; nil when none is written there.
  private static func exponent(_ bytes: UnsafeRawBufferPointer, _ at: Int, _ end: Int) -> (Int, Int)? {
    guard bytes[at] | 0x20 == UInt8(ascii: "e") else { return nil }
    var at = at + 1
    var negative = false
    if at < end, bytes[at] == UInt8(ascii: "-") || bytes[at] == UInt8(ascii: "+") {
      negative = bytes[at] == UInt8(ascii: "-")
      at += 1
    }
    var value = 0
    let first = at
    while at < end, bytes[at] >= 48, bytes[at] <= 57, at - first < 5 {
      value = value * 10 + Int(bytes[at] - 48)
      at += 1
    }
    return at == first ? nil : (negative ? -value : value, at)
  }

  private static func slow(_ bytes: UnsafeRawBufferPointer, _ first: Int, _ end: Int) -> Cell {
    let text = String(decoding: bytes[first..<end].filter { $0 != UInt8(ascii: ",") }, as: UTF8.self)
    guard let number = Double(text), number.isFinite else { return .text }
    return .number(number)
  }

  @inline(__always)
  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (byte >= 9 && byte <= 13) }

  /// Powers of ten that are exact doubles.
  static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]
}
