import TideCore

/// A segment as a vintage sees it: nothing of it but what the releases say that the vintage holds.
final class SegmentView {
  let segment: Segment
  private let visible: Set<Int>
  /// Whether all releases of the segment are seen.
  private let isWhole: Bool
  private var found: [Int: [SegmentLayer]] = [:]

  /// - Parameter visible: releases; those of other segments among them mean nothing.
  init(_ segment: Segment, visible: Set<Int>) {
    self.segment = segment
    self.visible = visible
    isWhole = segment.releases.allSatisfy { visible.contains($0) }
  }

  /// The entries of the directory of which the vintage sees something, in key order.
  func entries() throws(StoreError) -> [DirectoryEntry] { try seen(try segment.directory()) }

  /// As above, with keys from `first` up to, not including, `last`.
  func entries(from first: PanelKey, upTo last: PanelKey) throws(StoreError) -> [DirectoryEntry] {
    try seen(try segment.directory(from: first, upTo: last))
  }

  private func seen(_ entries: [DirectoryEntry]) throws(StoreError) -> [DirectoryEntry] {
    if isWhole { return entries }
    var out: [DirectoryEntry] = []
    for entry in entries where try !releases(of: entry).isDisjoint(with: visible) { out.append(entry) }
    return out
  }

  /// The releases, seen or not, that say something of a panel.
  private func releases(of entry: DirectoryEntry) throws(StoreError) -> Set<Int> {
    segment.isCompacted ? try segment.versions(entry).releases : [segment.release]
  }

  /// Keys of the panels of which a release speaks that is seen here and is not among others.
  func keys(notOf others: Set<Int>) throws(StoreError) -> [PanelKey] {
    let own = visible.intersection(segment.releases).subtracting(others)
    if own.isEmpty { return [] }
    var keys: [PanelKey] = []
    for entry in try segment.directory() where try !releases(of: entry).isDisjoint(with: own) { keys.append(entry.key) }
    return keys
  }

  /// Whether the directory counts just the cells that are seen of a panel.
  func isPlain(_ entry: DirectoryEntry) throws(StoreError) -> Bool {
    if !segment.isCompacted { return true }
    let versions = try segment.versions(entry)
    return isWhole && (versions.nested > 0 && versions.nested == versions.layers.count || versions.layers.count == 1)
  }

  /// What is seen of a panel, oldest first. Of several layers the newest that speaks of a cell holds.
  func layers(_ entry: DirectoryEntry) throws(StoreError) -> [SegmentLayer] {
    if let known = found[entry.offset] { return known }
    let layers = try find(entry)
    found[entry.offset] = layers
    return layers
  }

  private func find(_ entry: DirectoryEntry) throws(StoreError) -> [SegmentLayer] {
    guard segment.isCompacted else {
      return [SegmentLayer(image: try segment.image(entry), release: segment.release, isStored: segment.major > 1)]
    }
    let versions = try segment.versions(entry)
    let apart = versions.layers[versions.nested...]
    if versions.nested == 0 {
      var out: [SegmentLayer] = []
      for layer in apart.reversed() where visible.contains(layer.releases[0]) { out.append(try stored(layer)) }
      return out
    }
    // Everything below the first layer is covered by it, where nothing of it is hidden.
    if versions.layers[0].releases.allSatisfy({ visible.contains($0) }),
      !apart.contains(where: { visible.contains($0.releases[0]) })
    {
      return [try stored(versions.layers[0])]
    }
    return try laidTogether(try segment.parts(versions).filter { visible.contains($0.release) })
  }

  private func stored(_ layer: PanelVersions.Layer) throws(StoreError) -> SegmentLayer {
    SegmentLayer(image: try segment.image(at: layer.head), release: layer.releases[0], isStored: true)
  }

  /// Layers made in memory of what releases said.
  private func laidTogether(_ parts: [ReleasePart]) throws(StoreError) -> [SegmentLayer] {
    if parts.isEmpty { return [] }
    if let merged = MergedPanel(parts, newestOnly: true) {
      return [try made(merged.layers[0].parts, release: merged.layers[0].releases[0])]
    }
    var out: [SegmentLayer] = []
    for part in parts { out.append(try made(part.parts, release: part.release)) }
    return out
  }

  private func made(_ parts: PanelParts, release: Int) throws(StoreError) -> SegmentLayer {
    let panel = PanelInMemory(EncodedPanel(parts))
    let image = try segment.decoding { () throws(CoreError) in try panel.image() }
    return SegmentLayer(image: image, release: release, isStored: false)
  }
}

/// One matrix of a panel as a vintage sees it.
struct SegmentLayer {
  let image: PanelImage
  /// The release that said its cells, unless a column of the image says so for each.
  let release: Int
  /// Whether the image is the file's own, so that lists it shares with others are found by their place.
  let isStored: Bool
}
