import ArgumentParser

/// `tidemark`.
struct RootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tidemark",
    abstract: "How Birmingham, or any area, stands against England on every published health indicator.",
    discussion: """
      EXAMPLES:
        tidemark append figures.csv            load figures into ./tidemark-store
        tidemark compare                       Birmingham against England, latest
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
          CompareCommand.self, TrendCommand.self, RankCommand.self, ProfileCommand.self, AggregateCommand.self,
          InequalityCommand.self, FunnelCommand.self, ExcessCommand.self, ChartCommand.self, ReportCommand.self,
        ]),
      CommandGroup(
        name: "Catalogue",
        subcommands: [
          FindCommand.self, DescribeCommand.self, StatusCommand.self, ExportCommand.self, AuditCommand.self,
        ]),
      CommandGroup(
        name: "Vintage", subcommands: [ReleasesCommand.self, RevisionsCommand.self, DiffCommand.self]),
      CommandGroup(
        name: "Age-band file",
        subcommands: [StandardiseCommand.self, LifeTableCommand.self, DecomposeCommand.self]),
      CommandGroup(
        name: "Store",
        subcommands: [
          AppendCommand.self, UndoCommand.self, CompactCommand.self, VerifyCommand.self, RepairCommand.self,
          BackupCommand.self, RestoreCommand.self,
        ]),
      CommandGroup(
        name: "Program",
        subcommands: [ConfigCommand.self, ManualCommand.self, GenerateCommand.self, BenchCommand.self]),
    ])

  func run() throws {
    try Console.write(
      """
      tidemark \(Program.version): how Birmingham stands against England on published health indicators.

        tidemark compare                      Birmingham against England, latest figures
        tidemark trend "infant mortality"     every period beside England
        tidemark rank "infant mortality"      all areas in one period
        tidemark aggregate "infant mortality" years and areas summed, intervals made anew
        tidemark inequality 90284             slope and relative index by deprivation
        tidemark funnel 91547                 all areas against a funnel's control limits
        tidemark excess                       events beyond those at England's figures
        tidemark profile                      worst first, by theme
        tidemark chart trend 90284 -o a.svg   an answer as a picture, or in the terminal
        tidemark report -o birmingham.html    all of it in one page, without network
        tidemark find WORDS                   search indicators and areas
        tidemark describe THING               what is known of an indicator or area
        tidemark status                       what the store holds
        tidemark export                       every figure
        tidemark audit                        published figures recomputed from their counts
        tidemark releases                     every append: when, from what, how much
        tidemark revisions                    what the newest release changed
        tidemark diff 1 3                     what changed between two vintages
        tidemark standardise FILE             age-standardised rates of a file of age bands
        tidemark lifetable FILE               life expectancy of a file of deaths by age
        tidemark decompose FILE               the gap in life expectancy by age and cause
        tidemark append FILE...               load figures, areas or indicators
        tidemark undo                         take the newest release back
        tidemark compact                      lay the segments of many releases together
        tidemark verify                       check every byte of the store
        tidemark repair                       make a damaged catalogue anew
        tidemark backup FOLDER                copy the store; 'restore' brings it back

        tidemark config                       what holds when a command does not say

      'tidemark --help' says more, 'tidemark help COMMAND' all about one;
      'tidemark help topics' lists what else there is to read.

      """)
  }
}
