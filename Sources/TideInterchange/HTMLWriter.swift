import TideModel

/// A page of its own: title, table, footnotes, and where the figures come from. It needs no other file and runs no script.
///
/// The table has a caption, headings with their scope, and the first text of each row as that row's heading; groups are
/// bodies of their own. Comparison words stand with their shape and a colour of at least 4.5:1 on white. All text is escaped,
/// and what would hide or reverse it is written out. Rows are kept until the end, because figures stand on their
/// decimal points.
final class HTMLWriter: ResultWriter {
  private let options: OutputOptions
  private let output: ChunkedOutput
  private var kept: MeasuredRows
  private(set) var report = WriterReport()

  init(options: OutputOptions, output: ChunkedOutput) {
    self.options = options
    self.output = output
    kept = MeasuredRows(ResultTable(columns: []), options.precision, .unicode)
  }

  func begin(_ header: ResultTable) throws { kept = MeasuredRows(header, options.precision, .unicode) }

  func batch(_ batch: ResultTable, rows: Range<Int>) throws {
    kept.append(batch, rows)
    report.rows += rows.count
  }

  func end() throws {
    let title = Self.escaped(header.title.isEmpty ? "Tidemark" : header.title)
    output.append(
      """
      <!DOCTYPE html>
      <html lang="en-GB">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(title)</title>
      <style>
      \(HTMLStyle.sheet)
      </style>
      </head>
      <body>
      <main>
      <h1>\(title)</h1>
      <div class="scroll" role="region" aria-labelledby="caption" tabindex="0">
      <table>
      <caption id="caption">\(title)</caption>

      """)
    let shown = header.columns.indices.filter { [hidden = kept.hidden] in !hidden.contains($0) }
    try table(shown)
    output.append("</table>\n</div>\n")
    list(kept.footnotes(showing: shown).map(\.text), heading: "Notes")
    list(options.provenance?.lines ?? [], heading: "Where this comes from")
    output.append("</main>\n</body>\n</html>\n")
    try output.flush()
  }

  private var header: ResultTable { kept.header }

  private func table(_ shown: [Int]) throws {
    let group = kept.group
    output.append("<thead>\n<tr>")
    for index in shown {
      let kind = header.columns[index].kind
      output.append(
        "<th scope=\"col\"\(kind.isNumeric ? " class=\"n\"" : "")>\(Self.escaped(header.columns[index].title))</th>")
    }
    output.append("</tr>\n</thead>\n")
    let rowHeading = shown.first { header.columns[$0].kind.isWords }
    var current: String?
    if group == nil { output.append("<tbody>\n") }
    for row in kept.rows {
      if let group, row[group].flat != current {
        if current != nil { output.append("</tbody>\n") }
        current = row[group].flat
        output.append("<tbody>\n<tr><th class=\"g\" scope=\"rowgroup\" colspan=\"\(shown.count)\">")
        output.append("\(Self.escaped(row[group].flat))</th></tr>\n")
      }
      output.append("<tr>")
      for index in shown { output.append(cell(row[index], index, isHeading: index == rowHeading)) }
      output.append("</tr>\n")
      try output.flushIfFull()
    }
    if group == nil || current != nil { output.append("</tbody>\n") }
  }

  private func cell(_ cell: TableCell, _ index: Int, isHeading: Bool) -> String {
    switch cell {
    case .text(let text, let mark):
      let name = isHeading ? "th scope=\"row\"" : "td"
      let end = isHeading ? "</th>" : "</td>"
      if header.columns[index].kind == .series {
        return "<td class=\"s\" aria-hidden=\"true\">\(Self.escaped(text))</td>"
      }
      guard let mark else { return "<\(name)>\(Self.escaped(text))\(end)" }
      let shape = "<span aria-hidden=\"true\">\(mark.shape(.unicode))</span>"
      return "<\(name) class=\"\(mark.rawValue)\">\(shape) \(mark.rawValue)\(end)"
    case .number(let whole, let fraction):
      let owed = kept.measures[index].fraction - fraction.utf8.count
      // The point is half as wide as a digit.
      let place = owed == 0 ? "" : " style=\"--d:\(fraction.isEmpty ? Double(owed) - 0.5 : Double(owed))\""
      return "<td class=\"n\"\(place)>\(Self.escaped(whole + fraction))</td>"
    }
  }

  private func list(_ texts: [String], heading: String) {
    guard !texts.isEmpty else { return }
    output.append("<h2>\(heading)</h2>\n<ul>\n")
    for text in texts { output.append("<li>\(Self.escaped(text))</li>\n") }
    output.append("</ul>\n")
  }

  /// A text that no browser takes for markup, in an element or a quoted attribute.
  static func escaped(_ text: String) -> String { MarkupText.escaped(VisibleText.escaped(VisibleText.onOneLine(text))) }
}
