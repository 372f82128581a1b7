/// A day of the proleptic Gregorian calendar, counted from 1970-01-01, without time zone.
///
/// Periods, releases and areas' life spans are bounded by days, never by instants: a published
/// figure for 2019/20 begins on 1 April 2019 wherever it is read.
public struct CalendarDate: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01; negative before it.
  public let day: Int32

  /// The day `day` days after 1970-01-01.
  public init(day: Int32) { self.day = day }

  /// The given civil date, or nil where no such date exists or the year is outside 1...9999.
  ///
  /// Days are counted from an era of 400 years that begins on 1 March, so that the leap day comes last.
  public init?(year: Int, month: Int = 1, dayOfMonth: Int = 1) {
    guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
    guard dayOfMonth >= 1, dayOfMonth <= Self.daysIn(month: month, year: year) else { return nil }
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + dayOfMonth - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    day = Int32(era * 146_097 + dayOfEra - 719_468)
  }

  /// Year, month (1...12) and day of the month (1...31).
  public var civil: (year: Int, month: Int, dayOfMonth: Int) {
    let shifted = Int(day) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// The number of days in a month of a year; 0 for a month outside 1...12.
  public static func daysIn(month: Int, year: Int) -> Int {
    switch month {
    case 1, 3, 5, 7, 8, 10, 12: 31
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 0
    }
  }

  /// The date `months` months later, at the same day of the month or the month's last day.
  public func adding(months: Int) -> CalendarDate {
    let (year, month, dayOfMonth) = civil
    let index = year * 12 + (month - 1) + months
    let target = (year: index >= 0 ? index / 12 : -1, month: index % 12 + 1)
    guard index >= 12, target.year <= 9999 else { return self }
    let clamped = min(dayOfMonth, Self.daysIn(month: target.month, year: target.year))
    return CalendarDate(year: target.year, month: target.month, dayOfMonth: clamped) ?? self
  }

  /// The date `days` days later.
  public func adding(days: Int) -> CalendarDate {
    let sum = Int(day) + days
    return CalendarDate(day: Int32(clamping: sum))
  }

  /// Earlier days come first.
  public static func < (lhs: CalendarDate, rhs: CalendarDate) -> Bool { lhs.day < rhs.day }
}

extension CalendarDate: CustomStringConvertible {
  /// ISO 8601, as 2019-04-01.
  public var description: String {
    let (year, month, dayOfMonth) = civil
    return "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(dayOfMonth, 2))"
  }

  /// A date written as ISO 8601 (2019-04-01), or nil.
  public init?(iso text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2 else { return nil }
    guard parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }) else { return nil }
    guard let year = Int(parts[0]), let month = Int(parts[1]), let dayOfMonth = Int(parts[2]) else { return nil }
    self.init(year: year, month: month, dayOfMonth: dayOfMonth)
  }

  static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return digits.count >= width ? digits : String(repeating: "0", count: width - digits.count) + digits
  }
}
