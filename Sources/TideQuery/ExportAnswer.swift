import TideModel
import TideStore

/// Export: every observation, by indicator, stratum, area class, period and area; one panel in memory at a time.
struct ExportAnswer {
  private let asked: Asked
  private let compared: Bool

  init(_ query: Query, compared: Bool, snapshot: Snapshot) throws {
    asked = try Asked(query, snapshot: snapshot)
    self.compared = compared
  }

  func stream(header: (ResultTable) throws -> Void, row: ([ResultTable.Cell]) throws -> Void) throws {
    let only = asked.query.area == nil ? nil : try asked.subject()
    try header(try asked.emptyTable(title: only.map { "Figures of \($0.name)" } ?? "Figures"))
    let fields = Field.of(asked.query)
    var listed: Set<String> = []
    if case .members(let codes, _) = asked.query.peers { listed = try asked.listed(codes) }
    for indicator in asked.indicators {
      for slice in try Slice.all(of: indicator, selection: asked.query.selection, catalogue: asked.catalogue) {
        asked.maker.reset()
        for areaClass in slice.classes {
          guard let panel = try slice.panel(areaClass) else { continue }
          let areas = try panel.areas.indices.filter { try includes(panel.areas[$0], only: only, listed) }
          for period in panel.periods.indices where asked.periods.includes(panel.periods[period], of: indicator) {
            for area in areas {
              guard let made = try self.row(slice, panel, area: area, period: period) else { continue }
              try row(made.cells(fields))
            }
          }
        }
      }
    }
  }

  private func row(_ slice: Slice, _ panel: AreaPanel, area: Int, period: Int) throws -> ResultRow? {
    let code = panel.areas[area]
    let type = asked.query.selection.areaType.flatMap { $0.contains(code: code) ? $0 : nil }
    let group = PeerGroup(of: code, type: type, parent: nil)
    guard var row = try asked.maker.figure(slice, panel, area: area, period: period, type: group.type) else {
      return nil
    }
    if compared { try asked.maker.compare(&row, slice, panel, period: period, group: group) }
    return row
  }

  /// Whether an area is listed: the one asked for; else those of the type and inside the larger area, or on the list, asked for.
  private func includes(_ code: String, only: Area?, _ listed: Set<String>) throws -> Bool {
    if let only { return code == only.code }
    if let type = asked.query.selection.areaType, !type.contains(code: code) { return false }
    switch asked.query.peers {
    case .areaType: return true
    case .within(let parent), .group(let parent):
      return try code == parent || asked.catalogue.ancestors(of: code).contains(parent)
    case .members: return listed.contains(code)
    }
  }
}
