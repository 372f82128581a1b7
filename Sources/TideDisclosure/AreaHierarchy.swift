import TideModel

/// Which areas of a catalogue lie in which, by its hierarchies at any depth, and which took the place of which.
///
/// It is worked out once for a store: indicators with figures of the same areas share an `AreaSet`.
final class AreaHierarchy {
  private var parents: [String: [String]] = [:]
  private var successors: [String: [String]] = [:]
  private var predecessors: [String: [String]] = [:]
  private var ancestorsKnown: [String: [String]] = [:]
  private var relativesKnown: [String: [String]] = [:]
  private var sets: [[String]: AreaSet] = [:]

  /// - Parameter catalogued: all areas.
  init(_ catalogued: [Area]) {
    for area in catalogued where parents[area.code] == nil {
      parents[area.code] = area.parents.map(\.code)
      successors[area.code] = area.successors
    }
    for area in catalogued {
      for code in area.successors { predecessors[code, default: []].append(area.code) }
    }
  }

  /// The areas that hold an area, itself not among them.
  func ancestors(of code: String) -> [String] {
    if let known = ancestorsKnown[code] { return known }
    let found = Array(Self.reach(code, parents))
    ancestorsKnown[code] = found
    return found
  }

  /// The areas whose place an area took, and those that took its place, at any remove.
  func relatives(of code: String) -> [String] {
    if let known = relativesKnown[code] { return known }
    let found = Array(Self.reach(code, successors).union(Self.reach(code, predecessors)))
    relativesKnown[code] = found
    return found
  }

  /// Whether the catalogue says of an area in which others it lies.
  func tellsParents(of code: String) -> Bool { parents[code]?.isEmpty == false }

  /// By number the areas with figures that hold an area without any: each list of more than one, once.
  func holdersOfOthers(_ number: (String) -> Int?) -> Set<[Int]> {
    var known: Set<[String]> = []
    var found: Set<[Int]> = []
    for (code, parents) in parents where !parents.isEmpty && number(code) == nil {
      guard known.insert(parents).inserted else { continue }
      let holders = Set(ancestors(of: code).compactMap(number)).sorted()
      if holders.count > 1 { found.insert(holders) }
    }
    return found
  }

  /// For each larger area and each kind of area in it those that lie in it, but for those whose place others took; only where
  /// there are two or more.
  private(set) lazy var families: [(holder: String, areas: [String])] = {
    var found: [String: [AreaClass: Set<String>]] = [:]
    for (code, parents) in parents where successors[code]?.isEmpty != false {
      for parent in parents { found[parent, default: [:]][AreaClass(code: code), default: []].insert(code) }
    }
    return found.sorted { $0.key < $1.key }.flatMap { holder, classes in
      classes.sorted { $0.key.rawValue < $1.key.rawValue }.compactMap { _, areas in
        areas.count > 1 ? (holder, areas.sorted()) : nil
      }
    }
  }()

  /// The areas of an indicator, numbered in this order.
  func set(of codes: [String]) -> AreaSet {
    if let known = sets[codes] { return known }
    let set = AreaSet(codes, self)
    sets[codes] = set
    return set
  }

  private static func reach(_ code: String, _ next: [String: [String]]) -> Set<String> {
    guard var pending = next[code], !pending.isEmpty else { return [] }
    var seen: Set<String> = [code]
    while let other = pending.popLast() {
      guard seen.insert(other).inserted else { continue }
      pending += next[other] ?? []
    }
    seen.remove(code)
    return seen
  }
}

/// Areas by number, and their classes.
final class AreaSet {
  let codes: [String]
  private let numbers: [String: Int]
  /// The classes there are, those with fewest areas first.
  let classes: [AreaClass]
  /// For each area the place of its class among `classes`.
  let classOf: [Int]
  /// The areas of each class, ascending.
  private var membersOf: [[Int]]
  private let hierarchy: AreaHierarchy
  /// Which of them lie in which.
  private(set) lazy var containing = ContainingAreas(self, hierarchy)

  fileprivate init(_ codes: [String], _ hierarchy: AreaHierarchy) {
    self.codes = codes
    self.hierarchy = hierarchy
    numbers = Dictionary(codes.enumerated().map { ($1, $0) }) { first, _ in first }
    let classOf = codes.map { AreaClass(code: $0) }
    let sizes = Dictionary(grouping: classOf) { $0 }.mapValues(\.count)
    let classes = sizes.keys.sorted { (sizes[$0] ?? 0, $0.rawValue) < (sizes[$1] ?? 0, $1.rawValue) }
    self.classes = classes
    self.classOf = classOf.map { classes.firstIndex(of: $0) ?? 0 }
    membersOf = Array(repeating: [], count: classes.count)
    for (area, number) in self.classOf.enumerated() { membersOf[number].append(area) }
  }

  /// The areas of a class by its place among `classes`, ascending.
  func members(of areaClass: Int) -> [Int] { membersOf[areaClass] }

  /// The number of an area; nil where it has no figures.
  func number(of code: String) -> Int? { numbers[code] }
}
