/// Deaths of one cause in the two populations of a gap, one number a band.
public struct CauseOfDeath: Sendable, Hashable {
  /// What it is called.
  public let name: String
  /// Deaths of it in the population compared with.
  public let comparator: [Double]
  /// Deaths of it in the area.
  public let area: [Double]

  /// Deaths of a cause.
  public init(name: String, comparator: [Double], area: [Double]) {
    self.name = name
    self.comparator = comparator
    self.area = area
  }
}

/// What each age band and cause of death contributes to the gap in life expectancy at birth between two populations.
public struct LifeExpectancyGap: Sendable, Hashable {
  /// Which way round the gap is taken apart; the sum over the ages is the same.
  public enum Direction: Sendable, Hashable {
    /// From the comparator to the area, as Arriaga did.
    case fromComparator
    /// The mean of this and of the way back with its sign turned.
    case averaged
  }

  /// Life expectancy at birth in the area less that in the comparator, in years: the sum of all contributions.
  public let gap: Double
  /// Years contributed by each band.
  public let byAge: [Double]
  /// The same by cause: for each cause, in the order given, one number a band. What the causes given do not cover is not here.
  public let byCause: [[Double]]

  /// The parts of the gap between two life tables of the same bands.
  ///
  /// δₓ = l₁ₓ/l₁₀ (L₂ₓ/l₂ₓ − L₁ₓ/l₁ₓ) + T₂ₓ′/l₁₀ (l₁ₓ/l₂ₓ − l₁ₓ′/l₂ₓ′), x′ the band above; in the last band
  /// l₁ₓ/l₁₀ (T₂ₓ/l₂ₓ − T₁ₓ/l₁ₓ). A cause's part of δₓ is its part of the difference in death rates, none where there is none.
  /// Source: Arriaga 1984; facts section 7c.
  /// - Parameters:
  ///   - comparator: population 1, England as a rule.
  ///   - area: population 2.
  ///   - causes: with one number a band in each population, at least 0.
  ///   - direction: Arriaga's, or the mean of both ways, which is symmetrical.
  /// - Throws: ``Obstacle`` for tables of different bands, causes of another length, negative deaths, or where nobody reaches a
  ///   band.
  /// - Complexity: O(bands × causes).
  public init(
    comparator: LifeTable, area: LifeTable, causes: [CauseOfDeath] = [], direction: Direction = .fromComparator
  ) throws(Obstacle) {
    let (one, two) = (comparator.rows, area.rows)
    guard one.map(\.start) == two.map(\.start) else { throw Obstacle("the two life tables have different age bands") }
    guard (one + two).allSatisfy({ $0.survivors > 0 }) else { throw Obstacle("nobody reaches the last age band") }
    var ages = Self.contributions(one, two)
    if direction == .averaged { ages = zip(ages, Self.contributions(two, one)).map { ($0 - $1) / 2 } }
    byAge = ages
    gap = two[0].expectancy - one[0].expectancy
    var byCause: [[Double]] = []
    for cause in causes {
      guard cause.comparator.count == one.count, cause.area.count == one.count else {
        throw Obstacle("the deaths of \(cause.name) are not one a band")
      }
      guard (cause.comparator + cause.area).allSatisfy({ $0 >= 0 && $0.isFinite }) else {
        throw Obstacle("the deaths of \(cause.name) are negative or not a number")
      }
      byCause.append(
        ages.indices.map { index in
          let difference = two[index].deathRate - one[index].deathRate
          if difference == 0 { return 0 }
          let before = cause.comparator[index] / one[index].population
          return ages[index] * (cause.area[index] / two[index].population - before) / difference
        })
    }
    self.byCause = byCause
  }

  private static func contributions(_ one: [LifeTable.Row], _ two: [LifeTable.Row]) -> [Double] {
    let born = one[0].survivors
    return one.indices.map { index in
      let (a, b) = (one[index], two[index])
      guard index + 1 < one.count else { return a.survivors / born * (b.expectancy - a.expectancy) }
      let (above, beyond) = (one[index + 1], two[index + 1])
      let direct = a.survivors / born * (b.years / b.survivors - a.years / a.survivors)
      return direct
        + beyond.yearsFromHere / born * (a.survivors / b.survivors - above.survivors / beyond.survivors)
    }
  }
}
