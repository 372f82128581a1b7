package import TideCore
package import TideModel

/// Everything that releases ever said of one panel, also what was revised, suppressed, withdrawn or taken back since.
///
/// None of it is screened: it is for those who find out what may be shown.
package struct PanelHistory: Sendable {
  /// Which panel.
  package let key: PanelKey
  /// Each matrix as a segment has it, in no order that matters.
  package let layers: [Layer]

  /// One matrix: what one release said, or one version of each cell out of several.
  package struct Layer: Sendable {
    /// Its columns, cell = row x areas + column.
    package let image: PanelImage
    /// Areas by column.
    package let areas: AreaList
    /// Periods by row, ascending.
    package let periods: [Period]
    /// The releases that said its cells, ascending; where they are several, the image's column of releases tells which
    /// said which.
    package let releases: [Int]
    /// The release that said all of its cells; nil where several did.
    package var onlyRelease: Int? { releases.count == 1 ? releases[0] : nil }
    private let file: String

    init(_ image: PanelImage, isStored: Bool, releases: [Int], _ segment: Segment, _ snapshot: Snapshot)
      throws(StoreError)
    {
      self.image = image
      self.releases = releases
      file = segment.relativePath
      areas = try segment.areas(of: image, isStored: isStored) { id throws(StoreError) in
        if let code = try snapshot.areaIDs()[id] { return code }
        throw Segment.damage(
          "a panel speaks of area \(id), which the catalogue does not know", segment.relativePath, image.offset)
      }
      periods = try segment.periods(of: image, isStored: isStored)
    }

    /// Runs a reader of the matrix and names the segment where it fails.
    package func reading<T>(_ body: () throws(CoreError) -> T) throws(StoreError) -> T {
      do {
        return try body()
      } catch {
        throw Segment.damage(
          "a block cannot be believed (\(error.code.rawValue): \(error.message))", file, error.offset)
      }
    }
  }
}

extension Snapshot {
  /// What releases up to this vintage ever said of an indicator's panels, in key order, their chunks not yet read.
  ///
  /// - Complexity: O(panels of the indicator in all segments).
  package func histories(indicator: Int) throws(StoreError) -> [PanelHistory] {
    let said = Set(try releases().filter { !$0.isLost }.map(\.sequence))
    let first = PanelKey(indicator: indicator, stratum: 0, areaClass: .country)
    let last = PanelKey(indicator: indicator == .max ? .max : indicator + 1, stratum: 0, areaClass: .country)
    var layers: [PanelKey: [PanelHistory.Layer]] = [:]
    for segment in segments where !said.isDisjoint(with: segment.row.releases) {
      let file = try segment.file.get()
      for entry in try file.directory(from: first, upTo: last) {
        layers[entry.key, default: []] += try self.layers(entry, of: file, said: said)
      }
    }
    return layers.sorted { $0.key < $1.key }.map { PanelHistory(key: $0.key, layers: $0.value) }
  }

  private func layers(
    _ entry: DirectoryEntry, of file: Segment, said: Set<Int>
  ) throws(StoreError) -> [PanelHistory.Layer] {
    guard file.isCompacted else {
      let image = try file.image(entry)
      return [try PanelHistory.Layer(image, isStored: file.major > 1, releases: [file.release], file, self)]
    }
    var out: [PanelHistory.Layer] = []
    for layer in try file.versions(entry).layers where !said.isDisjoint(with: layer.releases) {
      out.append(
        try PanelHistory.Layer(file.image(at: layer.head), isStored: true, releases: layer.releases, file, self))
    }
    return out
  }
}
