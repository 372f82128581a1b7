import ArgumentParser
import TideInterchange
import TideModel
import TideQuery
import TideStore

/// `tidemark compare`.
struct CompareCommand: QuestionCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "The latest figure of each indicator against England.",
    discussion: """
      EXAMPLES:
        tidemark compare
        tidemark compare "infant mortality" 93474 --area Solihull
        tidemark compare --priority "maternal health"
        tidemark compare --benchmark median --category none
        tidemark compare --method interval998
        tidemark compare "coverage: breast cancer" --goal 70..80
        tidemark compare --format csv > latest.csv
      """)

  @OptionGroup var indicators: IndicatorArguments
  @OptionGroup var themes: ThemeOptions
  @OptionGroup var options: QueryOptions
  @OptionGroup var comparison: ComparisonOptions
  @OptionGroup var peers: PeerOptions
  @Flag(name: .long, help: "Add the 95% interval of each rank, from the limits of all the areas ranked.")
  var rankInterval = false
  @OptionGroup var answer: AnswerOptions

  func query(_ asked: Asking) throws -> Query {
    var query = try asked.query(
      .compare, indicators: indicators.names, about: themes, comparison, among: try peers.words())
    query.rankIntervals = rankInterval
    return query
  }
}

/// `tidemark trend`.
struct TrendCommand: QuestionCommand {
  static let configuration = CommandConfiguration(
    commandName: "trend",
    abstract: "Every period of an indicator, the area beside England.",
    discussion: """
      EXAMPLES:
        tidemark trend "infant mortality"
        tidemark trend suicide --sex male --area Dudley
        tidemark trend suicide --test
        tidemark trend 90366 --benchmark "West Midlands" --format json
      """)

  @OptionGroup var indicator: IndicatorArgument
  @Flag(
    name: .long,
    help: "Test the latest figures instead: up or down, and does the gap to the benchmark widen or close?")
  var test = false
  @OptionGroup var options: QueryOptions
  @OptionGroup var comparison: ComparisonOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    if test, comparison.isGiven { throw ValidationError("--method and --goal do not bear on --test.") }
    if test, comparison.ratioLimits { throw ValidationError("--ratio-limits does not bear on --test.") }
  }

  func query(_ asked: Asking) throws -> Query {
    return try asked.query(
      test ? .trendTest : .trend, indicators: [indicator.name], comparison)
  }
}

/// `tidemark rank`.
struct RankCommand: QuestionCommand {
  static let configuration = CommandConfiguration(
    commandName: "rank",
    abstract: "All areas of the area's type in one period, best first.",
    discussion: """
      EXAMPLES:
        tidemark rank "infant mortality"
        tidemark rank "infant mortality" --within "West Midlands" --period "2014 - 16"
        tidemark rank "low birth weight" --peers core-cities
        tidemark rank "low birth weight" --area-type region
        tidemark rank "infant mortality" --rank-interval
      """)

  @OptionGroup var indicator: IndicatorArgument
  @OptionGroup var options: QueryOptions
  @OptionGroup var comparison: ComparisonOptions
  @OptionGroup var peers: PeerOptions
  @Flag(name: .long, help: "Add the 95% interval of each rank, from the limits of all the areas ranked.")
  var rankInterval = false
  @OptionGroup var answer: AnswerOptions

  func query(_ asked: Asking) throws -> Query {
    var query = try asked.query(.rank, indicators: [indicator.name], comparison, among: try peers.words())
    query.rankIntervals = rankInterval
    return query
  }
}

/// `tidemark profile`.
struct ProfileCommand: QuestionCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "The latest of everything for one area, by theme, worst first.",
    discussion: """
      EXAMPLES:
        tidemark profile
        tidemark profile Walsall --category none
        tidemark profile E12000005
      """)

  @Argument(
    help: ArgumentHelp("The area by code or name (else as --area).", valueName: "area"),
    completion: .custom(Completions.areas))
  var place: [String] = []
  @OptionGroup var themes: ThemeOptions
  @OptionGroup var options: QueryOptions
  @OptionGroup var comparison: ComparisonOptions
  @OptionGroup var peers: PeerOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    if !place.isEmpty, options.area != nil { throw ValidationError("Name the area once: 'profile AREA' or --area.") }
  }

  func query(_ asked: Asking) throws -> Query {
    try asked.query(
      .profile, indicators: [], about: themes, comparison, among: try peers.words(),
      area: place.isEmpty ? nil : place.joined(separator: " "))
  }
}

/// `tidemark export`.
struct ExportCommand: QuestionCommand {
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

  @OptionGroup var indicators: IndicatorArguments
  @Flag(name: .long, help: "Add the benchmark and the comparison.")
  var compare = false
  @OptionGroup var themes: ThemeOptions
  @OptionGroup var options: QueryOptions
  @OptionGroup var comparison: ComparisonOptions
  @OptionGroup var peers: PeerOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    if comparison.isGiven, !compare { throw ValidationError("--method and --goal need --compare here.") }
  }

  func query(_ asked: Asking) throws -> Query {
    try asked.query(
      .export(compared: compare), indicators: indicators.names, about: themes, comparison,
      among: try peers.words(), isForAllAreas: true)
  }

  func run() throws {
    var asked = try Asking(options)
    try asked.export(try query(asked), answer)
  }
}
