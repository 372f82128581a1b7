/// How sure an interval is. The two levels in which English public-health figures are published.
public enum ConfidenceLevel: Sendable, Hashable, CaseIterable {
  /// 95%.
  case p95
  /// 99.8%.
  case p998

  /// The standard normal deviate that leaves half of the rest in each tail, dimensionless.
  ///
  /// Source: facts section 0, the inverse normal distribution at 0.975 and 0.999.
  public var z: Double {
    switch self {
    case .p95: 1.959963984540054
    case .p998: 3.090232306167813
    }
  }

  /// `95%` or `99.8%`.
  public var text: String {
    switch self {
    case .p95: "95%"
    case .p998: "99.8%"
    }
  }
}
