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
  /// From 10^-7 to 10^15.
  private static var decadeCount: Int { 23 }

  /// The numbers themselves: predicted wholes plus residuals, over their powers of ten.
  ///
  /// - Parameters:
  ///   - rule: raw value of a `PredictionRule`.
  ///   - factor: what a ratio is multiplied by.
  ///   - z: deviate of the limit predicted; `reference` is that of the 95% limits.
  ///   - poisson: exact Poisson limits of the counts 0 to 9, or nil for Byar's.
  ///   - scales: the power of ten numbers are printed over; where `starts` is given one for each decade, from 10^-7 on.
  ///   - starts: where each decade starts, or nil for numbers of as many decimals whatever their size.
  ///   - residuals: whole numbers below 2^51 by cell, or nil where all are 0.
  ///   - operands: seven columns, `stride` apart.
  @inline(never)
  public static func numbers(
    rule: UInt8, factor: Double, z: Double, reference: Double, poisson: UnsafePointer<Double>?,
    scales: UnsafePointer<Double>, starts: UnsafePointer<Double>?, residuals: UnsafePointer<Int64>?,
    operands: UnsafePointer<Double>, stride: Int, from first: Int, to end: Int, into out: UnsafeMutablePointer<Double>
  ) {
    let rows = first / 8..<(end &+ 7) / 8
    if rule == 1, starts == nil, residuals == nil {
      fixedRatio(factor, scales[0], operands, stride, rows, out)
      return
    }
    apply(rule, factor, z, reference, operands, stride, rows, out)
    if let poisson { correctSmallCounts(factor, poisson, operands, stride, first, end, out) }
    if let starts {
      let (least, greatest) = decades(of: out, rows, starts)
      for row in rows {
        let at = row &* 8
        let number = load(out, at)
        let scale = scale(of: number, least, greatest, starts, scales)
        store((rounded(number * scale) + residual(residuals, at)) / scale, out, at)
      }
    } else {
      let scale = Row(repeating: scales[0])
      for row in rows {
        let at = row &* 8
        store((rounded(load(out, at) * scale) + residual(residuals, at)) / scale, out, at)
      }
    }
  }

  /// For each cell the predicted whole number, below 2^51, and the power of ten it is over; 0 where nothing can be
  /// predicted. Parameters as above.
  @inline(never)
  public static func predict(
    rule: UInt8, factor: Double, z: Double, reference: Double, poisson: UnsafePointer<Double>?,
    scales: UnsafePointer<Double>, starts: UnsafePointer<Double>?, operands: UnsafePointer<Double>, stride: Int,
    from first: Int, to end: Int, wholes: UnsafeMutablePointer<Double>, powers: UnsafeMutablePointer<Double>
  ) {
    let rows = first / 8..<(end &+ 7) / 8
    apply(rule, factor, z, reference, operands, stride, rows, wholes)
    if let poisson { correctSmallCounts(factor, poisson, operands, stride, first, end, wholes) }
    var (least, greatest) = (0, 0)
    if let starts { (least, greatest) = decades(of: wholes, rows, starts) }
    for row in rows {
      let at = row &* 8
      let number = load(wholes, at)
      var scale = Row(repeating: scales[0])
      if let starts { scale = self.scale(of: number, least, greatest, starts, scales) }
      store(rounded(number * scale), wholes, at)
      store(scale, powers, at)
    }
  }

  @inline(__always)
  private static func residual(_ residuals: UnsafePointer<Int64>?, _ at: Int) -> Row {
    guard let residuals else { return Row.zero }
    let words = UnsafeRawPointer(residuals + at).loadUnaligned(as: SIMD8<UInt64>.self)
    return unsafeBitCast(words &+ SIMD8<UInt64>(repeating: magic.bitPattern), to: Row.self) - Row(repeating: magic)
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

  private static func fixedRatio(
    _ factor: Double, _ scale: Double, _ operands: UnsafePointer<Double>, _ stride: Int, _ rows: Range<Int>,
    _ out: UnsafeMutablePointer<Double>
  ) {
    let factor = Row(repeating: factor)
    let scale = Row(repeating: scale)
    let counts = operands + 5 &* stride
    let totals = operands + 6 &* stride
    for row in rows {
      let at = row &* 8
      store(rounded(load(counts, at) / load(totals, at) * factor * scale) / scale, out, at)
    }
  }

  // MARK: Significant digits

  /// The power of ten for each number's decade; that of the first for 0.
  @inline(__always)
  private static func scale(
    of number: Row, _ least: Int, _ greatest: Int, _ starts: UnsafePointer<Double>, _ scales: UnsafePointer<Double>
  ) -> Row {
    let size = select(number .< Row.zero, -number, number)
    var scale = Row(repeating: scales[least])
    var decade = least &+ 1
    while decade <= greatest {
      scale = select(size .>= Row(repeating: starts[decade]), Row(repeating: scales[decade]), scale)
      decade &+= 1
    }
    return select(size .> Row.zero, scale, Row(repeating: scales[0]))
  }

  /// The decades between which all numbers lie, as places in `starts`. Past the ends of the range they count as at the
  /// end.
  private static func decades(
    of numbers: UnsafePointer<Double>, _ rows: Range<Int>, _ starts: UnsafePointer<Double>
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
    var least = decadeCount &- 1
    while least > 0, smallest < starts[least] { least &-= 1 }
    var greatest = 0
    while greatest < decadeCount &- 1, largest >= starts[greatest &+ 1] { greatest &+= 1 }
    return (least, greatest < least ? least : greatest)
  }
}
