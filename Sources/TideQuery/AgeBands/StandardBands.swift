import TideMethods
import TideModel

/// The age bands of a group as a standard population needs them.
struct StandardBands {
  /// The columns of a file that they are made of.
  struct Columns {
    let counts: AgeBandTable.Cells
    let populations: AgeBandTable.Cells
    /// How many events each person had; nil where events are counted.
    let frequencies: AgeBandTable.Cells?
    /// The file's own standard population; nil where another is taken.
    let weights: AgeBandTable.Cells?
  }

  /// Persons of each band by how many events each had: one of 1 where events are counted.
  private(set) var repeated: [RepeatedEvents] = []
  private(set) var populations: [Double?] = []
  /// Events of each band, a missing count as 0.
  private(set) var counts: [Double?] = []
  private(set) var weights: [Double] = []
  let ages: [AgeRange]

  /// Whether some had several events.
  var isRepeated: Bool { repeated.contains { $0.eventsEach != 1 } }

  /// The bands of a group, those together that are one of the standard's.
  /// - Parameter fit: how its bands fit the standard's; nil for the file's own column.
  /// - Throws: ``Obstacle`` for a population that is missing, not above 0 or not the same in all rows of a band, for a negative
  ///   count, and for bands that have no weight.
  /// - Complexity: O(rows).
  init(_ group: AgeBandGroup, _ columns: Columns, fit: StandardFit?) throws(Obstacle) {
    let layout = group.layout
    let places = group.places
    let people = try Self.people(layout, places, columns)
    let parts = fit?.parts ?? layout.ages.indices.map { $0..<$0 + 1 }
    weights = if let fit { try fit.weights.get() } else { try Self.weights(layout, places, columns) }
    ages = fit?.ages ?? layout.ages
    for (band, part) in parts.enumerated() {
      populations.append(part.count == 1 ? people[part.lowerBound] : people[part].reduce(0, +))
      let first = layout.rows(of: part.lowerBound).lowerBound
      add(places.dropFirst(first).prefix(layout.rows(of: part.upperBound - 1).upperBound - first), to: band, columns)
    }
  }

  /// Adds the events of a band.
  private mutating func add(_ rows: ArraySlice<Int32>, to band: Int, _ columns: Columns) {
    var count = 0.0
    for row in rows {
      let persons = columns.counts.number(Int(row))
      guard let frequencies = columns.frequencies else {
        count += persons ?? 0
        continue
      }
      let each = frequencies.number(Int(row)) ?? .nan
      repeated.append(RepeatedEvents(band: band, eventsEach: each, persons: persons))
      count += each * (persons ?? 0)
    }
    counts.append(count)
  }

  /// The population of each of a group's bands.
  private static func people(
    _ layout: BandLayout, _ places: ArraySlice<Int32>, _ columns: Columns
  ) throws(Obstacle) -> [Double] {
    var all: [Double] = []
    all.reserveCapacity(layout.ages.count)
    for band in layout.ages.indices {
      let rows = layout.rows(of: band)
      guard let people = try agreed(columns.populations, layout, places, band, "populations"), people > 0 else {
        throw Obstacle("the population of the age band \(layout.ages[band].text) is missing or not above zero")
      }
      for row in rows where columns.counts.number(Int(places[places.startIndex + row])) ?? 0 < 0 {
        throw Obstacle("the count of the age band \(layout.ages[band].text) is negative")
      }
      all.append(people)
    }
    return all
  }

  /// The weights of the file's own column.
  private static func weights(
    _ layout: BandLayout, _ places: ArraySlice<Int32>, _ columns: Columns
  ) throws(Obstacle) -> [Double] {
    var weights: [Double] = []
    for band in layout.ages.indices {
      guard let cells = columns.weights,
        let weight = try agreed(cells, layout, places, band, "standard populations")
      else {
        throw Obstacle("the standard population of the age band \(layout.ages[band].text) is missing")
      }
      weights.append(weight)
    }
    return weights
  }

  /// The number that all rows of a band have in a column.
  private static func agreed(
    _ cells: AgeBandTable.Cells, _ layout: BandLayout, _ places: ArraySlice<Int32>, _ band: Int, _ what: String
  ) throws(Obstacle) -> Double? {
    let rows = layout.rows(of: band)
    let first = cells.number(Int(places[places.startIndex + rows.lowerBound]))
    for row in rows.dropFirst() where cells.number(Int(places[places.startIndex + row])) != first {
      throw Obstacle("the rows of the age band \(layout.ages[band].text) have different \(what)")
    }
    return first
  }
}

/// How a list of age bands fits a standard population: which together are one of its bands, its 0-4 of `<1` and `1-4`, and what
/// they weigh.
struct StandardFit {
  /// The places of the bands that make up each band in the end.
  private(set) var parts: [Range<Int>]
  /// Their ages.
  private(set) var ages: [AgeRange]
  /// Their weights, or why they have none.
  let weights: Result<[Double], Obstacle>

  /// - Parameter ages: from the youngest, none of which overlap.
  /// - Complexity: O(bands × bands of the standard).
  init(_ ages: [AgeRange], in standard: StandardPopulation) {
    var (parts, merged) = (ages.indices.map { $0..<$0 + 1 }, ages)
    for band in standard.bands {
      let inside = merged.indices.filter { band.ages.contains(merged[$0]) }
      guard inside.count > 1, let first = inside.first, let last = inside.last,
        Self.covers(merged[first...last], band.ages)
      else { continue }
      parts.replaceSubrange(first...last, with: [parts[first].lowerBound..<parts[last].upperBound])
      merged.replaceSubrange(first...last, with: [band.ages])
    }
    self.parts = parts
    self.ages = merged
    weights = Result { () throws(Obstacle) in try standard.weights(for: merged.map(\.text)) }
  }

  /// Whether bands follow each other from the first age of another to its last.
  private static func covers(_ some: ArraySlice<AgeRange>, _ band: AgeRange) -> Bool {
    some.first?.from == band.from && some.last?.through == band.through
      && zip(some, some.dropFirst()).allSatisfy { $0.through.map { $0 + 1 } == $1.from }
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
