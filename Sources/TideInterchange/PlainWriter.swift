import TideModel

/// The table for people who have it read to them: one row after another, each figure on a line with its heading before it.
///
///     Row 1 of 2
///     Indicator: Infant mortality rate
///     Value: 8.8
///
/// There are no shapes, no lines of blocks, no colours and no rulings, nothing depends on where on the screen it stands, and
/// nothing is left out for its width. What is missing is not read at all.
final class PlainWriter: ResultWriter {
  private let options: OutputOptions
  private let people: PeopleText
  private var output: ChunkedOutput
  private var header = ResultTable(columns: [])
  private var rows: [[ResultTable.Cell]] = []
  private(set) var report = WriterReport()

  init(options: OutputOptions, output: ChunkedOutput) {
    self.options = options
    people = PeopleText(precision: options.precision)
    self.output = output
  }

  func begin(_ header: ResultTable) throws { self.header = header.header }

  func row(_ cells: [ResultTable.Cell]) throws {
    rows.append(fitted(cells, to: header.columns.count))
    report.rows += 1
  }

  func end() throws {
    if !header.title.isEmpty { paragraph([header.title]) }
    for (number, row) in rows.enumerated() {
      paragraph(["Row \(number + 1) of \(rows.count)"] + facts(row))
      try output.flushIfFull()
    }
    let notes = header.footnotes + (options.provenance?.lines ?? [])
    for note in notes { line(note) }
    try output.flush()
  }

  /// What heads the row's group, then its other figures.
  private func facts(_ row: [ResultTable.Cell]) -> [String] {
    let group = header.groupColumn.flatMap { header.index(of: $0) }
    let order = [group].compactMap { $0 } + header.columns.indices.filter { $0 != group }
    return order.compactMap { index in
      let column = header.columns[index]
      guard column.kind != .series else { return nil }
      return people.text(row[index], in: column).map { "\(column.title): \($0)" }
    }
  }

  private func paragraph(_ lines: [String]) {
    for text in lines { line(text) }
    output.append("\n")
  }

  private func line(_ text: String) { output.append(VisibleText.escaped(text) + "\n") }
}
