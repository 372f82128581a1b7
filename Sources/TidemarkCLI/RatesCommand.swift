import ArgumentParser
import TideIngest
import TideModel
import TideQuery

/// What `tidemark rates` calculates of each row or group.
enum RateKind: String, CaseIterable, ExpressibleByArgument {
  /// Events of a population, which one person may have several of.
  case rate
  /// People who have something, of all people asked about.
  case proportion
  /// Measured values, one a row.
  case mean
}

/// `tidemark rates`.
struct RatesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rates",
    abstract: "Crude rates, proportions or means of a file's rows, with limits.",
    discussion: """
      The file has columns count and denominator in any spelling (x, deaths,
      numerator; population, n), and any others are told beside each row's rate.
      With --by or --sum rows are added up first, and the rate and its limits are
      those of the sum; a member without a number leaves the sum without one. --kind
      mean takes a column value, a measurement on each row, and the other columns,
      or those of --by, tell groups apart.

      EXAMPLES:
        tidemark rates admissions.csv
        tidemark rates smokers.csv --kind proportion --confidence 99
        tidemark rates admissions.csv --by area --multiplier 1000
        tidemark rates admissions.csv --sum year
        tidemark rates birthweights.csv --kind mean --by area
      """)

  @Argument(help: "A CSV file: a heading line, then a count and its denominator, or a value, on each row.")
  var file: String

  @Option(name: .long, help: "rate, proportion (the count is part of the denominator) or mean.")
  var kind: RateKind = .rate

  @Option(name: .long, help: "What figures are multiplied by (else 100,000 for rates, 100 for proportions).")
  var multiplier: Double?

  @Option(
    name: .long, parsing: .upToNextOption,
    help: ArgumentHelp("Columns that tell groups apart; the rows of each are taken together.", valueName: "column"))
  var by: [String] = []

  @Option(
    name: .long, parsing: .upToNextOption,
    help: ArgumentHelp("Columns whose rows are taken together: year for several years as one.", valueName: "column"))
  var sum: [String] = []

  @OptionGroup var limits: ConfidenceOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    if let multiplier, !(multiplier > 0 && multiplier <= 1e9) {
      throw ValidationError("--multiplier is above 0 and at most 1,000,000,000.")
    }
    if kind == .mean, multiplier != nil {
      throw ValidationError("A mean is in the unit of its values; --multiplier goes with rates and proportions.")
    }
  }

  func run() throws {
    try answer.write(try table(), hint: "The file has no rows.", from: .files([file]))
  }

  private func table() throws -> ResultTable {
    guard kind != .mean else {
      let read = try CountReader.read(file, needs: [.value])
      return try SampleMeans(read, groupedBy: by, summedOver: sum, limits: limits.levels).table()
    }
    let options = CrudeRates.Options(
      isProportion: kind == .proportion, multiplier: multiplier, groupedBy: by, summedOver: sum,
      limits: limits.levels)
    return try CrudeRates(try CountReader.read(file, needs: [.count, .denominator]), options).table()
  }
}
