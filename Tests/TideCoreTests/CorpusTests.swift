import Foundation
import TestSupport
import Testing

@testable import TideCore

/// Published files, where this machine has them.
private enum Corpus {
  static let figures = "child-injury-admissions-by-authority.csv"
  static let zipped = "areas.csv.gz"

  static let folder = CorpusFolder.url

  static func has(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path)
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
  }
}

@Suite("Published files")
struct CorpusTests {
  @Test(
    "the numbers of a published file come back bit for bit",
    .enabled(if: Corpus.has(Corpus.figures), "\(CorpusFolder.skipped)"))
  func figures() throws {
    let rows = CSVText.rows(String(decoding: try Corpus.bytes(Corpus.figures), as: UTF8.self))
    let header = try #require(rows.first)
    for name in [
      "Value", "Lower CI 95.0 limit", "Upper CI 95.0 limit", "Lower CI 99.8 limit", "Upper CI 99.8 limit", "Count",
      "Denominator",
    ] {
      let field = try #require(header.firstIndex(of: name))
      let parsed = rows.dropFirst().map { Double($0[field]) }
      let values = parsed.map { $0 ?? 0 }
      let valid = parsed.map { $0 != nil }
      let column = ColumnEncoder.encode(values, valid: valid)
      let contents = try read(column)
      #expect((contents.valid ?? valid) == valid)
      let wrong = values.indices.first {
        valid[$0] && contents.words[$0] != Int64(bitPattern: values[$0].bitPattern)
      }
      #expect(wrong == nil, "\(name)")
      let codecs = try column.withUnsafeBytes { try ColumnReader($0).codecs }
      let names = Set(codecs.map { "\($0)" }).sorted().joined(separator: ", ")
      print("\(name): \(Double(column.count) / Double(values.count)) bytes a value; \(names)")
    }
  }

  // A gzip file ends with the CRC-32 and the length of what is in it (RFC 1952, 2.3.1): its own proof.
  @Test(
    "a published gzip file inflates to the checksum it carries",
    .enabled(if: Corpus.has(Corpus.zipped), "\(CorpusFolder.skipped)"))
  func gzip() throws {
    let file = try Corpus.bytes(Corpus.zipped)
    let reader = GzipReader()
    var checksum: UInt32 = 0
    var length = 0
    for start in stride(from: 0, to: file.count, by: 10_000) {
      try file[start..<min(start + 10_000, file.count)].withUnsafeBytes { piece in
        try reader.inflate(piece) { out in
          checksum = CRC32.checksum(out, continuing: checksum)
          length += out.count
        }
      }
    }
    try reader.finish()
    #expect(checksum == get32(file, at: file.count - 8))
    #expect(length == Int(get32(file, at: file.count - 4)))
  }
}
