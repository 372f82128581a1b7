public import TideModel

/// Why a recent trend cannot be calculated.
public enum TrendObstacle: Sendable, Hashable {
  /// The indicator's value type is unknown and there are no intervals to go by.
  case unknownValueType
  /// Counts, scores and numbers have no recent trend.
  case valueType(ValueType)
  /// The series has so many points, which is too few.
  case tooFewPoints(Int)
  /// Two of the five periods share days, as pooled windows do.
  case overlappingPeriods
  /// The periods are not single years.
  case notYearly
  /// A year is missing before this period.
  case gap(before: String)
  /// There is no value for this period; the status in words.
  case noValue(period: String, why: String)
  /// A proportion without count or denominator.
  case noCounts(period: String)
  /// A figure without a 95% interval.
  case noInterval(period: String)
  /// All of the denominator was counted, which has no logit.
  case countEqualsDenominator(period: String)
  /// The test is significant but nothing was counted, which has no logit, so that the direction cannot be told; or nothing
  /// was counted in any year.
  case zeroCount(period: String)
  /// A negative count, limits out of order or of zero width, a number that is not finite.
  case impossibleNumbers(period: String)
  /// The series is marked as broken at this period.
  case seriesBreak(period: String)

  /// The reason in words, in lower case without a full stop.
  public var text: String {
    switch self {
    case .unknownValueType: "the value type is not known and no confidence intervals are published"
    case .valueType(let type): "value type not allowed: \(type.name.lowercased())"
    case .tooFewPoints(let count): "fewer than five points: \(count)"
    case .overlappingPeriods: "overlapping periods"
    case .notYearly: "the figures are not yearly"
    case .gap(let period): "fewer than five consecutive years: none before \(period)"
    case .noValue(let period, let why): "fewer than five consecutive points: \(period) \(why)"
    case .noCounts(let period): "no count or denominator for \(period)"
    case .noInterval(let period): "no confidence interval for \(period)"
    case .countEqualsDenominator(let period): "the count equals the denominator in \(period)"
    case .zeroCount(let period): "the count is zero in \(period)"
    case .impossibleNumbers(let period): "impossible numbers for \(period)"
    case .seriesBreak(let period): "break in the series at \(period)"
    }
  }

  /// The kind of reason in words, without the period it is about.
  public var kind: String {
    switch self {
    case .unknownValueType, .valueType, .overlappingPeriods, .notYearly: text
    case .tooFewPoints: "fewer than five points"
    case .gap: "fewer than five consecutive years"
    case .noValue: "fewer than five consecutive points"
    case .noCounts: "a count or denominator is missing"
    case .noInterval: "a confidence interval is missing"
    case .countEqualsDenominator: "a count equals its denominator"
    case .zeroCount: "a count is zero"
    case .impossibleNumbers: "impossible numbers"
    case .seriesBreak: "a break in the series"
    }
  }
}
