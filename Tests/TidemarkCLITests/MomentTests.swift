import Foundation
import TestSupport
import Testing

/// `SOURCE_DATE_EPOCH` takes the place of the clock: the same commands leave the same bytes on any day, in any zone.
@Suite struct MomentTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let heading = "indicator_id,area_code,period,value,count,denominator\n"
    var rows = heading
    for area in 0..<200 {
      rows += (2001...2020).map { "1,E06\(100_000 + area),\($0),\(area).5,\(area),200\n" }.joined()
    }
    try folder.write(rows, to: "a.csv")
    try folder.write(heading + "1,E06100000,2020,7.5,3,40\n2,E92000001,2020,1.5,3,200\n", to: "b.csv")
  }

  private func run(_ arguments: [String], _ moment: Int, _ more: [String: String] = [:]) throws -> String {
    let outcome = try BinaryUnderTest.run(
      arguments, in: folder.url, environment: more.merging(["SOURCE_DATE_EPOCH": "\(moment)"]) { $1 })
    #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
    return outcome.output
  }

  /// Days and moments by Foundation.
  @Test(arguments: [0, 86_399, 86_400, 951_782_400, 4_102_444_799, 253_402_300_799])
  func whateverMakesAReleaseIsOfTheMomentGiven(moment: Int) throws {
    for command in [["append", "a.csv"], ["append", "b.csv"], ["undo"], ["disclosure", "--pin", "k=5"]] {
      _ = try run(command + ["--store", "s"], moment, ["TZ": "Pacific/Kiritimati"])
    }
    _ = try run(["generate", "--size", "smoke", "--store", "g"], moment)
    _ = try run(["append", "a.csv", "--published", "2026-03-01", "--store", "p"], moment)
    let time = ISO8601DateFormatter().string(from: Date(timeIntervalSince1970: Double(moment)))
    func releases(_ store: String) throws -> [[String]] {
      let output = try run(
        ["releases", "--store", store, "--format", "csv"], BinaryUnderTest.moment, ["TZ": "America/Los_Angeles"])
      return CSVText.rows(output, ["published", "recorded"])
    }
    #expect(try releases("s") == Array(repeating: [String(time.prefix(10)), time], count: 4))
    #expect(try releases("g") == [[String(time.prefix(10)), time]])
    #expect(try releases("p") == [["2026-03-01", time]])
  }

  @Test func theSameCommandsAtTheSameMomentLeaveTheSameBytes() throws {
    func store(_ name: String, threads: Int, _ moment: Int) throws -> [String: Data] {
      for file in ["a.csv", "b.csv"] {
        _ = try run(["append", file, "--store", name, "--threads", "\(threads)"], moment)
      }
      for command in [["undo"], ["disclosure", "--pin", "k=5"], ["compact"]] {
        _ = try run(command + ["--store", name], moment)
      }
      let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path(name)).filter { $0 != "segments" }
      return try Dictionary(
        uniqueKeysWithValues: paths.map {
          ($0, try Data(contentsOf: folder.url.appendingPathComponent("\(name)/\($0)")))
        })
    }
    let first = try store("first", threads: 1, 1_000_000_000)
    let second = try store("the-second", threads: 2, 1_000_000_000)
    #expect(first.keys.contains("catalog.sqlite") && first.keys.contains { $0.hasSuffix(".tide") })
    #expect(first.keys.sorted() == second.keys.sorted())
    for (path, bytes) in first { #expect(second[path] == bytes, "\(path)") }
    #expect(try store("later", threads: 1, 1_000_000_001) != first)
  }

  @Test(arguments: [
    "", " ", "x", "-1", "+1", "1.0", "1e9", " 1", "1\n", "0x10", "253402300800", "9223372036854775808", "١",
    "2026-11-26", "\u{1B}[31m",
  ])
  func whatIsNoMomentIsRefused(text: String) throws {
    let store = try DatasetsStore.url
    for command in [["append", "a.csv", "--store", "s"], ["append", "a.csv", "--store", "s", "--json"], ["compare"]] {
      let outcome = try BinaryUnderTest.run(
        command, in: folder.url, store: store, environment: ["SOURCE_DATE_EPOCH": text])
      #expect(outcome.status == 2 && !outcome.wasKilled && outcome.output.isEmpty, "\(command): \(outcome.status)")
      #expect(outcome.errors.contains("SOURCE_DATE_EPOCH cannot be '"), "\(outcome.errors)")
      #expect(outcome.errors.contains("a whole number of seconds since the beginning of 1970"), "\(outcome.errors)")
      #expect(!outcome.errors.contains("\u{1B}"))
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path("s")))
    #expect(try BinaryUnderTest.run(["append", "--help"], environment: ["SOURCE_DATE_EPOCH": text]).status == 0)
  }

  /// Between the clock's reading before and that after.
  @Test func theClockTellsTheTimeWhereNothingElseDoes() throws {
    let before = Date()
    let outcome = try BinaryUnderTest.run(
      program: BinaryUnderTest.url, ["append", "a.csv", "--store", "s"], in: folder.url,
      environment: BinaryUnderTest.environmentWithClock())
    let after = Date()
    #expect(outcome.status == 0, "\(outcome.errors)")
    let output = try run(["releases", "--store", "s", "--format", "csv"], 0)
    let times = ISO8601DateFormatter()
    let row = try #require(CSVText.rows(output, ["published", "recorded"]).last)
    let recorded = try #require(times.date(from: row[1]))
    #expect(recorded >= before.addingTimeInterval(-1) && recorded <= after, "\(before), \(recorded), \(after)")
    #expect(row[1].hasPrefix(row[0] + "T"))
  }
}
