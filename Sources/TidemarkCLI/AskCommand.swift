import ArgumentParser
import TideDisclosure
import TideModel
import TideQuery
import TideStore

/// `tidemark ask`.
struct AskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ask",
    abstract: "Answer a question kept as JSON, as --query-json prints it.",
    discussion: """
      Vintage, disclosure control, columns, order and number of rows are those of the question, unless options say
      otherwise. 'tidemark help queries' describes the form.

      EXAMPLES:
        tidemark compare --priority cancer --query-json > cancer.json
        tidemark ask cancer.json
        tidemark ask cancer.json --format json --store last-year
        tidemark trend 90284 --query-json | tidemark ask -
      """)

  @Argument(help: ArgumentHelp("The file of the question, or - for standard input.", valueName: "file"))
  var file: String
  @OptionGroup var store: StoreOptions
  @Flag(name: .long, help: "Tell on standard error what was opened, read and skipped, and how long each step took.")
  var explain = false
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let bytes = try QueryFile.bytes(file)
    if CatalogueQuery.isMeant(by: bytes) { return try askCatalogue(CatalogueQuery(json: bytes)) }
    let query = try Query(json: bytes)
    var asked = try Asking(query, store: store.path, explain: explain)
    let answer = answer.shaped(as: query.shape)
    switch query.question {
    case .export: try asked.export(query, answer)
    case .revisions: try asked.export(query, answer, hint: ChangeOptions.hint)
    case .watchlist: try asked.answer(query, answer) { WatchlistCommand.hint($0) }
    case .changes, .peers: try asked.answer(query, answer) { $0.footnotes.map(\.text).joined(separator: "\n") }
    case .disclosure: try asked.answer(query, answer) { _ in "The store has no figures." }
    default: try asked.answer(query, answer)
    }
  }

  private func askCatalogue(_ query: CatalogueQuery) throws {
    let vintage = query.vintage
    let source = try ScreenedSnapshot.open(
      store.path, asOf: vintage.asOf, withholding: !vintage.allowsWithdrawn, asking: vintage.disclosure)
    source.snapshot.tellDoubt()
    try CatalogueOptions.answer(query, answer.shaped(as: query.shape), from: source)
  }
}
