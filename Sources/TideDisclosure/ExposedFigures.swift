/// The figures that a move of a person would show and that are not hidden yet, and what it costs to hide them.
struct ExposedFigures {
  /// Slots, each once.
  private(set) var slots: [Int] = []
  private(set) var cost = 0

  mutating func removeAll() {
    slots.removeAll(keepingCapacity: true)
    cost = 0
  }

  mutating func append(_ slot: Int, weight: Int) {
    slots.append(slot)
    cost += weight
  }
}

/// What a person more or less in some areas and strata would be seen in.
struct Exposure {
  let places: CellPlaces
  let map: ContainingAreas
  let relations: CellRelations
  var marks: CellMarks

  /// Lists the figures that a change of some areas would show.
  ///
  /// - Parameters:
  ///   - sign: 1 for a person more, -1 for one less.
  ///   - limit: what it may not come to.
  ///   - found: takes in those that are not in it. It has to be unlisted afterwards.
  /// - Returns: whether it costs less than the limit; where it does not, not all are found.
  mutating func list(
    _ areas: [Int], _ strata: [Int], sign: Double, _ small: SmallCount, below limit: Int,
    into found: inout ExposedFigures
  ) -> Bool {
    let periods = relations.overlapping(small.place.period)
    let certain = CellMarks.Mark.shows(small.kind, sign)
    let either = certain.union(.shows(small.kind, -sign))
    for stratum in strata {
      for area in areas {
        list(stratum, area, periods, certain, into: &found)
        for place in map.relatives.range(of: area) {
          list(stratum, Int(map.relatives.numbers[place]), periods, either, into: &found)
        }
        if found.cost >= limit { return false }
      }
    }
    return found.cost < limit
  }

  private mutating func list(
    _ stratum: Int, _ area: Int, _ periods: [Int], _ shown: CellMarks.Mark, into found: inout ExposedFigures
  ) {
    guard let row = places.row(stratum, area) else { return }
    for period in periods {
      let slot = places.slot(row, period)
      guard slot >= 0, !marks[slot].isDisjoint(with: shown), !marks[slot].contains(.isListed) else { continue }
      marks.list(slot)
      found.append(slot, weight: map.weights[area])
    }
  }

  /// Makes the figures found ones that can be found again.
  mutating func unlist(_ found: ExposedFigures) { marks.unlist(found.slots) }

  /// What it costs to hide what a change of one area would show; not all of it where that is `limit` or more.
  func cost(of area: Int, _ strata: [Int], sign: Double, _ small: SmallCount, below limit: Int) -> Int {
    let periods = relations.overlapping(small.place.period)
    let certain = CellMarks.Mark.shows(small.kind, sign)
    var cost = 0
    for stratum in strata where cost < limit {
      cost += self.cost(stratum, area, periods, certain)
      for place in map.relatives.range(of: area) {
        let relative = Int(map.relatives.numbers[place])
        cost += self.cost(stratum, relative, periods, certain.union(.shows(small.kind, -sign)))
      }
    }
    return cost
  }

  private func cost(_ stratum: Int, _ area: Int, _ periods: [Int], _ shown: CellMarks.Mark) -> Int {
    guard let row = places.row(stratum, area) else { return 0 }
    var shows = 0
    for period in periods where !marks[places.slot(row, period)].isDisjoint(with: shown) { shows += 1 }
    return shows * map.weights[area]
  }

  // MARK: Where a person is counted

  /// The areas that somebody counted in an area is counted in: it, those that hold it, and of each kind of area within it
  /// one, such that least has to be hidden.
  /// - Parameter sign: 1 where it is a person more, -1 for one less.
  func locate(_ area: Int, _ small: SmallCount, _ strata: [Int], sign: Double, into path: inout NumberSet) {
    path.removeAll()
    add(area, to: &path)
    guard map.hasDescendants[area] else { return }
    var deepest = area
    for areaClass in places.areas.classes.indices {
      let all = list(area, areaClass)
      var isFirst = !path.members.contains { map.descendants.contains($0, in: all) }
      while true {
        var inside = list(deepest, areaClass)
        let isNested = map.descendants.range(of: inside).contains { !path.contains(Int(map.descendants.numbers[$0])) }
        if !isNested {
          guard isFirst, deepest != area else { break }
          inside = all
        }
        guard let next = leastExposed(inside, outside: path, small, strata, sign) else { break }
        add(next, to: &path)
        if isNested { deepest = next }
        isFirst = false
      }
    }
  }

  /// The list of the areas of a class within an area.
  private func list(_ area: Int, _ areaClass: Int) -> Int { area * places.areas.classes.count + areaClass }

  private func add(_ area: Int, to path: inout NumberSet) {
    path.insert(area)
    for place in map.ancestors.range(of: area) { path.insert(Int(map.ancestors.numbers[place])) }
  }

  /// So many areas are compared at most.
  private static let mostCompared = 64

  /// Of a list of areas the one outside the path that costs least, of those where anybody is counted if there are any. Nobody
  /// leaves an area that has nobody: then the person is counted in none.
  private func leastExposed(
    _ list: Int, outside path: NumberSet, _ small: SmallCount, _ strata: [Int], _ sign: Double
  ) -> Int? {
    let places = map.descendants.range(of: list)
    let isAnyPeopled = places.contains { place in
      let area = Int(map.descendants.numbers[place])
      return !path.contains(area) && isPeopled(area, small)
    }
    var (best, least, compared): (Int?, Int, Int) = (nil, .max, 0)
    for place in places where compared < Self.mostCompared && least > 0 {
      let area = Int(map.descendants.numbers[place])
      guard !path.contains(area), !isAnyPeopled || isPeopled(area, small), mayBe(area, small, sign) else { continue }
      compared += 1
      let cost = cost(of: area, strata, sign: sign, small, below: least)
      if cost < least { (best, least) = (area, cost) }
    }
    return best
  }

  private func mayBe(_ area: Int, _ small: SmallCount, _ sign: Double) -> Bool {
    let mark = marks[places.slot(small.place.stratum, area, small.place.period)]
    return mark.isDisjoint(with: sign < 0 ? .hasNobody(small.kind) : .isFull(small.kind))
  }

  private func isPeopled(_ area: Int, _ small: SmallCount) -> Bool {
    marks[places.slot(small.place.stratum, area, small.place.period)].contains(.hasSomebody(small.kind))
  }
}
