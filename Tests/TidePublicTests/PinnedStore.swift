import Foundation
import TideDisclosure
import TideModel
import TideStore

/// A store of people counted in areas of a region, made as any client of the library can make one.
///
/// One of the areas counts 3 people: release 1 brings it, release 2 pins a profile.
enum PinnedStore {
  static let indicator = 1
  static let region = "E12000005"
  /// By area what release 1 counts.
  static let counts: [(area: String, count: Double)] = [
    ("E08000025", 3), ("E08000026", 40), ("E08000027", 60), ("E08000028", 85), ("E08000029", 1010),
  ]
  static let small = 3.0
  static let total = counts.reduce(0) { $0 + $1.count }

  /// Makes a store in a folder that goes away after `body`, which is given its path.
  /// - Parameter pin: the number that is pinned in the store; nil for none.
  static func with(pin: Int?, _ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("tidemark-public-\(UUID().uuidString)")
      .path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try write(to: path)
    if let pin { _ = try StoreWriter.pinDisclosure(path, number: pin, tool: "tests") }
    try body(path)
  }

  private static func write(to path: String) throws {
    let writer = try StoreWriter(path, tool: "tests")
    var people = Indicator(id: indicator, name: "People")
    (people.valueType, people.polarity) = (.count, .lowIsGood)
    writer.describe(people)
    writer.describe(Area(code: region, name: "Region"))
    for (code, _) in counts {
      var area = Area(code: code, name: code)
      area.parents = [AreaParent(hierarchy: "region", code: region)]
      writer.describe(area)
    }
    try add([(region, total)], to: writer)
    try add(counts, to: writer)
    _ = try writer.commit(published: nil, counts: Release.Counts(), sources: [])
  }

  private static func add(_ counts: [(area: String, count: Double)], to writer: StoreWriter) throws {
    let periods = ["2020", "2021"].compactMap { PeriodParser.parse($0)?.period }
    let key = PanelKey(
      indicator: indicator, stratum: writer.stratumID(Stratum(sex: "Persons", age: "All ages")),
      areaClass: AreaClass(code: counts[0].area))
    let rows = counts.map { (id: writer.areaID($0.area), count: $0.count) }.sorted { $0.id < $1.id }
    var draft = PanelDraft(key: key, areas: rows.map(\.id), periods: periods, labels: periods.map { _ in 0 })
    for cell in 0..<rows.count * periods.count {
      let count = rows[cell % rows.count].count
      draft.set(cell: cell, status: .none, figures: Figures(value: count, count: count))
    }
    try writer.add(draft)
  }
}
