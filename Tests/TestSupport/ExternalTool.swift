public import Foundation

/// A program that is not part of the project and that some tests ask. Where it is missing they are skipped and say so.
public struct ExternalTool: Sendable {
  /// What a run left behind.
  public struct Outcome: Sendable {
    /// The exit status; that of the signal where one ended it.
    public let status: Int32
    /// Standard output.
    public let output: Data
    /// Standard error.
    public let errors: String
  }

  /// The program, nil where none is there.
  public let url: URL?
  private let names: [String]

  /// The first of some programs that is there.
  public init(_ names: String...) {
    self.names = names
    let paths = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].flatMap { folder in names.map { "\(folder)/\($0)" }
    }
    url = paths.first { FileManager.default.isExecutableFile(atPath: $0) }.map { URL(fileURLWithPath: $0) }
  }

  /// A program on the path of whoever runs the tests.
  public init(onPath name: String) {
    names = [name]
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    url = folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
      .map { URL(fileURLWithPath: $0) }
  }

  /// Whether the program is there.
  public var isThere: Bool { url != nil }

  /// Why a test is skipped.
  public var skipped: String { "\(names[0]) is missing: make extras installs it" }

  /// Runs the program to its end, in a folder that is its home as well.
  /// - Parameter limit: the seconds after which it is killed.
  /// - Throws: what the system says where the program cannot be started, or that it took too long.
  public func run(_ arguments: [String], in folder: URL, limit: Double = 900) throws -> Outcome {
    let process = Process()
    process.executableURL = url
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder.path, "LC_ALL": "C.UTF-8"]
    process.standardInput = FileHandle.nullDevice
    let files = ["output", "errors"].map { folder.appendingPathComponent(".\($0)-\(UUID().uuidString)") }
    for file in files { try Data().write(to: file) }
    defer { for file in files { try? FileManager.default.removeItem(at: file) } }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    let hasEnded = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in hasEnded.signal() }
    try process.run()
    guard hasEnded.wait(timeout: .now() + limit) == .success else {
      kill(process.processIdentifier, SIGKILL)
      hasEnded.wait()
      throw TookTooLong(program: names[0], seconds: limit)
    }
    return Outcome(
      status: process.terminationStatus, output: try Data(contentsOf: files[0]),
      errors: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self))
  }

  /// A program that was killed because it did not end.
  struct TookTooLong: Error {
    let program: String
    let seconds: Double
  }
}
