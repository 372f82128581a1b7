import TideDisclosure
import TideMethods
import TideModel
import TideStore

/// What one run of a question reads of a source's catalogue, read once, and what follows from lists that many panels share.
final class CatalogueView {
  let source: any FigureSource
  /// The vintage, for its catalogue.
  let snapshot: Snapshot
  /// In which areas figures are answered.
  let geography: Query.Geography
  /// Whether figures are given limits that follow from their counts.
  private let completes: Bool
  private var completions: [Int: FigureCompletion?] = [:]
  /// What may be read; nil for everything.
  let plan: QueryPlan?
  /// The keys of all panels that may be read, ascending, and where those of each indicator stand.
  private let keys: [PanelKey]
  private let keyRanges: [Int: Range<Int>]
  private var strata: [Int: Stratum] = [:]
  private var areasByCode: [String: Area] = [:]
  private var classes: [String: AreaClass] = [:]
  private var everyArea: [Area]?
  private var ancestorsByCode: [String: Set<String>] = [:]
  private var madeSuccession: Succession?
  private var memberLists: [MemberKey: MemberList] = [:]
  private var today: [ObjectIdentifier: (published: PanelAreas, today: PanelAreas)] = [:]

  private struct MemberKey: Hashable {
    let areas: ObjectIdentifier
    let group: PeerGroup
  }

  /// - Parameter plan: the panels that may be read for the query.
  convenience init(_ source: any FigureSource, _ plan: QueryPlan, for query: Query) {
    self.init(source, plan.panels, plan, query.geography, completes: query.completesFigures)
  }

  /// All panels of a vintage, for those who set two beside each other.
  convenience init(_ source: any FigureSource) throws {
    self.init(source, try source.snapshot.panelKeys(), nil, .published, completes: false)
  }

  private init(
    _ source: any FigureSource, _ keys: [PanelKey], _ plan: QueryPlan?, _ geography: Query.Geography, completes: Bool
  ) {
    self.source = source
    self.completes = completes
    snapshot = source.snapshot
    self.plan = plan
    self.geography = geography
    self.keys = keys
    var ranges: [Int: Range<Int>] = [:]
    var first = 0
    for place in keys.indices where place + 1 == keys.count || keys[place + 1].indicator != keys[place].indicator {
      ranges[keys[place].indicator] = first..<place + 1
      first = place + 1
    }
    keyRanges = ranges
  }

  // MARK: Indicators, strata and panels

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

  /// The strata of an indicator in their order, each with its panels by class.
  func strata(of indicator: Int) throws -> [(stratum: Stratum, keys: ArraySlice<PanelKey>)] {
    guard let range = keyRanges[indicator] else { return [] }
    var runs: [(stratum: Stratum, keys: ArraySlice<PanelKey>)] = []
    var first = range.lowerBound
    for place in range where place + 1 == range.upperBound || keys[place + 1].stratum != keys[place].stratum {
      runs.append((try stratum(keys[place].stratum), keys[first...place]))
      first = place + 1
    }
    return runs.sorted { $0.stratum < $1.stratum }
  }

  func stratum(_ id: Int) throws -> Stratum {
    if let known = strata[id] { return known }
    let stratum = try snapshot.stratum(id) ?? Stratum(sex: "", age: "")
    strata[id] = stratum
    return stratum
  }

  /// A panel in the areas that figures are answered in; nil where nothing is published under the key.
  func panel(_ key: PanelKey, of indicator: Indicator) throws -> AreaPanel? {
    guard let published = try source.panel(key) else { return nil }
    let completion = completion(of: indicator)
    guard geography == .current else { return AreaPanel(published, completion: completion) }
    let succession = try succession()
    let list = ObjectIdentifier(published.list)
    let areas =
      today[list]?.today ?? PanelAreas(succession.areasOfToday(for: published.areas, of: published.key.areaClass))
    today[list] = (published.list, areas)
    return AreaPanel(published, of: indicator, today: areas, succession, completion: completion)
  }

  /// How limits of an indicator follow from counts; nil where they do not, or counts are not to be used.
  func limits(of indicator: Indicator) -> CalculatedLimits? { completion(of: indicator)?.limits }

  private func completion(of indicator: Indicator) -> FigureCompletion? {
    guard completes else { return nil }
    if let known = completions[indicator.id] { return known }
    let made = FigureCompletion(indicator, under: source.policy)
    completions[indicator.id] = .some(made)
    return made
  }

  // MARK: Areas

  /// An area as catalogued; its code for a name where it is not.
  func area(_ code: String) throws -> Area {
    if let known = areasByCode[code] { return known }
    let area = try snapshot.area(code) ?? Area(code: code, name: code == Area.englandCode ? "England" : code)
    areasByCode[code] = area
    return area
  }

  /// The class of an area.
  func areaClass(of code: String) -> AreaClass {
    if let known = classes[code] { return known }
    let found = AreaClass(code: code)
    classes[code] = found
    return found
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

  /// The members of a group among the areas of a panel.
  func members(of group: PeerGroup, in areas: PanelAreas) throws -> MemberList {
    let key = MemberKey(areas: ObjectIdentifier(areas), group: group)
    if let known = memberLists[key] { return known }
    let found = try MemberList(of: group, in: areas, catalogue: self)
    memberLists[key] = found
    return found
  }
}
