import ArgumentParser
import TideInterchange
import TideStore

/// `tidemark verify`.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Read every block and digest of the store; exit code 5 with the place when one is damaged.")

  @OptionGroup var store: StoreOptions

  func run() throws {
    let isInteractive = Terminal.isError
    let statistics = try Snapshot.open(store.path).verify { done, all in
      if isInteractive { Console.tell("segment \(done) of \(all) is whole") }
    }
    try Console.write(
      "\(VisibleText.escaped(store.path)) is whole: \(statistics.segments) segments, \(statistics.panels) panels, "
        + "\(statistics.figures) figures, \(statistics.releases) releases\n")
  }
}
