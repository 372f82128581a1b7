import ArgumentParser
import TideDisclosure
import TideInterchange
import TideModel
import TideQuery

/// What all questions about the catalogue take.
struct CatalogueOptions: ParsableArguments {
  @OptionGroup var vintage: VintageOptions

  @Flag(name: .long, help: "Print the question as JSON instead of answering it.")
  var queryJson = false

  /// Answers a question, or prints it.
  /// - Parameter source: where it is answered from; nil for the store and vintage of the options.
  func answer(
    _ question: CatalogueQuery.Question, _ answer: AnswerOptions, from source: ScreenedSnapshot? = nil
  ) throws {
    let query = CatalogueQuery(question, vintage: try vintage.choice(), shape: answer.queryShape)
    if queryJson { return try Console.write(query.json) }
    try Self.answer(query, answer, from: try source ?? vintage.open())
  }

  /// Answers a question that is resolved.
  static func answer(_ query: CatalogueQuery, _ answer: AnswerOptions, from source: ScreenedSnapshot) throws {
    let found = try QueryEngine(source).answer(query)
    if let instead = found.insteadOf, case .find(let words) = query.question {
      Console.tell("tidemark: nothing holds '\(words)'; searched for '\(instead)' instead.")
    }
    let table = answer.chosenFormat.isForPeople ? forPeople(found.table, query.question, answer) : found.table
    try answer.write(table, hint: hint(found, query.question), from: .store(source))
  }

  private static func hint(_ found: CatalogueAnswer, _ question: CatalogueQuery.Question) -> String {
    guard case .find = question else { return "" }
    return found.suggestions.isEmpty
      ? "Fewer words find more; 'tidemark compare' lists every indicator with a figure of the area."
      : "Did you mean:\n" + found.suggestions.map { "  \($0)" }.joined(separator: "\n")
  }

  /// So many digits of a digest tell files apart.
  private static let digestDigits = 12

  private static func forPeople(
    _ table: ResultTable, _ question: CatalogueQuery.Question, _ answer: AnswerOptions
  ) -> ResultTable {
    switch question {
    case .status: answer.namesColumns ? table : standing(table)
    case .releases: shortening("sha256", in: table)
    case .find, .describe: table
    }
  }

  /// The fields of a single row, one below the other.
  private static func standing(_ table: ResultTable) -> ResultTable {
    var fields = ResultTable(columns: [.init("field", "Field", .text, 0), .init("value", "Value", .text, 0)])
    for row in table.rows {
      for (column, cell) in zip(table.columns, row) {
        fields.append([.text(column.name.replacing("_", with: " ")), .text(cell.name ?? "")])
      }
    }
    return fields
  }

  private static func shortening(_ column: String, in table: ResultTable) -> ResultTable {
    guard let place = table.index(of: column) else { return table }
    var short = table.header
    for row in table.rows {
      var cells = Array(row)
      if case .text(let digests) = cells[place] {
        cells[place] = .text(digests.split(separator: ";").map { $0.prefix(digestDigits) }.joined(separator: ";"))
      }
      short.append(cells)
    }
    return short
  }
}
