/// Why a file, or a whole append, was refused.
public struct IngestError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The kind of refusal; decides the exit code.
  public enum Code: String, Sendable {
    /// The file cannot be opened or read.
    case unreadable
    /// The file is not of a kind Tidemark reads, or its structure is broken.
    case rejected
    /// Rows were rejected and the append is strict.
    case strict
  }

  /// The kind of refusal.
  public let code: Code
  /// What happened.
  public let message: String
  /// The file, as named by the caller.
  public let file: String
  /// Line of the file, from 1, where one is to blame.
  public let line: Int?
  /// Column of the file, from 1, where one is to blame.
  public let column: Int?
  /// What to do next.
  public let remedy: String

  init(_ code: Code, _ message: String, file: String, line: Int? = nil, column: Int? = nil, remedy: String) {
    self.code = code
    self.message = message
    self.file = file
    self.line = line
    self.column = column
    self.remedy = remedy
  }

  /// Place, message and remedy.
  public var description: String {
    let place = file + (line.map { ":\($0)" } ?? "") + (column.map { ":\($0)" } ?? "")
    return "\(place): \(message). \(remedy)"
  }
}

/// A row that was not loaded, and why.
public struct RejectedRow: Equatable, Sendable {
  /// The rules a row can break. Raw values appear in the rejects file.
  public enum Rule: String, Sendable, CaseIterable {
    case tooManyFields = "too-many-fields"
    case notUTF8 = "not-utf-8"
    case missingIndicator = "missing-indicator"
    case badIndicatorID = "bad-indicator-id"
    case missingArea = "missing-area"
    case unknownAreaName = "unknown-area-name"
    case ambiguousAreaName = "ambiguous-area-name"
    case missingPeriod = "missing-period"
    case badPeriod = "bad-period"
    case notANumber = "not-a-number"
    case badStatus = "bad-status"
    case conflictingDuplicate = "conflicting-duplicate"
    case badVocabulary = "unknown-word"
    case badDate = "bad-date"
    case missingCode = "missing-code"
  }

  /// The file's name as given.
  public let file: String
  /// Line on which the row starts, from 1.
  public let line: Int
  /// Field of the row, from 1; 0 for the row as a whole.
  public let column: Int
  /// The rule it breaks.
  public let rule: Rule
  /// The offending text.
  public let value: String
  /// What is wrong, in words.
  public let reason: String
}
