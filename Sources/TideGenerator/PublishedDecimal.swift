/// How many digits an indicator's numbers are published with.
public enum PublishedDecimal: Hashable, Sendable {
  /// So many digits after the point.
  case decimals(Int)
  /// So many significant digits; at most 15, so that each decimal is a double of its own.
  case significant(Int)

  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]

  private static let wholePowers: [UInt128] = {
    var powers: [UInt128] = [1]
    for _ in 1...22 { powers.append(powers[powers.count - 1] * 10) }
    return powers
  }()

  /// How many decimals a number of this size is printed with.
  @inline(__always)
  func places(for number: Double) -> Int {
    switch self {
    case .decimals(let places): return places
    case .significant(let digits):
      var before = 1
      if number >= 1 {
        while before < 22, number >= Self.powers[before] { before += 1 }
      } else {
        // 0.0123 has its first digit in the second place after the point.
        while before > digits - 22, number * Self.powers[1 - before] < 1 { before -= 1 }
      }
      return min(22, max(0, digits - before))
    }
  }

  /// The double that reads back from the published decimal of a number.
  ///
  /// The number is rounded exactly, in 128-bit integers, half to even; the whole number of last places is below 2^53 and
  /// the power of ten is a double, so that one division gives the double nearest to the decimal.
  /// - Parameter number: finite, 0 or above, below 1e15 in units of the last place.
  public func rounded(_ number: Double) -> Double {
    if number == 0 { return 0 }
    let places = places(for: number)
    let shift = 52 - Int(number.exponent)
    let significand = UInt128(number.significandBitPattern | 1 << 52)
    guard shift > 0, shift < 127 else { return shift <= 0 ? number : 0 }
    let scaled = significand * Self.wholePowers[places]
    var whole = scaled >> UInt128(shift)
    let rest = scaled & (1 << UInt128(shift) - 1)
    let half: UInt128 = 1 << UInt128(shift - 1)
    if rest > half || rest == half && whole & 1 == 1 { whole += 1 }
    return Double(UInt64(truncatingIfNeeded: whole)) / Self.powers[places]
  }

  /// Writes the decimal of a number that ``rounded(_:)`` gave, without zeros at its end.
  func append(_ number: Double, to text: inout [UInt8]) {
    let places = places(for: number)
    // The double differs from the decimal by at most half a unit in its last place, and so does the product.
    RowText.append(UInt64((number * Self.powers[places]).rounded()), decimals: places, to: &text)
  }
}
