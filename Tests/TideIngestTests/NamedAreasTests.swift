import TestSupport
import Testing

@testable import TideIngest

/// Lists of areas as people make them, and as they should not.
@Suite struct NamedAreasTests {
  private func read(_ bytes: [UInt8]) throws -> NamedAreas {
    let bench = try Workbench()
    return try NamedAreas.read(try bench.file("neighbours.txt", bytes))
  }

  private func texts(_ text: String) throws -> [String] { try read(Array(text.utf8)).entries.map(\.text) }

  @Test func oneALine() throws {
    let named = try read(Array("\u{FEFF}# Neighbours of 2023\r\n\r\nE08000026\r\n  Bristol, City of \r\nLeeds".utf8))
    #expect(
      named.entries == [
        NamedAreas.Entry(text: "E08000026", line: 3), NamedAreas.Entry(text: "Bristol, City of", line: 4),
        NamedAreas.Entry(text: "Leeds", line: 5),
      ])
    #expect(try texts("E08000026,Coventry,0.93\nE08000035,Leeds,0.88\n") == ["E08000026", "E08000035"])
    #expect(try texts("\"Bristol, City of\"\n") == ["Bristol, City of"])
    #expect(try texts("Leeds\nLeeds\n") == ["Leeds", "Leeds"])
  }

  @Test func aColumnUnderItsHeading() throws {
    #expect(try texts("area_code\nE08000026\n") == ["E08000026"])
    #expect(try texts("rank,Area Code,Area\n1,E08000026,Coventry\n2,E08000035,Leeds\n") == ["E08000026", "E08000035"])
    #expect(try texts("# from the finder\nLAD23CD,LAD23NM\nE08000026,Coventry\n") == ["E08000026"])
    #expect(try texts("distance;area\nLeeds\n") == ["distance;area", "Leeds"])
    #expect(try texts("distance,Name\n0.1,\"Bristol, City of\"\n0.2\n0.3,\n#0.4,Hull\n") == ["Bristol, City of"])
  }

  @Test func whatIsNoListIsRefused() throws {
    func refusal(_ bytes: [UInt8]) throws -> String {
      let bench = try Workbench()
      let file = try bench.file("x.txt", bytes)
      do throws(IngestError) {
        let named = try NamedAreas.read(file)
        return "read \(named.entries.count)"
      } catch {
        return "\(error.code.rawValue) \(error.line.map(String.init) ?? "-") \(error.message)"
      }
    }
    #expect(try refusal([]) == "rejected - the file is empty")
    #expect(try refusal(Array("# nothing\n\n".utf8)) == "rejected - the file lists no area")
    #expect(try refusal(Array("area_code,area\n".utf8)) == "rejected - the file lists no area")
    #expect(try refusal(Array("Leeds\n\u{1}\u{2}".utf8) + [0xFF, 0xFE, 0x00]) == "rejected 2 the text is not UTF-8")
    let long = Array("Leeds\n".utf8) + Array(repeating: UInt8(ascii: "x"), count: 5000)
    #expect(try refusal(long) == "rejected 2 the text is too long for the name of an area")
    let endless = Array("Leeds\n".utf8) + Array(repeating: UInt8(ascii: "x"), count: 3 << 20)
    #expect(try refusal(endless).hasPrefix("rejected 2 a row is longer than"))
    #expect(try refusal(Array("Leeds\n\"Hull\n".utf8)).hasPrefix("rejected 2 a quoted field"))
    let many = Array(String(repeating: "Leeds\n", count: 10_001).utf8)
    #expect(try refusal(many) == "rejected 10001 the file lists more than 10000 areas")
    #expect(throws: IngestError.self) { try NamedAreas.read("/nonexistent/list.txt") }
  }

  /// Any bytes are read or refused.
  @Test func noBytesAreTooMuch() throws {
    var random = Seed.generator(43)
    let bench = try Workbench()
    let signs = Array("E0,\"\n\r#aé\u{0}".utf8) + [0xFF]
    for _ in 0..<300 {
      let bytes = (0..<Int.random(in: 0...80, using: &random)).map { _ in
        signs.randomElement(using: &random) ?? 0
      }
      _ = try? NamedAreas.read(try bench.file("any.txt", bytes))
    }
  }
}
