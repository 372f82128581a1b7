import TideMethods
import TideModel
import TideStore

/// Finds the areas and periods of an aggregate.
struct AggregateMembers {
  private let asked: Asked
  private let aggregation: Aggregation

  init(_ asked: Asked, _ aggregation: Aggregation) {
    self.asked = asked
    self.aggregation = aggregation
  }

  /// The codes to sum; nil for the peers, who differ from period to period.
  /// - Throws: `QueryError` where an area lies within another: it would be counted twice.
  func named() throws -> [String]? {
    guard case .areas(let codes) = aggregation.members else { return nil }
    var unique: [String] = []
    for code in codes where !unique.contains(code) { unique.append(code) }
    guard !unique.isEmpty else { throw QueryError(.usage, "no areas are named", remedy: "Name them with --areas.") }
    let all = Set(unique)
    for code in unique {
      let area = try asked.catalogue.area(code)
      if let larger = try asked.catalogue.ancestors(of: code).union(country(of: code)).intersection(all).min() {
        throw QueryError(
          .usage, "\(area.name) lies within \(try asked.catalogue.area(larger).name) and would be counted twice",
          remedy: "Leave one of the two out.")
      }
      if let successor = area.successors.first(where: all.contains) {
        throw QueryError(
          .usage,
          "\(try asked.catalogue.area(successor).name) took the place of \(area.name): their people are the same",
          remedy: "Leave one of the two out, or ask with --geography current.")
      }
    }
    return unique
  }

  /// All of England's areas lie within England, whether or not the catalogue says so of each.
  private func country(of code: String) -> Set<String> {
    code.hasPrefix("E") && code != Area.englandCode ? [Area.englandCode] : []
  }

  /// The peers that exist in a period.
  func peers(_ slice: Slice, _ group: PeerGroup, in period: Period) throws -> [String] {
    var codes = try Pool.existing(group, in: period, catalogue: asked.catalogue)
    if let members = try slice.members(of: group), let column = members.panel.periodIndex(period) {
      for index in members.indices {
        let code = members.panel.areas[index]
        if try members.isReplaced(index, period: column) {
          codes.remove(code)
        } else if try members.panel.isPresent(area: index, period: column) {
          codes.insert(code)
        }
      }
    }
    return codes.sorted()
  }

  /// What is published for an area in a period.
  func member(_ slice: Slice, _ code: String, _ period: Period) throws -> PooledMember {
    let area = try asked.catalogue.area(code)
    guard let (panel, index) = try slice.place(of: code), let column = panel.periodIndex(period) else {
      return PooledMember(area: area, period: period, observation: nil, release: nil)
    }
    return PooledMember(
      area: area, period: panel.periods[column], observation: try panel.observation(area: index, period: column),
      release: try panel.release(area: index, period: column))
  }

  /// The periods to sum, in their order, and what has to be said where they are not all that were asked for.
  /// - Parameter classes: the classes of the areas that are summed.
  /// - Throws: `QueryError` for a period without figures, and for periods to be summed that overlap.
  func periods(
    _ slice: Slice, _ classes: Set<AreaClass>
  ) throws -> (periods: [Period], notes: [String]) {
    let published = try Set(classes.compactMap { try slice.panel($0) }.flatMap(\.periods)).sorted {
      PeriodReading.isEarlier($0, $1, of: slice.indicator)
    }
    let chosen: [Period]
    var notes: [String] = []
    switch aggregation.periods {
    case .latest(let number):
      chosen = try latest(number, of: published, slice, classes)
      notes = Self.notes(chosen.reversed(), asked: number, of: published)
    case .named(let choices): chosen = try choices.map { try named($0, among: published, slice.indicator) }
    }
    let unique = Set(chosen).sorted { PeriodReading.isEarlier($0, $1, of: slice.indicator) }
    guard !aggregation.kept.contains(.period), let (one, other) = Pooling.overlap(among: unique) else {
      return (unique, notes)
    }
    throw QueryError(
      .usage, "\(unique[one].label) and \(unique[other].label) share days, which would be counted twice",
      remedy: "Name periods that follow each other, as \(unique[one].label) and "
        + "\(unique[one].shifted(by: unique[one].count).label) do, or keep them apart with --by period.")
  }

  private func named(_ choice: PeriodChoice, among published: [Period], _ indicator: Indicator) throws -> Period {
    if let found = published.last(where: { choice.includes($0, of: indicator) }) { return found }
    throw QueryError(
      .usage, "\(indicator.name) has no figures of these areas for \(choice.label)",
      candidates: published.suffix(8).reversed().map(\.label), remedy: "'tidemark describe' lists all its periods.")
  }

  /// The latest periods with figures that do not overlap, all of one length and kind of year.
  private func latest(
    _ number: Int, of published: [Period], _ slice: Slice, _ classes: Set<AreaClass>
  ) throws -> [Period] {
    var chosen: [Period] = []
    for period in published.reversed() {
      guard chosen.allSatisfy({ !$0.overlaps(period) }), chosen.count < number else { continue }
      if let last = chosen.first, (last.unit, last.count) != (period.unit, period.count) { continue }
      if let last = chosen.first, last.yearType != period.yearType { continue }
      if try hasCounts(slice, classes, period) { chosen.append(period) }
    }
    return chosen
  }

  /// Says where the latest periods are fewer than were asked for, and where years between or after them are left out.
  /// - Parameter chosen: oldest first.
  private static func notes(_ chosen: [Period], asked number: Int, of published: [Period]) -> [String] {
    guard let first = chosen.first else { return [] }
    var notes: [String] = []
    if chosen.count < number {
      let list = Succession.list(chosen.map(\.label))
      notes.append("Of the latest \(number) periods asked for only \(chosen.count) can be summed: \(list).")
    }
    let lost = published.filter { period in
      period.start > first.start && period.isLike(first) && chosen.allSatisfy { !$0.overlaps(period) }
    }
    if !lost.isEmpty {
      notes.append("\(Succession.list(lost.map(\.label))) left out: no counts are published.")
    }
    for (earlier, later) in zip(chosen, chosen.dropFirst()) where earlier.end < later.start {
      guard !lost.contains(where: { $0.start >= earlier.end && $0.end <= later.start }) else { continue }
      notes.append("Nothing is published between \(earlier.label) and \(later.label).")
    }
    return notes
  }

  private func hasCounts(_ slice: Slice, _ classes: Set<AreaClass>, _ period: Period) throws -> Bool {
    for areaClass in classes {
      guard let panel = try slice.panel(areaClass), let column = panel.periodIndex(period) else { continue }
      if try panel.areas.indices.contains(where: { try panel.figure(.count, area: $0, period: column) != nil }) {
        return true
      }
    }
    return false
  }
}
