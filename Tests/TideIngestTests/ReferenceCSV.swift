/// A second CSV reader, written from RFC 4180 as a state machine, one byte at a time: what the scanner is compared with.
struct ReferenceCSV {
  enum Stop: Equatable {
    case unterminatedQuote(line: Int)
    case textAfterQuote(line: Int)
  }

  struct Record: Equatable {
    var line: Int
    var fields: [[UInt8]]

    /// The fields as texts, with white space folded and a wrapping pair of quotes taken off.
    var texts: [String] { fields.map { tidied(String(decoding: $0, as: UTF8.self)) } }
  }

  private enum State {
    case fieldStart, plain, quoted, afterQuote
  }

  private(set) var stop: Stop?
  private let bytes: [UInt8]
  private var at = 0
  private var line = 1

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
  }

  /// All records up to the end or the first thing that is no CSV.
  static func read(_ bytes: [UInt8]) -> (records: [Record], stop: Stop?) {
    var reader = ReferenceCSV(bytes)
    var records: [Record] = []
    while let record = reader.next() { records.append(record) }
    return (records, reader.stop)
  }

  mutating func next() -> Record? {
    guard at < bytes.count, stop == nil else { return nil }
    var record = Record(line: line, fields: [])
    var field: [UInt8] = []
    var state = State.fieldStart
    var openedOn = line
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      let isReturn = byte == 0x0D
      let endsLine = byte == 0x0A || isReturn
      // A line feed behind a carriage return belongs to it.
      let pair = isReturn && at < bytes.count && bytes[at] == 0x0A
      if endsLine, !(state == .quoted && pair) { line += 1 }
      switch state {
      case .quoted:
        if byte == 0x22 { state = .afterQuote } else { field.append(byte) }
        continue
      case .afterQuote where byte == 0x22:
        field.append(byte)
        state = .quoted
        continue
      case .fieldStart where byte == 0x22:
        state = .quoted
        openedOn = line
        continue
      default: break
      }
      if byte == 0x2C {
        record.fields.append(field)
        field = []
        state = .fieldStart
      } else if endsLine {
        if pair { at += 1 }
        record.fields.append(field)
        return record
      } else if state == .afterQuote {
        stop = .textAfterQuote(line: line)
        return nil
      } else {
        field.append(byte)
        state = .plain
      }
    }
    if state == .quoted {
      stop = .unterminatedQuote(line: openedOn)
      return nil
    }
    record.fields.append(field)
    return record
  }
}

/// A text as keys are compared: white space folded, none at the ends, a wrapping pair of quotes gone.
func tidied(_ text: String) -> String {
  let spaces = [" ", "\n", "\r", "\r\n", "\t", "\u{A0}"]
  if !text.contains(where: { spaces.contains(String($0)) || $0 == "\"" }) { return text }
  var out = ""
  for character in text {
    if !spaces.contains(String(character)) {
      out.append(character)
    } else if !out.isEmpty, out.last != " " {
      out.append(" ")
    }
  }
  if out.last == " " { out.removeLast() }
  if out.count >= 2, out.first == "\"", out.last == "\"" { out = String(out.dropFirst().dropLast()) }
  return out
}
