internal import TideModel

/// Whether a least-squares line rises, falls or is level, decided exactly for figures as they are printed.
///
/// Years that tie have a slope of 0, which doubles return as 1e-17 or as −1e-17. Doubles decide where the proven bound on
/// their error leaves no doubt; else whole numbers do.
enum SlopeSign {
  /// Half a unit in the last place of 1: no single operation on doubles errs relatively by more.
  private static let u = 0x1p-53

  /// 1, 0 or −1 for the slope of ln(x/(n − x)) on time, without weights.
  ///
  /// With k points the slope has the sign of Σ cᵢ ln oᵢ, where cᵢ = k·tᵢ − Σt and oᵢ = xᵢ/(nᵢ − xᵢ): that of ln Π oᵢ to the power
  /// cᵢ, so that two products of whole numbers are compared. Source: the normal equations of the line of facts section 10 A.
  /// - Parameters:
  ///   - pairs: counts above 0 and below their denominators.
  ///   - times: as many whole numbers.
  /// - Returns: nil for numbers that are not finite.
  /// - Complexity: O(n) in the number of points, five at most, where doubles decide.
  static func ofLogOdds(_ pairs: [(count: Double, denominator: Double)], times: [Int]) -> Int? {
    let total = times.reduce(0, +)
    let weights = times.map { times.count * $0 - total }
    var (sum, bound) = (0.0, 0.0)
    for (pair, weight) in zip(pairs, weights) {
      let rest = pair.denominator - pair.count
      let odds = naturalLogarithm(pair.count / rest)
      let c = Double(weight)
      sum += c * odds
      // The numbers and their difference are off by ε of the odds; the logarithm by a unit in the last place more; each
      // product and each of four sums by u of the sum of the magnitudes. Twice all of it.
      let epsilon = u * (pair.denominator + pair.count) / rest + 4 * u
      bound += epsilon < 0x1p-10 ? c.magnitude * (2 * epsilon + 16 * u * odds.magnitude) : .infinity
    }
    if sum.magnitude > bound { return sum > 0 ? 1 : -1 }
    return exactly(pairs, weights)
  }

  private static func exactly(_ pairs: [(count: Double, denominator: Double)], _ weights: [Int]) -> Int? {
    var (above, below) = (WideNatural.one, WideNatural.one)
    for (pair, weight) in zip(pairs, weights) {
      guard let wholes = ExactDecimals([pair.count, pair.denominator])?.wholes else { return nil }
      let count = wholes[0]
      let rest = wholes[1].less(count)
      above = above * (weight > 0 ? count : rest).magnitude.power(abs(weight))
      below = below * (weight > 0 ? rest : count).magnitude.power(abs(weight))
    }
    return above == below ? 0 : above > below ? 1 : -1
  }

  /// 1, 0 or −1 for the slope of values on time, each with the weight 1/(U − L)².
  ///
  /// Σw·Σwvt − Σwt·Σwv is the sum over pairs of points of wᵢ·wⱼ·(tⱼ − tᵢ)·(vⱼ − vᵢ); times the product of all (U − L)² each of
  /// these is a whole number. Source: Lagrange's identity, applied to the slope of facts section 10 B.
  /// - Parameters:
  ///   - points: values with limits, lower below upper.
  ///   - times: as many whole numbers, rising.
  /// - Returns: nil for numbers that are not finite.
  /// - Complexity: O(n²) in the number of points, five at most, where doubles decide.
  static func ofWeighted(_ points: [(value: Double, interval: Interval)], times: [Int]) -> Int? {
    doubles(points, times) ?? exactly(points, times)
  }

  /// What doubles tell; nil where their error could be greater than what they find.
  private static func doubles(_ points: [(value: Double, interval: Interval)], _ times: [Int]) -> Int? {
    var doubt = 0.0
    let weights = points.map { _, interval in
      let width = interval.upper - interval.lower
      doubt = max(doubt, u * (interval.upper.magnitude + interval.lower.magnitude) / width + u)
      return 1 / (width * width)
    }
    guard doubt < 0x1p-20, weights.allSatisfy({ $0 > 1e-140 && $0 < 1e140 }) else { return nil }
    var (sum, size) = (0.0, 0.0)
    for i in points.indices {
      for j in points.indices.dropFirst(i + 1) {
        let weight = weights[i] * weights[j] * Double(times[j] - times[i])
        sum += weight * (points[j].value - points[i].value)
        size += weight * (points[j].value.magnitude + points[i].value.magnitude)
      }
    }
    // Two weights are off by 2·doubt + 4u each, the difference of two values by 3u of their magnitudes, the products by 3u
    // and ten sums by 10u: together less than half of this. Below the least size products may have run out of range.
    guard size > 1e-290, size.isFinite, sum.magnitude > size * (8 * doubt + 64 * u) else { return nil }
    return sum > 0 ? 1 : -1
  }

  private static func exactly(_ points: [(value: Double, interval: Interval)], _ times: [Int]) -> Int? {
    guard let values = ExactDecimals(points.map(\.value))?.wholes,
      let ends = ExactDecimals(points.flatMap { [$0.interval.upper, $0.interval.lower] })?.wholes
    else { return nil }
    let squares = points.indices.map { ends[2 * $0].less(ends[2 * $0 + 1]).magnitude.power(2) }
    var (up, down) = (WideNatural(0), WideNatural(0))
    for i in points.indices {
      for j in points.indices.dropFirst(i + 1) {
        let rise = values[j].less(values[i])
        if rise.magnitude == WideNatural(0) { continue }
        let others = points.indices.filter { $0 != i && $0 != j }.reduce(.one) { $0 * squares[$1] }
        let term = rise.magnitude * WideNatural(UInt64((times[j] - times[i]).magnitude)) * others
        if rise.isNegative { down = down + term } else { up = up + term }
      }
    }
    return up == down ? 0 : up > down ? 1 : -1
  }
}
