import TideModel

/// An abridged life table by Chiang's method, and the life expectancies that follow from it.
public struct LifeTable: Sendable, Hashable {
  /// One age band.
  public struct Row: Sendable, Hashable {
    /// The first age.
    public let start: Double
    /// Years in the band; of the last, twice the inverse of its death rate.
    public let width: Double
    /// M, deaths a person-year.
    public let deathRate: Double
    /// q, the share of those who reach the band that die in it.
    public let dying: Double
    /// l, how many of 100,000 born reach the band.
    public let survivors: Double
    /// L, years they live in it.
    public let years: Double
    /// T, years they live from it on.
    public let yearsFromHere: Double
    /// (1 − a) n, years of the band that those who die in it do not live on average.
    let unlived: Double
    /// S², the variance of q; of the last band that of its width, 4/(D M²) in square years; 0 where nobody dies.
    let spread: Double
    /// Person-years of the band.
    public let population: Double
    /// Person-years of this band and all above.
    public let populationFromHere: Double
    /// Deaths in this band and all above.
    public let deathsFromHere: Double

    /// e = T/l; 0 where nobody gets so old.
    public var expectancy: Double { survivors == 0 ? 0 : yearsFromHere / survivors }
  }

  /// How many are born into the table.
  public static let born = 100_000.0
  /// Up to this many person-years in all no table is made.
  public static let smallestPopulation = 5000.0
  /// Years a 95% limit may be from the expectancy, which else is not given.
  public static let widestLimit = 10.0

  /// The bands, from the youngest.
  public let rows: [Row]
  /// The standard error of the expectancy at each band's first age, in years; not a number where nobody gets so old.
  private let errors: [Double]

  /// The table of some deaths and person-years.
  ///
  /// q = M n/(1 + M n (1 − a)) while D ≤ P/(n a), else 1; l falls by l·q; L = n (l′ + a d), in the last band l/M.
  /// S² = q² (1 − q)/D, in the last band 4/(D M²) (Silcocks); Var(e) = Σ from the band on of S² l² ((1 − a) n + e′)² / l².
  /// Source: Chiang 1984; Silcocks, Jenner and Reza 2001; facts section 7 (phe_life_expectancy).
  /// - Parameters:
  ///   - deaths: one a band, at least 0 and no more than the person-years; those of several years are summed beforehand.
  ///   - populations: person-years, one a band, above 0.
  ///   - bands: their ages.
  /// - Throws: ``Obstacle`` for missing or impossible input, up to 5,000 person-years, and no deaths in the last band, whose
  ///   people would live for ever.
  /// - Complexity: O(bands).
  public init(deaths: [Double?], populations: [Double?], bands: LifeTableBands = .standard) throws(Obstacle) {
    let starts = bands.starts
    guard deaths.count == starts.count, populations.count == starts.count else {
      throw Obstacle("a life table of \(starts.count) age bands needs as many deaths and populations")
    }
    let (d, p) = try Self.checked(deaths, populations, starts)
    guard p.reduce(0, +) > Self.smallestPopulation else { throw Obstacle("no more than 5,000 people in all") }
    guard d[d.count - 1] > 0 else { throw Obstacle("no deaths in the last age band") }
    self.init(d, p, bands)
    guard rows[0].yearsFromHere.isFinite else { throw .outOfRange }
  }

  private static func checked(
    _ deaths: [Double?], _ populations: [Double?], _ starts: [Double]
  ) throws(Obstacle) -> (deaths: [Double], populations: [Double]) {
    var checked = (deaths: [Double](), populations: [Double]())
    for index in starts.indices {
      let place = "of the age band from \(Int(starts[index]))"
      guard let d = deaths[index], let p = populations[index], d.isFinite, p.isFinite else {
        throw Obstacle("the deaths or the population \(place) are missing")
      }
      guard d >= 0 else { throw Obstacle("the deaths \(place) are negative") }
      guard p > 0 else { throw Obstacle("the population \(place) is not above zero") }
      guard d <= p else { throw Obstacle("the deaths \(place) are more than its population") }
      checked.deaths.append(d)
      checked.populations.append(p)
    }
    return checked
  }

  private init(_ d: [Double], _ p: [Double], _ bands: LifeTableBands) {
    let last = d.count - 1
    let m = zip(d, p).map { $0 / $1 }
    let widths = (0...last).map { $0 == last ? 2 / m[$0] : bands.starts[$0 + 1] - bands.starts[$0] }
    let q = (0...last).map { index in
      let (n, a) = (widths[index], bands.shares[index])
      if index == last { return 1.0 }
      return d[index] <= p[index] / (n * a) ? m[index] * n / (1 + m[index] * n * (1 - a)) : 1
    }
    var survivors = [Self.born]
    for index in 0..<last { survivors.append(survivors[index] * (1 - q[index])) }
    let years = (0...last).map { index in
      if index == last { return survivors[index] / m[index] }
      let dying = survivors[index] - survivors[index + 1]
      return widths[index] * (survivors[index + 1] + bands.shares[index] * dying)
    }
    var (after, ages, people, deaths, variance) = (0.0, 0.0, 0.0, 0.0, 0.0)
    var rows: [Row] = []
    var errors: [Double] = []
    for index in (0...last).reversed() {
      let l = survivors[index]
      let reach = index == last ? l / 2 : l * ((1 - bands.shares[index]) * widths[index] + ages)
      let spread = Self.spread(d[index], m[index], q[index], isLast: index == last)
      variance += spread * reach * reach
      after += years[index]
      people += p[index]
      deaths += d[index]
      rows.append(
        Row(
          start: bands.starts[index], width: widths[index], deathRate: m[index], dying: q[index], survivors: l,
          years: years[index], yearsFromHere: after, unlived: (1 - bands.shares[index]) * widths[index],
          spread: spread,
          population: p[index], populationFromHere: people,
          deathsFromHere: deaths))
      ages = rows[rows.count - 1].expectancy
      errors.append(variance.squareRoot() / l)
    }
    self.rows = rows.reversed()
    self.errors = errors.reversed()
  }

  /// S² of a band; 0 where nobody dies.
  private static func spread(_ deaths: Double, _ rate: Double, _ dying: Double, isLast: Bool) -> Double {
    guard deaths > 0 else { return 0 }
    return isLast ? 4 / (deaths * rate * rate) : dying * dying * (1 - dying) / deaths
  }

  /// The life expectancy at each band's first age, in years.
  ///
  /// Where a 95% limit is more than ten years off the value is not given, but its limits are. Where nobody gets so old the
  /// expectancy is 0 without limits.
  /// - Parameter confidence: of the limits, e ∓ z·SE.
  /// - Complexity: O(bands).
  public func expectancies(confidence: Confidence = .p95) -> [Estimate] {
    zip(rows, errors).map { row, error in
      guard error.isFinite else {
        return Estimate(
          value: row.expectancy, interval: nil, method: .normal, obstacle: Obstacle("nobody of the table gets so old"))
      }
      let e = row.expectancy
      let interval = Interval(lower: e - confidence.z * error, upper: e + confidence.z * error)
      guard Confidence.p95.z * error <= Self.widestLimit else {
        return Estimate(
          value: nil, interval: interval, method: .normal,
          obstacle: Obstacle("the limits are more than ten years off", status: .error))
      }
      return Estimate(value: e, interval: interval, method: .normal)
    }
  }

  /// The life expectancies of many areas at birth and at every other band's first age: one list an area, each as long as the
  /// bands, with the obstacle at every age where there is no table.
  /// - Complexity: O(areas × bands).
  public static func expectancies(
    deaths: [[Double?]], populations: [[Double?]], bands: LifeTableBands = .standard, confidence: Confidence = .p95
  ) -> [[Estimate]] {
    deaths.indices.map { area in
      let people = area < populations.count ? populations[area] : []
      do throws(Obstacle) {
        return try LifeTable(deaths: deaths[area], populations: people, bands: bands)
          .expectancies(confidence: confidence)
      } catch {
        return Array(repeating: Estimate(error), count: bands.starts.count)
      }
    }
  }
}
