public import TideModel

extension Comparison {
  /// The quintile or quartile of every area's value (methods 15 and 16).
  ///
  /// Bounds are the linear percentiles of all valid values; a value belongs to the first part whose upper bound is not
  /// below it. Source: facts section 9. Give all areas of one type in England (or in the parent) for one sex, age and
  /// period, without inequality categories and without the parent itself.
  /// - Parameters:
  ///   - values: one an area, in the indicator's unit; nil where there is none.
  ///   - statuses: one an area, naming the reason where there is no value; may be empty.
  ///   - polarity: `notApplicable` compares nothing. It does not turn the words round: lowest is lowest.
  ///   - method: `quintiles` or `quartiles`; any other compares nothing.
  /// - Returns: one verdict an area, in the order given.
  /// - Complexity: O(n log n).
  public static func quantiles(
    of values: [Double?], statuses: [Status] = [], polarity: Polarity, method: ComparisonMethod
  ) -> [Verdict] {
    let parts: Int
    switch method {
    case .quintiles: parts = 5
    case .quartiles: parts = 4
    default: return Array(repeating: .notCompared(Reason.method), count: values.count)
    }
    if polarity == .notApplicable {
      return Array(repeating: .notCompared(Reason.polarity), count: values.count)
    }
    let bounds = quantileBounds(of: values, parts: parts)
    return values.indices.map { index in
      let status = index < statuses.count ? statuses[index] : .none
      guard !status.isAbsence, let value = values[index], value.isFinite else {
        return .notCompared(Reason.value(status))
      }
      guard let bounds, let quantile = quantile(of: value, bounds: bounds) else {
        return .notCompared(.tooFewAreas(parts: parts))
      }
      return .quantile(quantile)
    }
  }

  /// The `parts` + 1 bounds of the quantiles: least value, linear percentiles 1/parts, 2/parts and so on, greatest value.
  /// - Returns: nil where fewer than `parts` values are finite numbers.
  /// - Complexity: O(n log n).
  public static func quantileBounds(of values: [Double?], parts: Int) -> [Double]? {
    let sorted = values.compactMap { $0 }.filter(\.isFinite).sorted()
    guard parts >= 1, sorted.count >= parts, let least = sorted.first, let greatest = sorted.last else { return nil }
    let inner = (1..<parts).compactMap { Percentile.value(at: Double($0) / Double(parts), ofSorted: sorted) }
    return [least] + inner + [greatest]
  }

  /// The category number of the source: from 1 for the lowest values, but from 1 for the *highest* where the parts are
  /// five and high is good. Its files print the words of that number, which then read the wrong way round;
  /// ``Quantile/text`` does not.
  public static func sourceCategory(of quantile: Quantile, polarity: Polarity) -> Int {
    quantile.parts == 5 && polarity == .highIsGood ? 6 - quantile.position : quantile.position
  }

  private static func quantile(of value: Double, bounds: [Double]) -> Quantile? {
    let parts = bounds.count - 1
    // A percentile rounded to ten decimals may fall just below the greatest value: what passes all bounds is in the last.
    let position = (1...parts).first { value <= bounds[$0] } ?? parts
    return Quantile(position: position, of: parts)
  }
}
