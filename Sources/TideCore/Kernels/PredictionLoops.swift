/// Predicts the printed decimals of cells `first`, a multiple of eight, up to `end`, as whole numbers over powers of ten.
///
/// Only + - x / and square roots, each rounded by itself: the same bits on every CPU. Rows of eight; buffers have room
/// for whole rows, and what stands behind the last cell is read and means nothing.
public enum PredictionLoops {
  private typealias Row = SIMD8<Double>
  private typealias Mask = SIMDMask<SIMD8<Int64>>

  /// 1.5 x 2^52: adding and taking it away rounds a double below 2^51 to a whole number, half to even.
  private static var magic: Double { 6_755_399_441_055_744 }
  private static var limit: Double { 2_251_799_813_685_248 }
  private static var firstDecade: Int { -7 }
  private static var lastDecade: Int { 15 }

  /// For each cell the predicted whole number and the power of ten it is over.
  ///
  /// - Parameters:
  ///   - rule: raw value of a `PredictionRule`.
  ///   - factor: what a ratio is multiplied by.
  ///   - z: deviate of the limit predicted; `reference` is that of the 95% limits.
  ///   - poisson: exact Poisson limits of the counts 0 to 9, or nil for Byar's.
  ///   - digits: decimals printed, or where `isSignificant` all digits from the first that is not 0.
  ///   - powers: 10^0 ... 10^22.
  ///   - operands: seven columns, `stride` apart.
  ///   - wholes: receives whole numbers below 2^51; 0 where nothing can be predicted.
  ///   - scales: receives powers of ten.
  @inline(never)
  public static func predict(
    rule: UInt8, factor: Double, z: Double, reference: Double, poisson: UnsafePointer<Double>?, digits: Int,
    isSignificant: Bool, powers: UnsafePointer<Double>, operands: UnsafePointer<Double>, stride: Int, from first: Int,
    to end: Int,
    wholes: UnsafeMutablePointer<Double>, scales: UnsafeMutablePointer<Double>
  ) {
    let rows = first / 8..<(end &+ 7) / 8
    apply(rule, factor, z, reference, operands, stride, rows, wholes)
    if let poisson { correctSmallCounts(factor, poisson, operands, stride, first, end, wholes) }
    if isSignificant {
      roundSignificant(digits, powers, rows, wholes, scales)
    } else {
      let scale = Row(repeating: powers[digits])
      for row in rows {
        let at = row &* 8
        store(rounded(load(wholes, at) * scale), wholes, at)
        store(scale, scales, at)
      }
    }
  }

  /// wholes / scales, into `out`.
  @inline(never)
  public static func divide(
    _ wholes: UnsafePointer<Double>, by scales: UnsafePointer<Double>, from first: Int, to end: Int,
    into out: UnsafeMutablePointer<Double>
  ) {
    for row in first / 8..<(end &+ 7) / 8 {
      let at = row &* 8
      store(load(wholes, at) / load(scales, at), out, at)
    }
  }

  /// wholes += residuals, whole numbers below 2^51.
  @inline(never)
  public static func add(
    _ residuals: UnsafePointer<Int64>, from first: Int, to end: Int, to wholes: UnsafeMutablePointer<Double>
  ) {
    let bits = SIMD8<UInt64>(repeating: magic.bitPattern)
    for row in first / 8..<(end &+ 7) / 8 {
      let at = row &* 8
      let words = UnsafeRawPointer(residuals + at).loadUnaligned(as: SIMD8<UInt64>.self)
      let numbers = unsafeBitCast(words &+ bits, to: Row.self) - Row(repeating: magic)
      store(load(wholes, at) + numbers, wholes, at)
    }
  }

  @inline(__always)
  private static func load(_ values: UnsafePointer<Double>, _ at: Int) -> Row {
    UnsafeRawPointer(values + at).loadUnaligned(as: Row.self)
  }

  @inline(__always)
  private static func store(_ row: Row, _ values: UnsafeMutablePointer<Double>, _ at: Int) {
    UnsafeMutableRawPointer(values + at).storeBytes(of: row, as: Row.self)
  }

  @inline(__always)
  private static func select(_ mask: Mask, _ yes: Row, _ no: Row) -> Row { no.replacing(with: yes, where: mask) }

  /// The nearest whole numbers; 0 for what is too large, infinite or no number.
  @inline(__always)
  private static func rounded(_ scaled: Row) -> Row {
    let whole = (scaled + Row(repeating: magic)) - Row(repeating: magic)
    let small = (scaled .< Row(repeating: limit)) .& (scaled .> Row(repeating: -limit))
    return select(small, whole, Row.zero)
  }

  // MARK: Rules

  private static func apply(
    _ rule: UInt8, _ factor: Double, _ z: Double, _ reference: Double, _ operands: UnsafePointer<Double>,
    _ stride: Int, _ rows: Range<Int>, _ out: UnsafeMutablePointer<Double>
  ) {
    // Numbers as in PredictionRule, which kernels built for several CPUs cannot share.
    switch rule {
    case 1: ratio(factor, operands, stride, rows, out)
    case 2: wilson(factor, z, operands, stride, rows, out, isUpper: false)
    case 3: wilson(factor, z, operands, stride, rows, out, isUpper: true)
    case 4, 6: byar(factor, z, operands, stride, rows, out, isUpper: false)
    case 5, 7: byar(factor, z, operands, stride, rows, out, isUpper: true)
    case 8: dobson(z, reference, operands, stride, rows, out, isUpper: false)
    case 9: dobson(z, reference, operands, stride, rows, out, isUpper: true)
    case 10: symmetric(z / reference, operands, stride, rows, out, isUpper: true)
    default: symmetric(z / reference, operands, stride, rows, out, isUpper: false)
    }
  }

  @inline(__always)
  private static func ratio(
    _ factor: Double, _ operands: UnsafePointer<Double>, _ stride: Int, _ rows: Range<Int>,
    _ out: UnsafeMutablePointer<Double>
  ) {
    let factor = Row(repeating: factor)
    for row in rows {
      let at = row &* 8
      store(load(operands + 5 &* stride, at) / load(operands + 6 &* stride, at) * factor, out, at)
    }
  }

  @inline(__always)
  private static func wilson(
    _ factor: Double, _ z: Double, _ operands: UnsafePointer<Double>, _ stride: Int, _ rows: Range<Int>,
    _ out: UnsafeMutablePointer<Double>, isUpper: Bool
  ) {
    let z = Row(repeating: z)
    let square = z * z
    let factor = Row(repeating: factor)
    for row in rows {
      let at = row &* 8
      let x = load(operands + 5 &* stride, at)
      let n = load(operands + 6 &* stride, at)
      let spread = z * (square + 4 * x * (1 - x / n)).squareRoot()
      let middle = 2 * x + square
      let scale = 2 * (n + square)
      let limit =
        isUpper
        ? select(x .== n, Row(repeating: 1), (middle + spread) / scale)
        : select(x .== Row.zero, Row.zero, (middle - spread) / scale)
      store(limit * factor, out, at)
    }
  }

  @inline(__always)
  private static func byarLower(_ x: Row, _ z: Row) -> Row {
    let root = 1 - 1 / (9 * x) - z / (3 * x.squareRoot())
    let limit = x * (root * root * root)
    return select(limit .> Row.zero, limit, Row.zero)
  }

  @inline(__always)
  private static func byarUpper(_ x: Row, _ z: Row) -> Row {
    let next = x + 1
    let root = 1 - 1 / (9 * next) + z / (3 * next.squareRoot())
    return next * (root * root * root)
  }

  @inline(__always)
  private static func byar(
    _ factor: Double, _ z: Double, _ operands: UnsafePointer<Double>, _ stride: Int, _ rows: Range<Int>,
    _ out: UnsafeMutablePointer<Double>, isUpper: Bool
  ) {
    let z = Row(repeating: z)
    let factor = Row(repeating: factor)
    for row in rows {
      let at = row &* 8
      let x = load(operands + 5 &* stride, at)
      let limit = isUpper ? byarUpper(x, z) : byarLower(x, z)
      store(limit / load(operands + 6 &* stride, at) * factor, out, at)
    }
  }

  @inline(__always)
  private static func dobson(
    _ z: Double, _ reference: Double, _ operands: UnsafePointer<Double>, _ stride: Int, _ rows: Range<Int>,
    _ out: UnsafeMutablePointer<Double>, isUpper: Bool
  ) {
    let z = Row(repeating: z)
    let reference = Row(repeating: reference)
    for row in rows {
      let at = row &* 8
      let x = load(operands + 5 &* stride, at)
      let v = load(operands, at)
      let scale = (v - load(operands + stride, at)) / (x - byarLower(x, reference))
      let limit = v + scale * ((isUpper ? byarUpper(x, z) : byarLower(x, z)) - x)
      store(isUpper ? limit : select(limit .> Row.zero, limit, Row.zero), out, at)
    }
  }

  @inline(__always)
  private static func symmetric(
    _ stretch: Double, _ operands: UnsafePointer<Double>, _ stride: Int, _ rows: Range<Int>,
    _ out: UnsafeMutablePointer<Double>, isUpper: Bool
  ) {
    let stretch = Row(repeating: stretch)
    for row in rows {
      let at = row &* 8
      let v = load(operands, at)
      let half = (v - load(operands + stride, at)) * stretch
      let lower = v - half
      store(isUpper ? v + half : select(lower .> Row.zero, lower, Row.zero), out, at)
    }
  }

  private static func correctSmallCounts(
    _ factor: Double, _ poisson: UnsafePointer<Double>, _ operands: UnsafePointer<Double>, _ stride: Int,
    _ first: Int, _ end: Int, _ out: UnsafeMutablePointer<Double>
  ) {
    let counts = operands + 5 &* stride
    let totals = operands + 6 &* stride
    var cell = first
    while cell < end {
      let number = counts[cell]
      if number >= 0, number < 10 {
        let whole = Int(number)
        if Double(whole) == number { out[cell] = poisson[whole] / totals[cell] * factor }
      }
      cell &+= 1
    }
  }

  // MARK: Significant digits

  private static func roundSignificant(
    _ digits: Int, _ powers: UnsafePointer<Double>, _ rows: Range<Int>, _ wholes: UnsafeMutablePointer<Double>,
    _ scales: UnsafeMutablePointer<Double>
  ) {
    let (least, greatest) = decades(of: wholes, rows, powers)
    let scaleOfZero = Row(repeating: power(ofDecade: firstDecade, digits, powers))
    for row in rows {
      let at = row &* 8
      let number = load(wholes, at)
      let size = select(number .< Row.zero, -number, number)
      var scale = Row(repeating: power(ofDecade: least, digits, powers))
      var decade = least &+ 1
      while decade <= greatest {
        let isThere = size .>= Row(repeating: start(ofDecade: decade, powers))
        scale = select(isThere, Row(repeating: power(ofDecade: decade, digits, powers)), scale)
        decade &+= 1
      }
      scale = select(size .> Row.zero, scale, scaleOfZero)
      store(rounded(number * scale), wholes, at)
      store(scale, scales, at)
    }
  }

  /// The decades between which all numbers lie: 0 for 1 to 10, -1 for 0.1 to 1. Past the ends of the range they count
  /// as at the end.
  private static func decades(
    of numbers: UnsafePointer<Double>, _ rows: Range<Int>, _ powers: UnsafePointer<Double>
  ) -> (Int, Int) {
    var low = Row(repeating: .infinity)
    var high = Row.zero
    for row in rows {
      let number = load(numbers, row &* 8)
      let size = select(number .< Row.zero, -number, number)
      low = select((size .< low) .& (size .> Row.zero), size, low)
      high = select(size .> high, size, high)
    }
    var (smallest, largest) = (low[0], high[0])
    for lane in 1..<8 {
      smallest = low[lane] < smallest ? low[lane] : smallest
      largest = high[lane] > largest ? high[lane] : largest
    }
    var least = lastDecade
    while least > firstDecade, smallest < start(ofDecade: least, powers) { least &-= 1 }
    var greatest = firstDecade
    while greatest < lastDecade, largest >= start(ofDecade: greatest &+ 1, powers) { greatest &+= 1 }
    return (least, greatest < least ? least : greatest)
  }

  @inline(__always)
  private static func start(ofDecade decade: Int, _ powers: UnsafePointer<Double>) -> Double {
    decade < 0 ? 1 / powers[-decade] : powers[decade]
  }

  @inline(__always)
  private static func power(ofDecade decade: Int, _ digits: Int, _ powers: UnsafePointer<Double>) -> Double {
    let place = digits &- 1 &- decade
    return powers[place < 0 ? 0 : place > 22 ? 22 : place]
  }
}
