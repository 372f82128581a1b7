import TideModel

/// The table for people: title, headings, rows, footnotes.
///
/// Numbers stand on their decimal points, with thousands commas; a missing number is `-`, a missing text blank. Rows of one
/// group stand under a heading, and the group's column is not shown. Comparison words carry the shapes and colours of
/// ``ComparisonMark``. Where the table is wider than the terminal, columns with the highest `priority` number go first,
/// the rightmost of equal ones before the others, never those of priority 0; then text columns of more than 60% of the width
/// are cut with an ellipsis. ``WriterReport`` tells of both. Control
/// characters are written out.
final class TableWriter: ResultWriter {
  private let options: OutputOptions
  private let people: PeopleText
  private var output: ChunkedOutput
  private var header = ResultTable(columns: [])
  private var group: Int?
  private var rows: [[TableCell]] = []
  private var measures: [TableLayout.Measure] = []
  private(set) var report = WriterReport()

  init(options: OutputOptions, output: ChunkedOutput) {
    self.options = options
    people = PeopleText(precision: options.precision)
    self.output = output
  }

  func begin(_ header: ResultTable) throws {
    self.header = ResultTable(
      columns: header.columns, title: header.title, footnotes: header.footnotes, groupColumn: header.groupColumn)
    group = header.groupColumn.flatMap { header.index(of: $0) }
    measures = Array(repeating: TableLayout.Measure(), count: header.columns.count)
  }

  func row(_ cells: [ResultTable.Cell]) throws {
    var row: [TableCell] = []
    for (index, cell) in fitted(cells, to: header.columns.count).enumerated() {
      let cell = tableCell(cell, in: header.columns[index])
      measures[index].include(cell)
      row.append(cell)
    }
    rows.append(row)
    report.rows += 1
  }

  func end() throws {
    let titles = header.columns.map { VisibleText.escaped($0.title) }
    let limit = options.terminalWidth.map { max(1, $0) }
    let indent = group == nil ? 0 : 2
    let layout = TableLayout(
      columns: header.columns, titles: titles, measures: measures, hidden: group, indent: indent, limit: limit)
    report.droppedColumns = layout.dropped.map { header.columns[$0].name }
    if !header.title.isEmpty {
      prose(header.title, limit: limit)
      output.append("\n")
    }
    let margin = String(repeating: " ", count: indent)
    line(margin, layout.shown.map { heading(titles[$0], $0, layout) })
    line(margin, layout.shown.map { Field(text: String(repeating: "-", count: layout.widths[$0]), padding: 0) })
    try body(layout, margin: margin, limit: limit)
    if !header.footnotes.isEmpty { output.append("\n") }
    for note in header.footnotes { prose(note, limit: limit) }
    try output.flush()
  }

  private func body(_ layout: TableLayout, margin: String, limit: Int?) throws {
    var current: String?
    for row in rows {
      if let group {
        let name = Self.flat(row[group])
        if name != current {
          if current != nil { output.append("\n") }
          for part in DisplayWidth.wrapped(name, to: limit) { output.append(part + "\n") }
          current = name
        }
      }
      line(margin, layout.shown.map { field(row[$0], $0, layout) })
      try output.flushIfFull()
    }
  }

  private func prose(_ text: String, limit: Int?) {
    for part in DisplayWidth.wrapped(VisibleText.escaped(text), to: limit) { output.append(part + "\n") }
  }
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

  private func tableCell(_ cell: ResultTable.Cell, in column: ResultTable.Column) -> TableCell {
    let text = people.text(cell, in: column)
    if column.kind.isText {
      let mark = text.flatMap(ComparisonMark.init)
      return .text(mark?.text ?? VisibleText.escaped(text ?? ""), mark)
    }
    guard let text else { return .number(whole: "-", fraction: "") }
    if case .text = cell { return .text(VisibleText.escaped(text), ComparisonMark(rawValue: text)) }
    let whole = text.prefix { $0 != "." }
    return .number(whole: String(whole), fraction: String(text.dropFirst(whole.count)))
  }

  private func heading(_ title: String, _ index: Int, _ layout: TableLayout) -> Field {
    let cut = DisplayWidth.cut(title, to: layout.widths[index])
    let space = layout.widths[index] - DisplayWidth.of(cut)
    if header.columns[index].kind.isText { return Field(text: cut, padding: space) }
    return Field(text: String(repeating: " ", count: space) + cut, padding: 0)
  }

  private func field(_ cell: TableCell, _ index: Int, _ layout: TableLayout) -> Field {
    let width = layout.widths[index]
    switch cell {
    case .text(let text, let mark):
      let cut = DisplayWidth.cut(text, to: width)
      if cut != text { report.cutCells += 1 }
      let shown = if options.colour, let mark { mark.coloured(cut) } else { cut }
      let space = width - DisplayWidth.of(cut)
      if header.columns[index].kind.isText { return Field(text: shown, padding: space) }
      return Field(text: String(repeating: " ", count: space) + shown, padding: 0)
    case .number(let whole, let fraction):
      let measure = measures[index]
      let right = measure.fraction - fraction.utf8.count
      let left = width - whole.utf8.count - fraction.utf8.count - right
      return Field(text: String(repeating: " ", count: max(0, left)) + whole + fraction, padding: right)
    }
  }

  /// A cell as a group's heading.
  private static func flat(_ cell: TableCell) -> String {
    switch cell {
    case .text(let text, _): text.isEmpty ? "-" : text
    case .number(let whole, let fraction): whole + fraction
    }
  }
}
