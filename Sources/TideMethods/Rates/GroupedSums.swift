public import TideModel

/// The count and the denominator of several areas or years together, or why they cannot be had.
public struct GroupedSum: Sendable, Hashable {
  /// The sum of the counts; nil where a member has none.
  public let count: Double?
  /// The sum of the denominators; nil where a member has none.
  public let denominator: Double?
  /// The positions of the members that lack one of the two, to be named beside the figure.
  public let missing: [Int]
  /// Suppressed where a member is, else not available; nil where both sums are there.
  public let obstacle: Obstacle?
}

extension Pooling {
  /// The sums of one group. A member that lacks its count or its denominator makes that sum missing, and a suppressed member
  /// makes both suppressed, for else the difference to the sum of the others would give it away.
  ///
  /// The figure of the group follows from the sums by ``Rates``; years must not overlap. Source: facts sections 0 and 11.
  /// - Parameters:
  ///   - counts: one a member.
  ///   - denominators: one a member, in the same order.
  ///   - statuses: one a member; may be empty.
  /// - Complexity: O(n).
  public static func sum(counts: [Double?], denominators: [Double?], statuses: [Status] = []) -> GroupedSum {
    guard counts.count == denominators.count, statuses.isEmpty || statuses.count == counts.count else {
      return GroupedSum(count: nil, denominator: nil, missing: [], obstacle: .lengths)
    }
    guard !counts.isEmpty else {
      return GroupedSum(count: nil, denominator: nil, missing: [], obstacle: Obstacle("no members"))
    }
    let missing = counts.indices.filter { counts[$0] == nil || denominators[$0] == nil }
    if statuses.contains(.suppressed) {
      let hidden = statuses.indices.filter { statuses[$0] == .suppressed }
      return GroupedSum(
        count: nil, denominator: nil, missing: hidden, obstacle: Obstacle("a member is suppressed", status: .suppressed)
      )
    }
    let count = total(counts)
    let denominator = total(denominators)
    let obstacle: Obstacle? = missing.isEmpty ? nil : Obstacle("a member has no count or denominator")
    let finite = (count?.isFinite ?? true) && (denominator?.isFinite ?? true)
    return finite
      ? GroupedSum(count: count, denominator: denominator, missing: missing, obstacle: obstacle)
      : GroupedSum(count: nil, denominator: nil, missing: missing, obstacle: Obstacle("the sums are out of range"))
  }

  /// The sums of many groups at once.
  /// - Parameters:
  ///   - groups: the group of each member, 0..<`groupCount`; members of no such group are left out.
  /// - Returns: one sum a group.
  /// - Complexity: O(n).
  public static func sums(
    counts: [Double?], denominators: [Double?], groups: [Int], groupCount: Int
  ) -> [GroupedSum] {
    var members = [[Int]](repeating: [], count: max(0, groupCount))
    for (index, group) in groups.enumerated() where members.indices.contains(group) { members[group].append(index) }
    return members.map { indices in
      let known = indices.filter { $0 < counts.count && $0 < denominators.count }
      return sum(counts: known.map { counts[$0] }, denominators: known.map { denominators[$0] })
    }
  }

  /// The positions of two periods that share a day, which must not be summed: pooled windows do, as `2018 - 20` and
  /// `2019 - 21`.
  /// - Returns: the earlier one first; nil where all are apart.
  /// - Complexity: O(n log n).
  public static func overlap(among periods: [Period]) -> (earlier: Int, later: Int)? {
    let ordered = periods.indices.sorted { periods[$0].start < periods[$1].start }
    var latest: Int?
    for index in ordered {
      if let latest, periods[index].start < periods[latest].end { return (latest, index) }
      latest = index
    }
    return nil
  }

  private static func total(_ values: [Double?]) -> Double? {
    var sum = 0.0
    for value in values {
      guard let value else { return nil }
      sum += value
    }
    return sum
  }
}
