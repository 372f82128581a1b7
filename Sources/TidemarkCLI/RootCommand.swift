import ArgumentParser

/// `tidemark`.
struct RootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tidemark",
    abstract: "How Birmingham, or any area, stands against England on every published health indicator.",
    discussion: """
      EXAMPLES:
        tidemark append figures.csv            load figures into ./tidemark-store
        tidemark overview                      Birmingham against England on one screen
        tidemark compare                       the latest of every indicator
        tidemark trend "infant mortality"      every year beside England
        tidemark rank "infant mortality" --within "West Midlands"
        tidemark profile --area Solihull       one area, worst first
        tidemark find wolver                   indicators and areas by words
        tidemark export --format jsonl         every figure in the store

      A table on a terminal, CSV on a pipe: the same rows.
      The store is --store, else TIDEMARK_STORE, else ./tidemark-store.

      TOPICS (tidemark help TOPIC):
      \(HelpTopic.list)

      EXIT CODES:
      \(ExitStatus.allCases.map { "  \($0.rawValue)  \($0.meaning)" }.joined(separator: "\n"))
      """,
    version: Program.version,
    groupedSubcommands: [
      CommandGroup(
        name: "Question",
        subcommands: [
          OverviewCommand.self, CompareCommand.self, WatchlistCommand.self, TrendCommand.self, GapCommand.self,
          RatioCommand.self, RankCommand.self, ProfileCommand.self, SummariseCommand.self, AggregateCommand.self,
          InequalityCommand.self, FunnelCommand.self,
          ExcessCommand.self, ChartCommand.self, ReportCommand.self, AskCommand.self,
        ]),
      CommandGroup(
        name: "Catalogue",
        subcommands: [
          FindCommand.self, DescribeCommand.self, PeersCommand.self, StatusCommand.self, ExportCommand.self,
          AuditCommand.self,
        ]),
      CommandGroup(
        name: "Vintage",
        subcommands: [ChangesCommand.self, ReleasesCommand.self, RevisionsCommand.self, DiffCommand.self]),
      CommandGroup(
        name: "File of counts",
        subcommands: [RatesCommand.self, StandardiseCommand.self, LifeTableCommand.self, DecomposeCommand.self]),
      CommandGroup(
        name: "Store",
        subcommands: [
          AppendCommand.self, UndoCommand.self, DisclosureCommand.self, CompactCommand.self, VerifyCommand.self,
          RepairCommand.self, BackupCommand.self, RestoreCommand.self,
        ]),
      CommandGroup(
        name: "Program",
        subcommands: [ConfigCommand.self, ManualCommand.self, GenerateCommand.self, BenchCommand.self]),
    ])

  func run() throws {
    try Console.write(
      """
      tidemark \(Program.version): how Birmingham stands against England on published health indicators.

        tidemark overview                     Birmingham against England, the four priorities
        tidemark compare                      the latest figure of every indicator
        tidemark watchlist                    worse than England, and getting worse
        tidemark trend "infant mortality"     every period beside England
        tidemark gap "infant mortality"       the difference to England, widening or closing
        tidemark rank "infant mortality"      all areas in one period
        tidemark inequality 90284             slope and relative index by deprivation
        tidemark chart trend 90284 -o a.svg   an answer as a picture, or in the terminal
        tidemark report -o birmingham.html    all of it in one page, without network

        tidemark find WORDS                   indicators, themes and areas by words
        tidemark describe THING               what is known of one
        tidemark changes                      what the newest release changed for an area
        tidemark export                       every figure

        tidemark append FILE...               load figures, areas or indicators
        tidemark status                       what the store holds
        tidemark config                       what holds when a command does not say

      'tidemark --help' lists all commands, 'tidemark help COMMAND' says all about one,
      and 'tidemark help topics' lists what else there is to read.

      """)
  }
}
