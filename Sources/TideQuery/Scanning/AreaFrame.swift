import TideModel
import TideStore

/// The groups that the areas of some lists go into: blocks of panels with the same lists share one.
final class AreaFrame {
  /// Numbers of the groups in the summary, in the order in which they were met.
  private(set) var groups: [Int32] = []
  /// Places in `groups` in the order of rows.
  private(set) var order: [Int] = []
  /// Whether some areas of one group hold people of another, or took its place; told where it matters.
  private(set) var areasShare = false

  private var places: [Int32: Int32] = [:]
  private var members: [[String]] = []
  private var maps: [ObjectIdentifier: AreaMap] = [:]

  /// Takes in that there are figures of an area.
  /// - Parameter listing: whether it matters who shares people.
  func add(_ code: String, _ place: AreaGroups.Place, listing: Bool) {
    for group in place.groups {
      let known = places[group]
      let own = known ?? Int32(groups.count)
      if known == nil {
        places[group] = own
        groups.append(group)
        members.append([])
      }
      if listing { members[Int(own)].append(code) }
    }
  }

  /// The frame's own number of a group.
  func place(of group: Int32) -> Int32 { places[group] ?? -1 }

  /// Takes in a list of areas.
  func add(_ list: AreaList, _ areas: AreaGroups, listing: Bool) throws {
    guard maps[ObjectIdentifier(list)] == nil else { return }
    let places = try list.codes.map { try areas.place(of: $0) }
    for (code, place) in zip(list.codes, places) { add(code, place, listing: listing) }
    maps[ObjectIdentifier(list)] = AreaMap(places, in: self)
  }

  /// Where the areas of a list go.
  func map(of list: AreaList) -> AreaMap? { maps[ObjectIdentifier(list)] }

  /// Puts the groups in order, once all areas are in.
  func finish(_ areas: AreaGroups) throws {
    order = groups.indices.sorted { areas.isBefore(groups[$0], groups[$1]) }
    areasShare = try members.contains { codes in
      let all = Set(codes)
      return try all.count > 1 && all.contains { try !areas.relatives(of: $0).isDisjoint(with: all) }
    }
    members = []
  }
}

/// Where the columns of a list of areas go.
final class AreaMap {
  /// In which way, the simplest that holds.
  enum Shape {
    /// None is taken.
    case nothing
    /// All that are taken go into one group.
    case one(Int)
    /// All are taken, each into a group of its own, and the groups follow each other from this one on.
    case neighbours(Int)
    /// Anything else.
    case mixed
  }

  let shape: Shape
  /// The columns taken, ascending, and the group of each; one that goes into several is there as often.
  let columns: [Int32]
  let groups: [Int32]
  /// The number of each column's area; -1 where it is not taken.
  let areas: [Int32]
  /// The group of each column, -1 for one that is not taken; none where one goes into several.
  private let groupByColumn: [Int32]
  /// The runs of columns taken, and how many columns they are.
  let runs: [Range<Int>]
  let count: Int
  /// Whether no column is left out.
  let isWhole: Bool
  /// How many columns go into each of the groups that any goes into.
  let sizes: [(group: Int, columns: Int)]

  init(_ places: [AreaGroups.Place], in frame: AreaFrame) {
    areas = places.map(\.area)
    var (columns, groups): ([Int32], [Int32]) = ([], [])
    var runs: [Range<Int>] = []
    var sizes: [Int: Int] = [:]
    for (column, place) in places.enumerated() where place.area >= 0 {
      for group in place.groups {
        columns.append(Int32(column))
        groups.append(frame.place(of: group))
        sizes[Int(frame.place(of: group)), default: 0] += 1
      }
      if runs.last?.upperBound == column {
        runs[runs.count - 1] = runs[runs.count - 1].lowerBound..<column + 1
      } else {
        runs.append(column..<column + 1)
      }
    }
    (self.columns, self.groups, self.runs) = (columns, groups, runs)
    count = runs.reduce(0) { $0 + $1.count }
    isWhole = count == places.count
    self.sizes = sizes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    shape = Self.shape(columns, groups, isWhole: isWhole, count: count)
    if columns.count == count {
      var byColumn = [Int32](repeating: -1, count: places.count)
      for (column, group) in zip(columns, groups) { byColumn[Int(column)] = group }
      groupByColumn = byColumn
    } else {
      groupByColumn = []
    }
  }

  private static func shape(_ columns: [Int32], _ groups: [Int32], isWhole: Bool, count: Int) -> Shape {
    guard let first = groups.first else { return .nothing }
    guard columns.count == count else { return .mixed }
    if groups.allSatisfy({ $0 == first }) { return .one(Int(first)) }
    let isInOrder = isWhole && groups.enumerated().allSatisfy { Int($1) == Int(first) + $0 }
    return isInOrder ? .neighbours(Int(first)) : .mixed
  }

  /// Calls `body` with each group of a column.
  @inline(__always)
  func forEachGroup(of column: Int, _ body: (Int) -> Void) {
    if groupByColumn.isEmpty {
      for at in places(in: column..<column + 1) { body(Int(groups[at])) }
    } else if groupByColumn[column] >= 0 {
      body(Int(groupByColumn[column]))
    }
  }

  /// The places in `columns` of those inside a range of columns.
  func places(in range: Range<Int>) -> Range<Int> {
    if range.lowerBound == 0, range.upperBound >= areas.count { return 0..<columns.count }
    return first(from: range.lowerBound)..<first(from: range.upperBound)
  }

  private func first(from column: Int) -> Int {
    var (low, high) = (0, columns.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(columns[middle]) >= column { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
