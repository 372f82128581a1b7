public import TideModel

/// Which figures of a panel are to be read: some of its areas in some of its periods, and what of them.
public struct FigureWindow: Hashable, Sendable {
  /// Positions among the panel's areas.
  public var areas: Range<Int>
  /// Positions among the panel's periods.
  public var periods: Range<Int>
  /// The numbers wanted.
  public var measures: MeasureSet
  /// Whether notes and published texts are wanted.
  public var hasTexts: Bool
  /// Whether the releases that said the figures are wanted.
  public var hasReleases: Bool

  /// Some areas in some periods: all that is known of them unless told otherwise.
  public init(
    areas: Range<Int>, periods: Range<Int>, measures: MeasureSet = .all, hasTexts: Bool = true, hasReleases: Bool = true
  ) {
    self.areas = areas
    self.periods = periods
    self.measures = measures
    self.hasTexts = hasTexts
    self.hasReleases = hasReleases
  }

  /// Cells of the window.
  public var count: Int { areas.count * periods.count }

  /// The place of an area and period among the cells: period by period, each with all areas.
  @inline(__always)
  public func cell(_ area: Int, _ period: Int) -> Int {
    (period &- periods.lowerBound) &* areas.count &+ area &- areas.lowerBound
  }

  /// Whether all that another window asks for is asked for here.
  @inline(__always)
  public func covers(_ other: FigureWindow) -> Bool {
    areas.lowerBound <= other.areas.lowerBound && other.areas.upperBound <= areas.upperBound
      && periods.lowerBound <= other.periods.lowerBound && other.periods.upperBound <= periods.upperBound
      && measures.isSuperset(of: other.measures) && (hasTexts || !other.hasTexts)
      && (hasReleases || !other.hasReleases)
  }

  /// Whether a cell is inside.
  public func contains(area: Int, period: Int) -> Bool { areas.contains(area) && periods.contains(period) }
}

/// Some of the measures.
public struct MeasureSet: OptionSet, Hashable, Sendable {
  /// A bit for each measure, by its raw value.
  public let rawValue: UInt8

  /// Measures by their bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Some measures.
  public init(_ measures: Measure...) { rawValue = measures.reduce(0) { $0 | 1 << $1.rawValue } }

  /// All seven.
  public static let all = MeasureSet(rawValue: 0x7F)
  /// What recent trends and gaps are tested on: value, 95% limits, count and denominator.
  public static let tested = MeasureSet(.value, .lower95, .upper95, .count, .denominator)

  /// Whether a measure is among them.
  public func contains(_ measure: Measure) -> Bool { rawValue >> measure.rawValue & 1 == 1 }
}
