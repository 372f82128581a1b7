import ArgumentParser
import TideModel
import TideQuery

/// `tidemark overview`.
struct OverviewCommand: QuestionCommand {
  static let configuration = CommandConfiguration(
    commandName: "overview",
    abstract: "The four priorities on one screen: figures that are compared, worst first.",
    discussion: """
      EXAMPLES:
        tidemark overview
        tidemark overview Solihull --rows 10
        tidemark overview --published-only
      """)

  @Argument(
    help: ArgumentHelp("The area by code or name (else as --area).", valueName: "area"),
    completion: .custom(Completions.areas))
  var place: [String] = []
  @Option(name: .long, help: ArgumentHelp("At most so many figures of each priority.", valueName: "rows"))
  var rows = 6
  @OptionGroup var options: QueryOptions
  @OptionGroup var comparison: ComparisonOptions
  @OptionGroup var peers: PeerOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    if !place.isEmpty, options.area != nil { throw ValidationError("Name the area once: 'overview AREA' or --area.") }
    if rows < 1 { throw ValidationError("--rows is 1 or more.") }
  }

  func query(_ asked: Asking) throws -> Query {
    try asked.query(
      .overview(rows: rows), indicators: [], comparison, among: try peers.words(),
      area: place.isEmpty ? nil : place.joined(separator: " "))
  }
}
