public import TideModel

/// One figure of a series, as the recent trend reads it.
public struct TrendPoint: Sendable, Hashable {
  /// What it is for.
  public let period: Period
  /// Its numbers, in the indicator's unit.
  public let figures: Figures
  /// Why it is absent or qualified.
  public let status: Status

  /// A point of a series.
  public init(period: Period, figures: Figures, status: Status = .none) {
    self.period = period
    self.figures = figures
    self.status = status
  }
}
