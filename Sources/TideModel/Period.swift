/// The span of time a figure is for, with the label it was published under.
///
/// Two periods are equal when they cover the same days in the same kind of year: `2017-19` and `2017 - 19` are one
/// period under two labels. Pooled windows such as `2017 - 19` and `2018 - 20` overlap and are never summed or
/// trend-tested as if they were independent; ``overlaps(_:)`` tells.
public struct Period: Sendable {
  /// The unit in which a period's length is counted. Raw values are stored on disk.
  public enum Unit: UInt8, CaseIterable, Hashable, Sendable {
    /// Whole years.
    case year = 1
    /// Quarters of a year.
    case quarter = 2
    /// Calendar months.
    case month = 3
    /// Weeks of seven days.
    case week = 4
    /// Days.
    case day = 5
  }

  /// The first day.
  public let start: CalendarDate
  /// What `count` counts.
  public let unit: Unit
  /// How many units long; at least 1.
  public let count: Int
  /// Which year the label speaks of.
  public let yearType: YearType
  /// The label as published, or the canonical one.
  public let label: String

  /// A period of `count` units from `start`. Nil when `count` is outside 1...32767.
  public init?(start: CalendarDate, unit: Unit, count: Int, yearType: YearType, label: String? = nil) {
    guard (1...32767).contains(count) else { return nil }
    self.start = start
    self.unit = unit
    self.count = count
    self.yearType = yearType
    self.label = label ?? PeriodLabel.canonical(start: start, unit: unit, count: count, yearType: yearType)
  }

  /// The first day after the period.
  public var end: CalendarDate {
    switch unit {
    case .year: start.adding(months: 12 * count)
    case .quarter: start.adding(months: 3 * count)
    case .month: start.adding(months: count)
    case .week: start.adding(days: 7 * count)
    case .day: start.adding(days: count)
    }
  }

  /// Length in months, or nil for weeks and days.
  public var months: Int? {
    switch unit {
    case .year: 12 * count
    case .quarter: 3 * count
    case .month: count
    case .week, .day: nil
    }
  }

  /// Whether the label is the canonical one for this span.
  public var hasCanonicalLabel: Bool {
    label == PeriodLabel.canonical(start: start, unit: unit, count: count, yearType: yearType)
  }

  /// Whether the two spans share a day.
  public func overlaps(_ other: Period) -> Bool { start < other.end && other.start < end }

  /// Whether another span has the same length and kind of year, so that the two can be of one series.
  public func isLike(_ other: Period) -> Bool {
    unit == other.unit && count == other.count && yearType == other.yearType
  }

  /// The period of equal length that ends where this one begins: the previous *independent* one.
  /// For `2020 - 22` that is `2017 - 19`.
  public var previousIndependent: Period { shifted(by: -count) }

  /// The period one step earlier in a published series: a year earlier for pooled years, so `2019 - 21` for `2020 - 22`.
  public var previous: Period { shifted(by: -1) }

  /// The period `steps` units later, with a canonical label; itself at the ends of the calendar.
  public func shifted(by steps: Int) -> Period {
    let moved =
      switch unit {
      case .year: start.adding(months: 12 * steps)
      case .quarter: start.adding(months: 3 * steps)
      case .month: start.adding(months: steps)
      case .week: start.adding(days: 7 * steps)
      case .day: start.adding(days: steps)
      }
    return Period(start: moved, unit: unit, count: count, yearType: yearType) ?? self
  }

  /// The same period under another label.
  public func labelled(_ label: String) -> Period {
    Period(start: start, unit: unit, count: count, yearType: yearType, label: label) ?? self
  }

  /// The same label read in the year of an indicator: `2019/20` begins in April for a financial indicator and in
  /// September for an academic one. Calendar periods and days keep their start.
  public func read(as indicatorYear: YearType) -> Period {
    guard yearType == .financial, indicatorYear != .financial, indicatorYear.startMonth != 1,
      unit == .year || unit == .quarter
    else { return self }
    let moved = start.adding(months: indicatorYear.startMonth - YearType.financial.startMonth)
    return Period(start: moved, unit: unit, count: count, yearType: indicatorYear, label: label) ?? self
  }
}

extension Period: Hashable, Comparable {
  /// Equal spans of equal kind; labels do not count.
  public static func == (lhs: Period, rhs: Period) -> Bool { lhs.key == rhs.key }
  /// By start, then unit, length and year type.
  public static func < (lhs: Period, rhs: Period) -> Bool { lhs.key < rhs.key }
  /// Hashes the key.
  public func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

extension Period {
  /// The period as one integer that sorts as periods do: start day + 2^23 in bits 24..., unit in bits 21-23,
  /// count in bits 5-20, year type in bits 0-4. Stored on disk.
  public var key: Int64 {
    (Int64(start.day) + Self.dayBias) << 24 | Int64(unit.rawValue) << 21 | Int64(count) << 5
      | Int64(yearType.rawValue)
  }

  /// The period a stored key stands for, or nil for a key no period has.
  public init?(key: Int64, label: String? = nil) {
    guard key >= 0, key >> 24 < 2 * Self.dayBias else { return nil }
    guard let unit = Unit(rawValue: UInt8(key >> 21 & 7)), let yearType = YearType(rawValue: UInt8(key & 31)) else {
      return nil
    }
    let start = CalendarDate(day: Int32((key >> 24) - Self.dayBias))
    guard (1...9999).contains(start.civil.year) else { return nil }
    self.init(start: start, unit: unit, count: Int(key >> 5 & 0xFFFF), yearType: yearType, label: label)
  }

  static let dayBias: Int64 = 1 << 23
}
