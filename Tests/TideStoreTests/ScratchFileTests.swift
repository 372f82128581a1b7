import TestSupport
import Testing

@testable import TideStore

@Suite("Scratch files")
struct ScratchFileTests {
  @Test("bytes come back from any place, and the file has no name")
  func roundTrip() throws {
    var generator = Seed.generator()
    let folder = try TemporaryFolder()
    let file = try ScratchFile(folder.path("rows.tmp"), files: System())
    var expected: [UInt8] = []
    for round in 0..<40 {
      let piece = (0..<Int.random(in: 0...100_000, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      try piece.withUnsafeBytes { try file.append($0) }
      expected += piece
      #expect(file.length == expected.count)
      #expect(!Files.exists(folder.path("rows.tmp")))
      try file.flush()
      let start = Int.random(in: 0...expected.count, using: &generator)
      var found = [UInt8](repeating: 0, count: Int.random(in: 0...expected.count - start, using: &generator))
      try found.withUnsafeMutableBytes { try file.read(into: $0, at: start) }
      #expect(found == Array(expected[start..<start + found.count]), "TIDEMARK_SEED=\(Seed.value), \(round)")
    }
  }

  @Test("reading behind the end, and a folder that cannot be written, are errors")
  func failures() throws {
    let folder = try TemporaryFolder()
    let file = try ScratchFile(folder.path("rows.tmp"), files: System())
    var bytes: [UInt8] = [0]
    #expect(throws: StoreError.self) { try bytes.withUnsafeMutableBytes { try file.read(into: $0, at: 0) } }
    #expect(throws: StoreError.self) { try ScratchFile(folder.path("missing/rows.tmp"), files: System()) }
  }
}
