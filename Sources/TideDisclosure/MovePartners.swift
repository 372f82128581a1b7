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
    /// A group, or below 0 a class.
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
  /// - Parameter marks: what is hidden so far.
  mutating func of(_ small: SmallCount, _ marks: CellMarks) -> [Int] {
    let area = small.place.area
    var peers = peers(of: small)
    var found = (used[peers] ?? []) + listed(peers, map.members[peers.group].map { Int($0) }, marks)
    if found.allSatisfy({ $0 == area }) {
      let areaClass = cells.places.areas.classOf[area]
      peers.group = -1 - areaClass
      found = listed(peers, cells.places.areas.members(of: areaClass), marks)
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

  private mutating func listed(_ peers: Peers, _ areas: [Int], _ marks: CellMarks) -> [Int] {
    if let known = known[peers] { return known }
    var comfortable: [(people: Double, area: Int)] = []
    var tight: [Int] = []
    for area in areas {
      let slot = cells.places.slot(peers.stratum, area, peers.period)
      guard let least = cells.least(peers.kind, at: slot) else { continue }
      if least < profile.mostHidden + 2 {
        if tight.count < Self.most, marks[slot].contains(.isHidden) { tight.append(area) }
      } else if comfortable.count < Self.most || (least, area) < comfortable[Self.most - 1] {
        let place = comfortable.firstIndex { (least, area) < $0 } ?? comfortable.count
        comfortable.insert((least, area), at: place)
        if comfortable.count > Self.most { comfortable.removeLast() }
      }
    }
    let found = comfortable.map(\.area) + tight
    known[peers] = found
    return found
  }
}
