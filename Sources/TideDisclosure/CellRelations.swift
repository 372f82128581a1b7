import TideModel

/// Which strata and periods of an indicator have people in common. Each is worked out when a small number first needs it.
final class CellRelations {
  /// Another sex, age or category that a person of a stratum may be of instead.
  struct Change {
    let stratum: Int
    /// Whether it makes no difference to each stratum which of the two it is.
    let holdsBoth: [Bool]
    /// The strata that the person would be counted in, and that it makes a difference to.
    let taking: [Int]
  }

  private let parts: [StratumParts]
  private let spans: [(start: CalendarDate, end: CalendarDate)]
  private var sharingKnown: [[Int]?]
  private var holdingKnown: [[Int]?]
  private var changesKnown: [[Change]?]
  private var overlappingKnown: [[Int]?]
  private var containingKnown: [[Int]?]

  init(_ places: CellPlaces) {
    parts = places.strata.map { StratumParts($0) }
    spans = places.periods.map { ($0.start, $0.end) }
    sharingKnown = Array(repeating: nil, count: parts.count)
    holdingKnown = sharingKnown
    changesKnown = Array(repeating: nil, count: parts.count)
    overlappingKnown = Array(repeating: nil, count: spans.count)
    containingKnown = Array(repeating: nil, count: spans.count)
  }

  /// The strata that may have people in common with one, itself among them; ascending.
  func sharing(_ stratum: Int) -> [Int] {
    if let known = sharingKnown[stratum] { return known }
    let found = parts.indices.filter { parts[stratum].mayShare(parts[$0]) }
    sharingKnown[stratum] = found
    return found
  }

  /// The strata that hold everybody of one, itself among them; ascending.
  func holding(_ stratum: Int) -> [Int] {
    if let known = holdingKnown[stratum] { return known }
    let found = parts.indices.filter { $0 == stratum || parts[$0].holds(parts[stratum]) }
    holdingKnown[stratum] = found
    return found
  }

  /// What a person of a stratum may be instead, by stratum.
  func changes(from stratum: Int) -> [Change] {
    if let known = changesKnown[stratum] { return known }
    var found: [Change] = []
    for other in parts.indices {
      guard let axis = parts[stratum].onlyDifference(from: parts[other]) else { continue }
      let holdsBoth = parts.map { $0.holdsBoth(parts[stratum], parts[other], in: axis) }
      found.append(
        Change(stratum: other, holdsBoth: holdsBoth, taking: sharing(other).filter { !holdsBoth[$0] }))
    }
    changesKnown[stratum] = found
    return found
  }

  /// The periods that have a day in common with one, itself among them; ascending.
  func overlapping(_ period: Int) -> [Int] {
    if let known = overlappingKnown[period] { return known }
    let span = spans[period]
    let found = spans.indices.filter { span.start < spans[$0].end && spans[$0].start < span.end }
    overlappingKnown[period] = found
    return found
  }

  /// The periods that hold all of one, itself among them; ascending.
  func containing(_ period: Int) -> [Int] {
    if let known = containingKnown[period] { return known }
    let span = spans[period]
    let found = spans.indices.filter { spans[$0].start <= span.start && spans[$0].end >= span.end }
    containingKnown[period] = found
    return found
  }
}
