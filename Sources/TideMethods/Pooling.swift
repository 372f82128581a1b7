/// A rate of several areas or years together.
public struct PooledRate: Sendable, Hashable {
  /// Sum of counts / sum of denominators x multiplier; nil where it could not be formed.
  public let value: Double?
  /// The sum of the members' counts.
  public let count: Double
  /// The sum of the members' denominators.
  public let denominator: Double
  /// How many members had both and were summed.
  public let membersUsed: Int
  /// How many members there were.
  public let membersTotal: Int
  /// Why there is no value, in words; nil where there is one.
  public let reason: String?

  /// Whether some members were left out for want of a count or a denominator: to be said beside the figure.
  public var isPartial: Bool { membersUsed < membersTotal }
}

/// Figures of several areas or years taken together.
public enum Pooling {
  /// The rate of several members together: Σ count / Σ denominator × multiplier.
  ///
  /// Only for value types that are a ratio of counts (`ValueType.isRatioOfCounts`, indirectly standardised ratios with
  /// expected counts as denominators); a standardised rate cannot be pooled so. Years must not overlap.
  /// Source: facts section 11.
  /// - Parameters:
  ///   - counts: one a member; a member without a finite count of at least 0 is left out.
  ///   - denominators: one a member, in the same order; left out unless finite and above 0.
  ///   - multiplier: 1, 100, 1,000, 100,000.
  /// - Returns: a value only where more than one member has both, with the number of members used.
  /// - Complexity: O(n).
  public static func pooledRate(counts: [Double?], denominators: [Double?], multiplier: Double) -> PooledRate {
    var count = 0.0
    var denominator = 0.0
    var used = 0
    for (x, n) in zip(counts, denominators) {
      guard let x, let n, x.isFinite, n.isFinite, x >= 0, n > 0 else { continue }
      count += x
      denominator += n
      used += 1
    }
    let total = max(counts.count, denominators.count)
    func answer(_ value: Double?, _ reason: String?) -> PooledRate {
      PooledRate(
        value: value, count: count, denominator: denominator, membersUsed: used, membersTotal: total, reason: reason)
    }
    guard used > 1 else { return answer(nil, "fewer than two members have both a count and a denominator") }
    let value = count / denominator * multiplier
    return value.isFinite ? answer(value, nil) : answer(nil, "the sums are out of range")
  }

  /// The arithmetic mean of the values there are; nil without any, or where the sum is out of range.
  /// - Complexity: O(n).
  public static func mean(of values: [Double?]) -> Double? {
    var sum = 0.0
    var members = 0
    for case let value? in values where value.isFinite {
      sum += value
      members += 1
    }
    return members > 0 && sum.isFinite ? sum / Double(members) : nil
  }

  /// The middle value of those there are, or the mean of the middle two; nil without any.
  /// - Complexity: O(n log n).
  public static func median(of values: [Double?]) -> Double? {
    let sorted = values.compactMap { $0 }.filter(\.isFinite).sorted()
    guard !sorted.isEmpty else { return nil }
    let middle = sorted.count / 2
    if sorted.count % 2 == 1 { return sorted[middle] }
    return sorted[middle - 1] / 2 + sorted[middle] / 2
  }
}
