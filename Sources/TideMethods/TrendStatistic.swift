/// The number a recent trend rests on, of five points numbered 1...5 from the oldest.
public struct TrendStatistic: Sendable, Hashable {
  /// How it was calculated.
  public enum Method: Sendable, Hashable {
    /// Chi-squared test for trend in proportions (Cochran-Armitage) from counts and denominators.
    case proportions
    /// Weighted regression of the values on time, with weights from the 95% intervals.
    case weightedSlope
  }

  /// How it was calculated.
  public let method: Method
  /// Chi-squared on one degree of freedom.
  public let chiSquared: Double
  /// Change a year: of the value, in its unit, for `weightedSlope`; of the natural logarithm of the odds for `proportions`,
  /// which has none, and so no slope but nil, where a count is zero.
  public let slope: Double?
  /// The same slope with the first, second ... fifth point left out; empty where there is no slope. The sign of each slope,
  /// and whether it is 0, is that of the figures as printed, decided in whole numbers where doubles leave it open.
  public let slopesLeavingOneOut: [Double]

  /// The upper 0.2% point of chi-squared on one degree of freedom (a 99.8% test). Source: facts section 10.
  public static let threshold = 9.54953570608324

  /// Whether the chi-squared is above the threshold and no single point decides the direction: all six slopes have one
  /// sign, where a slope of 0 counts as positive.
  public var isSignificant: Bool {
    guard let slope, chiSquared > Self.threshold else { return false }
    return slopesLeavingOneOut.allSatisfy { ($0 >= 0) == (slope >= 0) }
  }

  /// Method A: proportions. Counts must lie between 0 and the denominator, which itself is not allowed.
  ///
  /// χ² = N (N·ΣXt − X·ΣNt)² / (X (N − X) (N·ΣNt² − (ΣNt)²)); the slopes are those of an unweighted least-squares line
  /// through ln(x/(n − x)). Source: facts section 10 A. Times are counted from the middle point, which changes nothing but
  /// the rounding.
  /// - Returns: nil where a result is not a finite number.
  /// - Complexity: O(n²) in the number of points, which is five.
  static func proportions(_ pairs: [(count: Double, denominator: Double)]) -> TrendStatistic? {
    let middle = Double(pairs.count - 1) / 2
    var (sumN, sumX, sumNT, sumNT2, sumXT) = (0.0, 0.0, 0.0, 0.0, 0.0)
    var samples: [WeightedLine.Sample] = []
    for (index, pair) in pairs.enumerated() {
      let t = Double(index) - middle
      sumN += pair.denominator
      sumX += pair.count
      sumNT += pair.denominator * t
      sumNT2 += pair.denominator * t * t
      sumXT += pair.count * t
      samples.append(WeightedLine.Sample(t: t, v: naturalLogarithm(pair.count / (pair.denominator - pair.count)), w: 1))
    }
    let gain = sumN * sumXT - sumX * sumNT
    let chiSquared = sumN * gain * gain / (sumX * (sumN - sumX) * (sumN * sumNT2 - sumNT * sumNT))
    if pairs.contains(where: { $0.count == 0 }) {
      guard chiSquared.isFinite else { return nil }
      return TrendStatistic(method: .proportions, chiSquared: chiSquared, slope: nil, slopesLeavingOneOut: [])
    }
    let slopes = slopes(samples) { kept in SlopeSign.ofLogOdds(kept.map { pairs[$0] }, times: kept) }
    return checked(.proportions, chiSquared: chiSquared, slopes: slopes)
  }

  /// Method B: values with 95% limits, lower below upper.
  ///
  /// s = (U − L)/3.92, w = 1/s²; slope = (Σw·Σwvt − Σwt·Σwv)/(Σw·Σwt² − (Σwt)²); χ² = slope² (Σw·Σwt² − (Σwt)²)/Σw.
  /// Source: facts section 10 B.
  /// - Returns: nil where a result is not a finite number.
  /// - Complexity: O(n²) in the number of points, which is five.
  static func weightedSlope(_ points: [(value: Double, interval: Interval)]) -> TrendStatistic? {
    let middle = Double(points.count - 1) / 2
    let samples = points.enumerated().map { index, point in
      let s = (point.interval.upper - point.interval.lower) / 3.92
      return WeightedLine.Sample(t: Double(index) - middle, v: point.value, w: 1 / (s * s))
    }
    let line = WeightedLine(samples)
    let slopes = slopes(samples) { kept in SlopeSign.ofWeighted(kept.map { points[$0] }, times: kept) }
    return checked(
      .weightedSlope, chiSquared: slopes.all * slopes.all * line.spread / line.weight, slopes: slopes)
  }

  /// The slope of all points and those with one left out, each with the sign that the exact numbers have.
  private static func slopes(
    _ samples: [WeightedLine.Sample], sign: ([Int]) -> Int?
  ) -> (all: Double, others: [Double]) {
    func slope(_ kept: [Int]) -> Double {
      let slope = WeightedLine(kept.map { samples[$0] }).slope
      guard slope.isFinite, let sign = sign(kept) else { return slope }
      if sign == 0 { return 0 }
      return (slope > 0) == (sign > 0) && slope != 0
        ? slope : Double(sign) * max(slope.magnitude, .leastNonzeroMagnitude)
    }
    let all = Array(samples.indices)
    return (slope(all), all.map { left in slope(all.filter { $0 != left }) })
  }

  private static func checked(
    _ method: Method, chiSquared: Double, slopes: (all: Double, others: [Double])
  ) -> TrendStatistic? {
    guard chiSquared.isFinite, slopes.all.isFinite, slopes.others.allSatisfy(\.isFinite) else { return nil }
    return TrendStatistic(
      method: method, chiSquared: chiSquared, slope: slopes.all, slopesLeavingOneOut: slopes.others)
  }
}
