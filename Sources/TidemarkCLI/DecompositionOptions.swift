import ArgumentParser
import TideQuery

/// Whose gap in life expectancy is taken apart, and how.
struct DecompositionOptions: ParsableArguments {
  @Option(name: .long, help: "The area, as the file names it (else Birmingham, or the only other).")
  var area: String?
  @Option(name: .long, help: ArgumentHelp("What it is compared with (else England).", valueName: "area"))
  var comparator: String?
  @Option(name: .long, help: "cause, age or both (else cause where the file has causes).")
  var parts: LifeExpectancyGaps.Parts?
  @Flag(name: .long, help: "The mean of both ways round, so that swapping the two only turns the sign.")
  var averaged = false

  /// The options of the calculation.
  /// - Parameter headings: of the columns that tell groups apart.
  func choice(groupedBy headings: [String]) -> LifeExpectancyGaps.Options {
    LifeExpectancyGaps.Options(
      area: area, comparator: comparator, parts: parts, isAveraged: averaged, groupedBy: headings)
  }
}
