public import ArgumentParser
import TideIngest
import TideModel
public import TideQuery

/// How rates are standardised.
enum StandardisationMethod: String, CaseIterable, ExpressibleByArgument {
  case direct
  case indirectRatio = "indirect-ratio"
  case indirectRate = "indirect-rate"
}

extension LifeExpectancyGaps.Parts: @retroactive ExpressibleByArgument {}

/// A file of figures by age band, and which of its columns tell groups apart.
struct AgeBandOptions: ParsableArguments {
  @Argument(help: "A CSV file: a heading line, then an age band on each row.")
  var file: String

  @Option(
    name: .long, parsing: .upToNextOption,
    help: ArgumentHelp("Columns that tell groups apart (else all that hold nothing else).", valueName: "column"))
  var by: [String] = []

  @Option(
    name: .long, parsing: .upToNextOption,
    help: ArgumentHelp("Columns whose rows are added up first: area for several areas as one.", valueName: "column"))
  var sum: [String] = []

  /// What to tell when an answer has no rows.
  private static let emptyHint = "The file has no group of age bands."

  /// Reads the file, adds up what is to be one, and writes what is calculated of it.
  /// - Parameters:
  ///   - others: further files that are read for the answer.
  ///   - addsNumbers: whether columns of numbers are deaths by cause, which are added up too.
  func answer(
    needs roles: [AgeBandTable.Role], beside others: [String] = [], addsNumbers: Bool = false,
    _ options: AnswerOptions,
    _ calculate: (AgeBandTable) throws -> ResultTable
  ) throws {
    try options.write(
      try table(needs: roles, addsNumbers: addsNumbers, calculate), hint: Self.emptyHint, from: .files([file] + others))
  }

  /// Reads the file, adds up what is to be one, and calculates an answer of it.
  func table(
    needs roles: [AgeBandTable.Role], addsNumbers: Bool = false, _ calculate: (AgeBandTable) throws -> ResultTable
  ) throws -> ResultTable {
    let read = try AgeBandReader.read(file, needs: roles)
    guard !sum.isEmpty else { return try calculate(read) }
    let summed = try SummedBands(read, over: sum, addsNumbers: addsNumbers)
    var table = try calculate(summed.table)
    table.footnotes.append(Footnote(summed.remark))
    return table
  }
}

/// `tidemark standardise`.
struct StandardiseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "standardise",
    abstract: "Age-standardised rates of a file's groups, direct or indirect.",
    discussion: """
      The file has columns age, count and population in any spelling (deaths, pop,
      ageband ...), and any others tell its groups apart. Age bands are matched by
      name with the European Standard Population 2013, the file's own column
      standard_population, or the file of --standard. Indirect standardisation takes
      the columns reference_count and reference_population, or the rows of
      --reference (England); several references give a row each, and
      --reference-value 1 tells ratios to 1. A group without a band that others have
      is refused, unless --allow-missing-bands is given.

      EXAMPLES:
        tidemark standardise deaths.csv
        tidemark standardise deaths.csv --standard world.csv --multiplier 1000
        tidemark standardise deaths.csv --method indirect-ratio --reference England
        tidemark standardise all.csv --method indirect-rate --reference England --reference Wales
        tidemark standardise deaths.csv --years-lost-to 75
        tidemark standardise deaths.csv --sum area
        tidemark standardise deaths.csv --confidence 99
      """)

  @OptionGroup var input: AgeBandOptions
  @Option(name: .long, help: "direct, indirect-ratio or indirect-rate.")
  var method: StandardisationMethod = .direct
  @Option(name: .long, help: ArgumentHelp("A file with columns age and standard_population.", valueName: "file"))
  var standard: String?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The rows that are the reference of indirect rates; given again, each gives a row.", valueName: "name")
  )
  var reference: [String] = []
  @Option(name: .long, help: "What the ratio of the reference is called (else 100).")
  var referenceValue: Double?
  @Option(name: .long, help: "What rates are multiplied by (else 100,000; 10,000 for years of life lost).")
  var multiplier: Double?
  @Option(name: .long, help: ArgumentHelp("Years of life lost before this age, instead of deaths.", valueName: "age"))
  var yearsLostTo: Double?
  @Flag(name: .long, help: "Standardise groups that lack an age band which others have.")
  var allowMissingBands = false
  @OptionGroup var limits: ConfidenceOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    if let multiplier, !(multiplier > 0 && multiplier <= 1e9) {
      throw ValidationError("--multiplier is above 0 and at most 1,000,000,000.")
    }
    if let yearsLostTo, !(yearsLostTo > 0 && yearsLostTo <= 150) {
      throw ValidationError("--years-lost-to is an age above 0, at most 150.")
    }
    if method == .direct, !reference.isEmpty {
      throw ValidationError("--reference goes with --method indirect-ratio or indirect-rate.")
    }
    if method != .direct, standard != nil || yearsLostTo != nil {
      throw ValidationError("--standard and --years-lost-to go with --method direct.")
    }
    if method == .indirectRatio, multiplier != nil {
      throw ValidationError("A ratio is told to a reference of --reference-value; --multiplier goes with rates.")
    }
    if let referenceValue, !(referenceValue > 0 && referenceValue <= 1e9) {
      throw ValidationError("--reference-value is above 0 and at most 1,000,000,000.")
    }
    if method != .indirectRatio, referenceValue != nil {
      throw ValidationError("--reference-value goes with --method indirect-ratio.")
    }
  }

  func run() throws {
    try input.answer(needs: [.age, .count, .population], beside: standardFile.map { [$0] } ?? [], answer, rates)
  }

  /// The file of --standard; nil for the European Standard Population.
  private var standardFile: String? { standard.flatMap { $0.lowercased() == "esp2013" ? nil : $0 } }

  private func rates(_ table: AgeBandTable) throws -> ResultTable {
    guard method == .direct else {
      let options = IndirectRates.Options(
        groupedBy: input.by, isRate: method == .indirectRate, multiplier: multiplier,
        referenceValue: referenceValue ?? 100, references: reference, allowsMissingBands: allowMissingBands,
        limits: limits.levels)
      return try IndirectRates(table, options).table()
    }
    let options = DirectRates.Options(
      groupedBy: input.by, standard: try standardFile.map { try AgeBandReader.read($0, needs: [.age]) },
      multiplier: multiplier, yearsLostTo: yearsLostTo, allowsMissingBands: allowMissingBands, limits: limits.levels)
    return try DirectRates(table, options).table()
  }
}

/// `tidemark lifetable`.
struct LifeTableCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lifetable",
    abstract: "Life expectancy of a file's groups, and healthy life expectancy.",
    discussion: """
      The file has columns age, deaths and population in any spelling, and any
      others tell its groups apart. Deaths and populations of several years or areas
      are added up with --sum. Age bands follow each other from birth to a last one
      without an end, in five years each or otherwise. With a column good_health (0
      to 1) years in good health are given, with one of respondents their limits as
      well, which count the sampling of the shares alone, as is usual, or with
      --mortality-variance the chance of the deaths too.

      EXAMPLES:
        tidemark lifetable deaths.csv
        tidemark lifetable deaths.csv --age 0 65
        tidemark lifetable deaths.csv --by area sex --format csv
        tidemark lifetable deaths.csv --sum area year --age 0
        tidemark lifetable health.csv --mortality-variance --confidence 99
      """)

  @OptionGroup var input: AgeBandOptions
  @Option(name: .long, parsing: .upToNextOption, help: "Only at these ages, which begin a band (else at all).")
  var age: [Int] = []
  @Flag(name: .long, help: "Limits of years in good health that count the chance of the deaths as well.")
  var mortalityVariance = false
  @OptionGroup var limits: ConfidenceOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    try input.answer(needs: [.age, .count, .population], answer) {
      try LifeTables(
        $0, groupedBy: input.by, ages: age, limits: limits.levels, countsDeathsInHealth: mortalityVariance
      ).table()
    }
  }
}

/// `tidemark decompose`.
struct DecomposeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decompose",
    abstract: "What ages and causes of death make up a gap in life expectancy.",
    discussion: """
      The file has columns age, population and deaths, for an area and what it is
      compared with; causes stand in a column cause, one row each, or in columns of
      their own. Other columns (sex, period) tell groups apart, each with its own
      gap. The contributions sum to the gap.

      EXAMPLES:
        tidemark decompose deaths-by-cause.csv
        tidemark decompose deaths-by-cause.csv --area Solihull --comparator England --parts age
        tidemark decompose causes.csv --area "Most deprived" --comparator "The rest"
      """)

  @OptionGroup var input: AgeBandOptions
  @OptionGroup var gap: DecompositionOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let options = gap.choice(groupedBy: input.by)
    try input.answer(needs: [.age, .population], addsNumbers: true, answer) {
      try LifeExpectancyGaps($0, options).table()
    }
  }
}
