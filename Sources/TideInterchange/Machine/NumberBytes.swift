import TideModel

/// Numbers as bytes of a machine format, the same as ``DecimalNumber/machineText``, written where they go.
///
/// A decimal of at most 15 digits is the only one of so few that reads back as its double. So where value · 10^k, rounded to an
/// integer m < 10^15 and divided by 10^k again (both exact, k <= 22), is the value, bit for bit, then m without its last zeros
/// is what the shortest conversion gives (Clinger, How to read floating point numbers accurately, 1990). Most published
/// figures are such decimals. The others go by way of the standard library's shortest digits.
enum NumberBytes {
  /// More bytes than any number takes.
  static let most = 40

  /// Writes a finite number.
  /// - Parameters:
  ///   - at: a place with room for ``most`` bytes.
  ///   - decimals: how many decimals the number before it had, which is tried first; then how many this one has.
  /// - Returns: the place after it.
  static func write(
    _ value: Double, at start: UnsafeMutablePointer<UInt8>, decimals: inout Int
  ) -> UnsafeMutablePointer<UInt8> {
    var place = start
    if value.sign == .minus {
      place[0] = UInt8(ascii: "-")
      place += 1
    }
    let magnitude = value.magnitude
    if magnitude < 1e15 {
      let whole = UInt64(magnitude)
      if Double(whole) == magnitude { return write(whole, at: place) }
      if magnitude >= 1e-7, let scaled = decimal(magnitude, &decimals) {
        return write(scaled, decimals: decimals, at: place)
      }
    }
    return writeAny(magnitude, at: place)
  }

  /// Writes a whole number.
  static func write(_ value: Int, at start: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
    if value >= 0 { return write(UInt64(value), at: start) }
    start[0] = UInt8(ascii: "-")
    return write(UInt64(value.magnitude), at: start + 1)
  }

  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]

  /// The number times 10^decimals, where it has at most 15 digits in all.
  private static func decimal(_ magnitude: Double, _ decimals: inout Int) -> UInt64? {
    if let scaled = scaled(magnitude, decimals), scaled % 10 != 0 { return scaled }
    // As many decimals as make 15 digits; the binary exponent tells how many stand before the point, or one more.
    var most = 14 - (Int(magnitude.exponent) * 1233) >> 12
    most = min(max(most, 0), 22)
    if magnitude * powers[most] >= 1e15 { most -= 1 }
    guard var scaled = scaled(magnitude, most) else { return nil }
    while scaled % 10 == 0 {
      scaled /= 10
      most -= 1
    }
    decimals = most
    return scaled
  }

  private static func scaled(_ magnitude: Double, _ decimals: Int) -> UInt64? {
    let power = powers[decimals]
    let product = magnitude * power
    guard product < 1e15 else { return nil }
    let rounded = product.rounded(.toNearestOrEven)
    return rounded / power == magnitude ? UInt64(rounded) : nil
  }

  /// Two digits for each number below 100.
  private static let pairs: StaticString =
    "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899"

  /// Writes `count` digits, zeros in front.
  private static func write(_ value: UInt64, digits count: Int, at start: UnsafeMutablePointer<UInt8>) {
    let pairs = pairs.utf8Start
    var (rest, left) = (value, count)
    while left >= 2 {
      let pair = Int(rest % 100) * 2
      rest /= 100
      left -= 2
      start[left] = pairs[pair]
      start[left + 1] = pairs[pair + 1]
    }
    if left == 1 { start[0] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10) }
  }

  private static func write(_ value: UInt64, at start: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
    var count = 1
    var power: UInt64 = 10
    while value >= power {
      count += 1
      if count == 20 { break }
      power *= 10
    }
    write(value, digits: count, at: start)
    return start + count
  }

  /// Writes value / 10^decimals, whose last digit is not 0.
  private static func write(
    _ value: UInt64, decimals: Int, at start: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    // Of 15 digits none stands before so many decimals.
    let power: UInt64 = decimals < 16 ? UInt64(powers[decimals]) : .max
    let (whole, fraction) = value.quotientAndRemainder(dividingBy: power)
    let point = write(whole, at: start)
    point[0] = UInt8(ascii: ".")
    write(fraction, digits: decimals, at: point + 1)
    return point + 1 + decimals
  }

  /// Writes any number that is not negative by its shortest digits.
  private static func writeAny(
    _ magnitude: Double, at start: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    var text = magnitude.description
    // The bytes are looked at as an array: through the text's view of them it takes as long as all the rest.
    if text.withUTF8({ $0.contains(UInt8(ascii: "e")) }) { text = DecimalNumber(magnitude)?.machineText ?? "" }
    return text.withUTF8 { digits in
      let isWhole = digits.count > 2 && digits[digits.count - 1] == 0x30 && digits[digits.count - 2] == 0x2E
      let count = isWhole ? digits.count - 2 : digits.count
      for place in 0..<count { start[place] = digits[place] }
      return start + count
    }
  }
}
