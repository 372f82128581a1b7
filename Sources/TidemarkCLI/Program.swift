import ArgumentParser
import Glibc

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
      var command = try command(Array(CommandLine.arguments.dropFirst()))
      _ = try Settings.loaded.get()
      try command.run()
      exit(ExitStatus.ok.rawValue)
    } catch {
      exit(end(with: error).rawValue)
    }
  }

  /// The command that the arguments ask for.
  ///
  /// A subcommand in first place is parsed by itself, which spares the tree of all the others; whatever that cannot
  /// make sense of, help among it, is parsed again from the top, so that messages name the whole command.
  private static func command(_ arguments: [String]) throws -> any ParsableCommand {
    if let name = arguments.first, !arguments.contains(where: { $0.hasPrefix("--generate-completion") }),
      let subcommand = RootCommand.configuration.subcommands.first(where: { $0.configuration.commandName == name }),
      let command = try? subcommand.parse(Array(arguments.dropFirst()))
    {
      return command
    }
    return try RootCommand.parseAsRoot(arguments)
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
      let lines = message.replacingPrefix("Error: ", by: "tidemark: error: ").split(
        separator: "\n", omittingEmptySubsequences: false)
      Console.tell(lines: lines.map(String.init))
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
