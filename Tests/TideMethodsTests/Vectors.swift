import Foundation
import TestSupport
import Testing

/// Reads the reference vectors beside the tests.
enum Vectors {
  /// The rows of a file as dictionaries from heading to text.
  static func rows(_ name: String) throws -> [[String: String]] {
    let url = try #require(Bundle.module.url(forResource: "Vectors/\(name)", withExtension: "csv"))
    let text = try String(contentsOf: url, encoding: .utf8)
    let table = CSVText.rows(text)
    let header = try #require(table.first)
    #expect(table.allSatisfy { $0.count == header.count } && Set(header).count == header.count)
    return CSVText.records(text)
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
