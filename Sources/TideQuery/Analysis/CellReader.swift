import TideCore
import TideModel
import TideStore

/// Reads single cells of panels, without decoding the chunks around them.
struct CellReader {
  private(set) var work = AnalysisWork()

  /// One number of an area in one of the indicator's periods; nil where it is missing.
  mutating func number(_ measure: Int, _ panel: PanelScan, area code: String, period: Int) throws -> Double? {
    guard let (layer, cell) = try cell(panel, area: code, period: period) else { return nil }
    work.chunks += 1
    work.values += 1
    let image = panel.layers[layer].image
    return try panel.stack.reading(layer) { () throws(CoreError) in try image.number(measure, at: cell) }
  }

  /// The layer that holds for an area and period, and its cell; nil where nothing was published.
  mutating func cell(_ panel: PanelScan, area code: String, period: Int) throws -> (layer: Int, cell: Int)? {
    for index in panel.layers.indices.reversed() {
      let layer = panel.layers[index]
      guard let column = layer.places.columns[code], let row = layer.periods.firstIndex(of: period) else { continue }
      let cell = row * layer.image.shape.areas + column
      let state = try panel.stack.reading(index) { () throws(CoreError) in
        try layer.image.integer(.states, at: cell)
      }
      work.chunks += 1
      if state != 0 { return (index, cell) }
    }
    return nil
  }

  mutating func count(panels: Int, figures: Int) {
    work.panels += panels
    work.figures += figures
  }
}
