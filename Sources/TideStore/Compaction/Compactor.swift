import TideCore
import TideModel

/// Lays several segments together in one. Every vintage answers as before, byte for byte.
///
/// The new segment is written, made durable and named; one transaction lists it in the place of the old ones; only then
/// are those removed. Readers have mapped what they need, and new ones look at the manifest again when a file is gone.
struct Compactor {
  let store: String
  let catalogue: Catalogue
  let files: any FileSystem

  private var folder: String { store + "/segments" }
  private var temporaryPath: String { folder + "/compacted.tmp" }

  /// Lays these segments together, which hold releases that follow each other.
  ///
  /// - Throws: `damaged` where a segment is, `io`; the store is then as it was.
  /// - Complexity: O(versions of all cells); memory for one panel.
  func run(_ rows: [SegmentRow]) throws(StoreError) -> SegmentRow {
    let name = try write(rows)
    do throws(StoreError) {
      try files.move(temporaryPath, to: uncommitted(name))
      try files.syncFolder(folder)
      let row = SegmentRow(try Segment(store: store, name: name, files: files))
      try catalogue.unseal()
      try catalogue.replace(rows, by: row)
      // The rest is tidying up, which the next writer does too.
      try? files.move(uncommitted(name), to: path(name))
      try? catalogue.seal()
      for old in rows where old.name != name { try? files.remove(path(old.name)) }
      return row
    } catch {
      try? files.remove(temporaryPath)
      // Where the transaction may have been done all the same, the old segments and the new one stay.
      if let listed = try? catalogue.manifest().segments, !listed.contains(where: { $0.name == name }) {
        try? files.remove(uncommitted(name))
      }
      throw error
    }
  }

  private func path(_ name: String) -> String { folder + "/" + name + SegmentLayout.fileExtension }
  private func uncommitted(_ name: String) -> String { folder + "/" + name + SegmentLayout.uncommittedExtension }

  /// Writes the new segment under a temporary name.
  /// - Returns: the name it is to have.
  private func write(_ rows: [SegmentRow]) throws(StoreError) -> String {
    do throws(StoreError) {
      return try writeSegment(rows)
    } catch {
      try? files.remove(temporaryPath)
      throw error
    }
  }

  private func writeSegment(_ rows: [SegmentRow]) throws(StoreError) -> String {
    var sources: [Segment] = []
    for row in rows { sources.append(try Segment(store: store, name: row.name, files: files)) }
    guard let first = sources.first, let last = sources.last else {
      throw StoreError(.usage, "there is nothing to compact", remedy: "Append figures first.")
    }
    let inForce = Vintage.inForce(try catalogue.manifest().releases)
    let writer = try SegmentWriter(
      temporaryPath, releases: first.releases.lowerBound...last.releases.upperBound, first.lineage,
      isPinned: sources.contains(where: \.isPinned), files: files)
    var panels: [PanelKey: [(source: Int, entry: DirectoryEntry)]] = [:]
    for (number, source) in sources.enumerated() {
      for entry in try source.directory() { panels[entry.key, default: []].append((number, entry)) }
    }
    for key in panels.keys.sorted() {
      var parts: [ReleasePart] = []
      for (number, entry) in panels[key] ?? [] { parts += try sources[number].parts(entry) }
      try add(key, parts, inForce, to: writer)
    }
    var records: [UInt8] = []
    for source in sources { records += try source.recordBytes() }
    return try writer.finish(records: records).name
  }

  /// Releases that were taken back stand apart, so that those in force lie together as if there were no others.
  private func add(
    _ key: PanelKey, _ parts: [ReleasePart], _ inForce: Set<Int>, to writer: SegmentWriter
  ) throws(StoreError) {
    func layers(_ parts: [ReleasePart]) -> [MergedPanel.Layer] {
      parts.reversed().map { MergedPanel.Layer(parts: $0.parts, releases: [$0.release]) }
    }
    let held = parts.filter { inForce.contains($0.release) }
    guard !held.isEmpty, let merged = MergedPanel(held) else {
      return try writer.add(key, nested: 0, layers(parts), labels: [])
    }
    let undone = layers(parts.filter { !inForce.contains($0.release) })
    try writer.add(key, nested: merged.layers.count, merged.layers + undone, labels: merged.labels)
  }
}

/// What a compaction did.
public struct CompactionReport: Equatable, Sendable {
  /// Live segments before.
  public var segmentsBefore: Int
  /// Live segments after.
  public var segmentsAfter: Int
  /// Their bytes before.
  public var bytesBefore: Int
  /// Their bytes after.
  public var bytesAfter: Int
}

extension StoreWriter {
  /// Lays all segments of a store together in one. A store of one segment is left as it is.
  ///
  /// - Parameter noting: told of each file among the segments that is none of the store's and was put aside.
  /// - Throws: as opening a writer does; `damaged` where a segment is. The store is then as it was.
  /// - Complexity: O(versions of all cells); memory for one panel.
  public static func compact(
    _ path: String, waitingUpTo seconds: Int = 0, tool: String, noting: (String) -> Void = { _ in }
  ) throws(StoreError) -> CompactionReport {
    try compact(path, waitingUpTo: seconds, tool: tool, files: System(), noting: noting)
  }

  static func compact(
    _ path: String, waitingUpTo seconds: Int = 0, tool: String, files: any FileSystem,
    noting: (String) -> Void = { _ in }
  ) throws(StoreError) -> CompactionReport {
    try Snapshot.requireStore(path, files)
    let writer = try StoreWriter(path, waitingUpTo: seconds, tool: tool, files: files)
    try writer.putAside()
    writer.setAside.forEach(noting)
    return try writer.compact { $0.count > 1 ? $0 : [] }
  }

  /// Lays segments together once so many small ones have piled up that it pays.
  func compactWhereDue() throws(StoreError) { _ = try compact(CompactionRule.due) }

  private func compact(_ choose: ([SegmentRow]) -> [SegmentRow]) throws(StoreError) -> CompactionReport {
    let before = try catalogue.manifest().segments
    let chosen = choose(before)
    if !chosen.isEmpty { _ = try Compactor(store: path, catalogue: catalogue, files: files).run(chosen) }
    let after = try catalogue.manifest().segments
    func bytes(_ rows: [SegmentRow]) -> Int { rows.reduce(0) { $0 &+ $1.bytes } }
    return CompactionReport(
      segmentsBefore: before.count, segmentsAfter: after.count, bytesBefore: bytes(before), bytesAfter: bytes(after))
  }
}
