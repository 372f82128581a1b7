import TideModel

/// Which areas of an indicator lie in which, by the catalogue's hierarchies at any depth, and which took the place of which.
struct ContainingAreas {
  /// For each area those that hold it, itself not among them.
  let ancestors: [Set<Int>]
  /// For each area those within it, by class.
  let descendants: [[AreaClass: [Int]]]
  /// For each area the number of the group of its like: of its class, and within the same others.
  let groups: [Int]
  /// The areas of each group.
  let members: [[Int]]
  /// For each area those that may hold somebody in it or not: its former and later ones, whose bounds may be others, and
  /// all regions where nothing is known of where it lies.
  let relatives: [Set<Int>]
  let classes: [AreaClass]
  /// The classes, those with fewest areas first.
  let order: [AreaClass]

  /// - Parameters:
  ///   - codes: the areas with figures.
  ///   - catalogued: all areas.
  init(_ codes: [String], _ catalogued: [Area]) {
    let known = Dictionary(catalogued.map { ($0.code, $0) }) { first, _ in first }
    let places = Dictionary(codes.enumerated().map { ($1, $0) }) { first, _ in first }
    let classes = codes.map { AreaClass(code: $0) }
    var predecessors: [String: [String]] = [:]
    for area in catalogued {
      for code in area.successors { predecessors[code, default: []].append(area.code) }
    }
    func reach(_ code: String, _ next: (String) -> [String]) -> Set<Int> {
      var (seen, pending) = (Set<String>([code]), next(code))
      while let other = pending.popLast() {
        guard seen.insert(other).inserted else { continue }
        pending += next(other)
      }
      return Set(seen.compactMap { $0 == code ? nil : places[$0] })
    }
    let england = places[Area.englandCode]
    ancestors = codes.map { code in
      var found = reach(code) { known[$0]?.parents.map(\.code) ?? [] }
      // England holds all of its areas, whether or not the catalogue says so; codes of organisations do not tell.
      if let england, code != Area.englandCode, Self.mayBeInEngland(code) { found.insert(england) }
      return found
    }
    let regions = Set(classes.indices.filter { classes[$0] == .region })
    let holders = ancestors
    relatives = codes.enumerated().map { place, code in
      let others = reach(code) { known[$0]?.successors ?? [] }
        .union(reach(code) { predecessors[$0] ?? [] })
      // Where the catalogue does not tell in which region an area lies, it may be any.
      let isPlaced =
        classes[place] == .region || classes[place] == .country || holders[place].contains { $0 != england }
      return isPlaced || known[code]?.parents.isEmpty == false ? others : others.union(regions)
    }
    var within = Array(repeating: [AreaClass: [Int]](), count: codes.count)
    for (area, holders) in ancestors.enumerated() {
      for holder in holders { within[holder][classes[area], default: []].append(area) }
    }
    descendants = within
    var numbers: [Like: Int] = [:]
    var members: [[Int]] = []
    var groups: [Int] = []
    for area in codes.indices {
      let like = Like(areaClass: classes[area], ancestors: holders[area])
      let number = numbers[like] ?? members.count
      numbers[like] = number
      if number == members.count { members.append([]) }
      members[number].append(area)
      groups.append(number)
    }
    (self.groups, self.members) = (groups, members)
    self.classes = classes
    let sizes = Dictionary(grouping: classes) { $0 }.mapValues(\.count)
    order = sizes.keys.sorted { (sizes[$0] ?? 0, $0.rawValue) < (sizes[$1] ?? 0, $1.rawValue) }
  }

  private struct Like: Hashable {
    let areaClass: AreaClass
    let ancestors: Set<Int>
  }

  private static func mayBeInEngland(_ code: String) -> Bool {
    guard AreaClass(code: code) != .country else { return false }
    let isOtherCountry = code.utf8.count == 9 && ["W", "S", "N"].contains(code.prefix(1))
    return !isOtherCountry
  }
}
