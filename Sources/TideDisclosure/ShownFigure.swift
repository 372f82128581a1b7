import TideModel
import TideStore

/// How a figure that need not be hidden is shown under the profiles in force.
struct ShownFigure {
  /// What became of a figure.
  enum Outcome: UInt8, CaseIterable {
    case untouched = 1
    /// Hidden for its small count, or to protect another's.
    case hidden
    /// Hidden because no count stands beside it by which it could be judged.
    case uncounted
    /// Its count is rounded.
    case rounded
    /// A rate that is not given, since it rests on too few deaths.
    case notGiven
    /// A rate marked as of low reliability.
    case unreliable
  }

  let indicator: Indicator
  private let rounds: Bool
  private let isReliabilityChecked: Bool
  /// Whether values of this kind are made of counts, so that they tell them.
  private let restsOnCounts: Bool
  private let isCount: Bool
  private let isStandardised: Bool

  /// A rate that rests on fewer events is marked.
  private static let reliableEvents = 20.0

  init(_ indicator: Indicator, _ profiles: [DisclosureProfile]) {
    self.indicator = indicator
    rounds = profiles.contains(where: \.roundsToFive)
    isReliabilityChecked = profiles.contains(.onsDeaths)
    restsOnCounts = Self.restsOnCounts(indicator.valueType)
    isCount = indicator.valueType == .count || indicator.valueType == .number
    isStandardised = Self.isStandardised(indicator.valueType)
  }

  private static func restsOnCounts(_ type: ValueType) -> Bool {
    switch type {
    case .score, .lifeExpectancy, .median, .slopeIndexOfInequality, .relativeIndexOfInequality, .mean, .monthsLifeLost:
      false
    default: true
    }
  }

  private static func isStandardised(_ type: ValueType) -> Bool {
    switch type {
    case .directlyStandardisedRate, .indirectlyStandardisedRatio, .indirectlyStandardisedRate,
      .indirectlyStandardisedProportion:
      true
    default: false
    }
  }

  /// Makes of a figure what is shown of it.
  func screen(_ cell: inout ShownCell) -> Outcome {
    if cell.present == 0 { return .untouched }
    guard cell.has(.count) else { return screenUncounted(&cell) }
    if isReliabilityChecked { return checkReliability(&cell) }
    if !rounds { return .untouched }
    round(&cell)
    return cell.texts == .withheld ? .uncounted : .rounded
  }

  private func screenUncounted(_ cell: inout ShownCell) -> Outcome {
    if isCount, cell.has(.value) {
      guard rounds else { return .untouched }
      cell.value = RoundedCount.of(cell.value)
      cell.denominator = RoundedCount.of(cell.denominator)
      cell.keep(.value, .denominator)
      cell.texts = .none
      return .rounded
    }
    if restsOnCounts, cell.present != ScreenedCells.bit(.denominator) {
      cell.withhold()
      return .uncounted
    }
    guard rounds, cell.has(.denominator) else { return .untouched }
    cell.denominator = RoundedCount.of(cell.denominator)
    if cell.has(.value) {
      roundMean(&cell, [cell.denominator])
      cell.texts = .note
    }
    return .rounded
  }

  // MARK: Rounding

  /// The count to the nearest 5, and a value that tells no more than it does. Limits are left out: an exact count can be
  /// had from them, and so are the publisher's comparison and trend, which were made with it.
  private func round(_ cell: inout ShownCell) {
    let (count, denominator) = (RoundedCount.of(cell.count), RoundedCount.of(cell.denominator))
    let isRateOfAll = !isCount && cell.has(.value) && cell.has(.denominator)
    if !cell.has(.value) {
      cell.keep(.count, .denominator)
    } else if isCount {
      cell.value = RoundedCount.of(cell.value)
      cell.keep(.value, .count, .denominator)
    } else if isRateOfAll, let factor = factor(cell.value, cell.count, cell.denominator) {
      cell.value = count / denominator * factor
      cell.keep(.count, .denominator)
      if denominator > 0 { cell.add(.value) }
    } else if isStandardised {
      cell.value = Self.threeDigits(cell.value)
      cell.keep(.value, .count, .denominator)
    } else if restsOnCounts {
      return cell.withhold()
    } else {
      roundMean(&cell, [cell.has(.count) ? count : 0, cell.has(.denominator) ? denominator : 0])
    }
    (cell.count, cell.denominator, cell.texts) = (count, denominator, .note)
  }

  /// A mean or score that tells no more of the people beside it than their rounded numbers do. Limits are left out: how far
  /// apart they are tells the number of people.
  private func roundMean(_ cell: inout ShownCell, _ numbers: [Double]) {
    cell.keep(.value, .count, .denominator)
    guard let people = numbers.filter({ $0 > 0 }).min() else { return }
    cell.value = RoundedMean.of(cell.value, people: people, multiplier: indicator.multiplier ?? 1)
  }

  /// What count / denominator was multiplied by to give a value; nil where that is not what the value is.
  private func factor(_ value: Double, _ count: Double, _ denominator: Double) -> Double? {
    guard denominator > 0 else { return nil }
    func isFactor(_ factor: Double) -> Bool { abs(count / denominator * factor - value) <= 0.01 * abs(value) }
    if let multiplier = indicator.multiplier, isFactor(multiplier) { return multiplier }
    return Self.multipliers.first(where: isFactor)
  }

  private static let multipliers = [1, 100, 1000, 10_000, 100_000, 1_000_000.0]

  /// A number to three significant digits: a standardised rate of more tells the counts of its age bands.
  private static func threeDigits(_ value: Double) -> Double {
    guard value != 0, value.isFinite else { return value }
    var (size, scale) = (abs(value), 1.0)
    while size >= 1000, scale < 1e15 { (size, scale) = (size / 10, scale * 10) }
    if scale > 1 { return (value / scale).rounded() * scale }
    while size < 100, scale < 1e15 { (size, scale) = (size * 10, scale * 10) }
    return (value * scale).rounded() / scale
  }

  // MARK: Reliability

  /// A rate of too few deaths without value, limits and what it is out of; a rate of few with its mark.
  private func checkReliability(_ cell: inout ShownCell) -> Outcome {
    guard restsOnCounts, !isCount, cell.has(.value) else { return .untouched }
    let least = isStandardised || indicator.valueType == .unknown ? 10.0 : 3.0
    if cell.count < least {
      cell.keep(.count)
      (cell.status, cell.texts) = (.notAvailable, .none)
      return .notGiven
    }
    guard cell.count < Self.reliableEvents else { return .untouched }
    if cell.status == .none { cell.status = .lowReliability }
    return .unreliable
  }
}
