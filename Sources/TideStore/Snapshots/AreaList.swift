/// The areas of a panel's matrix, by column. Panels that share a list share the object.
package final class AreaList: Sendable {
  /// Codes by column of the matrix.
  package let codes: [String]
  /// The same areas, ascending.
  package let areas: PanelAreas
  /// Where the columns stand among them.
  let placement: AreaPlacement

  init(codes: [String]) {
    self.codes = codes
    let order = codes.indices.sorted { codes[$0] < codes[$1] }
    areas = PanelAreas(order.map { codes[$0] })
    placement = AreaPlacement(columnOfArea: order.map { Int32($0) }, columns: codes.count)
  }
}

/// The areas of a panel, ascending by code. Panels that have the same areas share the object, so that whatever is worked
/// out of the list is worked out once.
public final class PanelAreas: Sendable {
  /// Codes, ascending.
  public let codes: [String]

  /// A list of codes that ascend.
  public init(_ codes: [String]) { self.codes = codes }

  /// Areas.
  public var count: Int { codes.count }

  /// The position of an area; nil for one that is not here.
  /// - Complexity: O(log areas).
  public func index(of code: String) -> Int? {
    let index = codes.partitioningIndex { $0 >= code }
    return index < codes.count && codes[index] == code ? index : nil
  }
}

/// Where the columns of a matrix stand among the areas of a panel.
final class AreaPlacement: Sendable {
  /// Columns by area; -1 for an area that the matrix does not have.
  let columnOfArea: [Int32]
  /// Areas by column; -1 for a column whose area another one stands for as well.
  let areaOfColumn: [Int32]

  init(columnOfArea: [Int32], columns: Int) {
    self.columnOfArea = columnOfArea
    var areas = [Int32](repeating: -1, count: columns)
    for (area, column) in columnOfArea.enumerated() where column >= 0 { areas[Int(column)] = Int32(area) }
    areaOfColumn = areas
  }

  /// The columns of a list among areas that hold all of its own.
  convenience init(_ list: AreaList, among areas: PanelAreas) {
    var columns = [Int32](repeating: -1, count: areas.count)
    var area = 0
    for (place, code) in list.areas.codes.enumerated() {
      while areas.codes[area] != code { area += 1 }
      columns[area] = list.placement.columnOfArea[place]
    }
    self.init(columnOfArea: columns, columns: list.codes.count)
  }
}

/// Lays the lists of several matrices together; equal ones come to the same object.
final class AreaUnions {
  /// The areas of all, and where the columns of each stand among them.
  typealias Union = (areas: PanelAreas, placements: [AreaPlacement])

  /// The lists, kept so that no other takes an identity that is known here.
  private var made: [[ObjectIdentifier]: (lists: [AreaList], union: Union)] = [:]
  private var byCodes: [[String]: PanelAreas] = [:]

  /// - Complexity: O(areas) for lists not met together before.
  func union(of lists: [AreaList]) -> Union {
    if lists.count == 1 { return (lists[0].areas, [lists[0].placement]) }
    let key = lists.map { ObjectIdentifier($0) }
    if let known = made[key] { return known.union }
    let areas = shared(Array(Set(lists.flatMap(\.codes))).sorted())
    let union: Union = (areas, lists.map { AreaPlacement($0, among: areas) })
    made[key] = (lists, union)
    return union
  }

  private func shared(_ codes: [String]) -> PanelAreas {
    if let known = byCodes[codes] { return known }
    let areas = PanelAreas(codes)
    byCodes[codes] = areas
    return areas
  }
}
