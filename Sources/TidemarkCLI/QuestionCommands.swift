import ArgumentParser
import TideInterchange
import TideModel
import TideQuery
import TideStore

/// `tidemark compare`.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "The latest figure of each indicator against England.",
    discussion: """
      EXAMPLES:
        tidemark compare
        tidemark compare "infant mortality" 93474 --area Solihull
        tidemark compare --benchmark median --category none
        tidemark compare --format csv > latest.csv
      """)

  @Argument(help: ArgumentHelp("Indicators by id, code or name; all when none is named.", valueName: "indicator"))
  var indicators: [String] = []
  @OptionGroup var options: QueryOptions
  @OptionGroup var peers: PeerOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let asked = try Asking(options)
    var query = try asked.query(.compare, indicators: indicators)
    query.peers = try peers.choice(asked.finder)
    try answer.write(try asked.engine.table(query), hint: Asking.emptyHint)
  }
}

/// `tidemark trend`.
struct TrendCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trend",
    abstract: "Every period of an indicator, the area beside England.",
    discussion: """
      EXAMPLES:
        tidemark trend "infant mortality"
        tidemark trend suicide --sex male --area Dudley
        tidemark trend 90366 --benchmark "West Midlands" --format json
      """)

  @Argument(help: ArgumentHelp("The indicator by id, code or name.", valueName: "indicator"))
  var indicator: [String]
  @OptionGroup var options: QueryOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let asked = try Asking(options)
    let query = try asked.query(.trend, indicators: [indicator.joined(separator: " ")])
    try answer.write(try asked.engine.table(query), hint: Asking.emptyHint)
  }
}

/// `tidemark rank`.
struct RankCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rank",
    abstract: "All areas of the area's type in one period, best first.",
    discussion: """
      EXAMPLES:
        tidemark rank "infant mortality"
        tidemark rank "infant mortality" --within "West Midlands" --period 2019
        tidemark rank "low birth weight" --peers core-cities
        tidemark rank "low birth weight" --area-type region
      """)

  @Argument(help: ArgumentHelp("The indicator by id, code or name.", valueName: "indicator"))
  var indicator: [String]
  @OptionGroup var options: QueryOptions
  @OptionGroup var peers: PeerOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let asked = try Asking(options)
    var query = try asked.query(.rank, indicators: [indicator.joined(separator: " ")])
    query.peers = try peers.choice(asked.finder)
    try answer.write(try asked.engine.table(query), hint: Asking.emptyHint)
  }
}

/// `tidemark profile`.
struct ProfileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "The latest of everything for one area, by theme, worst first.",
    discussion: """
      EXAMPLES:
        tidemark profile
        tidemark profile Walsall --category none
        tidemark profile E12000005
      """)

  @Argument(help: ArgumentHelp("The area by code or name (else as --area).", valueName: "area"))
  var place: [String] = []
  @OptionGroup var options: QueryOptions
  @OptionGroup var peers: PeerOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    if !place.isEmpty, options.area != nil { throw ValidationError("Name the area once: 'profile AREA' or --area.") }
  }

  func run() throws {
    let asked = try Asking(options)
    var query = try asked.query(.profile, indicators: [], area: place.isEmpty ? nil : place.joined(separator: " "))
    query.peers = try peers.choice(asked.finder)
    try answer.write(try asked.engine.table(query), hint: Asking.emptyHint)
  }
}

/// `tidemark export`.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Every figure, with sex, age, category and period as published.",
    discussion: """
      All areas unless --area, --area-type, --within or --peers says otherwise.

      EXAMPLES:
        tidemark export > everything.csv
        tidemark export "infant mortality" --compare --format jsonl
        tidemark export --area Birmingham --period 2023
      """)

  @Argument(help: ArgumentHelp("Indicators by id, code or name; all when none is named.", valueName: "indicator"))
  var indicators: [String] = []
  @Flag(name: .long, help: "Add the benchmark and the comparison.")
  var compare = false
  @OptionGroup var options: QueryOptions
  @OptionGroup var peers: PeerOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let asked = try Asking(options)
    var query = try asked.query(.export(compared: compare), indicators: indicators, isForAllAreas: true)
    query.peers = try peers.choice(asked.finder)
    try answer.stream(hint: Asking.emptyHint) { header, row in
      try asked.engine.run(query, header: header, row: row)
    }
  }
}

/// An open store and the way from words to a query.
struct Asking {
  let snapshot: Snapshot
  let finder: Finder
  let engine: QueryEngine
  private let options: QueryOptions

  /// What to tell when an answer has no rows.
  static let emptyHint = "No figure fits these options; 'tidemark describe INDICATOR' lists its strata and periods."

  init(_ options: QueryOptions) throws {
    snapshot = try options.vintage.open()
    finder = Finder(snapshot)
    engine = QueryEngine(snapshot)
    self.options = options
  }

  /// The query that a command's words stand for.
  /// - Parameters:
  ///   - area: the area where the command has an argument for it.
  ///   - isForAllAreas: whether no area named means all of them.
  func query(
    _ question: Query.Question, indicators: [String], area: String? = nil, isForAllAreas: Bool = false
  ) throws -> Query {
    let code: String? =
      if let area {
        try finder.resolveArea(area).code
      } else if isForAllAreas, options.area == nil {
        nil
      } else {
        try options.areaCode(finder, snapshot)
      }
    return Query(
      question, indicators: try indicators.map { try finder.resolveIndicator($0).id }, area: code,
      benchmark: try options.benchmark(finder), selection: try options.selection())
  }
}
