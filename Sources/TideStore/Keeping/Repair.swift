import TideCore
public import TideModel

/// Makes the catalogue of a store anew from its segments, each of which carries the rows of its releases.
///
/// Nothing is deleted: the old catalogue and segments that are damaged are kept aside under other names.
public struct Repair {
  /// What was found and done.
  public struct Report: Sendable {
    /// How it ended.
    public enum Outcome: Sendable {
      /// The store is whole; nothing was written.
      case nothingToDo
      /// This is what would have been done; nothing was written.
      case dryRun
      /// The catalogue was made anew.
      case repaired
    }

    /// A release of which no whole segment was found.
    public struct Lost: Sendable, Equatable {
      /// Its number.
      public var sequence: Int
      /// What is known of it.
      public var release: Release?
    }

    /// How it ended.
    public var outcome = Outcome.nothingToDo
    /// Releases that are there, ascending.
    public var restored: [Int] = []
    /// Releases that are not, ascending.
    public var lost: [Lost] = []
    /// What is wrong, a sentence each.
    public var problems: [String] = []
    /// Files that were kept under other names, by their paths inside the store.
    public var keptAside: [String] = []
  }

  private let store: String
  private let tool: String
  private let files: any FileSystem
  private var report = Report()

  /// Where damaged segments are kept, inside the store.
  static let asideFolder = "set-aside"
  static let newName = "catalog.new.tmp"

  /// Repairs a store.
  ///
  /// - Parameters:
  ///   - dryRun: whether to say what would be done, and do nothing.
  ///   - progress: called with the segments read, and all.
  /// - Throws: `noStore` where there are no segments, `locked`, `newerFormat`, `io`. A store that cannot be repaired
  ///   whole is no error: the report says what is lost.
  public static func run(
    _ store: String, dryRun: Bool = false, waitingUpTo seconds: Int = 0, tool: String,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws(StoreError) -> Report {
    try run(store, dryRun: dryRun, waitingUpTo: seconds, tool: tool, files: System(), progress: progress)
  }

  static func run(
    _ store: String, dryRun: Bool = false, waitingUpTo seconds: Int = 0, tool: String, files: any FileSystem,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws(StoreError) -> Report {
    guard try files.kind(store) == .folder, try files.kind(store + "/segments") == .folder else {
      throw StoreError(
        .noStore, "the folder \(store) holds no segments to repair a store from",
        remedy: "Give --store the folder of a store.")
    }
    let lock = try FileLock(store + "/lock", waitingUpTo: seconds, files: files)
    return try withExtendedLifetime(lock) { () throws(StoreError) in
      var repair = Repair(store: store, tool: tool, files: files)
      try repair.run(dryRun: dryRun, progress)
      return repair.report
    }
  }

  private init(store: String, tool: String, files: any FileSystem) {
    self.files = files
    self.store = store
    self.tool = tool
  }

  private mutating func run(dryRun: Bool, _ progress: (Int, Int) -> Void) throws(StoreError) {
    let former = try FormerCatalogue(store: store, files: files)
    if !former.problem.isEmpty { report.problems.append(former.problem) }
    var (whole, damaged) = try scan(progress)
    let listed = Set((former.segments ?? []).map(\.name))
    let found = Set(whole.map(\.name)).union(damaged.map { String($0.prefix { $0 != "." }) })
    for name in listed.subtracting(found).sorted() { report.problems.append("segment \(name) is missing") }
    let newest = former.releases?.last?.sequence ?? 0
    let hasMore = whole.contains { !listed.contains($0.name) && $0.release > newest } && !former.isSealed
    report.restored = (former.releases ?? []).filter { !$0.isLost }.map(\.sequence)
    let isNamed = whole.allSatisfy { $0.isNamedAsItIs || !listed.contains($0.name) }
    if former.isWhole, !hasMore, isNamed, listed.isSubset(of: whole.map(\.name)) { return }
    if former.isWhole, hasMore { report.problems.append("the catalogue is older than the segments") }
    // What came after what a whole, sealed catalogue lists was never committed.
    if former.isSealed { whole.removeAll { $0.release > newest } }

    var chosen = SegmentCover.choose(whole, listed: listed)
    var rebuilt = try RebuiltCatalogue(chosen, former)
    while let stranded = try rebuilt.firstStranded() {
      report.problems.append(
        "segment \(stranded.name) speaks of areas, strata or texts that only a lost release named")
      damaged.append(stranded.fileName)
      chosen.removeAll { $0 === stranded }
      rebuilt = try RebuiltCatalogue(chosen, former)
    }
    let seal = (try? CatalogueSeal.read(store: store, files: files))?.release ?? 0
    rebuilt.addLost(upTo: max(newest, seal), former)
    report.restored = rebuilt.restored
    report.lost = rebuilt.lost
    report.outcome = dryRun ? .dryRun : .repaired
    if !dryRun { try replace(with: rebuilt, chosen, damaged) }
  }

  /// Reads every segment from the first byte to the last.
  /// - Returns: those that are whole, each once, and the names of the other files.
  private mutating func scan(
    _ progress: (Int, Int) -> Void
  ) throws(StoreError) -> (whole: [Segment], damaged: [String]) {
    let names = try files.list(store + "/segments").filter {
      $0.hasSuffix(SegmentLayout.fileExtension) || $0.hasSuffix(Self.moving)
    }
    var (whole, damaged): ([String: Segment], [String]) = ([:], [])
    for (number, file) in names.enumerated() {
      do throws(StoreError) {
        let segment = try Segment(store: store, file: file, name: nil, files: files)
        try segment.verify()
        if !segment.isNamedAsItIs { report.problems.append("segment \(segment.name) has the name \(file)") }
        if segment.isNamedAsItIs || whole[segment.name] == nil { whole[segment.name] = segment }
      } catch {
        if error.code == .newerFormat { throw error }
        report.problems.append("segment \(file) is damaged: \(error.message)")
        damaged.append(file)
      }
      progress(number + 1, names.count)
    }
    return (whole.values.sorted { $0.name < $1.name }, damaged)
  }

  /// Puts the new catalogue in the place of the old one, which is kept.
  private mutating func replace(
    with rebuilt: RebuiltCatalogue, _ chosen: [Segment], _ damaged: [String]
  ) throws(StoreError) {
    let new = store + "/" + Self.newName
    try files.remove(new)
    try files.remove(new + "-journal")
    try write(rebuilt)
    try keepAside()
    try keepAside(segments: damaged)
    try name(chosen)
    try files.move(new, to: store + "/" + Catalogue.fileName)
    try files.syncFolder(store)
    let catalogue = try Catalogue(store: store, writing: false, files: files)
    try catalogue.seal(newest: rebuilt.newest)
  }

  /// Writes the new catalogue, and closes it.
  private func write(_ rebuilt: RebuiltCatalogue) throws(StoreError) {
    let catalogue = try Catalogue(store: store, name: Self.newName, writing: true, files: files)
    try catalogue.createIfEmpty(tool: tool, hasSegments: false)
    try catalogue.fill(rebuilt.records, segments: rebuilt.rows, needsNewest: !rebuilt.lost.isEmpty)
  }

  /// The catalogue and its journal, under the first number that is free. They keep belonging together.
  private mutating func keepAside() throws(StoreError) {
    let path = store + "/" + Catalogue.fileName
    let suffixes = ["", "-journal"].filter { (try? files.kind(path + $0)) == .file }
    guard !suffixes.isEmpty else { return }
    var number = 1
    func name(_ suffix: String) -> String { "\(Catalogue.fileName).before-repair-\(number)\(suffix)" }
    while ["", "-journal"].contains(where: { (try? files.kind(store + "/" + name($0))) != .missing }) { number += 1 }
    for suffix in suffixes {
      try files.move(path + suffix, to: store + "/" + name(suffix))
      report.keptAside.append(name(suffix))
    }
  }

  /// Segments that no catalogue lists are swept by the next writer: these are not.
  private mutating func keepAside(segments names: [String]) throws(StoreError) {
    if names.isEmpty { return }
    let folder = store + "/" + Self.asideFolder
    try files.makeFolder(folder)
    for file in names {
      guard try files.kind(folder + "/" + file) == .missing else { continue }
      try files.move(store + "/segments/" + file, to: folder + "/" + file)
      report.keptAside.append(Self.asideFolder + "/" + file)
    }
    try files.syncFolder(folder)
  }

  /// Gives segments that stand under other names their own. All lose their wrong names first: two may have each other's.
  private func name(_ segments: [Segment]) throws(StoreError) {
    let folder = store + "/segments/"
    let wrong = segments.filter { !$0.isNamedAsItIs }
    for segment in wrong {
      let moving = segment.name + Self.moving
      if segment.fileName != moving { try files.move(folder + segment.fileName, to: folder + moving) }
    }
    for segment in wrong {
      try files.move(folder + segment.name + Self.moving, to: folder + segment.name + SegmentLayout.fileExtension)
    }
    try files.syncFolder(store + "/segments")
  }

  /// The end of a segment's name while it is being given its own.
  private static let moving = SegmentLayout.fileExtension + ".moving"
}

extension Segment {
  /// The file's name in the folder of segments.
  fileprivate var fileName: String { String(relativePath.dropFirst("segments/".count)) }

  /// Whether the file's name is the digest of its bytes.
  fileprivate var isNamedAsItIs: Bool { fileName == name + SegmentLayout.fileExtension }
}
