import ArgumentParser
import TideDisclosure
import TideInterchange
import TideModel
import TideQuery
import TideStore

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
  @OptionGroup var vintage: VintageOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let text = words.joined(separator: " ")
    let source = try vintage.open()
    let finder = Finder(source.snapshot)
    let finding = try finder.find(text)
    if finding.words != text, !finding.matches.isEmpty {
      Console.tell("tidemark: nothing holds '\(text)'; searched for '\(finding.words)' instead.")
    }
    let suggestions = finding.matches.isEmpty ? try finder.suggestions(for: text) : []
    let hint =
      suggestions.isEmpty
      ? "Fewer words find more; 'tidemark compare' lists every indicator with a figure of the area."
      : "Did you mean:\n" + suggestions.map { "  \($0)" }.joined(separator: "\n")
    try answer.write(try Describe(source).table(of: finding), hint: hint, from: .store(source.snapshot))
  }
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
  @OptionGroup var vintage: VintageOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let text = thing.joined(separator: " ")
    let source = try vintage.open()
    let describe = Describe(source)
    let table =
      switch try Finder(source.snapshot).resolve(text) {
      case .indicator(let indicator): try describe.table(of: indicator)
      case .area(let area): try describe.table(of: area)
      case .theme(let name, _): try describe.table(ofTheme: name)
      }
    try answer.write(table, hint: "", from: .store(source.snapshot))
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

  @OptionGroup var vintage: VintageOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let snapshot = try vintage.open().snapshot
    let facts = try Self.facts(of: snapshot)
    var table: ResultTable
    if answer.chosenFormat.isForPeople, !answer.namesColumns {
      table = ResultTable(columns: [Self.text("field"), Self.text("value")])
      for fact in facts {
        table.append([.text(fact.name.replacing("_", with: " ")), .text(fact.value.name ?? "")])
      }
    } else {
      table = ResultTable(
        columns: facts.map { fact in
          if case .integer = fact.value {
            return ResultTable.Column(name: fact.name, title: fact.name, kind: .integer)
          }
          return Self.text(fact.name)
        })
      table.append(facts.map(\.value))
    }
    try answer.write(table, hint: "", from: .store(snapshot))
  }

  private static func text(_ name: String) -> ResultTable.Column {
    ResultTable.Column(name: name, title: name.prefix(1).uppercased() + name.dropFirst(), kind: .text)
  }

  private static func facts(of snapshot: Snapshot) throws -> [(name: String, value: ResultTable.Cell)] {
    let statistics = try snapshot.statistics()
    return [
      ("store", .text(snapshot.path)), ("format_version", .text(statistics.formatVersion)),
      ("releases", .integer(statistics.releases)), ("indicators", .integer(statistics.indicators)),
      ("areas", .integer(statistics.areas)), ("figures", .integer(statistics.figures)),
      ("panels", .integer(statistics.panels)), ("segments", .integer(statistics.segments)),
      ("bytes", .integer(statistics.bytes)),
      ("newest_release", snapshot.release.map { .text(line(of: $0)) } ?? .missing),
    ]
  }

  /// `3, published 2024-06-30: 12 new, 3 revised figures from figures.csv`.
  private static func line(of release: Release) -> String {
    let counts = release.counts
    var line = "\(release.sequence), published \(release.published): "
    line += "\(counts.new) new, \(counts.revised) revised figures"
    if !release.sources.isEmpty { line += " from \(release.sources.map(\.name).joined(separator: ", "))" }
    return line
  }
}
