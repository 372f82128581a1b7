import TideCore

/// What one release says of a panel.
struct ReleasePart {
  let release: Int
  let parts: PanelParts

  /// Whether each area and each period has a cell of which something is said.
  fileprivate var isTight: Bool {
    let width = parts.areas.count
    var (areas, periods) = (Set<Int>(), Set<Int>())
    for (cell, state) in parts.states.enumerated() where state != 0 {
      areas.insert(cell % width)
      periods.insert(cell / width)
    }
    return areas.count == width && periods.count == parts.periods.count
  }
}

/// What several releases say of a panel, laid together: the newest version of each cell in the first matrix, the versions
/// before it in the next, and so on. Each version is in one of them, with the release that said it.
struct MergedPanel {
  /// One version of the cells that have so many.
  struct Layer {
    var parts: PanelParts
    /// Releases that said some of its cells, ascending. Where there is one, `parts.releases` is empty.
    var releases: [Int]
  }

  /// A label that is not the canonical one.
  struct Label: Equatable {
    let release: Int
    /// Row of the period in the first layer.
    let period: Int
    let text: Int64
  }

  /// Newest first. The areas and periods of each are among those of the one before.
  private(set) var layers: [Layer] = []
  /// What the releases call the periods.
  private(set) var labels: [Label] = []

  /// A matrix with more room than this for each cell that is said is not made.
  static let mostRoom = 4

  /// Nil where the parts do not lie well together: where the matrix of all areas and periods would be large and empty, or
  /// a release lists an area or period and says nothing of it.
  ///
  /// - Parameters:
  ///   - parts: ascending by release, one each; at least one.
  ///   - newestOnly: whether only the first layer is wanted.
  /// - Complexity: O(cells of the first layer x measures + versions).
  init?(_ parts: [ReleasePart], newestOnly: Bool = false) {
    if parts.count == 1 {
      layers = [Layer(parts: parts[0].parts, releases: [parts[0].release])]
      return
    }
    guard parts.allSatisfy(\.isTight) else { return nil }
    let frame = PanelFrame(parts.map(\.parts))
    let versions = parts.reduce(0) { $0 + $1.parts.states.reduce(0) { $0 + ($1 != 0 ? 1 : 0) } }
    guard frame.areas.count <= PanelShape.maximumCells / frame.periods.count,
      frame.cells <= Self.mostRoom * versions + PanelShape.mostCellsPerChunk
    else { return nil }
    for picks in Self.ordered(frame, newestOnly: newestOnly) {
      layers.append(Self.layer(picks, frame, releases: parts.map(\.release)))
    }
    tellLabels(parts, frame)
  }

  /// The cells of each layer.
  private static func ordered(_ frame: PanelFrame, newestOnly: Bool) -> [[PanelFrame.Pick]] {
    var versions = [UInt32](repeating: 0, count: frame.cells)
    var picks: [[PanelFrame.Pick]] = []
    for source in frame.sources.indices.reversed() {
      frame.forEachCell(of: source) { place, cell in
        let version = Int(versions[place])
        versions[place] += 1
        if newestOnly, version > 0 { return }
        if version == picks.count { picks.append([]) }
        picks[version].append(PanelFrame.Pick(place: place, source: source, cell: cell))
      }
    }
    return picks
  }

  private static func layer(_ picks: [PanelFrame.Pick], _ frame: PanelFrame, releases: [Int]) -> Layer {
    var (parts, cells) = frame.gather(picks)
    let sources = Set(picks.map(\.source)).sorted()
    if sources.count > 1 {
      parts.releases = Array(repeating: 0, count: parts.states.count)
      for (pick, cell) in zip(picks, cells) { parts.releases[cell] = Int64(releases[pick.source]) }
    }
    return Layer(parts: parts, releases: sources.map { releases[$0] })
  }

  /// A period is called as the newest release that says a cell of it calls it.
  private mutating func tellLabels(_ parts: [ReleasePart], _ frame: PanelFrame) {
    guard parts.contains(where: { !$0.parts.labels.isEmpty }) else { return }
    var newest = [Int64](repeating: 0, count: frame.periods.count)
    for (source, part) in parts.enumerated() {
      for (row, period) in frame.rows(of: source).enumerated() {
        let text = part.parts.labels.isEmpty ? 0 : part.parts.labels[row]
        newest[period] = text
        if text != 0 { labels.append(Label(release: part.release, period: period, text: text)) }
      }
    }
    if newest.contains(where: { $0 != 0 }) { layers[0].parts.labels = newest }
  }

  /// Takes what was laid together apart again: what each release said, ascending by release.
  ///
  /// - Complexity: O(versions x measures).
  static func apart(_ layers: [Layer], labels: [Label]) -> [ReleasePart] {
    let frame = PanelFrame(layers.map(\.parts))
    var picks: [Int: [PanelFrame.Pick]] = [:]
    for (source, layer) in layers.enumerated() {
      frame.forEachCell(of: source) { place, cell in
        let release = layer.parts.releases.isEmpty ? layer.releases[0] : Int(layer.parts.releases[cell])
        picks[release, default: []].append(PanelFrame.Pick(place: place, source: source, cell: cell))
      }
    }
    return picks.sorted { $0.key < $1.key }.map { release, picks in
      var parts = frame.gather(picks).parts
      let told = labels.filter { $0.release == release }
      if !told.isEmpty {
        let texts = Dictionary(told.map { (frame.periods[$0.period], $0.text) }) { first, _ in first }
        parts.labels = parts.periods.map { texts[$0] ?? 0 }
      }
      return ReleasePart(release: release, parts: parts)
    }
  }
}
