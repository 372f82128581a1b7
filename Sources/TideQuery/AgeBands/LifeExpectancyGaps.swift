import TideMethods
public import TideModel

/// What ages and causes of death contribute to the gap in life expectancy between two populations of a file.
public struct LifeExpectancyGaps {
  /// What the gap is taken apart by.
  public enum Parts: String, CaseIterable, Sendable {
    case cause, age, both
  }

  /// How it is calculated.
  public struct Options: Sendable {
    /// The area; nil for Birmingham, else the only other one.
    public var area: String?
    /// What it is compared with; nil for England.
    public var comparator: String?
    /// What the gap is taken apart by; nil for causes where the file has any, else ages.
    public var parts: Parts?
    /// Whether the two ways round are averaged.
    public var isAveraged: Bool
    /// Headings of the columns that tell groups apart; empty for all that hold nothing else.
    public var groupedBy: [String]

    /// Birmingham less England by cause, unless told otherwise.
    public init(
      area: String? = nil, comparator: String? = nil, parts: Parts? = nil, isAveraged: Bool = false,
      groupedBy: [String] = []
    ) {
      self.area = area
      self.comparator = comparator
      self.parts = parts
      self.isAveraged = isAveraged
      self.groupedBy = groupedBy
    }
  }

  private let file: AgeBandGroups
  private let options: Options
  private let causes: CausesOfDeath
  private let parts: Parts
  private let area: Counterparts
  private let comparator: Counterparts
  private let populations: Int

  /// - Throws: ``QueryError`` naming what is wrong with the file, by line and column, or which of its areas to name.
  public init(_ table: AgeBandTable, _ options: Options) throws(QueryError) {
    causes = CausesOfDeath(in: table, groupedBy: options.groupedBy)
    guard let populations = table.position(of: .population) else {
      throw QueryError(.input, "\(table.file):1: there is no column of populations", remedy: "Head it population.")
    }
    if table.position(of: .count) == nil, !causes.areColumns {
      throw QueryError(
        .input, "\(table.file):1: there is no column of deaths",
        remedy: "Head it deaths, or give a column for each cause.")
    }
    self.populations = populations
    self.options = options
    file = try AgeBandGroups(table, by: options.groupedBy, severalRowsBy: .cause)
    if case .none = causes { parts = .age } else { parts = options.parts ?? .cause }
    comparator = try Self.population(options.comparator, else: ["England", Area.englandCode], file, "comparator")
    area = try Self.area(options.area, file, comparator)
    if area.name == comparator.name {
      throw QueryError(
        .usage, "\(area.name) is compared with itself",
        remedy: "Name two populations of the file with --area and --comparator.")
    }
  }

  private static func population(
    _ name: String?, else usual: [String], _ file: AgeBandGroups, _ option: String
  ) throws(QueryError) -> Counterparts {
    for candidate in name.map({ [$0] }) ?? usual {
      if let found = Counterparts(file, named: candidate) { return found }
    }
    let names = Set(file.groups.flatMap(\.keys)).sorted()
    throw QueryError(
      .usage, "\(file.table.file) has no rows of \(name ?? usual[0])", candidates: Array(names.prefix(20)),
      remedy: "Name a population of the file with --\(option).")
  }

  /// The area named; else Birmingham, or the only population beside the comparator.
  private static func area(
    _ name: String?, _ file: AgeBandGroups, _ comparator: Counterparts
  ) throws(QueryError) -> Counterparts {
    if name == nil, Counterparts(file, named: "Birmingham") == nil {
      for place in file.columns.indices {
        let names = Set(file.groups.map { $0.keys[place] })
        if names.count == 2, names.contains(comparator.name), let other = names.first(where: { $0 != comparator.name }),
          let found = Counterparts(file, named: other)
        {
          return found
        }
      }
    }
    return try population(name, else: ["Birmingham", Area.birminghamCode], file, "area")
  }

  /// The contributions, which sum to the gap; a status and the reason where there is no life table.
  public func table() -> ResultTable {
    let measured = columns
    var table = ResultTable(
      columns: area.sharedKeys.map {
        FileAnswer.keyColumn(file.table.columns[file.columns[$0]].heading, besides: measured)
      } + measured, title: title)
    var remarks: [Footnote] = []
    for group in area.groups {
      let keys = area.sharedKeys.map { group.keys[$0] }
      let answer = answer(group)
      for cells in answer.rows { table.append(keys.map { $0.isEmpty ? .missing : .text($0) } + cells) }
      let who = keys.isEmpty ? "" : keys.joined(separator: ", ") + ": "
      if !answer.remark.isEmpty { remarks.append(Footnote(who + answer.remark)) }
    }
    let shared = table.columns.prefix(area.sharedKeys.count)
    table.groupColumn =
      shared.last { column in Set(table.cells(column.name).map { "\($0)" }).count > 1 }?.name
      ?? (parts == .both ? "age" : nil)
    table.footnotes =
      FileAnswer.legend(table) + remarks + [
        "Arriaga's method\(options.isAveraged ? ", the mean of both ways round" : ""); the contributions sum to the gap."
      ]
    return table
  }

  private var title: String {
    let by = parts == .both ? "age and cause" : parts.rawValue
    return "What makes up the gap in life expectancy at birth, years, \(area.name) less \(comparator.name), by \(by): "
      + FileAnswer.name(file.table.file)
  }

  private var columns: [ResultTable.Column] {
    var columns: [ResultTable.Column] = []
    if parts != .cause { columns.append(ResultTable.Column(name: "age", title: "Age", kind: .text)) }
    if parts != .age { columns.append(ResultTable.Column(name: "cause", title: "Cause", kind: .text)) }
    return columns + [
      ResultTable.Column(name: "contribution", title: "Contribution", kind: .derived),
      ResultTable.Column(name: "share", title: "% of the gap", kind: .derived, priority: 1),
      ResultTable.Column(name: "area_value", title: area.name, kind: .number, priority: 3),
      ResultTable.Column(name: "comparator_value", title: comparator.name, kind: .number, priority: 3),
      ResultTable.Column(name: "gap", title: "Gap", kind: .derived, priority: 3),
    ] + FileAnswer.statusColumns
  }

  /// The rows of one pair, and what to say under the table.
  private func answer(_ group: AgeBandGroup) -> (rows: [[ResultTable.Cell]], remark: String) {
    do throws(Obstacle) {
      guard let other = comparator.counterpart(of: group) else {
        throw Obstacle("the file has no rows of \(comparator.name) to go with these")
      }
      guard group.ages == other.ages else {
        let odd = Set(other.ages).symmetricDifference(group.ages).min {
          ($0.from, $0.through ?? .max) < ($1.from, $1.through ?? .max)
        }
        throw Obstacle("\(area.name) and \(comparator.name) have different age bands: \(odd?.text ?? "")")
      }
      let own = try causes.deaths(of: group, in: file.table)
      let theirs = try causes.deaths(of: other, in: file.table)
      let (one, two) = (try life(other, theirs), try life(group, own))
      let list = try Self.causes(own, theirs)
      let gap = try LifeExpectancyGap(
        comparator: one, area: two, causes: list, direction: options.isAveraged ? .averaged : .fromComparator)
      let values = (area: two.rows[0].expectancy, comparator: one.rows[0].expectancy)
      let text =
        "\(FileAnswer.text(values.area)) years against \(FileAnswer.text(values.comparator)), a gap of "
        + "\(FileAnswer.text(gap.gap))."
      return (contributions(gap, list.map(\.name), group).map { $0 + numbers($1, gap.gap, values) }, text)
    } catch {
      let blank: [ResultTable.Cell] = Array(repeating: .missing, count: columns.count - 2)
      return ([blank + FileAnswer.cells(error.status, [error.text])], "")
    }
  }

  private func life(_ group: AgeBandGroup, _ deaths: CausesOfDeath.Deaths) throws(Obstacle) -> LifeTable {
    for band in group.bands {
      let people = band.rows.compactMap { $0.cells[populations].number }
      guard people.allSatisfy({ $0 == people.first }) else {
        throw Obstacle("the rows of the age band \(band.ages.text) have different populations")
      }
    }
    let people = group.bands.map { $0.rows.compactMap { $0.cells[populations].number }.first }
    return try LifeTable(deaths: deaths.all, populations: people, bands: try LifeTable.bands(group.ages))
  }

  /// The causes of both populations, in the order of the area's.
  private static func causes(
    _ own: CausesOfDeath.Deaths, _ theirs: CausesOfDeath.Deaths
  ) throws(Obstacle) -> [CauseOfDeath] {
    let names = own.byCause.map(\.name)
    let all = names + theirs.byCause.map(\.name).filter { !names.contains($0) }
    func deaths(_ name: String, _ side: CausesOfDeath.Deaths) throws(Obstacle) -> [Double] {
      guard let cause = side.byCause.first(where: { $0.name == name }) else { return side.all.map { _ in 0 } }
      var numbers: [Double] = []
      for number in cause.deaths {
        guard let number else { throw Obstacle("the deaths of \(name) are missing in a band") }
        numbers.append(number)
      }
      return numbers
    }
    var causes: [CauseOfDeath] = []
    for name in all {
      causes.append(CauseOfDeath(name: name, comparator: try deaths(name, theirs), area: try deaths(name, own)))
    }
    return causes
  }

  /// What each part is called and what it contributes. Causes are listed from that which makes up most of the gap.
  private func contributions(
    _ gap: LifeExpectancyGap, _ causes: [String], _ group: AgeBandGroup
  ) -> [([ResultTable.Cell], Double)] {
    switch parts {
    case .age: return zip(group.ages, gap.byAge).map { ([.text($0.text)], $1) }
    case .cause:
      let sums = zip(causes, gap.byCause.map { $0.reduce(0, +) })
      return sums.sorted { gap.gap < 0 ? $0.1 < $1.1 : $0.1 > $1.1 }.map { ([.text($0)], $1) }
    case .both:
      return group.ages.enumerated().flatMap { band, ages in
        zip(causes, gap.byCause).map { ([.text(ages.text), .text($0)], $1[band]) }
      }
    }
  }

  private func numbers(
    _ contribution: Double, _ gap: Double, _ values: (area: Double, comparator: Double)
  ) -> [ResultTable.Cell] {
    // Nothing of a loss is nothing, and not minus nothing.
    let share = gap == 0 ? nil : contribution == 0 ? 0 : contribution / gap * 100
    return [contribution, share, values.area, values.comparator, gap].map(FileAnswer.number)
      + FileAnswer.cells(.none, [])
  }
}
