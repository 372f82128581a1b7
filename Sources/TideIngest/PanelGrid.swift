/// The areas and periods of some rows as a grid: where in it each row stands.
///
/// Cells are numbered period x areas + area, both ascending, as in a panel. The memory is used again for the next rows.
struct PanelGrid {
  private let periods: PeriodTable
  /// Area ids, ascending.
  private(set) var areas: [Int32] = []
  /// Periods by their number in the table, in order of their keys.
  private(set) var spans: [Int] = []
  private var areaPlaces: [Int32] = []
  private var spanPlaces: [Int32]

  init(_ periods: PeriodTable) {
    self.periods = periods
    spanPlaces = Array(repeating: -1, count: periods.keys.count)
  }

  /// Lays the grid out for the given ones of some rows.
  mutating func layOut(_ rows: [FigureRow], _ chosen: some Sequence<Int>) {
    for area in areas { areaPlaces[Int(area)] = -1 }
    for span in spans { spanPlaces[span] = -1 }
    areas.removeAll(keepingCapacity: true)
    spans.removeAll(keepingCapacity: true)
    rows.withUnsafeBufferPointer { rows in
      for row in chosen {
        let area = Int(rows[row].area)
        if area >= areaPlaces.count { areaPlaces += repeatElement(-1, count: area + 1 - areaPlaces.count) }
        if areaPlaces[area] < 0 {
          areaPlaces[area] = 0
          areas.append(rows[row].area)
        }
        let span = periods.entries[Int(rows[row].period)].number
        if spanPlaces[span] < 0 {
          spanPlaces[span] = 0
          spans.append(span)
        }
      }
    }
    areas.sort()
    spans.sort { periods.keys[$0] < periods.keys[$1] }
    for (place, area) in areas.enumerated() { areaPlaces[Int(area)] = Int32(truncatingIfNeeded: place) }
    for (place, span) in spans.enumerated() { spanPlaces[span] = Int32(truncatingIfNeeded: place) }
  }

  var cellCount: Int { areas.count * spans.count }

  /// The position of a row's period, given by its index in the table.
  @inline(__always)
  func periodIndex(_ period: Int32) -> Int { Int(spanPlaces[periods.entries[Int(period)].number]) }

  /// The position of a row's area.
  @inline(__always)
  func areaIndex(_ area: Int32) -> Int { Int(areaPlaces[Int(area)]) }

  /// The cell of a row.
  @inline(__always)
  func cell(area: Int32, period: Int32) -> Int { periodIndex(period) &* areas.count &+ areaIndex(area) }

  /// All rows in order of their cells, those of one cell in order of reading. The grid is laid out for them.
  mutating func inOrder(_ rows: [FigureRow]) -> [Int] {
    layOut(rows, rows.indices)
    var cells = [Int](repeating: 0, count: rows.count)
    var isAscending = true
    for row in rows.indices {
      cells[row] = cell(area: rows[row].area, period: rows[row].period)
      if row > 0, cells[row] < cells[row - 1] { isAscending = false }
    }
    if isAscending { return Array(rows.indices) }
    guard cellCount <= 8 * rows.count + 1024 else {
      return rows.indices.sorted { (cells[$0], $0) < (cells[$1], $1) }
    }
    var starts = [Int](repeating: 0, count: cellCount + 1)
    for cell in cells { starts[cell + 1] += 1 }
    for cell in 0..<cellCount { starts[cell + 1] += starts[cell] }
    var order = [Int](repeating: 0, count: rows.count)
    for row in rows.indices {
      order[starts[cells[row]]] = row
      starts[cells[row]] += 1
    }
    return order
  }
}
