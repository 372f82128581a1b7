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
      /// The store is whole; files that are none of it were put aside.
      case setAside
    }

    /// A release of which no whole segment was found.
    public struct Lost: Sendable, Equatable {
      /// Its number.
      public var sequence: Int
      /// What is known of it.
      public var release: Release?
    }

    /// Whether the catalogue is as it should be, so that nothing is to be done but to put files aside.
    public var isCatalogueWhole = false
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
    var (whole, aside) = try scan(progress)
    let listed = Set((former.segments ?? []).map(\.name))
    let found = Set(whole.map(\.name)).union(aside.map { String($0.prefix { $0 != "." }) })
    for name in listed.subtracting(found).sorted() { report.problems.append("segment \(name) is missing") }
    // What a whole catalogue does not list, and has not its own name, was never committed.
    if former.isWhole { whole.removeAll { $0.isUncommitted && !listed.contains($0.name) } }
    let seal = try? CatalogueSeal.read(store: store, files: files)
    var segments = try OwnSegments(whole, former, seal: seal)
    report.restored = (former.releases ?? []).filter { !$0.isLost }.map(\.sequence)
    if isWhole(former, segments, listed) {
      tell(segments.alien)
      aside += segments.alien.map(\.segment.fileName)
      report.isCatalogueWhole = true
      if aside.isEmpty { return }
      report.outcome = dryRun ? .dryRun : .setAside
      if !dryRun { report.keptAside += try Aside(store, files).keep(aside) }
      return
    }
    let rebuilt = try rebuild(&segments, former, listed, &aside)
    tell(segments.alien)
    aside += segments.alien.map(\.segment.fileName)
    report.restored = rebuilt.restored
    report.lost = rebuilt.lost
    report.outcome = dryRun ? .dryRun : .repaired
    if !dryRun { try replace(with: rebuilt, identity: segments.identity, aside) }
  }

  /// Whether the catalogue is as it was written and lists all that the segments hold.
  private mutating func isWhole(_ former: FormerCatalogue, _ segments: OwnSegments, _ listed: Set<String>) -> Bool {
    let known = Set((former.releases ?? []).filter { !$0.isLost }.map(\.sequence))
    let more = segments.own.filter { !listed.contains($0.name) && !known.isSuperset(of: $0.releases) }
    let isNamed = segments.own.allSatisfy { $0.isNamedAsItIs || $0.isUncommitted || !listed.contains($0.name) }
    guard former.isWhole else { return false }
    if former.identity != segments.identity {
      report.problems.append("the catalogue says that it is of another store than the segments that it lists")
    }
    if !more.isEmpty { report.problems.append("the catalogue is older than the segments") }
    return former.identity == segments.identity && more.isEmpty && isNamed
      && listed.isSubset(of: segments.own.map(\.name))
  }

  private mutating func tell(_ alien: [(segment: Segment, what: String)]) {
    for one in alien { report.problems.append("segment \(one.segment.name) \(one.what)") }
  }

  /// The catalogue that the store's own segments make.
  /// - Parameter aside: names of files to be put aside, to which those are added that no catalogue can list.
  private mutating func rebuild(
    _ segments: inout OwnSegments, _ former: FormerCatalogue, _ listed: Set<String>, _ aside: inout [String]
  ) throws(StoreError) -> RebuiltCatalogue {
    var chosen = try SegmentCover.choose(segments.own, listed: listed, sealed: segments.seal)
    for segment in try SegmentCover.unfit(segments.own, beside: chosen) { segments.disown(segment) }
    let former = former.told(of: chosen, segments.identity)
    var rebuilt = try RebuiltCatalogue(chosen, former)
    while let stranded = try rebuilt.firstStranded() {
      report.problems.append(
        "segment \(stranded.name) speaks of areas, strata or texts that only a lost release named")
      aside.append(stranded.fileName)
      chosen.removeAll { $0 === stranded }
      rebuilt = try RebuiltCatalogue(chosen, former)
    }
    rebuilt.addLost(former, segments.seal)
    return rebuilt
  }

  /// Reads every segment from the first byte to the last.
  /// - Returns: those that are whole, each once, and the names of the other files.
  private mutating func scan(
    _ progress: (Int, Int) -> Void
  ) throws(StoreError) -> (whole: [Segment], damaged: [String]) {
    let names = try files.list(store + "/segments").filter {
      SegmentLayout.isSegment($0) || $0.hasSuffix(Self.moving)
    }
    var (whole, damaged): ([String: Segment], [String]) = ([:], [])
    for (number, file) in names.enumerated() {
      do throws(StoreError) {
        let segment = try Segment(store: store, file: file, name: nil, files: files)
        try segment.verify()
        if !segment.isNamedAsItIs, !segment.isUncommitted {
          report.problems.append("segment \(segment.name) has the name \(file)")
        }
        if segment.isNamedAsItIs || whole[segment.name] == nil { whole[segment.name] = segment }
      } catch {
        if error.code != .damaged { throw error }
        report.problems.append("segment \(file) is damaged: \(error.message)")
        damaged.append(file)
      }
      progress(number + 1, names.count)
    }
    return (whole.values.sorted { $0.name < $1.name }, damaged)
  }

  /// Puts the new catalogue in the place of the old one, which is kept.
  private mutating func replace(
    with rebuilt: RebuiltCatalogue, identity: StoreIdentity, _ aside: [String]
  ) throws(StoreError) {
    let new = store + "/" + Self.newName
    try files.remove(new)
    try files.remove(new + "-journal")
    try write(rebuilt, identity)
    try keepAside()
    // Segments that no catalogue lists might be swept by a writer: these are not.
    report.keptAside += try Aside(store, files).keep(aside)
    try name(rebuilt.segments)
    try files.move(new, to: store + "/" + Catalogue.fileName)
    try files.syncFolder(store)
    let catalogue = try Catalogue(store: store, writing: false, files: files)
    try catalogue.seal()
  }

  /// Writes the new catalogue, and closes it.
  private func write(_ rebuilt: RebuiltCatalogue, _ identity: StoreIdentity) throws(StoreError) {
    let catalogue = try Catalogue(store: store, name: Self.newName, writing: true, files: files)
    try catalogue.createIfEmpty(tool: tool, hasSegments: false) { identity }
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

  /// Whether it stands under the name that a segment has before it is committed.
  fileprivate var isUncommitted: Bool { fileName == name + SegmentLayout.uncommittedExtension }
}
