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
  /// The first group of each list of such keys.
  private let firsts: [[Int32]: AgeBandGroup]

  /// - Parameter name: of the area, without regard to case.
  /// - Complexity: O(groups × columns) expected.
  /// - Returns: nil where no group has it.
  init?(_ all: AgeBandGroups, named name: String) {
    let wanted = Vocabulary.key(name)
    func named(_ place: Int) -> [AgeBandGroup] {
      let cells = all.table.cells[all.columns[place]]
      let isNamed = cells.different.map { Vocabulary.key($0.text) == wanted }
      return all.groups.filter { isNamed[Int(cells.codes[$0.first])] }
    }
    let places = all.columns.indices
    guard let (column, groups) = places.lazy.map({ ($0, named($0)) }).first(where: { !$0.1.isEmpty }) else {
      return nil
    }
    // A code beside the name goes with it: what the column settles need not agree.
    let shared = places.filter { $0 != column && !Self.settles(column, $0, in: all) }
    self.name = groups[0].key(column)
    self.groups = groups
    self.shared = shared
    firsts = Dictionary(
      groups.map { group in (shared.map { group.same($0) }, group) }, uniquingKeysWith: { first, _ in first })
  }

  /// Whether all groups that agree in one column agree in another.
  private static func settles(_ column: Int, _ other: Int, in all: AgeBandGroups) -> Bool {
    var settled: [Int32: Int32] = [:]
    return all.groups.allSatisfy { group in
      let text = group.same(other)
      return settled.updateValue(text, forKey: group.same(column)).map { $0 == text } ?? true
    }
  }

  /// Positions among the keys that a group and its counterpart share.
  var sharedKeys: [Int] { shared }

  /// The group to set beside another of the file.
  func counterpart(of group: AgeBandGroup) -> AgeBandGroup? {
    firsts[shared.map { group.same($0) }]
  }
}
