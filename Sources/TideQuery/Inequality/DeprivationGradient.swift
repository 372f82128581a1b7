import TideMethods
import TideModel

/// The figures of one period by deprivation, and what follows from them.
struct DeprivationGradient {
  /// One quantile's figure; nil where nothing is published.
  let quantiles: [Observation?]
  let indicator: Indicator
  let choice: InequalityChoice
  /// How limits follow from counts where none are published; nil where counts are not to be used.
  let limits: CalculatedLimits?

  /// What is shown of a period.
  struct Answer {
    var slope: (inner: Estimate, outer: Estimate)?
    var relative: (inner: Estimate, outer: Estimate)?
    /// The fitted line at the most deprived end of the population and at the least deprived, in the indicator's unit.
    var line: (most: Double, least: Double)?
    var most: Double?
    var least: Double?
    /// The most deprived less the least deprived; limits where both have some, or counts that give the published values.
    var gap: Double?
    var gapInterval: Interval?
    var status: Status = .none
    var notes: [String] = []
    /// Whether limits are from simulated fits though that was not asked for.
    var isSimulated = false
  }

  /// Slope and relative index, and the gap between the ends.
  func answer() -> Answer {
    var answer = Answer()
    if let lost = quantiles.firstIndex(where: { $0?.figures.value == nil || $0?.status.isAbsence ?? true }) {
      let status = quantiles[lost]?.status ?? .notAvailable
      answer.status = status.isAbsence ? status : .notAvailable
      let place = "\(lost + 1) of \(quantiles.count)"
      answer.notes = ["quantile \(place) from the most deprived is \(answer.status.meaning)"]
      return answer
    }
    let figures = quantiles.compactMap { $0?.figures }
    addGap(figures, to: &answer)
    let people = populations(figures, &answer.notes)
    let scaled = figures.indices.map { figure(figures[$0], population: people[$0]) }
    let method = method(scaled, figures)
    let (inner, outer) = InequalityIndex.of(
      scaled, scale: scale, isTransformed: choice.transform != .none, multiplier: sign * unit,
      confidences: (.p95, .p998), limits: method)
    answer.slope = (inner.slope, outer.slope)
    answer.relative = (inner.relative, outer.relative)
    answer.line = line(inner)
    answer.status = inner.slope.value == nil ? inner.slope.status : .none
    answer.notes += Self.reasons(inner)
    if choice.repetitions == nil, inner.slope.interval != nil, case .simulation(let repetitions, let seed) = method {
      answer.isSimulated = true
      answer.notes.append(
        "fewer than \(Int(InequalityIndex.fewestEvents)) events in a quantile: limits from "
          + "\(FileAnswer.grouped(Double(repetitions))) simulated fits with seed \(seed)")
    }
    return answer
  }

  /// How limits are found: as asked for, else as suits the events of the quantiles; of a proportion those who have it, or those who
  /// have not where they are fewer.
  private func method(_ scaled: [InequalityFigure], _ figures: [Figures]) -> InequalityIndex.Limits {
    if let repetitions = choice.repetitions { return .simulation(repetitions: repetitions, seed: choice.seed) }
    let events = figures.map { figures -> Double? in
      guard let count = figures.count else { return nil }
      guard scale == .logit, let people = figures.denominator else { return count }
      return min(count, people - count)
    }
    return .suiting(
      scaled, events: events, scale: scale, isTransformed: choice.transform != .none, seed: choice.seed)
  }

  /// Why an index or its limits are missing, and which of the two where it is not both.
  private static func reasons(_ index: InequalityIndex) -> [String] {
    if index.slope.reason == index.relative.reason { return [index.slope.reason].compactMap { $0 } }
    return [("SII", index.slope.reason), ("RII", index.relative.reason)].compactMap { name, reason in
      reason.map { "\(name): \($0)" }
    }
  }

  /// The intercept of a line through the values is in the unit of the fit; one from another scale comes multiplied.
  private func line(_ index: InequalityIndex) -> (most: Double, least: Double)? {
    guard let slope = index.slope.value, let intercept = index.intercept else { return nil }
    let start = choice.transform == .none ? intercept * unit : intercept
    return (start, start + sign * slope)
  }

  /// Where a low value is good the index is turned round, so that above 0 always means that the most deprived are worse off.
  private var sign: Double { indicator.polarity == .lowIsGood ? -1 : 1 }

  /// Proportions are fitted as shares, everything else in its own unit.
  private var unit: Double {
    guard indicator.valueType == .proportion else { return 1 }
    return indicator.multiplier ?? (indicator.unit.contains("%") ? 100 : 1)
  }

  /// The scale of the fit; else that on which the error of such values is symmetrical.
  private var scale: InequalityScale {
    switch choice.transform {
    case .log: return .logarithmic
    case .logit: return .logit
    case .none: break
    }
    switch indicator.valueType {
    case .proportion: return .logit
    case .crudeRate, .directlyStandardisedRate, .indirectlyStandardisedRate, .indirectlyStandardisedRatio, .ratio:
      return .logarithmic
    default: return .linear
    }
  }

  /// How many people are in each quantile; equal shares where no denominators are published at all.
  private func populations(_ figures: [Figures], _ notes: inout [String]) -> [Double?] {
    if figures.contains(where: { $0.denominator != nil }) { return figures.map(\.denominator) }
    notes.append("equal shares of the population are assumed: no denominators are published")
    return figures.map { _ in 1 }
  }

  private func figure(_ figures: Figures, population: Double?) -> InequalityFigure {
    var interval: Interval?
    if let lower = figures.lower95, let upper = figures.upper95 {
      interval = Interval(lower: lower / unit, upper: upper / unit)
    }
    return InequalityFigure(population: population, value: figures.value.map { $0 / unit }, interval: interval)
  }

  private func addGap(_ figures: [Figures], to answer: inout Answer) {
    guard let first = figures.first, let last = figures.last, let most = first.value, let least = last.value else {
      return
    }
    (answer.most, answer.least) = (most, least)
    answer.gap = most - least
    answer.gapInterval = Contrast(first, last, limits: limits).difference.interval
  }
}
