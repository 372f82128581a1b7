extension Intervals {
  /// The exact interval of a Poisson count.
  ///
  /// lower = χ²⁻¹((1−c)/2; 2x)/2, upper = χ²⁻¹((1+c)/2; 2x+2)/2; the lower limit of 0 is 0.
  /// Source: Garwood 1936; APHO Technical Briefing 3; facts section 1.
  /// - Parameters:
  ///   - count: x, at least 0, fractions allowed.
  ///   - confidence: below 1, at which there is no upper limit.
  /// - Returns: limits in events; nil for impossible input.
  /// - Complexity: O(√x) up to 1,000 events, O(1) above.
  public static func exactPoisson(count: Double, confidence: Confidence) -> Interval? {
    guard count >= 0, count.isFinite, confidence.tail > 0 else { return nil }
    let lower = count == 0 ? 0 : GammaDistribution.quantile(confidence.tail, .lower, shape: count)
    guard let lower, let upper = GammaDistribution.quantile(confidence.tail, .upper, shape: count + 1) else {
      return nil
    }
    return Interval(lower: lower, upper: upper)
  }

  /// The interval of a Poisson count as it is published: exact under ten events, Byar's from ten on.
  /// - Returns: limits in events and which they are; nil for impossible input.
  /// - Complexity: O(1).
  public static func poisson(count: Double, confidence: Confidence) -> (interval: Interval, method: IntervalMethod)? {
    if count < smallestByarCount {
      return exactPoisson(count: count, confidence: confidence).map { ($0, .exact) }
    }
    return byar(count: count, z: confidence.z).map { ($0, .byar) }
  }
}
