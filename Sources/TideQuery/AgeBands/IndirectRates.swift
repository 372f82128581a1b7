import TideMethods
public import TideModel

/// Indirectly standardised ratios or rates of a file's groups: events beside those expected at a reference population's rates.
public struct IndirectRates {
  /// How they are calculated.
  public struct Options: Sendable {
    /// Headings of the columns that tell groups apart; empty for all that hold nothing else.
    public var groupedBy: [String]
    /// Whether rates are wanted and not ratios.
    public var isRate: Bool
    /// What rates are multiplied by; nil for 100,000.
    public var multiplier: Double?
    /// What the ratio of the reference is called: 100, or 1.
    public var referenceValue: Double
    /// The areas of the file whose rows are a reference, each with a row for every group; none for the file's own columns of
    /// it, else England.
    public var references: [String]
    /// Whether groups may lack bands that others have.
    public var allowsMissingBands: Bool
    /// The confidence of the limits.
    public var limits: LimitLevels

    /// Ratios to England, unless told otherwise.
    public init(
      groupedBy: [String] = [], isRate: Bool = false, multiplier: Double? = nil, referenceValue: Double = 100,
      references: [String] = [], allowsMissingBands: Bool = false, limits: LimitLevels = .published
    ) {
      self.groupedBy = groupedBy
      self.isRate = isRate
      self.multiplier = multiplier
      self.referenceValue = referenceValue
      self.references = references
      self.allowsMissingBands = allowsMissingBands
      self.limits = limits
    }
  }

  private let file: AgeBandGroups
  private let missing: MissingBands
  private let options: Options
  private let multiplier: Double
  private let counts: Int
  private let populations: Int
  /// The rows that are a reference; none where the file has columns of it.
  private let references: [Counterparts]

  /// - Throws: ``QueryError`` naming what is wrong with the file, by line and column; a band that a group lacks among it.
  public init(_ table: AgeBandTable, _ options: Options) throws(QueryError) {
    (counts, populations) = try table.countsAndPopulations((plural: "counts", heading: "count"))
    self.options = options
    multiplier = options.multiplier ?? 100_000
    file = try AgeBandGroups(table, by: options.groupedBy)
    missing = MissingBands(file.groups)
    if !options.allowsMissingBands { try missing.refuse(in: file) }
    references = try Self.references(options.references, in: file)
  }

  /// The references named, each once; else those that a file has of itself.
  private static func references(_ names: [String], in file: AgeBandGroups) throws(QueryError) -> [Counterparts] {
    let table = file.table
    guard !names.isEmpty else {
      if table.position(of: .referenceCount) != nil, table.position(of: .referencePopulation) != nil { return [] }
      guard let found = Counterparts(file, named: "England") ?? Counterparts(file, named: Area.englandCode) else {
        throw QueryError(
          .input, "\(table.file) has no reference population",
          remedy:
            "Give columns reference_count and reference_population, or name rows of the file with --reference NAME.")
      }
      return [found]
    }
    var references: [Counterparts] = []
    for name in names {
      guard let found = Counterparts(file, named: name) else {
        throw QueryError(
          .usage, "no row of \(table.file) is of \(name)",
          remedy: "Name the reference as the file does: --reference England.")
      }
      if !references.contains(where: { $0.name == found.name }) { references.append(found) }
    }
    return references
  }

  /// One row a group and reference: ratio or rate, limits, events observed and expected; a status and the reason where there is none.
  public func table() -> ResultTable {
    var table = file.answer(columns, title: title) { rows($1, missing.text(of: $0)) }
    table.footnotes = FileAnswer.legend(table) + [Footnote(remark)]
    return table
  }

  /// Whether there are several references, so that a column names them.
  private var namesReferences: Bool { references.count > 1 }

  private var columns: [ResultTable.Column] {
    let names = namesReferences ? [ResultTable.Column(name: "reference", title: "Against", kind: .text)] : []
    return names + figureColumns
  }

  private var figureColumns: [ResultTable.Column] {
    FileAnswer.estimateColumns(options.isRate ? "Rate" : "Ratio", options.limits) + [
      ResultTable.Column(name: "count", title: "Observed", kind: .number, priority: 3),
      ResultTable.Column(name: "expected", title: "Expected", kind: .derived, priority: 3),
      ResultTable.Column(name: "reference_value", title: "Reference", kind: .number, priority: 4),
    ] + FileAnswer.statusColumns
  }

  private var title: String {
    let name = FileAnswer.name(file.table.file)
    let against = Self.list(references.map(\.name))
    return options.isRate
      ? "Indirectly standardised rates per \(FileAnswer.grouped(multiplier)) against \(against): \(name)"
      : "Indirectly standardised ratios, \(against) = \(FileAnswer.grouped(options.referenceValue)): \(name)"
  }

  private static func list(_ names: [String]) -> String {
    guard let last = names.last else { return "the reference population" }
    if names.count > 4 { return "\(names.count) references" }
    return names.count == 1 ? last : "\(names.dropLast().joined(separator: ", ")) and \(last)"
  }

  private var remark: String {
    "Expected: the events at the reference's rates, age band by age band. Limits are exact Poisson limits under ten events and "
      + "Byar's from ten on."
  }

  private func rows(_ group: AgeBandGroup, _ missing: String?) -> [[ResultTable.Cell]] {
    guard namesReferences else { return [cells(group, references.first, missing)] }
    return references.map { [.text($0.name)] + cells(group, $0, missing) }
  }

  private func cells(_ group: AgeBandGroup, _ reference: Counterparts?, _ missing: String?) -> [ResultTable.Cell] {
    FileAnswer.cells(of: figureColumns.count) { () throws(Obstacle) in
      try group.checkShown([counts, populations], of: file.table)
      let bands = try bands(group, reference)
      let blanks = group.numbers(counts).count { $0 == nil }
      let observed = IndirectStandardisation.observed(group.numbers(counts))
      guard group.numbers(counts).allSatisfy({ $0 ?? 0 >= 0 }) else { throw Obstacle("a count is negative") }
      func figure(_ confidence: Confidence) -> IndirectlyStandardised {
        options.isRate
          ? IndirectStandardisation.rate(
            observed: observed, bands: bands, multiplier: multiplier, confidence: confidence)
          : IndirectStandardisation.ratio(
            observed: observed, bands: bands, referenceValue: options.referenceValue, confidence: confidence)
      }
      let figures = options.limits.all.map { figure($0.confidence) }
      let inner = figures[0]
      return FileAnswer.cells(figures.map(\.estimate))
        + [inner.observed, inner.expected, inner.reference].map(FileAnswer.number)
        + FileAnswer.cells(
          inner.estimate.status, [inner.estimate.reason ?? "", FileAnswer.note(ofBlanks: blanks), missing ?? ""])
    }
  }

  private func bands(
    _ group: AgeBandGroup, _ reference: Counterparts?
  ) throws(Obstacle) -> IndirectStandardisation.Bands {
    let people = group.numbers(populations)
    guard let reference else {
      return IndirectStandardisation.Bands(
        populations: people, referenceCounts: group.numbers(file.table.position(of: .referenceCount)),
        referencePopulations: group.numbers(file.table.position(of: .referencePopulation)))
    }
    guard let other = reference.counterpart(of: group) else {
      throw Obstacle("the file has no rows of \(reference.name) to go with these")
    }
    if let reason = other.suppression(in: [counts, populations], of: file.table) {
      throw Obstacle("\(reference.name): \(reason)", status: .suppressed)
    }
    guard other.ages == group.ages else {
      let odd = Set(other.ages).symmetricDifference(group.ages).min { $0.from < $1.from }
      throw Obstacle("\(reference.name) has not the same age bands: \(odd?.text ?? "")")
    }
    return IndirectStandardisation.Bands(
      populations: people, referenceCounts: other.numbers(counts), referencePopulations: other.numbers(populations))
  }
}
