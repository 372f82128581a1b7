import ArgumentParser
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
    let snapshot = try vintage.open()
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

  /// Lists what changed between two vintages, and tells the totals on standard error.
  func write(_ before: Snapshot, _ after: Snapshot, title: String, _ answer: AnswerOptions) throws {
    try disclosure.install(on: before, after)
    let finder = Finder(after)
    let difference = try VintageDifference(
      before, after, indicators: try indicator.map { [try finder.resolveIndicator($0).id] } ?? [],
      area: try area.map { try finder.resolveArea($0).code })
    var listed = Set(VintageDifference.Change.allCases)
    if !new { listed.remove(.new) }
    var totals = VintageDifference.Totals()
    try answer.stream(hint: "Nothing published before was changed.", from: .store(after)) { header, batch in
      try RowBatches.gather(header: header, batch: batch) { header, row in
        try header(ResultTable(columns: VintageDifference.columns, title: title))
        totals = try difference.stream(listing: listed, row: row)
      }
    }
    let earlier = before.release?.sequence ?? 0
    let made = try after.releases().filter { $0.sequence > earlier }
    Console.tell(line(totals, relabelled: made.reduce(0) { $0 &+ $1.counts.relabelled }))
    DisclosureOptions.tell(after)
  }

  /// `3 revised, 1 suppressed; 2 comparisons with England turned over; 120 new figures (--new lists them)`.
  ///
  /// Texts beside figures that stand are counted when they are loaded, over all indicators and areas.
  private func line(_ totals: VintageDifference.Totals, relabelled: Int) -> String {
    let kinds: [VintageDifference.Change] = [.revised, .suppressed, .withdrawn, .removed]
    let changed = kinds.filter { totals.count($0) > 0 }.map { "\(totals.count($0).grouped) \($0.rawValue)" }
    var parts = [changed.isEmpty ? "no published figure changed" : changed.joined(separator: ", ")]
    let noun = totals.flipped == 1 ? "comparison" : "comparisons"
    parts.append("\(totals.flipped.grouped) \(noun) with England turned over")
    if totals.count(.new) > 0 {
      parts.append("\(totals.count(.new).grouped) new figures" + (new ? "" : " (--new lists them)"))
    }
    if relabelled > 0, indicator == nil, area == nil {
      let figures = relabelled == 1 ? "figure that stands" : "figures that stand"
      parts.append("\(relabelled.grouped) \(figures) with another published text")
    }
    return parts.joined(separator: "; ") + "."
  }
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
    let before = try Snapshot.open(store.path, asOf: .release(number - 1), withholding: !changes.allowWithdrawn)
    let after = try Snapshot.open(store.path, asOf: .release(number), withholding: !changes.allowWithdrawn)
    let day = after.release.map { ", published \($0.published)" } ?? ""
    try changes.write(before, after, title: "What release \(number)\(day) changed", answer)
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
    let before = try VintageOptions.open(store.path, asOf: from, allowWithdrawn: changes.allowWithdrawn)
    let after =
      try to.map { try VintageOptions.open(store.path, asOf: $0, allowWithdrawn: changes.allowWithdrawn) }
      ?? Snapshot.open(store.path)
    func name(_ snapshot: Snapshot) -> String { "release \(snapshot.release?.sequence ?? 0)" }
    try changes.write(before, after, title: "What changed from \(name(before)) to \(name(after))", answer)
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
      store.path, release: release, waitingUpTo: waiting.wait, tool: Program.tool)
    try job.report(
      "release \(made.sequence): release \(undone) is taken back; the figures before it stand again",
      [("release", .whole(made.sequence)), ("undone", .whole(undone))])
  }
}
