public import TideModel
import TideStore

/// A period that is asked for.
public struct PeriodChoice: Hashable, Sendable {
  /// The span.
  public let period: Period
  /// As it was asked for: a label that fits letter by letter, without regard to case, is meant as well.
  public let label: String
  private let key: String

  /// - Parameter text: any published form of a period.
  /// - Throws: `QueryError` when no published form of a period reads so.
  public init(_ text: String) throws(QueryError) {
    guard let period = PeriodParser.parse(text)?.period else {
      throw QueryError(
        .usage, "'\(text)' is no period",
        remedy: "Periods are written as published: 2023, 2023/24, '2021 - 23', '2023/24 Q1', 'Mar 2024', 2024-03-05.")
    }
    self.init(period, label: text)
  }

  /// A span, and how it was asked for.
  public init(_ period: Period, label: String) {
    self.period = period
    self.label = label
    key = label.lowercased()
  }

  /// Whether a period is meant: the same span, or the same label.
  public func includes(_ other: Period, of indicator: Indicator) -> Bool {
    if period == other || other.label.lowercased() == key { return true }
    guard let yearType = indicator.yearType else { return false }
    return period.read(as: yearType) == other.read(as: yearType)
  }
}

/// Which periods of an area a question reads.
struct PeriodReading {
  private let choice: PeriodChoice?

  init(_ choice: PeriodChoice?) { self.choice = choice }

  /// Whether a period is asked for at all.
  var isRestricted: Bool { choice != nil }

  /// Whether a period is asked for.
  func includes(_ period: Period, of indicator: Indicator) -> Bool {
    choice?.includes(period, of: indicator) ?? true
  }

  /// The periods of an area that hold an observation, ascending.
  func periods(of area: Int, in panel: AreaPanel, indicator: Indicator) throws -> [Int] {
    try panel.periods.indices.filter {
      try includes(panel.periods[$0], of: indicator) && panel.isPresent(area: area, period: $0)
    }
  }

  /// The period an area's figure is shown for: the latest with a value, by its end and then the shortest; where no period
  /// has a value, the latest observation.
  /// - Returns: nil when there is no observation; `passedOver` is the latest observation when that has no value.
  func latest(
    of area: Int, in panel: AreaPanel, indicator: Indicator
  ) throws -> (period: Int, passedOver: Int?)? {
    var newest: Int?
    for period in Self.order(panel.periods, of: indicator).reversed()
    where includes(panel.periods[period], of: indicator) {
      guard try panel.isPresent(area: area, period: period) else { continue }
      let last = newest ?? period
      newest = last
      guard try panel.figure(.value, area: area, period: period) != nil else { continue }
      return (period, panel.periods[period].end == panel.periods[last].end ? nil : last)
    }
    return newest.map { ($0, nil) }
  }

  /// Positions of periods in the order in which they become the latest.
  private static func order(_ periods: [Period], of indicator: Indicator) -> [Int] {
    guard let first = periods.first else { return [] }
    let isOfOneKind = periods.allSatisfy { $0.isLike(first) }
    // Periods of one length end in the order in which they begin.
    if isOfOneKind { return Array(periods.indices) }
    return periods.indices.sorted { isEarlier(periods[$0], periods[$1], of: indicator) }
  }

  /// The period in which areas are set against each other: that of one area's figure; where it has none among them, the
  /// latest in which any of them has a value.
  func latest(of code: String, among members: Members, indicator: Indicator) throws -> Int? {
    let panel = members.panel
    if let index = panel.areaIndex(code), let own = try latest(of: index, in: panel, indicator: indicator) {
      return own.period
    }
    let candidates = try panel.periods.indices.filter { period in
      guard includes(panel.periods[period], of: indicator) else { return false }
      try panel.load(period: period, MeasureSet(.value))
      return try members.indices.contains { try panel.figure(.value, area: $0, period: period) != nil }
    }
    return candidates.max { Self.isEarlier(panel.periods[$0], panel.periods[$1], of: indicator) }
  }

  /// The order in which periods become the latest: by end, then start.
  static func isEarlier(_ first: Period, _ second: Period, of indicator: Indicator) -> Bool {
    let yearType = indicator.yearType
    let (a, b) = (yearType.map(first.read(as:)) ?? first, yearType.map(second.read(as:)) ?? second)
    return (a.end, a) < (b.end, b)
  }
}
