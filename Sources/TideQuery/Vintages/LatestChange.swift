import TideMethods
import TideModel
import TideStore

/// What became of the latest figure of an indicator and stratum between two vintages.
struct LatestChange {
  /// The kinds of change, in the order they are listed. Raw values are the words of the column `what`.
  enum What: String, CaseIterable {
    /// A value before, suppressed now; or a new period whose figure is suppressed.
    case suppressed
    /// A value before, withdrawn by the publisher now.
    case withdrawn
    /// Published before, and now as if it never had been.
    case removed
    /// Other numbers, limits, counts or notes for the same period.
    case revised
    /// A figure for a later period.
    case newPeriod = "new-period"
    /// The figure stands; its comparison or its recent trend turned over.
    case turned
    /// The first figure there is.
    case first

    /// What heads the rows of this kind.
    var heading: String {
      switch self {
      case .suppressed: "Suppressed"
      case .withdrawn: "Withdrawn"
      case .removed: "Removed"
      case .revised: "Revised"
      case .newPeriod: "New periods"
      case .turned: "Comparison or trend turned over, the figure stands"
      case .first: "First figures"
      }
    }
  }

  let what: What
  /// The latest figure before; nil where there was none.
  let before: ResultRow?
  /// The latest figure now; nil where there is none.
  let after: ResultRow?
  /// The period whose former figure is kept back, because it was suppressed or withdrawn since; nil for none.
  let keptBack: Period?
  /// Whether both vintages compare their figure, and come to different verdicts.
  let isTurned: Bool

  /// - Returns: nil where the figure and all that is said of it stand as before.
  init?(_ before: LatestFigure?, _ after: LatestFigure?) throws {
    guard before != nil || after != nil else { return nil }
    self.before = before?.row
    self.after = after?.row
    var keptBack: Period?
    if let before, let after, let newest = try before.withheld, try !after.withholds(newest) { keptBack = newest }
    self.keptBack = keptBack
    isTurned = keptBack == nil && Self.isTurned(before?.row.verdict, after?.row.verdict)
    guard let what = try Self.what(before, after, keptBack: keptBack, isTurned: isTurned) else { return nil }
    self.what = what
  }

  private static func isTurned(_ old: Verdict?, _ new: Verdict?) -> Bool {
    guard let old, let new, old.reason == nil, new.reason == nil else { return false }
    return old.text != new.text
  }

  private static func what(
    _ before: LatestFigure?, _ after: LatestFigure?, keptBack: Period?, isTurned: Bool
  ) throws -> What? {
    guard let after else { return .removed }
    guard let before else { return .first }
    let indicator = after.row.indicator
    if let keptBack {
      return PeriodReading.isEarlier(keptBack, after.row.period, of: indicator)
        ? .newPeriod : try lost(keptBack, in: after)
    }
    if PeriodReading.isEarlier(before.row.period, after.row.period, of: indicator) { return .newPeriod }
    if PeriodReading.isEarlier(after.row.period, before.row.period, of: indicator) {
      return try lost(before.row.period, in: after)
    }
    let (old, new) = (before.row.observation, after.row.observation)
    if !isSame(old, new) {
      return old.figures.value != nil && new.figures.value == nil ? try lost(after.row.period, in: after) : .revised
    }
    if let absent = try absence(before, after) { return absent }
    return isTurned || before.row.trend?.text != after.row.trend?.text ? .turned : nil
  }

  private static func isSame(_ old: Observation, _ new: Observation) -> Bool {
    old.figures == new.figures && old.status == new.status && old.note == new.note
  }

  /// What became of a period that had a value.
  private static func lost(_ period: Period, in after: LatestFigure) throws -> What {
    guard let observation = try after.observation(period) else { return .removed }
    switch observation.status {
    case .suppressed: return .suppressed
    case .withdrawn: return .withdrawn
    default: return .revised
    }
  }

  /// What changed in the period after the latest value, which has none; nil for nothing.
  private static func absence(_ before: LatestFigure, _ after: LatestFigure) throws -> What? {
    let period = after.newest
    guard period != before.newest || after.passedOver != nil, let now = try after.observation(period) else {
      return nil
    }
    let former = try before.observation(period)
    if let former, isSame(former, now) { return nil }
    switch now.status {
    case .suppressed: return .suppressed
    case .withdrawn: return .withdrawn
    default: return former == nil ? .newPeriod : .revised
    }
  }
}

extension LatestFigure {
  /// The latest period with an observation.
  fileprivate var newest: Period { panel.periods[passedOver ?? period] }

  /// The latest period, where its figure is kept back; nil elsewhere.
  fileprivate var withheld: Period? {
    get throws { try panel.withholds(area: area, period: passedOver ?? period) ? newest : nil }
  }

  fileprivate func observation(_ period: Period) throws -> Observation? {
    try panel.periodIndex(period).flatMap { try panel.observation(area: area, period: $0) }
  }

  fileprivate func withholds(_ period: Period) throws -> Bool {
    try panel.periodIndex(period).map { try panel.withholds(area: area, period: $0) } ?? false
  }
}
