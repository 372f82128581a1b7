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

  @Flag(name: .long, help: "Test by published limits alone: none are worked out from counts.")
  var publishedOnly = false

  @Flag(name: .long, help: "Tell on standard error what was opened, read and skipped, and how long each step took.")
  var explain = false

  @Flag(name: .long, help: "Print the question as JSON, all words resolved, instead of answering it.")
  var queryJson = false

  /// What is asked for of strata, periods and types.
  var words: SelectionWords {
    SelectionWords(sex: sex, age: age, category: category.map { CategoryWords($0) }, period: period, areaType: areaType)
  }

  /// The area's code or name; that of the settings where none is named, else Birmingham's code.
  /// - Throws: `CommandFailure` where nobody names an area and Birmingham is not in the store.
  func areaWords(in snapshot: Snapshot) throws -> String {
    if let area = area ?? Settings.current[.area] { return area }
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
  var benchmarkWords: String { benchmark ?? Settings.current.value(.benchmark).text }
}
