import TideMethods
import TideModel

/// What a series of gaps shows, in sentences.
struct GapFindings {
  let gaps: [Gap]
  /// What becomes of the gap, over fewer and over more points.
  let trends: [GapTrend]
  /// What the figures are set against.
  let benchmark: String

  /// Where the latest figure stands, and whether the gap widens or closes over the latest points; of the longer view only
  /// where there are points enough.
  /// - Parameter tellingStratum: whether to say which part of the population is meant.
  func lines(tellingStratum: Bool) -> [Footnote] {
    guard let latest = gaps.last(where: { $0.side != nil }) else { return [] }
    var who = ""
    if tellingStratum {
      let stratum = latest.row.stratum
      let parts = [stratum.sex, stratum.age, stratum.category].filter { !$0.isEmpty }
      who = parts.isEmpty ? "" : parts.joined(separator: ", ") + ": "
    }
    let told = trends.enumerated().filter { $0.offset == 0 || $0.element.direction != .cannotBeCalculated }
    return ([who + standing(latest)] + told.map { who + course($0.element) }).map { Footnote($0) }
  }

  /// `In 2023 Birmingham is 4.90 above England (95% limits 3.97 to 5.83), on the worse side.`
  private func standing(_ gap: Gap) -> String {
    let row = gap.row
    let difference = row.difference ?? 0
    let place = "In \(row.period.label) \(row.area.name) is"
    guard difference != 0 else { return "\(place) equal to \(benchmark)." }
    let (direction, other) = difference > 0 ? ("above", "below") : ("below", "above")
    let (size, limits) = Self.told(difference, gap.difference.interval, direction, beyondZero: other)
    return "\(place) \(size) \(direction) \(benchmark)\(limits)\(side(gap.side))."
  }

  /// `The gap to England is widening by 1.76 a year (95% limits 0.55 to 2.98) over the latest 5 independent points, 2019 to 2023.`,
  /// or that it `closed and is now on the other side: moved by 1.40 a year …`.
  private func course(_ trend: GapTrend) -> String {
    guard let slope = trend.slopeDifference.value, let first = trend.periods.first, let last = trend.periods.last else {
      return "What becomes of the gap to \(benchmark) cannot be calculated: \(trend.slopeDifference.reason ?? "")."
    }
    let isWidening = (slope >= 0) == (trend.latestGap ?? 0 >= 0)
    let word = isWidening ? "widening" : "closing"
    let other = isWidening ? "closing" : "widening"
    let (size, limits) = Self.told(slope, trend.slopeDifference.interval, word, beyondZero: other)
    let span = "over the latest \(trend.periods.count) independent points, \(first.label) to \(last.label)"
    if trend.direction == .noSignificantChange, trend.hasCrossed {
      let moved = "the figures crossed, moved by \(size) a year\(limits)"
      return "The gap to \(benchmark) shows no significant change \(span): \(moved)."
    }
    if trend.direction == .noSignificantChange {
      return "The gap to \(benchmark) shows no significant change \(span): \(word) by \(size) a year\(limits)."
    }
    if trend.direction == .crossed {
      let moved = "moved by \(size) a year\(limits)"
      return "The gap to \(benchmark) closed and is now on the other side: \(moved) \(span)\(judgement(slope))."
    }
    return "The gap to \(benchmark) is \(word) by \(size) a year\(limits) \(span)\(judgement(slope))."
  }

  private func side(_ side: Gap.Side?) -> String {
    switch side {
    case .favourable?: ", on the better side"
    case .unfavourable?: ", on the worse side"
    default: ""
    }
  }

  /// A number without its sign, and its limits as seen from there: where one lies on the other side of 0 both say on which,
  /// as `10.70 above to 16.52 below`.
  private static func told(
    _ value: Double, _ interval: Interval?, _ side: String, beyondZero other: String
  ) -> (size: String, limits: String) {
    let ends = interval.map { value < 0 ? (-$0.upper, -$0.lower) : ($0.lower, $0.upper) }
    let greatest = [value.magnitude, ends?.0.magnitude ?? 0, ends?.1.magnitude ?? 0].max() ?? 0
    let decimals = FileAnswer.decimals(upTo: greatest)
    func text(_ number: Double) -> String { FileAnswer.text(number, decimals: decimals) }
    guard let ends else { return (text(value.magnitude), "") }
    let limits =
      ends.0 < 0
      ? "\(text(-ends.0)) \(other) to \(text(ends.1)) \(side)" : "\(text(ends.0)) to \(text(ends.1))"
    return (text(value.magnitude), " (95% limits \(limits))")
  }

  /// Whether a change is for the better, where high or low is good.
  private func judgement(_ slope: Double) -> String {
    switch gaps.last?.row.indicator.polarity {
    case .lowIsGood?: slope > 0 ? ", for the worse" : ", for the better"
    case .highIsGood?: slope > 0 ? ", for the better" : ", for the worse"
    default: ""
    }
  }
}
