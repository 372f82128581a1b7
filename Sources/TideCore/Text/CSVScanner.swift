/// One field of a CSV record: where its bytes stand, without surrounding quotes.
public struct CSVField: Sendable {
  /// Byte offset of the first byte.
  public let start: Int
  /// Twice the length, and 1 for doubled quotes.
  private let packed: Int

  /// Number of bytes.
  public var length: Int { packed >> 1 }
  /// Whether the bytes hold doubled quotes that stand for one.
  public var hasDoubledQuotes: Bool { packed & 1 != 0 }

  @inline(__always)
  init(start: Int, length: Int, hasDoubledQuotes: Bool = false) {
    self.start = start
    packed = length &<< 1 | (hasDoubledQuotes ? 1 : 0)
  }
}

/// Splits comma-separated text into records and fields as RFC 4180 has them, without copying.
///
/// Forgiving where published files are: LF, CRLF or CR ends a record, the last may lack its end, a byte-order mark is
/// passed over, a quote inside an unquoted field is itself. Strict where a mistake would move figures into the wrong
/// row: a quoted field that never ends, or goes on after its closing quote, is a fault.
///
/// The bytes that mean something (separators, quotes, line ends) are found 64 at a time; only those are looked at.
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
  private var marks: MarkCursor
  private let list = FieldList()
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
    let hasMark = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
    self.init(bytes, from: hasMark ? 3 : 0, line: 1, separator: separator)
  }

  /// Scans `bytes` from `position`, where a record starts, on a line of this number.
  public init(
    _ bytes: UnsafeRawBufferPointer, from position: Int, line: Int, separator: UInt8 = UInt8(ascii: ",")
  ) {
    self.bytes = bytes
    self.separator = separator
    self.position = position
    self.line = line
    marks = MarkCursor(bytes, from: position, separator: separator)
  }

  static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  /// Reads the next record into `fields`.
  /// - Returns: false at the end of the bytes or at a fault.
  /// - Complexity: O(bytes of the record).
  public mutating func next(_ fields: inout [CSVField]) -> Bool {
    fields.removeAll(keepingCapacity: true)
    guard next(list) else { return false }
    fields.append(contentsOf: list.fields)
    return true
  }

  /// Reads the next record into a list that is used again for every record.
  mutating func next(_ list: FieldList) -> Bool {
    list.count = 0
    guard position < bytes.count, fault == nil, let base = bytes.baseAddress else { return false }
    recordLine = line
    let text = base.assumingMemoryBound(to: UInt8.self)
    let end = bytes.count
    let limit = min(end, position + Self.maximumRecordBytes)
    var marks = self.marks
    var first = position
    while true {
      var place = marks.passFields(text, from: &first, limit: limit, end: end, separator, list)
      if place < end, text[place] == Self.quote {
        // A quote that does not open the field is itself.
        guard place == first else { continue }
        if first > limit { return stop(.tooLong(line: recordLine)) }
        guard let (close, doubled) = closingQuote(text, limit: limit, end: end, &marks) else { return false }
        list.append(CSVField(start: first + 1, length: close - first - 1, hasDoubledQuotes: doubled))
        place = close + 1
        if place < end { place = marks.next(text, end, separator) }
        if place < end, text[place] == separator {
          first = place + 1
          continue
        }
      } else {
        if place >= limit, limit < end { return stop(.tooLong(line: recordLine)) }
        list.append(CSVField(start: first, length: place - first))
      }
      if place < end {
        line += 1
        if text[place] == Self.carriageReturn, place + 1 < end, text[place + 1] == Self.lineFeed {
          place = marks.next(text, end, separator)
        }
      }
      position = min(place + 1, end)
      self.marks = marks
      return true
    }
  }

  /// Finds the quote that closes a field, the opening one having been passed.
  /// - Returns: its offset, and whether doubled quotes stand before it; nil at a fault.
  private mutating func closingQuote(
    _ text: UnsafePointer<UInt8>, limit: Int, end: Int, _ marks: inout MarkCursor
  ) -> (offset: Int, doubled: Bool)? {
    let openLine = line
    var doubled = false
    while true {
      let place = marks.next(text, end, separator)
      guard place < limit else { break }
      let following = place + 1 < end ? text[place + 1] : Self.lineFeed
      switch text[place] {
      case Self.quote where following == Self.quote:
        doubled = true
        _ = marks.next(text, end, separator)
      case Self.quote:
        if following == separator || following == Self.lineFeed || following == Self.carriageReturn {
          return (place, doubled)
        }
        _ = stop(.textAfterQuote(line: line))
        return nil
      case Self.lineFeed: line += 1
      case Self.carriageReturn:
        if place + 1 == end || following != Self.lineFeed { line += 1 }
      default: break
      }
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
    let raw = bytes(of: field)
    guard field.hasDoubledQuotes else { return String(validating: raw, as: UTF8.self) }
    return String(validating: Self.undoubled(raw), as: UTF8.self)
  }

  /// Bytes with each pair of quotes as one.
  static func undoubled(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    var out: [UInt8] = []
    var isSecond = false
    for byte in bytes {
      isSecond = byte == quote && !isSecond
      if isSecond || byte != quote { out.append(byte) }
    }
    return out
  }
}
