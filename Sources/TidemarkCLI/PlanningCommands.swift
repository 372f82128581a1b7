import ArgumentParser
import TideModel
import TideQuery
import TideStore

/// `tidemark watchlist`.
struct WatchlistCommand: QuestionCommand {
  static let configuration = CommandConfiguration(
    commandName: "watchlist",
    abstract: "What is worse than England or gets worse, in sections, the farthest off first.",
    discussion: """
      EXAMPLES:
        tidemark watchlist
        tidemark watchlist --area Sandwell --peers core-cities
        tidemark watchlist --category all
        tidemark watchlist --format csv > watch.csv

      Of the latest figures of an area: worse than England and getting worse; worse
      without a significant trend; worse but getting better; similar or better but
      getting worse. Persons where there are persons, and whole populations, unless
      --sex, --age or --category says otherwise. What cannot be judged is counted
      under the table.
      """)

  @OptionGroup var options: QueryOptions
  @OptionGroup var comparison: ComparisonOptions
  @OptionGroup var peers: PeerOptions
  @OptionGroup var answer: AnswerOptions

  func query(_ asked: Asking) throws -> Query {
    try asked.query(.watchlist, indicators: [], comparison, among: try peers.words())
  }

  var hint: ((ResultTable) -> String)? { Self.hint }

  /// What to tell of a list without rows.
  static func hint(_ table: ResultTable) -> String {
    "Nothing has to be watched. \(table.footnotes.map(\.text).joined(separator: "\n"))"
  }
}

/// `tidemark gap`.
struct GapCommand: QuestionCommand {
  static let configuration = CommandConfiguration(
    commandName: "gap",
    abstract: "The difference to England in every period, and whether it widens or closes.",
    discussion: """
      EXAMPLES:
        tidemark gap "infant mortality"
        tidemark gap 900101 --area Sandwell --benchmark "West Midlands region"
        tidemark gap suicide --sex male
        tidemark gap 90284 --format csv

      The difference has 95% limits where both figures have some. The gap widens or
      closes where the slopes of the two differ significantly over the latest 5 or 10
      points that share no days.
      """)

  @OptionGroup var indicator: IndicatorArgument
  @OptionGroup var options: QueryOptions
  @OptionGroup var comparison: ComparisonOptions
  @OptionGroup var answer: AnswerOptions

  func query(_ asked: Asking) throws -> Query { try asked.query(.gap, indicators: [indicator.name], comparison) }
}

/// `tidemark changes`.
struct ChangesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "changes",
    abstract: "What the newest release changed for an area: its latest figures before and after.",
    discussion: """
      EXAMPLES:
        tidemark changes
        tidemark changes --area Solihull --release 3
        tidemark changes --category none --format csv > changes.csv

      Comparisons that turned over come first. 'tidemark revisions' lists every figure
      that a release changed, of all areas.
      """)

  @Option(name: .long, help: ArgumentHelp("The release (else the newest).", valueName: "release"))
  var release: Int?
  @OptionGroup var options: QueryOptions
  @OptionGroup var comparison: ComparisonOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    if comparison.ratioLimits { throw ValidationError("--ratio-limits does not bear on changes.") }
    if release != nil, options.vintage.asOf != nil { throw ValidationError("Give --release or --as-of, not both.") }
  }

  func run() throws {
    var options = options
    if let release { options.vintage.asOf = String(release) }
    var asked = try Asking(options)
    guard let number = asked.snapshot.release?.sequence else {
      throw CommandFailure(.usage, "there is no release yet", remedy: "'tidemark append' makes one.")
    }
    let query = try asked.query(.changes(since: .release(number - 1)), indicators: [], comparison)
    try asked.answer(query, answer) { $0.footnotes.map(\.text).joined(separator: "\n") }
  }
}

/// `tidemark peers`.
struct PeersCommand: QuestionCommand {
  static let configuration = CommandConfiguration(
    commandName: "peers",
    abstract: "The groups an area can be ranked in, or the areas of one of them.",
    discussion: """
      EXAMPLES:
        tidemark peers
        tidemark peers core-cities
        tidemark peers "West Midlands region" --area-type upper-tier
        tidemark peers neighbours.txt

      A group is named to --peers, a larger area to --within. A file lists areas one a
      line, by code or name, or in a column area_code or area; lines that begin with #
      are remarks.
      """)

  @Argument(help: ArgumentHelp("A group, a larger area, an area type or a file (else all groups).", valueName: "group"))
  var group: [String] = []
  @OptionGroup var options: QueryOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    let others = [
      ("--benchmark", options.benchmark), ("--sex", options.sex), ("--age", options.age),
      ("--category", options.category), ("--period", options.period),
    ]
    if let other = others.first(where: { $0.1 != nil }) { throw ValidationError("\(other.0) does not bear on peers.") }
  }

  func query(_ asked: Asking) throws -> Query {
    let name = group.joined(separator: " ")
    let type = AreaType(rawValue: name)
    var query = try asked.query(
      .peers(listing: !name.isEmpty), indicators: [],
      among: name.isEmpty || type != nil ? .areaType : try PeerOptions.words(named: name))
    if let type { query.selection.areaType = type }
    return query
  }

  var hint: ((ResultTable) -> String)? { { $0.footnotes.map(\.text).joined(separator: "\n") } }
}
