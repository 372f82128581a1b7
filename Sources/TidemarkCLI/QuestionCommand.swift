import ArgumentParser
import TideModel
import TideQuery

/// A command that asks a store one question.
protocol QuestionCommand: ParsableCommand {
  var options: QueryOptions { get }
  var answer: AnswerOptions { get }

  /// The question that the command's words stand for.
  func query(_ asked: Asking) throws -> Query
  /// What to tell of an answer without rows; nil for which option fits nothing.
  var hint: ((ResultTable) -> String)? { get }
}

extension QuestionCommand {
  var hint: ((ResultTable) -> String)? { nil }

  func run() throws {
    var asked = try Asking(options)
    try asked.answer(try query(asked), answer, hint: hint)
  }
}
