import TideCore
import TideModel
import TideStore

/// Numbers the strata, areas and periods of an indicator, in the order in which its releases named them.
///
/// The order matters where two moves cost the same: the one that is found first is taken.
struct PlaceNumbering {
  private(set) var strata: [Stratum] = []
  private(set) var areas: [String] = []
  private(set) var periods: [Period] = []
  private var stratumNumbers: [Stratum: Int] = [:]
  private var areaNumbers: [String: Int] = [:]
  private var periodNumbers: [Int64: Int] = [:]
  /// Lists of areas whose numbers are known, each alive as long as this is.
  private var listNumbers: [ObjectIdentifier: (list: AreaList, numbers: [Int])] = [:]

  /// What a release names of a panel, both ascending.
  private struct Mention {
    let release: Int
    let areas: [String]
    let periods: [Period]
  }

  /// - Parameters:
  ///   - histories: all panels of an indicator.
  ///   - stratum: the stratum of an id.
  init(_ histories: [PanelHistory], stratum: (Int) throws(StoreError) -> Stratum) throws(StoreError) {
    var mentions: [(key: PanelKey, mention: Mention)] = []
    for history in histories { mentions += try Self.mentions(of: history).map { (history.key, $0) } }
    mentions.sort { ($0.mention.release, $0.key) < ($1.mention.release, $1.key) }
    for (key, mention) in mentions {
      add(try stratum(key.stratum))
      for code in mention.areas where areaNumbers[code] == nil {
        areaNumbers[code] = areas.count
        areas.append(code)
      }
      for period in mention.periods where periodNumbers[period.key] == nil {
        periodNumbers[period.key] = periods.count
        periods.append(period)
      }
    }
  }

  private mutating func add(_ stratum: Stratum) {
    guard stratumNumbers[stratum] == nil else { return }
    stratumNumbers[stratum] = strata.count
    strata.append(stratum)
  }

  /// What each release names of a panel, one mention each.
  private static func mentions(of history: PanelHistory) throws(StoreError) -> [Mention] {
    if let layer = history.layers.first, history.layers.count == 1, let release = layer.onlyRelease {
      return [Mention(release: release, areas: layer.areas.areas.codes, periods: layer.periods)]
    }
    var areas: [Int: Set<String>] = [:]
    var periods: [Int: Set<Period>] = [:]
    for layer in history.layers {
      for (release, columns, rows) in try named(layer) {
        areas[release, default: []].formUnion(columns.map { layer.areas.codes[$0] })
        periods[release, default: []].formUnion(rows.map { layer.periods[$0] })
      }
    }
    return areas.map { Mention(release: $0, areas: $1.sorted(), periods: (periods[$0] ?? []).sorted()) }
  }

  /// The columns and rows of a layer that each of its releases named.
  private static func named(
    _ layer: PanelHistory.Layer
  ) throws(StoreError) -> [(release: Int, columns: Set<Int>, rows: Set<Int>)] {
    if let release = layer.onlyRelease {
      return [(release, Set(layer.areas.codes.indices), Set(layer.periods.indices))]
    }
    let (states, releases) = try layer.reading { () throws(CoreError) in
      (try layer.image.integers(.states) ?? [], try layer.image.integers(.releases) ?? [])
    }
    let width = layer.areas.codes.count
    var named: [Int64: (columns: Set<Int>, rows: Set<Int>)] = [:]
    for (cell, release) in zip(states.indices, releases) where states[cell] != 0 {
      named[release, default: ([], [])].columns.insert(cell % width)
      named[release, default: ([], [])].rows.insert(cell / width)
    }
    return named.map { (Int($0), $1.columns, $1.rows) }
  }

  /// The number of a stratum, a period; nil for one that was never named.
  func number(of stratum: Stratum) -> Int? { stratumNumbers[stratum] }
  func number(of period: Period) -> Int? { periodNumbers[period.key] }

  /// The numbers of a layer's areas, by column.
  mutating func numbers(of list: AreaList) -> [Int] {
    if let known = listNumbers[ObjectIdentifier(list)] { return known.numbers }
    let numbers = list.codes.map { areaNumbers[$0] ?? 0 }
    listNumbers[ObjectIdentifier(list)] = (list, numbers)
    return numbers
  }
}
