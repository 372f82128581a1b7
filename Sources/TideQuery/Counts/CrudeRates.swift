import TideMethods
public import TideModel

/// Crude rates or proportions of a file's rows, each with its limits, as phe_rate and phe_proportion of PHEindicatormethods.
public struct CrudeRates {
  /// How they are calculated.
  public struct Options: Sendable {
    /// Whether counts are part of their denominators, so that proportions are wanted and not rates.
    public var isProportion: Bool
    /// What figures are multiplied by; nil for 100,000, or 100 for proportions.
    public var multiplier: Double?
    /// Headings of the columns that tell groups apart, whose rows are added up; empty for a figure a row.
    public var groupedBy: [String]
    /// Headings of the columns whose rows are added up.
    public var summedOver: [String]
    /// The confidence of the limits.
    public var limits: LimitLevels

    /// A rate per 100,000 for every row, unless told otherwise.
    public init(
      isProportion: Bool = false, multiplier: Double? = nil, groupedBy: [String] = [], summedOver: [String] = [],
      limits: LimitLevels = .published
    ) {
      self.isProportion = isProportion
      self.multiplier = multiplier
      self.groupedBy = groupedBy
      self.summedOver = summedOver
      self.limits = limits
    }
  }

  private let groups: CountGroups
  private let options: Options
  private let multiplier: Double
  private let counts: CountTable.NumberColumn
  private let denominators: CountTable.NumberColumn

  /// - Throws: ``QueryError`` naming what is wrong with the file, by line, or an option that does not fit it.
  public init(_ table: CountTable, _ options: Options) throws(QueryError) {
    guard let counts = table.numbers[.count], let denominators = table.numbers[.denominator] else {
      throw QueryError(
        .input, "\(table.file):1: there is no column of counts or of denominators",
        remedy: "Head them count and denominator.")
    }
    (self.counts, self.denominators, self.options) = (counts, denominators, options)
    multiplier = options.multiplier ?? (options.isProportion ? 100 : 100_000)
    groups = try CountGroups(
      table,
      CountGroups.Choice(
        groupedBy: options.groupedBy, summedOver: options.summedOver, joinsEqualRows: false, addsUp: true))
  }

  /// One row a row of the file, or a group of them: count, denominator, figure, limits and their method; a status and the
  /// reason where there is none.
  public func table() -> ResultTable {
    var table = groups.answer(columns, title: title, cells)
    table.footnotes =
      FileAnswer.legend(table) + [groups.remark, remark].compactMap { $0 }.map { Footnote($0) }
    return table
  }

  private var columns: [ResultTable.Column] {
    var columns = [
      ResultTable.Column(name: "count", title: "Count", kind: .number, priority: 3),
      ResultTable.Column(name: "denominator", title: "Denominator", kind: .number, priority: 4),
    ]
    if groups.isGrouped { columns.append(ResultTable.Column(name: "rows", title: "Rows", kind: .integer, priority: 5)) }
    return columns + FileAnswer.estimateColumns(options.isProportion ? "Proportion" : "Rate", options.limits)
      + [ResultTable.Column(name: "method", title: "Method", kind: .text, priority: 6)] + FileAnswer.statusColumns
  }

  private var title: String {
    let name = FileAnswer.name(groups.table.file)
    guard options.isProportion else { return "Crude rates per \(FileAnswer.grouped(multiplier)): \(name)" }
    return switch multiplier {
    case 1: "Proportions: \(name)"
    case 100: "Proportions, per cent: \(name)"
    default: "Proportions per \(FileAnswer.grouped(multiplier)): \(name)"
    }
  }

  private var remark: String {
    options.isProportion
      ? "Limits by Wilson's method." : "Limits are exact Poisson limits under ten events and Byar's from ten on."
  }

  private func cells(_ group: CountGroup) -> [ResultTable.Cell] {
    let sum = sum(group)
    let estimates = options.limits.estimates { figure(sum.count, sum.denominator, $0) }
    var cells = [sum.count, sum.denominator].map(FileAnswer.number)
    if groups.isGrouped { cells.append(.integer(group.rows.count)) }
    let first = estimates[0]
    if let obstacle = sum.obstacle {
      return cells + Array(repeating: .missing, count: columns.count - cells.count - 2)
        + FileAnswer.cells(obstacle.status, [obstacle.text])
    }
    return cells + FileAnswer.cells(estimates) + [first.method.map { .text($0.name) } ?? .missing]
      + FileAnswer.cells(first.status, [first.reason ?? ""])
  }

  /// The count and denominator of a group; of a single row with what its markers say.
  private func sum(_ group: CountGroup) -> (count: Double?, denominator: Double?, obstacle: Obstacle?) {
    if group.rows.count == 1 {
      let row = group.rows[0]
      let mark = obstacle(row)
      return (counts.numbers[row], denominators.numbers[row], mark)
    }
    if let obstacle = impossibility(group) { return (nil, nil, obstacle) }
    let sum = Pooling.sum(
      counts: group.rows.map { counts.numbers[$0] }, denominators: group.rows.map { denominators.numbers[$0] },
      statuses: group.rows.map { obstacle($0)?.status ?? .none })
    guard let obstacle = sum.obstacle else { return (sum.count, sum.denominator, nil) }
    let members = sum.missing.prefix(3).map { groups.member(group.rows[$0]) }
    let more = sum.missing.count > 3 ? " and \(sum.missing.count - 3) more" : ""
    let text = members.isEmpty ? obstacle.text : "\(obstacle.text): \(members.joined(separator: "; "))\(more)"
    return (sum.count, sum.denominator, Obstacle(text, status: obstacle.status))
  }

  /// What is impossible in a member would pass unseen in a sum, where others make up for it. A member of nobody with no
  /// events may be added.
  private func impossibility(_ group: CountGroup) -> Obstacle? {
    guard !group.rows.contains(where: { obstacle($0)?.status == .suppressed }) else { return nil }
    for row in group.rows {
      guard let count = counts.numbers[row], let denominator = denominators.numbers[row] else { continue }
      if count == 0, denominator == 0 { continue }
      let alone = figure(count, denominator, .p95)
      if alone.value == nil, let reason = alone.reason { return Obstacle("\(groups.member(row)): \(reason)") }
    }
    return nil
  }

  private func figure(_ count: Double?, _ denominator: Double?, _ confidence: Confidence) -> Estimate {
    options.isProportion
      ? Rates.proportion(count: count, denominator: denominator, multiplier: multiplier, confidence: confidence)
      : Rates.rate(count: count, denominator: denominator, multiplier: multiplier, confidence: confidence)
  }

  /// Why a row has no count or no denominator, where a marker says so; suppression before all else.
  private func obstacle(_ row: Int) -> Obstacle? {
    let marks = [counts, denominators].compactMap { column in column.marks[row].map { (column.heading, $0) } }
    guard let (heading, mark) = marks.first(where: { $0.1 == .suppressed }) ?? marks.first else { return nil }
    return Obstacle("\(heading) is \(mark.meaning)", status: mark)
  }
}
