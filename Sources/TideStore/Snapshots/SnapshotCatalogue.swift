public import TideModel

/// What a vintage's catalogue says of indicators, areas, strata and texts.
extension Snapshot {
  /// An indicator as described in this vintage.
  public func indicator(_ id: Int) throws(StoreError) -> Indicator? {
    if let indicatorTable { return indicatorTable[id] }
    guard single() else { return try indicatorsByID()[id] }
    let found = newest(try catalogue.records(.indicator, .id(id))) { record in
      if case .indicator(let indicator, let release) = record { (release, (release, indicator)) } else { nil }
    }
    return try found.map { (release, indicator) throws(StoreError) in try complete(indicator, of: release) }
  }

  /// The indicator with the facts that the release of its row told of it.
  private func complete(_ indicator: Indicator, of release: Int) throws(StoreError) -> Indicator {
    let facts: [RowKey: [(IndicatorFact, Int)]]
    if let indicatorFacts {
      facts = indicatorFacts
    } else {
      var found: [RowKey: [(IndicatorFact, Int)]] = [:]
      for case .fact(let name, let release, let number) in try catalogue.records(.fact) {
        guard let (fact, id) = IndicatorFact.named(name) else { continue }
        found[RowKey(release: release, id: id), default: []].append((fact, number))
      }
      indicatorFacts = found
      facts = found
    }
    var complete = indicator
    for (fact, number) in facts[RowKey(release: release, id: indicator.id)] ?? [] { fact.apply(number, to: &complete) }
    return complete
  }

  /// A version of a row.
  struct RowKey: Hashable {
    let release: Int
    let id: Int
  }

  /// Whether one more row is looked up by itself: a few times, then the whole table is read.
  private func single() -> Bool {
    lookups += 1
    return lookups <= 12
  }

  /// Of several versions the one that holds in this vintage.
  private func newest<Value>(_ records: [CatalogueRecord], _ version: (CatalogueRecord) -> (Int, Value)?) -> Value? {
    records.compactMap(version).filter { inForce.contains($0.0) }.max { $0.0 < $1.0 }?.1
  }

  /// All indicators, by id.
  public func indicators() throws(StoreError) -> [Indicator] {
    try indicatorsByID().values.sorted { $0.id < $1.id }
  }

  private func indicatorsByID() throws(StoreError) -> [Int: Indicator] {
    if let indicatorTable { return indicatorTable }
    var table: [Int: (release: Int, indicator: Indicator)] = [:]
    for case .indicator(let indicator, let release) in try catalogue.records(.indicator)
    where inForce.contains(release) && release >= (table[indicator.id]?.release ?? 0) {
      table[indicator.id] = (release, indicator)
    }
    var out: [Int: Indicator] = [:]
    for (id, row) in table { out[id] = try complete(row.indicator, of: row.release) }
    indicatorTable = out
    return out
  }

  /// An area as described in this vintage.
  public func area(_ code: String) throws(StoreError) -> Area? {
    if let areaTable { return areaTable[code] }
    if let known = areaRows[code] { return known }
    guard single() else { return try areasByCode()[code] }
    let area = newest(try catalogue.records(.area, .code(code))) { record in
      if case .area(let area, let release) = record { (release, area) } else { nil }
    }
    areaRows[code] = .some(area)
    return area
  }

  /// All areas, by code.
  public func areas() throws(StoreError) -> [Area] { try areasByCode().values.sorted { $0.code < $1.code } }

  private func areasByCode() throws(StoreError) -> [String: Area] {
    if let areaTable { return areaTable }
    var table: [String: (release: Int, area: Area)] = [:]
    for case .area(let area, let release) in try catalogue.records(.area)
    where inForce.contains(release) && release >= (table[area.code]?.release ?? 0) {
      table[area.code] = (release, area)
    }
    let out = table.mapValues(\.area)
    areaTable = out
    return out
  }

  /// A stratum by its id.
  public func stratum(_ id: Int) throws(StoreError) -> Stratum? { try strata()[id] }

  func strata() throws(StoreError) -> [Int: Stratum] {
    if let stratumTable { return stratumTable }
    var table: [Int: Stratum] = [:]
    for case .stratum(let id, let stratum) in try catalogue.records(.stratum) { table[id] = stratum }
    stratumTable = table
    return table
  }

  func areaIDs() throws(StoreError) -> [Int64: String] {
    if let areaCodes { return areaCodes }
    var table: [Int64: String] = [:]
    for case .areaKey(let id, let code) in try catalogue.records(.areaKey) { table[Int64(id)] = code }
    areaCodes = table
    return table
  }

  func textIDs() throws(StoreError) -> [Int64: String] {
    if let texts { return texts }
    var table: [Int64: String] = [:]
    for case .text(let id, let text) in try catalogue.records(.text) { table[Int64(id)] = text }
    texts = table
    return table
  }

  func areaCode(_ id: Int64) throws(StoreError) -> String {
    guard let code = try areaIDs()[id] else { throw Self.unknown("area", id) }
    return code
  }

  func text(_ id: Int64) throws(StoreError) -> String {
    if let known = texts?[id] ?? textRows[id] { return known }
    if texts == nil, single() {
      for case .text(_, let text) in try catalogue.records(.text, .id(Int(id))) {
        textRows[id] = text
        return text
      }
    }
    guard let text = try textIDs()[id] else { throw Self.unknown("text", id) }
    return text
  }

  private static func unknown(_ what: String, _ id: Int64) -> StoreError {
    StoreError(
      .damaged, "a segment speaks of \(what) \(id), which the catalogue does not know", file: Catalogue.fileName,
      remedy: Catalogue.remedy)
  }

  /// What the panels handed out so far have been read for.
  public var reading: StoreReading {
    log.reading(panels: segments.reduce(0) { $0 + (inForce.isDisjoint(with: $1.row.releases) ? 0 : $1.row.panels) })
  }
}
