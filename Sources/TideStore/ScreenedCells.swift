public import TideModel

/// Cells of one panel, by column, for a screen to edit in place: what stands in them afterwards may be shown.
///
/// A screen looks at the value, the count and the denominator of each cell, and at which of the seven measures there are:
/// these must be told in full, also where a question wants a limit alone.
public struct ScreenedCells: Sendable {
  /// What may be shown of a cell's note, published trend and published comparison.
  public enum Texts: UInt8, Sendable {
    /// All three, as published.
    case all
    /// The note alone.
    case note
    /// None of them.
    case none
    /// A note in the place of all: `withheldNote`.
    case withheld
  }

  /// The note of a figure that is withheld because no count stands beside it.
  public static let withheldNote = "withheld: no count stands beside it by which it could be judged"

  /// For each cell the position of its area in the panel's areas.
  public let areas: [Int32]
  /// For each cell the position of its period in the panel's periods.
  public let periods: [Int32]
  /// For each cell 0 where nothing was published, else 1 + the raw value of its status.
  public var states: [UInt8]
  /// For each cell a bit for each measure that there is, by the measure's raw value.
  public var present: [UInt8]
  /// For each cell the value; what stands where it is not present means nothing.
  public var values: [Double]
  /// For each cell the count, as above.
  public var counts: [Double]
  /// For each cell the denominator, as above.
  public var denominators: [Double]
  /// For each cell what of its texts may be shown.
  public var texts: [Texts]

  /// How many cells.
  public var count: Int { areas.count }

  /// Cells at these positions, with nothing published for any.
  public init(areas: [Int32], periods: [Int32]) {
    self.areas = areas
    self.periods = periods
    states = Array(repeating: 0, count: areas.count)
    present = states
    values = Array(repeating: 0, count: areas.count)
    counts = values
    denominators = values
    texts = Array(repeating: .all, count: areas.count)
  }

  /// The bit of a measure in `present`.
  @inlinable
  public static func bit(_ measure: Measure) -> UInt8 { 1 << measure.rawValue }
}
