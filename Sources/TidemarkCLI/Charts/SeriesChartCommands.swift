import ArgumentParser
import TideModel
import TideQuery
import TideReport
import TideStore

/// `tidemark chart trend`.
struct TrendChartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trend",
    abstract: "An area's figures over time beside England, with their interval.",
    discussion: """
      --peers and --within draw other areas in thin grey lines. Where the indicator has several sexes, ages or
      categories, each has a panel; all panels have one scale.

      EXAMPLES:
        tidemark chart trend "infant mortality rate" --output infant-mortality.svg
        tidemark chart trend 91547 --peers core-cities --format text
      """)

  @OptionGroup var indicator: IndicatorArgument
  @OptionGroup var options: QueryOptions
  @OptionGroup var comparison: ComparisonOptions
  @OptionGroup var peers: PeerOptions
  @OptionGroup var chart: ChartOptions

  func run() throws {
    var asked = try Asking(options)
    let query = try asked.query(.trend, indicators: [indicator.name], comparison)
    var others: Query?
    if peers.within != nil || peers.peers != nil {
      others = query
      others?.question = .export(compared: false)
      others?.area = nil
      others?.peers = try asked.resolver.peers(peers.words())
      if others?.selection.areaType == nil, let area = query.area {
        others?.selection.areaType = AreaType.usual(forCode: area)
      }
    }
    try asked.draw(.trend, query, beside: others, chart)
  }
}

/// `tidemark chart multiples`.
struct MultiplesChartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "multiples",
    abstract: "The trends of several indicators side by side, each on its own scale.",
    discussion: """
      EXAMPLES:
        tidemark chart multiples 900301 91547 900201 --output three.svg
        tidemark chart multiples --priority "maternal health" --sex persons
      """)

  @OptionGroup var indicators: IndicatorArguments
  @OptionGroup var themes: ThemeOptions
  @OptionGroup var options: QueryOptions
  @OptionGroup var comparison: ComparisonOptions
  @OptionGroup var chart: ChartOptions

  func run() throws {
    var asked = try Asking(options)
    try asked.draw(.multiples, try asked.query(.trend, indicators: indicators.names, about: themes, comparison), chart)
  }
}

/// `tidemark chart gap`.
struct GapChartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gap",
    abstract: "The difference from England over time.",
    discussion: """
      EXAMPLES:
        tidemark chart gap "infant mortality rate"
        tidemark chart gap 90284 --sex persons --benchmark "West Midlands" -o gap.svg
      """)

  @OptionGroup var indicator: IndicatorArgument
  @OptionGroup var options: QueryOptions
  @OptionGroup var comparison: ComparisonOptions
  @OptionGroup var chart: ChartOptions

  func run() throws {
    var asked = try Asking(options)
    try asked.draw(.gap, try asked.query(.gap, indicators: [indicator.name], comparison), chart)
  }
}

/// `tidemark chart inequality`.
struct InequalityChartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inequality",
    abstract: "Deciles of deprivation and the slope index over time.",
    discussion: """
      Of England unless --area names another area. Of one period or two the figure of each decile is drawn, with the line
      whose slope is the index.

      EXAMPLES:
        tidemark chart inequality 90284 --sex persons --category "County & UA"
        tidemark chart inequality 900401 --output suicide-by-deprivation.svg
      """)

  @OptionGroup var indicator: IndicatorArgument
  @Option(name: .long, help: "The scale of the fit: none, log (rates) or logit (proportions).")
  var transform: InequalityChoice.Transform = .none
  @OptionGroup var options: QueryOptions
  @OptionGroup var chart: ChartOptions

  func run() throws {
    var asked = try Asking(options)
    let query = try asked.query(
      .inequality(InequalityChoice(transform: transform, repetitions: nil, seed: 1)),
      indicators: [indicator.name], area: options.area == nil ? Area.englandCode : nil)
    var parts = query
    parts.question = .export(compared: false)
    if parts.selection.strata == .usual { parts.selection.strata = .every }
    try asked.draw(.inequality, query, beside: parts, chart)
  }
}
