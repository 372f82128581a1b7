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
  private let output: ChunkedOutput
  private var encoder: BatchEncoder?
  private(set) var report = WriterReport()

  init(lines: Bool, provenance: Provenance?, output: ChunkedOutput) {
    self.lines = lines
    self.provenance = provenance
    self.output = output
  }

  func begin(_ header: ResultTable) throws {
    let columns = header.machineColumns
    var leads = columns.map { Array(",\(Self.quoted(header.columns[$0].name)):".utf8) }
    if !leads.isEmpty { leads[0].removeFirst() }
    let opening = lines ? "{" : ",\n{"
    let frame = RowFrame(
      opening: Array(opening.utf8), leads: leads, tail: Array((lines ? "}\n" : "}").utf8),
      missing: Array("null".utf8), afterMinusZero: Array(".0".utf8), bytes: { Array(Self.value($0).utf8) })
    encoder = BatchEncoder(columns: columns, frame)
    if let provenance {
      let object = "{\"provenance\":\(provenance.object.line)"
      output.append(lines ? object + "}\n" : object + ",\n\"rows\":")
    }
    if !lines { output.append("[") }
  }

  func batch(_ batch: ResultTable, rows: Range<Int>) throws {
    guard let encoder, !rows.isEmpty else { return }
    try encoder.write(batch, rows: rows, to: output, dropping: lines || report.rows > 0 ? 0 : 1)
    report.rows += rows.count
  }

  func end() throws {
    if !lines { output.append((report.rows == 0 ? "]" : "\n]") + (provenance == nil ? "\n" : "}\n")) }
    try output.flush()
  }

  /// A cell that is no number.
  private static func value(_ cell: ResultTable.Cell) -> String {
    cell.words.map(quoted) ?? "null"
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
