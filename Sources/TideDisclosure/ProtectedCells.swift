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
  /// All hidden figures.
  var hidden: Set<CellPlace> { moves.hidden }

  private let cells: CountedCells
  private let profile: DisclosureProfile
  private var moves: PersonMoves
  private var partners: MovePartners

  init(_ cells: CountedCells, _ map: ContainingAreas, _ profile: DisclosureProfile, _ valueType: ValueType) {
    self.cells = cells
    self.profile = profile
    moves = PersonMoves(cells, map, profile, valueType)
    partners = MovePartners(cells, map, profile)
    guard profile.hidesCounts else { return }
    let small = cells.numbers.filter { $0.value.contains(where: isSmall) }.keys.sorted()
    moves.hidden = Set(small)
    for place in small { protect(place) }
  }

  private func isSmall(_ numbers: PeopleCounted) -> Bool {
    (numbers.count.map(profile.isSmall) ?? false) || (numbers.denominator.map(profile.isSmall) ?? false)
  }

  private mutating func protect(_ place: CellPlace) {
    for kind in [PeopleCounted.Kind.count, .denominator] {
      let numbers = (cells.numbers[place] ?? []).compactMap { $0[kind] }
      let small = numbers.filter(profile.isSmall)
      guard let most = small.max() else { continue }
      // Somebody leaves a count that has anybody; somebody joins one that has not.
      let (leaving, joining) = (
        SmallCount(place: place, kind: kind, sign: -1), SmallCount(place: place, kind: kind, sign: 1)
      )
      if !numbers.contains(0) {
        protect(leaving)
      } else if most < profile.mostHidden {
        protect(joining)
      } else {
        // Nobody can leave in the vintage that has nobody, and one more would be too many in the other.
        moves.hidden.formUnion(nowhere(leaving))
        if small.contains(0) { protect(joining) }
      }
    }
  }

  /// What has to be hidden where somebody is counted nowhere, in vintages that need not have the person alike.
  private func nowhere(_ small: SmallCount) -> Set<CellPlace> {
    let strata = moves.touchedStrata(small)
    return moves.nowhere(small, moves.location(of: small.place.area, small, strata), strata)
  }

  /// Hides what the move changes that costs least.
  private mutating func protect(_ small: SmallCount) {
    let strata = moves.touchedStrata(small)
    let own = moves.location(of: small.place.area, small, strata)
    var best = moves.nowhere(small, own, strata)
    var cost = moves.weight(best)
    var partner: Int?
    for other in partners.of(small, hidden: hidden) where cost > 0 {
      guard let found = moves.exchange(small, own, with: other, strata) else { continue }
      let weight = moves.weight(found)
      if weight < cost { (best, cost, partner) = (found, weight, other) }
    }
    for stratum in cells.strata.indices where cost > 0 {
      guard let found = moves.change(small, own, to: stratum, strata) else { continue }
      let weight = moves.weight(found)
      if weight < cost { (best, cost, partner) = (found, weight, nil) }
    }
    moves.hidden.formUnion(best)
    if let partner { partners.remember(partner, small) }
  }
}

/// A small count, and whether somebody is to leave it or to join it.
struct SmallCount {
  let place: CellPlace
  let kind: PeopleCounted.Kind
  /// -1 or 1.
  let sign: Double
}
