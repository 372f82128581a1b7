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
    /// What rates are multiplied by; nil for 100,000. The ratio of the reference is 100.
    public var multiplier: Double?
    /// The area of the file whose rows are the reference; nil for the file's own columns of it, else England.
    public var reference: String?
    /// Whether groups may lack bands that others have.
    public var allowsMissingBands: Bool
    /// The confidence of the limits.
    public var limits: LimitLevels

    /// Ratios to England, unless told otherwise.
    public init(
      groupedBy: [String] = [], isRate: Bool = false, multiplier: Double? = nil, reference: String? = nil,
      allowsMissingBands: Bool = false, limits: LimitLevels = .published
    ) {
      self.groupedBy = groupedBy
      self.isRate = isRate
      self.multiplier = multiplier
      self.reference = reference
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
  /// The rows that are the reference; nil where the file has columns of it.
  private let reference: Counterparts?

  /// - Throws: ``QueryError`` naming what is wrong with the file, by line and column; a band that a group lacks among it.
  public init(_ table: AgeBandTable, _ options: Options) throws(QueryError) {
    (counts, populations) = try table.countsAndPopulations((plural: "counts", heading: "count"))
    self.options = options
    multiplier = options.multiplier ?? 100_000
    file = try AgeBandGroups(table, by: options.groupedBy)
    missing = MissingBands(file.groups)
    if !options.allowsMissingBands { try missing.refuse(in: file) }
    let hasColumns = table.position(of: .referenceCount) != nil && table.position(of: .referencePopulation) != nil
    if let name = options.reference {
      guard let found = Counterparts(file, named: name) else {
        throw QueryError(
          .usage, "no row of \(table.file) is of \(name)",
          remedy: "Name the reference as the file does: --reference England.")
      }
      reference = found
    } else if hasColumns {
      reference = nil
    } else {
      guard let found = Counterparts(file, named: "England") ?? Counterparts(file, named: Area.englandCode) else {
        throw QueryError(
          .input, "\(table.file) has no reference population",
          remedy:
            "Give columns reference_count and reference_population, or name rows of the file with --reference NAME.")
      }
      reference = found
    }
  }

  /// One row a group: ratio or rate, limits, events observed and expected; a status and the reason where there is none.
  public func table() -> ResultTable {
    var table = file.answer(columns, title: title) { [cells($1, missing.text(of: $0))] }
    table.footnotes = FileAnswer.legend(table) + [Footnote(remark)]
    return table
  }

  private var columns: [ResultTable.Column] {
    FileAnswer.estimateColumns(options.isRate ? "Rate" : "Ratio", options.limits) + [
      ResultTable.Column(name: "count", title: "Observed", kind: .number, priority: 3),
      ResultTable.Column(name: "expected", title: "Expected", kind: .derived, priority: 3),
      ResultTable.Column(name: "reference_value", title: "Reference", kind: .number, priority: 4),
    ] + FileAnswer.statusColumns
  }

  private var title: String {
    let name = FileAnswer.name(file.table.file)
    let against = reference.map { "\($0.name)" } ?? "the reference population"
    return options.isRate
      ? "Indirectly standardised rates per \(FileAnswer.grouped(multiplier)) against \(against): \(name)"
      : "Indirectly standardised ratios, \(against) = 100: \(name)"
  }

  private var remark: String {
    "Expected: the events at the reference's rates, age band by age band. Limits are exact Poisson limits under ten events and "
      + "Byar's from ten on."
  }

  private func cells(_ group: AgeBandGroup, _ missing: String?) -> [ResultTable.Cell] {
    FileAnswer.cells(of: columns.count) { () throws(Obstacle) in
      try group.checkShown([counts, populations], of: file.table)
      let bands = try bands(group)
      let blanks = group.numbers(counts).count { $0 == nil }
      let observed = IndirectStandardisation.observed(group.numbers(counts))
      guard group.numbers(counts).allSatisfy({ $0 ?? 0 >= 0 }) else { throw Obstacle("a count is negative") }
      func figure(_ confidence: Confidence) -> IndirectlyStandardised {
        options.isRate
          ? IndirectStandardisation.rate(
            observed: observed, bands: bands, multiplier: multiplier, confidence: confidence)
          : IndirectStandardisation.ratio(observed: observed, bands: bands, confidence: confidence)
      }
      let figures = options.limits.all.map { figure($0.confidence) }
      let inner = figures[0]
      return FileAnswer.cells(figures.map(\.estimate))
        + [inner.observed, inner.expected, inner.reference].map(FileAnswer.number)
        + FileAnswer.cells(
          inner.estimate.status, [inner.estimate.reason ?? "", FileAnswer.note(ofBlanks: blanks), missing ?? ""])
    }
  }

  private func bands(_ group: AgeBandGroup) throws(Obstacle) -> IndirectStandardisation.Bands {
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
