import ArgumentParser
import TideInterchange

/// How a command that does something reports it.
struct JobOptions: ParsableArguments {
  @Flag(name: .long, help: "Report as one JSON object on standard output; messages are JSON lines on standard error.")
  var json = false

  /// Reports what was done: for people in words, for programs as an object whose keys are always there.
  func report(_ text: String, _ members: [(String, JSONValue)]) throws {
    try Console.write((json ? JSONValue.object(members).line : text) + "\n")
  }
}
