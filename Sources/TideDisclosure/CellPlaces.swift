import TideModel

/// Where a figure of an indicator stands: numbers of its stratum, area and period.
struct CellPlace: Hashable, Comparable {
  var stratum: Int
  var area: Int
  var period: Int

  static func < (lhs: CellPlace, rhs: CellPlace) -> Bool {
    (lhs.period, lhs.stratum, lhs.area) < (rhs.period, rhs.stratum, rhs.area)
  }
}

/// The places of an indicator's figures: a slot for each area and period of each of its panels.
///
/// Panels of one stratum and class of areas are one, and their slots lie together, period by period.
struct CellPlaces {
  /// One panel's slots.
  struct Panel {
    let stratum: Int
    /// By column, ascending.
    let areas: [Int]
    /// By row, ascending.
    let periods: [Int]
    /// The slot of the first area and period.
    let start: Int
  }

  let strata: [Stratum]
  let areas: AreaSet
  let periods: [Period]
  private(set) var panels: [Panel] = []
  /// All slots are below it.
  private(set) var slotCount = 0
  /// The column of each area in the panels of each stratum, at `stratum x areas + area`; -1 where it has no figures.
  private(set) var columns: [Int32]
  /// The first slot of each period in each panel, at `(stratum x classes + class) x periods + period`; -1 for none.
  private(set) var rows: [Int32]

  private let periodNumbers: [Int64: Int]
  private let stratumNumbers: [Stratum: Int]

  /// Beyond so many slots no places are made.
  static let mostSlots = 1 << 26

  /// Names of areas and periods that stand in one panel.
  struct Extent {
    let stratum: Int
    let areas: [Int]
    let periods: [Int]
  }

  /// - Parameter extents: of all panels, in any order.
  init(strata: [Stratum], areas: AreaSet, periods: [Period], extents: [Extent]) {
    self.strata = strata
    self.areas = areas
    self.periods = periods
    stratumNumbers = Dictionary(strata.enumerated().map { ($1, $0) }) { first, _ in first }
    periodNumbers = Dictionary(periods.enumerated().map { ($1.key, $0) }) { first, _ in first }
    columns = Array(repeating: -1, count: strata.count * areas.codes.count)
    rows = Array(repeating: -1, count: strata.count * areas.classes.count * periods.count)
    for extent in extents { mark(extent) }
    for stratum in strata.indices {
      for areaClass in areas.classes.indices where slotCount <= Self.mostSlots { place(stratum, areaClass) }
    }
  }

  private mutating func mark(_ extent: Extent) {
    var classes: Set<Int> = []
    for area in extent.areas {
      columns[extent.stratum * areas.codes.count + area] = 0
      classes.insert(areas.classOf[area])
    }
    for areaClass in classes {
      let row = (extent.stratum * areas.classes.count + areaClass) * periods.count
      for period in extent.periods { rows[row + period] = 0 }
    }
  }

  /// Gives slots to what is marked of one panel.
  private mutating func place(_ stratum: Int, _ areaClass: Int) {
    let (column, row) = (
      stratum * areas.codes.count, (stratum * areas.classes.count + areaClass) * periods.count
    )
    let there = areas.members(of: areaClass).filter { columns[column + $0] >= 0 }
    let told = periods.indices.filter { rows[row + $0] >= 0 }
    guard !there.isEmpty, !told.isEmpty, slotCount + there.count * told.count <= Self.mostSlots else {
      if !there.isEmpty, !told.isEmpty { slotCount = Self.mostSlots + 1 }
      return
    }
    for (place, area) in there.enumerated() { columns[column + area] = Int32(place) }
    for (place, period) in told.enumerated() { rows[row + period] = Int32(slotCount + place * there.count) }
    panels.append(Panel(stratum: stratum, areas: there, periods: told, start: slotCount))
    slotCount += there.count * told.count
  }

  /// The number of a stratum, a period; nil for one without figures.
  func number(of stratum: Stratum) -> Int? { stratumNumbers[stratum] }
  func number(of period: Period) -> Int? { periodNumbers[period.key] }

  /// The slot of a place; -1 where no panel has it.
  @inline(__always)
  func slot(_ stratum: Int, _ area: Int, _ period: Int) -> Int {
    let column = columns[stratum &* areas.codes.count &+ area]
    let row = rows[(stratum &* areas.classes.count &+ areas.classOf[area]) &* periods.count &+ period]
    return column < 0 || row < 0 ? -1 : Int(row &+ column)
  }

  /// Where a panel's figures of an area stand, whatever the period.
  struct Row {
    fileprivate let column: Int32
    fileprivate let rows: Int
  }

  /// The row of an area in the panels of a stratum; nil where it has none.
  @inline(__always)
  func row(_ stratum: Int, _ area: Int) -> Row? {
    let column = columns[stratum &* areas.codes.count &+ area]
    guard column >= 0 else { return nil }
    return Row(column: column, rows: (stratum &* areas.classes.count &+ areas.classOf[area]) &* periods.count)
  }

  /// The slot of a row's period; -1 where the panel does not have it.
  @inline(__always)
  func slot(_ row: Row, _ period: Int) -> Int {
    let start = rows[row.rows &+ period]
    return start < 0 ? -1 : Int(start &+ row.column)
  }

  /// The slot of a place; -1 where no panel has it.
  @inline(__always)
  func slot(_ place: CellPlace) -> Int { slot(place.stratum, place.area, place.period) }

  /// Calls `body` with each slot and its place.
  func forEachSlot(_ body: (Int, CellPlace) -> Void) {
    for panel in panels {
      var slot = panel.start
      for period in panel.periods {
        for area in panel.areas {
          body(slot, CellPlace(stratum: panel.stratum, area: area, period: period))
          slot += 1
        }
      }
    }
  }
}
