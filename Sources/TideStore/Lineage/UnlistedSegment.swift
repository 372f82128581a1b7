import TideCore
import TideModel

/// A file among a store's segments that its catalogue does not list, and what it is.
///
/// A segment has its own name only once a catalogue lists it: one that is not listed was so by another catalogue, later or
/// earlier, here or in another store. None is deleted but what has been laid together with others since.
struct UnlistedSegment {
  enum Kind: Equatable {
    /// What a compaction has left: the catalogue lists another segment with its releases.
    case superseded
    /// Of releases after the newest that the catalogue knows.
    case newer(ClosedRange<Int>)
    /// Of a release that the catalogue has for lost.
    case returned(ClosedRange<Int>)
    /// Of another store.
    case foreign
    /// Of a copy of this store, which has taken other releases since.
    case otherLine
    /// No segment, or none that can be read.
    case unreadable

    /// What it is, in words.
    var what: String {
      switch self {
      case .superseded: "is a part of another segment"
      case .newer(let releases): "holds \(Self.words(releases)), which the catalogue does not know"
      case .returned(let releases): "holds \(Self.words(releases)), which the catalogue has for lost"
      case .foreign: "belongs to another store"
      case .otherLine: "belongs to a copy of this store that has taken other releases"
      case .unreadable: "is no segment that can be read"
      }
    }

    private static func words(_ releases: ClosedRange<Int>) -> String {
      let (first, last) = (releases.lowerBound, releases.upperBound)
      return first == last ? "release \(first)" : "releases \(first) to \(last)"
    }
  }

  /// The file's name in the folder of segments.
  let file: String
  let kind: Kind

  /// Whether it is none of this store's.
  var isAlien: Bool { [.foreign, .otherLine, .unreadable].contains(kind) }

  /// What it is, in words.
  var what: String { kind.what }

  /// Those of a store, by name.
  /// - Throws: `newerFormat` for a segment that a newer program wrote, `io`.
  static func all(_ store: String, _ catalogue: Catalogue, _ files: any FileSystem) throws(StoreError) -> [Self] {
    var manifest = try catalogue.manifest()
    while true {
      let found = try all(store, catalogue, manifest.releases, manifest.segments, files)
      if !found.contains(where: \.isUnknown) { return found }
      // What was committed between the two looks is listed by now.
      let now = try catalogue.manifest()
      if now.segments == manifest.segments { return found }
      manifest = now
    }
  }

  private static func all(
    _ store: String, _ catalogue: Catalogue, _ releases: [Release], _ segments: [SegmentRow], _ files: any FileSystem
  ) throws(StoreError) -> [Self] {
    let known = KnownLine(try catalogue.identity(), releases, segments)
    let live = Set(segments.map { $0.name + SegmentLayout.fileExtension })
    var found: [Self] = []
    // A first writer that gave up may have taken the folder away already.
    guard try files.kind(store + "/segments") == .folder else { return [] }
    for file in try files.list(store + "/segments")
    where file.hasSuffix(SegmentLayout.fileExtension) && !live.contains(file) {
      // A compaction may have taken it away meanwhile.
      guard try files.kind(store + "/segments/" + file) == .file else { continue }
      found.append(Self(file: file, kind: try known.kind(of: file, store, files)))
    }
    return found
  }

  /// Whether it holds releases of the store that the catalogue does not list.
  private var isUnknown: Bool {
    switch kind {
    case .newer, .returned: true
    case .superseded, .foreign, .otherLine, .unreadable: false
    }
  }

  /// Refuses a store with releases that its catalogue does not list.
  static func refuse(_ found: [Self]) throws(StoreError) {
    guard let one = found.first(where: \.isUnknown) else { return }
    throw StoreError(
      .damaged, "a segment \(one.what): the catalogue was put back from an older copy, or the segment was put back",
      file: "segments/" + one.file, remedy: "tidemark repair brings it back; nothing is deleted.")
  }
}

/// What is known of a store's releases, and so of which segments are its own.
struct KnownLine {
  let identity: StoreIdentity
  /// The marks of the releases that are known, 0 for one without.
  private let marks: [Int: Int]
  /// The newest release that is known; 0 for none.
  private let newest: Int
  /// Releases that stand in listed segments.
  private let held: Set<Int>

  init(
    _ identity: StoreIdentity, _ releases: [Release], _ segments: [SegmentRow], sealed: CatalogueSeal? = nil
  ) {
    self.identity = identity
    // Nothing may be left of a lost release but its number.
    let known = releases.filter { !$0.isLost || $0.mark != nil }.map { ($0.sequence, $0.mark ?? 0) }
    let vouched = sealed.map { $0.mark == 0 ? [] : [($0.release, $0.mark)] } ?? []
    marks = Dictionary(vouched + known) { first, _ in first }
    newest = releases.last?.sequence ?? 0
    held = Set(segments.flatMap { Array($0.releases) })
  }

  func kind(of file: String, _ store: String, _ files: any FileSystem) throws(StoreError) -> UnlistedSegment.Kind {
    do throws(StoreError) {
      return try kind(of: try Segment(store: store, file: file, name: nil, files: files))
    } catch {
      if error.code == .damaged { return .unreadable }
      throw error
    }
  }

  private func kind(of segment: Segment) throws(StoreError) -> UnlistedSegment.Kind {
    guard segment.lineage.identity == identity else { return .foreign }
    guard try isOfThisLine(segment) else { return .otherLine }
    if segment.releases.upperBound > newest { return .newer(segment.releases) }
    return Set(segment.releases).isSubset(of: held) ? .superseded : .returned(segment.releases)
  }

  /// Whether nothing that is known contradicts that a segment of this store is one of this copy of it.
  func isOfThisLine(_ segment: Segment) throws(StoreError) -> Bool {
    let found = try segment.marks()
    for release in segment.releases {
      if let mark = marks[release], mark != found[release] ?? 0 { return false }
    }
    let before = segment.releases.lowerBound - 1
    return segment.lineage.follows == (before == 0 ? 0 : marks[before] ?? segment.lineage.follows)
  }
}
