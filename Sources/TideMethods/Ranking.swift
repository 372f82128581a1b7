/// Places in a league table.
public enum Ranking {
  /// Which value gets place 1.
  public enum Direction: Sendable, Hashable {
    /// The lowest.
    case lowestFirst
    /// The highest.
    case highestFirst
  }

  /// The competition rank of one area: 1 + how many values come before its own.
  /// - Parameters:
  ///   - index: the area's position among the values.
  ///   - values, direction: as of ``competition(_:_:)``.
  /// - Returns: nil where it has no value.
  /// - Complexity: O(n).
  public static func place(of index: Int, in values: [Double?], _ direction: Direction) -> Int? {
    guard values.indices.contains(index), let own = values[index], own.isFinite else { return nil }
    var place = 1
    for case let value? in values where value.isFinite {
      place += (direction == .lowestFirst ? value < own : value > own) ? 1 : 0
    }
    return place
  }

  /// Competition ranks: equal values share the best place and the places after them stay empty (1, 2, 2, 4).
  /// - Parameters:
  ///   - values: one an area, in any one unit; nil, infinite and not-a-number values get no place.
  ///   - direction: which value gets place 1.
  /// - Returns: one place an area from 1, in the order given; nil where there is no value.
  /// - Complexity: O(n log n).
  public static func competition(_ values: [Double?], _ direction: Direction) -> [Int?] {
    let present: [(index: Int, value: Double)] = values.indices.compactMap { index in
      guard let value = values[index], value.isFinite else { return nil }
      return (index, value)
    }
    let ordered = present.sorted { direction == .lowestFirst ? $0.value < $1.value : $0.value > $1.value }
    var ranks = [Int?](repeating: nil, count: values.count)
    var place = 1
    for (offset, entry) in ordered.enumerated() {
      if offset > 0, entry.value != ordered[offset - 1].value { place = offset + 1 }
      ranks[entry.index] = place
    }
    return ranks
  }
}
