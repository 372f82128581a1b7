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
  /// l₁ₓ/l₁₀ (T₂ₓ/l₂ₓ − T₁ₓ/l₁ₓ). A cause's part of δₓ is its part of the difference in death rates: δₓ/(M₂ − M₁) times its own
  /// difference. Where the rates of all causes are equal the quotient is its limit, so that causes that weigh each other out have
  /// parts that do. Source: Arriaga 1984; facts section 7c.
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
    var effects = one.indices.map { Self.effect(one, two, $0, part: ages[$0]) }
    if direction == .averaged {
      let back = Self.contributions(two, one)
      effects = effects.indices.map { (effects[$0] + Self.effect(two, one, $0, part: back[$0])) / 2 }
      ages = zip(ages, back).map { ($0 - $1) / 2 }
    }
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
        effects.indices.map { index in
          let before = cause.comparator[index] / one[index].population
          return effects[index] * (cause.area[index] / two[index].population - before)
        })
    }
    self.byCause = byCause
  }

  /// Below this difference of two death rates, as a share, the quotient of differences has lost too many digits.
  private static let least = 1e-6

  /// Years a band contributes for each unit of its difference in death rates, δₓ/(M₂ − M₁), in which causes share.
  ///
  /// Where the rates are all but equal it is told from what δₓ is made of: it is l₁ₓ/l₁₀ (q₁ − q₂) ((1 − a) n + e₂ₓ′), and (q₂ − q₁)/(M₂ − M₁) = q₁q₂/(n M₁M₂), which has a value where the rates are
  /// equal as well; in the last band it is l₁ₓ/l₁₀ (1/M₂ − 1/M₁), which is −l₁ₓ/l₁₀ (M₂ − M₁)/(M₁M₂).
  /// - Parameter part: δₓ.
  private static func effect(_ one: [LifeTable.Row], _ two: [LifeTable.Row], _ index: Int, part: Double) -> Double {
    let (a, b) = (one[index], two[index])
    let difference = b.deathRate - a.deathRate
    guard difference.magnitude <= least * max(a.deathRate, b.deathRate) else { return part / difference }
    guard a.deathRate > 0, b.deathRate > 0 else { return 0 }
    let rates = a.deathRate * b.deathRate
    let reached = a.survivors / one[0].survivors
    guard index + 1 < one.count else { return -reached / rates }
    return -reached * (a.dying * b.dying / a.width / rates) * (a.unlived + two[index + 1].expectancy)
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
