extension LifeTable {
  /// The years lived in good health at each band's first age, by Sullivan's method.
  ///
  /// HLEₓ = Σ from x on of πL / lₓ; Var = Σ L² π(1 − π)/N / lₓ². The limits count the sampling of the prevalences alone, as is
  /// usual: the deaths of a large population add next to nothing. In a small one they may, and are counted on demand:
  /// Σ l² ((1 − a) n π + HLE′)² S² / lₓ² is added, HLE′ of the band above and S² of Chiang's table; in the last band
  /// (π l/2)² · 4/(D M²), with π = 1 Silcocks' term of life expectancy.
  /// Source: Sullivan 1971; facts section 7b; for the deaths the delta method on Chiang 1984, as Newman 1988 and Mathers 1991.
  /// - Parameters:
  ///   - goodHealth: π, the share in good health, 0...1, one a band.
  ///   - respondents: N, how many were asked, above 0, one a band; empty where limits are not wanted, as of a census.
  ///   - countsDeaths: whether the variance of the death rates is counted too; without respondents it is all there is.
  ///   - confidence: of the limits.
  /// - Returns: one a band, all with the same obstacle where an input is missing or impossible.
  /// - Complexity: O(bands).
  public func healthyExpectancies(
    goodHealth: [Double?], respondents: [Double?] = [], countsDeaths: Bool = false, confidence: Confidence = .p95
  ) -> [Estimate] {
    do {
      return try healthy(goodHealth, respondents, countsDeaths, confidence)
    } catch {
      return Array(repeating: Estimate(error), count: rows.count)
    }
  }

  private func healthy(
    _ goodHealth: [Double?], _ respondents: [Double?], _ countsDeaths: Bool, _ confidence: Confidence
  ) throws(Obstacle) -> [Estimate] {
    let isSampled = !respondents.isEmpty
    guard goodHealth.count == rows.count, !isSampled || respondents.count == rows.count else {
      throw Obstacle("\(rows.count) age bands need as many shares in good health and as many respondents")
    }
    var (years, variance, after) = (0.0, 0.0, 0.0)
    var estimates: [Estimate] = []
    for index in rows.indices.reversed() {
      let (row, place) = (rows[index], "of the age band from \(Int(rows[index].start))")
      guard let share = goodHealth[index], share >= 0, share <= 1 else {
        throw Obstacle("the share in good health \(place) is missing or not between 0 and 1")
      }
      years += share * row.years
      if isSampled {
        guard let asked = respondents[index], asked > 0, asked.isFinite else {
          throw Obstacle("the respondents \(place) are missing or not above zero")
        }
        variance += row.years * row.years * share * (1 - share) / asked
      }
      if countsDeaths {
        let isLast = index == rows.count - 1
        let reach = isLast ? row.survivors / 2 * share : row.survivors * (row.unlived * share + after)
        variance += row.spread * reach * reach
      }
      let value = row.survivors == 0 ? 0 : years / row.survivors
      after = value
      let error = variance.squareRoot() / row.survivors
      let interval = Interval(lower: value - confidence.z * error, upper: value + confidence.z * error)
      estimates.append(
        isSampled || countsDeaths
          ? Estimate(value: value, interval: interval, method: .normal)
          : Estimate(value: value, interval: nil, method: nil, obstacle: Obstacle("no respondents were given")))
    }
    return estimates.reversed()
  }
}
