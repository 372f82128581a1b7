import TideMethods
import TideModel
import TideStore

/// One published figure with what its checks read.
struct AuditedRow {
  let row: ResultRow
  let place: Comparer.Place
  /// Position of the area in the panel.
  let area: Int
  let published: PublishedFigures
  /// How the counts of its period were rounded; nil where they were not.
  let rounding: CountRounding?

  /// Whether its publisher compares it.
  var isCompared: Bool {
    let text = row.observation.publishedComparison
    return !text.isEmpty && text.lowercased() != Verdict.Kind.notCompared.text
  }
}

/// All published figures of an indicator that a question is about.
struct AuditedIndicator {
  let indicator: Indicator
  let rows: [AuditedRow]

  /// What the numbers of one period have in common.
  private struct Common {
    var precision: [Measure: PrintedPrecision] = [:]
    var counts: [Double] = []
    var rounding: CountRounding?

    mutating func include(_ figures: Figures) {
      for measure in Measure.allCases {
        if let number = figures[measure] { precision[measure, default: PrintedPrecision()].include(number) }
      }
      if let count = figures.count { counts.append(count) }
    }

    mutating func settle() {
      rounding = CountRounding(of: counts)
      counts = []
    }
  }

  /// Reads them, and of all other areas how their numbers were printed.
  /// - Complexity: O(cells of the indicator); all of it is held in memory.
  init(_ indicator: Indicator, _ asked: Asked, _ comparer: Comparer) throws {
    self.indicator = indicator
    var found: [(row: ResultRow, place: Comparer.Place, area: Int)] = []
    var periods: [Period: Common] = [:]
    for slice in try Slice.all(of: indicator, selection: asked.query.selection, catalogue: asked.catalogue) {
      for areaClass in slice.classes {
        guard let panel = try slice.panel(areaClass) else { continue }
        for period in panel.periods.indices where asked.periods.includes(panel.periods[period], of: indicator) {
          for area in panel.areas.indices {
            let code = panel.areas[area]
            let type = asked.query.selection.areaType
            let isAsked = (asked.query.area ?? code) == code && type?.contains(code: code) ?? true
            guard isAsked else {
              // How a period was printed and its counts were rounded is told by all of its figures.
              let other = try panel.observation(area: area, period: period)
              if let other { periods[panel.periods[period], default: Common()].include(other.figures) }
              continue
            }
            let group = PeerGroup(of: code, type: type, parent: nil)
            guard let row = try asked.maker.figure(slice, panel, area: area, period: period, type: group.type) else {
              continue
            }
            found.append((row, Comparer.Place(slice: slice, panel: panel, period: period, group: group), area))
            periods[row.period, default: Common()].include(row.observation.figures)
          }
        }
      }
    }
    for period in periods.keys { periods[period]?.settle() }
    rows = try found.map { found in
      var row = found.row
      row.benchmark = try comparer.benchmark(of: row, found.place)
      let common = periods[row.period] ?? Common()
      return AuditedRow(
        row: row, place: found.place, area: found.area,
        published: PublishedFigures(row.observation.figures, column: common.precision), rounding: common.rounding)
    }
  }
}
