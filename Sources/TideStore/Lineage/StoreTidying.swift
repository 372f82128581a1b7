/// What the one writer of a store does before it writes: it takes away what killed writers have left, and looks for files
/// that are none of the store's. A store with releases that its catalogue does not list is refused.
struct StoreTidying {
  private let store: String
  private let catalogue: Catalogue
  private let files: any FileSystem

  private var folder: String { store + "/" + StoreFolder.segmentsName }

  init(_ store: String, _ catalogue: Catalogue, _ files: any FileSystem) {
    self.store = store
    self.catalogue = catalogue
    self.files = files
  }

  /// - Returns: files among the segments that are none of the store's, which have not been touched.
  /// - Throws: `damaged` where a segment holds releases that the catalogue does not list; nothing has been changed then.
  func run() throws(StoreError) -> [UnlistedSegment] {
    let found = try UnlistedSegment.all(store, catalogue, files)
    try UnlistedSegment.refuse(found)
    let alien = found.filter(\.isAlien)
    if let other = alien.first(where: { $0.kind != .unreadable }), try catalogue.manifest().segments.isEmpty {
      throw StoreError(
        .damaged, "the catalogue lists no segment, and this one \(other.what)", file: "segments/" + other.file,
        remedy: "If the store was another one, run tidemark repair; else move the file away.")
    }
    let superseded = found.filter { $0.kind == .superseded }
    // The transaction that lists another segment in their place must last before they go.
    if !superseded.isEmpty { try files.syncFolder(store) }
    for segment in superseded { try files.remove(folder + "/" + segment.file) }
    try nameCommitted()
    try removeUncommitted()
    for name in [CatalogueSeal.temporaryName, FormerCatalogue.copyName, Repair.newName] {
      for suffix in ["", "-journal"] { try files.remove(store + "/" + name + suffix) }
    }
    return alien
  }

  /// Takes away files that were never committed.
  func removeUncommitted() throws(StoreError) {
    let listed = Set(try catalogue.manifest().segments.map { $0.name + SegmentLayout.uncommittedExtension })
    for name in try files.list(folder) where !listed.contains(name) {
      if name.hasSuffix(".tmp") || name.hasSuffix(SegmentLayout.uncommittedExtension) {
        try files.remove(folder + "/" + name)
      }
    }
  }

  /// Gives segments whose writer was killed after the commit their own names.
  private func nameCommitted() throws(StoreError) {
    let listed = try catalogue.manifest().segments.map { folder + "/" + $0.name }
    var waiting: [String] = []
    for path in listed where try files.kind(path + SegmentLayout.uncommittedExtension) == .file { waiting.append(path) }
    if waiting.isEmpty { return }
    // The transaction that lists them must last before they have the names of those that are listed.
    try files.syncFolder(store)
    for path in waiting {
      try files.move(path + SegmentLayout.uncommittedExtension, to: path + SegmentLayout.fileExtension)
    }
  }
}

/// The folder in a store for files that are not read, and not deleted either.
struct Aside {
  static let folderName = "set-aside"

  private let store: String
  private let files: any FileSystem

  init(_ store: String, _ files: any FileSystem) {
    self.store = store
    self.files = files
  }

  /// Moves files there that are none of the store's.
  /// - Returns: in words, what each is and where it is now.
  func keep(_ alien: [UnlistedSegment]) throws(StoreError) -> [String] {
    let kept = try keep(alien.map(\.file))
    return zip(alien, kept).map { "segments/\($0.file) \($0.what); it was moved to \($1)" }
  }

  /// Moves files there from among the segments, under other names where theirs are taken.
  /// - Returns: where each is now, by its path in the store.
  func keep(_ names: [String]) throws(StoreError) -> [String] {
    if names.isEmpty { return [] }
    let folder = store + "/" + Self.folderName
    try files.makeFolder(folder)
    var kept: [String] = []
    for name in names {
      var free = name
      var number = 1
      while try files.kind(folder + "/" + free) != .missing {
        number += 1
        free = "\(name).\(number)"
      }
      try files.move(store + "/" + StoreFolder.segmentsName + "/" + name, to: folder + "/" + free)
      kept.append(Self.folderName + "/" + free)
    }
    try files.syncFolder(folder)
    return kept
  }
}
