import TideModel

/// The groups of one area (or of whatever else a column tells apart), to be set beside those of others: England's men beside
/// Birmingham's men.
struct Counterparts {
  /// As the file writes it.
  let name: String
  /// Its groups, in the file's order.
  let groups: [AgeBandGroup]
  /// Positions among the keys that have to agree.
  private let shared: [Int]

  /// - Parameter name: of the area, without regard to case.
  /// - Returns: nil where no group has it.
  init?(_ all: AgeBandGroups, named name: String) {
    let wanted = Vocabulary.key(name)
    let places = all.columns.indices
    guard
      let column = places.first(where: { place in all.groups.contains { Vocabulary.key($0.keys[place]) == wanted } })
    else { return nil }
    groups = all.groups.filter { Vocabulary.key($0.keys[column]) == wanted }
    self.name = groups[0].keys[column]
    // A code beside the name goes with it: what the column settles need not agree.
    shared = places.filter { place in
      if place == column { return false }
      var settled: [String: String] = [:]
      for group in all.groups {
        let text = group.keys[place]
        if settled.updateValue(text, forKey: group.keys[column]).map({ $0 != text }) ?? false { return true }
      }
      return false
    }
  }

  /// Positions among the keys that a group and its counterpart share.
  var sharedKeys: [Int] { shared }

  /// The group to set beside another.
  func counterpart(of group: AgeBandGroup) -> AgeBandGroup? {
    groups.first { candidate in shared.allSatisfy { candidate.keys[$0] == group.keys[$0] } }
  }
}
