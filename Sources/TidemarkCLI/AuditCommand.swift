import ArgumentParser
import TideModel
import TideQuery

/// `tidemark audit`.
struct AuditCommand: QuestionCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Recompute published figures from what is printed with them, and tell which differ.",
    discussion: """
      Values and limits are recomputed from count and denominator, comparisons from limits and benchmark, recent trends from
      the five figures before: by the method that most rows of the indicator follow, at the precision they were printed with.

      EXAMPLES:
        tidemark audit
        tidemark audit 90284
        tidemark audit 91547 --rows
        tidemark audit --area Birmingham --rows --format csv > to-check.csv
      """)

  @OptionGroup var indicators: IndicatorArguments
  @Flag(name: .long, help: "List the figures that differ one by one, published and recomputed.")
  var rows = false
  @OptionGroup var themes: ThemeOptions
  @OptionGroup var options: QueryOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    if options.geography != .published { throw ValidationError("audit reads figures as they were published.") }
  }

  func query(_ asked: Asking) throws -> Query {
    return try asked.query(.audit(listing: rows), indicators: indicators.names, about: themes, isForAllAreas: true)
  }
}
