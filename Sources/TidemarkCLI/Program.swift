import ArgumentParser
import Glibc
import TideModel

/// `tidemark`: reads the arguments, runs a command, and ends with the documented exit code.
@main
enum Program {
  /// The version of the program, as `--version` prints it.
  static let version = "0.1.0"
  /// Name and version, as releases record it.
  static let tool = "tidemark \(version)"

  static func main() {
    Console.prepareSignals()
    do {
      let arguments = Array(CommandLine.arguments.dropFirst())
      if let text = try topic(arguments) {
        try Console.write(text)
        exit(ExitStatus.ok.rawValue)
      }
      var command = try command(arguments)
      if subcommand(type(of: command).configuration.commandName ?? "") != nil {
        _ = try Settings.loaded.get()
        _ = try Moment.given.get()
      }
      try command.run()
      exit(ExitStatus.ok.rawValue)
    } catch {
      exit(end(with: error).rawValue)
    }
  }

  /// The text that `help TOPIC` asks for; nil for anything else, help on a command among it.
  private static func topic(_ arguments: [String]) throws -> String? {
    guard arguments.count == 2, arguments[0] == "help", !arguments[1].hasPrefix("-") else { return nil }
    if arguments[1] == "topics" { return "Topics, for 'tidemark help TOPIC':\n\n\(HelpTopic.list)\n" }
    if let topic = HelpTopic.named(arguments[1]) { return topic.text + "\n" }
    if subcommand(arguments[1]) != nil || arguments[1] == "help" { return nil }
    throw unknown(arguments[1], "command or topic", among: names + HelpTopic.allCases.map(\.rawValue))
  }

  /// The command that the arguments ask for.
  ///
  /// A subcommand in first place is parsed by itself, which spares the tree of all the others; whatever that cannot
  /// make sense of, help among it, is parsed again from the top, so that messages name the whole command.
  static func command(_ arguments: [String]) throws -> any ParsableCommand {
    guard let name = arguments.first, !arguments.contains(where: { $0.hasPrefix("--generate-completion") }) else {
      return try RootCommand.parseAsRoot(arguments)
    }
    if let command = try? subcommand(name)?.parse(Array(arguments.dropFirst())) { return command }
    if subcommand(name) == nil, name != "help", !name.hasPrefix("-") { throw unknown(name, "command", among: names) }
    return try RootCommand.parseAsRoot(arguments)
  }

  private static var names: [String] {
    RootCommand.configuration.subcommands.compactMap { $0.configuration.commandName }
  }

  private static func subcommand(_ name: String) -> (any ParsableCommand.Type)? {
    RootCommand.configuration.subcommands.first { $0.configuration.commandName == name }
  }

  private static func unknown(_ word: String, _ what: String, among names: [String]) -> CommandFailure {
    let near = names.compactMap { name in
      name.hasPrefix(word) && !word.isEmpty ? (0, name) : TextDistance.edits(word, name, limit: 2).map { ($0, name) }
    }.min { $0 < $1 }?.1
    return CommandFailure(
      .usage, "there is no \(what) '\(word)'\(near.map { "; did you mean \($0)?" } ?? "")",
      remedy: "'tidemark --help' lists the commands, 'tidemark help topics' what else there is to read.")
  }

  /// Tells a failure in one message and gives its exit code. Help and version come here too, as ArgumentParser has it.
  private static func end(with error: any Error) -> ExitStatus {
    if error is ClosedPipe { return .ok }
    if let failure = CommandFailure(knowing: error) {
      Console.tellFailure(failure)
      return failure.status
    }
    if let exit = error as? ExitCode, let status = ExitStatus(rawValue: exit.rawValue) { return status }
    let code = RootCommand.exitCode(for: error)
    let message = RootCommand.fullMessage(for: error)
    if code.isSuccess {
      do {
        try Console.write(message + "\n")
      } catch {
        return error is ClosedPipe ? .ok : .io
      }
      return .ok
    }
    if code == .validationFailure {
      let lines = message.replacingPrefix("Error: ", by: "").split(
        separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      Console.tellFailure(
        CommandFailure(.usage, String(lines[0]), remedy: lines.count > 1 ? String(lines[1]) : ""))
      return .usage
    }
    Console.tellFailure(CommandFailure(.io, "\(error)"))
    return .io
  }
}

extension String {
  fileprivate func replacingPrefix(_ prefix: String, by other: String) -> String {
    hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
  }
}
