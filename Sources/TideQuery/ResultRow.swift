import TideMethods
import TideModel

/// Everything a row of an answer may say, before it is cut to the columns of the question.
struct ResultRow {
  let indicator: Indicator
  let area: Area
  /// The area type's title.
  let areaType: String
  let stratum: Stratum
  /// As published.
  let period: Period
  let observation: Observation
  /// The release that last wrote the figure.
  let release: Int?
  var benchmark: BenchmarkFigure?
  /// Figure and benchmark set against each other; nil where that is not asked.
  var contrast: Contrast?
  var verdict: Verdict?
  /// By what rule the verdict was found.
  var comparing = Query.Comparing.published
  /// The goal that the figure is measured by, in its unit, from the first to the second; equal for a single limit.
  var goal: (lower: Double, upper: Double)?
  /// The last values up to the row's period, oldest first; nil where there is none.
  var series: [Double?] = []
  var trend: RecentTrend?
  var rank: Int?
  var ranked: Int?
  /// How sure the rank is; nil where that is not asked.
  var rankInterval: RankInterval?
  /// Whether the figures are shown as published, even where that is impossible.
  var isVerbatim = false
  /// Whether the figure was made from those of areas before this one.
  var isMadeOfFormer = false
  /// Whether its limits, or its value too, were worked out here.
  var isCompleted = false
  /// How many figures were summed.
  var members: Int?
  /// What is said after the published note.
  var remarks: [String] = []

  /// How many values a series has at most.
  static let seriesLength = 10

  /// The row's cells for some columns, in their order.
  func cells(_ fields: [Field]) -> [ResultTable.Cell] { fields.map(cell) }

  private func cell(_ field: Field) -> ResultTable.Cell {
    let figures = observation.figures
    return switch field {
    case .indicatorID: .integer(indicator.id)
    case .indicator: .words(indicator.name)
    case .areaCode: .words(area.code)
    case .area: .words(area.name)
    case .areaType: .words(areaType)
    case .sex: .words(stratum.sex)
    case .age: .words(stratum.age)
    case .categoryType: .words(stratum.categoryType)
    case .category: .words(stratum.category)
    case .period: period.label.isEmpty ? .missing : .period(.init(period))
    case .periodStart: .date(start)
    case .unit: .words(indicator.unit)
    case .value: Self.number(figures.value)
    case .lower95: Self.number(limits(.p95).lower)
    case .upper95: Self.number(limits(.p95).upper)
    case .lower998: Self.number(limits(.p998).lower)
    case .upper998: Self.number(limits(.p998).upper)
    case .limitsBy: .words(limitsBy)
    case .count: Self.number(figures.count)
    case .denominator: Self.number(figures.denominator)
    case .status: observation.status == .none ? .missing : .status(observation.status)
    case .note: .words(note)
    case .benchmarkCode: .words(benchmark?.code)
    case .benchmark: benchmark.map { $0.name.text.isEmpty ? .missing : .benchmark($0.name) } ?? .missing
    case .benchmarkValue: Self.number(benchmark?.figures.value)
    case .difference: Self.number(difference)
    case .differenceLower95: Self.number(contrast?.difference.interval?.lower)
    case .differenceUpper95: Self.number(contrast?.difference.interval?.upper)
    case .ratio: Self.number(ratio)
    case .ratioLower95: Self.number(contrast?.ratio.interval?.lower)
    case .ratioUpper95: Self.number(contrast?.ratio.interval?.upper)
    case .comparison: told.map { .verdict($0) } ?? .missing
    case .comparedBy: verdict == nil ? .missing : .rule(comparing.rule(for: indicator))
    case .comparisonLevel: .words(level)
    case .goalLower: Self.number(goal?.lower)
    case .goalUpper: Self.number(goal?.upper)
    case .series: series.count > 1 ? .series(series) : .missing
    case .trend: trend.map { .trend($0.outcome) } ?? .missing
    case .rank: Self.integer(rank)
    case .rankLower95: Self.integer(rankInterval?.lower)
    case .rankUpper95: Self.integer(rankInterval?.upper)
    case .ranked: Self.integer(ranked)
    case .members: Self.integer(members)
    case .release: Self.integer(release)
    }
  }

  /// Who made the limits; empty where there are none.
  var limitsBy: String {
    isCompleted ? "calculated" : observation.figures.lower95 != nil ? "published" : ""
  }

  private static let levels: [ConfidenceLevel] = [.p95, .p998]

  /// The limits as shown: the lower one first, also where they are published the other way round.
  private func limits(_ level: ConfidenceLevel) -> (lower: Double?, upper: Double?) {
    let (lower, upper) = published(level)
    return isReversed(level) ? (upper, lower) : (lower, upper)
  }

  private func published(_ level: ConfidenceLevel) -> (lower: Double?, upper: Double?) {
    let figures = observation.figures
    return level == .p95 ? (figures.lower95, figures.upper95) : (figures.lower998, figures.upper998)
  }

  /// Whether limits are published with the lower one above the upper.
  private func isReversed(_ level: ConfidenceLevel) -> Bool {
    guard !isVerbatim, case (let lower?, let upper?) = published(level) else { return false }
    return lower > upper
  }

  private var start: CalendarDate {
    guard let yearType = indicator.yearType else { return period.start }
    return period.read(as: yearType).start
  }

  /// The verdict; where the benchmark has no value, for the reason of that.
  private var told: Verdict? {
    guard verdict?.reason != nil, let reason = benchmark?.reason else { return verdict }
    return .notCompared(reason)
  }

  /// The level at which a verdict is significant, where its method knows two.
  private var level: String {
    let isOwn = comparing == .published && indicator.comparisonMethod == .interval95And998
    return isOwn || comparing.hasTwoLevels ? verdict?.level?.text ?? "" : ""
  }

  /// Value - benchmark, in the indicator's unit.
  var difference: Double? {
    guard let value = observation.figures.value, let reference = benchmark?.figures.value else { return nil }
    let difference = value - reference
    return difference.isFinite ? difference : nil
  }

  /// Value / benchmark; nil where the benchmark is 0.
  var ratio: Double? {
    guard let value = observation.figures.value, let reference = benchmark?.figures.value, reference != 0 else {
      return nil
    }
    let ratio = value / reference
    return ratio.isFinite ? ratio : nil
  }

  /// How far the value is from the benchmark either way, in a measure that compares across units: the greater of the ratio
  /// and its inverse, which grows with |ln ratio|; nil where there is no ratio, or none above 0.
  var distance: Double? { ratio.flatMap { $0 > 0 ? max($0, 1 / $0) : nil } }

  /// The published note, then what this answer has to add.
  var note: String {
    var parts = observation.note.isEmpty ? [] : [observation.note]
    parts += Self.levels.filter(isReversed).map { "the \($0.text) limits are published the wrong way round" }
    parts += remarks
    if let benchmark, !benchmark.name.remark.isEmpty { parts.append(benchmark.name.remark) }
    if let reason = told?.reason { parts.append("not compared: \(reason.text)") }
    return parts.joined(separator: "; ")
  }

  private static func integer(_ value: Int?) -> ResultTable.Cell { value.map { .integer($0) } ?? .missing }
  private static func number(_ value: Double?) -> ResultTable.Cell { value.map { .number($0) } ?? .missing }
}
