import TideCore
import TideModel
import TideStore

/// Reads single cells of panels, without decoding the chunks around them.
struct CellReader {
  private(set) var work = AnalysisWork()
  private let code: String
  /// The list that was last looked into, and the area's column in it.
  private var places: AreaPlaces?
  private var column: Int?

  /// A reader of one area's cells.
  init(area code: String) { self.code = code }

  /// The numbers of the area in one of the indicator's periods; nil where nothing was published.
  ///
  /// - Parameter measures: a bit for each measure that is wanted.
  mutating func numbers(_ panel: PanelScan, period: Int, measures: UInt8) throws -> CellNumbers? {
    for index in panel.layers.indices.reversed() {
      let layer = panel.layers[index]
      guard let column = column(in: layer.places), let row = layer.row(of: period) else { continue }
      work.figures += 1
      let numbers: CellNumbers
      do {
        numbers = try layer.image.numbers(at: row * layer.image.shape.areas + column, measures: measures)
      } catch {
        throw panel.stack.failure(index, error)
      }
      if numbers.state != 0 { return numbers }
    }
    return nil
  }

  private mutating func column(in places: AreaPlaces) -> Int? {
    if places !== self.places {
      self.places = places
      column = places.columns[code]
    }
    return column
  }

  /// Counts a panel as looked into.
  mutating func count(panels: Int) { work.panels += panels }
}

extension LayerScan {
  /// The row of one of the indicator's periods.
  func row(of period: Int) -> Int? {
    if period < periods.count, periods[period] == period { return period }
    return periods.firstIndex(of: period)
  }
}
