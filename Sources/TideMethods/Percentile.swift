/// Percentiles of a set of values.
public enum Percentile {
  /// The value below which a fraction of the values lies, with linear interpolation.
  ///
  /// n = (N − 1)f + 1, k = whole part of n: v_k + (n − k)(v_{k+1} − v_k), rounded to ten decimals.
  /// Source: facts section 9 (R's type 7, Excel's PERCENTILE.INC).
  /// - Parameters:
  ///   - fraction: f, 0...1.
  ///   - sorted: the N values, ascending, finite.
  /// - Returns: in the values' unit; nil without values or for a fraction outside 0...1.
  /// - Complexity: O(1).
  public static func value(at fraction: Double, ofSorted sorted: [Double]) -> Double? {
    guard fraction >= 0, fraction <= 1, let last = sorted.last else { return nil }
    let place = Double(sorted.count - 1) * fraction + 1
    let whole = Int(place)
    guard whole < sorted.count else { return last }
    let lower = sorted[whole - 1]
    return rounded(lower + (place - Double(whole)) * (sorted[whole] - lower))
  }

  /// The same of values in any order; missing and non-finite ones are left out.
  /// - Complexity: O(n log n).
  public static func value(at fraction: Double, of values: [Double?]) -> Double? {
    value(at: fraction, ofSorted: values.compactMap { $0 }.filter(\.isFinite).sorted())
  }

  /// Ten decimals, ties to even; values too large to have so many stay.
  private static func rounded(_ value: Double) -> Double {
    let scale = 1e10
    guard value.magnitude < 9e5 else { return value }
    return (value * scale).rounded(.toNearestOrEven) / scale
  }
}
