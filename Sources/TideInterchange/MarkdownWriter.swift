import TideModel

/// A GitHub-flavoured Markdown table: title in bold, table, footnotes as a list, and where the figures come from as another.
///
/// Numbers are rounded as in the table for people. In text, line ends become spaces, control characters are written out,
/// HTML characters become entities, and characters that Markdown reads (pipes, emphasis, code, links) are escaped. Series
/// are left out: what is pasted elsewhere is set in letters of other widths.
final class MarkdownWriter: ResultWriter {
  private let people: PeopleText
  private let provenance: Provenance?
  private let output: ChunkedOutput
  private var columns: [ResultTable.Column] = []
  /// Positions of the columns that are written.
  private var shown: [Int] = []
  private var footnotes: [String] = []
  private(set) var report = WriterReport()

  init(options: OutputOptions, output: ChunkedOutput) {
    people = PeopleText(precision: options.precision)
    provenance = options.provenance
    self.output = output
  }

  func begin(_ header: ResultTable) throws {
    columns = header.columns
    footnotes = header.footnotes.map(\.text)
    if !header.title.isEmpty { output.append("**\(Self.escaped(header.title))**\n\n") }
    shown = columns.indices.filter { columns[$0].kind != .series }
    line(shown.map { Self.escaped(columns[$0].title) })
    line(shown.map { columns[$0].kind.isNumeric ? "---:" : "---" })
    try output.flushIfFull()
  }

  func batch(_ batch: ResultTable, rows: Range<Int>) throws {
    precondition(batch.columns.count == columns.count, "a batch of other columns")
    for row in rows {
      line(shown.map { Self.escaped(people.text(batch.cell(row, $0), in: columns[$0]) ?? "") })
      try output.flushIfFull()
    }
    report.rows += rows.count
  }

  func end() throws {
    for notes in [footnotes, provenance?.lines ?? []] where !notes.isEmpty {
      output.append("\n")
      for note in notes { output.append("- \(Self.escaped(note))\n") }
    }
    try output.flush()
  }

  private func line(_ cells: [String]) {
    guard !cells.isEmpty else { return }
    output.append("|")
    for cell in cells { output.append(cell.isEmpty ? " |" : " \(cell) |") }
    output.append("\n")
  }

  static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in VisibleText.escaped(VisibleText.onOneLine(text)).unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "|", "\\", "`", "*", "_", "[", "]", "~":
        out += "\\"
        out.unicodeScalars.append(scalar)
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
