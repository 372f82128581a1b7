/// An indirectly standardised rate or ratio with what it was formed of.
public struct IndirectlyStandardised: Sendable, Hashable {
  /// The rate or ratio and its limits.
  public let estimate: Estimate
  /// Events observed; nil where they could not be read.
  public let observed: Double?
  /// Events expected at the reference's rates; nil where they could not be formed.
  public let expected: Double?
  /// The reference's crude rate times the multiplier, or the reference value of a ratio; nil where it could not be formed.
  public let reference: Double?
}

/// Events compared with those expected at a reference population's rates.
public enum IndirectStandardisation {
  /// The population of some bands and the reference's events and population in them.
  public struct Bands: Sendable, Hashable {
    /// Person-years of the area, one a band; missing counts as 0.
    public let populations: [Double?]
    /// Events in the reference population, one a band; missing counts as 0.
    public let referenceCounts: [Double?]
    /// Person-years of the reference population, one a band, above 0.
    public let referencePopulations: [Double?]

    /// Bands of the given numbers, all three in one order.
    public init(populations: [Double?], referenceCounts: [Double?], referencePopulations: [Double?]) {
      self.populations = populations
      self.referenceCounts = referenceCounts
      self.referencePopulations = referencePopulations
    }
  }

  /// An indirectly standardised rate, O/E × the reference's rate, with Poisson limits of O.
  ///
  /// E = Σ (reference events/reference population) × population; limits exact under ten events, Byar's from ten on.
  /// Source: APHO Technical Briefing 3; facts section 4 (calculate_ISRate).
  /// - Parameters:
  ///   - observed: O, events of the area in all bands together, at least 0.
  ///   - bands: of the area and the reference.
  ///   - multiplier: 100,000.
  ///   - confidence: of the limits.
  /// - Complexity: O(bands).
  public static func rate(
    observed: Double?, bands: Bands, multiplier: Double = 100_000, confidence: Confidence = .p95
  ) -> IndirectlyStandardised {
    answer(observed, bands, confidence) { count, population in count / population * multiplier }
  }

  /// An indirectly standardised ratio, O/E × the reference value, with Poisson limits of O.
  ///
  /// Source: facts section 4 (calculate_ISRatio).
  /// - Parameters:
  ///   - observed: O, events of the area in all bands together, at least 0.
  ///   - bands: of the area and the reference.
  ///   - referenceValue: what the ratio of the reference is called: 1 or 100.
  ///   - confidence: of the limits.
  /// - Complexity: O(bands).
  public static func ratio(
    observed: Double?, bands: Bands, referenceValue: Double = 100, confidence: Confidence = .p95
  ) -> IndirectlyStandardised {
    answer(observed, bands, confidence) { _, _ in referenceValue }
  }

  /// The sum of the events of the bands, for `observed`; missing counts as 0.
  /// - Complexity: O(bands).
  public static func observed(_ counts: [Double?]) -> Double { counts.reduce(0) { $0 + ($1 ?? 0) } }

  private static func answer(
    _ observed: Double?, _ bands: Bands, _ confidence: Confidence, _ reference: (Double, Double) -> Double
  ) -> IndirectlyStandardised {
    var (expected, scale): (Double?, Double?)
    let estimate = Estimate.of { () throws(Obstacle) in
      let count = try Checked.count(observed)
      let sums = try self.expected(bands)
      let unit = reference(sums.count, sums.population)
      (expected, scale) = (sums.expected, unit)
      let value = try Checked.result(count / sums.expected * unit)
      let limits = Intervals.poisson(count: count, confidence: confidence)
      return Estimate(
        value: value, interval: limits?.interval.scaled(by: unit / sums.expected), method: limits?.method)
    }
    let known = estimate.value != nil
    return IndirectlyStandardised(
      estimate: estimate, observed: known ? observed : nil, expected: known ? expected : nil,
      reference: known ? scale : nil)
  }

  private static func expected(
    _ bands: Bands
  ) throws(Obstacle) -> (expected: Double, count: Double, population: Double) {
    let count = bands.populations.count
    guard bands.referenceCounts.count == count, bands.referencePopulations.count == count else { throw .lengths }
    var sums = (expected: 0.0, count: 0.0, population: 0.0)
    for index in 0..<count {
      let events = bands.referenceCounts[index] ?? 0
      let population = bands.populations[index] ?? 0
      guard events >= 0, events.isFinite, population >= 0, population.isFinite else {
        throw Obstacle("age band \(index + 1) has a negative number or none")
      }
      guard let reference = bands.referencePopulations[index], reference > 0, reference.isFinite else {
        throw Obstacle("the reference population of age band \(index + 1) is missing or not above zero")
      }
      sums.expected += events / reference * population
      sums.count += events
      sums.population += reference
    }
    guard sums.expected > 0 else { throw Obstacle("no events are expected") }
    return sums
  }
}
