import TideCore
import TideModel
import TideStore

/// Reads the counts and denominators of an indicator, whole chunks at once.
struct CellReader {
  private let tiles = TileReader()
  /// Whether the value of a figure without a count is one.
  private let valueIsCount: Bool
  /// For each cell of the open chunk a bit for each measure that it lacks.
  private var lacking: [UInt8] = []

  init(_ valueType: ValueType) { valueIsCount = valueType == .count || valueType == .number }

  /// Takes in a layer of a panel.
  /// - Parameters:
  ///   - areas: numbers of the layer's areas, by column.
  ///   - periods: those of its periods, by row.
  mutating func read(
    _ layer: PanelHistory.Layer, stratum: Int, areas: [Int], periods: [Int], into cells: inout CountedCells
  ) throws(StoreError) {
    try layer.reading { () throws(CoreError) in
      for chunk in 0..<layer.image.shape.chunks {
        tiles.open(layer.image, chunk: chunk)
        try readChunk(stratum, areas, periods, &cells)
      }
    }
  }

  private mutating func readChunk(
    _ stratum: Int, _ areas: [Int], _ periods: [Int], _ cells: inout CountedCells
  ) throws(CoreError) {
    lacking.removeAll(keepingCapacity: true)
    lacking.append(contentsOf: repeatElement(0, count: tiles.count))
    let states = try tiles.cellStates()
    let counts = try column(.count)
    let denominators = try column(.denominator)
    let values = valueIsCount ? try column(.value) : nil
    var (row, column) = tiles.firstCell.quotientAndRemainder(dividingBy: areas.count)
    for place in 0..<tiles.count {
      let slot = states[place] == 0 ? -1 : cells.places.slot(stratum, areas[column], periods[row])
      if slot >= 0 {
        let count = number(.count, of: counts, place) ?? number(.value, of: values, place)
        let all = number(.denominator, of: denominators, place)
        cells.add(PeopleCounted(count: count, denominator: all), at: slot)
      }
      column += 1
      if column == areas.count { (row, column) = (row + 1, 0) }
    }
  }

  /// A measure of the open chunk; what stands where it is lacking means nothing.
  private mutating func column(_ measure: Measure) throws(CoreError) -> UnsafeMutablePointer<Double>? {
    let number = Int(measure.rawValue)
    for place in try tiles.missing(number) { lacking[Int(place)] |= 1 << measure.rawValue }
    return try tiles.values(number)
  }

  @inline(__always)
  private func number(_ measure: Measure, of column: UnsafeMutablePointer<Double>?, _ place: Int) -> Double? {
    lacking[place] >> measure.rawValue & 1 == 0 ? column?[place] : nil
  }
}
