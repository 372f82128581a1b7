import ArgumentParser
import TideModel
import TideQuery

/// `tidemark ratio`.
struct RatioCommand: QuestionCommand {
  static let configuration = CommandConfiguration(
    commandName: "ratio",
    abstract: "A figure over another one, and less it, with 95% limits: of two areas, sexes or years.",
    discussion: """
      The first figure is the area's latest (or of --period, --sex, --age, --category). The second is the benchmark's, or
      the same figure in another area, sex, age, category or period, as the --with options say.

      Crude rates and proportions with counts give rate and risk ratios, with normal limits of their logarithm; figures
      of other kinds a ratio with limits from those of the two. The difference has limits from those of the two.

      EXAMPLES:
        tidemark ratio "infant mortality"
        tidemark ratio "infant mortality" --with Manchester --every-period
        tidemark ratio suicide --sex male --with-sex female
        tidemark ratio 92196 --period "2015 - 17" --with-period "2012 - 14"
        tidemark ratio 40501 --benchmark "West Midlands region" --format csv
      """)

  @OptionGroup var indicator: IndicatorArgument
  @OptionGroup var other: CounterpartOptions
  @Flag(name: .long, help: "Every period, and not the latest alone.")
  var everyPeriod = false
  @OptionGroup var options: QueryOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    if !other.words.isEmpty, options.benchmark != nil {
      throw ValidationError(
        "The second figure is the benchmark's, or what the --with options say: leave --benchmark out.")
    }
    if everyPeriod, other.withPeriod != nil {
      throw ValidationError("Every period is set against the same period: give --every-period or --with-period.")
    }
  }

  func query(_ asked: Asking) throws -> Query {
    let first = try asked.resolver.indicator(indicator.name)
    let counterpart = try asked.resolver.counterpart(other.words, of: first)
    return try asked.query(.ratio(counterpart, everyPeriod: everyPeriod), indicators: ["\(first)"])
  }
}

/// In what the second figure of a ratio is another than the first.
struct CounterpartOptions: ParsableArguments {
  @Option(
    name: .customLong("with"), help: ArgumentHelp("The second figure is of this area.", valueName: "area"),
    completion: .custom(Completions.areas))
  var withArea: String?
  @Option(
    name: .long, help: ArgumentHelp("The second figure is of this sex.", valueName: "sex"),
    completion: .custom(Completions.sexes))
  var withSex: String?
  @Option(
    name: .long, help: ArgumentHelp("The second figure is of this age.", valueName: "age"),
    completion: .custom(Completions.ages))
  var withAge: String?
  @Option(
    name: .long,
    help: ArgumentHelp("The second figure is of this category; none for everybody.", valueName: "category"),
    completion: .custom(Completions.categories))
  var withCategory: String?
  @Option(name: .long, help: ArgumentHelp("The second figure is of this period.", valueName: "period"))
  var withPeriod: String?
  @Option(
    name: .long,
    help: ArgumentHelp("The second figure is of this indicator, of the same kind.", valueName: "indicator"),
    completion: .custom(Completions.indicators))
  var withIndicator: String?

  var words: CounterpartWords {
    CounterpartWords(
      indicator: withIndicator, area: withArea,
      selection: SelectionWords(
        sex: withSex, age: withAge, category: withCategory.map { CategoryWords($0) }, period: withPeriod))
  }
}
