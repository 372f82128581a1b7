import TideModel

/// Which periods follow from those published of one area and stratum: what is left of a window between those that begin with
/// it and those that end with it.
final class ImpliedPeriods {
  /// A period that follows, and from which.
  struct Number {
    let period: Period
    let whole: Int
    let parts: [Int]
  }

  private let periods: [Period]
  private var known: [[Int]: [Number]] = [:]
  /// Whether any period lies within another.
  let isAnyPossible: Bool

  init(_ periods: [Period]) {
    self.periods = periods
    let lengths = Set(periods.map { $0.end.day - $0.start.day })
    isAnyPossible = lengths.count > 1 && lengths.contains { $0 > 370 }
  }

  /// What follows from the periods of some numbers, ascending.
  func implied(by published: [Int]) -> [Number] {
    if let found = known[published] { return found }
    let found = published.flatMap { implied(of: $0, published) }
    known[published] = found
    return found
  }

  private func implied(of whole: Int, _ published: [Int]) -> [Number] {
    let span = periods[whole]
    let inside = published.filter {
      $0 != whole && periods[$0].start >= span.start && periods[$0].end <= span.end
        && (periods[$0].start, periods[$0].end) != (span.start, span.end)
    }
    if inside.isEmpty { return [] }
    var before: [(start: CalendarDate, parts: [Int])] = [(span.start, [])]
    var after: [(end: CalendarDate, parts: [Int])] = [(span.end, [])]
    for place in 0..<Self.mostChains {
      if place < before.count {
        for part in inside where periods[part].start == before[place].start {
          before.append((periods[part].end, before[place].parts + [part]))
        }
      }
      if place < after.count {
        for part in inside where periods[part].end == after[place].end {
          after.append((periods[part].start, after[place].parts + [part]))
        }
      }
    }
    var found: [Number] = []
    for start in before.prefix(Self.mostChains) {
      for end in after.prefix(Self.mostChains) where start.start < end.end {
        let taken = start.parts + end.parts
        let isTouched = inside.contains { periods[$0].start < end.end && start.start < periods[$0].end }
        guard !taken.isEmpty, !isTouched, let period = period(start.start, end.end, like: inside[0]) else { continue }
        found.append(Number(period: period, whole: whole, parts: taken))
      }
    }
    return found
  }

  /// A period from one date to another: one that the indicator has, or whole months or days of its kind of year.
  private func period(_ start: CalendarDate, _ end: CalendarDate, like other: Int) -> Period? {
    if let known = periods.first(where: { ($0.start, $0.end) == (start, end) }) { return known }
    let unit = periods[other]
    return (1...Self.mostUnits).lazy.compactMap { count in
      Period(start: start, unit: unit.unit, count: count, yearType: unit.yearType)
    }.first { $0.end == end }
  }

  private static let mostChains = 40
  private static let mostUnits = 120
}
