public import ArgumentParser
import TideModel
public import TideQuery
import TideStore

extension Query.Geography: @retroactive ExpressibleByArgument {}

/// The options of every question: who, against whom, and which figures.
struct QueryOptions: ParsableArguments {
  @OptionGroup var vintage: VintageOptions

  @Option(
    name: .long, help: ArgumentHelp("The area, by code or name (else Birmingham).", valueName: "area"),
    completion: .custom(Completions.areas))
  var area: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "What it is compared against: an area (else England), mean, median or pooled.", valueName: "benchmark"),
    completion: .custom(Completions.benchmarks))
  var benchmark: String?

  @Option(name: .long, help: "Only this sex.", completion: .custom(Completions.sexes))
  var sex: String?

  @Option(name: .long, help: "Only this age.", completion: .custom(Completions.ages))
  var age: String?

  @Option(
    name: .long, help: "Only this category or kind of category; none, or all.",
    completion: .custom(Completions.categories))
  var category: String?

  @Option(name: .long, help: "Only this period, as published: 2023, 2023/24, '2021 - 23'.")
  var period: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The type of area ranked and pooled: upper-tier, lower-tier, region, icb ...", valueName: "type"),
    completion: .list(AreaType.allCases.map(\.rawValue)))
  var areaType: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "published, or current: figures of areas that were replaced are summed into those of today.",
      valueName: "geography"))
  var geography: Query.Geography = .published

  @Flag(name: .long, help: "Tell on standard error what was opened, read and skipped, and how long each step took.")
  var explain = false

  @Flag(name: .long, help: "Print the question as JSON, all words resolved, instead of answering it.")
  var queryJson = false

  /// What was asked for of strata, periods and types.
  func words() throws -> SelectionWords {
    let type = try areaType.map { name in
      guard let type = AreaType(name: name) else {
        throw CommandFailure(
          .usage, "there is no area type '\(name)'; there are:",
          details: AreaType.allCases.map { "\($0.rawValue)  \($0.title)" })
      }
      return type
    }
    let choice: CategoryWords? = category.map { text in
      switch text.lowercased() {
      case "none": .none
      case "all": .all
      default: .named(text)
      }
    }
    return SelectionWords(sex: sex, age: age, category: choice, period: period, areaType: type)
  }

  /// The area's code; that of the settings where none is named, else Birmingham's.
  func areaCode(_ finder: Finder, _ snapshot: Snapshot) throws -> String {
    if let area = area ?? Settings.current[.area] { return try finder.area(meant: area).code }
    if snapshot.release == nil, let asOf = vintage.asOf {
      throw CommandFailure(
        .usage, "the store has no release of \(asOf) or before",
        remedy: "'tidemark releases' lists its releases with their days.")
    }
    guard try snapshot.area(Area.birminghamCode) != nil else {
      throw CommandFailure(
        .usage, "Birmingham (\(Area.birminghamCode)) is not in this store", remedy: "Name an area with --area.")
    }
    return Area.birminghamCode
  }

  /// What the area is compared against: as given, else as the settings say, else England.
  func benchmark(_ finder: Finder) throws -> Query.Benchmark {
    try Self.benchmark(benchmark ?? Settings.current.value(.benchmark).text, finder)
  }

  /// What a text names as a benchmark.
  static func benchmark(_ text: String, _ finder: Finder) throws -> Query.Benchmark {
    switch text.lowercased() {
    case "england": .area(Area.englandCode)
    case "mean": .mean
    case "median": .median
    case "pooled": .pooled
    default: .area(try finder.area(meant: text).code)
    }
  }
}
