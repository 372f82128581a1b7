public import TideModel

/// A way in which published limits may have been made from what is printed beside them.
public struct IntervalRecipe: Sendable, Hashable {
  /// The formula.
  public enum Formula: Sendable, Hashable {
    /// Wilson's limits of a proportion.
    case wilson
    /// Byar's limits of a count over its denominator, exact Poisson limits under ten events.
    case byarOrExact
    /// Exact Poisson limits at every count.
    case exact
    /// Byar's limits at every count.
    case byar
    /// Dobson's limits of a directly standardised rate: on the two sides of the value in the proportion in which Byar's limits
    /// lie on the two sides of the count. That checks the upper limit from the lower, without the age bands.
    case dobson
    /// Limits of an indirectly standardised figure: the value times the limits of its count over the count.
    case timesCount
  }

  /// To how many digits the standard normal deviate was taken.
  public enum Deviate: Sendable, Hashable {
    /// All.
    case full
    /// 1.959964 and 3.090232.
    case sixDecimals
    /// 1.96 and 3.0902.
    case short
  }

  /// The formula.
  public let formula: Formula
  /// The deviate.
  public let deviate: Deviate

  /// Recipes for values that are count over denominator, in the order in which one is preferred to another that fits as well.
  public static let direct: [IntervalRecipe] =
    deviates.flatMap { [recipe(.wilson, $0), recipe(.byarOrExact, $0), recipe(.byar, $0)] } + [recipe(.exact, .full)]
  /// Recipes for standardised values.
  public static let standardised: [IntervalRecipe] =
    deviates.flatMap { [recipe(.dobson, $0), recipe(.timesCount, $0)] }

  private static let deviates: [Deviate] = [.full, .sixDecimals, .short]

  private static func recipe(_ formula: Formula, _ deviate: Deviate) -> IntervalRecipe {
    IntervalRecipe(formula: formula, deviate: deviate)
  }

  /// The formula in words.
  public var name: String {
    switch formula {
    case .wilson: "Wilson"
    case .byarOrExact: "Byar, exact under 10"
    case .exact: "exact Poisson"
    case .byar: "Byar at all counts"
    case .dobson: "Dobson, upper from lower"
    case .timesCount: "Byar, value x share"
    }
  }

  /// The deviate used, with as many digits as tell it from the others; nil for exact limits, which need none.
  public func deviate(at level: ConfidenceLevel) -> String? {
    let isUsual = level == .p95
    switch (formula, deviate) {
    case (.exact, _): return nil
    case (_, .full): return isUsual ? "1.95996398" : "3.09023231"
    case (_, .sixDecimals): return isUsual ? "1.959964" : "3.090232"
    case (_, .short): return isUsual ? "1.96" : "3.0902"
    }
  }

  /// Limits with what they may be off because the value or a limit they are made from was rounded.
  struct Limits {
    let interval: Interval
    var slack = 0.0
  }

  /// The limits that a row has by this recipe.
  /// - Parameters:
  ///   - row: value, count and denominator, and for Dobson's the lower limit.
  ///   - count: the count to use.
  ///   - multiplier: of the values, where they are count over denominator.
  /// - Returns: nil where the recipe needs what is not there.
  func limits(_ row: PublishedFigures, count: Double, multiplier: Double, level: ConfidenceLevel) -> Limits? {
    guard count.isFinite, count >= 0, let limits = made(row, count, multiplier, level) else { return nil }
    return limits.interval.lower.isFinite && limits.interval.upper.isFinite ? limits : nil
  }

  private func made(
    _ row: PublishedFigures, _ count: Double, _ multiplier: Double, _ level: ConfidenceLevel
  ) -> Limits? {
    switch formula {
    case .wilson:
      guard let n = row.figures.denominator else { return nil }
      return Intervals.wilson(count: count, of: n, z: z(level)).map { Limits(interval: $0.scaled(by: multiplier)) }
    case .byarOrExact, .exact, .byar:
      guard let n = row.figures.denominator, n > 0, n.isFinite, let interval = poisson(count, level) else { return nil }
      let limits = Interval(lower: interval.lower / n * multiplier, upper: interval.upper / n * multiplier)
      return Limits(interval: limits, slack: isExact(count) ? Self.iteration * limits.upper : 0)
    case .dobson: return dobson(row, count, level)
    case .timesCount:
      guard let value = row.figures.value, count > 0, let interval = poisson(count, level) else { return nil }
      let (lower, upper) = (interval.lower / count, interval.upper / count)
      return Limits(
        interval: Interval(lower: value * lower, upper: value * upper), slack: row.unit(.value) / 2 * upper)
    }
  }

  private func dobson(_ row: PublishedFigures, _ count: Double, _ level: ConfidenceLevel) -> Limits? {
    let measure = level == .p95 ? Measure.lower95 : .lower998
    guard let value = row.figures.value, let lower = row.figures[measure], lower < value,
      let byarLower = Intervals.byarLower(count: count, z: z(level)),
      let byarUpper = Intervals.byarUpper(count: count, z: z(level)), byarLower < count
    else { return nil }
    let proportion = (byarUpper - count) / (count - byarLower)
    let slack = row.unit(.value) / 2 * (1 + proportion) + row.unit(measure) / 2 * proportion
    return Limits(interval: Interval(lower: lower, upper: value + (value - lower) * proportion), slack: slack)
  }

  private func z(_ level: ConfidenceLevel) -> Double {
    switch deviate {
    case .full: level.z
    case .sixDecimals: level == .p95 ? 1.959964 : 3.090232
    case .short: level == .p95 ? 1.96 : 3.0902
    }
  }

  /// Publishers find exact limits by iteration, and stop at about a millionth.
  private static let iteration = 1e-6

  private func isExact(_ count: Double) -> Bool {
    formula == .exact || (formula != .byar && count < Intervals.smallestByarCount)
  }

  /// Poisson limits of a count; a Byar limit that has no real value counts as 0.
  private func poisson(_ count: Double, _ level: ConfidenceLevel) -> Interval? {
    if isExact(count) {
      return Intervals.exactPoisson(count: count, confidence: level.confidence)
    }
    return Intervals.byarUpper(count: count, z: z(level)).map { upper in
      Interval(lower: Intervals.byarLower(count: count, z: z(level)) ?? 0, upper: upper)
    }
  }
}
