/// The slope and the relative index of inequality.
public struct InequalityIndex: Sendable, Hashable {
  /// The slope index (SII): how far the value moves from the bottom to the top of the population, times the multiplier.
  public let slope: Estimate
  /// The relative index (RII): the value at the top as a multiple of that at the bottom.
  public let relative: Estimate
  /// The value at the bottom, by the fitted line; times the multiplier's size where the fit is on a transformed scale. Nil where
  /// there is no index.
  public let intercept: Double?

  /// How the limits are found.
  public enum Limits: Sendable, Hashable {
    /// From the standard error of the slope, which follows from those of the quantiles: deterministic.
    case closedForm
    /// From fits of simulated figures, at least 1,000 of them, out of a seed.
    case simulation(repetitions: Int, seed: UInt64)

    /// How the limits of an index are best found: in closed form, unless the line goes through values whose error is skewed and a
    /// quantile has fewer than ``InequalityIndex/fewestEvents``.
    ///
    /// With 10 events a quantile symmetrical limits are off by a twentieth of their width, with 5 by up to a seventh; from 50 on by less
    /// than the published simulation's own noise.
    /// - Parameters:
    ///   - figures: as for ``InequalityIndex/of(_:scale:isTransformed:multiplier:confidence:limits:)``.
    ///   - events: of each quantile; where they are not known, as many as the width of its limits tells of.
    ///   - seed: of the simulation.
    public static func suiting(
      _ figures: [InequalityFigure], events: [Double?], scale: InequalityScale, isTransformed: Bool, seed: UInt64
    ) -> Limits {
      guard !isTransformed, scale != .linear else { return .closedForm }
      let isFew = zip(figures, events).contains { figure, events in
        let known = events ?? InequalityFit.error(figure, scale).map { 1 / ($0 * $0) }
        return known.map { $0 < fewestEvents } ?? false
      }
      return isFew ? .simulation(repetitions: usualRepetitions, seed: seed) : .closedForm
    }
  }

  /// From so many events a quantile on limits in closed form hold on values as they are.
  public static let fewestEvents = 50.0
  /// How many fits are simulated unless told otherwise, as in the published tool (facts section 6).
  public static let usualRepetitions = 100_000

  /// The indices of a population divided into quantiles from the most deprived.
  ///
  /// Weighted least squares of the values on the middle of each quantile's share of the population, with those shares as
  /// weights; SII = slope s, RII = (i + s)/i with i the line's value at 0. On a transformed scale the line is fitted to t(y), and
  /// SII = f(i + s) − f(i), RII = f(i + s)/f(i), f back from t. A negative multiplier turns the SII's sign and the RII over.
  ///
  /// Closed form: the slope is linear in the values, sd = √Σ(wₖ·seₖ)², and SII = s ∓ z·sd; the RII is a ratio of two such sums,
  /// limited by Fieller's theorem. Standard errors from a log or logit scale are brought to the values' by the slope of f. On a
  /// transformed scale the limits of s are taken at the fitted middle, f(h ± s/2).
  /// Source: facts section 6 (phe_sii), whose simulation the closed form replaces; Low and Low 2004; Fieller 1954.
  /// - Parameters:
  ///   - figures: 5...100, the most deprived first. Where none has limits the indices have none.
  ///   - scale: where the values' error is symmetrical.
  ///   - isTransformed: whether to fit the line on that scale; not with given standard errors.
  ///   - multiplier: 1, or −1 where a low value is good news and the gap is to be positive; 100 for proportions.
  ///   - confidence: of the limits.
  ///   - limits: how they are found.
  /// - Complexity: O(quantiles), or for a simulation O(quantiles × repetitions + repetitions log repetitions).
  public static func of(
    _ figures: [InequalityFigure], scale: InequalityScale = .linear, isTransformed: Bool = false,
    multiplier: Double = 1, confidence: Confidence = .p95, limits: Limits = .closedForm
  ) -> InequalityIndex {
    of(
      figures, scale: scale, isTransformed: isTransformed, multiplier: multiplier,
      confidences: (confidence, confidence),
      limits: limits
    ).inner
  }

  /// The same with limits at two levels, from one simulation.
  public static func of(
    _ figures: [InequalityFigure], scale: InequalityScale = .linear, isTransformed: Bool = false,
    multiplier: Double = 1, confidences: (inner: Confidence, outer: Confidence), limits: Limits = .closedForm
  ) -> (inner: InequalityIndex, outer: InequalityIndex) {
    do {
      var fit = try InequalityFit(figures, scale: scale, isTransformed: isTransformed)
      func index(_ confidence: Confidence) throws(Obstacle) -> InequalityIndex {
        try fit.index(multiplier: multiplier, confidence: confidence, limits: limits)
      }
      return (try index(confidences.inner), try index(confidences.outer))
    } catch {
      let none = InequalityIndex(slope: Estimate(error), relative: Estimate(error), intercept: nil)
      return (none, none)
    }
  }
}
