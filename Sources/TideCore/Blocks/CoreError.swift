/// Why stored or compressed bytes could not be believed.
///
/// The message says what was found; `offset` says where, so that a caller who knows the file can name it too.
public struct CoreError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The classes of failure a caller may want to tell apart.
  public enum Code: String, Sendable, CaseIterable {
    /// The bytes end before the structure they announce does.
    case truncated
    /// The CRC-32 stored with the bytes is not the CRC-32 of the bytes.
    case checksumMismatch
    /// A codec id this version does not know.
    case unknownCodec
    /// The bytes break a rule of the format.
    case malformed
    /// Integers were asked of a column of doubles, or the like.
    case wrongKind
    /// An index, block number or buffer size outside what the bytes hold.
    case outOfRange
    /// zlib refused a stream, or a stream claims more than deflate can produce.
    case deflate
  }

  /// The class of failure.
  public let code: Code
  /// What was found, in words.
  public let message: String
  /// Byte offset of the offending block inside the bytes handed in.
  public let offset: Int

  /// An error of one class, at a byte offset of the bytes handed in.
  public init(_ code: Code, _ message: String, offset: Int = 0) {
    self.code = code
    self.message = message
    self.offset = offset
  }

  /// One line: class, place and message.
  public var description: String { "\(code.rawValue) at byte \(offset): \(message)" }
}
