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
  private let cells: CountedCells
  private let profile: DisclosureProfile
  private var moves: PersonMoves
  private var partners: MovePartners
  private var best = ExposedFigures()

  /// Calls `hide` with the slot of each hidden figure.
  ///
  /// - Complexity: O(figures), and for each small number O(moves tried x figures that they touch).
  static func find(
    _ cells: CountedCells, _ profile: DisclosureProfile, _ valueType: ValueType, hide: (Int) -> Void
  ) {
    guard profile.hidesCounts else { return }
    var marks = CellMarks(cells, profile, valueType)
    var small: [CellPlace] = []
    cells.places.forEachSlot { slot, place in
      guard marks[slot].contains(.isSmall) else { return }
      small.append(place)
      marks.hide(slot)
    }
    // Where nothing is small nothing has to be protected.
    if small.isEmpty { return }
    var protected = ProtectedCells(cells, profile, marks)
    for place in protected.inOrder(small) { protected.protect(place) }
    for (slot, mark) in protected.moves.marks.marks.enumerated() where mark.contains(.isHidden) { hide(slot) }
  }

  private init(_ cells: CountedCells, _ profile: DisclosureProfile, _ marks: CellMarks) {
    self.cells = cells
    self.profile = profile
    let map = cells.places.areas.containing
    moves = PersonMoves(cells, map, profile, marks)
    partners = MovePartners(cells, map, profile)
  }

  /// The small numbers of fewer people before those that they are counted in: what makes the first another one does so to the
  /// others.
  private func inOrder(_ small: [CellPlace]) -> [CellPlace] {
    let breadths = cells.places.strata.indices.map { moves.breadth($0) }
    let map = cells.places.areas.containing
    func rank(_ place: CellPlace) -> (Int, Int, Int, Int, Int) {
      (place.period, breadths[place.stratum], -map.ancestors[place.area].count, place.stratum, place.area)
    }
    return small.sorted { rank($0) < rank($1) }
  }

  private mutating func protect(_ place: CellPlace) {
    let all = cells.numbers(at: cells.places.slot(place))
    for kind in [PeopleCounted.Kind.count, .denominator] {
      let numbers = all.compactMap { $0[kind] }
      let small = numbers.filter(profile.isSmall)
      guard let most = small.max() else { continue }
      // Somebody leaves a count that has anybody; somebody joins one that has not.
      let (leaving, joining) = (
        SmallCount(place: place, kind: kind, sign: -1), SmallCount(place: place, kind: kind, sign: 1)
      )
      if protectSteadily([leaving, joining]) {
        continue
      } else if !numbers.contains(0) {
        protect(leaving)
      } else if most < profile.mostHidden {
        protect(joining)
      } else {
        // Nobody can leave in the vintage that has nobody, and one more would be too many in the other: all is hidden
        // that holds somebody who is counted nowhere, in vintages that need not have the person alike.
        moves.turn(to: leaving)
        moves.nowhere()
        moves.keep(in: &best)
        moves.hide(best)
        if small.contains(0) { protect(joining) }
      }
    }
  }

  /// Hides what the steady move changes that costs least, where there is one.
  private mutating func protectSteadily(_ ways: [SmallCount]) -> Bool {
    var limit = Int.max
    var chosen: (partner: Int?, small: SmallCount)?
    var changed: [PersonMoves.Extent] = []
    if moves.isServed(ways[0]) { return true }
    for small in ways where limit > 0 {
      moves.turn(to: small)
      guard moves.canBeSteady else { continue }
      func take(_ partner: Int?) {
        moves.keep(in: &best)
        (limit, chosen, changed) = (best.cost, (partner, small), moves.changed)
      }
      moves.nowhere()
      if moves.isLastSteady, moves.cost < limit { take(nil) }
      for other in partners.of(small, moves.marks) where limit > 0 {
        if moves.exchange(with: other, below: limit), moves.isLastSteady { take(other) }
      }
      for change in moves.changes where limit > 0 {
        if moves.change(change, below: limit), moves.isLastSteady { take(nil) }
      }
    }
    guard let chosen else { return false }
    moves.hide(best)
    moves.serve(changed)
    if let partner = chosen.partner { partners.remember(partner, chosen.small) }
    return true
  }

  /// Hides what the move changes that costs least.
  private mutating func protect(_ small: SmallCount) {
    moves.turn(to: small)
    moves.nowhere()
    moves.keep(in: &best)
    var partner: Int?
    for other in partners.of(small, moves.marks) where best.cost > 0 {
      guard moves.exchange(with: other, below: best.cost) else { continue }
      moves.keep(in: &best)
      partner = other
    }
    for change in moves.changes where best.cost > 0 {
      guard moves.change(change, below: best.cost) else { continue }
      moves.keep(in: &best)
      partner = nil
    }
    moves.hide(best)
    if let partner { partners.remember(partner, small) }
  }
}
