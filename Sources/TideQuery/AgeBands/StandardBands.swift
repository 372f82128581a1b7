import TideMethods
import TideModel

/// The age bands of a group as a standard population needs them.
struct StandardBands {
  /// Persons of each band by how many events each had: one of 1 where events are counted.
  var events: [[(each: Double, persons: Double?)]] = []
  var populations: [Double?] = []
  var weights: [Double] = []
  var ages: [AgeRange] = []

  /// The events as the method takes them.
  var repeated: [RepeatedEvents] {
    events.enumerated().flatMap { band, events in
      events.map { RepeatedEvents(band: band, eventsEach: $0.each, persons: $0.persons) }
    }
  }

  /// Events of each band, a missing count as 0.
  var counts: [Double] { events.map { $0.reduce(0) { $0 + $1.each * ($1.persons ?? 0) } } }

  /// Adds up the bands that together are one of a standard's: its 0-4 of `<1` and `1-4`.
  mutating func merge(into standard: StandardPopulation) {
    for band in standard.bands {
      let inside = ages.indices.filter { band.ages.contains(ages[$0]) }
      guard inside.count > 1, let first = inside.first, let last = inside.last, covers(inside, band.ages) else {
        continue
      }
      let people = inside.map { populations[$0] }
      let sum = people.contains { $0 == nil } ? nil : people.reduce(0) { $0 + ($1 ?? 0) }
      events.replaceSubrange(first...last, with: [inside.flatMap { events[$0] }])
      populations.replaceSubrange(first...last, with: [sum])
      ages.replaceSubrange(first...last, with: [band.ages])
    }
  }

  private func covers(_ inside: [Int], _ band: AgeRange) -> Bool {
    guard let first = inside.first, let last = inside.last else { return false }
    return ages[first].from == band.from && ages[last].through == band.through
      && zip(inside, inside.dropFirst()).allSatisfy { ages[$0].through.map { $0 + 1 } == ages[$1].from }
  }
}

extension StandardPopulation {
  /// The standard population of a file: bands by name, and how many people are in each.
  /// - Throws: ``QueryError`` for a file that has no such columns, more than one group, or a number that is missing or impossible.
  init(_ table: AgeBandTable) throws(QueryError) {
    guard let column = table.position(of: .standard) ?? table.position(of: .population) else {
      throw QueryError(
        .input, "\(table.file):1: there is no column of a standard population",
        remedy: "Head it standard_population or population, beside a column age.")
    }
    let groups = try AgeBandGroups(table, by: [])
    guard groups.groups.count == 1, let group = groups.groups.first else {
      throw QueryError(
        .input, "\(table.file) holds \(groups.groups.count) populations",
        remedy: "Give a file of one standard population: an age band and a number on each row.")
    }
    var weights: [(band: String, weight: Double)] = []
    for band in group.bands {
      guard let row = band.rows.first, let weight = row.cells[column].number else {
        throw QueryError(
          .input,
          "\(table.file):\(band.rows.first?.line ?? 1):\(column + 1): the standard population of "
            + "\(band.ages.text) is missing", remedy: "Write a number, 0 where it has nobody.")
      }
      weights.append((band.ages.text, weight))
    }
    do throws(Obstacle) {
      try self.init(name: FileAnswer.name(table.file), weights: weights)
    } catch {
      throw QueryError(.input, "\(table.file): \(error.text)", remedy: "Correct the file of the standard population.")
    }
  }
}
