public import TideModel
public import TideStore

extension DisclosureControl {
  /// What is done to every figure of a vintage: a row an indicator.
  /// - Parameter snapshot: one that this control is installed on.
  /// - Throws: `StoreError`.
  public func table(of snapshot: Snapshot) throws -> ResultTable {
    var table = ResultTable(columns: Self.columns, title: "Disclosure control (\(names))")
    for indicator in try snapshot.indicators() {
      let before = report
      for key in try snapshot.panelKeys(indicator: indicator.id) {
        guard let panel = try snapshot.panel(key) else { continue }
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
