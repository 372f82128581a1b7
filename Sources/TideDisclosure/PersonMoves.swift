import TideModel

/// Moves of one person from a small count to another area or stratum, or to none, and the figures that would show them.
struct PersonMoves {
  /// The figures hidden so far; the others are shown.
  var hidden: Set<CellPlace> = []

  private let cells: CountedCells
  private let map: ContainingAreas
  private let profile: DisclosureProfile
  private let valueType: ValueType
  private let parts: [StratumParts]
  /// For each stratum those that may have people in common with it.
  private let sharing: [[Int]]
  /// For each period those that have a day in common with it, and those that hold all of it.
  private let overlapping: [[Int]]
  private let containing: [[Int]]

  init(_ cells: CountedCells, _ map: ContainingAreas, _ profile: DisclosureProfile, _ valueType: ValueType) {
    self.cells = cells
    self.map = map
    self.profile = profile
    self.valueType = valueType
    let parts = cells.strata.map { StratumParts($0) }
    self.parts = parts
    sharing = parts.map { part in parts.indices.filter { part.mayShare(parts[$0]) } }
    let periods = cells.periods
    overlapping = periods.map { period in periods.indices.filter { period.overlaps(periods[$0]) } }
    containing = periods.map { period in
      periods.indices.filter { periods[$0].start <= period.start && periods[$0].end >= period.end }
    }
  }

  /// The strata that the person may be counted in. One who leaves is counted in none that has nobody.
  func touchedStrata(_ small: SmallCount) -> [Int] {
    let place = small.place
    return sharing[place.stratum].filter { stratum in
      guard small.sign < 0 else { return true }
      return !containing[place.period].contains { period in
        let other = CellPlace(stratum: stratum, area: place.area, period: period)
        guard let numbers = cells.numbers[other], !numbers.isEmpty else { return false }
        return numbers.allSatisfy { $0[small.kind] == 0 }
      }
    }
  }

  /// The areas that somebody counted in an area is counted in: it, those that hold it, and of each kind of area within it
  /// one, such that least has to be hidden.
  func location(of area: Int, _ small: SmallCount, _ strata: [Int]) -> Set<Int> {
    var found = map.ancestors[area].union([area])
    var deepest = area
    for areaClass in map.order {
      var isFirst = !found.contains {
        map.classes[$0] == areaClass && map.descendants[area][areaClass]?.contains($0) == true
      }
      while true {
        var inside = (map.descendants[deepest][areaClass] ?? []).filter { !found.contains($0) }
        let isNested = !inside.isEmpty
        if inside.isEmpty, isFirst, deepest != area {
          inside = (map.descendants[area][areaClass] ?? []).filter { !found.contains($0) }
        }
        guard let next = leastExposed(inside, small, strata) else { break }
        found.insert(next)
        found.formUnion(map.ancestors[next])
        if isNested { deepest = next }
        isFirst = false
      }
    }
    return found
  }

  private func leastExposed(_ areas: [Int], _ small: SmallCount, _ strata: [Int]) -> Int? {
    func people(_ area: Int) -> Double {
      var place = small.place
      place.area = area
      return (cells.numbers[place] ?? []).compactMap { $0[small.kind] }.max() ?? -1
    }
    let peopled = areas.filter { people($0) >= 1 }
    let candidates = peopled.isEmpty ? areas : peopled
    return candidates.prefix(64).min { one, other in
      func cost(_ area: Int) -> Int {
        weight(exposed(Change(areas: [area], strata: strata, sign: small.sign), small))
      }
      return (cost(one), one) < (cost(other), other)
    }
  }

  // MARK: Moves

  /// What has to be hidden where the person is counted nowhere.
  func nowhere(_ small: SmallCount, _ own: Set<Int>, _ strata: [Int]) -> Set<CellPlace> {
    exposed(Change(areas: own, strata: strata, sign: small.sign), small)
  }

  /// What has to be hidden where the person is counted in another area; nil where that may be seen all the same.
  func exchange(_ small: SmallCount, _ own: Set<Int>, with other: Int, _ strata: [Int]) -> Set<CellPlace>? {
    guard !own.contains(other), !map.ancestors[other].contains(small.place.area) else { return nil }
    let theirs = location(of: other, small, strata)
    let (left, right) = (own.subtracting(theirs), theirs.subtracting(own))
    for area in right where !mayTake(area, small, strata) { return nil }
    return exposed(Change(areas: left, strata: strata, sign: small.sign), small)
      .union(exposed(Change(areas: right, strata: strata, sign: -small.sign), small))
  }

  /// Whether the figures of an area can do with the person whom another gives, or give the one whom it takes.
  private func mayTake(_ area: Int, _ small: SmallCount, _ strata: [Int]) -> Bool {
    for period in overlapping[small.place.period] {
      for stratum in strata {
        let place = CellPlace(stratum: stratum, area: area, period: period)
        let own = CellPlace(stratum: stratum, area: small.place.area, period: period)
        guard mayChange(place, besides: own, small) else { return false }
      }
    }
    return true
  }

  /// Whether a figure with the person remains what it is known to be: small where it is small, and no more than all.
  private func mayChange(_ place: CellPlace, besides own: CellPlace, _ small: SmallCount) -> Bool {
    let mine = (cells.numbers[own] ?? []).compactMap { $0[small.kind] }
    for numbers in cells.numbers[place] ?? [] {
      guard let number = numbers[small.kind] else { continue }
      if small.sign > 0 {
        if place.stratum == small.place.stratum, place.period == small.place.period, number < 1 { return false }
        continue
      }
      if small.kind == .count, valueType == .proportion, let all = numbers.denominator, number + 1 > all {
        return false
      }
      guard profile.isSmall(number) else { continue }
      // Two small counts whose sum is known must leave each other a choice.
      guard number < profile.mostHidden else { return false }
      if place.stratum == small.place.stratum, place.period == small.place.period,
        !mine.allSatisfy({ $0 >= 2 || number >= 2 })
      {
        return false
      }
    }
    return true
  }

  /// What has to be hidden where the person is of another sex, age or category; nil where that may be seen all the same.
  func change(_ small: SmallCount, _ own: Set<Int>, to stratum: Int, _ strata: [Int]) -> Set<CellPlace>? {
    let (from, to) = (parts[small.place.stratum], parts[stratum])
    guard let axis = from.onlyDifference(from: to) else { return nil }
    var place = small.place
    place.stratum = stratum
    guard let numbers = cells.numbers[place], !numbers.isEmpty else { return nil }
    for number in numbers.compactMap({ $0[small.kind] }) {
      if small.sign > 0 ? number < 1 : profile.isSmall(number) && number >= profile.mostHidden { return nil }
    }
    func touched(_ strata: [Int]) -> [Int] { strata.filter { !parts[$0].holdsBoth(from, to, in: axis) } }
    let taking = touched(sharing[stratum])
    for area in own where !mayTake(area, small, taking) { return nil }
    return exposed(Change(areas: own, strata: touched(strata), sign: small.sign), small)
      .union(exposed(Change(areas: own, strata: taking, sign: -small.sign), small))
  }

  // MARK: What a move changes

  /// Areas and strata in which there would be one person more or less.
  private struct Change {
    let areas: Set<Int>
    let strata: [Int]
    let sign: Double
  }

  /// The figures that a change would show, and that are not hidden yet.
  private func exposed(_ change: Change, _ small: SmallCount) -> Set<CellPlace> {
    var found: Set<CellPlace> = []
    var uncertain: Set<Int> = []
    for area in change.areas { uncertain.formUnion(map.relatives[area]) }
    for period in overlapping[small.place.period] {
      for stratum in change.strata {
        for area in change.areas {
          let place = CellPlace(stratum: stratum, area: area, period: period)
          if shows(place, change.sign, small.kind) { found.insert(place) }
        }
        for area in uncertain {
          let place = CellPlace(stratum: stratum, area: area, period: period)
          if shows(place, 1, small.kind) || shows(place, -1, small.kind) { found.insert(place) }
        }
      }
    }
    return found
  }

  /// Whether one person more or less would be seen in a figure.
  private func shows(_ place: CellPlace, _ sign: Double, _ kind: PeopleCounted.Kind) -> Bool {
    guard !hidden.contains(place), let numbers = cells.numbers[place] else { return false }
    return numbers.contains { number in
      let count = number.count.map { changesForm($0, sign) } ?? false
      // Who is missing among all may be missing among those counted as well.
      return kind == .count ? count : count || number.denominator.map { changesForm($0, sign) } ?? false
    }
  }

  private func changesForm(_ number: Double, _ sign: Double) -> Bool {
    guard profile.roundsToFive else { return true }
    return profile.isSmall(number) != profile.isSmall(number + sign)
      || RoundedCount.of(number) != RoundedCount.of(number + sign)
  }

  /// What it costs to hide figures: those of large areas are missed by more people.
  func weight(_ places: Set<CellPlace>) -> Int {
    places.reduce(0) { sum, place in
      switch map.classes[place.area] {
      case .country: sum + 200
      case .region, .nhsRegion: sum + 40
      default: sum + 1
      }
    }
  }
}
