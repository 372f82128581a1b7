/// Loops over decoded chunks: sums, extremes, and columns of areas added up over periods.
///
/// Pointers and whole numbers only, so that one source serves every CPU level; sums are taken in one order, the same on
/// all of them. Counts are those of the buffers; nothing is read or written behind them.
public enum ScanLoops {
  private typealias Row = SIMD8<Double>

  @inline(__always)
  private static func load(_ values: UnsafePointer<Double>, _ at: Int) -> Row {
    UnsafeRawPointer(values + at).loadUnaligned(as: Row.self)
  }

  @inline(__always)
  private static func store(_ row: Row, _ values: UnsafeMutablePointer<Double>, _ at: Int) {
    UnsafeMutableRawPointer(values + at).storeBytes(of: row, as: Row.self)
  }

  /// The sum: four rows of eight accumulators, added pairwise at the end, then what is left over one by one.
  ///
  /// - Complexity: O(count).
  @inline(never)
  public static func sum(_ values: UnsafePointer<Double>, _ count: Int) -> Double {
    var a = Row.zero
    var b = Row.zero
    var c = Row.zero
    var d = Row.zero
    var at = 0
    while at &+ 32 <= count {
      a += load(values, at)
      b += load(values, at &+ 8)
      c += load(values, at &+ 16)
      d += load(values, at &+ 24)
      at &+= 32
    }
    while at &+ 8 <= count {
      a += load(values, at)
      at &+= 8
    }
    let rows = (a + b) + (c + d)
    var total = ((rows[0] + rows[4]) + (rows[2] + rows[6])) + ((rows[1] + rows[5]) + (rows[3] + rows[7]))
    while at < count {
      total += values[at]
      at &+= 1
    }
    return total
  }

  /// The least and the greatest of at least one value, none of them NaN.
  ///
  /// - Complexity: O(count).
  @inline(never)
  public static func extremes(_ values: UnsafePointer<Double>, _ count: Int) -> (least: Double, greatest: Double) {
    var low = Row(repeating: values[0])
    var high = low
    var at = 0
    while at &+ 8 <= count {
      let row = load(values, at)
      low = low.replacing(with: row, where: row .< low)
      high = high.replacing(with: row, where: row .> high)
      at &+= 8
    }
    var (least, greatest) = (low[0], high[0])
    for lane in 1..<8 {
      least = low[lane] < least ? low[lane] : least
      greatest = high[lane] > greatest ? high[lane] : greatest
    }
    while at < count {
      least = values[at] < least ? values[at] : least
      greatest = values[at] > greatest ? values[at] : greatest
      at &+= 1
    }
    return (least, greatest)
  }

  /// sums[i] += values[i]
  ///
  /// - Complexity: O(count).
  @inline(never)
  public static func add(_ values: UnsafePointer<Double>, _ count: Int, to sums: UnsafeMutablePointer<Double>) {
    var at = 0
    while at &+ 8 <= count {
      store(load(sums, at) + load(values, at), sums, at)
      at &+= 8
    }
    while at < count {
      sums[at] += values[at]
      at &+= 1
    }
  }

  /// sums[i] += factor x values[i], rounded twice: never fused.
  ///
  /// - Complexity: O(count).
  @inline(never)
  public static func add(
    _ values: UnsafePointer<Double>, _ count: Int, times factor: Double, to sums: UnsafeMutablePointer<Double>
  ) {
    let factors = Row(repeating: factor)
    var at = 0
    while at &+ 8 <= count {
      store(load(sums, at) + load(values, at) * factors, sums, at)
      at &+= 8
    }
    while at < count {
      sums[at] += values[at] * factor
      at &+= 1
    }
  }

  /// sums[i] += number
  ///
  /// - Complexity: O(count).
  @inline(never)
  public static func add(_ number: Double, _ count: Int, to sums: UnsafeMutablePointer<Double>) {
    let row = Row(repeating: number)
    var at = 0
    while at &+ 8 <= count {
      store(load(sums, at) + row, sums, at)
      at &+= 8
    }
    while at < count {
      sums[at] += number
      at &+= 1
    }
  }

  /// counts[i] += 1 where values[i] > threshold
  ///
  /// - Complexity: O(count).
  @inline(never)
  public static func addAbove(
    _ values: UnsafePointer<Double>, _ count: Int, threshold: Double, to counts: UnsafeMutablePointer<Int64>
  ) {
    let thresholds = Row(repeating: threshold)
    let ones = SIMD8<Int64>(repeating: 1)
    let raw = UnsafeMutableRawPointer(counts)
    var at = 0
    while at &+ 8 <= count {
      let before = raw.loadUnaligned(fromByteOffset: at &* 8, as: SIMD8<Int64>.self)
      let more = SIMD8<Int64>.zero.replacing(with: ones, where: load(values, at) .> thresholds)
      raw.storeBytes(of: before &+ more, toByteOffset: at &* 8, as: SIMD8<Int64>.self)
      at &+= 8
    }
    while at < count {
      counts[at] &+= values[at] > threshold ? 1 : 0
      at &+= 1
    }
  }

  /// counts[i] += 1
  ///
  /// - Complexity: O(count).
  @inline(never)
  public static func increment(_ counts: UnsafeMutablePointer<Int64>, _ count: Int) {
    var at = 0
    while at < count {
      counts[at] &+= 1
      at &+= 1
    }
  }

  /// sums[groups[i]] += values[columns[i] - shift]
  ///
  /// - Complexity: O(count).
  @inline(never)
  public static func gatherAdd(
    _ values: UnsafePointer<Double>, columns: UnsafePointer<Int32>, groups: UnsafePointer<Int32>, _ count: Int,
    shift: Int, to sums: UnsafeMutablePointer<Double>
  ) {
    var at = 0
    while at < count {
      sums[Int(groups[at])] += values[Int(columns[at]) &- shift]
      at &+= 1
    }
  }
}
