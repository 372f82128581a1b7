extension DecimalParser {
  /// The number printed in up to 16 bytes that are digits but for one point: nearly every cell of a published file.
  ///
  /// The bytes are two words of eight characters, the first character lowest. The point is cut out by shifting what
  /// stands behind it, and eight digits become a number by three multiplications (D. Lemire, "Number parsing at a
  /// gigabyte per second", 2021). Then as in ``parse(_:)``: one exact integer over one exact power of ten.
  /// - Returns: nil for any other form, and for an integer that no double holds exactly.
  @inline(__always)
  static func short(_ bytes: UnsafeRawBufferPointer) -> Double? {
    guard let text = bytes.baseAddress, bytes.count <= 16, bytes.count > 0 else { return nil }
    var length = bytes.count
    var low: UInt64
    var high: UInt64 = 0
    if length >= 8 {
      low = load(text, 0)
      if length > 8 { high = load(text, length &- 8) &>> UInt64(8 &* (16 &- length)) }
    } else {
      low = loadFew(text, length)
    }
    var decimals = 0
    let point = firstPoint(low)
    if point < min(length, 8) {
      decimals = length &- 1 &- point
      low = cut(low, point) | high << 56
      high = high >> 8
      length &-= 1
    } else if length > 8 {
      let point = firstPoint(high)
      if point < length &- 8 {
        decimals = length &- 9 &- point
        high = cut(high, point)
        length &-= 1
      }
    }
    guard length > 0 else { return nil }
    guard let mantissa = digits(low, high, length), mantissa <= 1 << 53 else { return nil }
    return Double(mantissa) / powers[decimals]
  }

  /// The number that `length` digits in two words make; nil when one of them is none.
  @inline(__always)
  private static func digits(_ low: UInt64, _ high: UInt64, _ length: Int) -> UInt64? {
    let lowCount = min(length, 8)
    // Shifted up, digits end at the highest byte; zeros come in before them.
    let first = (low ^ zeros) &<< UInt64(truncatingIfNeeded: 8 &* (8 &- lowCount))
    guard isDigits(first) else { return nil }
    if length <= 8 { return eight(first) }
    let second = (high ^ zeros) &<< UInt64(truncatingIfNeeded: 8 &* (16 &- length))
    guard isDigits(second) else { return nil }
    return eight(first) &* wholePowers[length &- 8] &+ eight(second)
  }

  private static let zeros: UInt64 = 0x3030_3030_3030_3030
  private static let wholePowers: [UInt64] = [
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
  ]

  /// Whether each byte is 0 to 9.
  @inline(__always)
  private static func isDigits(_ word: UInt64) -> Bool {
    (word | (word &+ 0x0606_0606_0606_0606)) & 0xF0F0_F0F0_F0F0_F0F0 == 0
  }

  /// Eight digits, the most significant lowest.
  @inline(__always)
  private static func eight(_ digits: UInt64) -> UInt64 {
    let pairs = digits &* 10 &+ digits >> 8
    let low = (pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let high = (pairs >> 16 & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    return (low &+ high) >> 32
  }

  /// The place of the first point among eight characters; 8 for none.
  @inline(__always)
  private static func firstPoint(_ word: UInt64) -> Int {
    let same = word ^ 0x2E2E_2E2E_2E2E_2E2E
    return ((same &- 0x0101_0101_0101_0101) & ~same & 0x8080_8080_8080_8080).trailingZeroBitCount / 8
  }

  /// Eight characters without the one at `place`.
  @inline(__always)
  private static func cut(_ word: UInt64, _ place: Int) -> UInt64 {
    let before = 1 &<< UInt64(truncatingIfNeeded: 8 &* place) &- 1 as UInt64
    return word & before | word >> 8 & ~before
  }

  @inline(__always)
  private static func load(_ text: UnsafeRawPointer, _ place: Int) -> UInt64 {
    UInt64(littleEndian: text.loadUnaligned(fromByteOffset: place, as: UInt64.self))
  }

  /// Fewer than eight bytes, none read beyond them.
  @inline(__always)
  private static func loadFew(_ text: UnsafeRawPointer, _ count: Int) -> UInt64 {
    func byte(_ place: Int) -> UInt64 { UInt64(text.load(fromByteOffset: place, as: UInt8.self)) }
    if count >= 4 {
      let first = UInt32(littleEndian: text.loadUnaligned(as: UInt32.self))
      let last = UInt32(littleEndian: text.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
      return UInt64(first) | UInt64(last) << UInt64(8 &* (count &- 4))
    }
    return byte(0) | byte(count / 2) << UInt64(8 &* (count / 2)) | byte(count &- 1) << UInt64(8 &* (count &- 1))
  }
}
