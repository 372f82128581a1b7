import TideMethods
public import TideModel

/// Life tables of a file's groups: life expectancy at every age, and healthy life expectancy where the file has prevalences.
public struct LifeTables {
  private let file: AgeBandGroups
  private let ages: [Int]
  private let limits: LimitLevels
  private let countsDeathsInHealth: Bool
  private let deaths: Int
  private let populations: Int

  /// - Parameters:
  ///   - groupedBy: headings of the columns that tell groups apart; empty for all that hold nothing else.
  ///   - ages: the ages at which expectancies are wanted; empty for all of the table's.
  ///   - limits: the confidence of the limits; years in good health have those of the narrowest interval alone.
  ///   - countsDeathsInHealth: whether limits of years in good health count the chance of the deaths beside the sampling.
  /// - Throws: ``QueryError`` naming what is wrong with the file, by line and column.
  public init(
    _ table: AgeBandTable, groupedBy: [String] = [], ages: [Int] = [], limits: LimitLevels = .published,
    countsDeathsInHealth: Bool = false
  ) throws(QueryError) {
    (deaths, populations) = try table.countsAndPopulations((plural: "deaths", heading: "deaths"))
    self.ages = ages
    self.limits = limits
    self.countsDeathsInHealth = countsDeathsInHealth
    if countsDeathsInHealth, table.position(of: .goodHealth) == nil {
      throw QueryError(
        .usage, "\(table.file) has no column of the share in good health, whose limits would count the deaths",
        remedy:
          "Head it good_health, or leave --mortality-variance out: limits of life expectancy count the deaths anyway.")
    }
    file = try AgeBandGroups(table, by: groupedBy)
    let starts = Set(file.layouts.flatMap(\.ages).map(\.from))
    if let unknown = ages.first(where: { !starts.contains($0) }) {
      throw QueryError(
        .usage, "no age band of \(table.file) begins at \(unknown)",
        remedy: "They begin at \(starts.sorted().map(String.init).joined(separator: ", ")).")
    }
  }

  private var hasHealth: Bool { file.table.position(of: .goodHealth) != nil }

  /// One row an age of each group, with the table's own columns beside the expectancy; a status and the reason where there is none.
  public func table() -> ResultTable {
    let title =
      "Life expectancy, years\(hasHealth ? ", and years in good health" : ""): \(FileAnswer.name(file.table.file))"
    var table = file.answer(columns, title: title) { rows($1) }
    // Groups of more than one age stand under a heading, by the last column that tells them apart.
    if ages.count != 1, file.groups.count > 1 {
      table.groupColumn = file.columns.indices.last { place in Set(file.groups.map { $0.same(place) }).count > 1 }
        .map { table.columns[$0].name }
    }
    table.footnotes = FileAnswer.legend(table) + remarks
    return table
  }

  private var columns: [ResultTable.Column] {
    var columns = [ResultTable.Column(name: "age", title: "Age", kind: .integer)]
    columns += FileAnswer.estimateColumns("Expectancy", limits)
    if hasHealth { columns += healthyColumns }
    return columns + [
      ResultTable.Column(name: "deaths", title: "Deaths", kind: .number, priority: 5),
      ResultTable.Column(name: "population", title: "Population", kind: .number, priority: 5),
      ResultTable.Column(name: "dying", title: "Die in the band", kind: .number, priority: 6),
      ResultTable.Column(name: "survivors", title: "Of 100,000", kind: .number, priority: 7),
      ResultTable.Column(name: "years_lived", title: "Years lived", kind: .number, priority: 8),
    ] + FileAnswer.statusColumns
  }

  private var healthyColumns: [ResultTable.Column] {
    let limits = limits.narrowest.columns(name: { "healthy_\($0)" }, title: { "Healthy \($0)" })
    return [ResultTable.Column(name: "healthy_value", title: "Healthy", kind: .number)]
      + limits.map { ResultTable.Column(name: $0.name, title: $0.title, kind: $0.kind, priority: 2) }
  }

  private var remarks: [Footnote] {
    var remarks: [Footnote] = ["Chiang's abridged life table, limits with Silcocks' variance of the last band."]
    if hasHealth {
      let heading = file.table.position(of: .goodHealth).map { file.table.columns[$0].heading } ?? ""
      remarks.append(Footnote("Healthy: Sullivan's method, \(heading) as the share in good health; \(healthyLimits)."))
    }
    return remarks
  }

  /// What limits of years in good health count.
  private var healthyLimits: String {
    guard countsDeathsInHealth else { return "its limits are of the sampling alone" }
    return file.table.position(of: .respondents) == nil
      ? "its limits are of the deaths alone, by Chiang's variance, as no respondents are given"
      : "its limits are of the sampling and of the deaths, by Chiang's variance"
  }

  private func rows(_ group: AgeBandGroup) -> [[ResultTable.Cell]] {
    let wanted = group.bands.indices.filter { ages.isEmpty || ages.contains(group.bands[$0].ages.from) }
    do throws(Obstacle) {
      let life = try LifeTable(group, deaths: deaths, populations: populations, of: file.table)
      let levels = limits.all.map { life.expectancies(confidence: $0.confidence) }
      let inner = levels[0]
      let healthy = healthy(life, group)
      let dead = group.numbers(deaths)
      return wanted.map { index in
        let row = life.rows[index]
        var cells: [ResultTable.Cell] = [.integer(group.bands[index].ages.from)]
        cells += FileAnswer.cells(levels.map { $0[index] })
        var notes = [inner[index].reason ?? ""]
        if hasHealth {
          let estimate = healthy[index]
          cells += FileAnswer.cells([estimate])
          notes.append(estimate.reason.map { "healthy: \($0)" } ?? "")
        }
        cells += [dead[index], row.population, row.dying, row.survivors, row.years].map(
          FileAnswer.number)
        return cells + FileAnswer.cells(inner[index].status, notes)
      }
    } catch {
      return wanted.map { index in
        [.integer(group.bands[index].ages.from)]
          + Array(repeating: .missing, count: columns.count - 3) + FileAnswer.cells(error.status, [error.text])
      }
    }
  }

  private func healthy(_ life: LifeTable, _ group: AgeBandGroup) -> [Estimate] {
    let respondents = file.table.position(of: .respondents)
    return life.healthyExpectancies(
      goodHealth: group.numbers(file.table.position(of: .goodHealth)),
      respondents: respondents == nil ? [] : group.numbers(respondents), countsDeaths: countsDeathsInHealth,
      confidence: limits.all[0].confidence)
  }
}

extension LifeTable {
  /// The table of a group's bands, which have to follow each other from birth to a last one without an end.
  init(_ group: AgeBandGroup, deaths: Int, populations: Int, of table: AgeBandTable) throws(Obstacle) {
    try group.checkShown([deaths, populations], of: table)
    try self.init(
      deaths: group.numbers(deaths), populations: group.numbers(populations), bands: try Self.bands(group.ages))
  }

  /// The bands of some ages.
  static func bands(_ ages: [AgeRange]) throws(Obstacle) -> LifeTableBands {
    guard let first = ages.first, let last = ages.last else { throw Obstacle("no age bands") }
    guard first.from == 0 else { throw Obstacle("the first age band is \(first.text), not from birth") }
    for (younger, older) in zip(ages, ages.dropFirst()) where younger.through.map({ $0 + 1 }) != older.from {
      throw Obstacle("ages are missing between \(younger.text) and \(older.text)")
    }
    guard last.through == nil else { throw Obstacle("the last age band, \(last.text), has an end") }
    guard let bands = LifeTableBands(starts: ages.map { Double($0.from) }) else {
      throw Obstacle("a life table has 2 to 200 age bands: \(ages.count)")
    }
    return bands
  }
}
