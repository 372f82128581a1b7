package import TideCore
package import TideModel

/// One panel for those who read it chunk by chunk: what the releases say of it, oldest first.
///
/// Where several layers speak of one area and period, the newest whose state there is not 0 holds.
package struct PanelStack: Sendable {
  /// Which panel.
  package let key: PanelKey
  /// Oldest first.
  package let layers: [Layer]

  /// What one release says, or several laid together.
  package struct Layer: Sendable {
    /// Its columns, cell = row x areas + column.
    package let image: PanelImage
    /// Areas by column.
    package let areas: AreaList
    /// Periods by row, ascending, as the layer labels them.
    package let periods: [Period]
    /// The segment's path inside the store, for errors.
    let file: String
  }

  /// Runs a reader of a layer's chunks and names the segment where it fails.
  package func reading<T>(_ layer: Int, _ body: () throws(CoreError) -> T) throws(StoreError) -> T {
    do {
      return try body()
    } catch {
      throw failure(layer, error)
    }
  }

  /// The error that a layer's bytes stand for, its segment named.
  package func failure(_ layer: Int, _ error: CoreError) -> StoreError {
    Segment.damage(
      "a block cannot be believed (\(error.code.rawValue): \(error.message))", layers[layer].file, error.offset)
  }
}

extension Snapshot {
  /// The panels of an indicator, in key order, their heads verified and their chunks not yet read.
  /// - Throws: `withheld` where not all figures may be shown, since none is screened here.
  package func stacks(indicator: Int) throws(StoreError) -> [PanelStack] {
    guard screen == nil else {
      throw StoreError(
        .withheld, "whole panels are not read under disclosure control",
        remedy: "Ask for figures with the other commands.")
    }
    var stacks: [PanelStack] = []
    for (key, layers) in try layersByKey(indicator: indicator) {
      stacks.append(
        PanelStack(
          key: key,
          layers: layers.map {
            PanelStack.Layer(image: $0.image, areas: $0.areas, periods: $0.periods, file: $0.segment.relativePath)
          }))
    }
    return stacks
  }
}
