import ArgumentParser
import TideDisclosure
import TideInterchange
import TideModel
import TideQuery
import TideStore

/// `tidemark releases`.
struct ReleasesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "releases",
    abstract: "Every release: when, from which files, and what it changed.",
    discussion: """
      EXAMPLES:
        tidemark releases
        tidemark releases --format json
      """)

  @OptionGroup var catalogue: CatalogueOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws { try catalogue.answer(.releases, answer) }
}

/// Which changes are listed.
struct ChangeOptions: ParsableArguments {
  @Option(
    name: .long, help: ArgumentHelp("Only this indicator, by id, code or name.", valueName: "indicator"))
  var indicator: String?

  @Option(name: .long, help: ArgumentHelp("Only this area, by code or name.", valueName: "area"))
  var area: String?

  @Flag(name: .long, help: "List new figures too; else they are only counted.")
  var new = false

  @Flag(name: .long, help: "Show the former values of what was suppressed or withdrawn since.")
  var allowWithdrawn = false

  @OptionGroup var disclosure: DisclosureOptions

  @Flag(name: .long, help: "Print the question as JSON, all words resolved, instead of answering it.")
  var queryJson = false

  /// Lists what changed since a vintage, and tells the totals on standard error.
  func write(
    since: AsOf, upTo: AsOf, in path: String, titled title: ((AsOf, Snapshot) throws -> String)? = nil,
    _ answer: AnswerOptions
  ) throws {
    let source = try disclosure.open(path, asOf: upTo, withholding: !allowWithdrawn)
    let after = source.snapshot
    let resolver = Resolver(after)
    let query = Query(
      .revisions(since: since, listing: Set(VintageDifference.Change.allCases).subtracting(new ? [] : [.new])),
      indicators: try indicator.map { [try resolver.indicator($0)] } ?? [],
      area: try area.map { try resolver.area($0) },
      vintage: Query.VintageChoice(
        asOf: upTo, allowsWithdrawn: allowWithdrawn, disclosure: try disclosure.profile()),
      shape: answer.queryShape)
    if queryJson { return try Console.write(query.json) }
    var totals: [String] = []
    try answer.stream(hint: Self.hint, from: .store(source)) { header, batch in
      totals = try QueryEngine(source).run(
        query,
        header: { table in
          var table = table
          if let title { table.title = try title(since, after) }
          try header(table)
        }, batch: batch)
    }
    for line in totals { Console.tell(line) }
    DisclosureOptions.tell(source)
  }

  /// What to tell where there is not one row.
  static let hint = "Nothing published before was changed."
}

/// `tidemark revisions`.
struct RevisionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revisions",
    abstract: "What a release changed: old and new figures, and comparisons that turned over.",
    discussion: """
      EXAMPLES:
        tidemark revisions
        tidemark revisions 3 --area Birmingham
        tidemark revisions --new --format csv > changes.csv
      """)

  @Argument(help: ArgumentHelp("The release (else the newest).", valueName: "release"))
  var release: Int?
  @OptionGroup var store: StoreOptions
  @OptionGroup var changes: ChangeOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let newest = try Snapshot.open(store.path).release?.sequence ?? 0
    let number = release ?? newest
    guard number >= 1, number <= newest else {
      throw CommandFailure(
        .usage, "there is no release \(number)", remedy: "'tidemark releases' lists all \(newest) of them.")
    }
    try changes.write(since: .release(number - 1), upTo: .release(number), in: store.path, answer)
  }
}

/// `tidemark diff`.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "What changed between two vintages.",
    discussion: """
      EXAMPLES:
        tidemark diff 1 3
        tidemark diff 2025-01-01 2026-01-01 --indicator "infant mortality"
      """)

  @Argument(help: ArgumentHelp("The earlier vintage: a release or a day.", valueName: "from"))
  var from: String
  @Argument(help: ArgumentHelp("The later vintage (else the newest).", valueName: "to"))
  var to: String?
  @OptionGroup var store: StoreOptions
  @OptionGroup var changes: ChangeOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    func title(_ since: AsOf, _ after: Snapshot) throws -> String {
      let before = try after.vintage(since).release?.sequence ?? 0
      return "What changed from release \(before) to release \(after.release?.sequence ?? 0)"
    }
    try changes.write(
      since: try VintageOptions.vintage(from), upTo: try to.map(VintageOptions.vintage) ?? .latest, in: store.path,
      titled: title, answer)
  }
}

/// `tidemark undo`.
struct UndoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract: "Take the newest release back: a new release that restores what stood before it.",
    discussion: """
      EXAMPLES:
        tidemark undo
        tidemark undo 4

      Nothing is erased: --as-of the release taken back still answers with it. Undo
      again to bring it back.
      """)

  @Argument(help: ArgumentHelp("The release to take back, which must be the newest in force.", valueName: "release"))
  var release: Int?
  @OptionGroup var store: StoreOptions
  @OptionGroup var waiting: WaitOptions
  @OptionGroup var job: JobOptions

  func run() throws {
    let (made, undone) = try StoreWriter.undo(
      store.path, release: release, waitingUpTo: waiting.wait, at: try Moment.given.get(), tool: Program.tool,
      noting: Console.tellSetAside)
    try job.report(
      "release \(made.sequence): release \(undone) is taken back; the figures before it stand again",
      [("release", .whole(made.sequence)), ("undone", .whole(undone))])
  }
}
