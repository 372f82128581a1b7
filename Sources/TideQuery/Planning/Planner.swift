import TideDisclosure
import TideModel
import TideStore

/// Finds the plan of a query: a function of the query and the catalogue alone.
struct Planner {
  private let query: Query
  private let source: any FigureSource
  private let threads: Int

  /// Whether no panel is left out: answers must be the same, which tests look at.
  @TaskLocal static var readsEverything = false

  /// - Parameter threads: how many may work at once.
  init(_ query: Query, _ source: any FigureSource, threads: Int = 1) {
    self.query = query
    self.source = source
    self.threads = threads
  }

  /// - Throws: `StoreError` where the catalogue cannot be read.
  /// - Complexity: O(panels of the indicators asked for).
  func plan() throws -> QueryPlan {
    let classes = readsEveryClass ? nil : self.classes
    let named = Set([query.area, benchmarkArea].compactMap { $0 }).sorted()
    let way = try way()
    return QueryPlan(
      panels: try panels(of: classes), areas: readsEveryClass || query.area == nil ? nil : named,
      peers: readsEveryClass ? nil : peers?.areaClass, period: query.selection.period, measures: measures(way),
      way: way)
  }

  // MARK: Panels

  private func panels(of classes: Set<AreaClass>?) throws -> [PanelKey] {
    let keys = try keys()
    var panels: [PanelKey] = []
    var first = 0
    while first < keys.count {
      var end = first + 1
      while end < keys.count, keys[end].indicator == keys[first].indicator, keys[end].stratum == keys[first].stratum {
        end += 1
      }
      panels += try self.panels(among: keys[first..<end], of: classes)
      first = end
    }
    return panels
  }

  /// Those of one stratum's panels that may be read.
  ///
  /// That a whole population is published of other areas alone has to be known where its categories are compared: its
  /// panels stay then, though nothing of them is read.
  private func panels(among keys: ArraySlice<PanelKey>, of classes: Set<AreaClass>?) throws -> ArraySlice<PanelKey> {
    if Self.readsEverything { return keys }
    guard let classes else { return try includes(keys) ? keys : [] }
    let own = keys.filter { classes.contains($0.areaClass) }
    if own.isEmpty { return try stratum(of: keys[keys.startIndex]).isWhole ? keys : [] }
    return try includes(keys) ? own[...] : []
  }

  private func keys() throws -> [PanelKey] {
    var asked = Set(query.indicators)
    if !asked.isEmpty, case .ratio(let other, _) = query.question, let id = other.indicator { asked.insert(id) }
    if asked.count == 1, let only = asked.first { return try source.snapshot.panelKeys(indicator: only) }
    let all = try source.snapshot.panelKeys()
    return asked.isEmpty ? all : all.filter { asked.contains($0.indicator) }
  }

  /// A category is set against the whole population of its sex and age, which is read with it.
  private func includes(_ keys: ArraySlice<PanelKey>) throws -> Bool {
    guard query.selection.restrictsStrata, !readsEveryStratum else { return true }
    let key = keys[keys.startIndex]
    let stratum = try stratum(of: key)
    return stratum.isWhole || query.selection.strata.includes(stratum, of: key.indicator)
  }

  private func stratum(of key: PanelKey) throws -> Stratum {
    try source.snapshot.stratum(key.stratum) ?? Stratum(sex: "", age: "")
  }

  /// Whether strata that are not asked for are read too: their periods tell where a point stands in time, or one of them is
  /// the other figure.
  private var readsEveryStratum: Bool {
    switch query.question {
    case .summary, .ratio: true
    default: false
    }
  }

  private var readsEveryClass: Bool {
    switch query.question {
    case .compare, .profile, .overview, .watchlist, .gap, .trend, .trendTest, .rank, .funnel: false
    case .peers, .audit, .export, .aggregate, .inequality, .excess, .ratio, .summary, .changes, .revisions, .disclosure:
      true
    }
  }

  // MARK: Areas

  private var benchmarkArea: String? { if case .area(let code) = query.benchmark { code } else { nil } }

  /// The type of the areas that are ranked, and of which a benchmark is made where none is published.
  private var peers: AreaType? {
    query.area.map { query.selection.areaType ?? .usual(forCode: $0) }
  }

  private var classes: Set<AreaClass> {
    var classes = Set([query.area, benchmarkArea].compactMap { $0 }.map { AreaClass(code: $0) })
    if let peers { classes.insert(peers.areaClass) }
    if let area = query.area { classes.insert(AreaType.usual(forCode: area).areaClass) }
    // A list may be of other areas than the area's own type.
    if case .members(let codes, _) = query.peers { classes.formUnion(codes.map { AreaClass(code: $0) }) }
    return classes
  }

  // MARK: How

  private func measures(_ way: QueryPlan.Way) -> MeasureSet {
    guard case .summary(let summary) = query.question, case .wholePanels = way else { return .all }
    let needs = TallyNeeds(summary.measures)
    var measures: MeasureSet = []
    if needs.needsValues { measures.insert(MeasureSet(.value)) }
    if needs.needsCounts || needs.contains(.rate) { measures.insert(MeasureSet(.count)) }
    if needs.needsDenominators || needs.contains(.rate) { measures.insert(MeasureSet(.denominator)) }
    return measures
  }

  private func way() throws -> QueryPlan.Way {
    guard case .summary(let summary) = query.question else { return .windows }
    let asked =
      query.indicators.isEmpty
      ? try source.snapshot.indicators() : try query.indicators.compactMap { try source.snapshot.indicator($0) }
    return ChunkTaking.canTake(query, summary, asked, from: source) ? .wholePanels(threads: threads) : .figures
  }
}
