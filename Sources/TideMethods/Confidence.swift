public import TideModel

/// How sure an interval is: any level, where ``ConfidenceLevel`` knows only the two that are published.
public struct Confidence: Sendable, Hashable {
  /// The share of intervals that hold the truth, 0.9...1.
  public let level: Double
  /// The standard normal deviate that leaves half of the rest in each tail; infinite at level 1.
  public let z: Double

  /// 95%.
  public static let p95 = Confidence(level: 0.95, z: ConfidenceLevel.p95.z)
  /// 99.8%.
  public static let p998 = Confidence(level: 0.998, z: ConfidenceLevel.p998.z)

  /// A level as a share (0.9...1) or in per cent (90...100); nil for any other.
  ///
  /// z = Φ⁻¹(c + (1 − c)/2). Source: facts section 0, the argument of PHEindicatormethods.
  public init?(_ level: Double) {
    let share = level >= 90 ? level / 100 : level
    guard share >= 0.9, share <= 1, let z = NormalDistribution.quantile(share + (1 - share) / 2) else { return nil }
    self.init(level: share, z: z)
  }

  private init(level: Double, z: Double) {
    self.level = level
    self.z = z
  }

  /// The probability in each tail.
  var tail: Double { (1 - level) / 2 }
}

extension ConfidenceLevel {
  /// The same level among all.
  public var confidence: Confidence {
    switch self {
    case .p95: .p95
    case .p998: .p998
    }
  }
}
