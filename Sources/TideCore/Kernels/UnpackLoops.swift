/// Unpacks the lanes of `BitPacking`: 16 interleaved lanes of UInt32, widths of 1 to 32 bits. The width is a constant of
/// each copy of the loops, so that shifts and masks are too.
public enum UnpackLoops {
  private typealias Lanes = SIMD16<UInt32>
  private typealias Words = SIMD16<UInt64>
  private typealias Numbers = SIMD16<Double>

  /// 1.5 x 2^52, and its bits: a whole number below 2^51 added to the bits is added to the double.
  private static var magic: Double { 6_755_399_441_055_744 }

  /// offsets + base as integers. `count` of at least 16; rows of 16 are written while they are whole.
  ///
  /// - Complexity: O(count).
  @inline(never)
  public static func integers(
    _ source: UnsafeRawPointer, _ count: Int, width: Int, base: Int64, into out: UnsafeMutablePointer<Int64>
  ) {
    let bases = Words(repeating: UInt64(bitPattern: base))
    let target = UnsafeMutableRawPointer(out)
    specialised(source, count, width) { row, offsets in
      target.storeBytes(
        of: Words(truncatingIfNeeded: offsets) &+ bases, toByteOffset: row &* 128, as: Words.self)
    } last: { place, offset in
      out[place] = base &+ Int64(offset)
    }
  }

  /// (offset + base) as doubles, exact for whole numbers below 2^51.
  ///
  /// - Complexity: O(count).
  @inline(never)
  public static func doubles(
    _ source: UnsafeRawPointer, _ count: Int, width: Int, base: Int64, into out: UnsafeMutablePointer<Double>
  ) {
    let bits = base &+ Int64(bitPattern: magic.bitPattern)
    let bases = Words(repeating: UInt64(bitPattern: bits))
    let magics = Numbers(repeating: magic)
    let target = UnsafeMutableRawPointer(out)
    specialised(source, count, width) { row, offsets in
      let numbers = unsafeBitCast(Words(truncatingIfNeeded: offsets) &+ bases, to: Numbers.self) - magics
      target.storeBytes(of: numbers, toByteOffset: row &* 128, as: Numbers.self)
    } last: { place, offset in
      out[place] = Double(bitPattern: UInt64(bitPattern: bits &+ Int64(offset))) - magic
    }
  }

  /// (offset + base) / power: the doubles nearest to the decimals, whole numbers being below 2^51.
  ///
  /// - Complexity: O(count).
  @inline(never)
  public static func decimals(
    _ source: UnsafeRawPointer, _ count: Int, width: Int, base: Int64, power: Double,
    into out: UnsafeMutablePointer<Double>
  ) {
    let bits = base &+ Int64(bitPattern: magic.bitPattern)
    let bases = Words(repeating: UInt64(bitPattern: bits))
    let magics = Numbers(repeating: magic)
    let powers = Numbers(repeating: power)
    let target = UnsafeMutableRawPointer(out)
    specialised(source, count, width) { row, offsets in
      let numbers = unsafeBitCast(Words(truncatingIfNeeded: offsets) &+ bases, to: Numbers.self) - magics
      target.storeBytes(of: numbers / powers, toByteOffset: row &* 128, as: Numbers.self)
    } last: { place, offset in
      out[place] = (Double(bitPattern: UInt64(bitPattern: bits &+ Int64(offset))) - magic) / power
    }
  }

  /// The sum of the offsets, modulo 2^64, without storing them.
  ///
  /// - Complexity: O(count).
  @inline(never)
  public static func sum(_ source: UnsafeRawPointer, _ count: Int, width: Int) -> UInt64 {
    var sums = Words.zero
    var rest: UInt64 = 0
    specialised(source, count, width) { _, offsets in
      sums &+= Words(truncatingIfNeeded: offsets)
    } last: { _, offset in
      rest &+= UInt64(offset)
    }
    for lane in 0..<16 { rest &+= sums[lane] }
    return rest
  }

  /// Calls `whole` with each whole row of 16 offsets, then `last` with each offset left over.
  @inline(__always)
  private static func specialised(
    _ source: UnsafeRawPointer, _ count: Int, _ width: Int, _ whole: (Int, Lanes) -> Void,
    last: (Int, UInt32) -> Void
  ) {
    switch width {
    case 1: rows(source, count, 1, whole, last)
    case 2: rows(source, count, 2, whole, last)
    case 3: rows(source, count, 3, whole, last)
    case 4: rows(source, count, 4, whole, last)
    case 5: rows(source, count, 5, whole, last)
    case 6: rows(source, count, 6, whole, last)
    case 7: rows(source, count, 7, whole, last)
    case 8: rows(source, count, 8, whole, last)
    case 9: rows(source, count, 9, whole, last)
    case 10: rows(source, count, 10, whole, last)
    case 11: rows(source, count, 11, whole, last)
    case 12: rows(source, count, 12, whole, last)
    case 13: rows(source, count, 13, whole, last)
    case 14: rows(source, count, 14, whole, last)
    case 15: rows(source, count, 15, whole, last)
    case 16: rows(source, count, 16, whole, last)
    case 17: rows(source, count, 17, whole, last)
    case 18: rows(source, count, 18, whole, last)
    case 19: rows(source, count, 19, whole, last)
    case 20: rows(source, count, 20, whole, last)
    case 21: rows(source, count, 21, whole, last)
    case 22: rows(source, count, 22, whole, last)
    case 23: rows(source, count, 23, whole, last)
    case 24: rows(source, count, 24, whole, last)
    case 25: rows(source, count, 25, whole, last)
    case 26: rows(source, count, 26, whole, last)
    case 27: rows(source, count, 27, whole, last)
    case 28: rows(source, count, 28, whole, last)
    case 29: rows(source, count, 29, whole, last)
    case 30: rows(source, count, 30, whole, last)
    case 31: rows(source, count, 31, whole, last)
    default: rows(source, count, 32, whole, last)
    }
  }

  @inline(__always)
  private static func rows(
    _ source: UnsafeRawPointer, _ count: Int, _ width: Int, _ whole: (Int, Lanes) -> Void, _ last: (Int, UInt32) -> Void
  ) {
    let wholeRows = count / 16
    var row = 0
    while row < wholeRows {
      whole(row, lanes(source, row, width))
      row &+= 1
    }
    let left = count &- wholeRows &* 16
    guard left > 0 else { return }
    let offsets = lanes(source, wholeRows, width)
    var lane = 0
    while lane < left {
      last(wholeRows &* 16 &+ lane, offsets[lane])
      lane &+= 1
    }
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
