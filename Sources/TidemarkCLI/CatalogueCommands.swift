import ArgumentParser
import TideDisclosure
import TideModel
import TideQuery

/// `tidemark find`.
struct FindCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "find",
    abstract: "Indicators and areas by id, code or words.",
    discussion: """
      EXAMPLES:
        tidemark find infant mortality
        tidemark find smoking in pregnancy
        tidemark find E08000025
        tidemark find wolver

      Words are looked for in names, themes and definitions; words that people use for
      one another count too (deaths, mortality), and slips of the pen are forgiven.
      """)

  @Argument(help: "Words, each the beginning of a word; or an id or code.")
  var words: [String]
  @OptionGroup var catalogue: CatalogueOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws { try catalogue.answer(.find(words.joined(separator: " ")), answer) }
}

/// `tidemark describe`.
struct DescribeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe",
    abstract: "What is known of an indicator or an area.",
    discussion: """
      EXAMPLES:
        tidemark describe "infant mortality"
        tidemark describe Birmingham
      """)

  @Argument(help: "An indicator, area or theme, by id, code or name.", completion: .custom(Completions.things))
  var thing: [String]
  @OptionGroup var catalogue: CatalogueOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let text = thing.joined(separator: " ")
    let source = try catalogue.vintage.open()
    try catalogue.answer(.describe(try Resolver(source.snapshot).subject(text)), answer, from: source)
  }
}

/// `tidemark status`.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "What the store holds.",
    discussion: """
      EXAMPLES:
        tidemark status
        tidemark status --format json
      """)

  @OptionGroup var catalogue: CatalogueOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws { try catalogue.answer(.status, answer) }
}
