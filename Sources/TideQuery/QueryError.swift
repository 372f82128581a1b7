/// Why a question could not be answered, and what to ask instead.
public struct QueryError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The kind of failure.
  public enum Code: String, Sendable {
    /// No indicator of this id, code or name.
    case unknownIndicator
    /// No area or group of this code or name.
    case unknownArea
    /// Several indicators or areas fit; `candidates` lists them.
    case ambiguous
    /// The question makes no sense as asked.
    case usage
    /// A file of figures to calculate with is not what it has to be.
    case input
  }

  /// The kind of failure.
  public let code: Code
  /// What is wrong, in one sentence without a full stop.
  public let message: String
  /// What may have been meant, best first, as `id  name`.
  public let candidates: [String]
  /// What to do next.
  public let remedy: String

  /// An error of the given parts.
  public init(_ code: Code, _ message: String, candidates: [String] = [], remedy: String = "") {
    self.code = code
    self.message = message
    self.candidates = candidates
    self.remedy = remedy
  }

  /// Message, candidates and remedy, one a line.
  public var description: String {
    var lines = [message]
    if !candidates.isEmpty {
      lines[0] += code == .ambiguous ? ":" : "; did you mean:"
      lines += candidates.map { "  \($0)" }
    }
    if !remedy.isEmpty { lines.append(remedy) }
    return lines.joined(separator: "\n")
  }
}
