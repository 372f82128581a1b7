import ArgumentParser
import TideModel
import TideQuery
import TideStore

/// `tidemark summarise`.
struct SummariseCommand: QuestionCommand {
  static let configuration = CommandConfiguration(
    commandName: "summarise",
    abstract: "Figures in groups: how many, sums, rates, percentiles, slopes, verdicts.",
    discussion: """
      Every figure that the options leave is taken, as 'tidemark export' lists them: all areas, sexes, ages and categories
      unless --area, --area-type, --within, --peers, --sex, --age, --category or --period says otherwise.

      KEYS, with commas between: indicator, theme, area, area-type, sex, age, category, period, and any hierarchy of the
      store's areas (region, icb, county, group ...), in which an area is found at any depth. An area that lies in several
      of one hierarchy is counted in each; an indicator of several themes in the one that 'profile' lists it under.

      MEASURES, with commas between:
        figures, missing      figures with a value, and without
        count, denominator    their sums over all figures that have one; that figures share people (persons and each sex,
                              a region and its areas) is told, and not forbidden
        rate                  sum of counts / sum of denominators x the indicator's multiplier, with limits by its method;
                              none where figures share people or days, one is suppressed or lacks count or denominator,
                              or indicators of several units are mixed: status and note say why
        pooled                the sums of the figures that have both, and their quotient, not multiplied
        mean, min, max        of the values; min-area and max-area name where
        median, p10, p2.5     any percentile, between closest ranks: place 1 + (n - 1) p (type 7 of Hyndman and Fan)
        slope                 least squares of the value on the place of the period among the indicator's periods of that
                              length; of one series with 3 values or more
        better, similar, worse, higher, lower, not-compared, lowest-quintile ...
                              how many figures have the verdict that 'export --compare' gives
        compared, above, below
                              values that can be set against their benchmark's, those greater and those less

      --rolling 3 takes each period with the two before it that follow each other, named by the last; periods that share
      days with others of their length are in no window.

      EXAMPLES:
        tidemark summarise 90366 --by period --area-type upper-tier --sex male --category none
        tidemark summarise 90284 --by region,period --area-type upper-tier --measures rate
        tidemark summarise --by theme --area Birmingham --period 2023 --measures better,similar,worse
        tidemark summarise --by area --area-type upper-tier --measures above,compared --sort=-above --limit 10
        tidemark summarise "infant mortality" --by area,sex --measures slope,figures
        tidemark summarise 90284 --by icb,period --rolling 3 --measures pooled
      """)

  @OptionGroup var indicators: IndicatorArguments
  @Option(
    name: .long,
    help: ArgumentHelp("What groups are told apart by: region,period (else one group of all).", valueName: "keys"))
  var by: AnswerOptions.NameList?
  @Option(
    name: .long,
    help: ArgumentHelp("What is told of each group (else figures,mean,min,max).", valueName: "measures"))
  var measures: AnswerOptions.NameList?
  @Option(
    name: .long, help: ArgumentHelp("Take so many periods together that follow each other.", valueName: "periods"))
  var rolling: Int?
  @OptionGroup var themes: ThemeOptions
  @Option(name: .long, help: ArgumentHelp("Threads at work at once (else as many as pay).", valueName: "number"))
  var threads: Int?
  @OptionGroup var options: QueryOptions
  @OptionGroup var comparison: ComparisonOptions
  @OptionGroup var peers: PeerOptions
  @OptionGroup var answer: AnswerOptions

  private static let usualMeasures = ["figures", "mean", "min", "max"]

  func validate() throws {
    if let threads, !(1...256).contains(threads) { throw ValidationError("--threads takes a number from 1 to 256.") }
    if let rolling, !(2...1000).contains(rolling) { throw ValidationError("--rolling is 2 to 1000.") }
    if rolling != nil, !(by?.names.contains { $0.lowercased() == "period" } ?? false) {
      throw ValidationError("--rolling needs period in --by.")
    }
  }

  func run() throws {
    var asked = try Asking(options)
    asked.engine.threads = threads ?? QueryEngine.usualThreads
    try asked.answer(try query(asked), answer)
  }

  func query(_ asked: Asking) throws -> Query {
    let summary = Summary(
      by: try Summary.keys(named: by?.names ?? [], in: asked.snapshot),
      measures: try Summary.measures(named: measures?.names ?? Self.usualMeasures), rolling: rolling ?? 1)
    if comparison.isGiven, !summary.measures.contains(where: \.isJudged) {
      throw CommandFailure(
        .usage, "--method and --goal bear on verdicts, and none is asked for",
        remedy: "Add measures: better, similar, worse, higher, lower, not-compared.")
    }
    return try asked.query(
      .summary(summary), indicators: indicators.names, about: themes, comparison, among: try peers.words(),
      isForAllAreas: true)
  }
}

extension Summary.Measure {
  /// Whether it counts verdicts.
  fileprivate var isJudged: Bool { if case .judged = self { true } else { false } }
}
