import TideCore
public import TideModel

/// A store as it stood after one release, read without a lock: appends by others change nothing of what it answers.
///
/// Clients of the library have its catalogue from it. Figures go through a screen, and are had from a figure source.
public final class Snapshot {
  /// The store's folder.
  public let path: String
  /// The newest visible release; nil when none is.
  public let release: Release?

  let files: any FileSystem
  let catalogue: Catalogue
  private let vintage: Vintage
  private let withholding: Bool
  /// The newest release there was when the store was opened: this, and other vintages made from it, know of no later one.
  private var newestKnown: Int { newest?.sequence ?? 0 }
  private let newest: Release?
  private let identity: StoreIdentity
  /// Why the answers may not be those of the newest release that the store has had: its catalogue is an older one, or of
  /// another copy, as its seal tells. Nil where nothing says so.
  public private(set) var doubt: StoreError?
  private var visible: [Release] { vintage.releases }
  /// Those whose figures and descriptions hold.
  var inForce: Set<Int> { vintage.inForce }
  /// Every segment with releases up to this one, in order, or why it cannot be read.
  let segments: [(row: SegmentRow, file: Result<Segment, StoreError>)]
  private var openViews: [SegmentView]?
  private var openLaterViews: [SegmentView]?
  var stratumTable: [Int: Stratum]?
  var areaCodes: [Int64: String]?
  var texts: [Int64: String]?
  var indicatorTable: [Int: Indicator]?
  var indicatorFacts: [RowKey: [(IndicatorFact, Int)]]?
  var areaTable: [String: Area]?
  /// Rows looked up one by one.
  var areaRows: [String: Area?] = [:]
  var textRows: [Int64: String] = [:]
  var lookups = 0
  let log: ReadingLog
  private let reader: BatchReader
  private let unions = AreaUnions()
  /// What of the figures may be shown; nil where all may. Panels handed out before are not screened.
  package var screen: (any FigureScreen)?
  /// The number that stands for the profile of disclosure control pinned in the store, whatever vintage this is; nil
  /// where none ever was.
  public let disclosurePin: Int?

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
    _ path: String, asOf: AsOf = .latest, withholding: Bool = false, upTo newest: Int? = nil, files: any FileSystem
  ) throws(StoreError) -> Snapshot {
    try requireStore(path, files)
    let catalogue = try Catalogue(store: path, writing: false, files: files)
    try catalogue.checkFormat()
    // Read before the catalogue: a writer who commits meanwhile seals later than that.
    let seal = try? CatalogueSeal.read(store: path, files: files)
    let snapshot = try Snapshot(
      path: path, catalogue: catalogue, asOf: asOf, withholding: withholding, upTo: newest, files: files)
    snapshot.doubt = newest == nil ? seal?.doubt(identity: snapshot.identity, newest: snapshot.newest) : nil
    return snapshot
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
          .damaged, "the store has segments but no catalogue", file: Catalogue.fileName, remedy: Catalogue.remedy)
      }
      throw StoreError(.noStore, "the folder \(path) holds no store", remedy: remedy)
    }
    guard files.mayRead(path + "/" + Catalogue.fileName) else {
      throw StoreError(
        .io, "the catalogue may not be read by you", file: path + "/" + Catalogue.fileName,
        remedy: "Ask its owner for leave to read the store's folder.")
    }
  }

  /// - Parameter newest: the last release that is known of; nil for the last there is.
  init(
    path: String, catalogue: Catalogue, asOf: AsOf, withholding: Bool = false, upTo newest: Int? = nil,
    files: any FileSystem
  ) throws(StoreError) {
    self.path = path
    self.files = files
    self.catalogue = catalogue
    self.withholding = withholding
    log = ReadingLog()
    reader = BatchReader(log)
    let identity = try catalogue.identity()
    self.identity = identity
    var manifest = try catalogue.manifest()
    while true {
      let releases = manifest.releases.filter { $0.sequence <= newest ?? .max }
      let vintage = try Vintage(releases, asOf: asOf, withholding: withholding)
      let segments = manifest.segments.filter { vintage.needs($0.releases) }.map { row in
        (row: row, file: Result { () throws(StoreError) in try Self.open(row, identity, path, files) })
      }
      // A segment that was compacted away meanwhile is not listed any more, and what took its place is.
      if segments.contains(where: { (try? $0.file.get()) == nil }) {
        let now = try catalogue.manifest()
        if now.segments != manifest.segments {
          manifest = now
          continue
        }
      }
      self.vintage = vintage
      self.segments = segments
      release = vintage.releases.last
      self.newest = releases.last
      // The newest pin holds for every vintage, and no release that takes others back takes a pin off.
      disclosurePin = releases.last { $0.disclosurePin != nil }?.disclosurePin
      return
    }
  }

  /// The same vintage again, for another thread of the store's writer: what this one has read is not shared.
  public init(of other: Snapshot) {
    path = other.path
    files = other.files
    log = ReadingLog()
    reader = BatchReader(log)
    release = other.release
    catalogue = other.catalogue
    vintage = other.vintage
    withholding = other.withholding
    newest = other.newest
    identity = other.identity
    doubt = other.doubt
    disclosurePin = other.disclosurePin
    screen = other.screen
    segments = other.segments.map { segment in
      let file = Result { () throws(StoreError) in
        try Self.open(segment.row, other.identity, other.path, other.files)
      }
      return (row: segment.row, file: file)
    }
  }

  /// Another vintage of the same store, of which as much may be seen as of this one, and as it stood when this was opened: two
  /// vintages set beside each other know of the same releases, whatever was appended meanwhile.
  public func vintage(_ asOf: AsOf) throws(StoreError) -> Snapshot {
    let other = try Snapshot.open(path, asOf: asOf, withholding: withholding, upTo: newestKnown, files: files)
    other.screen = screen
    return other
  }

  private static func open(
    _ row: SegmentRow, _ identity: StoreIdentity, _ path: String, _ files: any FileSystem
  ) throws(StoreError) -> Segment {
    let segment = try Segment(store: path, name: row.name, files: files)
    guard segment.lineage.identity == identity else {
      throw Segment.damage("the segment belongs to another store", segment.relativePath, 24)
    }
    guard segment.releases == row.releases, segment.byteCount == row.bytes, segment.panelCount == row.panels,
      segment.cellCount == row.cells
    else {
      throw Segment.damage("the segment is not the one the catalogue lists", segment.relativePath, 0)
    }
    return segment
  }

  /// Refuses to build on a catalogue that is not the newest, or whose segments are not all there.
  func checkIsNewest() throws(StoreError) {
    if let seal = try? CatalogueSeal.read(store: path, files: files),
      let doubt = seal.doubt(identity: identity, newest: newest)
    {
      throw doubt
    }
    for segment in segments { _ = try segment.file.get() }
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
  public var mayWithhold: Bool { segments.contains { vintage.mayWithhold($0.row.releases) } }

  /// All visible releases, oldest first.
  public func releases() throws(StoreError) -> [Release] { visible }

  /// The segments of which this vintage sees something.
  func views() throws(StoreError) -> [SegmentView] {
    if let openViews { return openViews }
    let views = try views(of: inForce)
    openViews = views
    return views
  }

  /// The segments of which later releases keep something back.
  private func laterViews() throws(StoreError) -> [SegmentView] {
    if let openLaterViews { return openLaterViews }
    let views = try views(of: vintage.withholding)
    openLaterViews = views
    return views
  }

  private func views(of releases: Set<Int>) throws(StoreError) -> [SegmentView] {
    var views: [SegmentView] = []
    for segment in segments where !releases.isDisjoint(with: segment.row.releases) {
      views.append(SegmentView(try segment.file.get(), visible: releases))
    }
    return views
  }

  // MARK: Panels

  /// The keys of all panels, ascending.
  public func panelKeys() throws(StoreError) -> [PanelKey] {
    var keys: Set<PanelKey> = []
    for view in try views() { keys.formUnion(try view.entries().map(\.key)) }
    return keys.sorted()
  }

  /// The keys of one indicator's panels, ascending.
  public func panelKeys(indicator: Int) throws(StoreError) -> [PanelKey] {
    var keys: Set<PanelKey> = []
    let (first, last) = Self.range(of: indicator)
    for view in try views() { keys.formUnion(try view.entries(from: first, upTo: last).map(\.key)) }
    return keys.sorted()
  }

  /// The keys of the panels that a release speaks of which this snapshot sees and the other does not, ascending.
  public func panelKeys(notIn other: Snapshot) throws(StoreError) -> [PanelKey] {
    var keys: Set<PanelKey> = []
    for view in try views() { keys.formUnion(try view.keys(notOf: other.inForce)) }
    return keys.sorted()
  }

  private static func range(of indicator: Int) -> (PanelKey, PanelKey) {
    (
      PanelKey(indicator: indicator, stratum: 0, areaClass: .country),
      PanelKey(indicator: indicator == .max ? .max : indicator + 1, stratum: 0, areaClass: .country)
    )
  }

  /// A panel; nil when the store has nothing under the key.
  package func panel(_ key: PanelKey) throws(StoreError) -> Panel? {
    let layers = try layers(key)
    guard !layers.isEmpty else { return nil }
    let panel = Panel(key: key, layers: layers, unions: unions, reader: reader, texts: self)
    for layer in try laterLayers(key) { try panel.withhold(layer) }
    if let screen { panel.screen = screen.screen(panel) }
    return panel
  }

  /// What releases after this vintage say of a panel, oldest first; none where nothing is kept back.
  private func laterLayers(_ key: PanelKey) throws(StoreError) -> [PanelLayer] { try layers(key, of: laterViews()) }

  /// What releases say of a panel, oldest first.
  private func layers(_ key: PanelKey) throws(StoreError) -> [PanelLayer] { try layers(key, of: views()) }

  private func layers(_ key: PanelKey, of views: [SegmentView]) throws(StoreError) -> [PanelLayer] {
    var layers: [PanelLayer] = []
    for view in views {
      guard let entry = try view.segment.entry(key) else { continue }
      layers += try self.layers(entry, of: view)
    }
    return layers
  }

  /// The layers of all panels of an indicator, in key order.
  func layersByKey(indicator: Int) throws(StoreError) -> [(PanelKey, [PanelLayer])] {
    var layers: [PanelKey: [PanelLayer]] = [:]
    let (first, last) = Self.range(of: indicator)
    for view in try views() {
      for entry in try view.entries(from: first, upTo: last) {
        layers[entry.key, default: []] += try self.layers(entry, of: view)
      }
    }
    return layers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private func layers(_ entry: DirectoryEntry, of view: SegmentView) throws(StoreError) -> [PanelLayer] {
    var layers: [PanelLayer] = []
    for layer in try view.layers(entry) {
      log.opened(layer.image)
      layers.append(
        try PanelLayer(
          segment: view.segment, layer: layer, code: { id throws(StoreError) in try self.areaCode(id) },
          text: { id throws(StoreError) in try self.text(id) }))
    }
    return layers
  }
}

extension Snapshot: TextTable {}

/// How a release stands to the one it takes back, or is taken back by.
public enum ReleaseUndoing: Equatable, Sendable {
  /// It takes this one back.
  case undid(Int)
  /// This one took it back.
  case undone(by: Int)
}
