public import TideModel

/// All figures of one indicator and stratum: a matrix of areas x periods, cell = period x areas + area.
public struct GeneratedSlice: Sendable {
  /// Place of the indicator in ``GeneratedData/indicators``.
  public let indicator: Int
  /// Sex, age and category.
  public let stratum: Stratum
  /// How many areas, from the first of ``GeneratedData/areas`` on: all of them, those without small areas, or England
  /// alone for a deprivation decile.
  public let areaCount: Int
  /// Periods, ascending.
  public let periods: [Period]
  /// How the numbers but counts and denominators are published.
  public let decimals: PublishedDecimal
  /// Seven matrices by raw value of `Measure`; NaN where there is no number, empty where there is none at all.
  public internal(set) var figures: [[Double]]
  /// Cells whose figure is suppressed: only the denominator is there.
  public internal(set) var isSuppressed: [Bool]

  init(indicator: Int, stratum: Stratum, areaCount: Int, periods: [Period], decimals: PublishedDecimal) {
    self.indicator = indicator
    self.stratum = stratum
    self.areaCount = areaCount
    self.periods = periods
    self.decimals = decimals
    figures = Array(repeating: [], count: Measure.allCases.count)
    isSuppressed = Array(repeating: false, count: areaCount * periods.count)
  }

  /// One number of one cell; nil where there is none.
  public func number(_ measure: Measure, cell: Int) -> Double? {
    let column = figures[Int(measure.rawValue)]
    guard !column.isEmpty, !column[cell].isNaN else { return nil }
    return column[cell]
  }

  @inline(__always)
  mutating func set(_ measure: Measure, _ cell: Int, _ number: Double) {
    figures[Int(measure.rawValue)][cell] = number
  }

  mutating func open(_ measures: Measure...) {
    for measure in measures { figures[Int(measure.rawValue)] = Array(repeating: .nan, count: isSuppressed.count) }
  }

  /// The note beside a suppressed figure.
  public static let suppressionNote = "Value suppressed for disclosure control due to small count"
}
