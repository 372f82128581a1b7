/// How much is generated.
public struct DataSize: Hashable, Sendable {
  /// Indicators; each has about two strata.
  public var indicators: Int
  /// Lower-tier districts inside the counties, 0...309.
  public var districts: Int
  /// Middle-layer super output areas, for 27% of the indicators: 0, or at least one for each authority; fewer are as many.
  public var msoas: Int
  /// Annual or three-year periods, the last one ending in 2024; at least 1.
  public var periods: Int

  /// A size of the given parts.
  public init(indicators: Int, districts: Int = 309, msoas: Int = 0, periods: Int = 24) {
    self.indicators = indicators
    self.districts = districts
    self.msoas = msoas
    self.periods = periods
  }

  /// About 50 thousand figures, for tests of the benchmark itself.
  public static let smoke = DataSize(indicators: 16, districts: 0, periods: 8)
  /// About 1 million figures.
  public static let small = DataSize(indicators: 40)
  /// About 10 million figures.
  public static let medium = DataSize(indicators: 400)
  /// About 50 million figures.
  public static let large = DataSize(indicators: 400, msoas: 6_800)

  /// `smoke`, `S`, `M`, `L`, or a multiple of M such as `0.1` or `3`; nil for anything else.
  public init?(_ text: String) {
    switch text.lowercased() {
    case "smoke": self = .smoke
    case "s": self = .small
    case "m": self = .medium
    case "l": self = .large
    default:
      guard let factor = Double(text), factor > 0, factor <= 1000 else { return nil }
      self = DataSize(indicators: max(1, Int((400 * factor).rounded())))
    }
  }
}
