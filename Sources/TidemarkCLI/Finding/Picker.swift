import Glibc
import TideInterchange
import TideQuery

/// Asks on a terminal which of several things was meant.
enum Picker {
  /// At most so many are offered.
  private static let most = 12

  /// Whether there is somebody to ask: both input and messages are on a terminal that can do more than print.
  static var isPossible: Bool {
    isatty(STDIN_FILENO) == 1 && Terminal.isError && Terminal.variable("TERM") != "dumb"
  }

  /// The id that was picked from the candidates of an error, each `id  name`.
  /// - Returns: nil where nobody can be asked, there is nothing to pick from, or nothing was picked.
  static func pick(from error: QueryError) -> String? {
    let offered = error.candidates.prefix(most)
    guard isPossible, !offered.isEmpty, [.ambiguous, .unknownIndicator, .unknownArea].contains(error.code) else {
      return nil
    }
    Console.tell("tidemark: \(error.message). Which is meant?")
    for (index, candidate) in offered.enumerated() {
      Console.tell("  \(index + 1 < 10 ? " " : "")\(index + 1)  \(candidate)")
    }
    if error.candidates.count > most {
      Console.tell("      and \(error.candidates.count - most) more; give more of the name")
    }
    while true {
      Console.prompt("1 to \(offered.count), or Enter for none: ")
      guard let line = readLine(strippingNewline: true), !line.isEmpty else { return nil }
      if let number = Int(line), (1...offered.count).contains(number) {
        let id = offered[number - 1].prefix { $0 != " " }
        Console.tell("tidemark: '\(id)' names it without asking.")
        return String(id)
      }
    }
  }
}
