import TideModel

/// A GitHub-flavoured Markdown table: title in bold, table, footnotes as a list.
///
/// Numbers are rounded as in the table for people. In text, line ends become spaces, control characters are written out,
/// HTML characters become entities, and characters that Markdown reads (pipes, emphasis, code, links) are escaped.
final class MarkdownWriter: ResultWriter {
  private let people: PeopleText
  private var output: ChunkedOutput
  private var columns: [ResultTable.Column] = []
  private var footnotes: [String] = []
  private(set) var report = WriterReport()

  init(precision: Precision, output: ChunkedOutput) {
    people = PeopleText(precision: precision)
    self.output = output
  }

  func begin(_ header: ResultTable) throws {
    columns = header.columns
    footnotes = header.footnotes
    if !header.title.isEmpty { output.append("**\(Self.escaped(header.title))**\n\n") }
    line(columns.map { Self.escaped($0.title) })
    line(columns.map { $0.kind.isText ? "---" : "---:" })
    try output.flushIfFull()
  }

  func row(_ cells: [ResultTable.Cell]) throws {
    line(zip(fitted(cells, to: columns.count), columns).map { Self.escaped(people.text($0, in: $1) ?? "") })
    report.rows += 1
    try output.flushIfFull()
  }

  func end() throws {
    if !footnotes.isEmpty { output.append("\n") }
    for note in footnotes { output.append("- \(Self.escaped(note))\n") }
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
