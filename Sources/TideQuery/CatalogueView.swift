import TideModel
import TideStore

/// What one run of a question reads of a snapshot's catalogue, read once.
final class CatalogueView {
  let snapshot: Snapshot
  /// In which areas figures are answered.
  let geography: Query.Geography
  private let keysByIndicator: [Int: [PanelKey]]
  private var strata: [Int: Stratum] = [:]
  private var areasByCode: [String: Area] = [:]
  private var everyArea: [Area]?
  private var ancestorsByCode: [String: Set<String>] = [:]
  private var madeSuccession: Succession?

  init(_ snapshot: Snapshot, indicators: [Int], geography: Query.Geography = .published) throws {
    self.snapshot = snapshot
    self.geography = geography
    if indicators.count == 1 {
      keysByIndicator = [indicators[0]: try snapshot.panelKeys(indicator: indicators[0])]
    } else {
      keysByIndicator = Dictionary(grouping: try snapshot.panelKeys(), by: \.indicator)
    }
  }

  /// The indicators asked for, by id; all when none is named.
  func indicators(_ ids: [Int]) throws -> [Indicator] {
    if ids.isEmpty { return try snapshot.indicators() }
    return try Set(ids).sorted().map { id in
      guard let indicator = try snapshot.indicator(id) else {
        throw QueryError(
          .unknownIndicator, "there is no indicator \(id) in this store",
          remedy: "'tidemark find WORDS' searches the indicators.")
      }
      return indicator
    }
  }

  /// The panels of an indicator.
  func keys(of indicator: Int) -> [PanelKey] { keysByIndicator[indicator] ?? [] }

  func stratum(_ id: Int) throws -> Stratum {
    if let known = strata[id] { return known }
    let stratum = try snapshot.stratum(id) ?? Stratum(sex: "", age: "")
    strata[id] = stratum
    return stratum
  }

  /// An area as catalogued; its code for a name where it is not.
  func area(_ code: String) throws -> Area {
    if let known = areasByCode[code] { return known }
    let area = try snapshot.area(code) ?? Area(code: code, name: code == Area.englandCode ? "England" : code)
    areasByCode[code] = area
    return area
  }

  /// All areas, by code.
  func areas() throws -> [Area] {
    if let everyArea { return everyArea }
    let areas = try snapshot.areas()
    for area in areas { areasByCode[area.code] = area }
    everyArea = areas
    return areas
  }

  /// Which areas took the place of which.
  func succession() throws -> Succession {
    if let madeSuccession { return madeSuccession }
    let succession = Succession(try areas())
    madeSuccession = succession
    return succession
  }

  /// The codes of every area that one lies in, at any depth and in any hierarchy.
  func ancestors(of code: String) throws -> Set<String> {
    if let known = ancestorsByCode[code] { return known }
    _ = try areas()
    var found: Set<String> = []
    var pending = areasByCode[code]?.parents.map(\.code) ?? []
    while let next = pending.popLast() {
      guard found.insert(next).inserted else { continue }
      pending += areasByCode[next]?.parents.map(\.code) ?? []
    }
    ancestorsByCode[code] = found
    return found
  }
}
