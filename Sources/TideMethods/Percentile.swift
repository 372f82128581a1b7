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
    guard let value = interpolated(at: fraction, ofSorted: sorted) else { return nil }
    let place = place(at: fraction, among: sorted.count)
    return place.lower == place.upper ? value : rounded(value)
  }

  /// The same with all its digits.
  /// - Complexity: O(1).
  public static func interpolated(at fraction: Double, ofSorted sorted: [Double]) -> Double? {
    guard fraction >= 0, fraction <= 1, !sorted.isEmpty else { return nil }
    let place = place(at: fraction, among: sorted.count)
    return interpolated(sorted[place.lower], sorted[place.upper], place.part)
  }

  /// The same of values in any order, which are put in order.
  /// - Complexity: O(n log n).
  public static func interpolated(at fraction: Double, of values: [Double]) -> Double? {
    interpolated(at: fraction, ofSorted: values.sorted())
  }

  /// Between which of so many values in order a percentile lies, counted from 0, and how far from the lower of them.
  /// - Parameters:
  ///   - fraction: 0...1.
  ///   - count: at least 1.
  public static func place(at fraction: Double, among count: Int) -> (lower: Int, upper: Int, part: Double) {
    let place = Double(count - 1) * fraction + 1
    let whole = Int(place)
    guard whole < count else { return (count - 1, count - 1, 0) }
    return (whole - 1, whole, place - Double(whole))
  }

  /// The value so far from the lower of two to the upper.
  public static func interpolated(_ lower: Double, _ upper: Double, _ part: Double) -> Double {
    lower + part * (upper - lower)
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
