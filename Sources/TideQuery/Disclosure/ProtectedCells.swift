import TideModel

/// Which figures of an indicator are hidden: those of few people, and so many others that none of these can be had from
/// what is shown.
///
/// For each small count a *move* is sought: one person who is counted in another area or another stratum, or not at all,
/// so that the small count would be another number. Everything whose shown form the move would change is hidden. What
/// is shown is then the same in the world in which that person moved, so that no reckoning with it can tell the small count:
/// sums over areas, sexes, ages, categories or windows of years, in one vintage or in several, are sums of people, and
/// hold in both worlds.
struct ProtectedCells {
  let cells: CountedCells
  let map: ContainingAreas
  let profile: DisclosureProfile
  private let valueType: ValueType
  let parts: [StratumParts]
  /// For each stratum those that may have people in common with it.
  let sharing: [[Int]]
  /// For each period those that have a day in common with it, and those that hold all of it.
  let overlapping: [[Int]]
  let containing: [[Int]]
  /// All hidden figures.
  private(set) var hidden: Set<CellPlace> = []
  private var usedPartners: [Peers: [Int]] = [:]
  private var listedPartners: [Peers: [Int]] = [:]

  /// The figures of a group of areas in one stratum and period.
  private struct Peers: Hashable {
    let group: Int
    let stratum: Int
    let period: Int
    let kind: PeopleCounted.Kind
  }

  /// So many areas are tried as partners of one.
  private static let mostPartners = 12

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
    guard profile.hidesCounts else { return }
    let small = cells.numbers.filter { $0.value.contains(where: isSmall) }.keys.sorted()
    hidden = Set(small)
    for place in small { protect(place) }
  }

  private func isSmall(_ numbers: PeopleCounted) -> Bool {
    (numbers.count.map(profile.isSmall) ?? false) || (numbers.denominator.map(profile.isSmall) ?? false)
  }

  private mutating func protect(_ place: CellPlace) {
    for kind in [PeopleCounted.Kind.count, .denominator] {
      let small = (cells.numbers[place] ?? []).compactMap { $0[kind] }.filter(profile.isSmall)
      // Somebody leaves a count that has anybody; somebody joins one that has not.
      if small.contains(where: { $0 > 0 }) { protect(Target(place: place, kind: kind, sign: -1)) }
      if small.contains(0) { protect(Target(place: place, kind: kind, sign: 1)) }
    }
  }

  private mutating func protect(_ target: Target) {
    let touched = touchedStrata(target)
    let own = location(of: target.place.area, target, touched)
    var best = exposed(Change(areas: own, strata: touched, sign: target.sign), target)
    var cost = weight(best)
    var partner: Int?
    for other in partners(of: target) where cost > 0 {
      guard let found = exchange(target, own, with: other, touched) else { continue }
      let weight = weight(found)
      if weight < cost { (best, cost, partner) = (found, weight, other) }
    }
    for stratum in cells.strata.indices where cost > 0 {
      guard let found = change(target, own, to: stratum, touched) else { continue }
      let weight = weight(found)
      if weight < cost { (best, cost, partner) = (found, weight, nil) }
    }
    hidden.formUnion(best)
    if let partner { remember(partner, target) }
  }

  // MARK: What a move changes

  /// A small count, and whether somebody is to leave it or to join it.
  struct Target {
    let place: CellPlace
    let kind: PeopleCounted.Kind
    let sign: Double
  }

  /// Areas and strata in which there would be one person more or less.
  private struct Change {
    let areas: Set<Int>
    let strata: [Int]
    let sign: Double
  }

  /// The strata that the person may be counted in. One who leaves is counted in none that has nobody.
  private func touchedStrata(_ target: Target) -> [Int] {
    let place = target.place
    return sharing[place.stratum].filter { stratum in
      guard target.sign < 0 else { return true }
      return !containing[place.period].contains { period in
        let other = CellPlace(stratum: stratum, area: place.area, period: period)
        guard let numbers = cells.numbers[other], !numbers.isEmpty else { return false }
        return numbers.allSatisfy { $0[target.kind] == 0 }
      }
    }
  }

  /// The figures that a change would show, and that are not hidden yet.
  private func exposed(_ change: Change, _ target: Target) -> Set<CellPlace> {
    var found: Set<CellPlace> = []
    var uncertain: Set<Int> = []
    for area in change.areas { uncertain.formUnion(map.relatives[area]) }
    for period in overlapping[target.place.period] {
      for stratum in change.strata {
        for area in change.areas {
          let place = CellPlace(stratum: stratum, area: area, period: period)
          if shows(place, change.sign, target.kind) { found.insert(place) }
        }
        for area in uncertain {
          let place = CellPlace(stratum: stratum, area: area, period: period)
          if shows(place, 1, target.kind) || shows(place, -1, target.kind) { found.insert(place) }
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
  private func weight(_ places: Set<CellPlace>) -> Int {
    places.reduce(0) { sum, place in
      switch map.classes[place.area] {
      case .country: sum + 200
      case .region, .nhsRegion: sum + 40
      default: sum + 1
      }
    }
  }

  /// The areas that somebody counted in an area is counted in: it, those that hold it, and of each kind of area within it
  /// one, such that least has to be hidden.
  private func location(of area: Int, _ target: Target, _ strata: [Int]) -> Set<Int> {
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
        guard let next = leastExposed(inside, target, strata) else { break }
        found.insert(next)
        found.formUnion(map.ancestors[next])
        if isNested { deepest = next }
        isFirst = false
      }
    }
    return found
  }

  private func leastExposed(_ areas: [Int], _ target: Target, _ strata: [Int]) -> Int? {
    func people(_ area: Int) -> Double {
      var place = target.place
      place.area = area
      return (cells.numbers[place] ?? []).compactMap { $0[target.kind] }.max() ?? -1
    }
    let peopled = areas.filter { people($0) >= 1 }
    let candidates = peopled.isEmpty ? areas : peopled
    return candidates.prefix(64).min { one, other in
      func cost(_ area: Int) -> Int {
        weight(exposed(Change(areas: [area], strata: strata, sign: target.sign), target))
      }
      return (cost(one), one) < (cost(other), other)
    }
  }

  // MARK: Moves to another area

  /// What has to be hidden where the person is counted in another area; nil where that may be seen all the same.
  private func exchange(_ target: Target, _ own: Set<Int>, with other: Int, _ strata: [Int]) -> Set<CellPlace>? {
    guard !own.contains(other), !map.ancestors[other].contains(target.place.area) else { return nil }
    let theirs = location(of: other, target, strata)
    let (left, right) = (own.subtracting(theirs), theirs.subtracting(own))
    for area in right where !mayTake(area, target, strata) { return nil }
    return exposed(Change(areas: left, strata: strata, sign: target.sign), target)
      .union(exposed(Change(areas: right, strata: strata, sign: -target.sign), target))
  }

  /// Whether the figures of an area can do with the person whom another gives, or give the one whom it takes.
  private func mayTake(_ area: Int, _ target: Target, _ strata: [Int]) -> Bool {
    for period in overlapping[target.place.period] {
      for stratum in strata {
        let place = CellPlace(stratum: stratum, area: area, period: period)
        let own = CellPlace(stratum: stratum, area: target.place.area, period: period)
        guard mayChange(place, besides: own, target) else { return false }
      }
    }
    return true
  }

  /// Whether a figure with the person remains what it is known to be: small where it is small, and no more than all.
  private func mayChange(_ place: CellPlace, besides own: CellPlace, _ target: Target) -> Bool {
    let mine = (cells.numbers[own] ?? []).compactMap { $0[target.kind] }
    for numbers in cells.numbers[place] ?? [] {
      guard let number = numbers[target.kind] else { continue }
      if target.sign > 0 {
        if place.stratum == target.place.stratum, place.period == target.place.period, number < 1 { return false }
        continue
      }
      if target.kind == .count, valueType == .proportion, let all = numbers.denominator, number + 1 > all {
        return false
      }
      guard profile.isSmall(number) else { continue }
      // Two small counts whose sum is known must leave each other a choice.
      guard number < profile.mostHidden else { return false }
      if place.stratum == target.place.stratum, place.period == target.place.period,
        !mine.allSatisfy({ $0 >= 2 || number >= 2 })
      {
        return false
      }
    }
    return true
  }

  /// The areas tried as partners: those used before, then those of the same larger areas with few people but not too few.
  private mutating func partners(of target: Target) -> [Int] {
    let place = target.place
    let peers = Peers(
      group: map.groups[place.area], stratum: place.stratum, period: place.period, kind: target.kind)
    var found = (usedPartners[peers] ?? []) + listed(peers, map.members[peers.group])
    if found.allSatisfy({ $0 == place.area }) {
      let all = map.classes.indices.filter { map.classes[$0] == map.classes[place.area] }
      found = listed(
        Peers(
          group: -1 - Int(map.classes[place.area].rawValue), stratum: place.stratum, period: place.period,
          kind: target.kind), all)
    }
    return found.filter { $0 != place.area }
  }

  private mutating func listed(_ peers: Peers, _ areas: [Int]) -> [Int] {
    if let known = listedPartners[peers] { return known }
    var comfortable: [(people: Double, area: Int)] = []
    var tight: [Int] = []
    for area in areas {
      let place = CellPlace(stratum: peers.stratum, area: area, period: peers.period)
      let people = (cells.numbers[place] ?? []).compactMap { $0[peers.kind] }
      guard let least = people.min() else { continue }
      if least >= profile.mostHidden + 2 { comfortable.append((least, area)) } else { tight.append(area) }
    }
    comfortable.sort { ($0.people, $0.area) < ($1.people, $1.area) }
    let found =
      comfortable.prefix(Self.mostPartners).map(\.area)
      + tight.filter { area in
        hidden.contains(CellPlace(stratum: peers.stratum, area: area, period: peers.period))
      }.prefix(Self.mostPartners)
    listedPartners[peers] = found
    return found
  }

  private mutating func remember(_ partner: Int, _ target: Target) {
    let place = target.place
    let peers = Peers(
      group: map.groups[place.area], stratum: place.stratum, period: place.period, kind: target.kind)
    if usedPartners[peers]?.contains(partner) != true, (usedPartners[peers]?.count ?? 0) < Self.mostPartners {
      usedPartners[peers, default: []].append(partner)
    }
  }

  // MARK: Moves to another stratum

  /// What has to be hidden where the person is of another sex, age or category; nil where that may be seen all the same.
  private func change(_ target: Target, _ own: Set<Int>, to stratum: Int, _ strata: [Int]) -> Set<CellPlace>? {
    let (from, to) = (parts[target.place.stratum], parts[stratum])
    guard let axis = from.onlyDifference(from: to) else { return nil }
    var place = target.place
    place.stratum = stratum
    guard let numbers = cells.numbers[place], !numbers.isEmpty else { return nil }
    for number in numbers.compactMap({ $0[target.kind] }) {
      if target.sign > 0 ? number < 1 : profile.isSmall(number) && number >= profile.mostHidden { return nil }
    }
    func touched(_ strata: [Int]) -> [Int] { strata.filter { !parts[$0].holdsBoth(from, to, in: axis) } }
    return exposed(Change(areas: own, strata: touched(strata), sign: target.sign), target)
      .union(exposed(Change(areas: own, strata: touched(sharing[stratum]), sign: -target.sign), target))
  }
}
