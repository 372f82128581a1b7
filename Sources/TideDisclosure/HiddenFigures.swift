import TideModel
import TideStore

/// What is hidden of an indicator, and how the rest is shown.
struct HiddenFigures {
  /// Where its figures stand; nil where they are too many to be checked, and nothing of them is shown.
  let places: CellPlaces?
  /// A bit for each slot that is hidden.
  private var hidden: [UInt64]
  let shape: ShownFigure

  /// Beyond so many figures an indicator is not checked.
  static let mostFigures = 3_000_000

  /// Reads and checks an indicator.
  /// - Parameters:
  ///   - histories: all that releases ever said of it.
  ///   - stratum: the stratum of an id.
  init(
    _ indicator: Indicator, _ histories: [PanelHistory], _ hierarchy: AreaHierarchy, _ profiles: [DisclosureProfile],
    stratum: (Int) throws(StoreError) -> Stratum
  ) throws(StoreError) {
    shape = ShownFigure(indicator, profiles)
    var numbering = try PlaceNumbering(histories, stratum: stratum)
    var extents: [(layer: PanelHistory.Layer, extent: CellPlaces.Extent)] = []
    for history in histories {
      let number = numbering.number(of: try stratum(history.key.stratum)) ?? 0
      for layer in history.layers {
        let periods = layer.periods.map { numbering.number(of: $0) ?? 0 }
        extents.append(
          (layer, CellPlaces.Extent(stratum: number, areas: numbering.numbers(of: layer.areas), periods: periods)))
      }
    }
    let places = CellPlaces(
      strata: numbering.strata, areas: hierarchy.set(of: numbering.areas), periods: numbering.periods,
      extents: extents.map(\.extent))
    hidden = Array(repeating: 0, count: (places.slotCount + 63) / 64)
    let hiding = profiles.filter(\.hidesCounts)
    guard places.slotCount <= CellPlaces.mostSlots else {
      self.places = nil
      return
    }
    // Where nothing is hidden it is enough to know that there are not too many.
    if hiding.isEmpty, places.slotCount <= Self.mostFigures {
      self.places = places
      return
    }
    let cells = try Self.read(extents, places, indicator.valueType)
    guard cells.figureCount <= Self.mostFigures else {
      self.places = nil
      return
    }
    let all = ImpliedCells.adding(to: cells, hierarchy)
    self.places = all.places
    hidden = Array(repeating: 0, count: (all.places.slotCount + 63) / 64)
    for profile in hiding {
      ProtectedCells.find(all, profile, indicator.valueType) { hidden[$0 / 64] |= 1 << UInt64($0 % 64) }
    }
  }

  private static func read(
    _ extents: [(layer: PanelHistory.Layer, extent: CellPlaces.Extent)], _ places: CellPlaces, _ valueType: ValueType
  ) throws(StoreError) -> CountedCells {
    var cells = CountedCells(places)
    var reader = CellReader(valueType)
    for (layer, extent) in extents {
      try reader.read(
        layer, stratum: extent.stratum, areas: extent.areas, periods: extent.periods, into: &cells)
    }
    return cells
  }

  /// Whether a slot is hidden.
  @inline(__always)
  func hides(_ slot: Int) -> Bool { hidden[slot / 64] >> UInt64(slot % 64) & 1 == 1 }
}
