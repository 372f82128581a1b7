package import TideModel
import TideStore

extension DisclosureControl {
  /// What is done to every figure of a vintage: a row an indicator.
  /// - Parameter source: one whose policy this control is.
  /// - Throws: `StoreError`.
  package func table(of source: any FigureSource) throws -> ResultTable {
    var table = ResultTable(columns: Self.columns, title: "Disclosure control (\(names))")
    let snapshot = source.snapshot
    for indicator in try snapshot.indicators() {
      let before = report
      for key in try snapshot.panelKeys(indicator: indicator.id) {
        guard let panel = try source.panel(key) else { continue }
        for periods in panel.runs(of: panel.periods.indices) {
          _ = try panel.batch(FigureWindow(areas: panel.areas.indices, periods: periods))
        }
      }
      let counts = report.parts.map(\.count)
      let earlier = before.parts.map(\.count)
      table.append([.integer(indicator.id), .text(indicator.name)] + zip(counts, earlier).map { .integer($0 - $1) })
    }
    return table
  }

  private static var columns: [ResultTable.Column] {
    [
      ResultTable.Column(name: "indicator_id", title: "ID", kind: .integer),
      ResultTable.Column(name: "indicator", title: "Indicator", kind: .text),
    ]
      + DisclosureReport().parts.map {
        ResultTable.Column(name: $0.name, title: $0.title, kind: .integer)
      }
  }
}
