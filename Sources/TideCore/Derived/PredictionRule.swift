/// What a number is predicted to be from others of its cell. Raw values stand in the files and never change meaning.
///
/// x is the count, n the denominator, m the multiplier, z the deviate of the limit and y that of the 95% limits, v the
/// value, l the lower 95% limit. BL and BU are Byar's limits of a count.
enum PredictionRule: UInt8, CaseIterable {
  /// v = x / n m
  case ratio = 1
  /// Wilson's lower limit: (2x + z² - z √(z² + 4x(1 - x/n))) / (2(n + z²)) m. Wilson 1927.
  case wilsonLower = 2
  /// Wilson's upper limit.
  case wilsonUpper = 3
  /// BL(x) / n m, not below 0; BL(x) = x (1 - 1/(9x) - z/(3√x))³. Breslow and Day 1987.
  case byarLower = 4
  /// BU(x) / n m; BU(x) = (x + 1) (1 - 1/(9(x + 1)) + z/(3√(x + 1)))³.
  case byarUpper = 5
  /// As Byar's, with the exact Poisson limit for whole counts under 10.
  case poissonLower = 6
  /// As Byar's, with the exact Poisson limit for whole counts under 10.
  case poissonUpper = 7
  /// Dobson's limits share one scale, s = (v - l) / (x - BL(x, y)): v + s (BL(x) - x), not below 0. Dobson et al. 1991.
  case dobsonLower = 8
  /// v + s (BU(x) - x)
  case dobsonUpper = 9
  /// Limits as far above as below: v + (v - l) z / y
  case mirroredUpper = 10
  /// v - (v - l) z / y, not below 0
  case scaledLower = 11

  /// The measures it needs, a bit each, in the order of bits; none is coded after what follows from it.
  var operandBits: UInt8 {
    switch self {
    case .ratio, .wilsonLower, .wilsonUpper, .byarLower, .byarUpper, .poissonLower, .poissonUpper: 0b110_0000
    case .dobsonLower, .dobsonUpper: 0b10_0011
    case .mirroredUpper, .scaledLower: 0b11
    }
  }

  /// The measures it needs, by number.
  var operands: [Int] { (0..<PanelColumn.measures).filter { operandBits >> UInt8($0) & 1 == 1 } }
}
