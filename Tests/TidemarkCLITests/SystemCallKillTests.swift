import Foundation
import Testing

/// `kill -9` of the real program as it enters each system call with which it writes: all of what it was to do, or nothing.
///
/// strace stops the program at the call. A call in eight is tried, another choice each run; `TIDEMARK_LONG=1` tries all.
@Suite("Killed system calls", .enabled(if: Strace.works, "strace is missing or not allowed: make strace installs it"))
struct SystemCallKillTests {
  private static let isLong = ProcessInfo.processInfo.environment["TIDEMARK_LONG"] == "1"

  /// One way to write: the files of each release that is there before, and the command.
  struct Shape: CustomTestStringConvertible {
    let name: String
    let before: [[String]]
    let command: [String]
    var testDescription: String { name }
    var isCompaction: Bool { command[0] == "compact" }
  }

  private static let shapes = [
    Shape(name: "a new store", before: [], command: ["append", "first.csv"]),
    Shape(name: "one more release", before: [["first.csv"]], command: ["append", "second.csv"]),
    Shape(
      name: "several files", before: [["first.csv"], ["second.csv"]],
      command: ["append", "areas.csv", "third.csv", "fourth.csv"]),
    Shape(
      name: "a compaction", before: [["first.csv"], ["second.csv"], ["areas.csv", "third.csv"]], command: ["compact"]),
  ]

  @Test("every write-side call of an append, and of a compaction", arguments: shapes)
  func everyCall(_ shape: Shape) throws {
    let folder = try TemporaryFolder()
    try Self.writeFiles(folder)
    let base = folder.path("base")
    for files in shape.before {
      let outcome = try BinaryUnderTest.run(["append"] + files + ["--store", base], in: folder.url)
      try #require(outcome.status == 0, "\(outcome.errors)")
    }
    let whole = folder.path("whole")
    let calls = try trace(shape, base, whole, folder)
    let answers = (try answer(base, shape), try answer(whole, shape))
    try #require((answers.0 == answers.1) == shape.isCompaction)
    let segments = try Self.segments(whole)

    let step = Self.isLong ? 1 : 8
    let first = Int.random(in: 0..<step)
    var ends = (before: 0, after: 0)
    for (index, call) in calls.enumerated() where index % step == first {
      let place: Comment = "\(shape.name): killed at \(call.name) number \(call.number) of its thread"
      let store = folder.path("store-\(index)")
      try Self.copy(base, to: store)
      let killed = try Strace.run(
        ["-e", "inject=\(call.name):signal=SIGKILL:when=\(call.number)"], shape.command + ["--store", store],
        in: folder)
      #expect(killed.wasKilled || killed.status == 128 + SIGKILL, place)
      let verified = try BinaryUnderTest.run(["verify", "--store", store], in: folder.url)
      #expect(verified.status == 0 || verified.status == 4 && shape.before.isEmpty, "\(place): \(verified.errors)")
      let found = try answer(store, shape)
      #expect(found == answers.0 || found == answers.1, place)
      let isAfter = shape.isCompaction ? verified.output.contains("whole: 1 segment") : found == answers.1
      if isAfter { ends.after += 1 } else { ends.before += 1 }

      let again = try BinaryUnderTest.run(shape.command + ["--store", store], in: folder.url)
      #expect(again.status == 0, "\(place): \(again.errors)")
      #expect(try answer(store, shape) == answers.1, place)
      let left = try Self.segments(store)
      #expect(left.count == segments.count && left.allSatisfy { $0.hasSuffix(".tide") }, "\(place): \(left)")
      let names = try Set(FileManager.default.contentsOfDirectory(atPath: store))
      // One killed between commit and seal is stored already, and has no seal until the next release.
      #expect(
        names.union(["catalog.seal"]) == ["catalog.sqlite", "catalog.seal", "lock", "segments"], "\(place): \(names)")
      try FileManager.default.removeItem(atPath: store)
    }
    print("\(shape.name): \(calls.count) write-side calls, killed at \(ends.before + ends.after): \(ends)")
    #expect(ends.before > 0)
    #expect(!Self.isLong || ends.after > 0)
  }

  private struct Call: Hashable {
    let name: String
    /// How many of the name its thread had made, with it.
    let number: Int
  }

  /// Runs the whole append, and tells the calls with which it writes, or makes what it wrote durable.
  private func trace(_ shape: Shape, _ base: String, _ store: String, _ folder: TemporaryFolder) throws -> [Call] {
    try Self.copy(base, to: store)
    let log = folder.path("trace")
    let outcome = try Strace.run(
      ["-o", log, "-e", "trace=\(Strace.calls.map { "?" + $0 }.joined(separator: ","))"],
      shape.command + ["--store", store], in: folder)
    try #require(outcome.status == 0, "\(outcome.errors)")
    var counts: [String: Int] = [:]
    var calls: [Call] = []
    for line in try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n") {
      // "12345 fsync(7)", the number of the thread padded.
      let words = line.split(separator: " ", omittingEmptySubsequences: true)
      guard words.count > 1, let end = words[1].firstIndex(of: "("), !words[1].hasPrefix("<") else { continue }
      let name = String(words[1][..<end])
      counts["\(words[0]) \(name)", default: 0] += 1
      if name == "openat", !line.contains("O_CREAT") { continue }
      calls.append(Call(name: name, number: counts["\(words[0]) \(name)"]!))
    }
    return Set(calls).sorted { ($0.name, $0.number) < ($1.name, $1.number) }
  }

  private static func copy(_ store: String, to other: String) throws {
    if FileManager.default.fileExists(atPath: store) { try FileManager.default.copyItem(atPath: store, toPath: other) }
  }

  private static func segments(_ store: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: store + "/segments")
  }

  /// What the store answers; nothing where there is none. A compaction must leave the answers of every vintage.
  private func answer(_ store: String, _ shape: Shape) throws -> String {
    let vintages = shape.isCompaction ? (1...shape.before.count).map { ["--as-of", "\($0)"] } : [[]]
    return try vintages.map { vintage in
      let outcome = try BinaryUnderTest.run(["export", "--format", "csv", "--store", store] + vintage)
      try #require(outcome.status == 0 || outcome.status == 4, "\(outcome.errors)")
      return outcome.output.split(separator: "\n").count > 1 ? outcome.output : ""
    }.joined()
  }

  private static func writeFiles(_ folder: TemporaryFolder) throws {
    let header = "indicator_id,indicator,area_code,area,sex,age,period,value,count,denominator\n"
    for (number, name) in ["first.csv", "second.csv", "third.csv", "fourth.csv"].enumerated() {
      var text = header
      for row in 0..<200 {
        let code = "E0\(6_000_001 + row / 10)"
        text += "\(number / 2 + 1),Indicator \(number / 2 + 1),\(code),Area \(row / 10),Persons,All ages,"
        text += "\(2010 + row % 10),\(row % 97 + number).\(row % 7),\(row),\(2000 + row)\n"
      }
      try folder.write(text, to: name)
    }
    try folder.write("area_code,name,area_type\nE06000001,Area nought,Unitary authority\n", to: "areas.csv")
  }
}

/// The program under strace.
enum Strace {
  /// Calls that change what is in the store's folder, or what of it is durable.
  static let calls = [
    "openat", "write", "pwrite64", "fsync", "fdatasync", "rename", "renameat", "renameat2", "unlink", "unlinkat",
    "mkdir",
    "mkdirat", "rmdir", "ftruncate", "flock",
  ]

  private static let program = URL(fileURLWithPath: "/usr/bin/strace")

  /// Whether strace is there and may stop programs.
  static let works: Bool = {
    guard FileManager.default.isExecutableFile(atPath: program.path), let folder = try? TemporaryFolder() else {
      return false
    }
    return (try? run(["-o", "/dev/null", "-e", "trace=write"], ["--version"], in: folder).status) == 0
  }()

  /// Runs the program, its threads as well, under strace.
  static func run(
    _ options: [String], _ arguments: [String], in folder: TemporaryFolder
  ) throws -> BinaryUnderTest.Outcome {
    try BinaryUnderTest.run(
      program: program, ["-f", "-qq", "-o", "/dev/null"] + options + [BinaryUnderTest.url.path] + arguments,
      in: folder.url,
      environment: BinaryUnderTest.environment())
  }
}
