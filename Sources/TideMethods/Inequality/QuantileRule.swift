/// How areas are divided into equal parts by their values. The rules differ where values are equal and where the number of
/// areas is no multiple of the parts, so that the rule belongs beside every result.
public enum QuantileRule: Sendable, Hashable, CaseIterable {
  /// By rank, equal values together: q = ⌊(Q+1) − ⌈((N+1) − r)/(N/Q)⌉⌋, r the rank with ties taking the least, 0 read as 1.
  /// As phe_quantile of PHEindicatormethods. No quantiles for fewer values than parts.
  case rank
  /// Tiles of N/Q values, the first N mod Q one larger; equal values in the order given. As ntile of dplyr, whose tiles run
  /// from the lowest value; from the highest they are turned round (11 − ntile), as deprivation deciles are.
  case ntile
  /// The same tiles as NTILE of SQL has them: from the end that is asked for, and equal values by the area's code, so that the
  /// order of areas is no matter.
  case sqlNtile

  /// The rule's name for a column or a footnote.
  public var name: String {
    switch self {
    case .rank: "rank, ties together (PHEindicatormethods)"
    case .ntile: "ntile (dplyr)"
    case .sqlNtile: "NTILE (SQL)"
    }
  }

  /// The quantile of each value.
  ///
  /// Source: facts section 5. Quintiles and quartiles by percentile bounds, as published comparisons have them, are
  /// ``Comparison/quantiles(of:statuses:polarity:method:)``.
  /// - Parameters:
  ///   - values: one an area; missing and non-finite ones get no quantile and do not count.
  ///   - parts: Q, at least 1: 5 for quintiles, 10 for deciles.
  ///   - direction: which value is in quantile 1.
  ///   - codes: the areas' codes, one a value, read by ``sqlNtile`` alone; may be empty.
  /// - Returns: 1...`parts` for each value, in the order given.
  /// - Complexity: O(n log n).
  public func quantiles(
    of values: [Double?], parts: Int, _ direction: Ranking.Direction, codes: [String] = []
  ) -> [Int?] {
    guard parts >= 1 else { return Array(repeating: nil, count: values.count) }
    switch self {
    case .rank: return byRank(values, parts, direction)
    case .ntile:
      let tiles = byTile(values, parts) { $0.value < $1.value }
      return direction == .lowestFirst ? tiles : tiles.map { $0.map { parts - $0 + 1 } }
    case .sqlNtile:
      return byTile(values, parts) { a, b in
        if a.value != b.value { return (a.value < b.value) == (direction == .lowestFirst) }
        return codes.count == values.count && codes[a.index] < codes[b.index]
      }
    }
  }

  private func byRank(_ values: [Double?], _ parts: Int, _ direction: Ranking.Direction) -> [Int?] {
    let ranks = Ranking.competition(values, direction)
    let count = ranks.count { $0 != nil }
    guard count >= parts else { return Array(repeating: nil, count: values.count) }
    let size = Double(count) / Double(parts)
    return ranks.map { rank in
      guard let rank else { return nil }
      let above = (Double(count + 1 - rank) / size).rounded(.up)
      return max(1, min(parts, parts + 1 - Int(above)))
    }
  }

  private func byTile(
    _ values: [Double?], _ parts: Int,
    _ precedes: ((index: Int, value: Double), (index: Int, value: Double)) -> Bool
  ) -> [Int?] {
    var present: [(index: Int, value: Double)] = []
    for case (let index, let value?) in values.enumerated() where value.isFinite { present.append((index, value)) }
    // The standard library's sort is stable: equal values keep the order given.
    present.sort(by: precedes)
    let (size, larger) = present.count.quotientAndRemainder(dividingBy: parts)
    var tiles = [Int?](repeating: nil, count: values.count)
    for (place, entry) in present.enumerated() {
      let inLarger = larger * (size + 1)
      tiles[entry.index] = place < inLarger ? place / (size + 1) + 1 : larger + (place - inLarger) / max(1, size) + 1
    }
    return tiles
  }
}
