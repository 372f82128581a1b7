import TideDisclosure
import TideModel

/// Trend: every period of the area, ascending, stratum after stratum.
struct TrendAnswer {
  private let asked: Asked

  init(_ query: Query, source: any FigureSource) throws { asked = try Asked(query, source: source) }

  func table() throws -> ResultTable {
    let area = try asked.subject()
    let group = try asked.ownPeers(of: area)
    var rows: [ResultRow] = []
    var former: Set<String> = []
    for indicator in asked.indicators {
      for slice in try Slice.all(of: indicator, selection: asked.query.selection, catalogue: asked.catalogue) {
        guard let (panel, index) = try slice.place(of: area.code) else { continue }
        former.formUnion(try published(before: area, in: panel))
        asked.maker.reset()
        try panel.load(area: index)
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
    var table = try asked.table(
      rows, title: title, footnotes: Footnotes.of(rows) + Self.overlaps(rows) + notJoined(former, to: area))
    table.groupColumn = Blocks.groupColumn(rows.map(\.stratum))
    return table
  }

  /// The areas that were before this one and have figures of their own here.
  private func published(before area: Area, in panel: AreaPanel) throws -> [String] {
    // The whole list of areas is read only for an area that is known to have begun.
    guard asked.query.geography == .published, area.validFrom != nil else { return [] }
    return try asked.catalogue.succession().predecessors(of: area.code).map(\.code).filter {
      panel.areaIndex($0) != nil
    }
  }

  /// Says that the figures of areas before and after this one are not among its own.
  private func notJoined(_ former: Set<String>, to area: Area) throws -> [Footnote] {
    var notes: [Footnote] = []
    if !former.isEmpty {
      let names = try former.sorted().map { "\(try asked.catalogue.area($0).name) (\($0))" }
      notes.append(
        Footnote(
          "The figures of \(Succession.list(names)) before \(area.name) are not joined to these; --geography current "
            + "sums what counts allow."))
    }
    if !area.successors.isEmpty {
      let names = try area.successors.map { "\(try asked.catalogue.area($0).name) (\($0))" }
      let verb = names.count == 1 ? "has" : "have"
      notes.append("\(Succession.list(names)) \(verb) taken the place of \(area.name).")
    }
    return notes
  }

  /// Says where neighbouring rows share days.
  private static func overlaps(_ rows: [ResultRow]) -> [Footnote] {
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
