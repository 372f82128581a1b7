import Foundation
import Testing

/// Reads the reference vectors beside the tests. None of their fields holds a quotation mark.
enum Vectors {
  /// The rows of a file as dictionaries from heading to text.
  static func rows(_ name: String) throws -> [[String: String]] {
    let url = try #require(Bundle.module.url(forResource: "Vectors/\(name)", withExtension: "csv"))
    let lines = try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline)
    let table = lines.map(cells)
    let header = try #require(table.first)
    #expect(table.allSatisfy { $0.count == header.count })
    return table.dropFirst().map { (cells: [String]) in Dictionary(uniqueKeysWithValues: zip(header, cells)) }
  }

  /// The cells of a line; a comma between quotation marks is part of its cell.
  private static func cells(_ line: Substring) -> [String] {
    var cells = [""]
    var isQuoted = false
    for character in line {
      if character == "\"" {
        isQuoted.toggle()
      } else if character == ",", !isQuoted {
        cells.append("")
      } else {
        cells[cells.count - 1].append(character)
      }
    }
    return cells
  }

  /// Whether two numbers agree to a relative difference of 1e-12.
  static func agree(_ a: Double?, _ b: Double?) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return a == b || (a - b).magnitude <= 1e-12 * max(a.magnitude, b.magnitude)
  }
}

extension [String: String] {
  /// The number in a column; nil for an empty cell.
  func number(_ column: String) -> Double? { self[column].flatMap(Double.init) }
}

/// Numbers that have broken code before.
let awkward: [Double] = [
  .nan, .signalingNaN, .infinity, -.infinity, 0, -0.0, -1, 1, 0.5, 5, 9.999999, 10, 1e-300, -1e-300, 1e300, -1e300,
  .leastNonzeroMagnitude, .greatestFiniteMagnitude,
]
