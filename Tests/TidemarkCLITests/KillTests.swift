import Foundation
import Testing

/// `kill -9` of the real program at any moment of an append leaves either all of the release or none of it.
///
/// A third of the moments are spread over the whole run, a third over the writing of the segment, and a third over the
/// commit, as far as a stopwatch can aim. Where one comes too late, as on a machine that is busy by turns, the next are
/// aimed earlier, and more are tried. `TIDEMARK_LONG=1` appends 200,000 rows, not 8,000.
@Suite("Killed appends", .enabled(if: AppendCommandUnderTest.isThere, "the program has no append command"))
struct KillTests {
  private static let isLong = ProcessInfo.processInfo.environment["TIDEMARK_LONG"] == "1"
  private static let kills = 50
  /// Figures of release 1, and of both.
  private static let before = 1500
  private static let after = isLong ? 200_000 : 8_000

  @Test("fifty kills: release 1 or release 2 entirely, a whole store, and a re-run that completes")
  func kills() throws {
    let folder = try TemporaryFolder()
    let first = try folder.write(Self.rows(Self.before, revision: 0), to: "first.csv")
    let second = try folder.write(Self.rows(Self.after, revision: 1), to: "second.csv")
    let base = folder.path("base")
    let made = try BinaryUnderTest.run(["append", first, "--store", base], in: folder.url)
    try #require(made.status == 0, "\(made.errors)")
    let answers = [try export(base), try export(try finished(base, second, folder))]
    try #require(answers[0] != answers[1])

    var stopwatch = try Stopwatch(base: base, file: second, folder: folder)
    let seed = ProcessInfo.processInfo.environment["TIDEMARK_SEED"].flatMap { UInt64($0) } ?? .random(in: 0...999_999)
    var generator = Moments(state: seed)
    var ends = (killed: 0, tooLate: 0, whileWriting: 0, afterCommit: 0)
    for round in 0..<Self.kills * 10 where round < Self.kills || ends.killed < Self.kills || ends.whileWriting == 0 {
      let place: Comment = "TIDEMARK_SEED=\(seed) kill \(round)"
      let store = folder.path("store-\(round)")
      try FileManager.default.copyItem(atPath: base, toPath: store)
      let phase = Phase.allCases[round % Phase.allCases.count]
      let seconds = stopwatch.seconds[phase]! * Double.random(in: 0...1, using: &generator)
      let process = try Running(["append", second, "--store", store], in: folder.url)
      process.wait(for: phase, store: store)
      let wasKilled = process.kill(after: seconds)
      let leftFiles = try Self.files(store) != Self.files(base)

      let report = try BinaryUnderTest.run(["verify", "--store", store], in: folder.url)
      #expect(report.status == 0, "\(place): \(report.errors)")
      let isFirst = report.output.contains(" \(Self.before) figures, 1 releases")
      let isSecond = report.output.contains(" \(Self.after) figures, 2 releases")
      #expect(isFirst != isSecond, "\(place): \(report.output)")
      #expect(try export(store) == answers[isSecond ? 1 : 0], place)
      ends.killed += wasKilled ? 1 : 0
      ends.tooLate += wasKilled ? 0 : 1
      if !wasKilled { stopwatch.seconds[phase]! *= 0.8 }
      ends.whileWriting += wasKilled && isFirst && leftFiles ? 1 : 0
      ends.afterCommit += wasKilled && isSecond ? 1 : 0

      let again = try BinaryUnderTest.run(["append", second, "--store", store], in: folder.url)
      #expect(again.status == 0, "\(place): \(again.errors)")
      #expect(
        again.output.hasPrefix(isSecond ? "already loaded as release 2" : "release 2:"), "\(place): \(again.output)")
      #expect(try export(store) == answers[1], place)
      let segments = try Self.files(store).filter { $0.hasPrefix("segments/") }
      #expect(segments.count == 2 && segments.allSatisfy { $0.hasSuffix(".tide") }, "\(place): \(segments)")
      let others = try Set(Self.files(store)).subtracting(segments)
      #expect(others.isSubset(of: ["catalog.sqlite", "catalog.seal", "lock"]), "\(place): \(others)")
      try FileManager.default.removeItem(atPath: store)
    }
    print("TIDEMARK_SEED=\(seed) kills over \(Self.after) rows: \(ends)")
    let isShown = ends.killed >= Self.kills && ends.whileWriting > 0
    #expect(isShown, "TIDEMARK_SEED=\(seed): the kills came too late to show anything")
  }

  /// A whole append, on a copy.
  private func finished(_ base: String, _ file: String, _ folder: TemporaryFolder) throws -> String {
    let store = folder.path("finished")
    try FileManager.default.copyItem(atPath: base, toPath: store)
    let outcome = try BinaryUnderTest.run(["append", file, "--store", store], in: folder.url)
    try #require(outcome.status == 0, "\(outcome.errors)")
    return store
  }

  private func export(_ store: String) throws -> String {
    let outcome = try BinaryUnderTest.run(["export", "--format", "csv", "--store", store])
    try #require(outcome.status == 0, "\(outcome.errors)")
    return outcome.output
  }

  /// Files of a store by their paths inside it.
  private static func files(_ store: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: store).filter { $0 != "segments" }.sorted()
  }

  /// Tidy rows: 100 areas, 10 years, as many indicators as it takes. Revised rows differ in every figure.
  private static func rows(_ count: Int, revision: Int) -> String {
    var text =
      "indicator_id,indicator,area_code,area,sex,age,period,value,lower_95,upper_95,count,denominator\n"
    for row in 0..<count {
      let (indicator, rest) = (row / 1000, row % 1000)
      let code = "E\(6_000_001 + rest / 10)"
      let value = "\(row % 97 + revision).\(row % 7)"
      text += "\(indicator + 1),Indicator \(indicator + 1),E0\(code.dropFirst()),Area \(rest / 10),Persons,All ages,"
      text += "\(2010 + rest % 10),\(value),\(value)1,\(value)9,\(row % 1013),\(2000 + row % 5003)\n"
    }
    return text
  }
}

/// Whether the program built has the command at all.
private enum AppendCommandUnderTest {
  static let isThere = (try? BinaryUnderTest.run(["append", "--help"]).status) == 0
}

/// Where in an append a kill is aimed.
private enum Phase: CaseIterable {
  /// Anywhere.
  case whole
  /// After the first byte of the segment.
  case writing
  /// After the segment has its name.
  case committing
}

/// How long an append takes from the start of each phase to the end: the least of a few times, as other tests may run.
private struct Stopwatch {
  fileprivate(set) var seconds: [Phase: Double] = [:]

  init(base: String, file: String, folder: TemporaryFolder) throws {
    for round in 0..<5 {
      let store = folder.path("timed-\(round)")
      seconds.merge(try Self.time(base, file, folder, store)) { min($0, $1) }
    }
  }

  private static func time(
    _ base: String, _ file: String, _ folder: TemporaryFolder, _ store: String
  ) throws -> [Phase: Double] {
    try FileManager.default.copyItem(atPath: base, toPath: store)
    let clock = ContinuousClock()
    var starts: [Phase: ContinuousClock.Instant] = [.whole: clock.now]
    let process = try Running(["append", file, "--store", store], in: folder.url)
    for phase in [Phase.writing, .committing] {
      process.wait(for: phase, store: store)
      starts[phase] = clock.now
    }
    process.waitUntilExit()
    return starts.mapValues { (clock.now - $0) / .seconds(1) }
  }
}

/// The program, started and still running.
private struct Running {
  private let process = Process()

  init(_ arguments: [String], in folder: URL) throws {
    process.executableURL = BinaryUnderTest.url
    process.arguments = arguments
    process.environment = BinaryUnderTest.environment()
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  /// Waits until the phase has begun, or the program has ended.
  func wait(for phase: Phase, store: String) {
    let folder = store + "/segments"
    while process.isRunning {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      switch phase {
      case .whole: return
      case .writing where names.count > 1: return
      case .committing where names.filter({ $0.contains(".tide") }).count > 1: return
      default: usleep(100)
      }
    }
  }

  func waitUntilExit() { process.waitUntilExit() }

  /// Kills the program after some seconds.
  /// - Returns: false when it had ended by then.
  func kill(after seconds: Double) -> Bool {
    usleep(UInt32(seconds * 1_000_000))
    let pid = process.processIdentifier
    if process.isRunning { Foundation.kill(pid, SIGKILL) }
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal
  }
}

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
private struct Moments: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
