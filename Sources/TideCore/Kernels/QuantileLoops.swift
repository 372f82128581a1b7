/// Picks order statistics without sorting: values are counted into 256 bins between their extremes, and only the bins
/// that hold a wanted rank are sorted.
public enum QuantileLoops {
  private static var binCount: Int { 256 }
  private static var magic: Double { 6_755_399_441_055_744 }
  private static var heapLimit: Int { 512 }

  /// Counters that `select` needs.
  public static var binRoom: Int { 512 }

  /// The values of the given ranks (0 for the least), into `out`.
  ///
  /// - Parameters:
  ///   - values: `count` numbers, at least one, none of them NaN.
  ///   - scratch: room for `count` doubles and as many bytes behind them.
  ///   - bins: room for `binRoom` counters.
  ///   - ranks: ascending, each below `count`.
  /// - Complexity: O(count) where values spread; at worst that of sorting them.
  @inline(never)
  public static func select(
    _ values: UnsafePointer<Double>, _ count: Int, scratch: UnsafeMutablePointer<Double>,
    bins: UnsafeMutablePointer<Int32>, ranks: UnsafePointer<Int>, _ rankCount: Int,
    into out: UnsafeMutablePointer<Double>
  ) {
    let (least, greatest) = ScanLoops.extremes(values, count)
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
    let counts = bins
    let wanted = counts + binCount
    for bin in 0..<2 &* binCount { counts[bin] = 0 }
    var at = 0
    while at < count {
      counts[Int(places[at])] &+= 1
      at &+= 1
    }
    mark(counts, wanted, ranks, rankCount, out)
    var kept = 0
    at = 0
    while at < count {
      scratch[kept] = values[at]
      kept &+= Int(wanted[Int(places[at])])
      at &+= 1
    }
    sort(scratch, kept)
    for rank in 0..<rankCount { out[rank] = scratch[Int(out[rank])] }
  }

  /// The bin of each value. Rounding is monotonic, so that no value of a higher bin is less.
  private static func bin(
    _ values: UnsafePointer<Double>, _ count: Int, _ least: Double, _ scale: Double,
    _ places: UnsafeMutablePointer<UInt8>
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

  /// Marks the bins that hold a rank, and gives for each rank its place among the sorted values of those bins.
  private static func mark(
    _ counts: UnsafePointer<Int32>, _ wanted: UnsafeMutablePointer<Int32>, _ ranks: UnsafePointer<Int>,
    _ rankCount: Int, _ places: UnsafeMutablePointer<Double>
  ) {
    var bin = 0
    // Values in the bins below this one, and those of them in marked ones.
    var below = 0
    var kept = 0
    for index in 0..<rankCount {
      let rank = ranks[index]
      while true {
        if bin & 15 == 0 {
          let row = UnsafeRawPointer(counts + bin).loadUnaligned(as: SIMD16<Int32>.self)
          let sum = Int(row.wrappedSum())
          if below &+ sum <= rank {
            if wanted[bin] == 1 { kept &+= Int(counts[bin]) }
            below &+= sum
            bin &+= 16
            continue
          }
        }
        let count = Int(counts[bin])
        if below &+ count > rank { break }
        if wanted[bin] == 1 { kept &+= count }
        below &+= count
        bin &+= 1
      }
      wanted[bin] = 1
      places[index] = Double(kept &+ rank &- below)
    }
  }

  /// Sorts in place: Shell's way for a few, else a heap.
  private static func sort(_ values: UnsafeMutablePointer<Double>, _ count: Int) {
    guard count <= heapLimit else {
      heapSort(values, count)
      return
    }
    // Gaps of Ciura 2001.
    if count > 57 { insert(values, count, gap: 57) }
    if count > 23 { insert(values, count, gap: 23) }
    if count > 10 { insert(values, count, gap: 10) }
    if count > 4 { insert(values, count, gap: 4) }
    insert(values, count, gap: 1)
  }

  @inline(__always)
  private static func insert(_ values: UnsafeMutablePointer<Double>, _ count: Int, gap: Int) {
    var end = gap
    while end < count {
      let value = values[end]
      var at = end
      while at >= gap, values[at &- gap] > value {
        values[at] = values[at &- gap]
        at &-= gap
      }
      values[at] = value
      end &+= 1
    }
  }

  /// Williams 1964, Floyd 1964.
  private static func heapSort(_ values: UnsafeMutablePointer<Double>, _ count: Int) {
    var start = count / 2
    while start > 0 {
      start &-= 1
      sift(values, start, count)
    }
    var end = count
    while end > 1 {
      end &-= 1
      let last = values[end]
      values[end] = values[0]
      values[0] = last
      sift(values, 0, end)
    }
  }

  private static func sift(_ values: UnsafeMutablePointer<Double>, _ root: Int, _ end: Int) {
    let value = values[root]
    var at = root
    while true {
      var child = 2 &* at &+ 1
      guard child < end else { break }
      if child &+ 1 < end, values[child &+ 1] > values[child] { child &+= 1 }
      guard values[child] > value else { break }
      values[at] = values[child]
      at = child
    }
    values[at] = value
  }
}
