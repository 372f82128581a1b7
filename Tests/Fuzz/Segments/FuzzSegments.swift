import TideCore
import TideModel

@testable import TideStore

/// Bytes as a segment: refused, or read to the last cell as a question would, without a trap.
///
/// Nobody guesses a digest, so the file goes by the name its footer claims; checksums are not made in this build
/// (`-D FUZZING` in `CRC32.swift`), so that what lies behind them is reached.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSegments(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
  let file = OneFile(UnsafeRawBufferPointer(start: start, count: count))
  guard let segment = try? Segment(store: "", file: "fuzzed.tide", name: nil, files: file) else { return 0 }
  _ = try? segment.records()
  let newest = segment.releases.upperBound
  let all = Set(max(segment.releases.lowerBound, newest - 64)...newest)
  read(SegmentView(segment, visible: all))
  read(SegmentView(segment, visible: all.subtracting([newest])))
  try? segment.verify()
  return 0
}

/// Reads every panel that a vintage sees.
private func read(_ view: SegmentView) {
  for entry in (try? view.entries()) ?? [] {
    guard let layers = try? view.layers(entry) else { continue }
    // A panel of very many equal cells is rightly long to read.
    guard layers.reduce(0, { $0 + $1.image.shape.cells }) <= 1 << 12 else { continue }
    try? read(layers, of: view.segment, entry.key)
  }
}

private func read(_ layers: [SegmentLayer], of segment: Segment, _ key: PanelKey) throws {
  let placed = try layers.map {
    try PanelLayer(
      segment: segment, layer: $0, code: { id throws(StoreError) in "E\(id)" },
      text: { id throws(StoreError) in "text \(id)" })
  }
  guard !placed.isEmpty else { return }
  let panel = Panel(
    key: key, layers: placed, unions: AreaUnions(), reader: BatchReader(ReadingLog()), texts: NumberedTexts())
  _ = try? panel.presentCount()
  for period in panel.periods.indices {
    for area in panel.areas.indices { _ = try? panel.observation(area: area, period: period) }
  }
}

/// A text for every id.
private final class NumberedTexts: TextTable {
  func text(_ id: Int64) throws(StoreError) -> String { "text \(id)" }
}

/// A file system that holds these bytes under every path.
private struct OneFile: FileSystem {
  nonisolated(unsafe) let bytes: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  private var status: FileStatus { FileStatus(kind: .file, length: bytes.count, identity: 1) }

  func status(ofPath path: String) throws(SystemError) -> FileStatus { status }
  func status(of file: Descriptor) throws(SystemError) -> FileStatus { status }
  func openFile(_ path: String, _ mode: OpenMode) throws(SystemError) -> Descriptor { Descriptor(number: 3) }
  func closeFile(_ file: Descriptor) throws(SystemError) {}
  func map(_ file: Descriptor, length: Int) throws(SystemError) -> UnsafeRawBufferPointer { bytes }
  func unmap(_ bytes: UnsafeRawBufferPointer) {}
  func mayRead(_ path: String) -> Bool { true }
  func mayWrite(_ path: String) -> Bool { false }
  func names(inFolder path: String) throws(SystemError) -> [String] { [] }
  func createFolder(_ path: String) throws(SystemError) { throw .missing }
  func deleteFolder(_ path: String) throws(SystemError) { throw .missing }
  func moveFile(_ from: String, to: String) throws(SystemError) { throw .missing }
  func deleteFile(_ path: String) throws(SystemError) { throw .missing }
  func writeSome(_ file: Descriptor, _ bytes: UnsafeRawBufferPointer) throws(SystemError) -> Int { throw .missing }
  func readSome(
    _ file: Descriptor, into bytes: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(SystemError) -> Int { throw .missing }
  func sync(_ file: Descriptor) throws(SystemError) { throw .missing }
  func lockNow(_ file: Descriptor) throws(SystemError) { throw .missing }
  func databaseName(_ path: String) -> String { path }
  func now() -> Int { 0 }
  func randomBits() -> UInt64 { 0 }
  func pause(milliseconds: Int) {}
}
