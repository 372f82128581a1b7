import Foundation
import TideModel
import TideStore
import TestSupport
import Testing

@testable import TideIngest

@Suite("Malformed input")
struct MalformedTests {
  private let row = "1,N,E08000025,B,P,A,,,2019,5,,,,,,\n"

  /// The one error an append of these files ends with.
  private func failure(_ bench: Workbench, _ paths: String...) -> IngestError? {
    var found: IngestError?
    do {
      for path in paths { try bench.append(path) }
      Issue.record("\(paths) is accepted")
    } catch let error as IngestError {
      found = error
    } catch {
      Issue.record("\(paths): \(error)")
    }
    return found
  }

  @Test("each ends in one error with place and remedy, and leaves no store behind")
  func wholeFiles() throws {
    let packed = gzip(Array((tidyHeading + "\n" + row).utf8))
    var broken = packed
    broken[packed.count / 2] ^= 0xFF
    let files: [(name: String, bytes: [UInt8], says: String)] = [
      ("empty.csv", [], "empty"), ("bom.csv", [0xEF, 0xBB, 0xBF], "no rows"), ("newline.csv", [0x0A], "headings"),
      ("binary.csv", (0..<5000).map { UInt8(truncatingIfNeeded: $0 * 37) }, "UTF-8"),
      ("zeros.csv", Array(repeating: 0, count: 100_000), "headings"),
      ("words.csv", Array("Dear reader,\nthis is no table\n".utf8), "headings"),
      ("wrong.csv", Array("a,b,c\n1,2,3\n".utf8), "headings"),
      ("noValue.csv", Array("indicator_id,area_code,period\n1,E1,2019\n".utf8), "headings"),
      ("utf16.csv", [0xFF, 0xFE] + tidyHeading.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, "UTF-8"),
      ("latin1.csv", Array("indicator_id,area_code,period,value,caf".utf8) + [0xE9, 0x0A], "UTF-8"),
      ("quote.csv", Array("\"indicator_id,area_code\n1,2\n".utf8), "never closed"),
      ("after.csv", Array("\"indicator_id\"x,area_code\n".utf8), "closing quote"),
      ("line.csv", Array(repeating: 0x61, count: 10 << 20), "longer than"),
      ("cut.csv.gz", Array(packed.dropLast(9)), "gzip"), ("broken.csv.gz", broken, "gzip"),
      ("head.csv.gz", [0x1F, 0x8B, 8], "gzip"), ("hollow.csv.gz", gzip([]), "empty"),
      ("text.csv.gz", Array("1F8B".utf8), "headings"),
    ]
    for (name, bytes, says) in files {
      let bench = try Workbench()
      let path = try bench.file(name, bytes)
      let error = try #require(failure(bench, path), "\(name)")
      #expect(error.code == .rejected, "\(name)")
      #expect(error.file == path, "\(name)")
      #expect(error.message.contains(says), "\(name): \(error.message)")
      #expect(!error.remedy.isEmpty && error.description.hasPrefix(path), "\(name)")
      #expect(!FileManager.default.fileExists(atPath: bench.store), "\(name) leaves a store behind")
    }
  }

  @Test("a folder, a missing file and a mistyped second name are told before a store is made")
  func unreadable() throws {
    let bench = try Workbench()
    let good = try bench.file("good.csv", tidyHeading + "\n" + row)
    #expect(failure(bench, bench.folder.path)?.code == .unreadable)
    #expect(failure(bench, bench.path("missing.csv"))?.code == .unreadable)
    #expect(throws: IngestError.self) { try bench.append(good, bench.path("missing.csv")) }
    #expect(!FileManager.default.fileExists(atPath: bench.store))
  }

  @Test("a gzip bomb is refused before it fills the memory")
  func bomb() throws {
    let bench = try Workbench()
    let member = gzip([UInt8](repeating: 0x20, count: 1 << 20))
    let path = try bench.file("bomb.csv.gz", Array(repeatElement(member, count: 100).joined()))
    #expect(failure(bench, path)?.message.contains("times its length") == true)
  }

  @Test("a fault further down names its line, and what was stored before stays")
  func furtherDown() throws {
    let bench = try Workbench()
    try bench.append(tidy: "1,N,E08000025,B,P,A,,,2018,4,,,,,,")
    let before = try bench.storeBytes()
    for (tail, line) in [
      ("1,N,\"E08000025,B,P,A,,,2020,5,,,,,,\n", 3), ("1,N,\"E08000025\"x,B,P,A,,,2020,5,,,,,,\n", 3),
      (row + String(repeating: "9", count: 2 << 20), 4),
    ] {
      let path = try bench.file("bad.csv", tidyHeading + "\n" + row + tail)
      let error = try #require(failure(bench, path))
      #expect(error.line == line && error.file == path)
      #expect(try bench.storeBytes() == before)
    }
  }

  @Test("where there was no store, a dry run, a fault below the heading and a strict refusal leave none")
  func noStoreLeft() throws {
    let bench = try Workbench()
    let good = try bench.file("good.csv", tidyHeading + "\n" + row)
    #expect(try bench.append(good, dryRun: true).outcome == .dryRun)
    #expect(!FileManager.default.fileExists(atPath: bench.store))
    let cut = try bench.file("cut.csv", tidyHeading + "\n" + row + "1,\"N")
    _ = try #require(failure(bench, cut))
    #expect(!FileManager.default.fileExists(atPath: bench.store))
    let bad = try bench.file("bad.csv", tidyHeading + "\n1,N,E08000025,B,P,A,,,2019,five,,,,,,\n")
    #expect(try bench.append(bad, strict: true).outcome == .refused)
    #expect(!FileManager.default.fileExists(atPath: bench.store))
    #expect(try bench.append(good).counts.new == 1)
  }

  @Test("text that is not UTF-8 rejects its row, wherever it stands")
  func notUTF8() throws {
    let bench = try Workbench()
    let good = Array(row.utf8)
    var bytes = Array((tidyHeading + "\n").utf8) + good
    for field in ["N", "E08000025", "2019"] {
      var text = Array("1,N,E08000025,B,P,A,,,2019,5,,,,,,\n".utf8)
      let place = try #require(text.firstRange(of: Array(field.utf8)))
      text.replaceSubrange(place, with: [0xC3, 0x28])
      bytes += text.dropFirst(field == "N" ? 1 : 0)
    }
    bytes += Array("1,N,E08000025,B,P,A,,,2018,5,,,,,,caf".utf8) + [0xE9, 0x0A]
    bytes += Array("1,N,E08000025,B,P,A,,,2017,".utf8) + [0xFF] + Array(",,,,,,\n".utf8)
    let report = try bench.append(try bench.file("a.csv", bytes))
    #expect(
      report.rejected.map { "\($0.line):\($0.column) \($0.rule.rawValue)" } == [
        "3:2 not-utf-8", "4:3 not-utf-8", "5:9 not-utf-8", "6:16 not-utf-8", "7:10 not-a-number",
      ])
    #expect(report.counts.new == 1)
  }

  @Test("a good file cut anywhere, or with any byte changed, never traps")
  func mutations() throws {
    var generator = Seed.generator()
    let text = Array(
      (tidyHeading + "\n" + row + "1,\"N \"\"x\"\"\",E92000001,England,P,A,,,2017 - 19,\"1,234\",,,3,,,\n").utf8)
    let bench = try Workbench()
    for round in 0..<150 {
      var bytes = text
      if round % 3 == 0 { bytes.removeLast(Int.random(in: 0...text.count, using: &generator)) }
      for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      let path = try bench.file("m.csv", bytes)
      do {
        let report = try bench.append(path, dryRun: true)
        let share = report.files[0]
        #expect(
          share.accepted + share.collapsed + share.rejected == share.rows, "TIDEMARK_SEED=\(Seed.value), \(round)")
      } catch let error as IngestError {
        #expect(!error.remedy.isEmpty && error.file == path, "TIDEMARK_SEED=\(Seed.value), \(round)")
      }
    }
  }

  /// The period columns of the service's files: `Time period`, `Time period Sortable` (the start, YYYYQQMM) and `Time period range`.
  @Test("a year that its sortable column contradicts is refused for that, not as no period")
  func contradictingPeriods() throws {
    let bench = try Workbench()
    let heading = "indicator_id,area_code,sex,age,Time period,Time period Sortable,Time period range,value\n"
    let rows = [
      "1,E08000025,P,A,2019,20190000,1y,5", "1,E08000025,P,A,2018,20170000,1y,5", "1,E08000025,P,A,2020,20100000,3y,5",
      "1,E08000025,P,A,year,20160000,1y,5",
    ]
    let report = try bench.append(try bench.file("a.csv", heading + rows.joined(separator: "\n") + "\n"))
    #expect(report.counts.new == 1 && report.rejected.map(\.line) == [3, 4, 5])
    #expect(report.rejected.allSatisfy { $0.rule == .badPeriod })
    #expect(
      report.rejected.prefix(2).map(\.reason) == [
        "the time period (2018) and its sortable column (20170000), over a range of 1y, contradict each other",
        "the time period (2020) and its sortable column (20100000), over a range of 3y, contradict each other",
      ])
    #expect(report.rejected[2].reason.hasPrefix("the time period is none of the forms"))
  }
}
