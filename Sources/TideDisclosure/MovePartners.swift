import TideModel

/// The areas with which an area may exchange a person: few, and those used before first, so that little more has to be
/// hidden.
struct MovePartners {
  private let cells: CountedCells
  private let map: ContainingAreas
  private let profile: DisclosureProfile
  private var used: [Peers: [Int]] = [:]
  private var known: [Peers: [Int]] = [:]

  /// The figures of a group of areas in one stratum and period.
  private struct Peers: Hashable {
    var group: Int
    let stratum: Int
    let period: Int
    let kind: PeopleCounted.Kind
  }

  /// So many areas are tried as partners of one.
  private static let most = 12

  init(_ cells: CountedCells, _ map: ContainingAreas, _ profile: DisclosureProfile) {
    self.cells = cells
    self.map = map
    self.profile = profile
  }

  /// The areas tried as partners: those used before, then those of the same larger areas with few people but not too few;
  /// where there is none, those of the same class.
  /// - Parameter hidden: the figures hidden so far.
  mutating func of(_ small: SmallCount, hidden: Set<CellPlace>) -> [Int] {
    let area = small.place.area
    var peers = peers(of: small)
    var found = (used[peers] ?? []) + listed(peers, map.members[peers.group], hidden)
    if found.allSatisfy({ $0 == area }) {
      peers.group = -1 - Int(map.classes[area].rawValue)
      found = listed(peers, map.classes.indices.filter { map.classes[$0] == map.classes[area] }, hidden)
    }
    return found.filter { $0 != area }
  }

  /// Keeps in mind a partner with whom a person was exchanged.
  mutating func remember(_ partner: Int, _ small: SmallCount) {
    let peers = peers(of: small)
    if used[peers]?.contains(partner) != true, (used[peers]?.count ?? 0) < Self.most {
      used[peers, default: []].append(partner)
    }
  }

  private func peers(of small: SmallCount) -> Peers {
    let place = small.place
    return Peers(group: map.groups[place.area], stratum: place.stratum, period: place.period, kind: small.kind)
  }

  private mutating func listed(_ peers: Peers, _ areas: [Int], _ hidden: Set<CellPlace>) -> [Int] {
    if let known = known[peers] { return known }
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
      comfortable.prefix(Self.most).map(\.area)
      + tight.filter { area in
        hidden.contains(CellPlace(stratum: peers.stratum, area: area, period: peers.period))
      }.prefix(Self.most)
    known[peers] = found
    return found
  }
}
