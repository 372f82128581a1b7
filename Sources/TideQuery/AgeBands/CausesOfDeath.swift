import TideMethods
import TideModel

/// Where a file has causes of death: in a column of names, one row a cause, or in columns of numbers, one a cause.
enum CausesOfDeath {
  /// A column of names.
  case rows
  /// Columns of numbers.
  case columns([Int])
  /// Nowhere: only deaths of all causes.
  case none

  /// What a row of all causes together is called, as vocabulary keys.
  private static let allNames: Set<String> = ["all", "allcauses", "total", "allcausestotal", "allcause"]
  /// What rest the causes named leave.
  static let others = "All other causes"

  /// Where a table has its causes.
  /// - Parameter named: headings of the columns that tell groups apart, which are no causes.
  init(in table: AgeBandTable, groupedBy named: [String]) {
    if table.position(of: .cause) != nil {
      self = .rows
      return
    }
    let keys = Set(named.map { Vocabulary.key($0) })
    let columns = table.numberColumns.filter { !keys.contains(Vocabulary.key(table.columns[$0].heading)) }
    self = columns.isEmpty ? .none : .columns(columns)
  }

  /// Whether there are columns of deaths by cause.
  var areColumns: Bool { if case .columns = self { true } else { false } }

  /// The deaths of one population.
  struct Deaths {
    /// Of all causes, one number a band.
    var all: [Double?] = []
    /// By cause, in the file's order, one number a band.
    var byCause: [(name: String, deaths: [Double?])] = []
  }

  /// The deaths of a group.
  /// - Throws: ``Obstacle`` where a cell is suppressed, or the causes come to more than all deaths.
  func deaths(of group: AgeBandGroup, in table: AgeBandTable) throws(Obstacle) -> Deaths {
    let count = table.position(of: .count)
    var deaths = Deaths()
    switch self {
    case .none: deaths.all = group.numbers(count)
    case .columns(let columns):
      try group.checkShown(columns.map { $0 }, of: table)
      deaths.byCause = columns.map { (table.columns[$0].heading, group.numbers($0)) }
      deaths.all = count == nil ? Self.sums(deaths.byCause, bands: group.bands.count) : group.numbers(count)
    case .rows: deaths = byRow(group, table, count)
    }
    try group.checkShown([count], of: table)
    return try Self.withOthers(deaths, group)
  }

  private func byRow(_ group: AgeBandGroup, _ table: AgeBandTable, _ count: Int?) -> Deaths {
    var deaths = Deaths()
    guard let cause = table.position(of: .cause), let count else { return deaths }
    var names: [String] = []
    for band in group.bands {
      for row in band.rows where !names.contains(row.cells[cause].text) { names.append(row.cells[cause].text) }
    }
    func numbers(_ name: String) -> [Double?] {
      group.bands.map { band in
        guard let row = band.rows.first(where: { $0.cells[cause].text == name }) else { return 0 }
        return row.cells[count].number
      }
    }
    let all = names.first { Self.allNames.contains(Vocabulary.key($0)) }
    deaths.byCause = names.filter { $0 != all }.map { ($0, numbers($0)) }
    deaths.all = all.map(numbers) ?? Self.sums(deaths.byCause, bands: group.bands.count)
    return deaths
  }

  private static func sums(_ causes: [(name: String, deaths: [Double?])], bands: Int) -> [Double?] {
    (0..<bands).map { band in
      causes.reduce(0 as Double?) { sum, cause in
        guard let sum, let deaths = cause.deaths[band] else { return nil }
        return sum + deaths
      }
    }
  }

  /// The deaths with what the causes named leave of all, where they leave any.
  private static func withOthers(_ deaths: Deaths, _ group: AgeBandGroup) throws(Obstacle) -> Deaths {
    guard !deaths.byCause.isEmpty else { return deaths }
    var deaths = deaths
    var rest: [Double?] = []
    for (band, sum) in sums(deaths.byCause, bands: group.bands.count).enumerated() {
      guard let sum, let all = deaths.all[band] else {
        throw Obstacle("the deaths of the age band \(group.ages[band].text) are missing")
      }
      guard sum <= all * (1 + 1e-9) else {
        throw Obstacle("the causes of the age band \(group.ages[band].text) come to more than all its deaths")
      }
      rest.append(all - sum > 1e-9 * all ? all - sum : 0)
    }
    if rest.contains(where: { $0 ?? 0 > 0 }) { deaths.byCause.append((others, rest)) }
    return deaths
  }
}
