import TideModel

/// The rows of a table kept until its end, as people read them, and the room that each column takes.
struct MeasuredRows {
  let header: ResultTable
  /// Position of the column that heads groups of rows; nil for none.
  let group: Int?
  private(set) var rows: [[TableCell]] = []
  private(set) var measures: [TableLayout.Measure]
  private let people: PeopleText
  private let repertoire: Repertoire

  /// No rows yet, of the columns of a table.
  init(_ header: ResultTable, _ precision: Precision, _ repertoire: Repertoire) {
    self.header = header.header
    self.repertoire = repertoire
    group = header.groupColumn.flatMap { header.index(of: $0) }
    measures = Array(repeating: TableLayout.Measure(), count: header.columns.count)
    people = PeopleText(precision: precision)
  }

  mutating func append(_ batch: ResultTable, _ wanted: Range<Int>) {
    precondition(batch.columns.count == header.columns.count, "a batch of other columns")
    for place in wanted {
      let row = header.columns.indices.map { column in
        TableCell(batch.cell(place, column), in: header.columns[column], people, repertoire)
      }
      for (column, cell) in row.enumerated() { measures[column].include(cell) }
      rows.append(row)
    }
  }

  /// The columns that are not shown: the group's, and series that no row has a line for.
  var hidden: Set<Int> {
    let empty = header.columns.indices.filter { header.columns[$0].kind == .series && measures[$0].text == 0 }
    return Set(empty + [group].compactMap { $0 })
  }

  /// The table's footnotes, and what the lines of a series mean where one is among the columns shown.
  func footnotes(showing columns: [Int]) -> [Footnote] {
    header.footnotes + (columns.contains { header.columns[$0].kind == .series } ? [Footnote(Sparkline.legend)] : [])
  }
}
