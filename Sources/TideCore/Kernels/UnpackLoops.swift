/// Unpacks the lanes of `BitPacking`: 16 interleaved lanes of UInt32, widths of 1 to 32 bits. The width is a constant of
/// each copy of the loops, so that shifts and masks are too.
///
/// Values `first`, a multiple of 16, up to `end` are unpacked, into their own places of `out`.
public enum UnpackLoops {
  private typealias Lanes = SIMD16<UInt32>
  private typealias Words = SIMD16<UInt64>
  private typealias Numbers = SIMD16<Double>

  /// 1.5 x 2^52, and its bits: a whole number below 2^51 added to the bits is added to the double.
  private static var magic: Double { 6_755_399_441_055_744 }

  /// offsets + base as integers.
  ///
  /// - Complexity: O(end - first).
  @inline(never)
  public static func integers(
    _ source: UnsafeRawPointer, from first: Int, to end: Int, width: Int, base: Int64,
    into out: UnsafeMutablePointer<Int64>
  ) {
    switch width {
    case 1: integers(source, first, end, 1, base, out)
    case 2: integers(source, first, end, 2, base, out)
    case 3: integers(source, first, end, 3, base, out)
    case 4: integers(source, first, end, 4, base, out)
    case 5: integers(source, first, end, 5, base, out)
    case 6: integers(source, first, end, 6, base, out)
    case 7: integers(source, first, end, 7, base, out)
    case 8: integers(source, first, end, 8, base, out)
    case 9: integers(source, first, end, 9, base, out)
    case 10: integers(source, first, end, 10, base, out)
    case 11: integers(source, first, end, 11, base, out)
    case 12: integers(source, first, end, 12, base, out)
    case 13: integers(source, first, end, 13, base, out)
    case 14: integers(source, first, end, 14, base, out)
    case 15: integers(source, first, end, 15, base, out)
    case 16: integers(source, first, end, 16, base, out)
    case 17: integers(source, first, end, 17, base, out)
    case 18: integers(source, first, end, 18, base, out)
    case 19: integers(source, first, end, 19, base, out)
    case 20: integers(source, first, end, 20, base, out)
    case 21: integers(source, first, end, 21, base, out)
    case 22: integers(source, first, end, 22, base, out)
    case 23: integers(source, first, end, 23, base, out)
    case 24: integers(source, first, end, 24, base, out)
    case 25: integers(source, first, end, 25, base, out)
    case 26: integers(source, first, end, 26, base, out)
    case 27: integers(source, first, end, 27, base, out)
    case 28: integers(source, first, end, 28, base, out)
    case 29: integers(source, first, end, 29, base, out)
    case 30: integers(source, first, end, 30, base, out)
    case 31: integers(source, first, end, 31, base, out)
    default: integers(source, first, end, 32, base, out)
    }
  }

  @inline(__always)
  private static func integers(
    _ source: UnsafeRawPointer, _ first: Int, _ end: Int, _ width: Int, _ base: Int64,
    _ out: UnsafeMutablePointer<Int64>
  ) {
    let bases = Words(repeating: UInt64(bitPattern: base))
    let target = UnsafeMutableRawPointer(out)
    var at = first
    while at &+ 16 <= end {
      let words = Words(truncatingIfNeeded: lanes(source, at / 16, width)) &+ bases
      target.storeBytes(of: words, toByteOffset: at &* 8, as: Words.self)
      at &+= 16
    }
    guard at < end else { return }
    let offsets = lanes(source, at / 16, width)
    for lane in 0..<end &- at { out[at &+ lane] = base &+ Int64(offsets[lane]) }
  }

  /// (offset + base) as doubles, exact for whole numbers below 2^51.
  ///
  /// - Complexity: O(end - first).
  @inline(never)
  public static func doubles(
    _ source: UnsafeRawPointer, from first: Int, to end: Int, width: Int, base: Int64,
    into out: UnsafeMutablePointer<Double>
  ) {
    switch width {
    case 1: doubles(source, first, end, 1, base, out)
    case 2: doubles(source, first, end, 2, base, out)
    case 3: doubles(source, first, end, 3, base, out)
    case 4: doubles(source, first, end, 4, base, out)
    case 5: doubles(source, first, end, 5, base, out)
    case 6: doubles(source, first, end, 6, base, out)
    case 7: doubles(source, first, end, 7, base, out)
    case 8: doubles(source, first, end, 8, base, out)
    case 9: doubles(source, first, end, 9, base, out)
    case 10: doubles(source, first, end, 10, base, out)
    case 11: doubles(source, first, end, 11, base, out)
    case 12: doubles(source, first, end, 12, base, out)
    case 13: doubles(source, first, end, 13, base, out)
    case 14: doubles(source, first, end, 14, base, out)
    case 15: doubles(source, first, end, 15, base, out)
    case 16: doubles(source, first, end, 16, base, out)
    case 17: doubles(source, first, end, 17, base, out)
    case 18: doubles(source, first, end, 18, base, out)
    case 19: doubles(source, first, end, 19, base, out)
    case 20: doubles(source, first, end, 20, base, out)
    case 21: doubles(source, first, end, 21, base, out)
    case 22: doubles(source, first, end, 22, base, out)
    case 23: doubles(source, first, end, 23, base, out)
    case 24: doubles(source, first, end, 24, base, out)
    case 25: doubles(source, first, end, 25, base, out)
    case 26: doubles(source, first, end, 26, base, out)
    case 27: doubles(source, first, end, 27, base, out)
    case 28: doubles(source, first, end, 28, base, out)
    case 29: doubles(source, first, end, 29, base, out)
    case 30: doubles(source, first, end, 30, base, out)
    case 31: doubles(source, first, end, 31, base, out)
    default: doubles(source, first, end, 32, base, out)
    }
  }

  @inline(__always)
  private static func doubles(
    _ source: UnsafeRawPointer, _ first: Int, _ end: Int, _ width: Int, _ base: Int64,
    _ out: UnsafeMutablePointer<Double>
  ) {
    let bits = base &+ Int64(bitPattern: magic.bitPattern)
    let bases = Words(repeating: UInt64(bitPattern: bits))
    let magics = Numbers(repeating: magic)
    let target = UnsafeMutableRawPointer(out)
    var at = first
    while at &+ 16 <= end {
      let sums = Words(truncatingIfNeeded: lanes(source, at / 16, width)) &+ bases
      target.storeBytes(
        of: unsafeBitCast(sums, to: Numbers.self) - magics, toByteOffset: at &* 8, as: Numbers.self)
      at &+= 16
    }
    guard at < end else { return }
    let offsets = lanes(source, at / 16, width)
    for lane in 0..<end &- at {
      out[at &+ lane] = Double(bitPattern: UInt64(bitPattern: bits &+ Int64(offsets[lane]))) - magic
    }
  }

  /// (offset + base) / power: the doubles nearest to the decimals, whole numbers being below 2^51.
  ///
  /// - Complexity: O(end - first).
  @inline(never)
  public static func decimals(
    _ source: UnsafeRawPointer, from first: Int, to end: Int, width: Int, base: Int64, power: Double,
    into out: UnsafeMutablePointer<Double>
  ) {
    doubles(source, from: first, to: end, width: width, base: base, into: out)
    let powers = SIMD8<Double>(repeating: power)
    var at = first
    while at &+ 8 <= end {
      let row = UnsafeRawPointer(out + at).loadUnaligned(as: SIMD8<Double>.self)
      UnsafeMutableRawPointer(out + at).storeBytes(of: row / powers, as: SIMD8<Double>.self)
      at &+= 8
    }
    while at < end {
      out[at] /= power
      at &+= 1
    }
  }

  /// The sum of the offsets, modulo 2^64, without storing them.
  ///
  /// - Complexity: O(end - first).
  @inline(never)
  public static func sum(_ source: UnsafeRawPointer, from first: Int, to end: Int, width: Int) -> UInt64 {
    switch width {
    case 1: sum(source, first, end, 1)
    case 2: sum(source, first, end, 2)
    case 3: sum(source, first, end, 3)
    case 4: sum(source, first, end, 4)
    case 5: sum(source, first, end, 5)
    case 6: sum(source, first, end, 6)
    case 7: sum(source, first, end, 7)
    case 8: sum(source, first, end, 8)
    case 9: sum(source, first, end, 9)
    case 10: sum(source, first, end, 10)
    case 11: sum(source, first, end, 11)
    case 12: sum(source, first, end, 12)
    case 13: sum(source, first, end, 13)
    case 14: sum(source, first, end, 14)
    case 15: sum(source, first, end, 15)
    case 16: sum(source, first, end, 16)
    case 17: sum(source, first, end, 17)
    case 18: sum(source, first, end, 18)
    case 19: sum(source, first, end, 19)
    case 20: sum(source, first, end, 20)
    case 21: sum(source, first, end, 21)
    case 22: sum(source, first, end, 22)
    case 23: sum(source, first, end, 23)
    case 24: sum(source, first, end, 24)
    case 25: sum(source, first, end, 25)
    case 26: sum(source, first, end, 26)
    case 27: sum(source, first, end, 27)
    case 28: sum(source, first, end, 28)
    case 29: sum(source, first, end, 29)
    case 30: sum(source, first, end, 30)
    case 31: sum(source, first, end, 31)
    default: sum(source, first, end, 32)
    }
  }

  @inline(__always)
  private static func sum(_ source: UnsafeRawPointer, _ first: Int, _ end: Int, _ width: Int) -> UInt64 {
    var sums = Words.zero
    var at = first
    while at &+ 16 <= end {
      sums &+= Words(truncatingIfNeeded: lanes(source, at / 16, width))
      at &+= 16
    }
    var total: UInt64 = 0
    for lane in 0..<16 { total &+= sums[lane] }
    guard at < end else { return total }
    let offsets = lanes(source, at / 16, width)
    for lane in 0..<end &- at { total &+= UInt64(offsets[lane]) }
    return total
  }

  /// The 16 offsets of one row.
  @inline(__always)
  private static func lanes(_ source: UnsafeRawPointer, _ row: Int, _ width: Int) -> Lanes {
    let bit = row &* width
    let shift = UInt32(truncatingIfNeeded: bit & 31)
    let place = source + (bit &>> 5) &* 64
    var offsets = place.loadUnaligned(as: Lanes.self) &>> Lanes(repeating: shift)
    if Int(shift) &+ width > 32 {
      offsets |= (place + 64).loadUnaligned(as: Lanes.self) &<< Lanes(repeating: 32 &- shift)
    }
    return offsets & Lanes(repeating: UInt32.max &>> UInt32(truncatingIfNeeded: 32 &- width))
  }
}
