import TideModel

/// CSV and TSV.
///
/// CSV is RFC 4180 with LF line ends: a field is quoted when it holds a comma, a quote, a line end or a space at either
/// end. In TSV tab, LF, CR and backslash in text are written `\t`, `\n`, `\r` and `\\`, so that a line is always a row.
/// Missing cells and numbers that are not finite are empty fields.
///
/// A *text* that begins with `=`, `+`, `-`, `@`, TAB, CR or LF gets an apostrophe in front in both, because spreadsheets
/// would run it as a formula; numbers never do. So does one that begins with apostrophes and then one of these, so that a
/// reader who takes one apostrophe off has the text again. JSON, and `isRaw`, have the text as it is.
///
/// A byte-order mark, where one is asked for, comes first; then, each on a line that begins with `# `, where the figures come
/// from, if that is to be written; then the headings.
final class DelimitedWriter: ResultWriter {
  enum Dialect {
    case csv
    case tsv
  }

  private let dialect: Dialect
  private let options: OutputOptions
  private let output: ChunkedOutput
  private var encoder: BatchEncoder?
  private(set) var report = WriterReport()

  init(dialect: Dialect, options: OutputOptions, output: ChunkedOutput) {
    self.dialect = dialect
    self.options = options
    self.output = output
  }

  func begin(_ header: ResultTable) throws {
    if options.hasByteOrderMark { output.append("\u{FEFF}") }
    for fact in options.provenance?.lines ?? [] { output.append("# \(VisibleText.escaped(fact))\n") }
    let columns = header.machineColumns
    let text = TextField(dialect: dialect, isRaw: options.isRaw)
    let separator = dialect == .csv ? "," : "\t"
    // A line of nothing would be no row to most readers.
    let nothing = columns.count == 1 ? "\"\"" : ""
    let frame = RowFrame(
      leads: columns.indices.map { Array(($0 == 0 ? "" : separator).utf8) }, tail: Array("\n".utf8),
      missing: Array(nothing.utf8), afterMinusZero: [],
      bytes: { cell in
        let field = text.field(cell)
        return Array((field.isEmpty ? nothing : field).utf8)
      })
    encoder = BatchEncoder(columns: columns, frame)
    output.append(columns.map { text.field(.text(header.columns[$0].name)) }.joined(separator: separator) + "\n")
    try output.flushIfFull()
  }

  func batch(_ batch: ResultTable, rows: Range<Int>) throws {
    try encoder?.write(batch, rows: rows, to: output)
    report.rows += rows.count
  }

  func end() throws { try output.flush() }

}

/// Texts as fields of CSV and TSV.
private struct TextField {
  let dialect: DelimitedWriter.Dialect
  let isRaw: Bool

  /// A cell that is no number.
  func field(_ cell: ResultTable.Cell) -> String {
    cell.words.map { written(isRaw ? $0 : Self.harmless($0)) } ?? ""
  }

  private func written(_ text: String) -> String { dialect == .csv ? Self.quoted(text) : Self.escaped(text) }

  private static func harmless(_ text: String) -> String {
    switch text.utf8.first(where: { $0 != UInt8(ascii: "'") }) {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0A, 0x0D: "'" + text
    default: text
    }
  }

  private static func quoted(_ text: String) -> String {
    let special = text.utf8.contains {
      $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 0x0A || $0 == 0x0D
    }
    let space = UInt8(ascii: " ")
    guard special || text.utf8.first == space || text.utf8.last == space else { return text }
    var out = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { out += "\"" }
      out.unicodeScalars.append(scalar)
    }
    return out + "\""
  }

  private static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\t": out += "\\t"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\\": out += "\\\\"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
