import TideCore
import TideModel

/// Ids that the catalogue has given.
struct KnownIDs {
  var texts: Set<Int64> = [0]
  var strata: Set<Int> = []
  var areas: Set<Int64> = []
}

extension Segment {
  /// Checks the digest of the whole file, then every block of every panel.
  ///
  /// - Parameters:
  ///   - known: ids that its panels may use; any where nil.
  ///   - progress: called after each panel.
  func verify(known: KnownIDs? = nil, progress: () -> Void = {}) throws(StoreError) {
    let end = file.bytes.count - 48
    var digest = SHA256()
    digest.update(UnsafeRawBufferPointer(rebasing: file.bytes[0..<end]))
    let entries = try directory()
    for entry in entries {
      switch major {
      case 1: try verifyFormatOne(entry, known)
      case 2: try verify(try image(entry), cells: entry.cells, known, entry)
      default: try verifyVersions(entry, known)
      }
      progress()
    }
    guard entries.reduce(0, { $0 &+ $1.cells }) == cellCount else {
      throw Self.damage("the directory does not list as many cells as the footer", relativePath, end)
    }
    _ = try records()
    guard SHA256.hex(digest.finalize()) == name else {
      throw Self.damage("the file's SHA-256 is not the one it was written with", relativePath, end)
    }
  }

  private func verify(
    _ image: PanelImage, cells: Int, _ known: KnownIDs?, _ entry: DirectoryEntry
  ) throws(StoreError) {
    try decoding { () throws(CoreError) in try image.check() }
    _ = try periods(of: image, isStored: true)
    let states = try decoding { () throws(CoreError) in try image.integers(.states) } ?? []
    try expectStates(states, cells: cells, of: entry)
    try expectIDs(of: image, known, entry)
  }

  private func verifyVersions(_ entry: DirectoryEntry, _ known: KnownIDs?) throws(StoreError) {
    let versions = try versions(entry)
    var cells: [Int] = []
    for layer in versions.layers {
      let image = try image(at: layer.head)
      let states = try decoding { () throws(CoreError) in try image.integers(.states) } ?? []
      cells.append(states.reduce(0) { $0 + ($1 != 0 ? 1 : 0) })
      try verify(image, cells: cells[cells.count - 1], known, entry)
    }
    let listed = versions.nested > 0 ? cells[0] : cells.reduce(0, +)
    // What the versions are laid together from must come apart again, each release's part as large as it was.
    let parts = try parts(versions)
    guard listed == entry.cells, Set(parts.map(\.release)) == versions.releases,
      parts.reduce(0, { $0 + $1.parts.states.reduce(0) { $0 + ($1 != 0 ? 1 : 0) } }) == cells.reduce(0, +)
    else { throw Self.damage("the versions of a panel make no sense", relativePath, entry.offset) }
  }

  /// States that exist, as many of them as are due.
  func expectStates(_ states: [Int64], cells: Int, of entry: DirectoryEntry) throws(StoreError) {
    guard states.reduce(into: 0, { $0 += $1 != 0 ? 1 : 0 }) == cells,
      states.allSatisfy({ $0 == 0 || Status(state: $0) != nil })
    else { throw Self.damage("a panel's states make no sense", relativePath, entry.offset) }
  }

  /// Checks that no panel uses an id that nobody has given.
  func checkIDs(_ known: KnownIDs) throws(StoreError) {
    for entry in try directory() {
      var heads = [entry.offset]
      if isCompacted { heads = try versions(entry).layers.map(\.head) }
      for head in heads { try expectIDs(of: major == 1 ? try image(entry) : try image(at: head), known, entry) }
    }
  }

  /// Ids that the catalogue knows.
  func expectIDs(of image: PanelImage, _ known: KnownIDs?, _ entry: DirectoryEntry) throws(StoreError) {
    guard let known else { return }
    var isKnown = known.strata.contains(entry.key.stratum)
    for (column, ids) in [
      (PanelColumn.areas, known.areas), (.labels, known.texts), (.notes, known.texts), (.trends, known.texts),
      (.comparisons, known.texts),
    ] {
      let used = try decoding { () throws(CoreError) in try image.integers(column) } ?? []
      isKnown = isKnown && used.allSatisfy(ids.contains)
    }
    guard isKnown else {
      throw Self.damage(
        "a panel speaks of an area, stratum or text that the catalogue does not know", relativePath, entry.offset)
    }
  }
}
