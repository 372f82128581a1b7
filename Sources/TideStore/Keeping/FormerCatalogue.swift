import TideModel

/// What a catalogue that may be damaged still tells. Each part is believed only where its digest says so.
///
/// It is read from a copy, since SQLite may change a file that it opens, where a journal lies beside it.
struct FormerCatalogue {
  /// Nil where the file is missing or cannot be read at all.
  private(set) var releases: [Release]?
  private(set) var segments: [SegmentRow]?
  /// Which store it says it is of; nil where that cannot be read.
  private(set) var identity: StoreIdentity?
  /// Rows of the tables that can be read.
  private(set) var records: [CatalogueSchema.Table: [CatalogueRecord]] = [:]
  /// Whether all of it is as it was written.
  private(set) var isWhole = false
  /// What is wrong with it, in a sentence; empty where nothing is.
  private(set) var problem = ""

  static let copyName = "catalog.old.tmp"

  /// Nothing, as of a catalogue that is missing.
  private init() {}

  /// What it tells of releases that are lost from between these segments: nothing, where it is a catalogue of another store,
  /// or of a copy that has taken other releases, since its ids mean something else then.
  func told(of segments: [Segment], _ identity: StoreIdentity) -> FormerCatalogue {
    let known = (releases ?? []).filter { !$0.isLost || $0.mark != nil }
    let marks = Dictionary(known.map { ($0.sequence, $0.mark ?? 0) }) { first, _ in first }
    let isSame = segments.allSatisfy { segment in
      marks[segment.releases.lowerBound - 1].map { $0 == segment.lineage.follows } ?? true
    }
    return identity == self.identity && isSame ? self : FormerCatalogue()
  }

  /// Reads the catalogue of a store whose lock is held.
  /// - Throws: `newerFormat`, and `io` where no copy can be made.
  init(store: String, files: any FileSystem) throws(StoreError) {
    let path = store + "/" + Catalogue.fileName
    guard try files.kind(path) == .file else {
      problem = "the catalogue is missing"
      return
    }
    // A journal left behind by an earlier repair would be played back into this copy.
    Self.removeCopy(store, files)
    try Self.copy(path, to: store + "/" + Self.copyName, files)
    defer { Self.removeCopy(store, files) }
    if try files.kind(path + "-journal") == .file {
      try Self.copy(path + "-journal", to: store + "/" + Self.copyName + "-journal", files)
    }
    do throws(StoreError) {
      let catalogue = try Catalogue(store: store, name: Self.copyName, writing: true, files: files)
      try catalogue.checkFormat()
      read(catalogue)
      try check(catalogue, store, files)
      isWhole = true
    } catch {
      if error.code == .newerFormat { throw error }
      problem = error.message
    }
  }

  private static func copy(_ path: String, to other: String, _ files: any FileSystem) throws(StoreError) {
    let source = try MappedFile(path, files: files)
    let file = try OutputFile(other, files: files)
    try file.append(Array(source.bytes))
    try file.finish()
  }

  private static func removeCopy(_ store: String, _ files: any FileSystem) {
    for name in [copyName, copyName + "-journal"] { try? files.remove(store + "/" + name) }
  }

  private mutating func read(_ catalogue: Catalogue) {
    let manifest = try? catalogue.manifest()
    (releases, segments) = (manifest?.releases, manifest?.segments)
    identity = try? catalogue.identity()
    for table in CatalogueSchema.Table.allCases where table != .segment {
      if let rows = try? catalogue.records(table) { records[table] = rows }
    }
  }

  /// Throws what is wrong.
  private mutating func check(_ catalogue: Catalogue, _ store: String, _ files: any FileSystem) throws(StoreError) {
    let problems = try catalogue.integrityProblems()
    if let first = problems.first {
      throw StoreError(.damaged, "the catalogue is damaged: \(first)", remedy: Catalogue.remedy)
    }
    _ = try catalogue.identity()
    _ = try catalogue.checkedIDs()
    try catalogue.checkManifest()
    try catalogue.checkSeal()
  }
}
