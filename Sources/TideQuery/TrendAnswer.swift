import TideModel
import TideStore

/// Trend: every period of the area, ascending, stratum after stratum.
struct TrendAnswer {
  private let asked: Asked

  init(_ query: Query, snapshot: Snapshot) throws { asked = try Asked(query, snapshot: snapshot) }

  func table() throws -> ResultTable {
    let area = try asked.subject()
    let group = try asked.ownPeers(of: area)
    var rows: [ResultRow] = []
    for indicator in asked.indicators {
      for slice in try Slice.all(of: indicator, selection: asked.query.selection, catalogue: asked.catalogue) {
        guard let (panel, index) = try slice.place(of: area.code) else { continue }
        asked.maker.reset()
        for period in try asked.periods.periods(of: index, in: panel, indicator: indicator) {
          guard var row = try asked.maker.figure(slice, panel, area: index, period: period, type: group.type) else {
            continue
          }
          try asked.maker.compare(&row, slice, panel, period: period, group: group)
          try asked.maker.addTrend(&row, panel, area: index, period: period)
          rows.append(row)
        }
      }
    }
    let subject = asked.indicators.count == 1 ? asked.indicators[0].name : "Trends"
    let unit = asked.indicators.count == 1 ? asked.indicators[0].unit : ""
    let title =
      "\(subject)\(unit.isEmpty ? "" : ", \(unit)"): \(area.name) against \(try asked.maker.benchmarks.heading())"
    var table = try asked.table(rows, title: title, footnotes: Footnotes.of(rows) + Self.overlaps(rows))
    table.groupColumn = Blocks.groupColumn(rows.map(\.stratum))
    return table
  }

  /// Says where neighbouring rows share days.
  private static func overlaps(_ rows: [ResultRow]) -> [String] {
    let shared = zip(rows, rows.dropFirst()).contains { earlier, later in
      earlier.indicator.id == later.indicator.id && earlier.stratum == later.stratum
        && earlier.period.overlaps(later.period)
    }
    guard shared else { return [] }
    return ["Some periods overlap: their figures are not independent, and no recent trend is tested on them."]
  }
}

/// Rows that belong together.
enum Blocks {
  /// The first of sex, age and category that differs between rows; nil when all are of one stratum.
  static func groupColumn(_ strata: [Stratum]) -> String? {
    if Set(strata.map(\.category)).count > 1 { return Field.category.rawValue }
    if Set(strata.map(\.sex)).count > 1 { return Field.sex.rawValue }
    return Set(strata.map(\.age)).count > 1 ? Field.age.rawValue : nil
  }
}
