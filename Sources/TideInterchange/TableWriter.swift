import TideModel

/// The table for people: title, headings, rows, footnotes.
///
/// Numbers stand on their decimal points, with thousands commas; a missing number is `-`, a missing text blank. Rows of one
/// group stand under a heading, and the group's column is not shown. Comparison words carry the shapes and colours of
/// ``ComparisonMark``, trends the arrows of ``TrendMark``, and a series is a ``Sparkline``. Where the table is wider than the
/// terminal, texts are broken into lines and columns go as ``TableLayout`` says; ``WriterReport`` tells which. No text is ever
/// cut. Control characters are written out.
final class TableWriter: ResultWriter {
  private let options: OutputOptions
  private let output: ChunkedOutput
  private var kept: MeasuredRows
  private(set) var report = WriterReport()

  init(options: OutputOptions, output: ChunkedOutput) {
    self.options = options
    self.output = output
    kept = MeasuredRows(ResultTable(columns: []), options.precision, options.repertoire)
  }

  func begin(_ header: ResultTable) throws { kept = MeasuredRows(header, options.precision, options.repertoire) }

  func batch(_ batch: ResultTable, rows: Range<Int>) throws {
    kept.append(batch, rows)
    report.rows += rows.count
  }

  func end() throws {
    let header = kept.header
    let titles = header.columns.map { VisibleText.escaped($0.title) }
    let limit = options.terminalWidth.map { max(1, $0) }
    let indent = kept.group == nil ? 0 : 2
    let layout = TableLayout(
      columns: header.columns, titles: titles, measures: kept.measures, hidden: kept.hidden, indent: indent,
      limit: limit)
    report.droppedColumns = layout.dropped.filter { header.columns[$0].kind != .series }.map { header.columns[$0].name }
    if !header.title.isEmpty {
      prose(header.title, limit: limit)
      output.append("\n")
    }
    let margin = String(repeating: " ", count: indent)
    headings(titles, layout, margin: margin)
    try body(layout, margin: margin, limit: limit)
    let notes = kept.footnotes(showing: layout.shown)
    if !notes.isEmpty { output.append("\n") }
    for note in notes { prose(note.text, limit: limit, hanging: note.hanging) }
    if let provenance = options.provenance {
      output.append("\n")
      for line in provenance.lines { prose(line, limit: limit) }
    }
    try output.flush()
  }

  private func headings(_ titles: [String], _ layout: TableLayout, margin: String) {
    var lines = layout.shown.map { DisplayWidth.wrapped(titles[$0], to: layout.widths[$0]) }
    let height = lines.map(\.count).max() ?? 0
    // The last line of every heading stands on the ruling.
    for index in lines.indices {
      lines[index] = Array(repeating: "", count: height - lines[index].count) + lines[index]
    }
    for number in 0..<height {
      line(margin, zip(layout.shown, lines).map { field($1[number], mark: nil, $0, layout) })
    }
    line(margin, layout.shown.map { Field(text: String(repeating: "-", count: layout.widths[$0]), padding: 0) })
  }

  private func body(_ layout: TableLayout, margin: String, limit: Int?) throws {
    var current: String?
    for row in kept.rows {
      if let group = kept.group {
        let flat = row[group].flat
        let name = flat.isEmpty ? "-" : flat
        if name != current {
          if current != nil { output.append("\n") }
          for part in DisplayWidth.wrapped(name, to: limit) { output.append(part + "\n") }
          current = name
        }
      }
      let fields = layout.shown.map { self.fields(row[$0], $0, layout) }
      for number in 0..<(fields.map(\.count).max() ?? 0) {
        line(
          margin,
          zip(layout.shown, fields).map {
            number < $1.count ? $1[number] : Field(text: "", padding: layout.widths[$0])
          })
      }
      try output.flushIfFull()
    }
  }

  private func prose(_ text: String, limit: Int?, hanging: Int = 0) {
    for part in DisplayWidth.wrapped(VisibleText.escaped(text), to: limit, hanging: hanging) {
      output.append(part + "\n")
    }
  }
}

extension Footnote {
  /// How far lines after the first are moved in: a published note hangs on its letter.
  fileprivate var hanging: Int { if case .note(let letter) = subject { letter.count + 2 } else { 0 } }
}

extension TableWriter {
  /// A text ready to print and the spaces that fill its column; they are owed until another text follows, so that no line
  /// ends in spaces.
  private struct Field {
    var text: String
    var padding: Int
  }

  private func line(_ margin: String, _ fields: [Field]) {
    var text = margin
    var owed = 0
    for field in fields {
      if !field.text.isEmpty {
        text += String(repeating: " ", count: owed) + field.text
        owed = 0
      }
      owed += field.padding + TableLayout.gap
    }
    output.append(text + "\n")
  }

  /// A text that stands left or right as its column says.
  private func field(_ text: String, mark: ComparisonMark?, _ index: Int, _ layout: TableLayout) -> Field {
    let space = max(0, layout.widths[index] - DisplayWidth.of(text))
    let shown = if options.colour, let mark { mark.coloured(text) } else { text }
    if !kept.header.columns[index].kind.isNumeric { return Field(text: shown, padding: space) }
    return Field(
      text: text.isEmpty ? "" : String(repeating: " ", count: space) + shown, padding: text.isEmpty ? space : 0)
  }

  /// A cell as the lines it takes.
  private func fields(_ cell: TableCell, _ index: Int, _ layout: TableLayout) -> [Field] {
    let width = layout.widths[index]
    switch cell {
    case .text(let text, let mark):
      let hanging = width > 12 ? 2 : 0
      return DisplayWidth.wrapped(text, to: width, hanging: hanging).map { field($0, mark: mark, index, layout) }
    case .number(let whole, let fraction):
      let right = kept.measures[index].fraction - fraction.utf8.count
      let left = width - whole.utf8.count - fraction.utf8.count - right
      return [Field(text: String(repeating: " ", count: max(0, left)) + whole + fraction, padding: right)]
    }
  }
}
