/// Loops over decoded numbers that statistics are made of: sums of some, moments, ranks.
///
/// Rules as for the other loops: one order of adding, nothing fused, nothing touched behind the counts.
public enum StatisticsLoops {
  private typealias Row = SIMD8<Double>
  private typealias Bits = SIMD8<UInt64>

  @inline(__always)
  private static func load(_ values: UnsafePointer<Double>, _ at: Int) -> Row {
    UnsafeRawPointer(values + at).loadUnaligned(as: Row.self)
  }

  @inline(__always)
  private static func total(_ rows: Row) -> Double {
    ((rows[0] + rows[4]) + (rows[2] + rows[6])) + ((rows[1] + rows[5]) + (rows[3] + rows[7]))
  }

  /// The sum of the values whose bit is set: bit i % 64 of word i / 64. What others are does not matter, NaN or not.
  ///
  /// - Complexity: O(count).
  @inline(never)
  public static func sum(_ values: UnsafePointer<Double>, _ count: Int, where bits: UnsafePointer<UInt64>) -> Double {
    let lanes = Bits(0, 1, 2, 3, 4, 5, 6, 7)
    let ones = Bits(repeating: 1)
    var a = Row.zero
    var b = Row.zero
    var at = 0
    while at &+ 16 <= count {
      let word = bits[at &>> 6] &>> UInt64(truncatingIfNeeded: at & 63)
      let low = Bits.zero &- ((Bits(repeating: word) &>> lanes) & ones)
      let high = Bits.zero &- ((Bits(repeating: word &>> 8) &>> lanes) & ones)
      a += unsafeBitCast(unsafeBitCast(load(values, at), to: Bits.self) & low, to: Row.self)
      b += unsafeBitCast(unsafeBitCast(load(values, at &+ 8), to: Bits.self) & high, to: Row.self)
      at &+= 16
    }
    var sum = total(a + b)
    while at < count {
      if bits[at &>> 6] &>> UInt64(truncatingIfNeeded: at & 63) & 1 == 1 { sum += values[at] }
      at &+= 1
    }
    return sum
  }

  /// The sums of the distances from a centre, and of their squares: mean = centre + first / n, and the sum of squares
  /// about the mean = second - first² / n (the shifted-data form of Chan, Golub and LeVeque, 1983).
  ///
  /// - Complexity: O(count).
  @inline(never)
  public static func moments(
    _ values: UnsafePointer<Double>, _ count: Int, about centre: Double
  ) -> (first: Double, second: Double) {
    let centres = Row(repeating: centre)
    var (first, square) = (Row.zero, Row.zero)
    var (other, otherSquare) = (Row.zero, Row.zero)
    var (third, thirdSquare) = (Row.zero, Row.zero)
    var (fourth, fourthSquare) = (Row.zero, Row.zero)
    var at = 0
    while at &+ 32 <= count {
      add(load(values, at) - centres, &first, &square)
      add(load(values, at &+ 8) - centres, &other, &otherSquare)
      add(load(values, at &+ 16) - centres, &third, &thirdSquare)
      add(load(values, at &+ 24) - centres, &fourth, &fourthSquare)
      at &+= 32
    }
    while at &+ 8 <= count {
      add(load(values, at) - centres, &first, &square)
      at &+= 8
    }
    var sums = (
      total((first + other) + (third + fourth)), total((square + otherSquare) + (thirdSquare + fourthSquare))
    )
    while at < count {
      let distance = values[at] - centre
      sums.0 += distance
      sums.1 += distance * distance
      at &+= 1
    }
    return sums
  }

  @inline(__always)
  private static func add(_ distance: Row, _ sum: inout Row, _ squares: inout Row) {
    sum += distance
    squares += distance * distance
  }

  /// For each value how many are less than it; NaN is less than nothing and nothing is less than it.
  ///
  /// - Complexity: O(count²), eight comparisons at a time: made for the areas of one period.
  @inline(never)
  public static func countLess(
    _ values: UnsafePointer<Double>, _ count: Int, into ranks: UnsafeMutablePointer<Int64>
  ) {
    let ones = SIMD8<Int64>(repeating: 1)
    for place in 0..<count {
      let value = Row(repeating: values[place])
      var less = SIMD8<Int64>.zero
      var at = 0
      while at &+ 8 <= count {
        less &+= SIMD8<Int64>.zero.replacing(with: ones, where: load(values, at) .< value)
        at &+= 8
      }
      var sum: Int64 = 0
      for lane in 0..<8 { sum &+= less[lane] }
      while at < count {
        sum &+= values[at] < values[place] ? 1 : 0
        at &+= 1
      }
      ranks[place] = sum
    }
  }
}
