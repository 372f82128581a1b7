import Foundation
import TestSupport

@testable import TideCore

/// Panels made up for the tests, and what the store's format makes of them.
struct SamplePanel {
  var parts: PanelParts
  let areas: Int
  let periods: Int

  var cells: Int { areas * periods }

  init(areas: Int, periods: Int) {
    self.areas = areas
    self.periods = periods
    parts = PanelParts(
      areas: (0..<areas).map { Int64($0 + 1) }, periods: (0..<periods).map { Int64($0) * 1000 + 7 },
      states: Array(repeating: 1, count: areas * periods), figures: Array(repeating: [], count: 7),
      present: Array(repeating: [], count: 7))
  }

  mutating func set(_ measure: Int, _ numbers: [Double?]) {
    parts.figures[measure] = numbers.map { $0 ?? 0 }
    parts.present[measure] = numbers.map { $0 != nil }
  }

  func number(_ measure: Int, _ cell: Int) -> Double? {
    guard !parts.figures[measure].isEmpty, parts.present[measure][cell] else { return nil }
    return parts.figures[measure][cell]
  }

  /// The panel's bytes as in a segment, and where its head stands in them.
  func encoded() -> (bytes: [UInt8], head: Int, bodies: [Int]) {
    let panel = EncodedPanel(parts)
    var bytes = [UInt8](repeating: 0, count: 64)
    let bodies = panel.bodies.map { body in
      defer { bytes += body }
      return bytes.count
    }
    let head = bytes.count
    bytes += panel.head(at: head, bodiesAt: bodies)
    return (bytes, head, bodies)
  }

  /// Whether every number, state and text id comes back bit for bit, chunk by chunk and cell by cell.
  func comesBack(from bytes: [UInt8], head: Int, cells sampled: [Int]? = nil) throws -> Bool {
    try bytes.withUnsafeBytes { bytes in
      let image = try PanelImage(bytes, at: head, floor: 64)
      try image.check()
      guard try image.integers(.areas) == parts.areas, try image.integers(.periods) == parts.periods,
        try image.integers(.states) == parts.states
      else { return false }
      for (column, values) in [(PanelColumn.notes, parts.notes), (.labels, parts.labels), (.trends, parts.trends)] {
        guard try image.integers(column) ?? [] == values else { return false }
      }
      for cell in sampled ?? Array(0..<cells) {
        let row = try image.numbers(at: cell)
        guard row.state == parts.states[cell] else { return false }
        for measure in 0..<7 where row[measure]?.bitPattern != number(measure, cell)?.bitPattern { return false }
      }
      return try chunksComeBack(image)
    }
  }

  private func chunksComeBack(_ image: PanelImage) throws -> Bool {
    let reader = TileReader()
    for chunk in 0..<image.shape.chunks {
      reader.open(image, chunk: chunk)
      // The last first, so that operands are decoded on the way.
      for measure in (0..<7).reversed() where image.has(.measure(measure)) {
        guard let values = try reader.values(measure) else { return false }
        let missing = Set(try reader.missing(measure).map(Int.init))
        for place in 0..<reader.count {
          let expected = number(measure, reader.firstCell + place)
          guard missing.contains(place) == (expected == nil) else { return false }
          if let expected, values[place].bitPattern != expected.bitPattern { return false }
        }
      }
    }
    return true
  }
}

/// Intervals by their textbook formulas, and published decimals by the system's printf: nothing of TideCore.
enum Published {
  static func wilson(_ x: Double, _ n: Double, _ z: Double) -> (Double, Double) {
    let spread = z * (z * z + 4 * x * (1 - x / n)).squareRoot()
    return ((2 * x + z * z - spread) / (2 * (n + z * z)), (2 * x + z * z + spread) / (2 * (n + z * z)))
  }

  static func byar(_ x: Double, _ z: Double) -> (Double, Double) {
    let lower = x == 0 ? 0 : x * pow(1 - 1 / (9 * x) - z / (3 * x.squareRoot()), 3)
    return (max(0, lower), (x + 1) * pow(1 - 1 / (9 * (x + 1)) + z / (3 * (x + 1).squareRoot()), 3))
  }

  /// The double that reads back from the printed number.
  static func decimals(_ number: Double, _ places: Int) -> Double { Double(String(format: "%.\(places)f", number))! }
  static func significant(_ number: Double, _ digits: Int) -> Double { Double(String(format: "%.\(digits)g", number))! }
}
