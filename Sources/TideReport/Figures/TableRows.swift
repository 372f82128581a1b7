import TideModel

/// The rows of a table by the names of its columns.
struct TableRows {
  let table: ResultTable

  /// - Throws: `ChartError` where a column is not there, no row is, or a figure is too large to stand on an axis.
  init(_ table: ResultTable, needs columns: [String], chart: String) throws(ChartError) {
    self.table = table
    let lost = columns.filter { table.index(of: $0) == nil }
    guard lost.isEmpty else {
      throw ChartError(
        .columns, "a \(chart) chart needs a column \(lost.joined(separator: ", "))",
        remedy: "Draw it from the answer of its question.")
    }
    guard !table.rows.isEmpty else {
      throw ChartError(
        .empty, "there are no figures to draw", remedy: "Ask the same question without a chart to see why.")
    }
    for cells in table.cells {
      for case .number(let number) in cells where !(number.magnitude <= Self.largest) {
        throw ChartError(
          .figures, "a figure of \(number) is too large to draw", remedy: "Look for it with 'tidemark export'.")
      }
    }
  }

  /// What an axis can have.
  private static let largest = 1e12

  /// How many rows there are.
  var indices: Range<Int> { table.rows.indices }

  /// A text without what would hide or move in it; empty where there is none.
  func text(_ column: String, _ row: Int) -> String {
    switch cell(column, row) {
    case .integer(let integer): String(integer)
    case let cell: PlainText.of(cell.words ?? "")
    }
  }

  /// A cell; a missing one where there is no such column.
  func cell(_ column: String, _ row: Int) -> ResultTable.Cell {
    table.cell(column, row)
  }

  /// A number; nil where there is none.
  func number(_ column: String, _ row: Int) -> Double? {
    switch cell(column, row) {
    case .number(let number): number.isFinite ? number : nil
    case .integer(let integer): Double(integer.magnitude) <= Self.largest ? Double(integer) : nil
    default: nil
    }
  }

  /// What a column holds in its rows; nil where they differ.
  func common(_ column: String) -> String? {
    let texts = Set(indices.map { text(column, $0) })
    return texts.count == 1 ? texts.first : nil
  }

  /// The title of a column.
  func title(_ column: String) -> String { table.index(of: column).map { PlainText.of(table.columns[$0].title) } ?? "" }

  /// What the benchmark is called in a sentence: England, the mean, the median.
  var benchmark: String { PlainText.of(table.benchmarkPhrase ?? "") }

  /// Sex, age and category of a row, as far as it has them.
  func stratum(_ row: Int) -> String {
    ["sex", "age", "category"].map { text($0, row) }.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// As much of sex, age and category as differs between rows; all of it where nothing does.
  func tellingStratum(_ row: Int) -> String {
    let telling = ["sex", "age", "category"].filter { common($0) == nil }
    let parts = telling.map { text($0, row) }.filter { !$0.isEmpty }
    return telling.isEmpty ? stratum(row) : parts.isEmpty ? "All" : parts.joined(separator: ", ")
  }

  /// The footnotes as a caption has them: notes of rows, to which some refer, are not in a picture.
  var footnotes: [String] { footnotes { _ in true } }

  /// Those footnotes that are about a subject wanted, as a caption has them.
  func footnotes(about isWanted: (Footnote.Subject) -> Bool) -> [String] {
    table.footnotes.filter { isWanted($0.subject) }.map { PlainText.of($0.textAlone) }
  }

  /// What stands for a missing figure, where there is one and no footnote says so.
  func legend(ofMissing isMissing: Bool) -> [String] {
    let isTold = table.footnotes.contains {
      if case .legend(let statuses) = $0.subject { statuses.contains(.notAvailable) } else { false }
    }
    return isMissing && !isTold ? ["[x] not available"] : []
  }

  /// The rows of each value of a key, in the order in which the keys come first.
  func groups(by key: (Int) -> String) -> [(key: String, rows: [Int])] {
    var order: [String] = []
    var rows: [String: [Int]] = [:]
    for row in indices {
      let key = key(row)
      if rows[key] == nil { order.append(key) }
      rows[key, default: []].append(row)
    }
    return order.map { ($0, rows[$0] ?? []) }
  }
}
