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

  @OptionGroup var vintage: VintageOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let snapshot = try vintage.open().snapshot
    var table = ResultTable(columns: Self.columns, title: "Releases of \(snapshot.path)")
    let isForPeople = answer.chosenFormat.isForPeople
    for release in try snapshot.releases() {
      table.append(Self.cells(release, snapshot.undoing(release), digits: isForPeople ? 12 : 64))
    }
    try answer.write(table, hint: "", from: .store(snapshot))
  }

  private static let columns: [ResultTable.Column] = [
    .init("release", "Release", .integer, 0), .init("published", "Published", .text, 0),
    .init("recorded", "Recorded", .text, 3),
    .init("new", "New", .integer, 0), .init("revised", "Revised", .integer, 0),
    .init("withdrawn", "Withdrawn", .integer, 2),
    .init("newly_suppressed", "Newly suppressed", .integer, 2),
    .init("relabelled", "Relabelled", .integer, 4), .init("unchanged", "Unchanged", .integer, 1),
    .init("collapsed", "Repeated", .integer, 5), .init("rejected", "Rejected", .integer, 2),
    .init("described", "Described", .integer, 5),
    .init("files", "Files", .text, 1), .init("sha256", "SHA-256", .text, 8), .init("tool", "Written by", .text, 7),
    .init("note", "Note", .text, 0),
  ]

  private static func cells(_ release: Release, _ undoing: ReleaseUndoing?, digits: Int) -> [ResultTable.Cell] {
    let counts = release.counts
    func texts(_ texts: [String]) -> ResultTable.Cell {
      texts.isEmpty ? .missing : .text(texts.joined(separator: ";"))
    }
    let note: String? =
      switch undoing {
      case .undid(let other): "takes release \(other) back"
      case .undone(let other): "taken back by release \(other)"
      case nil where release.disclosurePin != nil: Self.pinNote(release.disclosurePin)
      case nil: release.isLost ? "lost: no whole segment of it was found by a repair" : nil
      }
    return [
      .integer(release.sequence), .text(release.published.description), .text(Instant.text(release.recordedAt)),
      .integer(counts.new), .integer(counts.revised), .integer(counts.withdrawn), .integer(counts.newlySuppressed),
      .integer(counts.relabelled), .integer(counts.unchanged), .integer(counts.collapsed), .integer(counts.rejected),
      .integer(counts.described), texts(release.sources.map(\.name)),
      texts(release.sources.map { String($0.sha256.prefix(digits)) }),
      .text(release.tool), note.map { .text($0) } ?? .missing,
    ]
  }

  private static func pinNote(_ number: Int?) -> String {
    switch DisclosureProfile.pin(number) {
    case .none: "takes disclosure control off"
    case .profile(let profile): "pins disclosure control (\(profile.name))"
    case .unknown: "pins a disclosure control that this program does not know"
    }
  }
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
    let finder = Finder(after)
    let query = Query(
      .revisions(since: since, listing: Set(VintageDifference.Change.allCases).subtracting(new ? [] : [.new])),
      indicators: try indicator.map { [try finder.resolveIndicator($0).id] } ?? [],
      area: try area.map { try finder.resolveArea($0).code },
      vintage: Query.VintageChoice(
        asOf: upTo, allowsWithdrawn: allowWithdrawn, disclosure: try disclosure.profile()),
      shape: answer.queryShape)
    if queryJson { return try Console.write(query.json) }
    var totals: [String] = []
    try answer.stream(hint: Self.hint, from: .store(after)) { header, batch in
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
      store.path, release: release, waitingUpTo: waiting.wait, at: try Moment.given.get(), tool: Program.tool)
    try job.report(
      "release \(made.sequence): release \(undone) is taken back; the figures before it stand again",
      [("release", .whole(made.sequence)), ("undone", .whole(undone))])
  }
}
