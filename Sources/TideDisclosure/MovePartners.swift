import TideModel

/// The areas with which an area may exchange a person: few, and those used before first, so that little more has to be
/// hidden.
struct MovePartners {
  private let cells: CountedCells
  private let map: ContainingAreas
  private let profile: DisclosureProfile
  /// By number of peers.
  private var used: [Int: [Int]] = [:]
  private var known: [Int: [Int]] = [:]

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
    let peers = peers(map.groups[area], small)
    var found = used[peers] ?? []
    found += known[peers] ?? list(peers, map.members[map.groups[area]].map { Int($0) }, small, marks)
    if found.allSatisfy({ $0 == area }) {
      let areaClass = cells.places.areas.classOf[area]
      let peers = self.peers(-1 - areaClass, small)
      found = known[peers] ?? list(peers, cells.places.areas.members(of: areaClass), small, marks)
    }
    found.removeAll { $0 == area }
    return found
  }

  /// Keeps in mind a partner with whom a person was exchanged.
  mutating func remember(_ partner: Int, _ small: SmallCount) {
    let peers = peers(map.groups[small.place.area], small)
    if used[peers]?.contains(partner) != true, (used[peers]?.count ?? 0) < Self.most {
      used[peers, default: []].append(partner)
    }
  }

  /// The number of a group of areas, or below 0 a class, together with a small number's stratum, period and kind.
  private func peers(_ group: Int, _ small: SmallCount) -> Int {
    let classes = cells.places.areas.classes.count
    let groups = map.groups.count + classes
    let place = small.place
    return ((place.stratum * cells.places.periods.count + place.period) * groups + group + classes) * 2
      + small.kind.rawValue
  }

  private mutating func list(_ peers: Int, _ areas: [Int], _ small: SmallCount, _ marks: CellMarks) -> [Int] {
    var comfortable: [(people: Double, area: Int)] = []
    var tight: [Int] = []
    for area in areas {
      let slot = cells.places.slot(small.place.stratum, area, small.place.period)
      guard let least = cells.least(small.kind, at: slot) else { continue }
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
