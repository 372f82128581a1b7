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
  private let output: ChunkedOutput
  private var kept = ResultTable(columns: [])
  private(set) var report = WriterReport()

  init(options: OutputOptions, output: ChunkedOutput) {
    self.options = options
    people = PeopleText(precision: options.precision)
    self.output = output
  }

  func begin(_ header: ResultTable) throws { kept = header.header }

  func batch(_ batch: ResultTable, rows: Range<Int>) throws {
    kept.append(contentsOf: rows == batch.rows.indices ? batch : batch.selecting(rows: Array(rows)))
    report.rows += rows.count
  }

  func end() throws {
    if !kept.title.isEmpty { paragraph([kept.title]) }
    for (number, row) in kept.rows.enumerated() {
      paragraph(["Row \(number + 1) of \(kept.rowCount)"] + facts(row))
      try output.flushIfFull()
    }
    let notes = kept.footnotes.map(\.text) + (options.provenance?.lines ?? [])
    for note in notes { line(note) }
    try output.flush()
  }

  /// What heads the row's group, then its other figures.
  private func facts(_ row: ResultTable.Row) -> [String] {
    let group = kept.groupColumn.flatMap { kept.index(of: $0) }
    let order = [group].compactMap { $0 } + kept.columns.indices.filter { $0 != group }
    return order.compactMap { index in
      let column = kept.columns[index]
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
