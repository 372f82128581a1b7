/// One field of a CSV record: where its bytes stand, without surrounding quotes.
public struct CSVField: Sendable {
  /// Byte offset of the first byte.
  public var start: Int
  /// Number of bytes.
  public var length: Int
  /// Whether the bytes hold doubled quotes that stand for one.
  public var hasDoubledQuotes: Bool
}

/// Splits comma-separated text into records and fields as RFC 4180 has them, byte by byte and without copying.
///
/// Forgiving where published files are: LF, CRLF or CR ends a record, the last may lack its end, a byte-order mark is
/// passed over, a quote inside an unquoted field is itself. Strict where a mistake would move figures into the wrong
/// row: a quoted field that never ends, or goes on after its closing quote, is a fault.
public struct CSVScanner {
  /// Why a record cannot be split.
  public enum Fault: Equatable, Sendable {
    /// A quoted field opened on this line is never closed.
    case unterminatedQuote(line: Int)
    /// Something other than a separator follows a closing quote.
    case textAfterQuote(line: Int)
    /// The record is longer than ``CSVScanner/maximumRecordBytes``.
    case tooLong(line: Int)
  }

  /// No record of an indicator file comes near this length.
  public static let maximumRecordBytes = 1 << 20

  private let bytes: UnsafeRawBufferPointer
  private let separator: UInt8
  /// Byte offset of the next record.
  public private(set) var position: Int
  /// Line (from 1) on which the next record starts.
  public private(set) var line = 1
  /// Line on which the record last returned started.
  public private(set) var recordLine = 1
  /// Why scanning stopped, when it did not reach the end.
  public private(set) var fault: Fault?

  /// Scans `bytes`, which must outlive the scanner.
  public init(_ bytes: UnsafeRawBufferPointer, separator: UInt8 = UInt8(ascii: ",")) {
    self.bytes = bytes
    self.separator = separator
    let hasMark = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
    position = hasMark ? 3 : 0
  }

  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  /// Reads the next record into `fields`.
  /// - Returns: false at the end of the bytes or at a fault.
  /// - Complexity: O(bytes of the record).
  public mutating func next(_ fields: inout [CSVField]) -> Bool {
    fields.removeAll(keepingCapacity: true)
    guard position < bytes.count, fault == nil, let base = bytes.baseAddress else { return false }
    recordLine = line
    let start = position
    let end = bytes.count
    let limit = min(end, start + Self.maximumRecordBytes)
    let text = base.assumingMemoryBound(to: UInt8.self)
    var at = start
    while true {
      if at < end, text[at] == Self.quote {
        guard let close = quotedField(text, from: at, limit: limit, end: end, &fields) else { return false }
        at = close
      } else {
        let first = at
        while at < limit {
          let byte = text[at]
          if byte == separator || byte == Self.lineFeed || byte == Self.carriageReturn { break }
          at += 1
        }
        if at >= limit, limit < end { return stop(.tooLong(line: recordLine)) }
        fields.append(CSVField(start: first, length: at - first, hasDoubledQuotes: false))
      }
      if at == end {
        position = end
        return true
      }
      if text[at] == separator {
        at += 1
        continue
      }
      if text[at] == Self.carriageReturn, at + 1 < end, text[at + 1] == Self.lineFeed { at += 1 }
      position = at + 1
      line += 1
      return true
    }
  }

  /// Reads a quoted field whose opening quote is at `open`.
  /// - Returns: the offset behind the closing quote; nil at a fault.
  private mutating func quotedField(
    _ text: UnsafePointer<UInt8>, from open: Int, limit: Int, end: Int, _ fields: inout [CSVField]
  ) -> Int? {
    let openLine = line
    var at = open + 1
    var doubled = false
    while at < limit {
      let byte = text[at]
      if byte == Self.quote {
        if at + 1 < end, text[at + 1] == Self.quote {
          doubled = true
          at += 2
          continue
        }
        fields.append(CSVField(start: open + 1, length: at - open - 1, hasDoubledQuotes: doubled))
        at += 1
        let isClosed =
          at == end || text[at] == separator || text[at] == Self.lineFeed || text[at] == Self.carriageReturn
        if isClosed { return at }
        _ = stop(.textAfterQuote(line: line))
        return nil
      }
      let isLoneReturn = byte == Self.carriageReturn && (at + 1 == end || text[at + 1] != Self.lineFeed)
      if byte == Self.lineFeed || isLoneReturn { line += 1 }
      at += 1
    }
    _ = stop(limit < end ? .tooLong(line: openLine) : .unterminatedQuote(line: openLine))
    return nil
  }

  private mutating func stop(_ fault: Fault) -> Bool {
    self.fault = fault
    return false
  }

  /// The bytes of a field as they stand; doubled quotes are still doubled.
  @inline(__always)
  public func bytes(of field: CSVField) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[field.start..<field.start + field.length])
  }

  /// A field as text, with doubled quotes undone; nil when its bytes are not UTF-8.
  public func text(of field: CSVField) -> String? {
    guard let text = String(validating: bytes(of: field), as: UTF8.self) else { return nil }
    guard field.hasDoubledQuotes else { return text }
    var out = ""
    var isSecond = false
    for character in text.unicodeScalars {
      if character == "\"", isSecond {
        isSecond = false
        continue
      }
      isSecond = character == "\""
      out.unicodeScalars.append(character)
    }
    return out
  }
}
