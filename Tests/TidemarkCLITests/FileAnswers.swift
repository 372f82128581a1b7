import Foundation
import TestSupport
import Testing

/// Answers of the program as rows of JSON, and the reference vectors beside the tests of the methods.
enum FileAnswers {
  /// A reference vector's file.
  static func vector(_ name: String) -> String {
    BinaryUnderTest.packageRoot.appendingPathComponent("Tests/TideMethodsTests/Vectors/\(name).csv").path
  }

  /// The rows of a CSV file, as dictionaries from heading to text.
  static func csv(_ path: String) throws -> [[String: String]] {
    CSVText.records(try String(contentsOfFile: path, encoding: .utf8))
  }

  /// The rows of an answer, which has to succeed.
  static func rows(_ arguments: [String], in folder: URL? = nil, store: URL? = nil) throws -> [[String: Any]] {
    let outcome = try BinaryUnderTest.run(arguments + ["--format", "json"], in: folder, store: store)
    try #require(outcome.status == 0 && !outcome.wasKilled, "\(arguments): \(outcome.errors)")
    #expect(!outcome.output.contains(/:-?(nan|inf)/), "\(arguments)")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]])
  }

  /// Expects two numbers to agree to a relative difference of 1e-12, or both to be missing.
  static func expect(
    _ actual: Any?, _ expected: String?, within tolerance: Double = 1e-12, _ context: @autoclosure () -> String = "",
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let wanted = expected.map { $0.replacing("np.float64(", with: "").replacing(")", with: "") }.flatMap(Double.init)
    let finite = wanted.flatMap { $0.isFinite ? $0 : nil }
    let number = (actual as? NSNumber)?.doubleValue
    guard let number, let finite else {
      #expect(
        number == nil && finite == nil, "\(actual ?? "nothing") for \(expected ?? "nothing") \(context())",
        sourceLocation: sourceLocation)
      return
    }
    #expect(
      (number - finite).magnitude <= tolerance * max(number.magnitude, finite.magnitude),
      "\(number) for \(finite) \(context())", sourceLocation: sourceLocation)
  }
}

extension [String: Any] {
  /// A text of a row of an answer; empty where there is none.
  func text(_ key: String) -> String { self[key] as? String ?? "" }
  /// A number of a row of an answer.
  func number(_ key: String) -> Double? { (self[key] as? NSNumber)?.doubleValue }
}
