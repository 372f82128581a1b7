import Foundation
import TideModel
import TestSupport
import Testing

@Suite("Calendar dates")
struct CalendarDateTests {
  // Month lengths and leap rule written out here; 719,162 days lie between 0001-01-01 and 1970-01-01.
  @Test("every month from year 1 to 9999, counted one after the other")
  func everyMonth() {
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var day = -719_162
    for year in 1...9999 {
      for month in 1...12 {
        let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
        let length = lengths[month - 1] + (month == 2 && isLeap ? 1 : 0)
        let last = CalendarDate(year: year, month: month, dayOfMonth: length)
        guard CalendarDate(year: year, month: month)?.day == Int32(day), last?.day == Int32(day + length - 1),
          CalendarDate(year: year, month: month, dayOfMonth: length + 1) == nil,
          let civil = last?.civil, civil == (year, month, length)
        else {
          Issue.record("\(year)-\(month)")
          return
        }
        day += length
      }
    }
  }

  // Foundation's Gregorian calendar; from 1583 on, since it changes to the Julian one before.
  @Test("20,000 random days agree with Foundation")
  func foundation() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
    var generator = Seed.generator()
    for _ in 0..<20_000 {
      let day = Int32.random(in: -140_000...2_900_000, using: &generator)
      let date = Date(timeIntervalSince1970: Double(day) * 86400)
      let parts = calendar.dateComponents([.year, .month, .day], from: date)
      let civil = CalendarDate(day: day).civil
      guard civil.year == parts.year, civil.month == parts.month, civil.dayOfMonth == parts.day else {
        Issue.record("day \(day): \(civil), not \(parts); TIDEMARK_SEED=\(Seed.value)")
        return
      }
      // Days past the 28th are left to the cases below: Foundation 6.3 takes 191 months from 3450-01-29 and lands on 1 March.
      let months = Int.random(in: -600...600, using: &generator)
      guard civil.dayOfMonth <= 28, day > -100_000, day < 2_800_000,
        let later = calendar.date(byAdding: .month, value: months, to: date)
      else { continue }
      let expected = Int32((later.timeIntervalSince1970 / 86400).rounded())
      guard CalendarDate(day: day).adding(months: months).day == expected else {
        Issue.record("day \(day) and \(months) months; TIDEMARK_SEED=\(Seed.value)")
        return
      }
    }
  }

  @Test("known days, and their ISO form both ways")
  func known() {
    for (text, day) in [
      ("1970-01-01", 0), ("2000-02-29", 11_016), ("2000-03-01", 11_017), ("1858-11-17", -40_587),
      ("2024-12-31", 20_088),
      ("1969-12-31", -1), ("0001-01-01", -719_162), ("9999-12-31", 2_932_896),
    ] as [(String, Int32)] {
      #expect(CalendarDate(iso: text)?.day == day, "\(text)")
      #expect(CalendarDate(day: day).description == text)
    }
  }

  @Test("days that do not exist, and texts that are no date, are nil")
  func refusals() {
    for text in [
      "", "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-01", "2024-04-31", "2024-01-00", "0000-01-01", "2024-1-01",
      "24-01-01", "2024/01/01", "2024-01-01 ", "+024-01-01", "2024-01-01-", "２０２４-01-01", "-2024-01-01", "2024-01",
    ] { #expect(CalendarDate(iso: text) == nil, "\(text)") }
    #expect(CalendarDate(year: 10_000) == nil)
    #expect(CalendarDate(year: .min) == nil)
    #expect(CalendarDate(year: 2024, month: .max) == nil)
    #expect(CalendarDate(year: 2024, month: 1, dayOfMonth: .max) == nil)
  }

  @Test("a month later is the same day or the month's last")
  func months() {
    for (from, months, to) in [
      ("2024-01-31", 1, "2024-02-29"), ("2023-01-31", 1, "2023-02-28"), ("2024-03-31", -1, "2024-02-29"),
      ("2024-02-29", 12, "2025-02-28"), ("2023-12-15", 1, "2024-01-15"), ("2024-01-15", -13, "2022-12-15"),
    ] { #expect(CalendarDate(iso: from)?.adding(months: months).description == to, "\(from) \(months)") }
    #expect(CalendarDate(iso: "2024-02-28")?.adding(days: 2).description == "2024-03-01")
  }
}
