/// The written forms of periods: one canonical label for each span, and a reader of every form met in published files.
public enum PeriodLabel {
  static let monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// `2019`, `2017 - 19`, `2019/20`, `2019/20 - 21/22`, `2019 Q3`, `2019/20 Q3`, `Mar 2024`, `2024-03-05`,
  /// `Aug 2020 - Jul 2021`, `2024-03-04 + 1 week`, `2024-03-04 + 10 days`.
  static func canonical(start: CalendarDate, unit: Period.Unit, count: Int, yearType: YearType) -> String {
    let (year, month, _) = start.civil
    let split = yearType.startMonth != 1
    switch unit {
    case .year where month == yearType.startMonth && yearType != .calendarRolling && start.civil.dayOfMonth == 1:
      let last = year + count - 1
      if split {
        return count == 1
          ? splitYear(year) : "\(splitYear(year)) - \(shortEnd(last, after: year))/\(twoDigits(last + 1))"
      }
      return count == 1 ? padded(year) : "\(padded(year)) - \(shortEnd(last, after: year))"
    case .quarter where count == 1 && (month - yearType.startMonth + 12) % 3 == 0:
      let quarter = (month - yearType.startMonth + 12) % 12 / 3 + 1
      let first = month >= yearType.startMonth ? year : year - 1
      return "\(split ? splitYear(first) : padded(year)) Q\(quarter)"
    case .month where count == 1:
      return "\(monthNames[month - 1]) \(padded(year))"
    case .year, .quarter, .month:
      let months = unit == .year ? 12 * count : unit == .quarter ? 3 * count : count
      let (lastYear, lastMonth, _) = start.adding(months: months - 1).civil
      return "\(monthNames[month - 1]) \(padded(year)) - \(monthNames[lastMonth - 1]) \(padded(lastYear))"
    case .day where count == 1:
      return start.description
    case .day:
      return "\(start.description) + \(count) days"
    case .week:
      return "\(start.description) + \(count) \(count == 1 ? "week" : "weeks")"
    }
  }

  static func padded(_ year: Int) -> String { CalendarDate.padded(year, 4) }
  static func twoDigits(_ year: Int) -> String { CalendarDate.padded(year % 100, 2) }
  static func splitYear(_ year: Int) -> String { "\(padded(year))/\(twoDigits(year + 1))" }

  /// Two digits name an end year only within this many years of the first: `2019 - 18` is a mistake, not a century.
  static let twoDigitReach = 50

  /// The end year of a pooled span, in two digits where that is unambiguous.
  static func shortEnd(_ last: Int, after first: Int) -> String {
    last - first < twoDigitReach ? twoDigits(last) : padded(last)
  }
}

/// A period as read from a label, and the status that a suffix such as `(Rev)` stands for.
public struct ParsedPeriod: Equatable, Sendable {
  /// The period, with the label as published.
  public let period: Period
  /// Revised, provisional or nothing said.
  public let status: Status?
}
