import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Writers that meet, and stores that nobody may write to: rows 15, 16 and 19 of what the store promises.
@Suite struct WriterMeetingTests {
  private static let isLong = ProcessInfo.processInfo.environment["TIDEMARK_LONG"] == "1"
  private static let heading = "indicator_id,indicator,area_code,sex,age,period,value,count\n"

  /// Figures of one indicator for 50 areas and 40 years, all multiples of a factor.
  private static func rows(_ indicator: Int, _ factor: Double) -> [String] {
    (1...50).flatMap { area in
      (1980...2019).map {
        "\(indicator),I\(indicator),E06\(String(format: "%06d", area)),P,A,\($0),\(Double(area) * factor),\(area)"
      }
    }
  }

  private static func text(_ rows: [String]) -> String { heading + rows.joined(separator: "\n") + "\n" }

  @Test("the same file again, renamed, or with its rows in another order makes no release")
  func sameAgain() throws {
    let folder = try TemporaryFolder()
    let rows = Self.rows(1, 0.5)
    let first = try folder.write(Self.text(rows), to: "a.csv")
    func append(_ path: String) throws -> String {
      let outcome = try BinaryUnderTest.run(["append", path, "--store", "s"], in: folder.url)
      #expect(outcome.status == 0, "\(outcome.errors)")
      return outcome.output
    }
    #expect(try append(first).hasPrefix("release 1:"))
    let before = try Data(contentsOf: folder.url.appendingPathComponent("s/catalog.sqlite"))
    for round in 0..<(Self.isLong ? 10 : 2) {
      #expect(try append(first).hasPrefix("already loaded as release 1"))
      #expect(try append(folder.write(Self.text(rows), to: "renamed-\(round).csv")).hasPrefix("already loaded"))
      let shuffled = try append(folder.write(Self.text(rows.shuffled()), to: "shuffled-\(round).csv"))
      #expect(shuffled.hasPrefix("nothing new: 2,000 figures stored already; no release was made"), "\(shuffled)")
    }
    #expect(try Data(contentsOf: folder.url.appendingPathComponent("s/catalog.sqlite")) == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("s/segments")).count == 1)
  }

  @Test("of two writers at once, one waits or ends with 6, and no release mixes their figures")
  func twoWriters() throws {
    var ends: [Int32: Int] = [:]
    for round in 0..<(Self.isLong ? 50 : 6) {
      let folder = try TemporaryFolder()
      // Both files revise the same figures: a mix would have some of one factor and some of the other.
      let files = try [1.0, 2.0, 3.0].map { try folder.write(Self.text(Self.rows(1, $0)), to: "\(Int($0)).csv") }
      #expect(try BinaryUnderTest.run(["append", files[0], "--store", "s"], in: folder.url).status == 0)
      let waits = round % 2 == 1
      let writers = try [files[1], files[2]].map { file in
        let process = Process()
        process.executableURL = BinaryUnderTest.url
        process.arguments = ["append", file, "--store", "s"] + (waits ? ["--wait", "900"] : [])
        process.environment = BinaryUnderTest.environment()
        process.currentDirectoryURL = folder.url
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
      }
      for writer in writers { writer.waitUntilExit() }
      let statuses = writers.map(\.terminationStatus)
      for status in statuses { ends[status, default: 0] += 1 }
      #expect(writers.allSatisfy { $0.terminationReason == .exit })
      #expect(statuses.allSatisfy { $0 == 0 || $0 == 6 && !waits } && statuses.contains(0), "\(statuses)")
      let releases = 1 + statuses.count { $0 == 0 }
      for release in 1...releases {
        let output = try BinaryUnderTest.run(
          ["export", "--as-of", "\(release)", "--format", "csv", "--store", "s"], in: folder.url
        ).output
        let lines = output.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let (value, count) = (
          try #require(lines[0].firstIndex(of: "value")), try #require(lines[0].firstIndex(of: "count"))
        )
        let factors = Set(lines.dropFirst().map { (Double($0[value]) ?? 0) / (Double($0[count]) ?? 0) })
        #expect(factors.count == 1 && lines.count == 2001, "release \(release) holds \(factors)")
      }
      #expect(try BinaryUnderTest.run(["verify", "--store", "s"], in: folder.url).status == 0)
    }
    print("two writers at once: exit codes \(ends)")
  }

  private static let commands = [
    ["compare", "--area", "E06000001"], ["trend", "1", "--area", "E06000001"], ["rank", "1", "--area", "E06000001"],
    ["profile", "E06000001"], ["find", "I1"], ["describe", "1"], ["status"], ["export"], ["releases"], ["revisions"],
    ["diff", "1"], ["verify"],
  ]

  @Test("somebody who may only read asks everything, and an append ends with 7 and advice")
  func readOnly() throws {
    let folder = try TemporaryFolder()
    for (name, factor) in [("a.csv", 1.0), ("b.csv", 2)] {
      let file = try folder.write(Self.text(Self.rows(1, factor)), to: name)
      #expect(try BinaryUnderTest.run(["append", file, "--store", "s"], in: folder.url).status == 0)
    }
    let more = try folder.write(Self.text(Self.rows(2, 3)), to: "c.csv")
    let expected = try Self.commands.map { try BinaryUnderTest.run($0 + ["--store", "s"], in: folder.url).output }
    func set(_ folders: Int, _ files: Int) throws {
      for path in ["s/segments", "s"] {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path(path)) {
          let isFolder = name == "segments"
          try FileManager.default.setAttributes(
            [.posixPermissions: isFolder ? folders : files], ofItemAtPath: folder.path(path + "/" + name))
        }
      }
      try FileManager.default.setAttributes([.posixPermissions: folders], ofItemAtPath: folder.path("s"))
    }
    try set(0o555, 0o444)
    defer { try? set(0o755, 0o644) }
    /// Root may write everywhere: then another user asks.
    func run(_ arguments: [String]) throws -> BinaryUnderTest.Outcome {
      if geteuid() != 0 { return try BinaryUnderTest.run(arguments, in: folder.url) }
      return try BinaryUnderTest.run(
        program: URL(fileURLWithPath: "/usr/bin/setpriv"),
        ["--reuid=65534", "--regid=65534", "--clear-groups", BinaryUnderTest.url.path] + arguments, in: folder.url,
        environment: BinaryUnderTest.environment())
    }
    guard geteuid() != 0 || FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv") else {
      print("not shown: root may write everywhere, and there is no setpriv to be somebody else")
      return
    }
    for (command, output) in zip(Self.commands, expected) {
      let outcome = try run(command + ["--store", "s"])
      #expect(outcome.status == 0, "\(command): \(outcome.errors)")
      #expect(outcome.output == output, "\(command)")
    }
    for command in [["append", more], ["append", more, "--dry-run"], ["undo"]] {
      let outcome = try run(command + ["--store", "s"])
      #expect(outcome.status == 7, "\(command): \(outcome.status) \(outcome.errors)")
      #expect(outcome.errors.contains("Check who may read and write it"), "\(outcome.errors)")
    }
  }
}
