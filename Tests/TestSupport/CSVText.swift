/// Comma-separated values read by the tests' own rules, from RFC 4180: a state machine over bytes.
public enum CSVText {
  /// The cells of each record, the headings first. Empty lines are passed over, and the last line may lack its end.
  public static func rows(_ text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    var isEmptyLine = true
    func endCell() {
      row.append(String(decoding: cell, as: UTF8.self))
      cell = []
    }
    func endRow() {
      if !isEmptyLine {
        endCell()
        rows.append(row)
      }
      (row, isEmptyLine) = ([], true)
    }
    var bytes = text.utf8.makeIterator()
    var next = bytes.next()
    while let byte = next {
      next = bytes.next()
      switch byte {
      case UInt8(ascii: "\"") where isQuoted && next == UInt8(ascii: "\""):
        cell.append(byte)
        next = bytes.next()
      case UInt8(ascii: "\""):
        isQuoted.toggle()
        isEmptyLine = false
      case _ where isQuoted: cell.append(byte)
      case UInt8(ascii: "\r") where next == UInt8(ascii: "\n"): break
      case UInt8(ascii: "\n"): endRow()
      case UInt8(ascii: ","):
        endCell()
        isEmptyLine = false
      default:
        cell.append(byte)
        isEmptyLine = false
      }
    }
    endRow()
    return rows
  }

  /// The named columns of each row, in the order named; empty cells where there is no such column.
  public static func rows(_ text: String, _ names: [String]) -> [[String]] {
    let all = rows(text)
    let places = names.map { name in all.first?.firstIndex(of: name) ?? -1 }
    return all.dropFirst().map { row in places.map { row.indices.contains($0) ? row[$0] : "" } }
  }

  /// Each row by its headings.
  public static func records(_ text: String) -> [[String: String]] {
    let all = rows(text)
    return all.dropFirst().map { row in
      Dictionary(zip(all.first ?? [], row), uniquingKeysWith: { first, _ in first })
    }
  }
}
