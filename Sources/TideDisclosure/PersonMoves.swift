import TideModel

/// A small count, and whether somebody is to leave it or to join it.
struct SmallCount {
  let place: CellPlace
  let kind: PeopleCounted.Kind
  /// -1 or 1.
  let sign: Double
}

/// Moves of one person from a small count to another area or stratum, or to none, and the figures that would show them.
struct PersonMoves {
  private let cells: CountedCells
  private let map: ContainingAreas
  private let profile: DisclosureProfile
  private let relations: CellRelations
  private var exposure: Exposure
  /// The small number in question, the strata that its person may be counted in, and the areas.
  private var small = SmallCount(place: CellPlace(stratum: 0, area: 0, period: 0), kind: .count, sign: -1)
  private var strata: [Int] = []
  private var own: NumberSet
  /// The areas that the person is counted in who takes the place.
  private var theirs: NumberSet
  /// The areas in which either is counted alone.
  private var left: [Int] = []
  private var right: [Int] = []
  /// What the last move would show.
  private var found = ExposedFigures()
  /// Whether the last move leaves each number small that is small: each would be hidden for its own sake had the person moved.
  private(set) var isLastSteady = false

  init(_ cells: CountedCells, _ map: ContainingAreas, _ profile: DisclosureProfile, _ marks: CellMarks) {
    self.cells = cells
    self.map = map
    self.profile = profile
    relations = CellRelations(cells.places)
    exposure = Exposure(places: cells.places, map: map, relations: relations, marks: marks)
    own = NumberSet(below: cells.places.areas.codes.count)
    theirs = own
  }

  /// What is known of the figures: whether they are hidden, above all.
  var marks: CellMarks { exposure.marks }

  mutating func hide(_ figures: ExposedFigures) {
    for slot in figures.slots { exposure.marks.hide(slot) }
  }

  /// Turns to a small number: the moves after this are its own.
  mutating func turn(to small: SmallCount) {
    self.small = small
    strata = touchedStrata(small)
    exposure.locate(small.place.area, small, strata, sign: small.sign, into: &own)
  }

  /// The strata that the person may be counted in. One who leaves is counted in none that has nobody.
  private func touchedStrata(_ small: SmallCount) -> [Int] {
    let sharing = relations.sharing(small.place.stratum)
    guard small.sign < 0 else { return sharing }
    if !sharing.contains(where: { hasNobody(in: $0, small) }) { return sharing }
    return sharing.filter { !hasNobody(in: $0, small) }
  }

  /// Whether a stratum of the area has nobody in a period that holds all of the small number's.
  private func hasNobody(in stratum: Int, _ small: SmallCount) -> Bool {
    guard let row = cells.places.row(stratum, small.place.area) else { return false }
    let nobody = CellMarks.Mark.hasNobody(small.kind)
    for period in relations.containing(small.place.period)
    where exposure.marks[cells.places.slot(row, period)].contains(nobody) { return true }
    return false
  }

  /// The areas and strata in which the last move makes each number another one.
  struct Extent {
    var areas: [Int] = []
    var strata: [Int] = []
  }
  private(set) var changed: [Extent] = []

  /// Takes note that the numbers which a steady move changes are safe as well.
  mutating func serve(_ changed: [Extent]) {
    let periods = relations.containing(small.place.period)
    for extent in changed {
      for stratum in extent.strata {
        for area in extent.areas {
          for period in periods { exposure.marks.serve(cells.places.slot(stratum, area, period), small.kind) }
        }
      }
    }
  }

  func isServed(_ small: SmallCount) -> Bool {
    exposure.marks[cells.places.slot(small.place)].contains(.isServed(small.kind))
  }

  /// Hands over what the last move would show.
  mutating func keep(in best: inout ExposedFigures) { swap(&found, &best) }

  // MARK: Moves

  /// Finds what has to be hidden where the person is counted nowhere.
  mutating func nowhere() {
    found.removeAll()
    _ = exposure.list(own.members, strata, sign: small.sign, small, below: .max, into: &found)
    exposure.unlist(found)
    changed = [Extent(areas: own.members, strata: relations.holding(small.place.stratum))]
    isLastSteady = isSteady(own.members, relations.holding(small.place.stratum), sign: small.sign)
  }

  /// Whether the small number stays one.
  var canBeSteady: Bool {
    !exposure.marks[cells.places.slot(small.place)].contains(.turns(small.kind, small.sign))
  }

  /// What the last move would cost.
  var cost: Int { found.cost }

  /// Finds what has to be hidden where the person is counted in another area.
  /// - Returns: whether that costs less than the limit and cannot be seen all the same; else what was found means nothing.
  mutating func exchange(with other: Int, below limit: Int) -> Bool {
    guard !own.contains(other), !map.ancestors.contains(small.place.area, in: other),
      exposure.cost(of: other, strata, sign: -small.sign, small, below: limit) < limit, mayTake(other, strata)
    else { return false }
    exposure.locate(other, small, strata, sign: -small.sign, into: &theirs)
    left.removeAll(keepingCapacity: true)
    for area in own.members where !theirs.contains(area) { left.append(area) }
    right.removeAll(keepingCapacity: true)
    for area in theirs.members where !own.contains(area) {
      guard area == other || mayTake(area, strata) else { return false }
      right.append(area)
    }
    guard list((left, strata), (right, strata), below: limit) else { return false }
    let certain = relations.holding(small.place.stratum)
    isLastSteady = isSteady(left, certain, sign: small.sign) && isSteady(right, certain, sign: -small.sign)
    changed = [Extent(areas: left, strata: certain), Extent(areas: right, strata: certain)]
    return true
  }

  /// Finds what has to be hidden where the person is of another sex, age or category.
  /// - Returns: as `exchange`.
  mutating func change(_ change: CellRelations.Change, below limit: Int) -> Bool {
    let slot = cells.places.slot(change.stratum, small.place.area, small.place.period)
    guard slot >= 0, !cells.has[slot].isEmpty, !isAtBound(slot) else { return false }
    guard own.members.allSatisfy({ mayTake($0, change.taking) }) else { return false }
    let leaving = strata.filter { !change.holdsBoth[$0] }
    guard list((own.members, leaving), (own.members, change.taking), below: limit) else { return false }
    let from = relations.holding(small.place.stratum).filter { !change.holdsBoth[$0] }
    let to = relations.holding(change.stratum).filter { !change.holdsBoth[$0] }
    isLastSteady = isSteady(own.members, from, sign: small.sign) && isSteady(own.members, to, sign: -small.sign)
    changed = [Extent(areas: own.members, strata: from), Extent(areas: own.members, strata: to)]
    return true
  }

  /// In how many strata a person of one may be counted: more where it is of more people.
  func breadth(_ stratum: Int) -> Int { relations.sharing(stratum).count - relations.holding(stratum).count }

  /// The changes of sex, age or category to be tried.
  var changes: [CellRelations.Change] { relations.changes(from: small.place.stratum) }

  /// Whether a number cannot take a person, or give one.
  private func isAtBound(_ slot: Int) -> Bool {
    cells.anyNumber(small.kind, at: slot) { number in
      small.sign > 0 ? number < 1 : profile.isSmall(number) && number >= profile.mostHidden
    }
  }

  /// Lists what a person less in some areas and strata and one more in others would show, or the other way round.
  private mutating func list(
    _ leaving: (areas: [Int], strata: [Int]), _ taking: (areas: [Int], strata: [Int]), below limit: Int
  ) -> Bool {
    found.removeAll()
    let isCheap =
      exposure.list(leaving.areas, leaving.strata, sign: small.sign, small, below: limit, into: &found)
      && exposure.list(taking.areas, taking.strata, sign: -small.sign, small, below: limit, into: &found)
    exposure.unlist(found)
    return isCheap
  }

  // MARK: Whether a move can be

  /// Whether a person more or less in some areas and strata leaves each number small that is small, and none below 0.
  private func isSteady(_ areas: [Int], _ strata: [Int], sign: Double) -> Bool {
    let turns = CellMarks.Mark.turns(small.kind, sign)
    let periods = relations.containing(small.place.period)
    for stratum in strata {
      for area in areas {
        guard let row = cells.places.row(stratum, area) else { continue }
        for period in periods where exposure.marks[cells.places.slot(row, period)].contains(turns) { return false }
      }
    }
    return true
  }

  /// Whether the figures of an area can do with the person whom another gives, or give the one whom it takes: whether each
  /// remains what it is known to be, small where it is small, and no more than all.
  private func mayTake(_ area: Int, _ strata: [Int]) -> Bool {
    let isOwnTouched = strata.contains(small.place.stratum)
    let slot = cells.places.slot(small.place.stratum, area, small.place.period)
    if small.sign > 0 {
      return !isOwnTouched || !cells.anyNumber(small.kind, at: slot) { $0 < 1 }
    }
    let full = CellMarks.Mark.isFull(small.kind)
    let periods = relations.overlapping(small.place.period)
    for stratum in strata {
      guard let row = cells.places.row(stratum, area) else { continue }
      for period in periods where exposure.marks[cells.places.slot(row, period)].contains(full) { return false }
    }
    return !isOwnTouched || !isSettled(slot)
  }

  /// Whether the sum of a small number and this one, were it known, would leave them no choice.
  private func isSettled(_ slot: Int) -> Bool {
    guard cells.anyNumber(small.kind, at: slot, { profile.isSmall($0) && $0 < 2 }) else { return false }
    return cells.anyNumber(small.kind, at: cells.places.slot(small.place)) { $0 < 2 }
  }
}
