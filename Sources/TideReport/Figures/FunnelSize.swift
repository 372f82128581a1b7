/// How large the areas of a funnel are, on the scale of its control lines.
struct FunnelSize {
  private let rows: TableRows
  private let isOfPeople: Bool
  /// Events expected to a unit of the denominator, by the areas that tell.
  private let perUnit: Double?

  init(_ rows: TableRows, isOfPeople: Bool) {
    (self.rows, self.isOfPeople) = (rows, isOfPeople)
    let known = rows.indices.compactMap { row in
      Self.expected(rows, row).flatMap { events in rows.number("denominator", row).map { events / $0 } }
    }.filter(\.isFinite).sorted()
    perUnit = known.isEmpty ? nil : known[known.count / 2]
  }

  /// People, or events expected at the average; nil where the row does not tell.
  func place(of row: Int) -> Double? {
    let size: Double? =
      isOfPeople
      ? rows.number("denominator", row)
      : Self.expected(rows, row)
        ?? rows.number("denominator", row).flatMap { denominator in perUnit.map { $0 * denominator } }
    return size.flatMap { $0 > 0 && $0 < 1e12 ? $0 : nil }
  }

  /// The events that there would be at the average: the count, as many times as the average is of the value.
  private static func expected(_ rows: TableRows, _ row: Int) -> Double? {
    guard let count = rows.number("count", row), let value = rows.number("value", row), value > 0, count > 0,
      let average = rows.number("average", row)
    else { return nil }
    return count * average / value
  }

  /// Where a place of a control line stands. Lines of rates and ratios are given by events, and an area of so many events
  /// on the line expects average/limit as many.
  static func place(_ position: Double, _ limit: Double, average: Double?, isOfPeople: Bool) -> Point? {
    if isOfPeople { return Point(x: position, y: limit) }
    guard let average, limit > 0, position > 0 else { return nil }
    return Point(x: position * average / limit, y: limit)
  }
}
