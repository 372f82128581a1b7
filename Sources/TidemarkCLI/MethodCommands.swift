public import ArgumentParser
import TideModel
public import TideQuery
import TideStore

extension InequalityChoice.Transform: @retroactive ExpressibleByArgument {}

/// `tidemark inequality`.
struct InequalityCommand: QuestionCommand {
  static let configuration = CommandConfiguration(
    commandName: "inequality",
    abstract: "Slope and relative index of inequality and the gap by deprivation, over time.",
    discussion: """
      From the figures of an indicator by deprivation decile or quintile, of England unless --area names another area. Where
      low is good or high is good an SII above 0 means that the most deprived are worse off. Limits are in
      closed form; --simulate takes them from so many simulated fits.

      EXAMPLES:
        tidemark inequality 90284 --sex persons
        tidemark inequality 90284 --category "County & UA" --period 2023/24 --transform log
        tidemark inequality 93085 --transform logit --simulate 100000 --seed 7
      """)

  @OptionGroup var indicator: IndicatorArgument
  @Option(name: .long, help: "The scale of the fit: none, log (rates) or logit (proportions).")
  var transform: InequalityChoice.Transform = .none
  @Option(name: .long, help: ArgumentHelp("Limits from so many simulated fits, 1,000 or more.", valueName: "fits"))
  var simulate: Int?
  @Option(name: .long, help: "The seed of the simulation.")
  var seed: UInt64 = 1
  @OptionGroup var options: QueryOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    if let simulate, !(1000...10_000_000).contains(simulate) {
      throw ValidationError("--simulate is 1,000 to 10,000,000 fits.")
    }
  }

  func query(_ asked: Asking) throws -> Query {
    let choice = InequalityChoice(transform: transform, repetitions: simulate, seed: seed)
    return try asked.query(
      .inequality(choice), indicators: [indicator.name],
      area: options.area == nil ? Area.englandCode : nil)
  }
}

/// `tidemark funnel`.
struct FunnelCommand: QuestionCommand {
  static let configuration = CommandConfiguration(
    commandName: "funnel",
    abstract: "Every area against the control limits of a funnel plot, in one period.",
    discussion: """
      The funnel stands about the average of all areas of the type in England; --within and --peers choose which of them
      are listed. --limits gives the control lines themselves, to be drawn.

      EXAMPLES:
        tidemark funnel 91547
        tidemark funnel 90284 --within "West Midlands" --period 2023/24
        tidemark funnel 91547 --limits --format csv > lines.csv
      """)

  @OptionGroup var indicator: IndicatorArgument
  @Flag(name: .long, help: "The control lines at 100 places instead of the areas.")
  var limits = false
  @OptionGroup var options: QueryOptions
  @OptionGroup var peers: PeerOptions
  @OptionGroup var answer: AnswerOptions

  func query(_ asked: Asking) throws -> Query {
    try asked.query(
      .funnel(showsLimits: limits), indicators: [indicator.name], among: try peers.words())
  }
}

/// `tidemark excess`.
struct ExcessCommand: QuestionCommand {
  static let configuration = CommandConfiguration(
    commandName: "excess",
    abstract: "How many fewer events there would be at England's figure.",
    discussion: """
      The count of the area less what it would be if the area had the benchmark's figure, with the limits of the area's
      own. One indicator is answered for every period; several, or all, for the latest.

      EXAMPLES:
        tidemark excess
        tidemark excess 90284 --sex persons
        tidemark excess 91547 900408 --area Sandwell
      """)

  @OptionGroup var indicators: IndicatorArguments
  @OptionGroup var themes: ThemeOptions
  @OptionGroup var options: QueryOptions
  @OptionGroup var answer: AnswerOptions

  func query(_ asked: Asking) throws -> Query {
    return try asked.query(
      .excess(everyPeriod: indicators.names.count == 1), indicators: indicators.names, about: themes)
  }
}
