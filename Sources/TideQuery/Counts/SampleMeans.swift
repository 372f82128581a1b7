import TideMethods
public import TideModel

/// Means of a file's values by group, each with its limits, as phe_mean of PHEindicatormethods.
public struct SampleMeans {
  private let groups: CountGroups
  private let values: CountTable.NumberColumn
  private let limits: LimitLevels

  /// - Parameters:
  ///   - groupedBy: headings of the columns that tell groups apart; empty for all others.
  ///   - summedOver: headings of columns that do not.
  ///   - limits: the confidence of the limits.
  /// - Throws: ``QueryError`` naming what is wrong with the file, by line, or an option that does not fit it; a file in which
  ///   every row is a group of its own, so that no mean has limits.
  public init(
    _ table: CountTable, groupedBy: [String] = [], summedOver: [String] = [], limits: LimitLevels = .published
  ) throws(QueryError) {
    guard let values = table.numbers[.value] else {
      throw QueryError(.input, "\(table.file):1: there is no column of values", remedy: "Head it value.")
    }
    self.values = values
    self.limits = limits
    groups = try CountGroups(
      table,
      CountGroups.Choice(groupedBy: groupedBy, summedOver: summedOver, joinsEqualRows: true, addsUp: false))
    if groupedBy.isEmpty, table.lines.count > 1, groups.groups.count == table.lines.count {
      throw QueryError(
        .input,
        "\(table.file): every row is a group of its own, told apart by "
          + groups.keys.map { table.keys[$0].heading }.joined(separator: ", "),
        remedy: "Name the columns that tell groups apart with --by, for example --by area.")
    }
  }

  /// One row a group: mean, limits, how many values there are, their sum and standard deviation; a status and the reason
  /// where there is none.
  public func table() -> ResultTable {
    var table = groups.answer(columns, title: "Means: \(FileAnswer.name(groups.table.file))", cells)
    table.footnotes =
      FileAnswer.legend(table) + [
        "Limits by Student's t distribution; the standard deviation is that of a sample, by n − 1."
      ]
    return table
  }

  private var columns: [ResultTable.Column] {
    FileAnswer.estimateColumns("Mean", limits) + [
      ResultTable.Column(name: "n", title: "n", kind: .integer, priority: 3),
      ResultTable.Column(name: "sum", title: "Sum", kind: .number, priority: 5),
      ResultTable.Column(name: "standard_deviation", title: "Standard deviation", kind: .derived, priority: 4),
      ResultTable.Column(name: "method", title: "Method", kind: .text, priority: 6),
    ] + FileAnswer.statusColumns
  }

  private func cells(_ group: CountGroup) -> [ResultTable.Cell] {
    let marks = group.rows.compactMap { row in values.marks[row].map { (row, $0) } }
    if let (row, mark) = marks.first(where: { $0.1 == .suppressed }) ?? marks.first {
      return Array(repeating: .missing, count: columns.count - 2)
        + FileAnswer.cells(mark, ["\(values.heading) of line \(groups.table.lines[row]) is \(mark.meaning)"])
    }
    let numbers = group.rows.map { values.numbers[$0] }
    let means = limits.all.map { Means.mean(of: numbers, confidence: $0.confidence) }
    let (mean, estimate) = (means[0], means[0].estimate)
    let blank = group.rows.first { values.numbers[$0] == nil }.map { "line \(groups.table.lines[$0]) is blank" }
    return FileAnswer.cells(means.map(\.estimate)) + [
      .integer(group.rows.count), FileAnswer.number(mean.sum), FileAnswer.number(mean.standardDeviation),
      estimate.method.map { .text($0.name) } ?? .missing,
    ] + FileAnswer.cells(estimate.status, [estimate.reason ?? "", blank ?? ""])
  }
}
