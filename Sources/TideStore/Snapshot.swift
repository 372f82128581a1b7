import TideCore
public import TideModel

/// A store as it stood after one release, read without a lock: appends by others change nothing of what it answers.
public final class Snapshot {
  /// The store's folder.
  public let path: String
  /// The newest visible release; nil when none is.
  public let release: Release?

  let files: any FileSystem
  private let catalogue: Catalogue
  private let visible: [Release]
  /// Those whose figures and descriptions hold.
  private let inForce: Set<Int>
  private let segmentRows: [SegmentRow]
  /// With those of releases that were taken back.
  private let allSegmentRows: [SegmentRow]
  /// Of releases after this vintage that may keep its figures back.
  private let laterRows: [SegmentRow]
  private var laterSegments: [Segment]?
  private var openSegments: [Segment]?
  private var stratumTable: [Int: Stratum]?
  private var areaCodes: [Int64: String]?
  private var texts: [Int64: String]?
  private var indicatorTable: [Int: Indicator]?
  private var areaTable: [String: Area]?
  /// Rows looked up one by one.
  private var areaRows: [String: Area?] = [:]
  private var textRows: [Int64: String] = [:]
  private var lookups = 0
  private let log = ReadingLog()

  /// Opens a store for reading, as of a vintage.
  ///
  /// - Parameter withholding: whether figures that were suppressed or withdrawn after the vintage are kept back in it,
  ///   as people who ask must have it; without it a vintage answers with all it had.
  /// - Throws: `noStore` where there is none, `newerFormat`, `damaged`, `io`, or `noSuchRelease`.
  public static func open(
    _ path: String, asOf: AsOf = .latest, withholding: Bool = false
  ) throws(StoreError) -> Snapshot {
    try open(path, asOf: asOf, withholding: withholding, files: System())
  }

  static func open(
    _ path: String, asOf: AsOf = .latest, withholding: Bool = false, files: any FileSystem
  ) throws(StoreError) -> Snapshot {
    try requireStore(path, files)
    let catalogue = try Catalogue(store: path, writing: false, files: files)
    try catalogue.checkFormat()
    return try Snapshot(path: path, catalogue: catalogue, asOf: asOf, withholding: withholding, files: files)
  }

  static func requireStore(_ path: String, _ files: any FileSystem) throws(StoreError) {
    let remedy = "Make one by appending figures: tidemark append FILE... --store \(path)"
    switch try files.kind(path) {
    case .missing: throw StoreError(.noStore, "there is no store at \(path)", remedy: remedy)
    case .file, .other: throw StoreError(.noStore, "\(path) is a file, not the folder of a store", remedy: remedy)
    case .folder: break
    }
    guard try files.kind(path + "/" + Catalogue.fileName) == .file else {
      if try files.kind(path + "/segments") == .folder, !((try? files.list(path + "/segments")) ?? []).isEmpty {
        throw StoreError(
          .damaged, "the store has segments but no catalogue", file: Catalogue.fileName,
          remedy: "Put the catalogue back from a backup, or append the source files to a new store.")
      }
      throw StoreError(.noStore, "the folder \(path) holds no store", remedy: remedy)
    }
    guard files.mayRead(path + "/" + Catalogue.fileName) else {
      throw StoreError(
        .io, "the catalogue may not be read by you", file: path + "/" + Catalogue.fileName,
        remedy: "Ask its owner for leave to read the store's folder.")
    }
  }

  init(path: String, catalogue: Catalogue, asOf: AsOf, withholding: Bool = false, files: any FileSystem)
    throws(StoreError)
  {
    self.path = path
    self.files = files
    self.catalogue = catalogue
    let manifest = try catalogue.manifest()
    let last: Int
    switch asOf {
    case .latest: last = manifest.releases.last?.sequence ?? 0
    case .release(let sequence):
      let newest = manifest.releases.last?.sequence ?? 0
      guard sequence <= newest else {
        throw StoreError(
          .noSuchRelease, "there is no release \(sequence); the newest is \(newest)",
          remedy: "tidemark status lists the releases.")
      }
      last = sequence
    case .date(let date): last = manifest.releases.last { $0.published <= date }?.sequence ?? 0
    }
    visible = manifest.releases.filter { $0.sequence <= last }
    release = visible.last
    let inForce = Self.inForce(visible)
    self.inForce = inForce
    allSegmentRows = manifest.segments.filter { $0.release <= last }
    segmentRows = allSegmentRows.filter { inForce.contains($0.release) }
    let newest = withholding ? Self.inForce(manifest.releases) : []
    laterRows = manifest.segments.filter { $0.release > last && newest.contains($0.release) }
  }

  /// The same vintage again, for another thread: what this one has read is not shared.
  public init(of other: Snapshot) {
    path = other.path
    files = other.files
    release = other.release
    catalogue = other.catalogue
    visible = other.visible
    inForce = other.inForce
    segmentRows = other.segmentRows
    allSegmentRows = other.allSegmentRows
    laterRows = other.laterRows
  }

  /// The releases that none takes back, or only one that is taken back itself.
  private static func inForce(_ releases: [Release]) -> Set<Int> {
    var inForce: Set<Int> = []
    var undone: Set<Int> = []
    for release in releases.reversed() where !undone.contains(release.sequence) {
      inForce.insert(release.sequence)
      if let other = release.undoes { undone.insert(other) }
    }
    return inForce
  }

  /// Whether what a release says holds in this vintage.
  public func holds(_ release: Release) -> Bool { inForce.contains(release.sequence) }

  /// Whether a release takes another back, or is taken back itself, in this vintage.
  public func undoing(_ release: Release) -> ReleaseUndoing? {
    if !inForce.contains(release.sequence) {
      return visible.first { $0.undoes == release.sequence && inForce.contains($0.sequence) }
        .map { .undone(by: $0.sequence) }
    }
    return release.undoes.map { .undid($0) }
  }

  /// Whether releases after this vintage may keep figures of it back. What is read by `stacks(indicator:)` is not kept
  /// back.
  public var mayWithhold: Bool { !laterRows.isEmpty }

  /// All visible releases, oldest first.
  public func releases() throws(StoreError) -> [Release] { visible }

  private func segments() throws(StoreError) -> [Segment] {
    if let openSegments { return openSegments }
    let out = try openAll(segmentRows)
    openSegments = out
    return out
  }

  private func openAll(_ rows: [SegmentRow]) throws(StoreError) -> [Segment] {
    var out: [Segment] = []
    for row in rows { out.append(try open(row)) }
    return out
  }

  private func open(_ row: SegmentRow) throws(StoreError) -> Segment {
    let segment = try Segment(store: path, name: row.name, files: files)
    guard segment.release == row.release, segment.panelCount == row.panels, segment.cellCount == row.cells else {
      throw Segment.damage("the segment is not the one the catalogue lists", segment.relativePath, 0)
    }
    return segment
  }

  // MARK: Panels

  /// The keys of all panels, ascending.
  public func panelKeys() throws(StoreError) -> [PanelKey] {
    var keys: Set<PanelKey> = []
    for segment in try segments() { keys.formUnion(try segment.directory().map(\.key)) }
    return keys.sorted()
  }

  /// The keys of one indicator's panels, ascending.
  public func panelKeys(indicator: Int) throws(StoreError) -> [PanelKey] {
    var keys: Set<PanelKey> = []
    let (first, last) = Self.range(of: indicator)
    for segment in try segments() {
      keys.formUnion(try segment.directory(from: first, upTo: last).map(\.key))
    }
    return keys.sorted()
  }

  /// The keys of the panels that a release speaks of which this snapshot sees and the other does not, ascending.
  public func panelKeys(notIn other: Snapshot) throws(StoreError) -> [PanelKey] {
    let others = Set(other.segmentRows.map(\.release))
    var keys: Set<PanelKey> = []
    for segment in try segments() where !others.contains(segment.release) {
      keys.formUnion(try segment.directory().map(\.key))
    }
    return keys.sorted()
  }

  private static func range(of indicator: Int) -> (PanelKey, PanelKey) {
    (
      PanelKey(indicator: indicator, stratum: 0, areaClass: .country),
      PanelKey(indicator: indicator == .max ? .max : indicator + 1, stratum: 0, areaClass: .country)
    )
  }

  /// A panel; nil when the store has nothing under the key.
  public func panel(_ key: PanelKey) throws(StoreError) -> Panel? {
    let layers = try layers(key)
    guard !layers.isEmpty else { return nil }
    let panel = try Panel(
      key: key, layers: layers, log: log,
      text: { id throws(StoreError) in try self.text(id) })
    for layer in try laterLayers(key) { try panel.withhold(layer) }
    return panel
  }

  /// What releases after this vintage say of a panel, oldest first; none where nothing is kept back.
  private func laterLayers(_ key: PanelKey) throws(StoreError) -> [PanelLayer] {
    if laterRows.isEmpty { return [] }
    if laterSegments == nil { laterSegments = try openAll(laterRows) }
    return try layers(key, of: laterSegments ?? [])
  }

  /// What each release says of a panel, oldest first.
  private func layers(_ key: PanelKey) throws(StoreError) -> [PanelLayer] {
    try layers(key, of: segments())
  }

  private func layers(_ key: PanelKey, of segments: [Segment]) throws(StoreError) -> [PanelLayer] {
    var layers: [PanelLayer] = []
    let (first, last) = Self.range(of: key.indicator)
    for segment in segments {
      for entry in try segment.directory(from: first, upTo: last) where entry.key == key {
        layers.append(try layer(entry, of: segment))
      }
    }
    return layers
  }

  /// The layers of all panels of an indicator, in key order.
  func layersByKey(indicator: Int) throws(StoreError) -> [(PanelKey, [PanelLayer])] {
    var layers: [PanelKey: [PanelLayer]] = [:]
    let (first, last) = Self.range(of: indicator)
    for segment in try segments() {
      for entry in try segment.directory(from: first, upTo: last) {
        layers[entry.key, default: []].append(try layer(entry, of: segment))
      }
    }
    return layers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private func layer(_ entry: DirectoryEntry, of segment: Segment) throws(StoreError) -> PanelLayer {
    let image = try segment.image(entry)
    log.opened(image)
    return try PanelLayer(
      segment: segment, image: image, code: { id throws(StoreError) in try self.areaCode(id) },
      text: { id throws(StoreError) in try self.text(id) })
  }

  // MARK: Catalogue

  /// An indicator as described in this vintage.
  public func indicator(_ id: Int) throws(StoreError) -> Indicator? {
    if let indicatorTable { return indicatorTable[id] }
    guard single() else { return try indicatorsByID()[id] }
    return newest(try catalogue.records(.indicator, .id(id))) { record in
      if case .indicator(let indicator, let release) = record { (release, indicator) } else { nil }
    }
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
    let out = table.mapValues(\.indicator)
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

  private func areaCode(_ id: Int64) throws(StoreError) -> String {
    guard let code = try areaIDs()[id] else { throw Self.unknown("area", id) }
    return code
  }

  private func text(_ id: Int64) throws(StoreError) -> String {
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
      remedy: "Restore the store from a backup, or append the source files to a new store.")
  }

  // MARK: Care

  /// Bytes of the visible segments.
  public var byteCount: Int { allSegmentRows.reduce(0) { $0 + $1.bytes } }

  /// What the panels handed out so far have been read for.
  public var reading: StoreReading { log.reading(panels: segmentRows.reduce(0) { $0 + $1.panels }) }

  /// Sizes and counts, for `status`.
  public func statistics() throws(StoreError) -> StoreStatistics {
    var cells: [PanelKey: (count: Int, layers: Int)] = [:]
    for segment in try segments() {
      for entry in try segment.directory() {
        let known = cells[entry.key, default: (0, 0)]
        cells[entry.key] = (known.count &+ entry.cells, known.layers + 1)
      }
    }
    var figures = 0
    for (key, known) in cells {
      // The directory counts the cells a release speaks of; where several do, some cells may be counted twice.
      figures &+= known.layers == 1 ? known.count : try panel(key)?.presentCount() ?? 0
    }
    return StoreStatistics(
      formatVersion: Catalogue.formatVersion, releases: visible.count, segments: allSegmentRows.count,
      bytes: byteCount, panels: cells.count, figures: figures,
      indicators: try indicators().count, areas: try areas().count)
  }

  /// Reads every block and digest of the store; the first thing found wrong is thrown.
  /// - Parameter progress: called after each segment with the number done and the number of all.
  public func verify(progress: (Int, Int) -> Void = { _, _ in }) throws(StoreError) -> StoreStatistics {
    let problems = try catalogue.integrityProblems()
    guard problems.isEmpty else {
      throw StoreError(
        .damaged, "the catalogue is damaged: \(problems[0])", file: Catalogue.fileName,
        remedy: "Restore the store from a backup, or append the source files to a new store.")
    }
    try catalogue.checkSeal()
    for table in CatalogueSchema.Table.allCases where table != .segment { _ = try catalogue.records(table) }
    for (index, row) in allSegmentRows.enumerated() {
      try open(row).verify()
      progress(index + 1, allSegmentRows.count)
    }
    return try statistics()
  }
}

/// How a release stands to the one it takes back, or is taken back by.
public enum ReleaseUndoing: Equatable, Sendable {
  /// It takes this one back.
  case undid(Int)
  /// This one took it back.
  case undone(by: Int)
}

/// Sizes and counts of a store.
public struct StoreStatistics: Sendable, Equatable {
  /// Version of the format, as 1.0.
  public var formatVersion: String
  /// Visible releases.
  public var releases: Int
  /// Live segments.
  public var segments: Int
  /// Bytes of the live segments.
  public var bytes: Int
  /// Panels.
  public var panels: Int
  /// Figures, counting each cell once however many releases speak of it.
  public var figures: Int
  /// Indicators described.
  public var indicators: Int
  /// Areas described.
  public var areas: Int
}
