import TideModel

/// JSON (one array of objects) and JSON Lines (one object a line), after RFC 8259.
///
/// Keys are the columns' names, in column order. Missing cells and numbers that are not finite are null. Text is kept as it
/// is; quote, backslash and all that ``VisibleText`` would write out (controls, bidirectional overrides, line separators,
/// byte-order marks and the like) are escaped. Minus zero is written `-0.0`, because many
/// readers take `-0` for the integer 0. Where the figures come from, if that is to be written, stands in an object around the
/// array, and in JSON Lines on the first line.
final class JSONWriter: ResultWriter {
  private let lines: Bool
  private let provenance: Provenance?
  private var output: ChunkedOutput
  /// `"name":` of every column, escaped once.
  private var keys: [(column: Int, text: String)] = []
  private var columnCount = 0
  private(set) var report = WriterReport()

  init(lines: Bool, provenance: Provenance?, output: ChunkedOutput) {
    self.lines = lines
    self.provenance = provenance
    self.output = output
  }

  func begin(_ header: ResultTable) throws {
    keys = header.machineColumns.map { ($0, Self.quoted(header.columns[$0].name) + ":") }
    columnCount = header.columns.count
    if let provenance {
      let object = "{\"provenance\":\(provenance.object.line)"
      output.append(lines ? object + "}\n" : object + ",\n\"rows\":")
    }
    if !lines { output.append("[") }
  }

  func row(_ cells: [ResultTable.Cell]) throws {
    if !lines { output.append(report.rows == 0 ? "\n" : ",\n") }
    output.append("{")
    let cells = fitted(cells, to: columnCount)
    for (index, key) in keys.enumerated() {
      if index > 0 { output.append(",") }
      output.append(key.text)
      output.append(Self.value(cells[key.column]))
    }
    output.append(lines ? "}\n" : "}")
    report.rows += 1
    try output.flushIfFull()
  }

  func end() throws {
    if !lines { output.append((report.rows == 0 ? "]" : "\n]") + (provenance == nil ? "\n" : "}\n")) }
    try output.flush()
  }

  private static func value(_ cell: ResultTable.Cell) -> String {
    switch cell {
    case .missing, .series: return "null"
    case .text(let text): return quoted(text)
    case .integer(let integer): return String(integer)
    case .number(let number):
      guard let decimal = DecimalNumber(number) else { return "null" }
      return decimal.isZero && decimal.isNegative ? "-0.0" : decimal.machineText
    }
  }

  static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x22: out += "\\\""
      case 0x5C: out += "\\\\"
      case 0x0A: out += "\\n"
      case 0x0D: out += "\\r"
      case 0x09: out += "\\t"
      default:
        guard VisibleText.isHidden(scalar) else {
          out.unicodeScalars.append(scalar)
          continue
        }
        // Beyond U+FFFF in two halves, as RFC 8259 has it.
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      }
    }
    return out + "\""
  }
}
