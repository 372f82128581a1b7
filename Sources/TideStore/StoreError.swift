/// What went wrong with a store, where, and what to do about it.
public struct StoreError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The kind of failure; decides the exit code.
  public enum Code: String, Sendable {
    /// There is no store at the path.
    case noStore
    /// The store was written by a newer major version of the format.
    case newerFormat
    /// Bytes of the store are not what was written.
    case damaged
    /// Another writer holds the store.
    case locked
    /// The system refused to read or write.
    case io
    /// A release or date that the store does not hold.
    case noSuchRelease
    /// The caller asked for something the store cannot do.
    case usage
    /// Disclosure control does not let it be shown.
    case withheld
  }

  /// The kind of failure.
  public let code: Code
  /// What happened, in one sentence.
  public let message: String
  /// The file concerned, relative to the store; empty for none.
  public let file: String
  /// Byte offset of the block concerned, where one is.
  public let offset: Int?
  /// What the reader of the message can do next.
  public let remedy: String

  /// An error of the given parts.
  public init(_ code: Code, _ message: String, file: String = "", offset: Int? = nil, remedy: String) {
    self.code = code
    self.message = message
    self.file = file
    self.offset = offset
    self.remedy = remedy
  }

  /// Message, place and remedy in one line.
  public var description: String {
    var text = message
    if !file.isEmpty { text += " [\(file)" + (offset.map { ", block at byte \($0)" } ?? "") + "]" }
    return remedy.isEmpty ? text : "\(text). \(remedy)"
  }
}
