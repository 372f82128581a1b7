import TideCore
public import TideModel

/// The one writer of a store: holds its lock, hands out ids, and commits one release.
///
/// Commit order: the segment is written under a temporary name, made durable, renamed to its digest, its folder made
/// durable, and then one catalogue transaction makes the release visible. Whatever fails before leaves the store as it
/// was; stray files are swept by the next writer.
public final class StoreWriter {
  /// The store's folder.
  public let path: String
  /// The store as it stands before this release.
  public let before: Snapshot
  private let alien: [UnlistedSegment]
  /// After a commit: what was found among the segments that is none of this store's, in words, and where it was put.
  public private(set) var setAside: [String] = []

  let files: any FileSystem
  private let lock: FileLock
  /// Whether this writer made the store; then abandoning its first release takes the store away again.
  private let isNew: Bool
  private let madeFolder: Bool
  let catalogue: Catalogue
  private let tool: String
  /// What the release says of when it was recorded; the clock says it when nil.
  private let moment: Int?
  private var records: [CatalogueRecord] = []
  private var strata: [Stratum: Int]
  private var areas: [String: Int]
  private var areaCodesByID: [Int64: String]
  private var texts: [String: Int]
  /// The ids that come next. Where releases are lost, so may some ids be.
  private var nextTextID: Int
  private var nextStratumID: Int
  private var nextAreaID: Int
  private var indicators: [Int: Indicator]
  private var areaDescriptions: [String: Area]
  private var nextLocalIndicator: Int
  /// Where in `records` this release describes an indicator or area.
  private var describedIndicators: [Int: Int] = [:]
  private var describedAreas: [String: Int] = [:]
  private var segment: SegmentWriter?

  private let lineage: Lineage
  /// The sequence number the release will have.
  public let sequence: Int

  /// Takes the store's lock, making the store where there is none.
  ///
  /// - Parameters:
  ///   - seconds: how long to wait for another writer.
  ///   - moment: when the release is recorded, in seconds since the beginning of 1970 in Universal Time; as the clock says
  ///     when nil. The same release at the same moment has the same bytes.
  ///   - tool: name and version of the program, recorded in the release.
  /// - Throws: `locked`, `newerFormat`, `damaged`, `io`.
  public convenience init(
    _ path: String, waitingUpTo seconds: Int = 0, at moment: Int? = nil, tool: String
  ) throws(StoreError) {
    try self.init(path, waitingUpTo: seconds, at: moment, tool: tool, files: System())
  }

  init(
    _ path: String, waitingUpTo seconds: Int = 0, at moment: Int? = nil, tool: String, files: any FileSystem
  ) throws(StoreError) {
    self.path = path
    self.files = files
    self.moment = moment
    self.tool = tool
    madeFolder = try Self.prepareFolders(path, files)
    lock = try FileLock(path + "/lock", waitingUpTo: seconds, files: files)
    let hasSegments = try files.holdsSegments(path)
    isNew = try files.kind(path + "/" + Catalogue.fileName) == .missing
    if isNew {
      guard !hasSegments else {
        throw StoreError(
          .damaged, "the store has segments but no catalogue", file: Catalogue.fileName, remedy: Catalogue.remedy)
      }
      // The folder itself must outlast a power cut, and its name stands in another.
      try files.syncFolder(holding: path)
    }
    let journal = path + "/" + Catalogue.fileName + "-journal"
    let length = isNew ? 0 : try files.length(path + "/" + Catalogue.fileName)
    if length == 0, !hasSegments, try files.kind(journal) == .file {
      // A journal is of no use to a catalogue that holds nothing, and must not come back beside its tables.
      try files.remove(journal)
      try files.syncFolder(path)
    }
    catalogue = try Catalogue(store: path, writing: true, files: files)
    // SQLite does this too with its first journal, but passes over a failure.
    if isNew { try files.syncFolder(path) }
    try catalogue.createIfEmpty(tool: tool.stored, hasSegments: hasSegments) { .made(at: moment, files) }
    try catalogue.checkFormat()
    before = try Snapshot(path: path, catalogue: catalogue, asOf: .latest, files: files)
    lineage = Lineage(identity: try catalogue.identity(), follows: before.release?.mark ?? 0)
    sequence = (before.release?.sequence ?? 0) + 1
    strata = [:]
    for (id, stratum) in try before.strata() { strata[stratum] = id }
    areas = [:]
    areaCodesByID = try before.areaIDs()
    for (id, code) in areaCodesByID { areas[code] = Int(id) }
    texts = [:]
    for (id, text) in try before.textIDs() { texts[text] = Int(id) }
    nextTextID = (texts.values.max() ?? 0) + 1
    nextStratumID = (strata.values.max() ?? 0) + 1
    nextAreaID = (areas.values.max() ?? 0) + 1
    indicators = [:]
    for indicator in try before.indicators() { indicators[indicator.id] = indicator }
    areaDescriptions = [:]
    for area in try before.areas() { areaDescriptions[area.code] = area }
    nextLocalIndicator = max(Indicator.firstLocalID, (indicators.keys.max() ?? 0) + 1)
    try before.checkIsNewest()
    alien = try StoreTidying(path, catalogue, files).run()
  }

  /// Makes the folders that are missing.
  /// - Returns: whether the store's own folder was.
  private static func prepareFolders(_ path: String, _ files: any FileSystem) throws(StoreError) -> Bool {
    let kind = try files.kind(path)
    switch kind {
    case .file, .other:
      throw StoreError(
        .io, "\(path) is a file; a store is a folder", remedy: "Give another --store, or move the file away.")
    case .folder:
      let names = try files.list(path)
      let isStore = [Catalogue.fileName, StoreFolder.segmentsName, StoreFolder.lockName].contains { names.contains($0) }
      guard isStore || StoreFolder.owns(names) else {
        throw StoreError(
          .usage, "the folder \(path) holds other files; a store is not made among them",
          remedy: "Give --store a folder that does not exist yet, or an empty one.")
      }
    case .missing: try files.makeFolder(path)
    }
    try files.makeFolder(path + "/segments")
    return kind == .missing
  }

  /// The release that was read from a file with this digest, if any.
  public func release(ofSource sha256: String) throws(StoreError) -> Release? {
    // A release that was taken back may be loaded again.
    try before.releases().first { release in
      release.sources.contains { $0.sha256 == sha256 } && before.holds(release)
    }
  }

  // MARK: Ids and descriptions

  /// The id of a text, given now if it has none; 0 for the empty text.
  public func textID(_ text: String) -> Int64 {
    if text.isEmpty { return 0 }
    let text = text.stored
    if let known = texts[text] { return Int64(known) }
    let id = nextTextID
    nextTextID += 1
    texts[text] = id
    records.append(.text(id: id, text: text))
    return Int64(id)
  }

  /// The id of a text that has one; 0 for the empty text. Several threads may ask while none gives ids.
  public func knownTextID(_ text: String) -> Int64? { text.isEmpty ? 0 : texts[text.stored].map { Int64($0) } }

  /// The id of a stratum, given now if it has none.
  public func stratumID(_ stratum: Stratum) -> Int {
    let stratum = stratum.stored
    if let known = strata[stratum] { return known }
    let id = nextStratumID
    nextStratumID += 1
    strata[stratum] = id
    records.append(.stratum(id: id, stratum))
    return id
  }

  /// The id of an area code, given now if it has none.
  public func areaID(_ code: String) -> Int64 {
    let code = code.stored
    if let known = areas[code] { return Int64(known) }
    let id = nextAreaID
    nextAreaID += 1
    areas[code] = id
    areaCodesByID[Int64(id)] = code
    records.append(.areaKey(id: id, code: code))
    return Int64(id)
  }

  /// The area code with an id; nil for an id never given.
  public func areaCode(_ id: Int64) -> String? { areaCodesByID[id] }

  /// An indicator as described so far, in the store or by this release.
  public func indicator(_ id: Int) -> Indicator? { indicators[id] }
  /// All indicators described so far.
  public var knownIndicators: [Indicator] { Array(indicators.values) }
  /// An area as described so far.
  public func area(_ code: String) -> Area? { areaDescriptions[code] }
  /// All areas described so far.
  public var knownAreas: [Area] { Array(areaDescriptions.values) }

  /// An id for an indicator whose publisher numbers none.
  public func newLocalIndicatorID() -> Int {
    defer { nextLocalIndicator += 1 }
    return nextLocalIndicator
  }

  /// Describes an indicator from this release on.
  /// - Returns: false when it was described so already.
  @discardableResult
  public func describe(_ indicator: Indicator) -> Bool {
    let indicator = indicator.stored
    if indicators[indicator.id] == indicator { return false }
    if let earlier = describedIndicators[indicator.id] {
      records[earlier] = .indicator(indicator, release: sequence)
    } else {
      describedIndicators[indicator.id] = records.count
      records.append(.indicator(indicator, release: sequence))
    }
    indicators[indicator.id] = indicator
    return true
  }

  /// Describes an area from this release on.
  /// - Returns: false when it was described so already.
  @discardableResult
  public func describe(_ area: Area) -> Bool {
    let area = area.stored
    if areaDescriptions[area.code] == area { return false }
    if let earlier = describedAreas[area.code] {
      records[earlier] = .area(area, release: sequence)
    } else {
      describedAreas[area.code] = records.count
      records.append(.area(area, release: sequence))
    }
    areaDescriptions[area.code] = area
    return true
  }

  // MARK: Writing

  private var temporaryPath: String { path + "/segments/release-\(sequence).tmp" }

  /// A file for what does not fit into memory. It has no name and goes away with the object, or the process.
  public func scratchFile() throws(StoreError) -> ScratchFile {
    try ScratchFile(path + "/segments/release-\(sequence)-rows.tmp", files: files)
  }

  /// Adds what the release says of a panel. Keys must come in ascending order, each once.
  public func add(_ draft: PanelDraft) throws(StoreError) { try add(PreparedPanel(draft)) }

  /// Adds what the release says of a panel, prepared before.
  public func add(_ panel: PreparedPanel) throws(StoreError) { try openSegment().add(panel) }

  private func openSegment() throws(StoreError) -> SegmentWriter {
    if let segment { return segment }
    let writer =
      records.contains(where: \.isDisclosurePin)
      ? try SegmentWriter(temporaryPath, releases: sequence...sequence, lineage, isPinned: true, files: files)
      : try SegmentWriter(temporaryPath, sequence: sequence, lineage, files: files)
    segment = writer
    return writer
  }

  /// Whether anything would be committed.
  public var hasChanges: Bool { segment != nil || !records.isEmpty }

  /// Commits the release. The writer is spent afterwards.
  public func commit(
    published: CalendarDate?, counts: Release.Counts, sources: [Release.Source], undoes: Int? = nil,
    disclosurePin: Int? = nil
  ) throws(StoreError) -> Release {
    let now = moment ?? files.now()
    var release = Release(
      sequence: sequence, published: published ?? Instant.date(now), recordedAt: now,
      tool: tool.stored, counts: counts,
      sources: sources.map {
        Release.Source(name: $0.name.stored, sha256: $0.sha256.stored, bytes: $0.bytes, rows: $0.rows)
      }, undoes: undoes, disclosurePin: disclosurePin)
    records.append(.release(release))
    let facts: [(ReleaseFact, Int)] = [
      (.undoes, undoes ?? 0), (.withdrawn, counts.withdrawn), (.disclosure, disclosurePin ?? 0),
    ]
    for (fact, number) in facts where number != 0 {
      records.append(.fact(name: fact.rawValue, release: sequence, number: number))
    }
    for indicator in describedIndicators.keys.sorted().compactMap({ indicators[$0] }) {
      for (name, number) in IndicatorFact.of(indicator) {
        records.append(.fact(name: name, release: sequence, number: number))
      }
    }
    do throws(StoreError) {
      try putAside()
      release.mark = try mark()
      try writeAndCommit()
    } catch {
      abandon()
      throw unconfirmed(error)
    }
    try? catalogue.seal()
    // The release is there, whatever becomes of this.
    try? compactWhereDue()
    return release
  }

  /// Moves files away from among the segments that are none of the store's.
  func putAside() throws(StoreError) { setAside = try Aside(path, files).keep(alien) }

  private var recordBytes: [UInt8] {
    var body = ByteWriter()
    for record in records { record.append(to: &body) }
    return body.bytes
  }

  /// Gives the release its mark, once all else that it says is known; nil in a store without marks.
  private func mark() throws(StoreError) -> Int? {
    guard lineage.identity != .none else { return nil }
    let mark = ReleaseMark.of(
      follows: lineage.follows, panels: try openSegment().digestSoFar(), records: recordBytes)
    records.append(.fact(name: ReleaseFact.mark.rawValue, release: sequence, number: mark))
    return mark
  }

  /// The segment has its own name only once it is listed: one that no catalogue lists under that name was never committed.
  private func writeAndCommit() throws(StoreError) {
    let writer = try openSegment()
    let (name, length) = try writer.finish(records: recordBytes)
    let folder = path + "/segments"
    let uncommitted = folder + "/" + name + SegmentLayout.uncommittedExtension
    try files.move(temporaryPath, to: uncommitted)
    try files.syncFolder(folder)
    try readBack(name)
    try catalogue.commit(
      records,
      segment: SegmentRow(
        name: name, release: sequence, bytes: length, panels: writer.panelCount, cells: writer.cellCount))
    // The release is there under either name.
    try? files.move(uncommitted, to: folder + "/" + name + SegmentLayout.fileExtension)
  }

  /// Whether what was written is read before it is committed: not where a test makes a store that cannot be read.
  @TaskLocal static var readsBack = true

  /// Reads all of a segment that is about to be listed: what cannot be read is never committed.
  /// - Complexity: O(bytes), as `verify` of it.
  private func readBack(_ name: String) throws(StoreError) {
    guard Self.readsBack else { return }
    do throws(StoreError) {
      try Segment(store: path, name: name, files: files).verify()
    } catch {
      throw StoreError(
        error.code == .damaged ? .io : error.code,
        "what was written cannot be read back, and nothing was committed: "
          + error.message, file: error.file, offset: error.offset,
        remedy: "Look after the disk, then run the command again; if it fails again, report it with the file.")
    }
  }

  /// The error of a commit that failed, which says so where the release is to be seen all the same: when all was
  /// written and only the last sync failed, a power cut may still take it away.
  private func unconfirmed(_ error: StoreError) -> StoreError {
    guard (try? catalogue.manifest().releases.last?.sequence) == sequence else { return error }
    return StoreError(
      error.code, "release \(sequence) was written, but the disk did not confirm that it will last: \(error.message)",
      file: error.file, remedy: "Look after the disk, then run the command again: it says whether the release is there."
    )
  }

  /// Takes back what was written of a release that will not be committed, and a store made for it.
  public func abandon() {
    if segment != nil {
      segment = nil
      try? files.remove(temporaryPath)
      // It may stand under the name that it waits for its commit under.
      try? StoreTidying(path, catalogue, files).removeUncommitted()
    }
    guard isNew, (try? catalogue.manifest().releases.isEmpty) == true else { return }
    // Nothing was ever committed here: the folder, made or found empty, goes back to what it was. Segments go before
    // the catalogue does, on the disk as well: the other way round it would look like a lost catalogue.
    guard (try? files.syncFolder(path + "/segments")) != nil else { return }
    try? files.removeFolder(path + "/segments")
    guard (try? files.kind(path + "/segments")) == .missing else { return }
    try? files.remove(path + "/" + Catalogue.fileName)
    try? files.remove(path + "/lock")
    if madeFolder { try? files.removeFolder(path) }
  }
}
