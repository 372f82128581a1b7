import TideModel

/// Which areas a summary takes, and into which groups of areas each goes.
///
/// Not thread-safe: what it has learnt of an area is kept for the next time.
final class AreaGroups {
  /// The keys that tell areas apart, in the order of the summary's.
  let keys: [Summary.Key]
  /// For each group the code or title of each key; empty where the areas have none.
  private(set) var values: [[String]] = []
  /// Codes of the areas that are taken, in the order in which they were asked for.
  private(set) var codes: [String] = []

  private let asked: Asked
  private let listed: Set<String>
  private var numbers: [[String]: Int32] = [:]
  private var known: [String: Place] = [:]
  private var relativesByCode: [String: Set<String>] = [:]

  /// Where an area goes.
  struct Place {
    /// Its number among the areas taken; -1 for one that is not.
    let area: Int32
    /// Its groups: none where it is not taken, several where it lies in several areas of a hierarchy.
    let groups: [Int32]
  }

  init(_ asked: Asked, _ summary: Summary) throws {
    self.asked = asked
    keys = summary.keys.filter { $0.isOfAreas }
    listed = if case .members(let codes, _) = asked.query.peers { try asked.listed(codes) } else { [] }
  }

  /// Where an area goes.
  func place(of code: String) throws -> Place {
    if let place = known[code] { return place }
    var place = Place(area: -1, groups: [])
    if try isTaken(code) {
      codes.append(code)
      place = Place(area: Int32(codes.count - 1), groups: try groups(of: code))
    }
    known[code] = place
    return place
  }

  /// Whether a group comes before another: by the codes and titles of its keys, those without one last.
  func isBefore(_ group: Int32, _ other: Int32) -> Bool {
    for (one, two) in zip(values[Int(group)], values[Int(other)]) where one != two {
      return one.isEmpty || two.isEmpty ? two.isEmpty : one < two
    }
    return false
  }

  /// Whether an area is taken: the one asked for; else those of the type and inside the larger area, or on the list, as
  /// an export has them.
  private func isTaken(_ code: String) throws -> Bool {
    if let only = asked.query.area { return code == only }
    if let type = asked.query.selection.areaType, !type.contains(code: code) { return false }
    switch asked.query.peers {
    case .areaType: return true
    case .within(let parent), .group(let parent):
      return try code == parent || asked.catalogue.ancestors(of: code).contains(parent)
    case .members: return listed.contains(code)
    }
  }

  private func groups(of code: String) throws -> [Int32] {
    var tuples: [[String]] = [[]]
    for key in keys {
      let values = try self.values(of: key, code)
      tuples = tuples.flatMap { tuple in values.map { tuple + [$0] } }
    }
    return tuples.map { tuple in
      if let number = numbers[tuple] { return number }
      let number = Int32(values.count)
      numbers[tuple] = number
      values.append(tuple)
      return number
    }
  }

  private func values(of key: Summary.Key, _ code: String) throws -> [String] {
    switch key {
    case .areaType: return [try typeTitle(of: code)]
    case .parent(let hierarchy):
      let found = try parents(of: code, in: hierarchy)
      return found.isEmpty ? [""] : found
    default: return [code]
    }
  }

  /// The type that an export tells of an area.
  private func typeTitle(of code: String) throws -> String {
    let type = asked.query.selection.areaType.flatMap { $0.contains(code: code) ? $0 : nil } ?? .usual(forCode: code)
    let kind = try asked.catalogue.area(code).kind
    return type == .other && !kind.isEmpty ? kind : type.title
  }

  /// The larger areas of a hierarchy that an area lies in, at any depth, by code.
  private func parents(of code: String, in hierarchy: String) throws -> [String] {
    _ = try asked.catalogue.areas()
    var found: Set<String> = []
    var seen: Set<String> = [code]
    var pending = [code]
    while let next = pending.popLast() {
      for parent in try asked.catalogue.area(next).parents {
        if parent.hierarchy == hierarchy { found.insert(parent.code) }
        if seen.insert(parent.code).inserted { pending.append(parent.code) }
      }
    }
    return found.sorted()
  }

  /// The name of an area.
  func name(of code: String) throws -> String { try asked.catalogue.area(code).name }

  /// Whether an area lies within another. All of England's areas lie within England, whether or not the catalogue says so
  /// of each.
  func lies(_ code: String, within larger: String) throws -> Bool {
    try larger == Area.englandCode && code.hasPrefix("E") || asked.catalogue.ancestors(of: code).contains(larger)
  }

  /// The areas that hold people of an area, or took its place, besides itself.
  func relatives(of code: String) throws -> Set<String> {
    if let known = relativesByCode[code] { return known }
    var found = try asked.catalogue.ancestors(of: code)
    if code.hasPrefix("E") { found.insert(Area.englandCode) }
    var pending = try asked.catalogue.area(code).successors
    while let next = pending.popLast() {
      guard found.insert(next).inserted else { continue }
      pending += try asked.catalogue.area(next).successors
    }
    found.remove(code)
    relativesByCode[code] = found
    return found
  }
}

extension Summary.Key {
  /// Whether it tells areas apart.
  var isOfAreas: Bool {
    switch self {
    case .area, .areaType, .parent: true
    default: false
    }
  }
}
