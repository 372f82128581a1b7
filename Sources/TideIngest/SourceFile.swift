import TideCore
import TideModel
import TideStore

/// A file to be appended: its bytes (unpacked when it is gzip), its digest, and its headings.
final class SourceFile {
  /// As the caller named it.
  let name: String
  /// SHA-256 of the file's own bytes, packed or not; asking for it waits until it is made.
  var sha256: String { digest.value }
  /// Length of the file's own bytes.
  let packedBytes: Int
  private let mapped: MappedFile
  private let digest: FileDigest
  private let unpacked: [UInt8]?
  /// Data rows, counted while reading.
  var rows = 0

  /// Files that unpack to more than this are refused.
  static let mostUnpackedBytes = 8 << 30
  /// Beyond this size, a file that unpacks to more than `mostExpansion` times its length is refused: tables shrink a
  /// hundredfold at best, gzip bombs a thousandfold.
  static let unsuspiciousBytes = 64 << 20
  static let mostExpansion = 500

  init(_ path: String) throws(IngestError) {
    name = path
    do {
      mapped = try MappedFile(path)
    } catch {
      throw IngestError(.unreadable, error.message, file: path, remedy: error.remedy)
    }
    digest = FileDigest(mapped)
    packedBytes = mapped.bytes.count
    let bytes = mapped.bytes
    unpacked = bytes.count > 2 && bytes[0] == 0x1F && bytes[1] == 0x8B ? try Self.unpack(bytes, path) : nil
    if unpacked?.isEmpty ?? bytes.isEmpty {
      throw IngestError(.rejected, "the file is empty", file: path, remedy: "Download it again.")
    }
  }

  private static func unpack(_ bytes: UnsafeRawBufferPointer, _ path: String) throws(IngestError) -> [UInt8] {
    let reader = GzipReader()
    var out: [UInt8] = []
    do {
      try reader.inflate(bytes) { chunk in
        let length = out.count + chunk.count
        guard length <= mostUnpackedBytes else {
          throw CoreError(.deflate, "the file unpacks to more than \(mostUnpackedBytes >> 30) GiB", offset: 0)
        }
        guard length <= unsuspiciousBytes || length / mostExpansion <= bytes.count else {
          throw CoreError(.deflate, "the file unpacks to over \(mostExpansion) times its length", offset: 0)
        }
        out.append(contentsOf: chunk)
      }
      try reader.finish()
    } catch {
      throw IngestError(
        .rejected, "the gzip file is broken or cut short (\(error))", file: path, remedy: "Download it again.")
    }
    return out
  }

  /// Runs `body` with the file's text.
  func withBytes<T, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> T) throws(E) -> T {
    guard let unpacked else { return try body(mapped.bytes) }
    return try unpacked.withUnsafeBufferPointer { buffer throws(E) in
      try body(UnsafeRawBufferPointer(buffer))
    }
  }

  /// The first record, as text.
  func headings() throws(IngestError) -> [String] {
    try withBytes { bytes throws(IngestError) in
      var scanner = CSVScanner(bytes)
      return try headings(&scanner)
    }
  }

  /// Reads the first record of a scanner after remarks such as `# Release: 3`, in which `--provenance` says where figures
  /// come from.
  func headings(_ scanner: inout CSVScanner) throws(IngestError) -> [String] {
    var fields: [CSVField] = []
    repeat {
      guard scanner.next(&fields) else { throw fault(scanner) }
    } while fields.first.flatMap { scanner.text(of: $0) }.map { $0.hasPrefix("# ") && $0.contains(": ") } ?? false
    var out: [String] = []
    for (index, field) in fields.enumerated() {
      guard let text = scanner.text(of: field) else {
        throw IngestError(
          .rejected, "the first line is not UTF-8 text", file: name, line: scanner.recordLine, column: index + 1,
          remedy: "Save the file as CSV UTF-8.")
      }
      out.append(text)
    }
    return out
  }

  /// What stopped a scanner.
  func fault(_ scanner: CSVScanner) -> IngestError {
    switch scanner.fault {
    case .unterminatedQuote(let line):
      IngestError(
        .rejected, "a quoted field opened on this line is never closed: the file was cut short, or a quote is missing",
        file: name, line: line, remedy: "Download the file again, or close the quote.")
    case .textAfterQuote(let line):
      IngestError(
        .rejected, "text follows a closing quote", file: name, line: line,
        remedy: "Double the quotes inside a quoted field, or download the file again.")
    case .tooLong(let line):
      IngestError(
        .rejected, "a row is longer than \(CSVScanner.maximumRecordBytes) bytes", file: name, line: line,
        remedy: "This is no indicator file, or a quote is missing in that row.")
    case nil:
      IngestError(.rejected, "the file has no rows", file: name, remedy: "Download it again.")
    }
  }
}
