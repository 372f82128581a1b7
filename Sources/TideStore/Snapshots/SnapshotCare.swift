import TideModel

extension Snapshot {
  /// The visible segments.
  private var visibleSegments: [(row: SegmentRow, file: Result<Segment, StoreError>)] {
    segments.filter { $0.row.releases.lowerBound <= release?.sequence ?? 0 }
  }

  /// Bytes of the visible segments.
  public var byteCount: Int { visibleSegments.reduce(0) { $0 + $1.row.bytes } }

  /// The version of the store's format, as 1.0.
  public func formatVersion() throws(StoreError) -> String { try catalogue.format() }

  /// Sizes and counts, for `status`.
  public func statistics() throws(StoreError) -> StoreStatistics {
    var cells: [PanelKey: (count: Int, isCertain: Bool)] = [:]
    for view in try views() {
      for entry in try view.entries() {
        // The directory counts cells of which something is said; where several layers do, some cells may be counted
        // twice, and some may not be seen in this vintage.
        let isPlain = try view.isPlain(entry)
        cells[entry.key] = (entry.cells, cells[entry.key] == nil && isPlain)
      }
    }
    var figures = 0
    for (key, known) in cells { figures &+= known.isCertain ? known.count : try panel(key)?.presentCount() ?? 0 }
    return StoreStatistics(
      formatVersion: try catalogue.format(), releases: try releases().count, segments: visibleSegments.count,
      bytes: byteCount, panels: cells.count, figures: figures,
      indicators: try indicators().count, areas: try areas().count)
  }

  /// Reads every block and digest of the store and checks that its parts belong together; the first thing found wrong
  /// is thrown.
  ///
  /// - Parameter progress: called now and then with the number of panels read, and of all.
  public func verify(progress: (Int, Int) -> Void = { _, _ in }) throws(StoreError) -> StoreStatistics {
    let problems = try catalogue.integrityProblems()
    guard problems.isEmpty else {
      throw StoreError(
        .damaged, "the catalogue is damaged: \(problems[0])", file: Catalogue.fileName, remedy: Catalogue.remedy)
    }
    try catalogue.checkSeal()
    let known = try catalogue.checkedIDs()
    let all = visibleSegments.reduce(0) { $0 + $1.row.panels }
    var done = 0
    var carried: [CatalogueSchema.Table: TableDigest] = [:]
    for segment in visibleSegments {
      let file = try segment.file.get()
      try file.verify(known: known) {
        done += 1
        if done % 64 == 0 || done == all { progress(done, all) }
      }
      for record in try file.records() {
        carried[CatalogueSchema.table(of: record), default: TableDigest()].add(record)
      }
    }
    try catalogue.checkManifest()
    try catalogue.check(records: carried, of: Set(visibleSegments.map(\.row.name)))
    let unlisted = try UnlistedSegment.all(path, catalogue, files)
    try UnlistedSegment.refuse(unlisted)
    var statistics = try statistics()
    statistics.alien = unlisted.filter(\.isAlien).map { "segments/\($0.file) \($0.what)" }
    return statistics
  }
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
  /// Files among the segments that are none of the store's and are not read, and what each is; told by `verify` alone.
  public var alien: [String] = []
}
