/// Years that the dead would still have had.
public enum YearsOfLifeLost {
  /// The years a death loses, one number a band: to a set age from the middle of the band, none beyond it.
  ///
  /// Source: NHS Digital, Compendium of Population Health Indicators, years of life lost (to 75).
  /// - Parameters:
  ///   - age: to which everybody would have lived: 75.
  ///   - starts: the first age of each band, rising.
  ///   - width: of the last band, which has no end of its own.
  /// - Complexity: O(bands).
  public static func years(to age: Double, starts: [Double], lastWidth width: Double = 5) -> [Double] {
    starts.indices.map { index in
      let end = index + 1 < starts.count ? starts[index + 1] : starts[index] + width
      return max(0, age - (starts[index] + end) / 2)
    }
  }

  /// All years lost: Σ xᵢyᵢ, with Dobson's limits on Byar's of the deaths.
  ///
  /// Var = Σ xᵢyᵢ², O = Σ of the deaths that lose any; limit = years + √(Var/O) (Byar's limit of O − O).
  /// Source: Dobson 1991; facts section 3, with years for weights.
  /// - Parameters:
  ///   - deaths: xᵢ, one a band, at least 0; missing counts as 0.
  ///   - yearsEach: yᵢ, what a death loses, one a band: ``years(to:starts:lastWidth:)``, or a standard's life expectancies.
  ///   - confidence: of the limits.
  /// - Returns: years; no limits under ten deaths.
  /// - Complexity: O(bands).
  public static func total(deaths: [Double?], yearsEach: [Double], confidence: Confidence = .p95) -> Estimate {
    Estimate.of { () throws(Obstacle) in
      guard deaths.count == yearsEach.count else { throw .lengths }
      var (years, squares, count) = (0.0, 0.0, 0.0)
      for (index, each) in yearsEach.enumerated() {
        let x = deaths[index] ?? 0
        guard x >= 0, x.isFinite, each >= 0, each.isFinite else {
          throw Obstacle("the deaths or years of age band \(index + 1) are negative or not a number")
        }
        years += x * each
        squares += x * each * each
        if each > 0 { count += x }
      }
      let limits = Intervals.byar(count: count, z: confidence.z)
      guard let limits else {
        return Estimate(
          value: years, interval: nil, method: nil, obstacle: Obstacle("fewer than ten deaths have no limits"))
      }
      let scale = (squares / count).squareRoot()
      let interval = Interval(
        lower: years + scale * (limits.lower - count), upper: years + scale * (limits.upper - count))
      return Estimate(value: years, interval: interval, method: .dobson)
    }
  }

  /// Years lost as a directly standardised rate: each band's weight times what a death loses in it.
  ///
  /// m Σ(xᵢ yᵢ wᵢ/nᵢ)/Σw over the bands in which deaths lose any years.
  /// - Parameters:
  ///   - deaths: one a band; missing counts as 0.
  ///   - populations: person-years, one a band, above 0.
  ///   - weights: standard population, one a band.
  ///   - yearsEach: what a death loses, one a band.
  ///   - multiplier: 10,000.
  ///   - confidence: of the limits.
  /// - Complexity: O(bands).
  public static func rate(
    deaths: [Double?], populations: [Double?], weights: [Double], yearsEach: [Double], multiplier: Double = 10_000,
    confidence: Confidence = .p95
  ) -> Estimate {
    guard deaths.count == yearsEach.count, populations.count == deaths.count, weights.count == deaths.count else {
      return Estimate(.lengths)
    }
    guard yearsEach.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      return Estimate(Obstacle("the years of an age band are negative or not a number"))
    }
    let bands = deaths.indices.filter { yearsEach[$0] > 0 }
    let standard = bands.reduce(0) { $0 + weights[$1] }
    let scaled = bands.map { weights[$0] * yearsEach[$0] }
    let rate = DirectStandardisation.rate(
      counts: bands.map { deaths[$0] }, populations: bands.map { populations[$0] }, weights: scaled,
      multiplier: multiplier * scaled.reduce(0, +) / standard, confidence: confidence)
    return rate.estimate
  }
}
