import ArgumentParser
import TideModel
import TideQuery
import TideReport
import TideStore

/// `tidemark chart compare`.
struct CompareChartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "The latest figures as ratios to England's, by theme.",
    discussion: """
      EXAMPLES:
        tidemark chart compare --output compare.svg
        tidemark chart compare --priority "maternal health" --area Solihull --format text
      """)

  @OptionGroup var indicators: IndicatorArguments
  @OptionGroup var themes: ThemeOptions
  @OptionGroup var options: QueryOptions
  @OptionGroup var comparison: ComparisonOptions
  @OptionGroup var chart: ChartOptions

  func run() throws {
    var asked = try Asking(options)
    try asked.draw(.compare, try asked.query(.compare, indicators: indicators.names, about: themes, comparison), chart)
  }
}

/// `tidemark chart rank`.
struct RankChartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rank",
    abstract: "Areas as bars, best first, the area marked and England a line.",
    discussion: """
      EXAMPLES:
        tidemark chart rank 90284 --sex persons --within "West Midlands"
        tidemark chart rank "infant mortality rate" --peers core-cities -o rank.svg
        tidemark chart rank "infant mortality rate" --rank-interval -o rank.svg
      """)

  @OptionGroup var indicator: IndicatorArgument
  @OptionGroup var options: QueryOptions
  @OptionGroup var comparison: ComparisonOptions
  @OptionGroup var peers: PeerOptions
  @Flag(name: .long, help: "Add the 95% interval of each rank, from the limits of all the areas ranked.")
  var rankInterval = false
  @OptionGroup var chart: ChartOptions

  func run() throws {
    var asked = try Asking(options)
    var query = try asked.query(.rank, indicators: [indicator.name], comparison, among: try peers.words())
    query.rankIntervals = rankInterval
    try asked.draw(.rank, query, chart)
  }
}

/// `tidemark chart funnel`.
struct FunnelChartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "funnel",
    abstract: "Areas against the control limits of a funnel plot.",
    discussion: """
      EXAMPLES:
        tidemark chart funnel 91547 --output funnel.svg
        tidemark chart funnel 90284 --sex persons --within "West Midlands"
      """)

  @OptionGroup var indicator: IndicatorArgument
  @OptionGroup var options: QueryOptions
  @OptionGroup var peers: PeerOptions
  @OptionGroup var chart: ChartOptions

  func run() throws {
    var asked = try Asking(options)
    let query = try asked.query(.funnel(showsLimits: false), indicators: [indicator.name], among: try peers.words())
    var limits = query
    limits.question = .funnel(showsLimits: true)
    try asked.draw(.funnel, query, beside: limits, chart)
  }
}

/// `tidemark chart spine`.
struct SpineChartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spine",
    abstract: "The area between the worst and the best, a row for each indicator.",
    discussion: """
      EXAMPLES:
        tidemark chart spine 91547 900301 900201
        tidemark chart spine --priority "maternal health" --within "West Midlands" -o spine.svg
      """)

  @OptionGroup var indicators: IndicatorArguments
  @OptionGroup var themes: ThemeOptions
  @OptionGroup var options: QueryOptions
  @OptionGroup var comparison: ComparisonOptions
  @OptionGroup var peers: PeerOptions
  @OptionGroup var chart: ChartOptions

  func run() throws {
    var asked = try Asking(options)
    let query = try asked.query(
      .rank, indicators: indicators.names, about: themes, comparison, among: try peers.words())
    try asked.draw(.spine, query, chart)
  }
}

/// `tidemark chart decomposition`.
struct DecompositionChartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decomposition",
    abstract: "What causes of death or ages make up a gap in life expectancy.",
    discussion: """
      The file is that of 'tidemark decompose'.

      EXAMPLES:
        tidemark chart decomposition deaths-by-cause.csv --output gap.svg
        tidemark chart decomposition deaths-by-cause.csv --area Solihull --parts age
      """)

  @OptionGroup var input: AgeBandOptions
  @OptionGroup var gap: DecompositionOptions
  @OptionGroup var chart: ChartOptions

  func run() throws {
    let options = gap.choice(groupedBy: input.by)
    let table = try input.table(needs: [.age, .population], addsNumbers: true) {
      try LifeExpectancyGaps($0, options).table()
    }
    let name = input.file.split(separator: "/").last.map(String.init) ?? input.file
    try chart.write(.decomposition, of: table, source: "Source: \(name).")
  }
}
