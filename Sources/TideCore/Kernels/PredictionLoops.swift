/// The numbers a prediction is made with, and how the result was printed.
public struct PredictionTerms {
  /// Raw value of the rule; 0 predicts nothing.
  public var rule: UInt8
  /// What the ratio is multiplied by.
  public var multiplier = 1.0
  /// Deviate of the limit predicted.
  public var z = 0.0
  /// Deviate of the 95% limits.
  public var reference = 0.0
  /// Exact Poisson limits of the counts 0 to 9; used by the rules that name Poisson.
  public var poisson: UnsafePointer<Double>?
  /// Decimals printed, or where `isSignificant` all digits from the first that is not 0.
  public var digits = 0
  /// Which of the two.
  public var isSignificant = false
  /// 10^0 ... 10^22.
  public var powers: UnsafePointer<Double>

  /// Terms of a rule, all else to be set.
  public init(rule: UInt8, powers: UnsafePointer<Double>) {
    self.rule = rule
    self.powers = powers
  }
}

/// Predicts the printed decimals of up to 1,024 cells at a time, as whole numbers over powers of ten.
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
  ///   - operands: seven columns, `stride` apart.
  ///   - wholes: receives whole numbers below 2^51; 0 where nothing can be predicted.
  ///   - scales: receives powers of ten.
  @inline(never)
  public static func predict(
    _ terms: PredictionTerms, _ operands: UnsafePointer<Double>, stride: Int, count: Int,
    wholes: UnsafeMutablePointer<Double>, scales: UnsafeMutablePointer<Double>
  ) {
    let rows = (count &+ 7) / 8
    apply(terms, operands, stride, rows, wholes)
    if terms.poisson != nil { correctSmallCounts(terms, operands, stride, count, wholes) }
    if terms.isSignificant {
      roundSignificant(terms, rows, wholes, scales)
    } else {
      let scale = Row(repeating: terms.powers[terms.digits])
      for row in 0..<rows {
        let at = row &* 8
        store(rounded(load(wholes, at) * scale), wholes, at)
        store(scale, scales, at)
      }
    }
  }

  /// wholes / scales, into `out`.
  @inline(never)
  public static func divide(
    _ wholes: UnsafePointer<Double>, by scales: UnsafePointer<Double>, count: Int, into out: UnsafeMutablePointer<Double>
  ) {
    for row in 0..<(count &+ 7) / 8 {
      let at = row &* 8
      store(load(wholes, at) / load(scales, at), out, at)
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
    _ terms: PredictionTerms, _ operands: UnsafePointer<Double>, _ stride: Int, _ rows: Int,
    _ out: UnsafeMutablePointer<Double>
  ) {
    // Numbers as in PredictionRule, which kernels built for several CPUs cannot share.
    switch terms.rule {
    case 1: ratio(terms, operands, stride, rows, out)
    case 2: wilson(terms, operands, stride, rows, out, isUpper: false)
    case 3: wilson(terms, operands, stride, rows, out, isUpper: true)
    case 4, 6: byar(terms, operands, stride, rows, out, isUpper: false)
    case 5, 7: byar(terms, operands, stride, rows, out, isUpper: true)
    case 8: dobson(terms, operands, stride, rows, out, isUpper: false)
    case 9: dobson(terms, operands, stride, rows, out, isUpper: true)
    case 10: symmetric(terms, operands, stride, rows, out, isUpper: true)
    default: symmetric(terms, operands, stride, rows, out, isUpper: false)
    }
  }

  private static func ratio(
    _ terms: PredictionTerms, _ operands: UnsafePointer<Double>, _ stride: Int, _ rows: Int,
    _ out: UnsafeMutablePointer<Double>
  ) {
    let factor = Row(repeating: terms.multiplier)
    for row in 0..<rows {
      let at = row &* 8
      store(load(operands + 5 &* stride, at) / load(operands + 6 &* stride, at) * factor, out, at)
    }
  }

  @inline(__always)
  private static func wilson(
    _ terms: PredictionTerms, _ operands: UnsafePointer<Double>, _ stride: Int, _ rows: Int,
    _ out: UnsafeMutablePointer<Double>, isUpper: Bool
  ) {
    let z = Row(repeating: terms.z)
    let square = z * z
    let factor = Row(repeating: terms.multiplier)
    for row in 0..<rows {
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
    _ terms: PredictionTerms, _ operands: UnsafePointer<Double>, _ stride: Int, _ rows: Int,
    _ out: UnsafeMutablePointer<Double>, isUpper: Bool
  ) {
    let z = Row(repeating: terms.z)
    let factor = Row(repeating: terms.multiplier)
    for row in 0..<rows {
      let at = row &* 8
      let x = load(operands + 5 &* stride, at)
      let limit = isUpper ? byarUpper(x, z) : byarLower(x, z)
      store(limit / load(operands + 6 &* stride, at) * factor, out, at)
    }
  }

  @inline(__always)
  private static func dobson(
    _ terms: PredictionTerms, _ operands: UnsafePointer<Double>, _ stride: Int, _ rows: Int,
    _ out: UnsafeMutablePointer<Double>, isUpper: Bool
  ) {
    let z = Row(repeating: terms.z)
    let reference = Row(repeating: terms.reference)
    for row in 0..<rows {
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
    _ terms: PredictionTerms, _ operands: UnsafePointer<Double>, _ stride: Int, _ rows: Int,
    _ out: UnsafeMutablePointer<Double>, isUpper: Bool
  ) {
    let stretch = Row(repeating: terms.z / terms.reference)
    for row in 0..<rows {
      let at = row &* 8
      let v = load(operands, at)
      let half = (v - load(operands + stride, at)) * stretch
      let lower = v - half
      store(isUpper ? v + half : select(lower .> Row.zero, lower, Row.zero), out, at)
    }
  }

  private static func correctSmallCounts(
    _ terms: PredictionTerms, _ operands: UnsafePointer<Double>, _ stride: Int, _ count: Int,
    _ out: UnsafeMutablePointer<Double>
  ) {
    guard let poisson = terms.poisson else { return }
    let counts = operands + 5 &* stride
    let totals = operands + 6 &* stride
    for cell in 0..<count where counts[cell] >= 0 && counts[cell] < 10 {
      let whole = Int(counts[cell])
      if Double(whole) == counts[cell] { out[cell] = poisson[whole] / totals[cell] * terms.multiplier }
    }
  }

  // MARK: Significant digits

  private static func roundSignificant(
    _ terms: PredictionTerms, _ rows: Int, _ wholes: UnsafeMutablePointer<Double>,
    _ scales: UnsafeMutablePointer<Double>
  ) {
    let (least, greatest) = decades(of: wholes, rows, terms.powers)
    let scaleOfZero = Row(repeating: power(ofDecade: firstDecade, terms))
    for row in 0..<rows {
      let at = row &* 8
      let number = load(wholes, at)
      let size = select(number .< Row.zero, -number, number)
      var scale = Row(repeating: power(ofDecade: least, terms))
      var decade = least &+ 1
      while decade <= greatest {
        let isThere = size .>= Row(repeating: start(ofDecade: decade, terms.powers))
        scale = select(isThere, Row(repeating: power(ofDecade: decade, terms)), scale)
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
    of numbers: UnsafePointer<Double>, _ rows: Int, _ powers: UnsafePointer<Double>
  ) -> (Int, Int) {
    var low = Row(repeating: .infinity)
    var high = Row.zero
    for row in 0..<rows {
      let number = load(numbers, row &* 8)
      let size = select(number .< Row.zero, -number, number)
      low = select((size .< low) .& (size .> Row.zero), size, low)
      high = select(size .> high, size, high)
    }
    var least = lastDecade
    while least > firstDecade, low.min() < start(ofDecade: least, powers) { least &-= 1 }
    var greatest = firstDecade
    while greatest < lastDecade, high.max() >= start(ofDecade: greatest &+ 1, powers) { greatest &+= 1 }
    return (least, max(least, greatest))
  }

  @inline(__always)
  private static func start(ofDecade decade: Int, _ powers: UnsafePointer<Double>) -> Double {
    decade < 0 ? 1 / powers[-decade] : powers[decade]
  }

  @inline(__always)
  private static func power(ofDecade decade: Int, _ terms: PredictionTerms) -> Double {
    terms.powers[min(22, max(0, terms.digits &- 1 &- decade))]
  }
}
