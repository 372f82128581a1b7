import TideModel

/// The series of an answer to a trend, sorted by whether they are long enough to draw, a few to a picture.
struct TrendSeries {
  /// Series of three values or more, some to each table.
  private(set) var pages: [ResultTable] = []
  /// How many more there are.
  private(set) var left = 0
  /// The names of those with fewer values.
  private(set) var short: [String] = []

  private static let shortest = 3
  private static let onAPage = 6
  private static let most = 24

  init(_ table: ResultTable) {
    var counts: [String: Int] = [:]
    var names: [(key: String, name: String)] = []
    for row in table.rows {
      let key = table.series(row)
      if counts[key] == nil { names.append((key, table.name(row))) }
      counts[key, default: 0] += table.figure("value", row) == nil ? 0 : 1
    }
    let long = names.map(\.key).filter { counts[$0, default: 0] >= Self.shortest }
    short = names.filter { counts[$0.key, default: 0] < Self.shortest }.map(\.name)
    left = max(0, long.count - Self.most)
    for start in stride(from: 0, to: min(long.count, Self.most), by: Self.onAPage) {
      let wanted = Set(long[start..<min(start + Self.onAPage, long.count, Self.most)])
      pages.append(table.keeping { wanted.contains(table.series($0)) })
    }
  }
}
