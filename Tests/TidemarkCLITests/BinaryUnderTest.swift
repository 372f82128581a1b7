import Foundation

/// The built `tidemark`, run as a user runs it.
enum BinaryUnderTest {
  /// What a run left behind.
  struct Outcome {
    let status: Int32
    /// Whether a signal ended it: a trap is never an answer.
    let wasKilled: Bool
    let output: String
    let errors: String
  }

  /// The program beside the test bundle.
  static let url: URL = {
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    #if canImport(Darwin)
      folder =
        Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
        .deletingLastPathComponent() ?? folder
    #endif
    return folder.appendingPathComponent("tidemark")
  }()

  /// The package's folder.
  static let packageRoot: URL = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Noon of the day on which whatever a test records is recorded, 2026-11-26, in seconds since the beginning of 1970.
  static let moment = 1_795_694_400

  /// A plain environment in which nothing of whoever runs the tests is left: no colour, no home and so no settings, no store
  /// but the one given, a clock that stands.
  static func environment(store: URL? = nil, _ more: [String: String] = [:]) -> [String: String] {
    var environment = [
      "PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "TZ": "UTC", "LC_ALL": "C.UTF-8", "NO_COLOR": "1",
      "SOURCE_DATE_EPOCH": "\(moment)",
    ]
    if let store { environment["TIDEMARK_STORE"] = store.path }
    return environment.merging(shiftedClock) { $1 }.merging(more) { $1 }
  }

  /// What moves the clock of every program of a run of the tests to another day, as `.ci/other-day` does.
  private static let shiftedClock = ProcessInfo.processInfo.environment.filter { name, _ in
    name == "LD_PRELOAD" && ProcessInfo.processInfo.environment["FAKETIME"] != nil || name.hasPrefix("FAKETIME")
  }

  /// An environment in which the clock is read.
  static func environmentWithClock(store: URL? = nil) -> [String: String] {
    environment(store: store).filter { $0.key != "SOURCE_DATE_EPOCH" }
  }

  /// Runs the program to its end, with output and errors in files so that no pipe can fill up.
  static func run(
    _ arguments: [String], in folder: URL? = nil, store: URL? = nil, environment more: [String: String] = [:]
  ) throws -> Outcome {
    try run(program: url, arguments, in: folder, environment: environment(store: store, more))
  }

  /// Runs any program to its end.
  static func run(
    program: URL, _ arguments: [String], in folder: URL?, environment: [String: String]
  ) throws -> Outcome {
    let scratch = try TemporaryFolder()
    let outputFile = scratch.url.appendingPathComponent("output")
    let errorFile = scratch.url.appendingPathComponent("errors")
    for file in [outputFile, errorFile] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = environment
    process.currentDirectoryURL = folder ?? scratch.url
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: outputFile)
    process.standardError = try FileHandle(forWritingTo: errorFile)
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, wasKilled: process.terminationReason == .uncaughtSignal,
      output: String(decoding: try Data(contentsOf: outputFile), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errorFile), as: UTF8.self))
  }
}

/// A folder that goes when the last reference to it does.
final class TemporaryFolder: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("tidemark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// A path inside.
  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  /// Writes a text file inside.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: url.appendingPathComponent(name))
    return path(name)
  }
}
