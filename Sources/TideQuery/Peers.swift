import TideModel
import TideStore

/// The areas that are ranked, averaged and pooled together: one type, one country, and inside a larger area or on a list if
/// asked.
struct PeerGroup: Hashable {
  let type: AreaType
  /// The first letter of the codes, which is the country's; nil where codes do not tell (practices, trusts, groups).
  let country: Character?
  /// The larger area or group; nil for all of the type.
  let parent: String?
  /// The only areas that belong; nil where no list is given. A list may reach beyond the country.
  let members: Set<String>?

  /// The peers of an area.
  init(of code: String, type: AreaType?, parent: String?) {
    self.type = type ?? .usual(forCode: code)
    country = Self.hasCountryLetter(self.type) ? code.first : nil
    // All of England's areas are inside England, whether or not the catalogue says so of each.
    self.parent = parent == Area.englandCode && country ?? "E" == "E" ? nil : parent
    members = nil
  }

  /// The areas of a type that are listed, ranked for an area.
  init(of code: String, type: AreaType, members: Set<String>) {
    self.type = type
    country = Self.hasCountryLetter(type) ? code.first : nil
    parent = nil
    self.members = members
  }

  /// All areas of a type in a country.
  init(type: AreaType, country: Character?) {
    self.type = type
    self.country = country
    parent = nil
    members = nil
  }

  /// The areas that make up a larger area, of a type that tiles it.
  init(within parent: String, type: AreaType) {
    self.type = type
    country = Self.hasCountryLetter(type) ? parent.first : nil
    self.parent = parent == Area.englandCode ? nil : parent
    members = nil
  }

  /// Whether an area belongs here.
  func contains(_ code: String, in catalogue: CatalogueView) throws -> Bool {
    guard type.contains(code: code) else { return false }
    if let members { return members.contains(code) }
    if let country, code.first != country { return false }
    guard let parent else { return true }
    return try catalogue.ancestors(of: code).contains(parent)
  }

  private static func hasCountryLetter(_ type: AreaType) -> Bool {
    switch type {
    case .practice, .primaryCareNetwork, .trust, .country, .other: false
    default: true
    }
  }
}

extension AreaType {
  /// The type that most of some areas are of: of several, one that an area besides them is of, its usual one first.
  static func most(of codes: [String], besides code: String) -> AreaType {
    let usual = usual(forCode: code)
    func weight(_ type: AreaType) -> (Int, Int, Int) {
      (codes.count { type.contains(code: $0) }, type.contains(code: code) ? 1 : 0, type == usual ? 1 : 0)
    }
    return allCases.max { weight($0) < weight($1) } ?? usual
  }
}

/// Which areas of a panel's list belong to a peer group.
final class MemberList {
  /// Positions in the list, ascending by code.
  let indices: [Int]
  /// Of those the ones whose successors are all in the list: the place among the members, and where the successors stand.
  let replaced: [(place: Int, successors: [Int])]
  /// Kept, so that no other list takes its identity.
  private let areas: PanelAreas

  init(of group: PeerGroup, in areas: PanelAreas, catalogue: CatalogueView) throws {
    self.areas = areas
    indices = try areas.codes.indices.filter { try group.contains(areas.codes[$0], in: catalogue) }
    var replaced: [(Int, [Int])] = []
    for (place, index) in indices.enumerated() {
      let codes = try catalogue.area(areas.codes[index]).successors
      if codes.isEmpty { continue }
      let places = codes.compactMap { areas.index(of: $0) }
      // An area counts as replaced only where all that took its place are here.
      if places.count == codes.count, !places.contains(index) { replaced.append((place, places)) }
    }
    self.replaced = replaced
  }
}

/// The members of a peer group that one panel holds.
struct Members {
  let panel: AreaPanel
  private let list: MemberList

  init(_ list: MemberList, _ panel: AreaPanel) {
    self.list = list
    self.panel = panel
  }

  /// Positions in the panel's area list, ascending by code.
  var indices: [Int] { list.indices }

  /// The values of a period, one a member; nil where there is none or where the area's successors have figures of
  /// their own, so that nobody is counted twice.
  func values(period: Int) throws -> [Double?] {
    try panel.load(period: period, MeasureSet(.value))
    var values: [Double?] = []
    values.reserveCapacity(indices.count)
    for area in indices { values.append(try panel.figure(.value, area: area, period: period)) }
    for (place, successors) in list.replaced where try isReplaced(by: successors, period) { values[place] = nil }
    return values
  }

  /// Whether all the successors of an area have a value of their own in the period.
  func isReplaced(_ area: Int, period: Int) throws -> Bool {
    guard let found = list.replaced.first(where: { indices[$0.place] == area }) else { return false }
    return try isReplaced(by: found.successors, period)
  }

  private func isReplaced(by successors: [Int], _ period: Int) throws -> Bool {
    try successors.allSatisfy { try panel.figure(.value, area: $0, period: period) != nil }
  }
}
