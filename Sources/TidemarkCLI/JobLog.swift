import Glibc
import Logging
import TideInterchange
import TideModel

/// Messages for whoever runs jobs: where standard error is read by a program, each is one JSON object on a line.
enum JobLog {
  /// Whether messages are JSON: with `--json`, or where the settings say so.
  static let isOn = CommandLine.arguments.dropFirst().contains("--json") || Settings.current[.log] == "json"

  private static let logger = Logger(label: "tidemark") { _ in JobLogHandler() }

  /// A message, at the level that its wording shows.
  static func tell(_ line: String) {
    var text = line[...]
    for prefix in ["tidemark: ", "warning: "] where text.hasPrefix(prefix) { text = text.dropFirst(prefix.count) }
    logger.log(level: line.hasPrefix("tidemark: warning: ") ? .warning : .info, "\(text)")
  }

  /// A failure, with its exit code, details and what to do next.
  static func tell(_ failure: CommandFailure) {
    logger.error(
      "\(failure.message)",
      metadata: [
        "exit_code": .stringConvertible(failure.status.rawValue),
        "details": .array(failure.details.map { .string($0) }),
        "remedy": .string(failure.remedy),
      ])
  }
}

/// Writes each message as one JSON object a line: `time`, `level`, `message`, and what comes with it.
private struct JobLogHandler: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level = .info

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let own: [(String, JSONValue)] = [
      ("time", .string(Instant.text(Moment.now))), ("level", .string(event.level.rawValue)),
      ("message", .string("\(event.message)")),
    ]
    let more = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
    let line = JSONValue.object(own + more.map { ($0.key, Self.json($0.value)) }).line
    Console.writeError(line + "\n")
  }

  private static func json(_ value: Logger.Metadata.Value) -> JSONValue {
    switch value {
    case .string(let text): .string(text)
    case .stringConvertible(let number as any BinaryInteger): .integer(Int(exactly: number))
    case .stringConvertible(let other): .string(other.description)
    case .array(let values): .array(values.map(json))
    case .dictionary(let members): .object(members.sorted { $0.key < $1.key }.map { ($0.key, json($0.value)) })
    }
  }
}
