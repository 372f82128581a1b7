import TideMethods
public import TideModel

/// Directly standardised rates of a file's groups, or years of life lost so.
public struct DirectRates {
  /// How they are calculated.
  public struct Options: Sendable {
    /// Headings of the columns that tell groups apart; empty for all that hold nothing else.
    public var groupedBy: [String]
    /// The standard population as a table of age bands; nil for the file's own column, else the European one of 2013.
    public var standard: AgeBandTable?
    /// What rates are multiplied by; nil for 100,000, or 10,000 for years of life lost.
    public var multiplier: Double?
    /// Years of life lost up to this age instead of deaths; nil for events.
    public var yearsLostTo: Double?
    /// Whether groups may lack bands that others have.
    public var allowsMissingBands: Bool
    /// The confidence of the limits.
    public var limits: LimitLevels

    /// Rates per 100,000 in the European Standard Population 2013, unless told otherwise.
    public init(
      groupedBy: [String] = [], standard: AgeBandTable? = nil, multiplier: Double? = nil, yearsLostTo: Double? = nil,
      allowsMissingBands: Bool = false, limits: LimitLevels = .published
    ) {
      self.groupedBy = groupedBy
      self.standard = standard
      self.multiplier = multiplier
      self.yearsLostTo = yearsLostTo
      self.allowsMissingBands = allowsMissingBands
      self.limits = limits
    }
  }

  private let file: AgeBandGroups
  private let missing: MissingBands
  private let options: Options
  private let multiplier: Double
  /// The standard population; nil where the file has its own column.
  private let standard: StandardPopulation?
  /// How the bands of each layout of the file fit the standard's; empty where the file has its own column.
  private let fits: [StandardFit]
  private let counts: Int
  private let populations: Int

  /// - Throws: ``QueryError`` naming what is wrong with a file, by line and column; a band that a group lacks among it.
  public init(_ table: AgeBandTable, _ options: Options) throws(QueryError) {
    (counts, populations) = try table.countsAndPopulations((plural: "counts", heading: "count"))
    self.options = options
    multiplier = options.multiplier ?? (options.yearsLostTo == nil ? 100_000 : 10_000)
    file = try AgeBandGroups(table, by: options.groupedBy, severalRowsBy: .eventsEach)
    missing = MissingBands(file.groups)
    if !options.allowsMissingBands { try missing.refuse(in: file) }
    if let given = options.standard {
      standard = try StandardPopulation(given)
    } else {
      standard = table.position(of: .standard) == nil ? .esp2013 : nil
    }
    let layouts = file.layouts
    fits = standard.map { standard in layouts.map { StandardFit($0.ages, in: standard) } } ?? []
  }

  /// One row a group: rate, limits, count, population; a status and the reason where there is none.
  public func table() -> ResultTable {
    var table = file.answer(columns, title: title) { [cells($1, missing.text(of: $0))] }
    table.footnotes = FileAnswer.legend(table) + [Footnote(remark)]
    return table
  }

  private var columns: [ResultTable.Column] {
    let what = options.yearsLostTo == nil ? "Rate" : "Years lost"
    var columns = FileAnswer.estimateColumns(what, options.limits)
    columns.append(ResultTable.Column(name: "count", title: "Count", kind: .number, priority: 3))
    columns.append(ResultTable.Column(name: "population", title: "Population", kind: .number, priority: 4))
    if options.yearsLostTo != nil {
      columns.append(ResultTable.Column(name: "years_lost", title: "Years in all", kind: .number, priority: 3))
    }
    return columns + FileAnswer.statusColumns
  }

  private var title: String {
    let unit = "per \(FileAnswer.grouped(multiplier))"
    let name = FileAnswer.name(file.table.file)
    guard let age = options.yearsLostTo else { return "Directly standardised rates \(unit): \(name)" }
    return "Years of life lost before \(FileAnswer.text(age, decimals: 0)), standardised rates \(unit): \(name)"
  }

  private var remark: String {
    let name = standard.map { "Standard: \($0.name), bands matched by name." } ?? "Standard: the file's own column."
    return "\(name) Limits by Dobson's method, on Byar's of the count; no rate of fewer than ten events."
  }

  private func cells(_ group: AgeBandGroup, _ missing: String?) -> [ResultTable.Cell] {
    FileAnswer.cells(of: columns.count) { () throws(Obstacle) in
      try group.checkShown([counts, populations], of: file.table)
      return figures(try bands(group), [FileAnswer.note(ofBlanks: group.blanks(in: counts)), missing ?? ""])
    }
  }

  private func figures(_ bands: StandardBands, _ remarks: [String]) -> [ResultTable.Cell] {
    func rate(_ confidence: Confidence) -> DirectlyStandardisedRate {
      bands.isRepeated
        ? DirectStandardisation.rate(
          repeated: bands.repeated, populations: bands.populations, weights: bands.weights, multiplier: multiplier,
          confidence: confidence)
        : DirectStandardisation.rate(
          counts: bands.counts, populations: bands.populations, weights: bands.weights, multiplier: multiplier,
          confidence: confidence)
    }
    let rates = options.limits.all.map { rate($0.confidence) }
    let inner = rates[0]
    var notes = [inner.estimate.reason ?? ""] + remarks
    let isKnown = inner.totalPopulation > 0
    let sums = [inner.totalCount, inner.totalPopulation].map { FileAnswer.number(isKnown ? $0 : nil) }
    guard let age = options.yearsLostTo else {
      return FileAnswer.cells(rates.map(\.estimate)) + sums
        + FileAnswer.cells(inner.estimate.status, notes)
    }
    let lost = yearsLost(bands, before: age)
    notes[0] = lost.rates[0].reason ?? ""
    return FileAnswer.cells(lost.rates) + sums + [FileAnswer.number(lost.total.value)]
      + FileAnswer.cells(lost.rates[0].status, notes)
  }

  private func yearsLost(_ bands: StandardBands, before age: Double) -> (rates: [Estimate], total: Estimate) {
    let lastWidth = bands.ages.last.flatMap { last in last.through.map { Double($0 - last.from + 1) } } ?? 5
    let each = YearsOfLifeLost.years(to: age, starts: bands.ages.map { Double($0.from) }, lastWidth: lastWidth)
    func rate(_ confidence: Confidence) -> Estimate {
      YearsOfLifeLost.rate(
        deaths: bands.counts, populations: bands.populations, weights: bands.weights, yearsEach: each,
        multiplier: multiplier, confidence: confidence)
    }
    return (options.limits.estimates(rate), YearsOfLifeLost.total(deaths: bands.counts, yearsEach: each))
  }

  private func bands(_ group: AgeBandGroup) throws(Obstacle) -> StandardBands {
    let table = file.table
    return try StandardBands(
      group,
      StandardBands.Columns(
        counts: table.cells[counts], populations: table.cells[populations],
        frequencies: table.position(of: .eventsEach).map { table.cells[$0] },
        weights: standard == nil ? table.position(of: .standard).map { table.cells[$0] } : nil),
      fit: standard == nil ? nil : fits[group.layoutNumber])
  }
}
