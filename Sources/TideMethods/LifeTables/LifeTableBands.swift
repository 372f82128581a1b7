/// The age bands of an abridged life table.
public struct LifeTableBands: Sendable, Hashable {
  /// The first age of each band, from 0; the last has no end.
  public let starts: [Double]
  /// The share of a band's years that those who die in it live on average.
  public let shares: [Double]

  /// The 20 bands of published life expectancies: 0, 1-4, then five years each, 90 and over.
  public static let standard = LifeTableBands(valid: [0, 1] + stride(from: 5, through: 90, by: 5))

  /// Bands that begin at the given ages: 80 and over or 85 and over instead of 90, or single years.
  ///
  /// Those who die in their first year, where it is a band of its own, live a tenth of it, all others half of their band.
  /// Source: facts section 7.
  /// - Parameter starts: from 0, rising, at least two, at most 200.
  /// - Returns: nil for any other ages.
  public init?(starts: [Double]) {
    guard (2...200).contains(starts.count), starts[0] == 0, starts.allSatisfy({ $0.isFinite && $0 <= 150 }),
      zip(starts, starts.dropFirst()).allSatisfy({ $0 < $1 })
    else { return nil }
    self.init(valid: starts)
  }

  private init(valid starts: [Double]) {
    self.starts = starts
    shares = starts.indices.map { $0 == 0 && starts[1] == 1 ? 0.1 : 0.5 }
  }
}
