import TideModel

/// Which of an indicator's areas lie in which, at any depth, and which may hold somebody of another or not.
struct ContainingAreas {
  /// For each area those that hold it, itself not among them.
  let ancestors: NumberLists
  /// For each area, and each class in it, those within it: at `area x classes + class`, ascending.
  private(set) var descendants = NumberLists()
  /// Whether any area lies within one.
  private(set) var hasDescendants: [Bool]
  /// For each area the number of the group of its like: of its class, and within the same others.
  private(set) var groups: [Int] = []
  /// The areas of each group, ascending.
  private(set) var members = NumberLists()
  /// For each area those that may hold somebody in it or not: its former and later ones, whose bounds may be others, all
  /// regions where nothing is known of where it lies, and those with which it has areas in common that have no figures.
  let relatives: NumberLists
  /// What it costs to hide a figure of each area: those of large ones are missed by more people.
  let weights: [Int]

  init(_ areas: AreaSet, _ hierarchy: AreaHierarchy) {
    let england = areas.number(of: Area.englandCode)
    func numbers(_ codes: [String]) -> Set<Int> { Set(codes.compactMap(areas.number)) }
    let holders = areas.codes.map { code in
      var found = numbers(hierarchy.ancestors(of: code))
      // England holds all of its areas, whether or not the catalogue says so; codes of organisations do not tell.
      if let england, code != Area.englandCode, Self.mayBeInEngland(code) { found.insert(england) }
      return found
    }
    let classes = areas.classOf.map { areas.classes[$0] }
    let regions = Set(classes.indices.filter { classes[$0] == .region })
    let tied = Self.tied(areas, hierarchy, holders)
    relatives = Self.lists(
      areas.codes.enumerated().map { area, code in
        let others = numbers(hierarchy.relatives(of: code)).union(tied[area])
        // Where the catalogue does not tell in which region an area lies, it may be any.
        let isPlaced =
          classes[area] == .region || classes[area] == .country || holders[area].contains { $0 != england }
        return isPlaced || hierarchy.tellsParents(of: code) ? others : others.union(regions)
      })
    ancestors = Self.lists(holders)
    weights = classes.map(Self.weight)
    hasDescendants = Array(repeating: false, count: areas.codes.count)
    findDescendants(areas, holders)
    findGroups(areas, holders)
  }

  /// For each area those which neither hold it nor lie in it, and which have areas in common with it that have no figures, as
  /// regions and boards have authorities; and what lies in those. An area with figures that lies in both is one that a move
  /// passes through, and ties them by itself.
  private static func tied(_ areas: AreaSet, _ hierarchy: AreaHierarchy, _ holders: [Set<Int>]) -> [Set<Int>] {
    var found = Array(repeating: Set<Int>(), count: holders.count)
    func isApart(_ one: Int, _ other: Int) -> Bool {
      one != other && !holders[one].contains(other) && !holders[other].contains(one)
    }
    for all in hierarchy.holdersOfOthers(areas.number) {
      for one in all {
        for other in all where isApart(one, other) {
          let isTold = all.contains { holders[$0].contains(one) && holders[$0].contains(other) }
          if !isTold { found[one].insert(other) }
        }
      }
    }
    for area in found.indices where !found[area].isEmpty {
      let direct = found[area]
      for inner in holders.indices where isApart(area, inner) && !holders[inner].isDisjoint(with: direct) {
        found[area].insert(inner)
      }
    }
    return found
  }

  private static func lists(_ sets: [Set<Int>]) -> NumberLists {
    var lists = NumberLists()
    for set in sets { lists.append(set.sorted()) }
    return lists
  }

  private mutating func findDescendants(_ areas: AreaSet, _ holders: [Set<Int>]) {
    let classes = areas.classes.count
    var within = Array(repeating: [Int](), count: areas.codes.count * classes)
    for (area, holders) in holders.enumerated() {
      for holder in holders {
        within[holder * classes + areas.classOf[area]].append(area)
        hasDescendants[holder] = true
      }
    }
    for list in within { descendants.append(list) }
  }

  private struct Like: Hashable {
    let areaClass: Int
    let ancestors: Set<Int>
  }

  private mutating func findGroups(_ areas: AreaSet, _ holders: [Set<Int>]) {
    var numbers: [Like: Int] = [:]
    var groups: [[Int]] = []
    for area in areas.codes.indices {
      let like = Like(areaClass: areas.classOf[area], ancestors: holders[area])
      let number = numbers[like] ?? groups.count
      numbers[like] = number
      if number == groups.count { groups.append([]) }
      groups[number].append(area)
      self.groups.append(number)
    }
    for group in groups { members.append(group) }
  }

  private static func weight(_ areaClass: AreaClass) -> Int {
    switch areaClass {
    case .country: 200
    case .region, .nhsRegion: 40
    default: 1
    }
  }

  private static func mayBeInEngland(_ code: String) -> Bool {
    guard AreaClass(code: code) != .country else { return false }
    let isOtherCountry = code.utf8.count == 9 && ["W", "S", "N"].contains(code.prefix(1))
    return !isOtherCountry
  }
}
