import TideModel
import TideStore

/// A store's figures as they are looked up by the texts of a published row.
struct StoredFigures {
  struct Key: Hashable {
    var indicator: Int
    var stratum: Stratum
  }

  /// Where a figure stands.
  struct Place: Hashable {
    var panel: Int
    var area: Int
    var period: Int
  }

  private struct Entry {
    let panel: Panel
    let areas: [String: Int]
    let labels: [String: Int]
  }

  private var entries: [Entry] = []
  private var byKey: [Key: [Int]] = [:]
  /// Indicator ids by `code`, and by `name|unit`.
  let idsByCode: [String: Int]
  let idsByName: [String: Int]

  init(_ snapshot: Snapshot) throws {
    for key in try snapshot.panelKeys() {
      guard let panel = try snapshot.panel(key), let stratum = try snapshot.stratum(key.stratum) else { continue }
      byKey[Key(indicator: key.indicator, stratum: stratum), default: []].append(entries.count)
      entries.append(
        Entry(
          panel: panel, areas: Dictionary(uniqueKeysWithValues: panel.areas.enumerated().map { ($1, $0) }),
          labels: Dictionary(uniqueKeysWithValues: panel.periods.enumerated().map { ($1.label, $0) })))
    }
    let indicators = try snapshot.indicators()
    idsByCode = Dictionary(indicators.map { ($0.code, $0.id) }, uniquingKeysWith: { first, _ in first })
    idsByName = Dictionary(indicators.map { ("\($0.name)|\($0.unit)", $0.id) }, uniquingKeysWith: { first, _ in first })
  }

  /// The place of a figure published with these texts; nil when nothing is stored there.
  func place(_ key: Key, area: String, period: String) throws -> Place? {
    for index in byKey[key] ?? [] {
      let entry = entries[index]
      if let area = entry.areas[area], let period = entry.labels[period],
        try entry.panel.isPresent(area: area, period: period)
      {
        return Place(panel: index, area: area, period: period)
      }
    }
    return nil
  }

  func figure(_ measure: Measure, at place: Place) throws -> Double? {
    try entries[place.panel].panel.figure(measure, area: place.area, period: place.period)
  }

  func status(at place: Place) throws -> Status? {
    try entries[place.panel].panel.status(area: place.area, period: place.period)
  }
}
