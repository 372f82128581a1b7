public import ArgumentParser
import TideModel
public import TideQuery
import TideStore

extension Aggregation.Dimension: @retroactive ExpressibleByArgument {}

/// `tidemark aggregate`.
struct AggregateCommand: QuestionCommand {
  static let configuration = CommandConfiguration(
    commandName: "aggregate",
    abstract: "Areas, years or both together, with interval and comparison made anew.",
    discussion: """
      Counts and denominators are summed, and value and interval follow from the sums by the indicator's method. A member
      without both, or a suppressed one, leaves the sum without a figure, and is named. Periods that share days are
      never summed. Without --areas, --within or --peers it is the years of one area that are summed.

      EXAMPLES:
        tidemark aggregate 90284 --last 3
        tidemark aggregate 90284 --areas Birmingham Solihull --by period
        tidemark aggregate 90284 --within "Birmingham and Solihull ICB" --periods 2021/22 2022/23 2023/24
        tidemark aggregate 90284 --peers core-cities --last 3 --by area
      """)

  @OptionGroup var indicator: IndicatorArgument
  @Option(
    name: .long, parsing: .upToNextOption,
    help: ArgumentHelp("The areas that are summed, by code or name.", valueName: "area"))
  var areas: [String] = []
  @Option(
    name: .long, parsing: .upToNextOption,
    help: ArgumentHelp("The periods that are summed, as published.", valueName: "period"))
  var periods: [String] = []
  @Option(name: .long, help: ArgumentHelp("The latest so many periods, instead (else 1).", valueName: "number"))
  var last: Int?
  @Option(
    name: .long, parsing: .upToNextOption,
    help: ArgumentHelp("What is kept apart: area, period, sex, age, category.", valueName: "what"))
  var by: [Aggregation.Dimension] = []
  @OptionGroup var options: QueryOptions
  @OptionGroup var peers: PeerOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    let places = [!areas.isEmpty, peers.within != nil || peers.peers != nil, options.area != nil].count { $0 }
    if places > 1 { throw ValidationError("Give one of --areas, --within, --peers and --area.") }
    if [!periods.isEmpty, last != nil, options.period != nil].count(where: { $0 }) > 1 {
      throw ValidationError("Give one of --periods, --last and --period.")
    }
    if let last, !(1...1000).contains(last) { throw ValidationError("--last is 1 to 1000.") }
  }

  func query(_ asked: Asking) throws -> Query {
    let choice = try asked.resolver.peers(peers.words())
    var query = try asked.query(
      .aggregate(Aggregation(.peers)), indicators: [indicator.name], isForAllAreas: !areas.isEmpty)
    let members: Aggregation.Members =
      if !areas.isEmpty {
        .areas(try asked.resolver.areas(areas))
      } else if choice == .areaType, let area = query.area {
        .areas([area])
      } else {
        .peers
      }
    let named = try (periods.isEmpty ? options.period.map { [$0] } ?? [] : periods).map { text throws in
      try PeriodChoice(text)
    }
    query.question = .aggregate(
      Aggregation(members, periods: named.isEmpty ? .latest(last ?? 1) : .named(named), keeping: Set(by)))
    query.peers = choice
    query.selection.period = nil
    return query
  }
}
