/// Picks order statistics without sorting: values are counted into 256 bins between their extremes, and only the bins
/// that hold a wanted rank are sorted.
public enum QuantileKernel {
  private static let bins = 256
  private static let magic = 6_755_399_441_055_744.0
  private static let insertionLimit = 24

  /// The values of the given ranks (0 for the least), into `out`.
  ///
  /// - Parameters:
  ///   - values: `count` numbers, at least one, none of them NaN.
  ///   - scratch: room for `count` doubles and as many bytes behind them.
  ///   - ranks: ascending, each below `count`.
  /// - Complexity: O(count) where values spread; at worst that of sorting them.
  public static func select(
    _ values: UnsafePointer<Double>, _ count: Int, scratch: UnsafeMutablePointer<Double>,
    ranks: UnsafePointer<Int>, _ rankCount: Int, into out: UnsafeMutablePointer<Double>
  ) {
    let (least, greatest) = ScanKernels.extremes(values, count)
    let span = greatest - least
    guard span > 0, span < .infinity, 255 / span < .infinity else {
      // All are equal, or too close or too far apart to be binned.
      for rank in 0..<count { scratch[rank] = values[rank] }
      sort(scratch, count)
      for rank in 0..<rankCount { out[rank] = scratch[ranks[rank]] }
      return
    }
    let places = UnsafeMutableRawPointer(scratch + count).assumingMemoryBound(to: UInt8.self)
    bin(values, count, least, 255 / span, places)
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * bins) { room in
      let counts = room.baseAddress!
      let wanted = counts + bins
      room.update(repeating: 0)
      for at in 0..<count { counts[Int(places[at])] &+= 1 }
      mark(counts, wanted, ranks, rankCount)
      var kept = 0
      for at in 0..<count {
        scratch[kept] = values[at]
        kept &+= Int(wanted[Int(places[at])])
      }
      sort(scratch, kept)
      pick(counts, wanted, ranks, rankCount, scratch, out)
    }
  }

  /// The bin of each value. Rounding is monotonic, so that no value of a higher bin is less.
  private static func bin(
    _ values: UnsafePointer<Double>, _ count: Int, _ least: Double, _ scale: Double, _ places: UnsafeMutablePointer<UInt8>
  ) {
    let low = SIMD8<Double>(repeating: least)
    let scales = SIMD8<Double>(repeating: scale)
    let magics = SIMD8<Double>(repeating: magic)
    var at = 0
    while at &+ 8 <= count {
      let row = UnsafeRawPointer(values + at).loadUnaligned(as: SIMD8<Double>.self)
      let bits = unsafeBitCast((row - low) * scales + magics, to: SIMD8<UInt64>.self)
      UnsafeMutableRawPointer(places + at).storeBytes(
        of: SIMD8<UInt8>(truncatingIfNeeded: bits), as: SIMD8<UInt8>.self)
      at &+= 8
    }
    while at < count {
      places[at] = UInt8(truncatingIfNeeded: ((values[at] - least) * scale + magic).bitPattern)
      at &+= 1
    }
  }

  /// Marks the bins that hold a rank.
  private static func mark(
    _ counts: UnsafePointer<Int32>, _ wanted: UnsafeMutablePointer<Int32>, _ ranks: UnsafePointer<Int>, _ rankCount: Int
  ) {
    var below = 0
    var rank = 0
    for bin in 0..<bins where rank < rankCount {
      let upTo = below &+ Int(counts[bin])
      while rank < rankCount, ranks[rank] < upTo {
        wanted[bin] = 1
        rank &+= 1
      }
      below = upTo
    }
  }

  /// Ranks among all, found among the sorted values of the marked bins.
  private static func pick(
    _ counts: UnsafePointer<Int32>, _ wanted: UnsafePointer<Int32>, _ ranks: UnsafePointer<Int>, _ rankCount: Int,
    _ sorted: UnsafePointer<Double>, _ out: UnsafeMutablePointer<Double>
  ) {
    var below = 0
    var left = 0
    var rank = 0
    for bin in 0..<bins where rank < rankCount {
      let upTo = below &+ Int(counts[bin])
      while rank < rankCount, ranks[rank] < upTo {
        out[rank] = sorted[ranks[rank] &- left]
        rank &+= 1
      }
      if wanted[bin] == 0 { left &+= Int(counts[bin]) }
      below = upTo
    }
  }

  private static func sort(_ values: UnsafeMutablePointer<Double>, _ count: Int) {
    if count > insertionLimit {
      var all = UnsafeMutableBufferPointer(start: values, count: count)
      all.sort()
      return
    }
    var end = 1
    while end < count {
      let value = values[end]
      var at = end
      while at > 0, values[at &- 1] > value {
        values[at] = values[at &- 1]
        at &-= 1
      }
      values[at] = value
      end &+= 1
    }
  }
}
