import Foundation
import TideCore
import TideModel
import TideStore

@testable import TideIngest

/// Bytes as a file to append: refused as a whole, or each row taken or set aside with its line, up to where its panels
/// are compared with the store.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFigures(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
  let bytes = UnsafeRawBufferPointer(start: start, count: count)
  desk.put(bytes)
  do {
    let source = try SourceFile(desk.path)
    switch FileKind(headings: try source.headings()) {
    case .figures: try readFigures(source)
    case .areas: try readList(source, AreaListReader.read)
    case .indicators: try readList(source, IndicatorListReader.read)
    case nil: scan(bytes)
    }
  } catch let error as IngestError {
    precondition(!error.message.isEmpty && error.file == desk.path, "a refusal does not name the file")
  } catch {
    fatalError("\(error)")
  }
  return 0
}

private func readFigures(_ source: SourceFile) throws {
  var reader = FigureReader(writer: desk.writer, memory: 1 << 16, threads: 1)
  defer { check(reader.rejected, of: source) }
  try reader.read(source, number: 1)
  for panel in try reader.finish() {
    var rows: [FigureRow] = []
    try reader.rows.get(panels: panel.panels, into: &rows)
    var diff = FigureDiff(writer: desk.writer, periods: reader.periods, fileNames: ["", source.name], refresh: nil)
    _ = try diff.draft(panel.key, rows).0.map { PreparedPanel($0) }
  }
}

private func readList(
  _ source: SourceFile, _ read: (SourceFile, StoreWriter, inout [RejectedRow]) throws(IngestError) -> Int
) throws {
  var rejected: [RejectedRow] = []
  defer { check(rejected, of: source) }
  _ = try read(source, desk.writer, &rejected)
}

/// Each row that was set aside is told where it stands and why.
private func check(_ rejected: [RejectedRow], of source: SourceFile) {
  precondition(rejected.count <= source.rows, "more rows were set aside than there are")
  for row in rejected {
    precondition(row.line > 1 && row.column >= 0 && !row.reason.isEmpty, "a row is set aside without its place")
  }
}

/// A table of no known kind: only cut into fields.
private func scan(_ bytes: UnsafeRawBufferPointer) {
  var scanner = CSVScanner(bytes)
  var fields: [CSVField] = []
  var end = scanner.position
  while scanner.next(&fields) {
    precondition(scanner.position > end && scanner.position <= bytes.count, "the scanner does not go forward")
    end = scanner.position
    for field in fields {
      _ = scanner.text(of: field)
      if case .number(let number) = FigureCell(scanner.bytes(of: field)) {
        precondition(number.isFinite, "a cell is no finite number")
      }
    }
  }
  precondition(scanner.fault != nil || scanner.position == bytes.count, "the scanner stopped before the end")
}

nonisolated(unsafe) private let desk = Desk()

/// The file that is read, and the writer that reads it: another from time to time, since it keeps what it is told.
private final class Desk {
  let path: String
  private let folder: String
  private var readings = 0
  private(set) var writer: StoreWriter

  init() {
    let memory = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
    folder = memory + "/tidemark-fuzz-\(ProcessInfo.processInfo.processIdentifier)"
    path = folder + ".csv"
    writer = Self.newWriter(folder)
    let (folder, path) = (folder, path)
    Self.atExit = {
      try? FileManager.default.removeItem(atPath: folder)
      try? FileManager.default.removeItem(atPath: path)
    }
    atexit { Desk.atExit?() }
  }

  nonisolated(unsafe) private static var atExit: (() -> Void)?

  private static func newWriter(_ folder: String) -> StoreWriter {
    do {
      return try StoreWriter(folder, tool: "fuzz")
    } catch {
      fatalError("\(error)")
    }
  }

  func put(_ bytes: UnsafeRawBufferPointer) {
    readings += 1
    if readings % 2000 == 0 {
      writer.abandon()
      writer = Self.newWriter(folder)
    }
    guard let file = fopen(path, "w") else { fatalError("\(path) cannot be written") }
    fwrite(bytes.baseAddress, 1, bytes.count, file)
    fclose(file)
  }
}
