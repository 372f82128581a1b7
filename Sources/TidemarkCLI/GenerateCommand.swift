public import ArgumentParser
public import TideGenerator
import TideStore

extension DataSize: @retroactive ExpressibleByArgument {
  /// A size as typed: smoke, S, M, L, or a multiple of M.
  public init?(argument: String) { self.init(argument) }
}

/// `tidemark generate`.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Make figures to measure with, in the shape of published ones.",
    discussion: """
      EXAMPLES:
        tidemark generate --size S --store bench-store
        tidemark generate --size M --seed 7 --csv figures.csv
        tidemark generate --size M --seed 7 --next-year --csv next-year.csv

      Sizes: smoke (50 thousand figures), S (1 million), M (10 million), L (50 million, with small areas), or a multiple
      of M such as 0.5. The same size and seed give the same bytes on every machine. The figures are invented: no place
      has them.
      """)

  @Option(name: .long, help: ArgumentHelp("smoke, S, M, L or a multiple of M.", valueName: "size"))
  var size: DataSize

  @Option(name: .long, help: ArgumentHelp("What everything is made from.", valueName: "number"))
  var seed: UInt64 = 1

  @Flag(name: .long, help: "Only the figures of the year after, as the next release brings them.")
  var nextYear = false

  @Option(name: .long, help: ArgumentHelp("A folder for a new store.", valueName: "folder"))
  var store: String?

  @Option(name: .long, help: ArgumentHelp("A file for the 27 columns of the Fingertips service.", valueName: "file"))
  var csv: String?

  @Option(name: .long, help: ArgumentHelp("A file for the tidy table that 'append' reads.", valueName: "file"))
  var tidy: String?

  func validate() throws {
    guard [store, csv, tidy].count(where: { $0 != nil }) == 1 else {
      throw ValidationError("Give one of --store, --csv and --tidy.")
    }
    guard [store, csv, tidy].allSatisfy({ $0 != "" }) else { throw ValidationError("The path is empty.") }
  }

  func run() throws {
    let data = GeneratedData(size: size, seed: seed, nextYear: nextYear)
    let progress = GenerateProgress(total: data.indicators.count)
    if let store {
      let writer = try StoreWriter(store, at: try Moment.given.get(), tool: Program.tool)
      try data.write(to: writer, progress: progress.show)
    } else if let csv {
      let file = try FileSink(csv, option: "--csv")
      try data.writeFingertips(to: file.write, progress: progress.show)
      try file.finish()
    } else if let tidy {
      let file = try FileSink(tidy, option: "--tidy")
      try data.writeTidy(to: file.write, progress: progress.show)
      try file.finish()
    }
    try Console.write("\(data.figureCount) figures of \(data.indicators.count) indicators, seed \(seed)\n")
  }
}

/// Lines on a terminal that say how far the work has come.
private struct GenerateProgress {
  let total: Int
  private let isShown = Terminal.isError

  init(total: Int) { self.total = total }

  /// Tells that so many indicators are done, at every tenth of them.
  func show(_ done: Int) {
    guard isShown, done * 10 / total != (done - 1) * 10 / total else { return }
    Console.tell("tidemark: \(done) of \(total) indicators")
  }
}
