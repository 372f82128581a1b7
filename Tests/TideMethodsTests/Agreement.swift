import Testing

/// Compares answers with a file of reference values and says at the end how well they agreed.
struct Agreement {
  /// The file, as the report names it.
  let file: String
  /// The relative difference up to which two numbers agree, unless a comparison says otherwise.
  var tolerance = 1e-12
  /// How many rows were compared.
  private(set) var rows = 0
  /// How many numbers were compared.
  private(set) var numbers = 0
  /// The greatest relative difference met.
  private(set) var worst = 0.0

  init(_ file: String, tolerance: Double = 1e-12) {
    self.file = file
    self.tolerance = tolerance
  }

  /// Begins a row.
  mutating func nextRow() { rows += 1 }

  /// Expects two numbers to agree, or both to be missing.
  mutating func expect(
    _ actual: Double?, _ expected: Double?, tolerance: Double? = nil, _ context: @autoclosure () -> String = "",
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let limit = tolerance ?? self.tolerance
    numbers += 1
    guard let actual, let expected else {
      #expect(
        actual == nil && expected == nil, "\(file): \(actual as Any) for \(expected as Any) \(context())",
        sourceLocation: sourceLocation)
      return
    }
    if actual == expected { return }
    let difference = (actual - expected).magnitude / max(actual.magnitude, expected.magnitude)
    worst = max(worst, difference)
    #expect(
      difference <= limit, "\(file): \(actual) for \(expected), off by \(difference) \(context())",
      sourceLocation: sourceLocation)
  }

  /// Prints the file, its rows and the worst relative difference, and expects so many rows.
  func report(rows expected: Int, sourceLocation: SourceLocation = #_sourceLocation) {
    print("agrees | \(file) | \(rows) rows | \(numbers) numbers | worst relative difference \(worst)")
    #expect(rows == expected, "\(file)", sourceLocation: sourceLocation)
    #expect(numbers >= rows, "\(file)", sourceLocation: sourceLocation)
  }
}
