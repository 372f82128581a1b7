import ArgumentParser
import TideInterchange
import TideStore

/// `tidemark verify`.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Read every block and digest of the store; exit code 5 with the place when one is damaged.",
    discussion: """
      EXAMPLES:
        tidemark verify
        tidemark verify --store /mnt/backups/indicators-2026-11-25
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var job: JobOptions

  func run() throws {
    let progress = ProgressLine("verifying")
    let statistics = try Snapshot.open(store.path).verify { progress.show($0, $1) }
    progress.clear()
    for file in statistics.alien {
      Console.tell("tidemark: warning: \(file), and is not read; tidemark repair puts it aside")
    }
    try job.report(
      "\(VisibleText.escaped(store.path)) is whole: \(statistics.segments) segments, \(statistics.panels) panels, "
        + "\(statistics.figures) figures, \(statistics.releases) releases",
      [
        ("store", .string(store.path)), ("segments", .whole(statistics.segments)),
        ("panels", .whole(statistics.panels)), ("figures", .whole(statistics.figures)),
        ("releases", .whole(statistics.releases)),
        ("not_of_the_store", .array(statistics.alien.map { .string($0) })),
      ])
  }
}
