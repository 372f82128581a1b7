/// How one measure of a panel follows from others, chosen for the whole panel.
///
/// Four bytes in the file: rule; multiplier (its power of ten); deviates (numbers in the list below: z in the low four
/// bits, that of the 95% limits in the high ones); printing (0...22 decimals, or 32 + n for n significant digits).
struct DerivedModel: Hashable {
  var rule: PredictionRule
  /// Power of ten of the multiplier, 0...9.
  var multiplier = 0
  /// Number in `deviates` of the limit's own deviate.
  var deviate = 0
  /// Number in `deviates` of that of the 95% limits.
  var reference = 0
  var printing: Printing

  /// How a number was rounded when it was published.
  enum Printing: Hashable {
    case decimals(Int)
    case significant(Int)

    var code: UInt8 {
      switch self {
      case .decimals(let places): UInt8(places)
      case .significant(let digits): 32 + UInt8(digits)
      }
    }

    init?(code: UInt8) {
      switch code {
      case 0...22: self = .decimals(Int(code))
      case 33...47: self = .significant(Int(code) - 32)
      default: return nil
      }
    }
  }

  static let codedBytes = 4

  /// Deviates limits are published with: whole and shortened ones of 95% and 99.8%. Their order is part of the format.
  static let deviates = [0, 1.96, 1.959963984540054, 1.959964, 3.090232306167813, 3.0902, 3.09, 3.090232]
  /// Those of 95% and of 99.8% limits, by number.
  static let deviates95 = [2, 1, 3]
  static let deviates998 = [4, 7, 5, 6]

  /// The measures it needs, by number.
  var operands: [Int] { rule.operands }

  func append(to bytes: inout [UInt8]) {
    bytes += [rule.rawValue, UInt8(multiplier), UInt8(deviate | reference << 4), printing.code]
  }

  /// Nil for bytes that are no model of this measure, or of one that would need itself.
  init?(_ bytes: UnsafeRawBufferPointer, measure: Int) {
    guard bytes.count == Self.codedBytes, let rule = PredictionRule(rawValue: bytes[0]), bytes[1] <= 9,
      Int(bytes[2] & 15) < Self.deviates.count, Int(bytes[2] >> 4) < Self.deviates.count,
      let printing = Printing(code: bytes[3]),
      let place = DerivedOperands.order.firstIndex(of: measure),
      rule.operands.allSatisfy({ DerivedOperands.order[..<place].contains($0) })
    else { return nil }
    self.init(
      rule: rule, multiplier: Int(bytes[1]), deviate: Int(bytes[2] & 15), reference: Int(bytes[2] >> 4),
      printing: printing)
  }

  init(
    rule: PredictionRule, multiplier: Int = 0, deviate: Int = 0, reference: Int = 0, printing: Printing
  ) {
    self.rule = rule
    self.multiplier = multiplier
    self.deviate = deviate
    self.reference = reference
    self.printing = printing
  }

  /// Predicts the printed decimals of a chunk's cells, from a multiple of eight on: whole numbers, and the powers of ten
  /// they are over.
  func predict(
    _ operands: UnsafePointer<Double>, stride: Int, cells: Range<Int>, wholes: UnsafeMutablePointer<Double>,
    powers: UnsafeMutablePointer<Double>
  ) {
    let tables = DerivedTables.all
    let (scales, starts) = tables.rounding(printing)
    Kernels.current.predict(
      rule: rule.rawValue, factor: tables.powers[multiplier], z: tables.deviates[deviate],
      reference: tables.deviates[reference], poisson: tables.poisson(rule, isWide: deviate >= 4), scales: scales,
      starts: starts, operands: operands, stride: stride, from: cells.lowerBound, to: cells.upperBound, wholes: wholes,
      powers: powers)
  }

  /// The numbers of a chunk's cells, from a multiple of eight on: predicted, plus residuals where there are some.
  func numbers(
    _ operands: UnsafePointer<Double>, stride: Int, cells: Range<Int>, residuals: UnsafePointer<Int64>?,
    into out: UnsafeMutablePointer<Double>
  ) {
    let tables = DerivedTables.all
    let (scales, starts) = tables.rounding(printing)
    Kernels.current.numbers(
      rule: rule.rawValue, factor: tables.powers[multiplier], z: tables.deviates[deviate],
      reference: tables.deviates[reference], poisson: tables.poisson(rule, isWide: deviate >= 4), scales: scales,
      starts: starts, residuals: residuals, operands: operands, stride: stride, from: cells.lowerBound,
      to: cells.upperBound, into: out)
  }
}

/// Constants of the format, in memory that is never given back: the loops over chunks must not count references.
struct DerivedTables: @unchecked Sendable {
  static let all = DerivedTables()

  /// 10^0 ... 10^22, all exact.
  let powers: UnsafePointer<Double>
  /// `DerivedModel.deviates`.
  let deviates: UnsafePointer<Double>
  private let limits: UnsafePointer<Double>
  /// 10^-7 ... 10^15, where decades start.
  private let starts: UnsafePointer<Double>
  /// For 1 to 15 significant digits the power of ten of each of those decades.
  private let scales: UnsafePointer<Double>
  private static let decades = -7...15

  private init() {
    func kept(_ numbers: [Double]) -> UnsafePointer<Double> {
      let room = UnsafeMutablePointer<Double>.allocate(capacity: numbers.count)
      room.initialize(from: numbers, count: numbers.count)
      return UnsafePointer(room)
    }
    powers = kept([
      1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
      1e20, 1e21, 1e22,
    ])
    deviates = kept(DerivedModel.deviates)
    limits = kept(Self.lower95 + Self.upper95 + Self.lower998 + Self.upper998)
    let powers = powers
    starts = kept(Self.decades.map { $0 < 0 ? 1 / powers[-$0] : powers[$0] })
    scales = kept(
      (1...15).flatMap { digits in Self.decades.map { powers[min(max(digits - 1 - $0, 0), 22)] } })
  }

  /// The powers of ten numbers are printed over, and for significant digits where the decades start that each is for.
  @inline(__always)
  func rounding(_ printing: DerivedModel.Printing) -> (scales: UnsafePointer<Double>, starts: UnsafePointer<Double>?) {
    switch printing {
    case .decimals(let places): (powers + places, nil)
    case .significant(let digits): (scales + (digits - 1) * Self.decades.count, starts)
    }
  }

  /// Exact Poisson limits of 0 to 9 events; nil for a rule that does not use them.
  ///
  /// Lower: the chi-squared quantile of a/2 with 2x degrees of freedom, halved; upper: that of 1 - a/2 with 2x + 2.
  /// Printed from SciPy 1.17's `chi2.ppf`.
  @inline(__always)
  func poisson(_ rule: PredictionRule, isWide: Bool) -> UnsafePointer<Double>? {
    switch rule {
    case .poissonLower: limits + (isWide ? 20 : 0)
    case .poissonUpper: limits + (isWide ? 30 : 10)
    default: nil
    }
  }

  private static let lower95 = [
    0, 0.025317807984289897, 0.24220927854396507, 0.6186721228956015, 1.089865373626325, 1.623486390118421,
    2.201894253490851, 2.814363051519867, 3.4538321767485023, 4.115373097378334,
  ]
  private static let upper95 = [
    3.6888794541139354, 5.571643390938898, 7.22468766772396, 8.767273069742323, 10.241588675403694, 11.66833207932267,
    13.059474022518685, 14.422675361702376, 15.763189220193313, 17.084803451419166,
  ]
  private static let lower998 = [
    0, 0.0010005003335835346, 0.045402017769489565, 0.19053337756840327, 0.42855241362842295, 0.7393717319178327,
    1.1071046602556396, 1.5203362603988093, 1.9708139217403662, 2.452424404363775,
  ]
  private static let upper998 = [
    6.907755278982137, 9.233413476451585, 11.228872242412661, 13.06224077918807, 14.79414922253721, 16.454745203680105,
    18.061636840199064, 19.626177395384232, 21.15619816583998, 22.65737330906293,
  ]
}
