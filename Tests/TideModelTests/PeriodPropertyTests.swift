import TideModel
import TestSupport
import Testing

@Suite("Periods at random")
struct PeriodPropertyTests {
  /// A period as files have them: a year or quarter starts where its year type's does, months are calendar months.
  private func random(using generator: inout SeededGenerator) -> Period? {
    let unit = Period.Unit.allCases.randomElement(using: &generator) ?? .year
    let year = Int.random(in: 1800...2000, using: &generator)
    let types = YearType.allCases.filter { $0 != .calendarRolling }
    let type = types.randomElement(using: &generator) ?? .calendar
    let start: CalendarDate?
    switch unit {
    case .year: start = CalendarDate(year: year, month: type.startMonth)
    case .quarter:
      start = CalendarDate(year: year, month: type.startMonth)?.adding(
        months: 3 * Int.random(in: 0...3, using: &generator))
    case .month: start = CalendarDate(year: year, month: Int.random(in: 1...12, using: &generator))
    case .week, .day: start = CalendarDate(year: year)?.adding(days: Int.random(in: 0...365, using: &generator))
    }
    let most =
      switch unit {
      case .year: 190
      case .quarter: 1
      case .month: 2000
      case .week: 4000
      case .day: 32767
      }
    let count = Bool.random(using: &generator) ? 1 : Int.random(in: 1...most, using: &generator)
    guard let start else { return nil }
    return Period(
      start: start, unit: unit, count: count, yearType: unit == .year || unit == .quarter ? type : .calendar)
  }

  @Test("the canonical label of a period reads back as that period, and the key as well")
  func roundTrip() throws {
    var generator = Seed.generator()
    for _ in 0..<50_000 {
      let period = try #require(random(using: &generator))
      let read = PeriodParser.parse(period.label)?.period.read(as: period.yearType)
      guard read == period, read?.hasCanonicalLabel == true, Period(key: period.key, label: period.label) == period
      else {
        Issue.record("\(period) reads back as \(String(describing: read)); TIDEMARK_SEED=\(Seed.value)")
        return
      }
    }
  }

  @Test("keys sort as periods do, by start first")
  func keys() throws {
    var generator = Seed.generator()
    for _ in 0..<50_000 {
      let one = try #require(random(using: &generator))
      let other = try #require(random(using: &generator))
      let ordered =
        (one.start, one.unit.rawValue, one.count, one.yearType.rawValue)
        < (other.start, other.unit.rawValue, other.count, other.yearType.rawValue)
      guard (one.key < other.key) == ordered, (one < other) == ordered else {
        Issue.record("\(one) and \(other); TIDEMARK_SEED=\(Seed.value)")
        return
      }
      // Sharing a day, told by the days themselves.
      let shared = max(one.start.day, other.start.day) <= min(one.end.day, other.end.day) - 1
      guard one.overlaps(other) == shared, other.overlaps(one) == shared else {
        Issue.record("\(one) and \(other) overlap; TIDEMARK_SEED=\(Seed.value)")
        return
      }
    }
  }

  @Test("keys no period has are nil, and no key traps")
  func hostileKeys() {
    var generator = Seed.generator()
    for key in [.min, -1, 0, 1, .max, 1 << 47, (1 << 48) - 1] as [Int64] { #expect(Period(key: key) == nil, "\(key)") }
    for _ in 0..<100_000 {
      let key = Int64.random(in: .min ... .max, using: &generator) >> Int64.random(in: 0...40, using: &generator)
      guard let period = Period(key: key) else { continue }
      guard period.key == key, period.end >= period.start else {
        Issue.record("\(key); TIDEMARK_SEED=\(Seed.value)")
        return
      }
      _ = (period.label, period.previous, period.previousIndependent, period.read(as: .academic))
    }
  }

  @Test("100,000 random and mutated labels never trap, and what is read is sound")
  func hostileLabels() {
    var generator = Seed.generator()
    let alphabet = Array("0123456789 -/+()QqMarTo\u{2013}\u{0}\n\r\t\u{301}é👨‍👩‍👧年٣\u{FEFF},.")
    let good = PeriodForm.all.map(\.label)
    for round in 0..<100_000 {
      var text = round % 2 == 0 ? [] : Array(good.randomElement(using: &generator) ?? "")
      for _ in 0..<Int.random(in: round % 2 == 0 ? 0...24 : 1...3, using: &generator) {
        let place = Int.random(in: 0...text.count, using: &generator)
        if place < text.count, Int.random(in: 0..<3, using: &generator) == 0 {
          text.remove(at: place)
        } else {
          text.insert(alphabet.randomElement(using: &generator) ?? " ", at: place)
        }
      }
      let label = String(text)
      let sortable = Bool.random(using: &generator) ? Int.random(in: .min ... .max, using: &generator) : nil
      _ = PeriodParser.parse(label, sortable: sortable, range: label)
      guard let period = PeriodParser.parse(label)?.period else { continue }
      guard period.start < period.end, (1800...2200).contains(period.start.civil.year), period.count >= 1,
        Period(key: period.key) == period, PeriodParser.parse(period.shifted(by: 0).label)?.period == period
      else {
        Issue.record("\(label.debugDescription) is read as \(period); TIDEMARK_SEED=\(Seed.value)")
        return
      }
    }
    for long in ["2", " ", "(", "2019 - ", "a"] {
      #expect(PeriodParser.parse(String(repeating: long, count: 100_000)) == nil)
    }
  }
}
